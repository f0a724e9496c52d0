"""What a person may draw on a map: a pin, lines and areas, of a size that gives no doorstep away. Pure."""

import shapely

from mapapp.errors import InvalidDocument
from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry

MAX_DRAWN_POSITIONS = 2_000

# A line or an area that is smaller than a city block would single out a house.
LEAST_EXTENT_M = 100.0

_PATH = "geometry"
_LINES = frozenset({"LineString", "MultiLineString"})
_AREAS = frozenset({"Polygon", "MultiPolygon"})


def checked_drawing(geometry: Geometry) -> Geometry:
    """The figure without heights; raises InvalidDocument about `geometry` for one that cannot be drawn.

    That is anything but a point, lines or areas; more than 2,000 positions; less than 100 m from corner to
    corner; and an area whose sides cross (OGC Simple Features, as shapely tells it).
    """
    if geometry.type not in {"Point", *_LINES, *_AREAS}:
        raise InvalidDocument(_PATH, "draw one pin, or lines, or areas; other figures cannot be a place")
    if geometry.is_empty:
        raise InvalidDocument(_PATH, "there is nothing in it; draw something")
    figure = shapely.force_2d(geometry.shape())
    positions = shapely.get_num_coordinates(figure)
    if positions > MAX_DRAWN_POSITIONS:
        reason = f"it has {positions:,} points, and {MAX_DRAWN_POSITIONS:,} is the most; simplify it first"
        raise InvalidDocument(_PATH, reason)
    flat = Geometry.from_shape(figure)
    if is_area(flat) and not figure.is_valid:
        where = shapely.is_valid_reason(figure).partition("[")
        near = f" near {_latitude_first(where[2])}" if where[1] else ""
        raise InvalidDocument(_PATH, f"the sides of the area cross or touch{near}; move a point apart")
    if flat.type != "Point" and _extent_m(flat) < LEAST_EXTENT_M:
        raise InvalidDocument(
            _PATH,
            f"it is less than {LEAST_EXTENT_M:.0f} m across and would single out a house; drop a pin, which "
            "is drawn as a ring, or draw it as large as the block",
        )
    return flat


def is_line(geometry: Geometry) -> bool:
    """Whether it is one line or several."""
    return geometry.type in _LINES


def is_area(geometry: Geometry) -> bool:
    """Whether it is one area or several."""
    return geometry.type in _AREAS


def _extent_m(geometry: Geometry) -> float:
    west, south, east, north = geometry.bounds()
    return distance_m((west, south), (east, north))


def _latitude_first(words: str) -> str:
    """A position as people write it, from the words of GEOS: `-87.84 42.6]`."""
    lon, lat = (float(one) for one in words.rstrip("]").split()[:2])
    return f"{lat:.5f}, {lon:.5f}"
