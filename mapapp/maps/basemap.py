"""Our own basemap: which layers feed it, and its tiles."""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput
from mapapp.incident.credits import source_words
from mapapp.maps import tile as tiles
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import Tile
from mapapp.streets.layers import BaseFeature, GeoJsonLayers, IndexLayers
from mapapp.streets.library import IndexInfo, Library

_FORMAT = 1
"""Part of the version: raise it when the same layers give other tiles."""

_LAST_RANK = 4
_BORDERS = frozenset({"boundary"})
_LABELS = frozenset({"place"})
_DETAIL = frozenset({"road", "water", "rail", "stream"})
"""What a street index holds in full, so that within its bounds a shipped file need not."""

_COARSE_DEGREES = 0.02
"""So far a shipped boundary may lie from the same boundary in a street index."""


@dataclass(frozen=True)
class _Sources:
    """The layers of one version: street indexes, and the files that fill in between them."""

    version: str
    indexes: tuple[IndexLayers, ...]
    shipped: tuple[GeoJsonLayers, ...]
    credits: tuple[str, ...]

    @cached_property
    def hidden(self) -> Mapping[str, BaseGeometry]:
        """Where the indexes know better than the shipped files, by kind."""
        within = shapely.union_all([shapely.box(*area) for one in self.indexes for area in one.areas])
        borders = [line for one in self.indexes for line in one.features(one.bounds, _BORDERS, 1)]
        along = shapely.buffer(shapely.union_all([one.geometry for one in borders]), _COARSE_DEGREES)
        return {**dict.fromkeys(_DETAIL, within), "boundary": along}

    def features(self, zoom: int, around: Bounds, labelled: Bounds) -> Iterator[BaseFeature]:
        """All that a view shows at a zoom, from the indexes and then from the shipped files."""
        kinds, rank = tiles.kinds_at(zoom), tiles.deepest_rank(zoom)
        for index in self.indexes:
            yield from index.features(around, kinds - _LABELS, rank)
        for file in self.shipped:
            for feature in file.features(around, kinds - _LABELS, rank):
                geometry = shapely.difference(feature.geometry, self.hidden[feature.kind])
                if not geometry.is_empty:
                    yield replace(feature, geometry=geometry)
        yield from self._labels(labelled, kinds & _LABELS, rank)

    def _labels(self, bounds: Bounds, kinds: frozenset[str], rank: int) -> Iterator[BaseFeature]:
        """Names of places; a shipped file knows a town's middle, an index only its area."""
        for file in self.shipped:
            yield from file.features(bounds, kinds, rank)
        for index in self.indexes:
            for place in index.features(bounds, kinds, rank):
                if place.name not in self.shipped_names:
                    yield place

    @cached_property
    def shipped_names(self) -> frozenset[str]:
        """The places that the shipped files name within the bounds of the indexes."""
        areas = [area for one in self.indexes for area in one.areas]
        found = (file.features(area, _LABELS, _LAST_RANK) for file in self.shipped for area in areas)
        return frozenset(place.name for places in found for place in places)

    def close(self) -> None:
        """Let go of the indexes."""
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
        indexes = tuple(_readable(one.path for one in installed))
        lines = map(_credit, installed)
        return _Sources(
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


def _credits(path: Path) -> list[str]:
    return [str(one) for one in json.loads(path.read_text(encoding="utf-8")).get("credits", [])]
