"""Reading a street index: streets by name, where two of them cross, their edges, and places."""

import sqlite3
from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Self

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.incident.geodesy import LonLat, metres_per_degree
from mapapp.streets import gpkg
from mapapp.streets.indexfile import (
    Bounds,
    DamagedIndex,
    Region,
    open_index,
    read_errors,
    read_meta,
    read_regions,
)
from mapapp.streets.names import StreetName, joined_keys, typed_key
from mapapp.streets.records import AddressRange, Crossing, Edge, IndexPlace, Mark, MarkKind, NamedStreet
from mapapp.streets.speller import Speller

__all__ = ["DamagedIndex", "Region", "StreetIndex", "one_of_each", "open_regions"]

_EDGES = """
SELECT fid, geom, node_from, node_to, left_from, left_to, right_from, right_to, zip_left, zip_right, place_id
FROM edge WHERE fid IN (
  SELECT fid FROM street JOIN edge ON fid BETWEEN first_edge AND last_edge WHERE street.id = ?1
  UNION SELECT fid FROM edge_alias WHERE street_id = ?1)
"""
_CROSSINGS = """
SELECT lon, lat, radius_m, kind, nodes, place_id FROM crossing WHERE street_a = ? AND street_b = ? ORDER BY n
"""
_NAMED_WITHIN = """
SELECT fid, node_from, node_to FROM edge WHERE fid IN (
  SELECT id FROM rtree_edge_geom WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?)
AND street_id BETWEEN ? AND ?
"""
_STREETS_WITHIN = """
SELECT street_id, street.name, geom FROM edge JOIN street ON street.id = street_id WHERE fid IN (
  SELECT id FROM rtree_edge_geom WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?)
AND street_id BETWEEN ? AND ?
"""
_PLACES_WITHIN = """
SELECT DISTINCT place_id FROM edge WHERE fid IN (
  SELECT id FROM rtree_edge_geom WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?)
AND street_id BETWEEN ? AND ?
"""
_ANY_MARK = "SELECT 1 FROM mark WHERE street_id BETWEEN ? AND ? LIMIT 1"
_STREETS = """
SELECT street.id, street.name, street.rank, pre_dir, pre_type, base, type, post_dir, street_name.alias
FROM street_key JOIN street_name USING (street_id, alias) JOIN street ON street.id = street_id
WHERE key = ? AND street_id BETWEEN ? AND ? ORDER BY street_id, alias
"""
_REGIONS_OF_KEY = """
SELECT DISTINCT region_id FROM street_key JOIN street ON street.id = street_id WHERE key = ?
"""
_PLACES_ALONG = """
SELECT DISTINCT place_id FROM edge WHERE fid IN (
  SELECT fid FROM street JOIN edge ON fid BETWEEN first_edge AND last_edge WHERE street.id = ?1
  UNION SELECT fid FROM edge_alias WHERE street_id = ?1)
"""
_BASES = "SELECT DISTINCT base FROM street_name WHERE street_id BETWEEN ? AND ?"
_NAMES = """
SELECT street.id, street.name, street.rank, alias FROM street JOIN street_name ON street_id = street.id
WHERE street.id BETWEEN ? AND ? ORDER BY street.id, alias
"""
_MEETINGS = """
SELECT DISTINCT street_a, street_b, place_id FROM crossing WHERE street_a BETWEEN ? AND ? AND kind = 'node'
"""
# All of it is in an index, so that no outline is read.
_PLACES = "SELECT fid, name, long_name, kind, geoid, region_id FROM place INDEXED BY place_names"
_NAMED = """
SELECT 1 FROM street_key JOIN street_name USING (street_id, alias) WHERE key = ?1 AND base = ?1 LIMIT 1
"""
_MARKS = """
SELECT kind, number, street_id, lon, lat FROM mark
WHERE number = ? AND kind = ? AND street_id BETWEEN ? AND ?
"""


