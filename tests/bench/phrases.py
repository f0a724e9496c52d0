"""Corners of the built county, and phrases that name them: the same ones in every run."""

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import combinations, islice
from pathlib import Path
from typing import Any

from mapapp.incident.geodesy import LonLat, distance_m
from tests.accuracy.phrasing import FORMS

from .streets import COUNTY

_NEAR_M = 100.0
_QUERY = """
SELECT a.name, b.name, lon, lat, kind FROM crossing
JOIN street a ON a.id = street_a JOIN street b ON b.id = street_b ORDER BY a.name, b.name, n
"""

Pair = tuple[str, str]


def index_path(home: Path) -> Path:
    """Where the county's index is."""
    return home / "streets" / f"{COUNTY}.gpkg"


def corners(home: Path) -> dict[Pair, LonLat]:
    """Every pair of streets that meets in one place, and where."""
    meetings: defaultdict[Pair, list[LonLat]] = defaultdict(list)
    with closing(sqlite3.connect(index_path(home))) as connection:
        for one, other, lon, lat, kind in connection.execute(_QUERY):
            if kind == "node":
                meetings[one, other].append((lon, lat))
    return {pair: at[0] for pair, at in meetings.items() if _is_one(at)}


def _is_one(meetings: list[LonLat]) -> bool:
    return all(distance_m(one, other) <= _NEAR_M for one, other in combinations(meetings, 2))


def strangers(home: Path, count: int) -> list[Pair]:
    """Pairs of streets that neither meet nor cross."""
    with closing(sqlite3.connect(index_path(home))) as connection:
        names = [name for (name,) in connection.execute("SELECT DISTINCT name FROM street ORDER BY name")]
        touching = {frozenset((one, other)) for one, other, *_ in connection.execute(_QUERY)}
    chance = random.Random(20_200_823)
    drawn = (tuple(chance.sample(names, 2)) for _ in iter(int, 1))
    return list(islice(((a, b) for a, b in drawn if {a, b} not in touching), count))


def phrasings(home: Path, count: int) -> list[str]:
    """So many phrases for corners drawn by chance, in every form in turn."""
    pairs, forms = list(corners(home)), list(FORMS.values())
    drawn = random.Random(1).choices(pairs, k=count)
    return [forms[i % len(forms)](*pair) for i, pair in enumerate(drawn)]


def truth_rows(home: Path) -> Iterator[dict[str, Any]]:
    """Every corner in every form, as rows of a truth table."""
    for (one, other), (lon, lat) in corners(home).items():
        for form in FORMS.values():
            yield {"phrase": form(one, other), "lat": str(lat), "lon": str(lon)}
