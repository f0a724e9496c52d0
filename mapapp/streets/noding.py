"""Whole roads cut into edges at the vertices they share, and the names that edges take over from them.

TIGER's lines form a planar graph: roads that touch share a vertex, to the last of its six decimals.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import shapely

from mapapp.streets.edges import Column, Edges, Lines, no_aliases

_DECIMALS = 6
_NAME_ORDER = "IMUSCO"


class _Vertices(NamedTuple):
    """All vertices of some lines in a row: position number, line number, coordinates by position."""

    at: Column
    line: Column
    lonlat: Column


class Cut(NamedTuple):
    """Lines cut where they meet, one row per piece, each running the way its line does.

    `line` is the row of the line it came from, `start` and `end` the fractions of its length, in 0..1.
    """

    geometry: Column
    node_from: Column
    node_to: Column
    line: Column
    start: Column
    end: Column


def cut_lines(geometry: Column) -> Cut:
    """Cut lines at their ends and wherever they share a vertex; what coincides stays apart.

    No line may be a mere point. Nodes are numbered from 1, by longitude, then latitude.
    """
    vertices = _vertices(geometry)
    is_node = _nodes(vertices)
    pieces, line = _pieces(vertices, is_node)
    nodes = _Nodes(vertices.lonlat[is_node])
    length = shapely.length(pieces)
    whole = np.bincount(line, length)[line]
    end = np.cumsum(length)
    before = (end - length)[np.searchsorted(line, line)]
    return Cut(
        pieces,
        nodes.number(shapely.get_point(pieces, 0)),
        nodes.number(shapely.get_point(pieces, -1)),
        line,
        (end - length - before) / whole,
        (end - before) / whole,
    )


def split_roads(roads: Lines) -> Edges:
    """Cut roads at their ends and wherever they meet; what coincides becomes one edge with several names.

    Nodes are numbered from 1, by longitude, then latitude. Of the names of one edge the first is an
    Interstate's, else the common name, else the highway's.
    """
    vertices = _vertices(roads.geometry)
    is_node = _nodes(vertices)
    pieces, line = _pieces(vertices, is_node)
    pieces, _ = turned_one_way(pieces)
    shape = np.unique(np.array(shapely.to_wkb(pieces), dtype=object), return_inverse=True)[1]
    order = np.lexsort((_name_rank(roads)[line], shape))
    pieces, line, shape = pieces[order], line[order], shape[order]
    first = np.r_[True, shape[1:] != shape[:-1]]
    edges = _plain_edges(pieces[first], roads, line[first], _Nodes(vertices.lonlat[is_node]))
    return with_names(edges, (np.cumsum(first) - 1)[~first], roads.name[line[~first]])


class Alongside(NamedTuple):
    """Which edge (by row) a line runs along, and whether the same way; one row for each such pair."""

    edge: Column
    line: Column
    ahead: Column


def alongside(edges: Column, lines: Column) -> Alongside:
    """The lines that run along an edge from its first segment on, by shared vertices."""
    count = len(edges)
    vertices = _vertices(np.concatenate([edges, lines]))
    start, end, line = _segments(vertices)
    keys = np.minimum(start, end).astype(np.int64) * len(vertices.lonlat) + np.maximum(start, end)
    of_edge = line < count
    rows, first = np.unique(line[of_edge], return_index=True)
    probe, ahead = keys[of_edge][first], (start < end)[of_edge][first]
    by_key = np.argsort(probe, kind="stable")
    low, high = (np.searchsorted(probe[by_key], keys[~of_edge], side) for side in ("left", "right"))
    segment = np.repeat(np.arange(len(low)), high - low)
    hit = by_key[np.arange(len(segment)) - np.repeat(np.cumsum(high - low) - high, high - low)]
    same_way = ahead[hit] == (start < end)[~of_edge][segment]
    return Alongside(rows[hit], (line[~of_edge] - count)[segment], same_way)


def add_names(edges: Edges, roads: Lines) -> Edges:
    """The same edges with, as aliases, the names of the roads that run along them."""
    found = alongside(edges.geometry, roads.geometry)
    return with_names(edges, found.edge, roads.name[found.line])


def with_names(edges: Edges, row: Column, name: Column) -> Edges:
    """The same edges bearing these further names too, each kept once."""
    fresh = (name != None) & (name != edges.name[row])  # noqa: E711 - elementwise
    known = zip(edges.alias_edge.tolist(), edges.alias_name.tolist(), strict=True)
    pairs = sorted({*known, *zip(row[fresh].tolist(), name[fresh].tolist(), strict=True)})
    alias_edge = np.array([one for one, _ in pairs], dtype=np.int64)
    alias_name = np.array([one for _, one in pairs], dtype=object)
    return replace(edges, alias_edge=alias_edge, alias_name=alias_name)


def _vertices(geometry: Column) -> _Vertices:
    lonlat, line = shapely.get_coordinates(geometry, return_index=True)
    scaled = np.round(lonlat * 10**_DECIMALS).astype(np.int64)
    moved = np.r_[True, (line[1:] != line[:-1]) | (scaled[1:] != scaled[:-1]).any(axis=1)]
    positions, at = np.unique(scaled[moved], axis=0, return_inverse=True)
    return _Vertices(at.reshape(-1), line[moved], positions / 10**_DECIMALS)


def _segments(vertices: _Vertices) -> tuple[Column, Column, Column]:
    """Start, end and line of every segment."""
    inside = vertices.line[1:] == vertices.line[:-1]
    return vertices.at[:-1][inside], vertices.at[1:][inside], vertices.line[1:][inside]


def _nodes(vertices: _Vertices) -> Column:
    """Which positions are nodes: where a line ends or turns back, or not two neighbours are joined."""
    start, end, _ = _segments(vertices)
    both = np.unique(np.column_stack([np.r_[start, end], np.r_[end, start]]), axis=0)
    neighbours = np.bincount(both[:, 0], minlength=len(vertices.lonlat))
    is_node: Column = neighbours != 2
    change = np.flatnonzero(vertices.line[1:] != vertices.line[:-1])
    ends = np.r_[0, change, change + 1, len(vertices.at) - 1]
    is_node[vertices.at[ends]] = True
    back = (vertices.at[2:] == vertices.at[:-2]) & (vertices.line[2:] == vertices.line[:-2])
    is_node[vertices.at[1:-1][back]] = True
    return is_node


def _pieces(vertices: _Vertices, is_node: Column) -> tuple[Column, Column]:
    """The lines cut at the nodes, and the line each piece came from."""
    inner = is_node[vertices.at]
    first = np.r_[True, vertices.line[1:] != vertices.line[:-1]]
    last = np.r_[first[1:], True]
    # A node inside a line ends one piece and starts the next: its vertex is needed twice.
    repeat = np.where(inner & ~first & ~last, 2, 1)
    lonlat = np.repeat(vertices.lonlat[vertices.at], repeat, axis=0)
    starts = np.repeat(inner & ~last, repeat)
    twice = np.flatnonzero(np.repeat(repeat == 2, repeat))
    starts[twice[::2]] = False
    piece = np.cumsum(starts) - 1
    pieces: Any = shapely.linestrings(lonlat, indices=piece)
    return pieces, np.repeat(vertices.line, repeat)[starts]


def turned_one_way(lines: Any) -> tuple[Column, Column]:
    """The lines, each from its lesser end, so that coinciding ones are equal, and which were turned.

    A ring keeps its start.
    """
    near, far, second, last_but_one = (
        shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1, 1, -2)
    )
    is_ring = (near == far).all(axis=1, keepdims=True)
    ahead, back = np.where(is_ring, second, near), np.where(is_ring, last_but_one, far)
    turn = (back[:, 0] < ahead[:, 0]) | ((back[:, 0] == ahead[:, 0]) & (back[:, 1] < ahead[:, 1]))
    turned: Column = np.where(turn, shapely.reverse(lines), lines)
    return turned, turn


class _Nodes:
    """Numbers nodes, from 1, by their sorted positions."""

    def __init__(self, lonlat: Column) -> None:
        self._keys = self._key(lonlat)

    def number(self, points: Column) -> Column:
        found: Column = np.searchsorted(self._keys, self._key(shapely.get_coordinates(points))) + 1
        return found

    @staticmethod
    def _key(lonlat: Column) -> Column:
        scaled = np.round(lonlat * 10**_DECIMALS).astype(np.int64)
        key: Column = scaled[:, 0] * 10 ** (_DECIMALS + 3) + scaled[:, 1]
        return key


def _name_rank(roads: Lines) -> Column:
    """For each line its place in the order in which names come first on a shared edge."""
    kind = [_NAME_ORDER.find(one) if one else len(_NAME_ORDER) for one in roads.route_type]
    keys = [(name is None, rank, name or "") for name, rank in zip(roads.name, kind, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), dtype=np.int64)
    rank[order] = np.arange(len(keys))
    return rank


def _plain_edges(pieces: Column, roads: Lines, line: Column, nodes: _Nodes) -> Edges:
    """Edges without house numbers, each with the name and class of the line it came from."""
    count = len(pieces)
    alias_edge, alias_name = no_aliases()
    return Edges(
        geometry=pieces,
        name=roads.name[line],
        mtfcc=roads.mtfcc[line],
        node_from=nodes.number(shapely.get_point(pieces, 0)),
        node_to=nodes.number(shapely.get_point(pieces, -1)),
        ranges=np.full((count, 4), None, dtype=object),
        zips=np.full((count, 2), None, dtype=object),
        alias_edge=alias_edge,
        alias_name=alias_name,
    )
