"""Tiles that are pictures in a PMTiles file on this server's disk."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, TileType

from mapapp.errors import BadInput, NotFound
from mapapp.maps.grid import Tile

_MIMETYPES = {
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}

# The package says that it is typed, and leaves its reader out.
_Reader: Any = Reader
_Source: Any = MmapSource


class RasterFile:
    """A PMTiles (version 3) file of pictures; it stays open, and threads may share it.

    Raises BadInput for a file that is none, or that holds vectors.
    """

    def __init__(self, path: Path, attribution: str = "") -> None:
        try:
            with path.open("rb") as file:
                self._reader = _Reader(_Source(file))
            self._header: dict[str, Any] = self._reader.header()
        except (OSError, ValueError, IndexError, MagicNumberNotFound, SpecVersionUnsupported) as error:
            raise BadInput(f"{path} is not a PMTiles file, or cannot be read.") from error
        mimetype = _MIMETYPES.get(self._header["tile_type"])
        if mimetype is None:
            raise BadInput(
                f"{path.name} does not hold pictures (PNG, JPEG, WebP) but vector tiles, and those are drawn "
                "from street indexes only: give a raster PMTiles file, or leave MAPAPP_TILES empty and add "
                "the streets of your county."
            )
        self.mimetype = mimetype
        self.ending = mimetype.removeprefix("image/")
        """How the names of its pictures end, by which a file server knows what they are."""
        self.attribution = attribution
        self._path = path

    @property
    def zooms(self) -> tuple[int, int]:
        """The first and the last zoom of the file."""
        return int(self._header["min_zoom"]), int(self._header["max_zoom"])

    @cached_property
    def version(self) -> str:
        """A short word that changes with the file."""
        stat = self._path.stat()
        return hashlib.sha256(f"{stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:12]

    @cached_property
    def credit(self) -> str:
        """The credit: the setting's, else the file's own, as text or HTML."""
        return self.attribution or str(self._metadata().get("attribution") or "")

    def tile(self, tile: Tile) -> bytes:
        """The picture of a tile; raises NotFound where the file has none."""
        found = self._find(tile)
        if found is None:
            raise NotFound("There is no such tile.")
        return bytes(found)

    def has(self, tile: Tile) -> bool:
        """Whether the file has the picture of a tile."""
        return self._find(tile) is not None

    def _find(self, tile: Tile) -> bytes | None:
        if not tile.exists or tile.z > self.zooms[1]:
            return None
        found: bytes | None = self._reader.get(tile.z, tile.x, tile.y)
        return found

    def _metadata(self) -> dict[str, Any]:
        try:
            return dict(self._reader.metadata())
        except (OSError, ValueError, TypeError):
            return {}
