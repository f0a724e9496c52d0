"""Words that tell apart corners of one name: the street next to each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mapapp.geocode.answer import Candidate
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import NamedStreet

# A street farther away than this does not say where a corner is.
BESIDE_M = 250.0

Pair = tuple[NamedStreet, NamedStreet]


def told_by_neighbours(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[StreetIndex, Pair]]
) -> list[Candidate]:
    """The candidates, those that share a label with the nearest other street named in it, where that differs.

    `pairs` are each candidate's index and its two streets.
    """
    shared = {label for label, count in Counter(one.label for one in candidates).items() if count > 1}
    told = [
        replace(one, label=f"{one.label}, by {street}") if one.label in shared and street else one
        for one, street in zip(candidates, _beside(candidates, pairs, shared), strict=True)
    ]
    counts = Counter(one.label for one in told)
    # Two corners by one street are told apart no better than before.
    vague = {one.label for one, by in zip(candidates, told, strict=True) if counts[by.label] > 1}
    return [one if one.label in vague else by for one, by in zip(candidates, told, strict=True)]


def _beside(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[StreetIndex, Pair]], shared: set[str]
) -> list[str]:
    return [
        index.beside((one.lon, one.lat), BESIDE_M, {street.street_id for street in pair})
        if one.label in shared
        else ""
        for one, (index, pair) in zip(candidates, pairs, strict=True)
    ]
