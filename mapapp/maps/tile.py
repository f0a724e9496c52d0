"""One tile of the basemap: what is in it at its zoom, clipped, thinned and written as compact JSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from mapapp.maps.grid import UNITS, Tile
from mapapp.streets.layers import BaseFeature

MIN_ZOOM = 3
MAX_ZOOM = 16
"""Deeper than this a browser enlarges the tile above: streets have no more detail to give."""

DETAIL_FROM = 10
"""From here on one county fills the view, and what its street index knows is shown. In a wider view roads and
ponds in some counties would say that the others have none."""

COARSE_SHORES_TO = 11
"""A coarse shore, which may be half a kilometre out, is shown no further where streets are known."""

MARGIN = UNITS // 16
"""What reaches so far over the edge is kept, so that no casing or outline shows where tiles meet."""

LABEL_MARGIN = UNITS // 2
"""Names of places are known so far beyond the edge, for the neighbours of a tile that is still on its way."""

_THINNED_BY = 4.0
"""Douglas-Peucker tolerance in units: half a pixel of a tile drawn 512 pixels wide."""

_SHORE = 16.0
"""A boundary that runs along a shore, or out in the water, is not worth a line."""

_LEAST_AREA = 2048.0
_LEAST_LENGTH = 24.0
_LABELLED_AREA = UNITS * UNITS / 24
_DEEPEST_RANK = ((7, 1), (10, 2), (13, 3), (MAX_ZOOM, 4))
_NAMED_FROM = {1: 10, 2: 10, 3: 13, 4: 14}
"""From which zoom the roads of a rank carry their names."""

_KINDS_FROM = {
    **dict.fromkeys(("water", "boundary", "place", "region", "sea"), MIN_ZOOM),
    **dict.fromkeys(("road", "rail"), DETAIL_FROM),
    "stream": 11,
}
_REGIONS_TO = {1: 7, 2: 11}
"""The last zoom at which the names of states, and of counties, are of use."""
LAST_PLACES = 11
"""A place whose source does not say from which zoom on it is shown comes after those that do."""
_SAME_SPOT = UNITS // 8
_LONG_WORDS = {"Lk": "Lake", "Riv": "River", "Cr": "Creek", "Pnd": "Pond", "Rsvr": "Reservoir"}

_NAMES_ONLY = {"place", "region", "sea"}

_Piece = tuple[BaseFeature, BaseGeometry]
"""A feature, and as much of its figure as the tile shows, in units of the tile."""


def kinds_at(zoom: int) -> frozenset[str]:
    """The kinds of features that a tile of `zoom` shows."""
    return frozenset(kind for kind, first in _KINDS_FROM.items() if zoom >= first)


def deepest_rank(zoom: int) -> int:
    """The least important rank of roads that a tile of `zoom` shows."""
    return next(rank for last, rank in _DEEPEST_RANK if zoom <= last)


def names_at(zoom: int, name: BaseFeature) -> bool:
    """Whether a name is of use at a zoom: that of a state or a county is not within one town."""
    return name.kind != "region" or zoom <= _REGIONS_TO[name.rank]


def encode(tile: Tile, features: Iterable[BaseFeature]) -> bytes:
    """The tile as UTF-8 JSON; every member is left out where empty.

    `water` is an array of polygons, each an array of rings; `stream`, `rail`, `border` (of states and
    countries) and `boundary` (of counties) are arrays of lines; `road` holds `[rank, name, line, line, …]`,
    most important last so that it is drawn on top; for labels `place` holds `[right, down, rank, name,
    first zoom]`, `region` `[right, down, rank, name]` and `lake` `[right, down, name]`. Lines and rings are
    flat: the first pair is a position in tile units, each further pair a step from the one before.
    """
    whole = list(features)
    moved = shapely.transform(np.array([one.geometry for one in whole], dtype=object), tile.inside)
    clipped = _clipped(moved)
    by_kind: dict[str, list[_Piece]] = defaultdict(list)
    for feature, figure, whole_figure in zip(whole, clipped, moved, strict=True):
        by_kind[feature.kind].append((feature, whole_figure if feature.kind in _NAMES_ONLY else figure))
    water = _water(figure for _, figure in by_kind["water"])
    ashore = shapely.buffer(shapely.union_all(water), _SHORE)
    members: dict[str, Any] = {
        "water": _polygons(water),
        "stream": _lines(figure for _, figure in by_kind["stream"]),
        "rail": _lines(figure for _, figure in by_kind["rail"]),
        "border": _lines(figure.difference(ashore) for one, figure in by_kind["boundary"] if one.rank == 1),
        "boundary": _lines(figure.difference(ashore) for one, figure in by_kind["boundary"] if one.rank > 1),
        "road": _roads(tile.z, by_kind["road"]),
        "place": _places(by_kind["place"]),
        "region": _regions(tile.z, by_kind["region"]),
        "lake": [*_lakes(by_kind["water"]), *_seas(by_kind["sea"])],
    }
    present = {name: value for name, value in members.items() if value}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


def _clipped(figures: NDArray[Any]) -> NDArray[Any]:
    """What lies in the tile or its margin. The fast way is for lines; it fails on crooked polygons."""
    edge = (-MARGIN, -MARGIN, UNITS + MARGIN, UNITS + MARGIN)
    is_area = shapely.get_dimensions(figures) == 2
    clipped = np.empty_like(figures)
    clipped[~is_area] = shapely.clip_by_rect(figures[~is_area], *edge)
    clipped[is_area] = shapely.intersection(shapely.make_valid(figures[is_area]), shapely.box(*edge))
    return clipped


def _water(figures: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Polygons joined where they touch, without those too small to see."""
    joined = shapely.union_all(list(figures))
    return [one for one in _parts(joined.simplify(_THINNED_BY), "Polygon") if one.area >= _LEAST_AREA]


