"""Lines that were drawn to meet but miss by centimetres, brought together before they are cut.

Coordinates are degrees, lon/lat; tolerances metres, by flat reckoning at the lines' middle latitude.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString

from mapapp.incident.geodesy import metres_per_degree
from mapapp.streets.edges import Column

TOLERANCE_M = 0.5
"""Half a metre: far below a lane's width, far above what reprojection and six decimals cost."""


class _Positions(NamedTuple):
    """The distinct vertices: where, whether a line ends there, the least and greatest line through it."""

    metres: Column
    is_end: Column
    first_line: Column
    last_line: Column


def snapped(geometry: Column, tolerance_m: float = TOLERANCE_M) -> Column:
    """The same lines, vertices of different lines that lie within the tolerance being one.

    Ends stay where they are before vertices inside a line do; no vertex moves farther than the tolerance.
    Then an end that lies as near to another line between its vertices becomes a vertex of it too, so that a
    line may bend by twice the tolerance at most.
    """
    if not len(geometry):
        return geometry
    lonlat, line = shapely.get_coordinates(geometry, return_index=True)
    scale = np.array(metres_per_degree(float(lonlat[:, 1].mean())))
    places, at = np.unique(lonlat, axis=0, return_inverse=True)
    at = at.reshape(-1)
    target = _targets(_positions(places * scale, at, line), tolerance_m)
    moved: Column = shapely.set_coordinates(geometry.copy(), places[target[at]])
    return _touching(moved, scale, tolerance_m)


def with_crossings(geometry: Column, apart: Column | None = None) -> Column:
    """The same lines with a vertex in both wherever two of them cross without one.

    `apart` is the level of each line; lines of different levels pass over one another.
    """
    one, two = shapely.STRtree(geometry).query(geometry, predicate="crosses")
    pairs = one < two
    if apart is not None:
        pairs &= apart[one] == apart[two]
    one, two = one[pairs], two[pairs]
    points, pair = shapely.get_parts(shapely.intersection(geometry[one], geometry[two]), return_index=True)
    dots = shapely.get_type_id(points) == shapely.GeometryType.POINT
    lonlat, pair = shapely.get_coordinates(points[dots]), pair[dots]
    return _inserted(geometry, np.concatenate([one[pair], two[pair]]), np.concatenate([lonlat, lonlat]))


def _positions(metres: Column, at: Column, line: Column) -> _Positions:
    change = np.flatnonzero(line[1:] != line[:-1])
    is_end = np.zeros(len(metres), dtype=bool)
    is_end[at[np.r_[0, change, change + 1, len(at) - 1]]] = True
    first, last = np.full(len(metres), line[-1]), np.zeros(len(metres), dtype=line.dtype)
    np.minimum.at(first, at, line)
    np.maximum.at(last, at, line)
    return _Positions(metres, is_end, first, last)


def _targets(positions: _Positions, tolerance_m: float) -> Column:
    """For each position where it goes: to itself, or to one within the tolerance that stays."""
    points = np.asarray(shapely.points(positions.metres))
    one, two = shapely.STRtree(points).query(points, predicate="dwithin", distance=tolerance_m)
    low = np.minimum(positions.first_line[one], positions.first_line[two])
    high = np.maximum(positions.last_line[one], positions.last_line[two])
    pairs = (one != two) & (low != high)
    near: defaultdict[int, list[int]] = defaultdict(list)
    for here, there in zip(one[pairs].tolist(), two[pairs].tolist(), strict=True):
        near[here].append(there)
    target = np.arange(len(positions.metres))
    settled: set[int] = set()
    for here in sorted(near, key=lambda position: (not positions.is_end[position], position)):
        if here not in settled:
            taken = [one for one in near[here] if one not in settled]
            target[taken] = here
            settled.update(taken, (here,))
    return target


def _touching(geometry: Column, scale: Column, tolerance_m: float) -> Column:
    lonlat, line = shapely.get_coordinates(geometry, return_index=True)
    places, at = np.unique(lonlat, axis=0, return_inverse=True)
    at = at.reshape(-1)
    ends = np.flatnonzero(_positions(places, at, line).is_end)
    lines = shapely.transform(geometry, lambda lonlat: lonlat * scale)
    end, touched = shapely.STRtree(lines).query(
        shapely.points(places[ends] * scale), predicate="dwithin", distance=tolerance_m
    )
    count = len(geometry)
    fresh = ~np.isin(ends[end] * count + touched, at * count + line)
    return _inserted(geometry, touched[fresh], places[ends[end[fresh]]])


def _inserted(geometry: Column, line: Column, lonlat: Column) -> Column:
    """The lines with further vertices, each where it comes along its line."""
    by_line: defaultdict[int, list[Column]] = defaultdict(list)
    for number, place in zip(line.tolist(), lonlat, strict=True):
        by_line[number].append(place)
    changed = geometry.copy()
    for number, places in by_line.items():
        changed[number] = _with_vertices(geometry[number], np.array(places))
    return changed


def _with_vertices(line: LineString, places: Column) -> LineString:
    old = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(old, axis=0).T)
    along = np.r_[0.0, np.cumsum(steps), shapely.line_locate_point(line, shapely.points(places))]
    order = np.argsort(along, kind="stable")
    return LineString(np.concatenate([old, places])[order])
