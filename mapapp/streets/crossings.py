"""Where streets meet: nodes they share, gathered at 50 m, and where they only seem to meet.

Pure: columns in, crossings out. Points are (lon, lat) in degrees, distances metres: flat reckoning at the
network's middle latitude to gather and to search, geodesic for every radius.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import shapely

from mapapp.incident.geodesy import distance_m, metres_per_degree
from mapapp.streets.edges import Column

CLUSTER_M = 50.0
NEAR_MISS_M = 60.0

_NO_NODE = -1


class Crossing(NamedTuple):
    """A place where two streets meet or seem to: the smallest circle around its nodes.

    `street_a` < `street_b`; `n` counts the pair's crossings from 1, west to east; `kind` is `node`,
    `overpass` or `near_miss`; `nodes` are node ids in ascending order, none for lines that merely cross.
    """

    street_a: int
    street_b: int
    n: int
    lon: float
    lat: float
    radius_m: float
    kind: str
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Network:
    """Edges as crossings need them, one row per edge, and one row per name of an edge.

    `geometry` in degrees; `node_from`, `node_to` ids; `limited` marks carriageways of limited access.
    `row` and `street` pair an edge's row with the street id of each of its names, sorted by row.
    """

    geometry: Column
    node_from: Column
    node_to: Column
    limited: Column
    row: Column
    street: Column


class _Meetings(NamedTuple):
    """Points where a pair of streets meets, one row each; `slack_m` is how far off the streets may be."""

    street_a: Column
    street_b: Column
    node: Column
    lonlat: Column
    slack_m: Column

    def only(self, rows: Column) -> "_Meetings":
        return _Meetings(*(column[rows] for column in self))


class _Ends(NamedTuple):
    """One row per node and street: how many of the street's edges end there, and which (as a hash)."""

    node: Column
    street: Column
    degree: Column
    edges: Column
    limited: Column
    lonlat: Column


def find_crossings(network: Network) -> list[Crossing]:
    """All crossings of a network, ordered by pair.

    Beside a pair's nodes its overpasses count only where they lie farther than 60 m from those; a near
    miss counts only for a pair that has nothing better.
    """
    if not len(network.row):
        return []
    ends = _ends(network)
    at_nodes, passed_over = _meetings_at_nodes(ends)
    nodes = list(_gathered([at_nodes], "node"))
    overpasses = list(
        _apart_from(nodes, _gathered([passed_over, _stacked(ends), _crossing_lines(network)], "overpass"))
    )
    near = _pairs_not_in(nodes + overpasses, _near_misses(network, ends))
    return list(_numbered([*nodes, *overpasses, *_gathered([near], "near_miss")]))


def clusters(points_m: Column) -> list[Column]:
    """The numbers of the points (n × 2, metres) that belong together, single-link at 50 m.

    Two points are in one cluster when steps of at most 50 m from point to point lead from one to the
    other; so different clusters lie farther than 50 m apart.
    """
    points = np.asarray(shapely.points(points_m))
    one, two = shapely.STRtree(points).query(points, predicate="dwithin", distance=CLUSTER_M)
    label = np.arange(len(points_m))
    while True:
        lowest = label.copy()
        np.minimum.at(lowest, one, label[two])
        if np.array_equal(lowest, label):
            return [np.flatnonzero(label == least) for least in np.unique(label)]
        label = lowest


def enclosing_circle(lonlat: Column) -> tuple[float, float, float]:
    """Centre (lon, lat) and radius in geodesic metres of the smallest circle around points (n × 2).

    The radius is rounded up to 0.1 m, so that every point is inside; a single point has radius 0.
    """
    points = lonlat.round(7)
    points = np.unique(points, axis=0) if len(points) > 1 else points
    if len(points) == 1:
        return float(points[0, 0]), float(points[0, 1]), 0.0
    scale = np.array(metres_per_degree(float(points[:, 1].mean())))
    circle = shapely.minimum_bounding_circle(shapely.multipoints(points * scale))
    middle = shapely.get_coordinates(shapely.centroid(circle))[0] / scale
    lon, lat = (round(float(one), 7) for one in middle)
    radius = max(distance_m((lon, lat), (x, y)) for x, y in points.tolist())
    return lon, lat, math.ceil(radius * 10) / 10


