"""Where municipalities lie, reckoned from the streets that say which one they are in."""

from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import metres_per_degree
from mapapp.streets.edges import Column
from mapapp.streets.field_values import objects
from mapapp.streets.places import PLACE_FIELDS
from mapapp.streets.tiger import Areas

# Metres. A street is sampled this often, its sides this far off it.
_EVERY_M, _ASIDE_M = 150.0, 3.0
# An area ends this far from its streets: half a mile, the middle of a square mile between country roads.
_REACH_M = 800.0
_COARSE_M = 5.0
_GRID_DEG = 1e-6


class _Samples(NamedTuple):
    """Points in metres with the municipality there, None where there is none."""

    place: Column
    city: Column


def municipal_areas(lines: Column, cities: Column) -> Areas | None:
    """The areas of the municipalities on the left and right of lines (degrees); None where none is named.

    Every spot belongs to the municipality of the nearest street's side, up to 800 m from that street; so a
    border runs along the street that has a municipality on each side, else midway. A municipality whose every
    street is claimed by another as well may be left out.
    """
    names = sorted({one for one in cities.reshape(-1).tolist() if one})
    if not names:
        return None
    scale = np.array(metres_per_degree(float(shapely.total_bounds(lines)[[1, 3]].mean())))
    flat = shapely.transform(lines, lambda lonlat: lonlat * scale)
    samples = _samples(flat, cities)
    cells = _cells(samples.place)
    areas = objects(_joined(cells[samples.city == name]) for name in names)
    areas = shapely.transform(areas, lambda metres: metres / scale)
    areas = shapely.set_precision(shapely.make_valid(areas), _GRID_DEG)
    there = ~shapely.is_empty(areas)
    columns = (names, names, [""] * len(names))
    found = {key: objects(one)[there] for key, one in zip(PLACE_FIELDS, columns, strict=True)}
    return Areas(areas[there], found)


def _samples(lines: Column, cities: Column) -> _Samples:
    """Points along the lines, once where both sides are alike, else on either side."""
    count = np.ceil(shapely.length(lines) / _EVERY_M).astype(np.int64)
    row = np.repeat(np.arange(len(lines)), count)
    part = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    along = (part + 0.5) / count[row]
    before, middle, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines[row], at, normalized=True))
        for at in (along - 0.1 / count[row], along, along + 0.1 / count[row])
    )
    course = after - before
    length = np.maximum(np.hypot(*course.T), 1e-9)[:, None]
    left = np.column_stack([-course[:, 1], course[:, 0]]) / length * _ASIDE_M
    alike = (cities[:, 0] == cities[:, 1])[row]
    apart = ~alike
    places = np.concatenate([middle[alike], (middle + left)[apart], (middle - left)[apart]])
    city = np.concatenate([cities[row[alike], 0], cities[row[apart], 0], cities[row[apart], 1]])
    places, first = np.unique(places.round(1), axis=0, return_index=True)
    return _Samples(places, city[first])


def _cells(points: Column) -> Column:
    """For each point what is nearer to it than to any other, within reach of it."""
    reach = shapely.buffer(shapely.points(points), _REACH_M, quad_segs=4)
    # Four points out of reach: a point alone, or several in a row, would have no cells.
    low, high = points.min(axis=0) - 3 * _REACH_M, points.max(axis=0) + 3 * _REACH_M
    frame = [low, (low[0], high[1]), high, (high[0], low[1])]
    cells = shapely.voronoi_polygons(shapely.multipoints(np.concatenate([points, frame])), ordered=True)
    found: Column = shapely.intersection(reach, shapely.get_parts(cells)[: len(points)])
    return found


def _joined(cells: Column) -> BaseGeometry:
    area: BaseGeometry = shapely.make_valid(shapely.simplify(shapely.union_all(cells), _COARSE_M))
    return area
