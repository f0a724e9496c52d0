"""One tile of the basemap: what is in it at its zoom, clipped, thinned and written as compact JSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from mapapp.maps.grid import UNITS, Tile
from mapapp.streets.layers import BaseFeature

MIN_ZOOM = 5
MAX_ZOOM = 16
"""Deeper than this a browser enlarges the tile above: streets have no more detail to give."""

MARGIN = UNITS // 16
"""What reaches so far over the edge is kept, so that no casing or outline shows where tiles meet."""

LABEL_MARGIN = UNITS // 2
"""Names of places are known so far beyond the edge, for the neighbours of a tile that is still on its way."""

_THINNED_BY = 4.0
"""Douglas-Peucker tolerance in units: half a pixel of a tile drawn 512 pixels wide."""

_LEAST_AREA = 512.0
_LABELLED_AREA = UNITS * UNITS / 24
_DEEPEST_RANK = ((7, 1), (10, 2), (13, 3), (MAX_ZOOM, 4))
_NAMED_FROM = {1: 9, 2: 10, 3: 13, 4: 14}
"""From which zoom the roads of a rank carry their names."""

_KINDS_FROM = {"water": 5, "boundary": 5, "place": 5, "road": 6, "rail": 10, "stream": 11}


def kinds_at(zoom: int) -> frozenset[str]:
    """The kinds of features that a tile of `zoom` shows."""
    return frozenset(kind for kind, first in _KINDS_FROM.items() if zoom >= first)


def deepest_rank(zoom: int) -> int:
    """The least important rank of roads that a tile of `zoom` shows."""
    return next(rank for last, rank in _DEEPEST_RANK if zoom <= last)


def encode(tile: Tile, features: Iterable[BaseFeature]) -> bytes:
    """The tile as UTF-8 JSON; every member is left out where empty.

    `water` is an array of polygons, each an array of rings; `stream`, `rail` and `boundary` are arrays
    of lines; `road` holds `[rank, name, line, line, …]`, most important last so that it is drawn on top;
    `place` holds `[right, down, rank, name]` and `lake` `[right, down, name]`, for labels. Lines and
    rings are flat: the first pair is a position in tile units, each further pair a step from the one before.
    """
    by_kind: dict[str, list[tuple[BaseFeature, BaseGeometry]]] = defaultdict(list)
    for feature in features:
        by_kind[feature.kind].append((feature, shapely.transform(feature.geometry, tile.inside)))
    water = [(one.name, _clipped(figure)) for one, figure in by_kind["water"]]
    members: dict[str, Any] = {
        "water": _polygons(figure for _, figure in water),
        **{kind: _lines(figure for _, figure in by_kind[kind]) for kind in ("stream", "rail", "boundary")},
        "road": _roads(tile.z, by_kind["road"]),
        "place": _places(by_kind["place"]),
        "lake": _lakes(water),
    }
    present = {name: value for name, value in members.items() if value}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


def _clipped(figure: BaseGeometry) -> BaseGeometry:
    return shapely.clip_by_rect(figure, -MARGIN, -MARGIN, UNITS + MARGIN, UNITS + MARGIN)


def _polygons(figures: Iterable[BaseGeometry]) -> list[list[list[int]]]:
    """Polygons that can be seen, joined where they touch, as rings of steps."""
    whole = shapely.union_all([shapely.make_valid(one) for one in figures if not one.is_empty])
    kept = (one for one in _parts(whole.simplify(_THINNED_BY), "Polygon") if one.area >= _LEAST_AREA)
    return [_rings(one) for one in kept]


def _rings(polygon: BaseGeometry) -> list[list[int]]:
    stepped = [_steps(ring) for ring in shapely.get_rings(polygon)]
    return [one for one in stepped if len(one) > 6]


def _lines(figures: Iterable[BaseGeometry]) -> list[list[int]]:
    """Lines joined end to end, clipped and thinned, as steps."""
    pieces = [part for figure in figures for part in _parts(_clipped(figure), "LineString")]
    joined = shapely.line_merge(MultiLineString(pieces)).simplify(_THINNED_BY)
    stepped = [_steps(one) for one in _parts(joined, "LineString")]
    return [one for one in stepped if len(one) > 2]


def _roads(zoom: int, roads: Iterable[tuple[BaseFeature, BaseGeometry]]) -> list[list[Any]]:
    named: dict[tuple[int, str], list[BaseGeometry]] = defaultdict(list)
    for road, figure in roads:
        name = road.name if zoom >= _NAMED_FROM[road.rank] else ""
        named[-road.rank, name].append(figure)
    entries = [[-rank, name, *_lines(figures)] for (rank, name), figures in sorted(named.items())]
    return [one for one in entries if len(one) > 2]


def _places(places: Iterable[tuple[BaseFeature, BaseGeometry]]) -> list[list[Any]]:
    """Each name once, by the most important place that bears it."""
    labels: dict[str, list[Any]] = {}
    for place, figure in sorted(places, key=lambda pair: pair[0].rank):
        if place.name:
            labels.setdefault(place.name, [*_spot(figure), place.rank, place.name])
    return list(labels.values())


def _lakes(water: Iterable[tuple[str, BaseGeometry]]) -> list[list[Any]]:
    """A label for each named water that fills a good part of the tile."""
    labels: dict[str, list[Any]] = {}
    for name, figure in sorted(water, key=lambda pair: -pair[1].area):
        if name and figure.area >= _LABELLED_AREA:
            labels.setdefault(name, [*_spot(figure), name])
    return list(labels.values())


def _spot(figure: BaseGeometry) -> list[int]:
    """A position on a figure, in whole units."""
    inside = shapely.get_coordinates(shapely.point_on_surface(figure))[0]
    return [round(float(one)) for one in inside]


def _parts(figure: BaseGeometry, kind: str) -> Iterator[BaseGeometry]:
    """The members of a figure that are of one kind, however they are collected."""
    if hasattr(figure, "geoms"):
        for one in figure.geoms:
            yield from _parts(one, kind)
    elif figure.geom_type == kind and not figure.is_empty:
        yield figure


def _steps(line: BaseGeometry) -> list[int]:
    """A line as whole units: its first position, then the steps that lead anywhere."""
    corners = shapely.get_coordinates(line).round().astype(np.int64)
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), np.int64))
    first, rest = steps[:1], steps[1:]
    kept = np.concatenate([first, rest[(rest != 0).any(axis=1)]])
    return [int(one) for one in kept.ravel()]
