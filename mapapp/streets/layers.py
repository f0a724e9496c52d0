"""What a basemap draws, by bounding box, from a street index; `shipped` has the same from files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from threading import Lock
from typing import Any, Literal, get_args

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.streets import gpkg
from mapapp.streets.indexfile import Bounds, open_index, read_bounds, read_errors, read_meta, read_regions

Kind = Literal["water", "road", "rail", "stream", "place", "boundary", "region", "sea"]

KINDS: tuple[Kind, ...] = get_args(Kind)


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
_STATEMENTS: dict[Kind, str] = {
    "water": _SELECT.substitute(table="water", rank="1", which="true"),
    "road": _SELECT.substitute(table="edge", rank="rank", which="true"),
    "rail": _SELECT.substitute(table="line", rank="1", which="kind = 'rail'"),
    "stream": _SELECT.substitute(table="line", rank="1", which="kind = 'stream'"),
    "place": _SELECT.substitute(table="place", rank=_PLACE_RANK, which=_LABELLED),
    "boundary": _SELECT.substitute(table="place", rank="1", which="kind = 'county'"),
}

_OUTLINED = "SELECT DISTINCT region_id FROM place WHERE kind = 'county'"
_OUTLINES = """
SELECT geom FROM place JOIN rtree_place_geom ON id = fid
WHERE minx <= :east AND maxx >= :west AND miny <= :north AND maxy >= :south AND kind = 'county'
"""
_IS_WATER = """
SELECT EXISTS (SELECT 1 FROM rtree_water_geom
WHERE minx <= :east AND maxx >= :west AND miny <= :north AND maxy >= :south)
"""


class IndexLayers:
    """A street index as a basemap. The file must not change while it is open; threads may share one."""

    def __init__(self, path: Path) -> None:
        """Open an index read-only. Raises BadInput when the file is none."""
        self._lock = Lock()
        self._connection = open_index(path)
        with read_errors(path.name):
            self._bounds = read_bounds(read_meta(self._connection))
            self._regions = read_regions(self._connection)
            self._outlined = {one for (one,) in self._connection.execute(_OUTLINED)}

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the roads, in degrees."""
        return self._bounds

    def outlines(self, bounds: Bounds) -> Iterator[tuple[BaseGeometry, bool]]:
        """The regions that touch `bounds`: the area of each in degrees, and whether its waters are known."""
        west, south, east, north = bounds
        sides = {"west": west, "south": south, "east": east, "north": north}
        with self._lock:
            rows = self._connection.execute(_OUTLINES, sides).fetchall()
            without = [one for one in self._regions if one.region_id not in self._outlined]
            areas = [
                *gpkg.from_blobs([blob for (blob,) in rows]),
                *(shapely.box(*one.bounds) for one in without),
            ]
            for area in areas:
                if area.intersects(shapely.box(*bounds)):
                    yield area, self._has_water(area.bounds)

    def features(self, bounds: Bounds, kinds: frozenset[str], max_rank: int) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank whose boxes touch `bounds`, whole, not cut."""
        west, south, east, north = bounds
        values = {"west": west, "south": south, "east": east, "north": north, "rank": max_rank}
        for kind in _STATEMENTS:
            if kind in kinds:
                yield from self._features(kind, values)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _has_water(self, bounds: Bounds) -> bool:
        sides = dict(zip(("west", "south", "east", "north"), bounds, strict=True))
        return bool(self._connection.execute(_IS_WATER, sides).fetchone()[0])

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
            yield BaseFeature(kind, _as_on_signs(name or ""), rank, geometry)


def _as_on_signs(name: str) -> str:
    """TIGER writes "I- 94"."""
    return name.replace("I- ", "I-")
