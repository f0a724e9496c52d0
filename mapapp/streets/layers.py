"""What a basemap draws, by bounding box: from a street index, or from a GeoJSON file that is shipped."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from string import Template
from threading import Lock
from typing import Any, Literal, Protocol, TextIO, cast, get_args

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.streets import gpkg
from mapapp.streets.indexfile import Bounds, open_index, read_bounds, read_errors, read_meta, read_regions

Kind = Literal["water", "road", "rail", "stream", "place", "boundary", "region", "sea"]

_KINDS: tuple[Kind, ...] = get_args(Kind)
_RUN = 2_000
"""Features of a file that are read at a time."""


@dataclass(frozen=True)
class BaseFeature:
    """One thing to draw: geometry in degrees, lon/lat; what is only a name (place, region, sea) is a point.

    `rank` runs from 1 (shown first) to 4: of roads motorway, main, local, minor; of places city,
    village, town or unincorporated place; of boundaries and regions 1 for states and countries, 2 for
    counties; 1 for everything else. `zoom` is the first zoom of the web's grid at which it is shown,
    where its source says so; otherwise the rank decides.
    """

    kind: Kind
    name: str
    rank: int
    geometry: BaseGeometry
    zoom: int = 0


class BasemapLayers(Protocol):
    """Where a basemap's features come from; threads may share it."""

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of all there is, in degrees."""

    def features(self, bounds: Bounds, kinds: frozenset[str], max_rank: int) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank whose boxes touch `bounds`, whole, not cut."""

    def close(self) -> None:
        """Let go of the file."""


_SELECT = Template("""
SELECT name, $rank AS rank, geom FROM $table JOIN rtree_${table}_geom ON id = fid
WHERE minx <= :east AND maxx >= :west AND miny <= :north AND maxy >= :south AND $which AND $rank <= :rank
""")
_PLACE_RANK = """(CASE WHEN long_name LIKE '% city' OR long_name LIKE '% city and borough' THEN 1
  WHEN long_name LIKE '% village' OR long_name LIKE '% borough' THEN 2 ELSE 3 END)"""
# A subdivision that shares its name with a municipality is the same name on a map.
_LABELLED = """(kind = 'place'
  OR kind = 'cousub' AND NOT EXISTS (SELECT 1 FROM place AS town
    WHERE town.region_id = place.region_id AND town.kind = 'place' AND town.name = place.name))"""
_STATEMENTS = {
    "water": _SELECT.substitute(table="water", rank="1", which="true"),
    "road": _SELECT.substitute(table="edge", rank="rank", which="true"),
    "rail": _SELECT.substitute(table="line", rank="1", which="kind = 'rail'"),
    "stream": _SELECT.substitute(table="line", rank="1", which="kind = 'stream'"),
    "place": _SELECT.substitute(table="place", rank=_PLACE_RANK, which=_LABELLED),
    "boundary": _SELECT.substitute(table="place", rank="1", which="kind = 'county'"),
}


class IndexLayers:
    """A street index as a basemap. The file must not change while it is open; threads may share one."""

    def __init__(self, path: Path) -> None:
        """Open an index read-only. Raises BadInput when the file is none."""
        self._lock = Lock()
        self._connection = open_index(path)
        with read_errors(path.name):
            self._bounds = read_bounds(read_meta(self._connection))
            self.areas = tuple(one.bounds for one in read_regions(self._connection))

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the roads, in degrees; `areas` are the same for each region."""
        return self._bounds

    def features(self, bounds: Bounds, kinds: frozenset[str], max_rank: int) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank whose boxes touch `bounds`, whole, not cut."""
        west, south, east, north = bounds
        values = {"west": west, "south": south, "east": east, "north": north, "rank": max_rank}
        for kind in _KINDS:
            if kind in kinds:
                yield from self._features(kind, values)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _features(self, kind: Kind, values: dict[str, Any]) -> Iterator[BaseFeature]:
        with self._lock:
            found = self._connection.execute(_STATEMENTS[kind], values)
            # Two counties both have what lies along their border, or in both.
            rows = list(dict.fromkeys(found))
        geometries = gpkg.from_blobs([blob for _, _, blob in rows])
        if kind == "place":
            geometries = shapely.point_on_surface(geometries)
        elif kind == "boundary":
            geometries = shapely.boundary(geometries)
        for (name, rank, _), geometry in zip(rows, geometries, strict=True):
            yield BaseFeature(kind, name or "", rank, geometry)


