"""A PMTiles file of pictures around Kenosha, made up: every tile is the same grey pixel."""

import struct
import zlib
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

_LON, _LAT_ON_GRID = -87.843258, 0.3706
"""Where 28th Avenue meets 40th Street, the latitude as a share of the grid's height."""

_AROUND = 24
GREY = b"\x80"


def picture() -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" + GREY)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def photos(path: Path, deepest: int) -> Path:
    """Such a file from zoom 0 to `deepest`."""
    with path.open("wb") as file:
        writer = Writer(file)
        for tile in sorted(one for zoom in range(deepest + 1) for one in _tiles(zoom)):
            writer.write_tile(tile, picture())
        header = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE}
        zooms = {"min_zoom": 0, "max_zoom": deepest, "center_zoom": 0}
        corners = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
        middle = dict.fromkeys(("center_lon_e7", "center_lat_e7"), 0)
        writer.finalize({**header, **zooms, **corners, **middle}, {"attribution": "Photos"})
    return path


def _tiles(zoom: int) -> set[int]:
    wide = 1 << zoom
    x, y = int((_LON + 180) / 360 * wide), int(_LAT_ON_GRID * wide)
    across, down = (range(max(0, at - _AROUND), min(wide, at + _AROUND + 1)) for at in (x, y))
    return {zxy_to_tileid(zoom, i, j) for i in across for j in down}
