"""A view of the ground on a sheet of so many pixels, in Web Mercator, as the interactive map shows it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import LonLat, metres_per_degree
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import NORTHMOST

_TILE_PX = 256
_MAX_ZOOM = 17.0
_MIN_ZOOM = 1.0
_BEYOND_PX = 8
_THINNED_PX = 0.35


@dataclass(frozen=True)
class View:
    """What is seen: `width` and `height` in pixels, the middle in degrees, the zoom of the web's grid."""

    width: float
    height: float
    lon: float
    lat: float
    zoom: float

    @classmethod
    def around(
        cls, bounds: Bounds, width: float, height: float, padding: float, closest: float = _MAX_ZOOM
    ) -> "View":
        """The closest view that shows `bounds` (west, south, east, north) inside a margin in pixels."""
        west, south, east, north = bounds
        left, top = _at_zoom_zero((west, north))
        right, bottom = _at_zoom_zero((east, south))
        wide, high = max(right - left, 1e-9), max(bottom - top, 1e-9)
        room = min((width - 2 * padding) / wide, (height - 2 * padding) / high)
        zoom = min(max(math.log2(room), _MIN_ZOOM), closest)
        return cls(width, height, *_from_zoom_zero((left + right) / 2, (top + bottom) / 2), zoom)

    def at(self, position: LonLat) -> tuple[float, float]:
        """Where a (lon, lat) is on the sheet: pixels from the left and from the top."""
        x, y = _at_zoom_zero(position)
        to_x, to_y = self._middle
        return (x - to_x) * self._scale + self.width / 2, (y - to_y) * self._scale + self.height / 2

    @cached_property
    def bounds(self) -> Bounds:
        """West, south, east, north of the sheet in degrees."""
        x, y = self._middle
        half_x, half_y = self.width / 2 / self._scale, self.height / 2 / self._scale
        west, north = _from_zoom_zero(x - half_x, y - half_y)
        east, south = _from_zoom_zero(x + half_x, y + half_y)
        return west, south, east, north

    @property
    def metres_per_px(self) -> float:
        """Metres on the ground to a pixel in the middle of the sheet."""
        west, _, east, _ = self.bounds
        return (east - west) * metres_per_degree(self.lat)[0] / self.width

    def drawn(self, figures: Iterable[BaseGeometry], thinned: float = _THINNED_PX) -> Iterator[BaseGeometry]:
        """Figures in degrees as they are on the sheet, thinned by so many pixels, cut near its edges."""
        whole = np.array(list(figures), dtype=object)
        moved = shapely.simplify(shapely.transform(whole, self._moved), thinned)
        edge = shapely.box(-_BEYOND_PX, -_BEYOND_PX, self.width + _BEYOND_PX, self.height + _BEYOND_PX)
        is_area = shapely.get_dimensions(moved) == 2
        moved[is_area] = shapely.make_valid(moved[is_area])
        cut = shapely.intersection(moved, edge)
        yield from (one for one in cut if not one.is_empty)

    def _moved(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        lat = np.radians(np.clip(lonlat[:, 1], -NORTHMOST, NORTHMOST))
        x = (lonlat[:, 0] + 180) / 360 * _TILE_PX
        y = (1 - np.arcsinh(np.tan(lat)) / math.pi) / 2 * _TILE_PX
        to_x, to_y = self._middle
        right = (x - to_x) * self._scale + self.width / 2
        return np.column_stack([right, (y - to_y) * self._scale + self.height / 2])

    @cached_property
    def _middle(self) -> tuple[float, float]:
        return _at_zoom_zero((self.lon, self.lat))

    @property
    def _scale(self) -> float:
        return float(2**self.zoom)


def _at_zoom_zero(position: LonLat) -> tuple[float, float]:
    """A (lon, lat) in pixels of the grid's one tile at zoom 0."""
    lat = math.radians(min(max(position[1], -NORTHMOST), NORTHMOST))
    x = (position[0] + 180) / 360 * _TILE_PX
    return x, (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * _TILE_PX


def _from_zoom_zero(x: float, y: float) -> LonLat:
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / _TILE_PX))))
    return x / _TILE_PX * 360 - 180, lat


def round_length(most: float) -> float:
    """The longest length of 1, 2 or 5 times a power of ten that is no longer than `most`, for a scale bar."""
    step = 10.0 ** math.floor(math.log10(most))
    return next(one * step for one in (5, 2, 1) if one * step <= most)


def svg_path(figures: Iterable[BaseGeometry]) -> str:
    """Figures on a sheet as the data of one SVG path, in whole tenths of a pixel; points are left out."""
    return "".join(step for one in figures for step in _steps(one))


def _steps(figure: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(figure):
        if part.geom_type == "Polygon":
            yield from (f"{_line(ring)}Z" for ring in (part.exterior, *part.interiors))
        elif part.geom_type in ("LineString", "LinearRing"):
            yield _line(part)
        elif part.geom_type != "Point":
            yield from _steps(part)


def _line(line: BaseGeometry) -> str:
    """A line as steps from one corner to the next: those are short, and compress well."""
    corners = (shapely.get_coordinates(line) * 10).round().astype(np.int64)
    steps = np.diff(corners, axis=0)
    kept = steps[steps.any(axis=1)]
    if not len(kept):
        return ""
    start = f"M{_tenths(corners[0, 0])}{_after(corners[0, 1])}l"
    return start + "".join(f"{_after(x)}{_after(y)}" for x, y in kept).lstrip()


def _after(value: int) -> str:
    """A number behind another: a minus parts them as well as a space does."""
    return _tenths(value) if value < 0 else f" {_tenths(value)}"


def _tenths(value: int) -> str:
    return f"{value / 10:g}".replace("0.", ".", 1) if abs(value) < 10 else f"{value / 10:g}"
