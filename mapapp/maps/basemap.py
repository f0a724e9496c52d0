"""Our own basemap: which layers feed it, and its tiles."""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from mapapp.maps import tile as tiles
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import Tile
from mapapp.streets.layers import BaseFeature, BasemapLayers, GeoJsonLayers, IndexLayers
from mapapp.streets.library import Library

_FORMAT = 1
"""Part of the version: raise it when the same layers give other tiles."""

_LABELS = frozenset({"place"})
_DETAIL = frozenset({"road", "water", "rail", "stream"})
"""What a street index holds in full, so that within its bounds a shipped file need not."""


@dataclass(frozen=True)
class _Sources:
    """The layers of one version: street indexes, and the files that fill in between them."""

    version: str
    indexes: tuple[IndexLayers, ...]
    shipped: tuple[GeoJsonLayers, ...]
    credits: tuple[str, ...]

    def features(self, tile: Tile) -> Iterator[BaseFeature]:
        kinds, rank = tiles.kinds_at(tile.z), tiles.deepest_rank(tile.z)
        around = tile.bounds(tiles.MARGIN)
        covered = [one.bounds for one in self.indexes]
        for index in self.indexes:
            yield from index.features(around, kinds - _LABELS, rank)
        for file in self.shipped:
            yield from _outside(covered, file.features(around, kinds - _LABELS, rank))
        everything: tuple[BasemapLayers, ...] = (*self.indexes, *self.shipped)
        for layers in everything:
            yield from layers.features(tile.bounds(tiles.LABEL_MARGIN), kinds & _LABELS, rank)

    def close(self) -> None:
        for index in self.indexes:
            index.close()


class Basemap:
    """The basemap of one newsroom; threads may share it.

    `folder` holds the street indexes, which come and go while the program runs; `shipped` are
    GeoJSON files that show something where no index is installed. Raises BadInput for a shipped
    file that cannot be read; an index that cannot be read is passed over.
    """

    def __init__(self, folder: Path, shipped: Sequence[Path] = ()) -> None:
        self._library = Library(folder)
        self._shipped = tuple(GeoJsonLayers(path) for path in shipped)
        self._shipped_credits = tuple(one for path in shipped for one in _credits(path))
        self._stamp = "-".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped)
        self._lock = threading.Lock()
        self._sources = self._open(self._version())

    def version(self) -> str:
        """A short word that changes whenever the tiles may."""
        return self._version()

    def credits(self) -> tuple[str, ...]:
        """Whom the basemap owes its data, a line each."""
        with self._lock:
            return self._current().credits

    def tile(self, tile: Tile) -> bytes:
        """A tile as JSON (see `maps.tile.encode`); a tile without anything in it is an empty object."""
        with self._lock:
            features = list(self._current().features(tile))
        return tiles.encode(tile, features)

    def close(self) -> None:
        """Let go of the street indexes."""
        with self._lock:
            self._sources.close()

    def _current(self) -> _Sources:
        """The layers as they are installed now; only with the lock held, since the old ones are closed."""
        version = self._version()
        if self._sources.version != version:
            self._sources.close()
            self._sources = self._open(version)
        return self._sources

    def _version(self) -> str:
        text = f"{_FORMAT} {self._stamp} {self._library.version()}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _open(self, version: str) -> _Sources:
        installed = self._library.installed()
        indexes = tuple(IndexLayers(one.path) for one in installed)
        lines = (
            *(f"{one.source} {one.vintage} ({one.licence})" for one in installed),
            *self._shipped_credits,
        )
        return _Sources(version, indexes, self._shipped, tuple(dict.fromkeys(lines)))


def _outside(covered: Sequence[Bounds], features: Iterator[BaseFeature]) -> Iterator[BaseFeature]:
    """What a shipped file shows beyond the street indexes, which know better within their bounds."""
    boxes = [shapely.box(*bounds) for bounds in covered]
    for feature in features:
        geometry = feature.geometry
        if feature.kind in _DETAIL:
            for box in boxes:
                geometry = shapely.difference(geometry, box)
        if not geometry.is_empty:
            yield BaseFeature(feature.kind, feature.name, feature.rank, geometry)


def _credits(path: Path) -> list[str]:
    return [str(one) for one in json.loads(path.read_text(encoding="utf-8")).get("credits", [])]
