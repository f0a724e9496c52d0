"""Spots gathered into clusters, for each zoom of the web's grid: what lies too close for two symbols is one.

The clusters of a zoom are gathered from those of the next: so each is whole in one of the zoom before, and
what falls apart when a reader comes closer adds up to what was counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapapp.incident.geodesy import LonLat
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import UNITS, Tile

CLOSEST = 19
"""The deepest zoom that has clusters."""

RADIUS_PX = 64.0
"""Two symbols at least this far apart can be told apart and touched: WCAG 2.5.5 asks for 44."""

_TILE_PX = 256
_CELLS = 3
"""A radius is so many cells wide. What is in one cell is one to begin with, so neighbours stay few."""

_Floats = NDArray[np.float64]
_Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Cluster:
    """What is one symbol at a zoom; `members` are numbers of spots, in order, one or more.

    `at` is the middle of its members and `bounds` (west, south, east, north) their extent, in degrees.
    `splits` is the zoom at which it falls apart, None where it does at none.
    """

    members: tuple[int, ...]
    at: LonLat
    bounds: Bounds
    splits: int | None


class Clusters:
    """The clusters of spots (lon, lat in degrees); longitudes may lie beyond ±180, as on a flat map."""

    def __init__(self, spots: Sequence[LonLat]) -> None:
        self._lonlat: _Floats = np.array(spots, dtype=np.float64).reshape(-1, 2)
        self._at = Tile(0, 0, 0).inside(self._lonlat) / UNITS
        # What lies beyond the grid's edge is shown on it, and rounding must not put it outside.
        self._at[:, 1] = np.clip(self._at[:, 1], 0.0, np.nextafter(1.0, 0.0))

    def __len__(self) -> int:
        return len(self._lonlat)

    def all(self, zoom: int) -> Iterator[Cluster]:
        """Every cluster of a zoom from 0 to `CLOSEST`; every spot is a member of just one."""
        level = self._levels[zoom]
        return (self._cluster(level, one) for one in range(len(level.sizes)))

    def within(self, zoom: int, west: float, north: float, east: float, south: float) -> tuple[Cluster, ...]:
        """The clusters whose middle lies in a box, its west and north edge included.

        The edges are fractions of the world's width: from 180° W, and from the grid's north edge down.
        """
        level = self._levels[zoom]
        x, y = level.at.T
        inside = np.flatnonzero((west <= x) & (x < east) & (north <= y) & (y < south))
        return tuple(self._cluster(level, int(one)) for one in inside)

    def middles(self, zoom: int) -> NDArray[np.float64]:
        """Where the clusters of a zoom are: rows of (right, down), as `within` takes its edges."""
        return self._levels[zoom].at

    def parts(self, cluster: Cluster) -> tuple[Cluster, ...]:
        """What a cluster falls into at the zoom at which it splits; nothing where it never does."""
        if cluster.splits is None:
            return ()
        level = self._levels[cluster.splits]
        return tuple(self._cluster(level, int(one)) for one in np.unique(level.labels[list(cluster.members)]))

    @cached_property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, north, east, south of all spots as `within` takes them; None where there is none."""
        if not len(self):
            return None
        (west, north), (east, south) = self._at.min(axis=0), self._at.max(axis=0)
        return float(west), float(north), float(east), float(south)

    def _cluster(self, level: "_Level", label: int) -> Cluster:
        start = level.starts[label]
        members = level.order[start : start + level.sizes[label]]
        (west, south), (east, north) = self._lonlat[members].min(axis=0), self._lonlat[members].max(axis=0)
        splits = int(level.splits[label])
        middle = Tile.outside(level.at[label])
        at = min(max(middle[0], float(west)), float(east)), min(max(middle[1], float(south)), float(north))
        bounds = float(west), float(south), float(east), float(north)
        return Cluster(tuple(members.tolist()), at, bounds, splits if splits <= CLOSEST else None)

    @cached_property
    def _levels(self) -> "list[_Level]":
        """From zoom 0 to the closest."""
        labels: _Indices = np.arange(len(self))
        at, weights = self._at, np.ones(len(self))
        splits = np.full(len(self), CLOSEST + 1)
        levels = []
        for zoom in range(CLOSEST, -1, -1):
            merged = _merged(at * _TILE_PX * 2.0**zoom, weights)
            labels = merged[labels]
            at, weights = _middles(at, weights, merged)
            splits = _splits(splits, merged, zoom)
            levels.append(_Level(labels.astype(np.int32), at, splits))
        return levels[::-1]


class _Level:
    """The clusters of one zoom: which one each spot is in, where they are, and when they fall apart."""

    def __init__(self, labels: NDArray[np.int32], at: _Floats, splits: _Indices) -> None:
        self.labels, self.at, self.splits = labels, at, splits
        self.order = np.argsort(labels, kind="stable").astype(np.int32)
        self.sizes = np.bincount(labels, minlength=len(at))
        self.starts = np.cumsum(self.sizes) - self.sizes


def _splits(splits: _Indices, merged: _Indices, zoom: int) -> _Indices:
    """At which zoom each of the clusters that others were merged into falls apart."""
    latest = np.zeros(merged.max(initial=-1) + 1, dtype=splits.dtype)
    np.maximum.at(latest, merged, splits)
    latest[np.bincount(merged) > 1] = zoom + 1
    return latest


def _middles(at: _Floats, weights: _Floats, labels: _Indices) -> tuple[_Floats, _Floats]:
    """The weighted middle of all that has the same label, and their weights together."""
    together = np.bincount(labels, weights)
    x, y = (np.bincount(labels, weights * each) / together for each in at.T)
    return np.column_stack([x, y]), together.astype(np.float64)


def _merged(at: _Floats, weights: _Floats) -> _Indices:
    """A label for each of the points in pixels: the heaviest takes what lies around it, then the next."""
    if not len(at):
        return np.zeros(0, dtype=np.int64)
    columns, rows = np.floor(at / (RADIUS_PX / _CELLS)).astype(np.int64).T
    _, cells = np.unique((columns << 32) + rows, return_inverse=True)
    return _taken(*_middles(at, weights, cells))[cells]


def _taken(at: _Floats, weights: _Floats) -> _Indices:
    points: list[Any] = np.asarray(shapely.points(at), dtype=object).tolist()
    these, those = shapely.STRtree(points).query(points, predicate="dwithin", distance=RADIUS_PX)
    those = those[np.argsort(these, kind="stable")]
    counts = np.bincount(these, minlength=len(at))
    ends = np.cumsum(counts)
    labels = np.full(len(at), -1, dtype=np.int64)
    alone = counts == 1
    labels[alone] = np.arange(alone.sum())
    following = int(alone.sum())
    for one in np.argsort(-weights, kind="stable"):
        if labels[one] < 0:
            around = those[ends[one] - counts[one] : ends[one]]
            labels[around[labels[around] < 0]] = following
            following += 1
    return labels
