"""Reading a street index: streets by name, where two of them cross, their edges, and places."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Self

import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.streets import gpkg
from mapapp.streets.names import StreetName, joined_keys

CrossingKind = Literal["node", "overpass", "near_miss"]
MarkKind = Literal["exit", "milepost"]
PlaceKind = Literal["place", "cousub", "county", "neighbourhood"]
AddressRange = tuple[int, int]

_EDGES = """
SELECT fid, geom, node_from, node_to, left_from, left_to, right_from, right_to, zip_left, zip_right, place_id
FROM edge WHERE fid IN (
  SELECT fid FROM edge WHERE street_id = ?1 UNION SELECT fid FROM edge_alias WHERE street_id = ?1)
"""
_CROSSINGS = """
SELECT lon, lat, radius_m, kind, nodes, place_id FROM crossing WHERE street_a = ? AND street_b = ? ORDER BY n
"""
_STREETS = """
SELECT street.id, street.name, street.rank, pre_dir, pre_type, base, type, post_dir, alias
FROM street_name JOIN street ON street.id = street_id ORDER BY street.id
"""


class DamagedIndex(BadInput):
    """A file that should be a street index and cannot be read; `file` is its name."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(
            f"{file} is not a street index, or is damaged, and was left out; remove it "
            f"(python -m mapapp streets remove {file.partition('.')[0]}) and add its county again."
        )


@dataclass(frozen=True, slots=True)
class Region:
    """What an index covers and where it comes from; `bounds` are (west, south, east, north) in degrees."""

    code: str
    title: str
    source: str
    vintage: str
    licence: str
    bounds: tuple[float, float, float, float]

    @property
    def state(self) -> str:
        """The two-letter code that ends the title ("Kenosha County, WI"), empty when there is none."""
        return self.title.rpartition(", ")[2] if ", " in self.title else ""

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the bounds, longitude first."""
        west, south, east, north = self.bounds
        return (west + east) / 2, (south + north) / 2

    def reaches(self, lon: float, lat: float) -> bool:
        """Whether a position, in degrees, lies inside the bounds."""
        west, south, east, north = self.bounds
        return west <= lon <= east and south <= lat <= north


@dataclass(frozen=True, slots=True)
class NamedStreet:
    """A street under one of its names: `title` as the source writes it, `name` taken apart.

    `rank` is 1 for a motorway, 2 a main road, 3 a local street, 4 anything lesser.
    """

    street_id: int
    title: str
    name: StreetName
    rank: int
    alias: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two streets cross: centre (degrees) and radius (metres) of the circle around their nodes."""

    lon: float
    lat: float
    radius_m: float
    kind: CrossingKind
    nodes: tuple[str, ...]
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A street between two nodes; `left` and `right` are house numbers from its start to its end."""

    fid: int
    line: LineString
    node_from: int
    node_to: int
    left: AddressRange | None
    right: AddressRange | None
    zips: tuple[str, ...]
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """An exit or a milepost of a street: its number as the sign says it, and where it is, in degrees."""

    kind: MarkKind
    number: str
    street_id: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A municipality, a county or a neighbourhood: "Kenosha", "Kenosha city"."""

    place_id: int
    name: str
    long_name: str
    kind: PlaceKind
    geoid: str


