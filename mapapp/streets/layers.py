"""What a basemap draws, by bounding box: from a street index, or from a GeoJSON file that is shipped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template
from threading import Lock
from typing import Any, Literal, Protocol, cast, get_args

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.streets import gpkg
from mapapp.streets.indexfile import Bounds, open_index, read_bounds, read_errors, read_meta, read_regions

Kind = Literal["water", "road", "rail", "stream", "place", "boundary"]

_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class BaseFeature:
    """One thing to draw: geometry in degrees, lon/lat; a place is a point.

    `rank` runs from 1 (shown first) to 4: of roads motorway, main, local, minor; of places city,
    village, town or unincorporated place; 1 for everything else.
    """

    kind: Kind
    name: str
    rank: int
    geometry: BaseGeometry


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
    """A GeoJSON FeatureCollection as a basemap, read once; features carry `kind`, `name` and `rank`."""

    def __init__(self, path: Path) -> None:
        """Read a file of ours. Raises BadInput where it is not what it should be."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            self._features = [_feature(one) for one in document["features"]]
        except (OSError, ValueError, KeyError, TypeError, shapely.GEOSException) as error:
            raise BadInput(
                f"{path.name} is not a basemap: a GeoJSON FeatureCollection with kinds."
            ) from error
        self._tree = shapely.STRtree([one.geometry for one in self._features])

    @cached_property
    def bounds(self) -> Bounds:
        """West, south, east, north of all features, in degrees; NaN for an empty file."""
        return cast("Bounds", tuple(shapely.total_bounds(self._tree.geometries).tolist()))

    def features(self, bounds: Bounds, kinds: frozenset[str], max_rank: int) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank whose boxes touch `bounds`, whole, not cut."""
        for number in sorted(self._tree.query(shapely.box(*bounds)).tolist()):
            feature = self._features[number]
            if feature.kind in kinds and feature.rank <= max_rank:
                yield feature

    def close(self) -> None:
        """Nothing is held open."""


def _feature(document: dict[str, Any]) -> BaseFeature:
    properties = document["properties"]
    kind = _KINDS[_KINDS.index(properties["kind"])]
    geometry = shapely.from_geojson(json.dumps(document["geometry"]))
    return BaseFeature(kind, properties.get("name") or "", int(properties.get("rank") or 1), geometry)
