"""GeoJSON geometries, strictly read: RFC 7946, longitude before latitude, in degrees."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from mapapp.errors import InvalidDocument, TooLarge

MAX_POSITIONS = 200_000
MAX_NESTING = 4

Position = tuple[float, ...]


@dataclass(frozen=True)
class Geometry:
    """One RFC 7946 geometry; `coordinates` are nested tuples of (lon, lat[, metres up]).

    For a GeometryCollection `coordinates` is the tuple of its member geometries.
    Exterior rings run counter-clockwise and holes clockwise (RFC 7946 section 3.1.6).
    """

    type: str
    coordinates: tuple[Any, ...]

    @classmethod
    def point(cls, lon: float, lat: float) -> "Geometry":
        """A point, in degrees."""
        return cls("Point", (lon, lat))

    @classmethod
    def from_shape(cls, figure: BaseGeometry) -> "Geometry":
        """The same figure from shapely; raises InvalidDocument where RFC 7946 has no such figure."""
        return parse_geometry(mapping(figure), "")

    def shape(self) -> BaseGeometry:
        """The same figure for shapely, without heights: it takes none where only some positions have one."""
        return shape(self._flat().as_json())

    def _flat(self) -> "Geometry":
        if self.type == "GeometryCollection":
            return Geometry(self.type, tuple(one._flat() for one in self.coordinates if not one.is_empty))
        return Geometry(self.type, _without_heights(self.coordinates))

    def as_json(self) -> dict[str, Any]:
        """The GeoJSON object."""
        if self.type == "GeometryCollection":
            return {"type": self.type, "geometries": [one.as_json() for one in self.coordinates]}
        return {"type": self.type, "coordinates": _lists(self.coordinates)}

    @property
    def is_empty(self) -> bool:
        """Whether it has no position at all."""
        if self.type == "GeometryCollection":
            return all(one.is_empty for one in self.coordinates)
        return not self.coordinates

    def representative_point(self) -> tuple[float, float]:
        """A (lon, lat) inside the figure: the point itself, else a point on its surface."""
        if self.type == "Point":
            return self.coordinates[0], self.coordinates[1]
        figure = self.shape()
        with np.errstate(all="ignore"):
            found = shapely.get_coordinates(shapely.point_on_surface(figure))
        if not len(found) or not np.isfinite(found).all():  # as of a ring that encloses nothing
            found = shapely.get_coordinates(figure)
        lon, lat = found[0]
        return float(lon), float(lat)

    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees."""
        if self.type == "Point":
            lon, lat = self.representative_point()
            return lon, lat, lon, lat
        west, south, east, north = self.shape().bounds
        return west, south, east, north


def parse_geometry(value: object, path: str) -> Geometry:
    """Read one GeoJSON geometry; raises InvalidDocument naming `path` and what is wrong there."""
    return _Reader().geometry(value, path, 0)