class StreetIndex:
    """One street index, open for reading: names in memory, the rest on demand. Safe to share by threads."""

    def __init__(self, connection: sqlite3.Connection, file: str = "") -> None:
        self._connection = connection
        self.file = file
        self._lock = Lock()
        self.region = self._read_region()
        self._directions: set[str] = set()
        self._by_base: Mapping[str, tuple[NamedStreet, ...]] = {}
        self._by_joined: Mapping[str, tuple[NamedStreet, ...]] = {}
        self._load_names()
        self._places = {one.place_id: one for one in self._read_places()}
        # One cache per index, dropped with it.
        self.crossings = lru_cache(maxsize=16_384)(self._crossings)
        self.edges = lru_cache(maxsize=1_024)(self._edges)
        self.outline = lru_cache(maxsize=256)(self._outline)
        self.course = lru_cache(maxsize=512)(self._course)
        self.has_zip = lru_cache(maxsize=256)(self._has_zip)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index file read-only; it must not change while open. BadInput when it is not one."""
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute("PRAGMA mmap_size = 268435456")
            return cls(connection, path.name)
        except (sqlite3.DatabaseError, KeyError, ValueError) as error:
            raise DamagedIndex(path.name) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def places(self) -> Iterable[IndexPlace]:
        """The municipalities and counties the index knows."""
        return self._places.values()

    def place(self, place_id: int | None) -> IndexPlace | None:
        """The place of that id."""
        return None if place_id is None else self._places.get(place_id)

    def streets_named(self, base: str) -> tuple[NamedStreet, ...]:
        """The streets whose name proper is `base`, whatever their type and direction."""
        return self._by_base.get(base, ())

    def streets_joined(self, name: StreetName) -> tuple[NamedStreet, ...]:
        """The streets that read the same when spaces and honorifics go and a type may be part of the name."""
        return tuple(dict.fromkeys(one for key in joined_keys(name) for one in self._by_joined.get(key, ())))

    def similar_bases(self, base: str, most_edits: int) -> list[tuple[str, int]]:
        """Names proper within `most_edits` typing errors of `base`, nearest first; numbers never match."""
        found = process.extract(base, self._spellable, scorer=OSA.distance, score_cutoff=most_edits, limit=8)
        return [(name, int(edits)) for name, edits, _ in found if edits]

    @cached_property
    def has_ranges(self) -> bool:
        """Whether the index knows house numbers."""
        ranged = "SELECT 1 FROM edge WHERE left_from IS NOT NULL OR right_from IS NOT NULL LIMIT 1"
        return bool(self._rows(ranged))

    @cached_property
    def has_zips(self) -> bool:
        """Whether the index knows ZIP codes."""
        coded = "SELECT 1 FROM edge WHERE zip_left IS NOT NULL OR zip_right IS NOT NULL LIMIT 1"
        return bool(self._rows(coded))

    def _has_zip(self, zip_code: str) -> bool:
        """Whether any street lies in that ZIP code."""
        found = "SELECT 1 FROM edge WHERE zip_left = ?1 OR zip_right = ?1 LIMIT 1"
        return bool(zip_code and self._rows(found, (zip_code,)))

    def marks(self, kind: MarkKind, number: str) -> tuple[Mark, ...]:
        """The exits or mileposts of that number ("342B"), one for each street that they belong to."""
        found = "SELECT kind, number, street_id, lon, lat FROM mark WHERE number = ? AND kind = ?"
        return tuple(Mark(*row) for row in self._rows(found, (number.upper(), kind)))

    def uses_direction(self, direction: str) -> bool:
        """Whether any street's name bears that direction ("nw")."""
        return direction in self._directions

    def _crossings(self, one: int, other: int) -> tuple[Crossing, ...]:
        """Where two streets cross, one entry for each 50 m cluster of nodes."""
        rows = self._rows(_CROSSINGS, (min(one, other), max(one, other)))
        return tuple(
            Crossing(lon, lat, radius_m, kind, tuple(nodes.split(",")) if nodes else (), place_id)
            for lon, lat, radius_m, kind, nodes, place_id in rows
        )

    def _edges(self, street_id: int) -> tuple[Edge, ...]:
        """All edges that bear a street's name."""
        rows = self._rows(_EDGES, (street_id,))
        lines = self._shapes([row[1] for row in rows]) if rows else ()
        return tuple(_edge(row, line) for row, line in zip(rows, lines, strict=True))

    def _course(self, street_id: int) -> MultiLineString:
        """All of a street as one figure of lines."""
        return MultiLineString([one.line for one in self.edges(street_id)])

    def _outline(self, place_id: int) -> BaseGeometry:
        """A place's polygon, prepared for many questions."""
        rows = self._rows("SELECT geom FROM place WHERE fid = ?", (place_id,))
        figure: BaseGeometry = self._shapes([row[0] for row in rows])[0]
        shapely.prepare(figure)
        return figure

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(self.file) from error

    def _shapes(self, blobs: list[bytes]) -> Any:
        try:
            return gpkg.from_blobs(blobs)
        except shapely.errors.ShapelyError as error:
            raise DamagedIndex(self.file) from error

    def _read_region(self) -> Region:
        meta = dict(self._rows("SELECT key, value FROM meta"))
        west, south, east, north = (float(meta[side]) for side in ("west", "south", "east", "north"))
        return Region(
            code=meta["region"],
            title=meta["title"],
            source=meta["source"],
            vintage=meta["vintage"],
            licence=meta["licence"],
            bounds=(west, south, east, north),
        )

    def _read_places(self) -> Iterable[IndexPlace]:
        for row in self._rows("SELECT fid, name, long_name, kind, geoid FROM place"):
            yield IndexPlace(*row)

    def _load_names(self) -> None:
        by_base: defaultdict[str, list[NamedStreet]] = defaultdict(list)
        by_joined: defaultdict[str, list[NamedStreet]] = defaultdict(list)
        for street_id, title, rank, pre_dir, pre_type, base, kind, post_dir, alias in self._rows(_STREETS):
            name = StreetName(pre_dir, pre_type, base, kind, post_dir)
            street = NamedStreet(street_id, title, name, rank, bool(alias))
            by_base[base].append(street)
            for key in joined_keys(name):
                by_joined[key].append(street)
            self._directions |= {pre_dir, post_dir}
        self._by_base = {base: tuple(streets) for base, streets in by_base.items()}
        self._by_joined = {key: tuple(streets) for key, streets in by_joined.items()}
        self._spellable = [base for base in by_base if not any(one.isdigit() for one in base)]


def _edge(row: Any, line: LineString) -> Edge:
    fid, _, node_from, node_to, left_from, left_to, right_from, right_to, zip_left, zip_right, place_id = row
    return Edge(
        fid=fid,
        line=line,
        node_from=node_from,
        node_to=node_to,
        left=_range(left_from, left_to),
        right=_range(right_from, right_to),
        zips=tuple(sorted({one for one in (zip_left, zip_right) if one})),
        place_id=place_id,
    )


def _range(start: int | None, end: int | None) -> AddressRange | None:
    return None if start is None or end is None else (start, end)