def _ends(network: Network) -> _Ends:
    node = np.concatenate([network.node_from[network.row], network.node_to[network.row]])
    street, row = np.tile(network.street, 2), np.tile(network.row, 2)
    points = [shapely.get_coordinates(shapely.get_point(network.geometry[network.row], at)) for at in (0, -1)]
    keys, first, group = np.unique(
        np.column_stack([node, street]), axis=0, return_index=True, return_inverse=True
    )
    group = group.reshape(-1)
    hashes = np.random.default_rng(0).integers(2**62, size=len(network.geometry), dtype=np.uint64)
    edges = np.zeros(len(keys), dtype=np.uint64)
    np.add.at(edges, group, hashes[row])
    limited = np.ones(len(keys), dtype=bool)
    np.logical_and.at(limited, group, network.limited[row])
    return _Ends(keys[:, 0], keys[:, 1], np.bincount(group), edges, limited, np.concatenate(points)[first])


def _meetings_at_nodes(ends: _Ends) -> tuple[_Meetings, _Meetings]:
    """The pairs of streets at each node: those that meet, and those that pass over one another.

    TIGER joins an overpass's roads in a node. A limited-access road that passes straight through a node
    does not meet another road that passes through it too. Two names of the very same edges do not meet.
    """
    one, two = _sharing(ends.node)
    differ = ends.edges[one] != ends.edges[two]
    one, two = one[differ], two[differ]
    straight = (ends.degree[one] > 1) & (ends.degree[two] > 1)
    over = straight & (ends.limited[one] != ends.limited[two])
    meetings = _Meetings(
        ends.street[one], ends.street[two], ends.node[one], ends.lonlat[one], np.zeros(len(one))
    )
    return meetings.only(~over), meetings.only(over)


def _stacked(ends: _Ends) -> _Meetings:
    """Where streets pass through different nodes of one place, as in files that know of levels."""
    place = np.unique(ends.lonlat @ np.array([1, 1j]), return_inverse=True)[1]
    order = np.argsort(place, kind="stable")
    one, two = (order[rows] for rows in _sharing(place[order]))
    over = (ends.node[one] != ends.node[two]) & (ends.degree[one] > 1) & (ends.degree[two] > 1)
    one, two = one[over], two[over]
    node = np.full(len(one), _NO_NODE)
    found = _Meetings(ends.street[one], ends.street[two], node, ends.lonlat[one], np.zeros(len(one)))
    return _ordered(found)


def _sharing(keys: Column) -> tuple[Column, Column]:
    """All pairs of rows with the same key; the keys are in order."""
    firsts, seconds = [], []
    for step in range(1, int(np.bincount(np.unique(keys, return_inverse=True)[1]).max())):
        first = np.flatnonzero(keys[:-step] == keys[step:])
        firsts.append(first)
        seconds.append(first + step)
    one, two = (np.concatenate([*parts, np.empty(0, dtype=np.int64)]) for parts in (firsts, seconds))
    return one, two


def _crossing_lines(network: Network) -> _Meetings:
    """Where named edges cross without a common node."""
    rows = np.unique(network.row)
    lines = network.geometry[rows]
    one, two = shapely.STRtree(lines).query(lines, predicate="crosses")
    one, two = rows[one[one < two]], rows[two[one < two]]
    ends = [network.node_from, network.node_to]
    apart = np.all([a[one] != b[two] for a in ends for b in ends], axis=0)
    one, two = one[apart], two[apart]
    points = shapely.centroid(shapely.intersection(network.geometry[one], network.geometry[two]))
    at, first = _streets_of(network, one)
    again, second = _streets_of(network, two[at])
    lonlat = shapely.get_coordinates(points).reshape(-1, 2)[at][again]
    node = np.full(len(second), _NO_NODE)
    return _ordered(_Meetings(first[again], second, node, lonlat, np.zeros(len(second))))


def _near_misses(network: Network, ends: _Ends) -> _Meetings:
    """Where a street ends within 60 m of another: the middle of the gap, the nearest edge only."""
    scale = np.array(metres_per_degree(float(ends.lonlat[:, 1].mean())))
    rows = np.unique(network.row)
    lines = shapely.transform(network.geometry[rows], lambda lonlat: lonlat * scale)
    dead = np.flatnonzero(ends.degree == 1)
    points = shapely.points(ends.lonlat[dead] * scale)
    point, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NEAR_MISS_M)
    gaps = shapely.shortest_line(points[point], lines[line])
    at, other = _streets_of(network, rows[line])
    point, gaps = dead[point[at]], gaps[at]
    middle = shapely.get_coordinates(shapely.line_interpolate_point(gaps, 0.5, normalized=True)) / scale
    found = _Meetings(
        ends.street[point], other, ends.node[point], middle.reshape(-1, 2), shapely.length(gaps) / 2
    )
    return _nearest(_ordered(found))