class _File:
    """An open file: the statements, and the answers worth keeping, for all of its regions together."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._lock = Lock()
        self.connection = open_index(path)
        with read_errors(self.name):
            self.regions = read_regions(self.connection)
            self.built_at = datetime.fromisoformat(read_meta(self.connection)["built_at"])
        # The first and the last street of each region.
        self.spans = {
            one.region_id: (one.first_street, one.first_street + one.streets - 1) for one in self.regions
        }
        self.places: dict[int, dict[int, IndexPlace]] = {one.region_id: {} for one in self.regions}
        for *place, region_id in sorted(self.rows(_PLACES)):
            self.places[region_id][place[0]] = IndexPlace(*place)
        zips: dict[int, set[str]] = {one.region_id: set() for one in self.regions}
        for code, region_id in self.rows("SELECT code, region_id FROM zip"):
            zips[region_id].add(code)
        self.zips = {region_id: frozenset(codes) for region_id, codes in zips.items()}
        # One cache per file, dropped with it; the numbers of streets and places are unique within a file.
        self.regions_of = lru_cache(maxsize=32_768)(self._regions_of)
        self.under = lru_cache(maxsize=16_384)(self._under)
        self.named = lru_cache(maxsize=16_384)(self._named)
        self.joined = lru_cache(maxsize=16_384)(self._joined)
        self.crossings = lru_cache(maxsize=16_384)(self._crossings)
        self.edges = lru_cache(maxsize=1_024)(self._edges)
        self.places_along = lru_cache(maxsize=4_096)(self._places_along)
        self.outline = lru_cache(maxsize=256)(self._outline)
        self.course = lru_cache(maxsize=512)(self._course)

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of an answer."""
        # A context manager would cost as much as a short answer.
        try:
            with self._lock:
                return self.connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(self.name) from error

    def _named(self, base: str, region_id: int) -> tuple[NamedStreet, ...]:
        """The streets of a region whose name proper is `base`."""
        return tuple(one for one in self.under(base, region_id) if one.name.base == base)

    def _joined(self, key: str, region_id: int) -> tuple[NamedStreet, ...]:
        """The streets of a region that have a key as one of their joined forms."""
        return tuple(
            one for one in self.under(key, region_id) if key in (*joined_keys(one.name), typed_key(one.name))
        )

    def _under(self, key: str, region_id: int) -> tuple[NamedStreet, ...]:
        """The streets of a region that are found by a key."""
        if region_id not in self.regions_of(key):
            return ()
        return tuple(
            NamedStreet(row[0], row[1], StreetName(*row[3:8]), row[2], bool(row[8]))
            for row in self.rows(_STREETS, (key, *self.spans[region_id]))
        )

    def _regions_of(self, key: str) -> frozenset[int]:
        """The regions that have a key: mostly none or few, so that the others need not be asked."""
        return frozenset(region_id for (region_id,) in self.rows(_REGIONS_OF_KEY, (key,)))

    def _places_along(self, street_id: int) -> frozenset[int | None]:
        """The places that any edge of a street lies in."""
        return frozenset(place_id for (place_id,) in self.rows(_PLACES_ALONG, (street_id,)))

    def _crossings(self, one: int, other: int) -> tuple[Crossing, ...]:
        """Where two streets cross, one entry for each 50 m cluster of nodes."""
        rows = self.rows(_CROSSINGS, (min(one, other), max(one, other)))
        return tuple(
            Crossing(lon, lat, radius_m, kind, tuple(nodes.split(",")) if nodes else (), place_id)
            for lon, lat, radius_m, kind, nodes, place_id in rows
        )

    def _edges(self, street_id: int) -> tuple[Edge, ...]:
        """All edges that bear a street's name."""
        rows = self.rows(_EDGES, (street_id,))
        lines = self.shapes([row[1] for row in rows]) if rows else ()
        return tuple(_edge(row, line) for row, line in zip(rows, lines, strict=True))

    def _course(self, street_id: int) -> MultiLineString:
        """All of a street as one figure of lines."""
        return MultiLineString([one.line for one in self.edges(street_id)])

    def _outline(self, place_id: int) -> BaseGeometry:
        """A place's polygon, prepared for many questions."""
        rows = self.rows("SELECT geom FROM place WHERE fid = ?", (place_id,))
        figure: BaseGeometry = self.shapes([row[0] for row in rows])[0]
        shapely.prepare(figure)
        return figure

    def shapes(self, blobs: list[bytes]) -> Any:
        """The geometries of an answer."""
        try:
            return gpkg.from_blobs(blobs)
        except shapely.errors.ShapelyError as error:
            raise DamagedIndex(self.name) from error