class GeoJsonLayers:
    """A GeoJSON FeatureCollection as a basemap, gzipped or not; threads may share it.

    Features carry `kind`, `name`, `rank` and `zoom`. The first line ends where they begin, and each has a
    line of its own: so the `credits` are known without them, and they are read, when first asked for, without
    ever holding the document.
    """

    def __init__(self, path: Path) -> None:
        """Take a file of ours. Raises BadInput, here or later, where it is not what it should be."""
        self._path = path
        self._lock = Lock()
        self._read: _Columns | None = None
        with self._reading() as text:
            self.credits = tuple(str(one) for one in _head(text).get("credits", ()))

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of all features, in degrees; NaN for an empty file."""
        return cast("Bounds", tuple(shapely.total_bounds(self._columns().tree.geometries).tolist()))

    def features(
        self, bounds: Bounds, kinds: frozenset[str], max_rank: int, zoom: int = 99
    ) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank or zoom whose boxes touch `bounds`, whole, not cut."""
        columns = self._columns()
        found = np.sort(columns.tree.query(shapely.box(*bounds)))
        first = columns.zooms[found]
        shown = np.where(first > 0, first <= zoom, columns.ranks[found] <= max_rank)
        for number in found[shown].tolist():
            kind = columns.kinds[number]
            if kind in kinds:
                rank, first_zoom = int(columns.ranks[number]), int(columns.zooms[number])
                yield BaseFeature(
                    kind, columns.names[number], rank, columns.tree.geometries[number], first_zoom
                )

    def close(self) -> None:
        """Nothing is held open."""

    def _columns(self) -> "_Columns":
        with self._lock:
            if self._read is None:
                with self._reading() as text:
                    _head(text)
                    self._read = _columns(list(_runs(text)))
            return self._read

    @contextmanager
    def _reading(self) -> Iterator[TextIO]:
        try:
            with (gzip.open if self._path.suffix == ".gz" else Path.open)(
                self._path, "rt", encoding="utf-8"
            ) as text:
                yield cast("TextIO", text)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, shapely.GEOSException) as error:
            raise BadInput(
                f"{self._path.name} is not a basemap: a GeoJSON FeatureCollection with kinds."
            ) from error


@dataclass(frozen=True)
class _Columns:
    """The features of a file, a column for each property; thousands of small objects would cost more."""

    kinds: list[Kind]
    names: list[str]
    ranks: NDArray[np.int64]
    zooms: NDArray[np.int64]
    tree: shapely.STRtree


_Run = tuple[list[dict[str, Any]], NDArray[Any]]
"""The properties and the geometries of some features in a row."""


def _head(text: TextIO) -> dict[str, Any]:
    """The document without its features; leaves `text` where they begin."""
    document: dict[str, Any] = json.loads(text.readline().strip().removesuffix("[") + "[]}")
    if document["features"]:
        raise ValueError
    return document


def _runs(text: TextIO) -> Iterator[_Run]:
    """The features, some thousands at a time."""
    while lines := [one for one in (line.strip().rstrip(",") for line in islice(text, _RUN)) if one != "]}"]:
        features = json.loads(f"[{','.join(lines)}]")
        yield [one["properties"] for one in features], _geometries([one["geometry"] for one in features])


def _columns(runs: list[_Run]) -> _Columns:
    said = [one for properties, _ in runs for one in properties]
    return _Columns(
        [_KINDS[_KINDS.index(one["kind"])] for one in said],
        [one.get("name") or "" for one in said],
        np.array([one.get("rank") or 1 for one in said], dtype=np.int64),
        np.array([one.get("zoom") or 0 for one in said], dtype=np.int64),
        shapely.STRtree([one for _, geometries in runs for one in geometries]),
    )


def _geometries(documents: list[dict[str, Any]]) -> NDArray[Any]:
    """GeoJSON geometries; points and lines at a stroke, since there are thousands."""
    found = np.empty(len(documents), dtype=object)
    by_type: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        by_type.setdefault(document["type"], []).append(number)
    for name, numbers in by_type.items():
        make = _AT_A_STROKE.get(name, _one_by_one)
        found[numbers] = make([documents[one] for one in numbers])
    return found


def _points(documents: list[dict[str, Any]]) -> NDArray[Any]:
    return shapely.points([one["coordinates"] for one in documents])


def _lines(documents: list[dict[str, Any]]) -> NDArray[Any]:
    lines = [one["coordinates"] for one in documents]
    corners = np.array([corner for line in lines for corner in line], dtype=np.float64)
    return shapely.linestrings(corners, indices=np.repeat(np.arange(len(lines)), [len(one) for one in lines]))


def _one_by_one(documents: list[dict[str, Any]]) -> NDArray[Any]:
    return shapely.from_geojson([json.dumps(one) for one in documents])


_AT_A_STROKE = {"Point": _points, "LineString": _lines}
