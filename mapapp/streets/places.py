"""The municipalities of a county, its outline, and which of them a point lies in."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapapp.streets.counties import County
from mapapp.streets.edges import Column
from mapapp.streets.tiger import Areas

PLACE_FIELDS = ("NAME", "NAMELSAD", "GEOID")
COUSUB_FIELDS = (*PLACE_FIELDS, "COUNTYFP")

# TIGER's code for waters of a county that belong to no municipality, half of Lake Michigan for example.
_UNDEFINED = "00000"
_LEAST_SHARE = 0.001
# Degrees. Roads along a border share its vertices, but the middle of a segment is rounded off it.
_ON_THE_LINE = 1e-6
_LEAST_AROUND = 1e-3
_OUTLINE_RATIO = 0.2
"""How closely an outline follows the roads: 0 hugs every one of them, 1 is the convex hull."""


class Place(NamedTuple):
    """An area with a name, in degrees, lon/lat: `kind` is `county`, `place`, `cousub` or `neighbourhood`."""

    geometry: BaseGeometry
    name: str
    long_name: str
    kind: str
    geoid: str


def region_places(
    county: County,
    around: BaseGeometry | Column,
    places: Areas | None,
    cousubs: Areas | None = None,
    neighbourhoods: Areas | None = None,
) -> tuple[Place, ...]:
    """The county itself, then its municipalities, its subdivisions, and its neighbourhoods.

    The county's outline is the union of its subdivisions, else `around`: its area, or its roads, and then a
    hull around them. A municipality counts when more than a thousandth of it (or of the county) lies in the
    county; it is not cut. A region that is no county is a place itself, after its municipalities.
    """
    parts = [] if cousubs is None else list(_subdivisions(county, cousubs))
    outline = _outline(parts, around)
    sort = "county" if county.fips else "place"
    whole = Place(_multipolygon(outline), county.name, county.name, sort, county.fips)
    towns = _lying_in(outline, places, "place")
    quarters = _lying_in(outline, neighbourhoods, "neighbourhood")
    if county.fips:
        return (whole, *towns, *parts, *quarters)
    # A file that is named after its city may reach beyond it: the city's own area counts then.
    known = any(one.name.casefold() == whole.name.casefold() for one in towns)
    return (*towns, *(() if known else (whole,)), *parts, *quarters)


def multipolygons(geometry: Iterable[BaseGeometry]) -> Column:
    """Each figure's areas as one MultiPolygon; lines and points that mending left over are dropped."""
    figures = [_multipolygon(one) for one in geometry]
    found = np.empty(len(figures), dtype=object)
    found[:] = figures
    return found


class PlaceLocator:
    """Tells which place a point is in, by the places' numbers from 1."""

    def __init__(self, places: Sequence[Place]) -> None:
        numbered = [(number, one) for number, one in enumerate(places, 1) if one.kind in ("place", "cousub")]
        numbered.sort(key=lambda pair: pair[1].kind != "cousub", reverse=True)
        self._numbered = [(number, one.geometry) for number, one in numbered]

    def place_ids(self, points: Column) -> list[int | None]:
        """For each point its municipality, else its subdivision, else None."""
        found = np.zeros(len(points), dtype=np.int64)
        tree = shapely.STRtree(points)
        # Prepared for the many points in its box, an area answers faster than a tree of areas would.
        for number, area in self._numbered:
            near = tree.query(shapely.box(*shapely.bounds(area)).buffer(_ON_THE_LINE))
            near = near[found[near] == 0]
            shapely.prepare(area)
            found[near[shapely.dwithin(area, points[near], _ON_THE_LINE)]] = number
            shapely.destroy_prepared(area)
        return [one or None for one in found.tolist()]


def _subdivisions(county: County, cousubs: Areas) -> Iterator[Place]:
    inside = cousubs.columns["COUNTYFP"] == county.fips[2:]
    here = _picked(cousubs, inside)
    return (one for one in _places(here, "cousub") if not one.geoid.endswith(_UNDEFINED))


def _lying_in(outline: BaseGeometry, areas: Areas | None, kind: str) -> list[Place]:
    """The areas that share ground with an outline, in their order."""
    if areas is None:
        return []
    return [one for one in _places(_reaching(areas, outline), kind) if _overlap(one.geometry, outline)]


def _reaching(areas: Areas, outline: BaseGeometry) -> Areas:
    """The areas whose boxes touch the outline's: of a whole state's file few need a closer look."""
    near = shapely.STRtree(areas.geometry).query(shapely.box(*shapely.bounds(outline)))
    return _picked(areas, np.sort(near))


def _picked(areas: Areas, rows: Column) -> Areas:
    return Areas(areas.geometry[rows], {name: one[rows] for name, one in areas.columns.items()})


def _places(areas: Areas, kind: str) -> Iterator[Place]:
    columns = (areas.columns[name] for name in PLACE_FIELDS)
    for geometry, name, long_name, geoid in zip(multipolygons(areas.geometry), *columns, strict=True):
        yield Place(geometry, name, long_name, kind, geoid)


def _overlap(place: BaseGeometry, county: BaseGeometry) -> bool:
    if not shapely.intersects(place, county):
        return False
    shared = shapely.area(shapely.intersection(place, county))
    return bool(shared > _LEAST_SHARE * min(shapely.area(place), shapely.area(county)))


def _outline(parts: Sequence[Place], around: BaseGeometry | Column) -> BaseGeometry:
    if parts:
        return shapely.union_all([one.geometry for one in parts])
    return around if isinstance(around, BaseGeometry) else _hull(around)


def _hull(roads: Column) -> BaseGeometry:
    ends = shapely.multipoints(np.concatenate([shapely.get_point(roads, at) for at in (0, -1)]))
    hull = cast("BaseGeometry", shapely.concave_hull(ends, ratio=_OUTLINE_RATIO))
    # A single straight street has a hull without any area.
    return hull if hull.area else shapely.buffer(hull, _LEAST_AROUND)


def _multipolygon(figure: BaseGeometry) -> MultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(figure)))
    areas = [one for one in parts if one.geom_type == "Polygon"]
    return MultiPolygon(areas)