class StreetIndex:
    """One region of a street index, open for reading, on demand. Safe to share by threads."""

    def __init__(self, file: _File, region: Region) -> None:
        self._file = file
        self.region = region
        self._region_id = region.region_id
        self._span = file.spans[region.region_id]
        self._places = file.places[region.region_id]
        self.crossings, self.edges = file.crossings, file.edges
        self.outline, self.course = file.outline, file.course
        self.places_along = file.places_along

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file of one region; as `open_regions`, and BadInput when there are several."""
        file = _File(path)
        if len(file.regions) != 1:
            raise BadInput(f"{path.name} holds {len(file.regions)} regions, not one.")
        return cls(file, file.regions[0])

    def close(self) -> None:
        """Let go of the file, for all of its regions."""
        self._file.connection.close()

    @property
    def file(self) -> str:
        """The name of the file."""
        return self._file.name

    @property
    def built_at(self) -> datetime:
        """When the file was built."""
        return self._file.built_at

    @property
    def siblings(self) -> int:
        """How many regions the file holds."""
        return len(self._file.regions)

    @property
    def places(self) -> Iterable[IndexPlace]:
        """The municipalities and counties the index knows."""
        return self._places.values()

    def place(self, place_id: int | None) -> IndexPlace | None:
        """The place of that id."""
        return None if place_id is None else self._places.get(place_id)

    def streets_named(self, base: str) -> tuple[NamedStreet, ...]:
        """The streets whose name proper is `base`, whatever their type and direction."""
        return self._file.named(base, self._region_id)

    def streets_joined(self, name: StreetName) -> tuple[NamedStreet, ...]:
        """The streets that read the same when spaces and titles go and a type may be part of the name."""
        keys = filter(None, (*joined_keys(name), typed_key(name)))
        found = [self._file.joined(key, self._region_id) for key in keys]
        return tuple(dict.fromkeys(one for each in found for one in each))

    def is_named_in_file(self, base: str) -> bool:
        """Whether any street of any region in the same file has the name proper `base`."""
        return bool(self._file.rows(_NAMED, (base,)))

    def similar_bases(self, base: str, most_edits: int) -> list[tuple[str, int]]:
        """Names proper within `most_edits` typing errors of `base`, nearest first; numbers never match."""
        return [(name, edits) for name, edits in self._speller.similar(base, most_edits) if edits]

    @cached_property
    def _speller(self) -> Speller:
        bases = [base for (base,) in self._file.rows(_BASES, self._span)]
        return Speller([base for base in bases if base and not any(one.isdigit() for one in base)])

    @property
    def has_ranges(self) -> bool:
        """Whether the index knows house numbers."""
        return self.region.has_ranges

    @property
    def zips(self) -> frozenset[str]:
        """The ZIP codes that its streets lie in; none where it knows no ZIP codes."""
        return self._file.zips[self.region.region_id]

    def marks(self, kind: MarkKind, number: str) -> tuple[Mark, ...]:
        """The exits or mileposts of that number ("342B"), one for each street that they belong to."""
        return tuple(Mark(*row) for row in self._file.rows(_MARKS, (number.upper(), kind, *self._span)))

    @cached_property
    def has_marks(self) -> bool:
        """Whether the index knows exits or mileposts."""
        return bool(self._file.rows(_ANY_MARK, self._span))

    def named_within(self, bounds: Bounds) -> list[tuple[int, int, int]]:
        """Key, start node and end node of every named edge near a box (west, south, east, north), degrees."""
        rows = self._file.rows(_NAMED_WITHIN, (*bounds, *self._span))
        return [(fid, node_from, node_to) for fid, node_from, node_to in rows]

    def beside(self, at: LonLat, within_m: float, without: Set[int]) -> str:
        """The title of the street nearest to a position (degrees) but for those; empty when none is near."""
        east, north = (within_m / one for one in metres_per_degree(at[1]))
        bounds = (at[0] - east, at[1] - north, at[0] + east, at[1] + north)
        rows = [
            row for row in self._file.rows(_STREETS_WITHIN, (*bounds, *self._span)) if row[0] not in without
        ]
        if not rows:
            return ""
        apart = shapely.distance(self._file.shapes([row[2] for row in rows]), shapely.Point(at))
        nearest = int(apart.argmin())
        return str(rows[nearest][1]) if apart[nearest] <= north else ""

    def names(self) -> list[tuple[int, str, int, int]]:
        """Street, title, rank and which name of the title, for every name of every street of the region."""
        return [(*row,) for row in self._file.rows(_NAMES, self._span)]

    def meetings(self) -> list[tuple[int, int, int | None]]:
        """Every two streets that truly meet, and a place where they do; region-sized, so keep it."""
        return [(*row,) for row in self._file.rows(_MEETINGS, self._span)]

    def town_at(self, at: LonLat) -> IndexPlace | None:
        """The municipality around a position (degrees), as far as streets within 300 m tell, or None."""
        lon, lat = at
        east, north = metres_per_degree(lat)
        bounds = (lon - 300 / east, lat - 300 / north, lon + 300 / east, lat + 300 / north)
        point = shapely.Point(at)
        found = (self.place(row[0]) for row in self._file.rows(_PLACES_WITHIN, (*bounds, *self._span)))
        towns = (one for one in found if one is not None and one.kind == "place")
        return next((one for one in towns if self.outline(one.place_id).covers(point)), None)

    def uses_direction(self, direction: str) -> bool:
        """Whether any street's name bears that direction ("nw")."""
        return direction in self.region.directions


def open_regions(path: Path) -> tuple[StreetIndex, ...]:
    """Open an index file read-only, as an index for each of its regions; it must not change while open.

    They share the open file, and closing one closes all. Raises DamagedIndex when the file is none of ours.
    """
    file = _File(path)
    return tuple(StreetIndex(file, one) for one in file.regions)


def one_of_each(indexes: Sequence[StreetIndex]) -> list[StreetIndex]:
    """The indexes without a second one of any region, in their order.

    Of several that cover one region the one that was built last stays, whatever its source: it is what was
    asked for last, and editions of different sources do not compare. Of those built at the same time it is
    the one in the smallest file.
    """
    best: dict[str, StreetIndex] = {}
    for one in indexes:
        known = best.get(one.region.code)
        if known is None or _preference(one) > _preference(known):
            best[one.region.code] = one
    chosen = {id(one) for one in best.values()}
    return [one for one in indexes if id(one) in chosen]


def _preference(index: StreetIndex) -> tuple[datetime, int]:
    return index.built_at, -index.siblings


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
