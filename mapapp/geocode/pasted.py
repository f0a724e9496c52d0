"""Coordinates as they are pasted: a line each, geo: URIs, WKT, or GeoJSON. Pure."""

import json
import re
from collections.abc import Sequence

import shapely

from mapapp.errors import BadInput, TooLarge
from mapapp.geocode.coordinates import LEAST_RADIUS_M, read_position
from mapapp.geocode.phrase import Position
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geometry import Geometry, parse_geometry

MAX_PASTED = 400_000
MAX_LINES = 2_000

# RFC 5870: latitude, longitude, perhaps a height, then parameters.
_GEO_URI = re.compile(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:,-?\d+(?:\.\d+)?)?(?:;[\w.=;-]*)?", re.I)
_WKT = re.compile(
    r"(?:POINT|LINESTRING|POLYGON|MULTILINESTRING|MULTIPOLYGON|MULTIPOINT|GEOMETRYCOLLECTION)\b", re.I
)
_LEAST_CORNERS = 3


def read_pasted(text: str, *, area: bool = False) -> Geometry:
    """The figure that pasted text states, in degrees.

    Lines of text are a position each, latitude first unless they say otherwise: one is a point, several are
    a line, or an area where the last is the first again or `area` is asked for. WKT and GeoJSON (a geometry,
    or a Feature with one) have longitude first. Raises BadInput, TooLarge or InvalidDocument.
    """
    text = text.strip()
    if len(text) > MAX_PASTED:
        raise TooLarge(f"More than {MAX_PASTED:,} characters were pasted; simplify the figure first.")
    if not text:
        raise BadInput("Paste coordinates, such as 42.600802, -87.843258.")
    if text.startswith("{"):
        return _geojson(text)
    return _wkt(text) if _WKT.match(text) else _figure(_positions(text), area=area)


def _geojson(text: str) -> Geometry:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("The pasted text begins like GeoJSON and is none; paste it whole.") from error
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    return parse_geometry(value, "geometry")


def _wkt(text: str) -> Geometry:
    try:
        figure = shapely.from_wkt(text)
    except shapely.errors.ShapelyError as error:
        raise BadInput("The pasted text begins like WKT and is none; paste it whole.") from error
    if figure.is_empty:
        raise BadInput("The pasted figure is empty.")
    return Geometry.from_shape(shapely.force_2d(figure))


def _positions(text: str) -> list[LonLat]:
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    if len(lines) > MAX_LINES:
        raise TooLarge(f"More than {MAX_LINES:,} positions were pasted; simplify the figure first.")
    return [_position(number, line) for number, line in enumerate(lines, 1)]


def _position(number: int, line: str) -> LonLat:
    read = _geo_uri(line) or read_position(line.rstrip(",;"))
    if read is None:
        raise BadInput(
            f"Line {number} is no position: {line[:60]!r}. Write latitude and longitude, such as "
            "42.600802, -87.843258 or 42°36'3\" N 87°50'36\" W."
        )
    return read.lon, read.lat


def _geo_uri(line: str) -> Position | None:
    """The position of a geo: URI, whose latitude always comes first; without a radius of its own."""
    uri = _GEO_URI.fullmatch(line)
    if not uri:
        return None
    lat, lon = float(uri[1]), float(uri[2])
    return Position(lon, lat, LEAST_RADIUS_M) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _figure(positions: Sequence[LonLat], *, area: bool) -> Geometry:
    first, last = positions[0], positions[-1]
    if len(positions) == 1:
        return Geometry.point(*first)
    corners = positions[:-1] if first == last else positions
    if area or first == last:
        if len(corners) < _LEAST_CORNERS:
            raise BadInput("An area needs three corners or more.")
        return parse_geometry({"type": "Polygon", "coordinates": [[*corners, first]]}, "geometry")
    return parse_geometry({"type": "LineString", "coordinates": list(positions)}, "geometry")
