"""A street index file as it lies on the disk: opening it, what it says of itself, and its regions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.errors import BadInput
from mapapp.streets.schema import SCHEMA_VERSION

Bounds = tuple[float, float, float, float]

# SQLite maps as much of a file as it can, at most 2 GB; pages are shared by all processes that read it.
_MAPPED_BYTES = 2_147_418_112
_REGIONS = """
SELECT id, code, title, state, source, vintage, licence, west, south, east, north,
  streets, edges, crossings, first_street, directions, prefixes, suffixes, has_ranges
FROM region ORDER BY id
"""


class DamagedIndex(BadInput):
    """A file that should be a street index and cannot be read; `file` is its name."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(self._sentence(file, file.partition(".")[0]))

    @staticmethod
    def _sentence(file: str, name: str) -> str:
        return (
            f"{file} is not a street index, or is damaged, and was left out; remove it "
            f"(python -m mapapp streets remove {name}) and add its county again."
        )


class OutdatedIndex(DamagedIndex):
    """An index that another version of the program built."""

    @staticmethod
    def _sentence(file: str, name: str) -> str:
        again = f"streets add {name}" if name.isdigit() else "streets add"
        return (
            f"{file} was built by another version of mapapp and was left out; "
            f"add it again: python -m mapapp {again}"
        )


@dataclass(frozen=True, slots=True)
class Region:
    """What a part of an index covers and where it comes from.

    `state` is a two-letter code or empty, `bounds` are (west, south, east, north) in degrees. The streets are
    numbered from `first_street` on; `directions` are those that their names bear ("nw"), `prefixes` and
    `suffixes` those that are common before and after them; `has_ranges` says whether house numbers are known.
    """

    region_id: int
    code: str
    title: str
    state: str
    source: str
    vintage: str
    licence: str
    bounds: Bounds
    streets: int
    edges: int
    crossings: int
    first_street: int
    directions: frozenset[str]
    prefixes: frozenset[str]
    suffixes: frozenset[str]
    has_ranges: bool

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the bounds, longitude first."""
        west, south, east, north = self.bounds
        return (west + east) / 2, (south + north) / 2

    def reaches(self, lon: float, lat: float) -> bool:
        """Whether a position, in degrees, lies inside the bounds."""
        west, south, east, north = self.bounds
        return west <= lon <= east and south <= lat <= north


@contextmanager
def read_errors(file: str) -> Iterator[None]:
    """Turn what SQLite says of a file that cannot be read into DamagedIndex."""
    try:
        yield
    except (sqlite3.DatabaseError, KeyError, ValueError, OSError) as error:
        raise DamagedIndex(file) from error


def open_index(path: Path) -> sqlite3.Connection:
    """An index file, open read-only and mapped into memory; it must not change while it is open.

    Threads may share the connection if they take turns. Raises DamagedIndex, or OutdatedIndex for a file of
    another version.
    """
    with read_errors(path.name):
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            _check_version(connection, path.name)
        except BaseException:
            connection.close()
            raise
        return connection


def _check_version(connection: sqlite3.Connection, file: str) -> None:
    if read_meta(connection)["schema_version"] != SCHEMA_VERSION:
        raise OutdatedIndex(file)


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """What the file as a whole says of itself, by key."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def read_bounds(meta: dict[str, str]) -> Bounds:
    """The bounds of all roads in a file: west, south, east, north in degrees."""
    return float(meta["west"]), float(meta["south"]), float(meta["east"]), float(meta["north"])


def read_regions(connection: sqlite3.Connection) -> tuple[Region, ...]:
    """The regions of a file in their order."""
    return tuple(_region(row) for row in connection.execute(_REGIONS))


def _region(row: tuple[Any, ...]) -> Region:
    *facts, directions, prefixes, suffixes, has_ranges = row
    *words, west, south, east, north, streets, edges, crossings, first_street = facts
    region_id, code, title, state, source, vintage, licence = words
    return Region(
        region_id=region_id,
        code=code,
        title=title,
        state=state,
        source=source,
        vintage=vintage,
        licence=licence,
        bounds=(west, south, east, north),
        streets=streets,
        edges=edges,
        crossings=crossings,
        first_street=first_street,
        directions=frozenset(directions.split()),
        prefixes=frozenset(prefixes.split()),
        suffixes=frozenset(suffixes.split()),
        has_ranges=bool(has_ranges),
    )
