import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import overload

import numpy as np
import pytest

from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import LonLat
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo

Pair = tuple[str, str]


class Strangers(Sequence[Pair]):
    """Every pair of streets that never meet, of which a county has millions; only their numbers are kept."""

    def __init__(self, names: dict[int, str], touching: set[tuple[int, int]]) -> None:
        numbers = sorted(names)
        self._names = [names[one] for one in numbers]
        places = {one: i for i, one in enumerate(numbers)}
        apart = np.triu(np.ones((len(numbers), len(numbers)), dtype=bool), k=1)
        for one, other in touching:
            apart[places[one], places[other]] = False
        self._pairs = np.flatnonzero(apart)

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, at: int) -> Pair: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Pair]: ...

    def __getitem__(self, at: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        one, other = divmod(int(self._pairs[at]), len(self._names))
        return self._names[one], self._names[other]


@dataclass(frozen=True)
class Ground:
    """A county's geocoder, and what its index holds: where each pair of streets meets, and which never do."""

    geocoder: Geocoder
    near: str
    meetings: dict[Pair, list[LonLat]]
    strangers: Strangers


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
    yield Ground(Geocoder([index]), near, dict(meetings), Strangers(names, touching))
    index.close()