def _streets_of(network: Network, rows: Column) -> tuple[Column, Column]:
    """For edges by row: every (position in `rows`, street id) of their names."""
    low, high = (np.searchsorted(network.row, rows, side) for side in ("left", "right"))
    count = high - low
    at = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, network.street[np.repeat(low, count) + within]


def _ordered(meetings: _Meetings) -> _Meetings:
    """The same meetings with the smaller street id first, without a street's meetings with itself."""
    low = np.minimum(meetings.street_a, meetings.street_b)
    high = np.maximum(meetings.street_a, meetings.street_b)
    return meetings._replace(street_a=low, street_b=high).only(low != high)


def _nearest(meetings: _Meetings) -> _Meetings:
    """Of a pair's meetings at one node the one with the least slack."""
    order = np.lexsort((meetings.slack_m, meetings.node, meetings.street_b, meetings.street_a))
    keys = np.column_stack([meetings.street_a, meetings.street_b, meetings.node])[order]
    first = np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)][: len(order)]
    return meetings.only(order[first])


def _pairs_not_in(known: Iterable[Crossing], meetings: _Meetings) -> _Meetings:
    """The meetings of pairs that have no crossing yet."""
    pairs = {(one.street_a, one.street_b) for one in known}
    asked = zip(meetings.street_a.tolist(), meetings.street_b.tolist(), strict=True)
    return meetings.only(np.array([pair not in pairs for pair in asked], dtype=bool))


def _gathered(parts: Iterable[_Meetings], kind: str) -> Iterator[Crossing]:
    """The crossings of each pair: its meetings gathered at 50 m."""
    all_parts = _Meetings(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    order = np.lexsort(
        (all_parts.lonlat[:, 1], all_parts.lonlat[:, 0], all_parts.street_b, all_parts.street_a)
    )
    meetings = all_parts.only(order)
    pairs = np.column_stack([meetings.street_a, meetings.street_b])
    starts = np.flatnonzero(np.r_[True, (pairs[1:] != pairs[:-1]).any(axis=1)][: len(pairs)])
    for rows in np.split(np.arange(len(pairs)), starts[1:]) if len(pairs) else []:
        scale = np.array(metres_per_degree(float(meetings.lonlat[rows[0], 1])))
        groups = clusters(meetings.lonlat[rows] * scale) if len(rows) > 1 else [np.zeros(1, dtype=np.int64)]
        yield from (_crossing(meetings.only(rows[group]), kind) for group in groups)


def _crossing(meetings: _Meetings, kind: str) -> Crossing:
    lon, lat, radius = enclosing_circle(meetings.lonlat)
    radius = round(radius + float(meetings.slack_m.max()), 1)
    nodes = tuple(sorted({int(node) for node in meetings.node} - {_NO_NODE}))
    return Crossing(int(meetings.street_a[0]), int(meetings.street_b[0]), 0, lon, lat, radius, kind, nodes)


def _apart_from(known: Iterable[Crossing], crossings: Iterable[Crossing]) -> Iterator[Crossing]:
    """The crossings farther than 60 m from every known one of the same pair."""
    by_pair: dict[tuple[int, int], list[Crossing]] = {}
    for one in known:
        by_pair.setdefault((one.street_a, one.street_b), []).append(one)
    for one in crossings:
        others = by_pair.get((one.street_a, one.street_b), [])
        if all(distance_m((one.lon, one.lat), (other.lon, other.lat)) > NEAR_MISS_M for other in others):
            yield one


def _numbered(crossings: list[Crossing]) -> Iterator[Crossing]:
    ordered = sorted(crossings, key=attrgetter("street_a", "street_b", "lon", "lat", "kind"))
    for _, group in groupby(ordered, key=attrgetter("street_a", "street_b")):
        yield from (one._replace(n=n) for n, one in enumerate(group, 1))
