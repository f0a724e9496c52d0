"""The grid of map tiles: where a tile lies, and coordinates inside one.

Web Mercator as every web map uses it (EPSG:3857): at zoom z the world is 2^z tiles wide and high,
`x` counts from 180° W and `y` from the north.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapapp.incident.geodesy import LonLat
from mapapp.maps.extent import Bounds

UNITS = 4096
"""A tile is so many units wide and high; its north-west corner is (0, 0)."""

NORTHMOST = math.degrees(math.atan(math.sinh(math.pi)))


@dataclass(frozen=True)
class Tile:
    """One tile of the grid."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether the grid has such a tile."""
        return 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    def bounds(self, margin: int = 0) -> Bounds:
        """(west, south, east, north) in degrees, widened by `margin` units on every side."""
        across, scale = margin / UNITS, 1 << self.z
        west, east = ((self.x + by) / scale * 360 - 180 for by in (-across, 1 + across))
        north, south = (_latitude((self.y + by) / scale) for by in (-across, 1 + across))
        return west, south, east, north

    def inside(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of (lon, lat) in degrees as rows of (right, down) in this tile's units."""
        scale = UNITS * (1 << self.z)
        lat = np.radians(np.clip(lonlat[:, 1], -NORTHMOST, NORTHMOST))
        right = (lonlat[:, 0] + 180) / 360 * scale - self.x * UNITS
        down = (1 - np.arcsinh(np.tan(lat)) / math.pi) / 2 * scale - self.y * UNITS
        return np.column_stack([right, down])

    @staticmethod
    def outside(at: NDArray[np.float64]) -> LonLat:
        """The (lon, lat) in degrees of a position in fractions of the whole grid: right, down."""
        return float(at[0]) * 360 - 180, _latitude(float(at[1]))


def _latitude(down: float) -> float:
    """The latitude at a fraction of the way from the north edge of the grid to the south edge."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(max(down, 0.0), 1.0)))))
