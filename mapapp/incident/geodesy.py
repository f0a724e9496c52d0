"""Distances, bearings and rings on the WGS 84 ellipsoid: metres and degrees, longitude first."""

import math
from collections.abc import Mapping

import numpy as np
from pyproj import Geod

from mapapp.incident.geometry import Geometry

METRES_PER_MILE = 1609.344

_ELLIPSOID = Geod(ellps="WGS84")
_COMPASS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip

# The eight winds as directions are written short, in degrees clockwise from north.
DEGREES: Mapping[str, float] = {
    "n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0,
}  # fmt: skip

LonLat = tuple[float, float]


def distance_m(a: LonLat, b: LonLat) -> float:
    """Geodesic metres between two (lon, lat) points."""
    return float(_ELLIPSOID.inv(a[0], a[1], b[0], b[1])[2])


def bearing(a: LonLat, b: LonLat) -> float:
    """The direction from `a` to `b`: degrees clockwise from north, 0 up to 360."""
    return float(_ELLIPSOID.inv(a[0], a[1], b[0], b[1])[0]) % 360


def destination(start: LonLat, degrees: float, metres: float) -> LonLat:
    """The (lon, lat) that lies `metres` from `start` along the geodesic that sets out at `degrees`."""
    lon, lat, _ = _ELLIPSOID.fwd(start[0], start[1], degrees, metres)
    return float(lon), float(lat)


def compass_word(degrees: float) -> str:
    """The nearest of the eight winds, in words."""
    return _COMPASS[round(degrees / 45) % 8]


def ring(centre: LonLat, radius_m: float, corners: int = 64) -> Geometry:
    """The polygon of all points `radius_m` geodesic metres from `centre`, counter-clockwise."""
    turns = np.linspace(0, -360, corners, endpoint=False)
    lons, lats = (np.full(corners, one, dtype=np.float64) for one in centre)
    lons, lats, _ = _ELLIPSOID.fwd(lons, lats, turns, np.full(corners, float(radius_m)))
    around = tuple(zip(lons.round(7).tolist(), lats.round(7).tolist(), strict=True))
    return Geometry("Polygon", ((*around, around[0]),))


def bounds_around(centre: LonLat, radius_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of a circle of so many metres, reckoned flat.

    Up to 100 km and 70 degrees of latitude that is within a fiftieth of the radius. Longitudes go on beyond
    ±180.
    """
    east, north = metres_per_degree(centre[1])
    across, up = min(radius_m / max(east, 1), 180), radius_m / north
    return centre[0] - across, max(centre[1] - up, -90), centre[0] + across, min(centre[1] + up, 90)


def length_m(line: tuple[LonLat, ...]) -> float:
    """Geodesic metres along a line."""
    return float(_ELLIPSOID.line_length([one[0] for one in line], [one[1] for one in line]))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres in a degree of longitude and of latitude at `lat`, for flat reckoning within a county.

    The series of the WGS 84 ellipsoid (NGA.STND.0036, 2014), good to a metre in a degree.
    """
    turn = math.radians(lat)
    east = 111412.84 * math.cos(turn) - 93.5 * math.cos(3 * turn) + 0.118 * math.cos(5 * turn)
    north = 111132.92 - 559.82 * math.cos(2 * turn) + 1.175 * math.cos(4 * turn)
    return east, north
