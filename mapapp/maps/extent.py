"""What a map opens on, and longitudes that do not jump at the antimeridian."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry

Bounds = tuple[float, float, float, float]
"""(west, south, east, north) in degrees."""

NEAR_M = 12_000.0
"""A map that opens wider than this no longer shows streets, so places further off wait outside its edge."""


_LEAST_DEGREES = 0.1
"""So far around a single spot a map may open."""


def opening_bounds(scenes: Sequence[Bounds], others: Sequence[Bounds]) -> Bounds | None:
    """The scenes with all that lies near them; everything where there is no scene; None of nothing.

    The others join in order of the room they need, as long as the diagonal stays within `NEAR_M`.
    """
    if not scenes:
        return _union(others) if others else None
    opening = _union(scenes)
    needed = [(_diagonal_m(_joined(opening, one)), one) for one in others]
    for _, extent in sorted(one for one in needed if one[0] <= NEAR_M):
        wider = _joined(opening, extent)
        if _diagonal_m(wider) <= NEAR_M:
            opening = wider
    return opening


def surroundings(extents: Sequence[Bounds]) -> Bounds | None:
    """All of them with as much again on each side, which a map that opens on them may show; None of none."""
    if not extents:
        return None
    west, south, east, north = _union(extents)
    across, up = max(east - west, _LEAST_DEGREES), max(north - south, _LEAST_DEGREES)
    return west - across, south - up, east + across, north + up


def unwrapped(geometry: Geometry, meridian: float) -> Geometry:
    """The same figure with longitudes within half a turn of `meridian`, for a flat map to draw.

    They may lie beyond ±180 then, so the result is for display only.
    """
    if geometry.type == "GeometryCollection":
        return Geometry(geometry.type, tuple(unwrapped(one, meridian) for one in geometry.coordinates))
    return Geometry(geometry.type, _shifted(geometry.coordinates, meridian))


def _shifted(coordinates: tuple[Any, ...], meridian: float) -> tuple[Any, ...]:
    if coordinates and isinstance(coordinates[0], tuple):
        return tuple(_shifted(one, meridian) for one in coordinates)
    if not coordinates:
        return coordinates
    lon, *rest = coordinates
    turns = round((lon - meridian) / 360)
    return (lon - 360 * turns if turns else lon, *rest)


def _union(bounds: Sequence[Bounds]) -> Bounds:
    return reduce(_joined, bounds)


def _joined(one: Bounds, other: Bounds) -> Bounds:
    west, south, east, north = one
    w, s, e, n = other
    return min(w, west), min(s, south), max(e, east), max(n, north)


def _diagonal_m(bounds: Bounds) -> float:
    return distance_m(bounds[:2], bounds[2:])
