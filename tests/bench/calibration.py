"""What the margin over the runner-up buys: wrong pins and answers kept, for every margin there could be."""

import random
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

from mapapp.desk import Desk
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.settings import Settings
from mapapp.streets.vocabulary import DIRECTIONS, STREET_TYPES
from tests.accuracy.phrasing import long
from tests.accuracy.typos import misspelt

from . import phrases
from .figure import Figure
from .streets import TITLE

_MARGINS = (0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0)
_SAMPLE = 1_500
_WRONG_M = 100.0


def figures(home: Path, _tiger: str) -> Iterator[Figure]:
    """On corners written short or with slips, where the margin is what decides."""
    asked = _asked(home)
    for margin in _MARGINS:
        # Caches of matches do not depend on the margin; those of answers would, and there are none.
        with (
            patch("mapapp.geocode.choose.MARGIN", margin),
            patch("mapapp.geocode.corners.MARGIN", margin),
            closing(Desk(Settings(home=home))) as desk,
        ):
            counts = _counted(desk.finder.geocoder(), asked)
        share = f"{counts['wrong']} wrong, {counts['right'] / len(asked):.1%} right of {len(asked):,}"
        yield Figure(f"margin {margin:.0f} over the runner-up", share, "in use" if margin == 4 else "")


def _counted(geocoder: Geocoder, asked: list[tuple[str, LonLat]]) -> Counter[str]:
    counts = Counter[str]()
    for phrase, truth in asked:
        answer = geocoder.geocode(phrase, TITLE)
        if answer.outcome == "resolved":
            best = answer.candidates[0]
            counts["right" if distance_m((best.lon, best.lat), truth) <= _WRONG_M else "wrong"] += 1
    return counts


def _asked(home: Path) -> list[tuple[str, LonLat]]:
    """Corners without the type of one street, without directions, and with two slips."""
    corners = sorted(phrases.corners(home).items())
    found = []
    for (one, other), truth in random.Random(4).sample(corners, _SAMPLE):
        slipped = misspelt(f"{long(one)} and {long(other)}", 2, 4)
        short = [f"{_without(one, STREET_TYPES)} and {other}", f"{one} and {_without(other, STREET_TYPES)}"]
        short.append(f"{_without(one, DIRECTIONS)} and {_without(other, DIRECTIONS)}")
        found += [(phrase, truth) for phrase in [*short, *([slipped] if slipped else [])]]
    return found


def _without(name: str, words: Container[str]) -> str:
    kept = [one for one in name.split() if one.lower() not in words]
    return " ".join(kept) or name
