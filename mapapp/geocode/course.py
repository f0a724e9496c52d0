"""A street as a network to walk along: its edges, joined at their nodes, in metres. Pure geometry."""

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from mapapp.incident.geodesy import LonLat, metres_per_degree
from mapapp.streets.edges import Column
from mapapp.streets.records import Edge

# A street that goes on behind a jog is one street: its loose ends this close are joined.
JOG_M = 80.0

# Two ways between the same corners are carriageways of one street when they are about equally long.
SAME_WAY = 1.25
SAME_WAY_M = 60.0

# A direction holds for a street that leaves the crossing, or has moved away from it, within three of the
# sixteen winds: "north" is said of anything between west-north-west and east-north-east.
DIRECTION_DEGREES = 67.5
AWAY_DEGREES = 90.0

# A street's first course is judged over this length; what is shorter than a junction is part of it.
HEADING_M = 100.0
LEAST_WAY_M = 50.0

_BRIDGE = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of one edge, as a line in metres, with the distance walked at its start and its end.

    `edge` is its place among the course's edges, −1 for the way over a jog.
    """

    line: LineString
    edge: int
    start: float
    end: float


@dataclass(frozen=True)
class Walk:
    """How far each node is from where a walk set out, in metres, and by which edge and node one got there.

    `branch` is the edge by which the walk left its start.
    """

    starts: frozenset[int]
    metres: Mapping[int, float]
    back: Mapping[int, tuple[int, int]]
    branch: Mapping[int, int]


class Course:
    """The edges of one street as a network.

    Lengths are flat reckoning at the street's middle latitude: within a county good to half a per cent.
    """

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges = tuple({one.fid: one for one in edges}.values())
        lines = np.array([one.line for one in self.edges], dtype=object)
        _, south, _, north = shapely.total_bounds(lines) if len(lines) else np.zeros(4)
        self._scale = np.array(metres_per_degree(float(south + north) / 2))
        self._lines: Column = shapely.transform(lines, lambda lonlat: lonlat * self._scale)
        self._lengths = shapely.length(self._lines).tolist()
        self._links: defaultdict[int, list[tuple[int, float, int]]] = defaultdict(list)
        self._spots: dict[int, tuple[float, float]] = {}
        self._link_edges()
        self._bridge_jogs()

    def nodes(self) -> Set[int]:
        """The nodes on the street."""
        return self._spots.keys()

    def lonlat(self, node: int) -> LonLat:
        """Where a node is, in degrees."""
        x, y = self._spots[node]
        return float(x / self._scale[0]), float(y / self._scale[1])

    def cut_at(self, at: LonLat, within_m: float) -> "tuple[Course, int] | None":
        """The street with a node of its own where it comes closest to a position; None farther than that."""
        point = shapely.Point(np.array(at) * self._scale)
        gaps = shapely.distance(self._lines, point)
        i = int(gaps.argmin())
        if gaps[i] > within_m:
            return None
        old, along = self.edges[i], self._lines[i].project(point) / max(self._lengths[i], 0.01)
        if not 0.001 < along < 0.999:
            return self, old.node_from if along < 0.5 else old.node_to
        node = -1 - max(0, -min(self._spots))
        # Cut edges of a street are only walked, so that their house numbers are of no use.
        parts = [
            Edge(fid, _part(old.line, *span), *ends, None, None, old.zips, old.place_id)
            for fid, span, ends in (
                (old.fid, (0.0, along), (old.node_from, node)),
                (-old.fid, (along, 1.0), (node, old.node_to)),
            )
        ]
        return Course([*self.edges[:i], *self.edges[i + 1 :], *parts]), node

    def walk(self, starts: Collection[int], most_m: float = math.inf) -> Walk:
        """The shortest ways along the street from any of the nodes `starts`, no farther than `most_m`."""
        metres: dict[int, float] = {}
        back: dict[int, tuple[int, int]] = {}
        branch: dict[int, int] = {}
        open_ends = [(0.0, node, node, _BRIDGE, _BRIDGE) for node in sorted(starts)]
        while open_ends:
            walked, node, before, edge, root = heapq.heappop(open_ends)
            if node in metres:
                continue
            metres[node] = walked
            if node not in starts:
                back[node], branch[node] = (before, edge), root
            for other, length, link in self._links[node]:
                if other not in metres and walked + length <= most_m:
                    first = link if node in starts or root == _BRIDGE else root
                    heapq.heappush(open_ends, (walked + length, other, node, link, first))
        return Walk(frozenset(starts), metres, back, branch)

    def between(self, ones: Collection[int], others: Collection[int]) -> list[Piece]:
        """The stretch between two crossings, given as their nodes; both carriageways where there are two.

        Empty where the street does not run through.
        """
        at = set(ones), set(others)
        ways = []
        for one in sorted(ones):
            walk = self.walk([one])
            reached = [other for other in others if other in walk.metres]
            ways += [(walk.metres[other], _steps_back(walk, other)) for other in reached]
        if not ways:
            return []
        longest = min(metres for metres, _ in ways) * SAME_WAY + SAME_WAY_M
        used = {step for metres, way in ways if metres <= longest for step in way}
        # The ends of two carriageways at one crossing are loose ends too, and no jog lies between them.
        jogs = {step for step in used if step[0] >= 0 or not any(set(step[1:]) <= end for end in at)}
        return [self._whole(edge) if edge >= 0 else self._across(*ends) for edge, *ends in sorted(jogs)]

    def amid(self, one: LonLat, other: LonLat) -> list[Piece]:
        """The parts of an interrupted street that lie between two positions.

        Whole edges in the circle that has both on its rim: there the two are seen at more than a right angle.
        """
        ends = np.array([one, other]) * self._scale
        middle = shapely.Point(ends.mean(axis=0))
        reach = float(np.hypot(*(ends[1] - ends[0]))) / 2 + JOG_M / 2
        inside = shapely.covers(middle.buffer(reach, 32), self._lines)
        return [self._whole(int(edge)) for edge in np.flatnonzero(inside)]

    def ways_out(self, walk: Walk, most_m: float) -> list[list[Piece]]:
        """The parts of the street up to `most_m` away, one list for each edge by which a walk set out."""
        ways: defaultdict[int, list[Piece]] = defaultdict(list)
        for piece, root in self._pieces(walk, most_m):
            ways[root].append(piece)
        return [pieces for _, pieces in sorted(ways.items())]

    def leads(self, pieces: Sequence[Piece], degrees: float) -> bool:
        """Whether a way out goes in a direction: where it gets to, or how it sets out.

        One that ends within the junction goes nowhere.
        """
        last = max(one.end for one in pieces)
        if last < LEAST_WAY_M:
            return False
        start, first, end = (self._at(pieces, one) for one in (0.0, min(HEADING_M, last), last))
        net, heading = _off(start, end, degrees), _off(start, first, degrees)
        return net <= DIRECTION_DEGREES or (heading <= DIRECTION_DEGREES and net <= AWAY_DEGREES)

    @staticmethod
    def clipped(pieces: Sequence[Piece], least_m: float, most_m: float) -> list[Piece]:
        """The parts of pieces whose walked distance lies between the two."""
        return [cut for piece in pieces if (cut := _clipped(piece, least_m, most_m))]

    def nodes_on(self, pieces: Iterable[Piece], walk: Walk) -> set[int]:
        """The nodes that a walk passes on the pieces, without those it sets out from."""
        edges = [self.edges[one.edge] for one in pieces]
        return {one for edge in edges for one in (edge.node_from, edge.node_to)} & (
            walk.metres.keys() - walk.starts
        )

    def figure(self, pieces: Sequence[Piece]) -> BaseGeometry:
        """The pieces as one figure of lines, in degrees."""
        lines = shapely.union_all([one.line for one in pieces])
        merged = shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines
        return shapely.transform(merged, lambda xy: xy / self._scale)

    def spot(self, pieces: Sequence[Piece], metres: float) -> LonLat:
        """A position on the pieces at that walked distance, or at the end that comes nearest to it."""
        x, y = self._at(pieces, metres)
        return float(x / self._scale[0]), float(y / self._scale[1])

    @staticmethod
    def _at(pieces: Sequence[Piece], metres: float) -> tuple[float, float]:
        best = min(pieces, key=lambda one: (max(one.start - metres, metres - one.end, 0.0), one.edge))
        point = best.line.interpolate(min(max(metres - best.start, 0.0), best.end - best.start))
        return point.x, point.y

    def _pieces(self, walk: Walk, most_m: float) -> Iterator[tuple[Piece, int]]:
        """Every part of an edge that a walk reaches, running away from its start, with the way out."""
        for i, edge in enumerate(self.edges):
            ends, length = (edge.node_from, edge.node_to), self._lengths[i]
            near, far = (walk.metres.get(one, math.inf) for one in ends)
            if set(ends) <= walk.starts and length <= HEADING_M:
                continue
            meet = 0.0 if near == math.inf else length
            if math.inf not in (near, far):
                meet = min(max((length + far - near) / 2, 0.0), length)
            for side, walked, length_m in ((0, near, meet), (1, far, length - meet)):
                upto = min(length_m, most_m - walked)
                if upto > 0.01:
                    line = shapely.reverse(self._lines[i]) if side else self._lines[i]
                    line = line if upto == length else _part(line, 0, upto / length)
                    root = walk.branch.get(ends[side], _BRIDGE)
                    way_out = i if root == _BRIDGE else root
                    yield Piece(line, i, walked, walked + upto), way_out

    def _across(self, one: int, other: int) -> Piece:
        """The way over a jog, drawn straight."""
        line = LineString([self._spots[one], self._spots[other]])
        return Piece(line, _BRIDGE, 0.0, line.length)

    def _whole(self, edge: int) -> Piece:
        return Piece(self._lines[edge], edge, 0.0, self._lengths[edge])

    def _link_edges(self) -> None:
        for i, edge in enumerate(self.edges):
            coords = self._lines[i].coords
            self._spots[edge.node_from], self._spots[edge.node_to] = coords[0], coords[-1]
            self._links[edge.node_from].append((edge.node_to, self._lengths[i], i))
            self._links[edge.node_to].append((edge.node_from, self._lengths[i], i))

    def _bridge_jogs(self) -> None:
        loose = [node for node, links in self._links.items() if len(links) == 1]
        if len(loose) < 3:
            return
        points = shapely.points([self._spots[one] for one in loose])
        ones, others = shapely.STRtree(points).query(points, predicate="dwithin", distance=JOG_M)
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            if one != other and all(link[0] != loose[other] for link in self._links[loose[one]]):
                gap = float(points[one].distance(points[other]))
                self._links[loose[one]].append((loose[other], gap, _BRIDGE))


def _part(line: LineString, start: float, end: float) -> LineString:
    """The part of a line between two shares of its length."""
    return cast("LineString", substring(line, start, end, normalized=True))


def _steps_back(walk: Walk, node: int) -> list[tuple[int, int, int]]:
    """The steps of the shortest way to a node: the edge, and its two nodes in ascending order."""
    steps = []
    while node in walk.back:
        before, edge = walk.back[node]
        steps.append((edge, min(before, node), max(before, node)))
        node = before
    return steps


def _clipped(piece: Piece, least_m: float, most_m: float) -> Piece | None:
    """The part of a piece whose walked distance lies between the two."""
    start, end = max(piece.start, least_m), min(piece.end, most_m)
    if end - start <= 0.01:
        return None
    length = piece.end - piece.start
    if end - start == length:
        return piece
    line = _part(piece.line, (start - piece.start) / length, (end - piece.start) / length)
    return Piece(line, piece.edge, start, end)


def _off(start: Sequence[float], end: Sequence[float], degrees: float) -> float:
    """By how many degrees the way from one point to another differs from a direction."""
    bearing = math.degrees(math.atan2(end[0] - start[0], end[1] - start[1]))
    return abs((bearing - degrees + 180) % 360 - 180)
