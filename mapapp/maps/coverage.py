"""Which tiles of the basemap a map needs by itself, where the others cannot be asked for."""

from collections.abc import Iterator
from math import floor

import numpy as np

from mapapp.maps.extent import Bounds
from mapapp.maps.features import Drawing
from mapapp.maps.grid import UNITS, Tile
from mapapp.maps.tile import MAX_ZOOM, MIN_ZOOM

_ACROSS_PX, _DOWN_PX = 768, 512
"""Half of what a screen shows."""

_TILE_PX, _PICTURE_PX = 512, 256
"""How wide a tile of our basemap is drawn, and one that is a picture."""

_MOST_OF_OPENING = 64
"""With more tiles than this, a zoom is looked at around the places, not all over the opening view."""


def levels(drawing: Drawing) -> Iterator[tuple[Tile, ...]]:
    """Zoom by zoom, the coarsest first: a screen around each place and the opening view, and that view.

    No tile without the one that holds it. Nothing where no place has a position.
    """
    return _levels(drawing, (MIN_ZOOM, MAX_ZOOM), _TILE_PX)


def picture_levels(drawing: Drawing, zooms: tuple[int, int]) -> Iterator[tuple[Tile, ...]]:
    """The same of tiles that are pictures, from the first of `zooms` to the last."""
    return _levels(drawing, zooms, _PICTURE_PX)


def _levels(drawing: Drawing, zooms: tuple[int, int], wide_px: int) -> Iterator[tuple[Tile, ...]]:
    if drawing.opening is None:
        return
    west, south, east, north = drawing.opening
    spots = [((west + east) / 2, (south + north) / 2), *(one.centre for one in drawing.places if one.centre)]
    half = _ACROSS_PX / wide_px, _DOWN_PX / wide_px
    most = _MOST_OF_OPENING * (_TILE_PX // wide_px) ** 2
    for zoom in range(zooms[0], zooms[1] + 1):
        tiles = {tile for at in _positions(zoom, spots) for tile in _screen(zoom, at, half)}
        yield tuple(sorted(tiles | _opening(zoom, drawing.opening, most), key=lambda one: (one.x, one.y)))


def _positions(zoom: int, spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Rows of (lon, lat) as positions on the grid, in tiles; those that share a quarter of a tile are one."""
    found = Tile(zoom, 0, 0).inside(np.array(spots, dtype=np.float64)) / UNITS
    rounded = np.unique(np.round(found * 4) / 4, axis=0)
    return [(float(x), float(y)) for x, y in rounded]


def _screen(zoom: int, at: tuple[float, float], half: tuple[float, float]) -> Iterator[Tile]:
    (x, y), (across, down) = at, half
    return _box(zoom, (x - across, y - down), (x + across, y + down))


def _opening(zoom: int, opening: Bounds, most: int) -> set[Tile]:
    west, south, east, north = opening
    (left, top), (right, bottom) = (
        Tile(zoom, 0, 0).inside(np.array([(west, north), (east, south)], dtype=np.float64)) / UNITS
    )
    if (floor(right) - floor(left) + 1) * (floor(bottom) - floor(top) + 1) > most:
        return set()
    return set(_box(zoom, (float(left), float(top)), (float(right), float(bottom))))


def _box(zoom: int, first: tuple[float, float], last: tuple[float, float]) -> Iterator[Tile]:
    """The tiles between two corners; the grid goes on across the antimeridian, not over the poles."""
    wide = 1 << zoom
    for x in range(floor(first[0]), floor(last[0]) + 1):
        for y in range(max(0, floor(first[1])), min(wide - 1, floor(last[1])) + 1):
            yield Tile(zoom, x % wide, y)