def _polygons(polygons: Iterable[BaseGeometry]) -> list[list[list[int]]]:
    """Polygons as rings of steps; holes that came to nothing are left out."""
    stepped = (_steps(shapely.get_rings(one)) for one in polygons)
    return [rings for polygon in stepped if (rings := [one for one in polygon if len(one) > 6])]


def _lines(figures: Iterable[BaseGeometry]) -> list[list[int]]:
    """Lines joined end to end and thinned, as steps; what is too short to see is left out."""
    pieces: list[Any] = [part for figure in figures for part in _parts(figure, "LineString")]
    joined = linemerge(pieces) if pieces else LineString()
    thinned = shapely.simplify(
        np.array(list(_parts(joined, "LineString")), dtype=object), _THINNED_BY, preserve_topology=False
    )
    seen = thinned[shapely.length(thinned) >= _LEAST_LENGTH]
    return [one for one in _steps(seen) if len(one) > 2]


def _roads(zoom: int, roads: Iterable[_Piece]) -> list[list[Any]]:
    """Roads joined by name, since that makes the longest lines, also where the name is not shown yet."""
    by_name: dict[tuple[int, str], list[BaseGeometry]] = defaultdict(list)
    for road, figure in roads:
        by_name[-road.rank, road.name].append(figure)
    entries: dict[tuple[int, str], list[Any]] = {}
    for (rank, name), figures in sorted(by_name.items()):
        shown = name if zoom >= _NAMED_FROM[-rank] else ""
        entries.setdefault((rank, shown), [-rank, shown]).extend(_lines(figures))
    return [one for one in entries.values() if len(one) > 2]


def _places(places: Iterable[_Piece]) -> list[list[Any]]:
    """Each place once, the most important first; neighbours of one name are one place to two sources."""
    labels: dict[tuple[str, int, int], list[Any]] = {}
    for first, place, figure in sorted(
        ((place.zoom or LAST_PLACES, place, figure) for place, figure in places),
        key=lambda one: (one[0], one[1].rank),
    ):
        right, down = _spot(figure)
        key = place.name, right // _SAME_SPOT, down // _SAME_SPOT
        if place.name:
            labels.setdefault(key, [right, down, place.rank, place.name, first])
    return list(labels.values())


def _regions(zoom: int, regions: Iterable[_Piece]) -> list[list[Any]]:
    return [[*_spot(figure), one.rank, one.name] for one, figure in regions if names_at(zoom, one)]


def _seas(seas: Iterable[_Piece]) -> Iterator[list[Any]]:
    return ([*_spot(figure), one.name] for one, figure in seas)


def _lakes(water: Iterable[_Piece]) -> list[list[Any]]:
    """A label for each named water that fills a good part of the tile."""
    labels: dict[str, list[Any]] = {}
    for lake, figure in sorted(water, key=lambda piece: -piece[1].area):
        if lake.name and figure.area >= _LABELLED_AREA:
            name = _spelled_out(lake.name)
            labels.setdefault(name, [*_spot(figure), name])
    return list(labels.values())


def _spelled_out(name: str) -> str:
    """A water's name without the abbreviations of TIGER/Line."""
    return " ".join(_LONG_WORDS.get(word, word) for word in name.split())


def _spot(figure: BaseGeometry) -> list[int]:
    """A position on a figure, in whole units."""
    inside = shapely.get_coordinates(shapely.point_on_surface(figure))[0]
    return [round(float(one)) for one in inside]


def _parts(figure: BaseGeometry, kind: str) -> Iterator[BaseGeometry]:
    """The members of a figure that are of one kind, however they are collected."""
    if figure.geom_type == kind:
        yield from () if figure.is_empty else (figure,)
    elif hasattr(figure, "geoms"):
        for one in figure.geoms:
            yield from _parts(one, kind)


def _steps(lines: NDArray[Any]) -> list[list[int]]:
    """Lines as whole units, all at once: of each its first position, then the steps that lead anywhere."""
    corners, line = shapely.get_coordinates(lines, return_index=True)
    corners = corners.round().astype(np.int64)
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), np.int64))
    is_first = np.diff(line, prepend=-1) != 0
    steps = np.where(is_first[:, None], corners, steps)
    kept = is_first | steps.any(axis=1)
    starts = np.flatnonzero(is_first[kept])
    return [one.ravel().tolist() for one in np.split(steps[kept], starts[1:])] if len(corners) else []