class _Reader:
    """Reads one geometry and counts its positions, so that size is bounded before it is built."""

    def __init__(self) -> None:
        self.positions = 0

    def geometry(self, value: object, path: str, depth: int) -> Geometry:
        if not isinstance(value, dict):
            raise InvalidDocument(path, "must be a GeoJSON geometry object")
        if "crs" in value:
            raise InvalidDocument(_join(path, "crs"), "must not be there: GeoJSON is always WGS 84")
        kind = value.get("type")
        if kind == "GeometryCollection":
            return self._collection(value, path, depth)
        read = _READERS.get(kind) if isinstance(kind, str) else None
        if read is None:
            raise InvalidDocument(_join(path, "type"), f"{_quoted(kind)} is not a GeoJSON geometry type")
        return Geometry(str(kind), read(self, value.get("coordinates"), _join(path, "coordinates")))

    def _collection(self, value: Mapping[str, Any], path: str, depth: int) -> Geometry:
        members = _list(value.get("geometries"), _join(path, "geometries"))
        if depth >= MAX_NESTING:
            raise InvalidDocument(path, f"geometry collections are nested more than {MAX_NESTING} deep")
        read = tuple(
            self.geometry(one, f"{_join(path, 'geometries')}[{i}]", depth + 1)
            for i, one in enumerate(members)
        )
        return Geometry("GeometryCollection", read)

    def position(self, value: object, path: str) -> Position:
        self.positions += 1
        if self.positions > MAX_POSITIONS:
            raise TooLarge(
                f"{path}: more than {MAX_POSITIONS:,} positions in one geometry; simplify it first."
            )
        numbers = _list(value, path)
        if len(numbers) not in (2, 3):
            raise InvalidDocument(
                path, "a position is [longitude, latitude] or [longitude, latitude, height]"
            )
        read = tuple(number(one, f"{path}[{i}]") for i, one in enumerate(numbers))
        in_range(read[0], 180, "longitude", f"{path}[0]")
        in_range(read[1], 90, "latitude", f"{path}[1]")
        return read

    def line(self, value: object, path: str) -> tuple[Position, ...]:
        return self._positions(value, path, 2, "a line needs two positions or more")

    def points(self, value: object, path: str) -> tuple[Position, ...]:
        return self._positions(value, path, 0, "")

    def polygon(self, value: object, path: str) -> tuple[tuple[Position, ...], ...]:
        rings = _list(value, path)
        if not rings:
            raise InvalidDocument(path, "a polygon needs an exterior ring")
        return tuple(self._ring(one, f"{path}[{i}]", exterior=i == 0) for i, one in enumerate(rings))

    def lines(self, value: object, path: str) -> tuple[Any, ...]:
        return tuple(self.line(one, f"{path}[{i}]") for i, one in enumerate(_list(value, path)))

    def polygons(self, value: object, path: str) -> tuple[Any, ...]:
        return tuple(self.polygon(one, f"{path}[{i}]") for i, one in enumerate(_list(value, path)))

    def _ring(self, value: object, path: str, *, exterior: bool) -> tuple[Position, ...]:
        ring = self._positions(value, path, 4, "a ring needs four positions or more")
        if ring[0] != ring[-1]:
            raise InvalidDocument(path, "the ring is not closed: its last position must equal its first")
        turn = _turn(ring)
        return ring[::-1] if (turn < 0 if exterior else turn > 0) else ring

    def _positions(self, value: object, path: str, least: int, reason: str) -> tuple[Position, ...]:
        items = _list(value, path)
        if len(items) < least:
            raise InvalidDocument(path, reason)
        return tuple(self.position(one, f"{path}[{i}]") for i, one in enumerate(items))


_READERS: Mapping[str, Callable[[_Reader, object, str], tuple[Any, ...]]] = {
    "Point": _Reader.position,
    "MultiPoint": _Reader.points,
    "LineString": _Reader.line,
    "MultiLineString": _Reader.lines,
    "Polygon": _Reader.polygon,
    "MultiPolygon": _Reader.polygons,
}


def number(value: object, path: str) -> float:
    """A finite number; raises InvalidDocument for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidDocument(path, f"{_quoted(value)} is not a number")
    try:
        read = float(value)
    except OverflowError as error:
        raise InvalidDocument(path, "the number is too large") from error
    if not math.isfinite(read):
        raise InvalidDocument(path, f"{value} is not a finite number")
    return read


def in_range(value: float, most: float, what: str, path: str) -> None:
    """Raise InvalidDocument when a coordinate is beyond ±`most` degrees."""
    if abs(value) > most:
        raise InvalidDocument(path, f"{what} {value:g} is out of range")


def _turn(ring: tuple[Position, ...]) -> float:
    """Positive counter-clockwise, negative clockwise: the shoelace sum, negated exactly by reversal."""
    lon, lat = ring[0][:2]
    moved = [(one[0] - lon, one[1] - lat) for one in ring]
    return math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(moved))


def _list(value: object, path: str) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise InvalidDocument(path, "must be an array")
    return value


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple) else value


def _without_heights(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if value and not isinstance(value[0], tuple):
        return value[:2]
    return tuple(_without_heights(one) for one in value)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
