"""Our own basemap: which layers feed it, and its tiles."""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import shapely

from mapapp.errors import BadInput
from mapapp.incident.credits import source_words
from mapapp.maps import tile as tiles
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import Tile
from mapapp.maps.sources import Sources
from mapapp.streets.layers import BaseFeature, IndexLayers
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.shipped import shipped_layers

_FORMAT = 2
"""Part of the version: raise it when the same layers give other tiles."""

_AROUND = 0.004
"""So far (degrees) a map from near shows at least what lies around a spot, also on a phone."""


class Basemap:
    """The basemap of one newsroom; threads may share it.

    `folder` holds the street indexes, which come and go while the program runs; `shipped` are
    GeoJSON files that show something where no index is installed. Raises BadInput for a shipped
    file that cannot be read; an index that cannot be read is passed over.
    """

    def __init__(self, folder: Path, shipped: Sequence[Path] = ()) -> None:
        self._library = Library(folder)
        self._shipped = tuple(shipped_layers(path) for path in shipped)
        self._shipped_credits = tuple(one for file in self._shipped for one in file.credits)
        self._stamp = "-".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped)
        self._lock = threading.Lock()
        self._sources = self._open(self._version())

    def version(self) -> str:
        """A short word that changes whenever the tiles may."""
        return self._version()

    def touched(self) -> int:
        """A number that is another when an index has come, gone or been replaced; cheaper than `version`."""
        return self._library.touched()

    def credits(self, within: Bounds | None = None) -> tuple[str, ...]:
        """Whom the basemap owes its data, a line each; none that has no streets `within`."""
        with self._lock:
            owed = self._current().credits
        if within is None:
            return owed
        view = shapely.box(*within)
        installed = {one: view.intersects(shapely.box(*one.bounds)) for one in self._library.installed()}
        here = {_credit(one) for one, is_here in installed.items() if is_here}
        elsewhere = {_credit(one) for one in installed} - here
        return tuple(line for line in owed if line not in elsewhere)

    def tile(self, tile: Tile) -> bytes:
        """A tile as JSON (see `maps.tile.encode`); a tile without anything in it is an empty object."""
        around, labelled = tile.bounds(tiles.MARGIN), tile.bounds(tiles.LABEL_MARGIN)
        with self._lock:
            features = list(self._current().features(tile.z, around, labelled))
        return tiles.encode(tile, features)

    def features(self, bounds: Bounds, zoom: int) -> list[BaseFeature]:
        """What lies within (west, south, east, north), as much of it as a zoom shows; whole, not cut."""
        shown = min(max(zoom, tiles.MIN_ZOOM), tiles.MAX_ZOOM)
        with self._lock:
            return list(self._current().features(shown, bounds, bounds))

    def has_streets(self, bounds: Bounds) -> bool:
        """Whether a map that opens on `bounds`, or from near on a single spot, would show any street."""
        west, south, east, north = bounds
        view = west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND
        return any(one.kind == "road" for one in self.features(view, tiles.MAX_ZOOM))

    def close(self) -> None:
        """Let go of the street indexes."""
        with self._lock:
            self._sources.close()

    def _current(self) -> Sources:
        """The layers as they are installed now; only with the lock held, since the old ones are closed."""
        version = self._version()
        if self._sources.version != version:
            self._sources.close()
            self._sources = self._open(version)
        return self._sources

    def _version(self) -> str:
        text = f"{_FORMAT} {self._stamp} {self._library.version()}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _open(self, version: str) -> Sources:
        installed = self._library.installed()
        indexes = tuple(_readable(one.path for one in installed))
        lines = map(_credit, installed)
        return Sources(
            version, indexes, self._shipped, tuple(dict.fromkeys([*lines, *self._shipped_credits]))
        )


def _credit(index: IndexInfo) -> str:
    return f"{index.title}: {source_words(index.source, index.vintage, index.licence)}"


def _readable(paths: Iterable[Path]) -> Iterator[IndexLayers]:
    """The indexes that can be opened; one may be removed at any moment."""
    for path in paths:
        try:
            yield IndexLayers(path)
        except BadInput:
            continue
