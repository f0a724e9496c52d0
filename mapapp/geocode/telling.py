"""Words that tell apart corners of one name: the neighbourhood each lies in, or the street next to it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import shapely

from mapapp.geocode.answer import Candidate
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import NamedStreet

# A street farther away than this does not say where a corner is.
BESIDE_M = 250.0

Pair = tuple[NamedStreet, NamedStreet]
Spot = tuple[Candidate, StreetIndex, Pair]


def told_by_surroundings(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[StreetIndex, Pair]]
) -> list[Candidate]:
    """The candidates, those that share a label with words that differ: "in Uptown", else "by 16th St".

    `pairs` are each candidate's index and its two streets.
    """
    told = list(candidates)
    for words in (_neighbourhood, _street_beside):
        told = _told(told, pairs, words)
    return told


def _told(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[StreetIndex, Pair]], words: Callable[[Spot], str]
) -> list[Candidate]:
    """The candidates with the words, where all of one label then differ."""
    shared = {label for label, count in Counter(one.label for one in candidates).items() if count > 1}
    spots: list[Spot] = [(one, *pair) for one, pair in zip(candidates, pairs, strict=True)]
    said = [words(spot) if spot[0].label in shared else "" for spot in spots]
    labels = [
        f"{one.label}, {word}" if word else one.label for one, word in zip(candidates, said, strict=True)
    ]
    counts = Counter(labels)
    vague = {one.label for one, label in zip(candidates, labels, strict=True) if counts[label] > 1}
    return [
        one if one.label in vague else replace(one, label=label)
        for one, label in zip(candidates, labels, strict=True)
    ]


def _neighbourhood(spot: Spot) -> str:
    candidate, index, _ = spot
    point = shapely.Point(candidate.lon, candidate.lat)
    quarters = (one for one in index.places if one.kind == "neighbourhood")
    name = next((one.name for one in quarters if index.outline(one.place_id).covers(point)), "")
    return name and f"in {name}"


def _street_beside(spot: Spot) -> str:
    candidate, index, pair = spot
    own = {one.street_id for one in pair}
    title = index.beside((candidate.lon, candidate.lat), BESIDE_M, own)
    return title and f"by {title}"
