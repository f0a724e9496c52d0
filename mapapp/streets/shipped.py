"""The shipped part of a basemap: GeoJSON files that are there before any street index, and beside them."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, TextIO, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.errors import BadInput
from mapapp.streets.indexfile import Bounds
from mapapp.streets.layers import KINDS, BaseFeature, Kind

_RUN = 2_000
"""Features of a file that are read at a time."""


class GeoJsonLayers:
    """A GeoJSON FeatureCollection as a basemap, gzipped or not; threads may share it.

    `credits` are whom it owes its data; `covers` is where it holds all there is to draw, None for a coarse
    file, which holds what can be seen from afar, everywhere alike. Features carry `kind`, `name`, `rank` and
    `zoom`. The first line ends where they begin, and each has a line of its own: so the head is known without
    them, and they are read, when first asked for, without ever holding the document.
    """

    def __init__(self, path: Path) -> None:
        """Take a file of ours. Raises BadInput, here or later, where it is not what it should be."""
        self._path = path
        self._lock = Lock()
        self._read: _Columns | None = None
        with self._reading() as text:
            head = _head(text)
            self.credits = tuple(str(one) for one in head.get("credits", ()))
            self.covers: Bounds | None = tuple(head["covers"]) if "covers" in head else None

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of all features, in degrees; NaN for an empty file."""
        return cast("Bounds", tuple(shapely.total_bounds(self._columns().tree.geometries).tolist()))

    def features(
        self, bounds: Bounds, kinds: frozenset[str], max_rank: int, zoom: int = 99
    ) -> Iterator[BaseFeature]:
        """The features of these kinds up to that rank or zoom whose boxes touch `bounds`, whole, not cut."""
        columns = self._columns()
        found = np.sort(columns.tree.query(shapely.box(*bounds)))
        first = columns.zooms[found]
        shown = np.where(first > 0, first <= zoom, columns.ranks[found] <= max_rank)
        for number in found[shown].tolist():
            kind = columns.kinds[number]
            if kind in kinds:
                rank, first_zoom = int(columns.ranks[number]), int(columns.zooms[number])
                yield BaseFeature(
                    kind, columns.names[number], rank, columns.tree.geometries[number], first_zoom
                )

    def close(self) -> None:
        """Nothing is held open."""

    def _columns(self) -> "_Columns":
        with self._lock:
            if self._read is None:
                with self._reading() as text:
                    _head(text)
                    self._read = _columns(list(_runs(text)))
            return self._read

    @contextmanager
    def _reading(self) -> Iterator[TextIO]:
        try:
            with (gzip.open if self._path.suffix == ".gz" else Path.open)(
                self._path, "rt", encoding="utf-8"
            ) as text:
                yield cast("TextIO", text)
        except (
            OSError,
            EOFError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            shapely.GEOSException,
        ) as error:
            raise BadInput(
                f"{self._path.name} is not a basemap: a GeoJSON FeatureCollection with kinds."
            ) from error


@lru_cache(maxsize=8)
def _layers(path: Path, _changed: int) -> GeoJsonLayers:
    return GeoJsonLayers(path)


def shipped_layers(path: Path) -> GeoJsonLayers:
    """A file's layers, the same for all who ask as long as it is unchanged, since it is read once only."""
    try:
        return _layers(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise BadInput(f"{path.name} is not a basemap: it cannot be read.") from error


@dataclass(frozen=True)
class _Columns:
    """The features of a file, a column for each property; thousands of small objects would cost more."""

    kinds: list[Kind]
    names: list[str]
    ranks: NDArray[np.int64]
    zooms: NDArray[np.int64]
    tree: shapely.STRtree


_Run = tuple[list[dict[str, Any]], NDArray[Any]]
"""The properties and the geometries of some features in a row."""


def _head(text: TextIO) -> dict[str, Any]:
    """The document without its features; leaves `text` where they begin."""
    document: dict[str, Any] = json.loads(text.readline().strip().removesuffix("[") + "[]}")
    if document["features"]:
        raise ValueError
    return document


def _runs(text: TextIO) -> Iterator[_Run]:
    """The features, some thousands at a time."""
    while lines := [one for one in (line.strip().rstrip(",") for line in islice(text, _RUN)) if one != "]}"]:
        features = json.loads(f"[{','.join(lines)}]")
        yield [one["properties"] for one in features], _geometries([one["geometry"] for one in features])


def _columns(runs: list[_Run]) -> _Columns:
    said = [one for properties, _ in runs for one in properties]
    return _Columns(
        [KINDS[KINDS.index(one["kind"])] for one in said],
        [one.get("name") or "" for one in said],
        np.array([one.get("rank") or 1 for one in said], dtype=np.int64),
        np.array([one.get("zoom") or 0 for one in said], dtype=np.int64),
        shapely.STRtree([one for _, geometries in runs for one in geometries]),
    )


def _geometries(documents: list[dict[str, Any]]) -> NDArray[Any]:
    """GeoJSON geometries; points and lines at a stroke, since there are thousands."""
    found = np.empty(len(documents), dtype=object)
    by_type: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        by_type.setdefault(document["type"], []).append(number)
    for name, numbers in by_type.items():
        make = _AT_A_STROKE.get(name, _one_by_one)
        found[numbers] = make([documents[one] for one in numbers])
    return found


def _points(documents: list[dict[str, Any]]) -> NDArray[Any]:
    return np.asarray(shapely.points([one["coordinates"] for one in documents]))


def _lines(documents: list[dict[str, Any]]) -> NDArray[Any]:
    lines = [one["coordinates"] for one in documents]
    corners = np.array([corner for line in lines for corner in line], dtype=np.float64)
    line = np.repeat(np.arange(len(lines)), [len(one) for one in lines])
    return np.asarray(shapely.linestrings(corners, indices=line))


def _one_by_one(documents: list[dict[str, Any]]) -> NDArray[Any]:
    return shapely.from_geojson([json.dumps(one) for one in documents])


_AT_A_STROKE = {"Point": _points, "LineString": _lines}
