import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations

import pytest

from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import LonLat
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo

Pair = tuple[str, str]


@dataclass(frozen=True)
class Ground:
    """A county's geocoder, and what its index holds: where each pair of streets meets, and which never do."""

    geocoder: Geocoder
    near: str
    meetings: dict[Pair, list[LonLat]]
    strangers: list[Pair]


@pytest.fixture(scope="session")
def kenosha(kenosha_index: IndexInfo) -> Iterator[Ground]:
    yield from _ground(kenosha_index, "Kenosha County, WI")


@pytest.fixture(scope="session")
def washington(dc_index: IndexInfo) -> Iterator[Ground]:
    yield from _ground(dc_index, "Washington, DC")


@pytest.fixture(params=["kenosha", "washington"])
def ground(request: pytest.FixtureRequest) -> Ground:
    """Each county in turn."""
    found: Ground = request.getfixturevalue(request.param)
    return found


def _ground(info: IndexInfo, near: str) -> Iterator[Ground]:
    index = StreetIndex.open(info.path)
    with closing(sqlite3.connect(info.path)) as connection:
        names = dict(connection.execute("SELECT id, name FROM street"))
        rows = connection.execute("SELECT street_a, street_b, lon, lat, kind FROM crossing").fetchall()
    meetings: defaultdict[Pair, list[LonLat]] = defaultdict(list)
    for one, other, lon, lat, kind in rows:
        if kind == "node":
            meetings[names[one], names[other]].append((lon, lat))
    touching = {(one, other) for one, other, *_ in rows}
    apart = [pair for pair in combinations(sorted(names), 2) if pair not in touching]
    strangers = [(names[one], names[other]) for one, other in apart]
    yield Ground(Geocoder([index]), near, dict(meetings), strangers)
    index.close()
