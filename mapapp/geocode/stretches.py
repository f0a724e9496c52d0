"""House numbers on edges: the stretch of a block, the position of a house. Pure geometry, in degrees."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from mapapp.incident.geodesy import LonLat, distance_m, length_m, metres_per_degree
from mapapp.streets.records import AddressRange, Edge

# From the middle of a street to its buildings, and what interpolation along a short edge leaves open.
HOUSE_OFFSET_M = 15.0
LEAST_HOUSE_RADIUS_M = 30.0

# Stretches of one block that lie farther apart than this belong to different streets of the same name.
SAME_BLOCK_M = 150.0

SAME_HOUSE_M = 60.0

# Two ranges leave out this many numbers at most when the source ends one at 10399 and starts one at 10401.
WIDEST_GAP = 10

# A house whose spot is not known more closely than this is only somewhere on its block.
FARTHEST_HOUSE_M = 100.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a street, down to one point of it: its figure, a point in its middle, and a radius in metres.

    `other_side` when a house number is known only on the side of the other parity.
    """

    figure: BaseGeometry
    middle: LonLat
    radius_m: float
    edges: tuple[Edge, ...]
    other_side: bool = False


def block(edges: Iterable[Edge], low: int, high: int) -> list[Stretch]:
    """The stretches whose house numbers lie in `low`..`high`, one for each group that hangs together."""
    pieces = [(cut, edge) for edge in edges if (cut := _cut(edge, low, high)) is not None]
    return [_stretch(group) for group in _groups(pieces)]


def houses(edges: Iterable[Edge], number: int) -> list[Stretch]:
    """Where `number` falls, on the side of its parity; on the other only when no side of its own has it.

    Positions closer than 60 m are one house, seen from the ends of two edges.
    """
    found = [house for edge in edges for house in _on_edge(edge, number)]
    own = [one for one in found if not one.other_side]
    kept: list[Stretch] = []
    for house in own or found:
        same = next(
            (i for i, one in enumerate(kept) if distance_m(one.middle, house.middle) <= SAME_HOUSE_M), None
        )
        if same is None:
            kept.append(house)
        else:
            wider = distance_m(kept[same].middle, house.middle) + house.radius_m
            kept[same] = replace(kept[same], radius_m=max(kept[same].radius_m, wider))
    return kept


def between(edges: Sequence[Edge], number: int) -> list[Stretch]:
    """Where a number that no range holds falls between two that do, a few numbers apart in the same block.

    Empty when there is no such gap. The radius covers both neighbours.
    """
    near = nearest_numbers(edges, number)
    if len(near) < 2 or near[1] - near[0] > WIDEST_GAP or number // 100 not in {one // 100 for one in near}:
        return []
    low, high = (houses(edges, one) for one in near)
    if len(low) != 1 or len(high) != 1:
        return []
    own = next(house for one, (house,) in zip(near, (low, high), strict=True) if one // 100 == number // 100)
    apart = distance_m(low[0].middle, high[0].middle)
    return [replace(own, radius_m=own.radius_m + apart)] if apart <= SAME_BLOCK_M else []


def whole(edges: Sequence[Edge]) -> Stretch:
    """All of the edges as one stretch."""
    figure = shapely.line_merge(shapely.MultiLineString([one.line for one in edges]))
    middle = middle_of(figure)
    return Stretch(figure, middle, reach_m(middle, figure) + HOUSE_OFFSET_M, tuple(edges))


def nearest_numbers(edges: Iterable[Edge], number: int) -> list[int]:
    """The known house numbers next below and next above `number`."""
    known = [end for edge in edges for side in (edge.left, edge.right) if side for end in side]
    below, above = [one for one in known if one < number], [one for one in known if one > number]
    return [*([max(below)] if below else []), *([min(above)] if above else [])]


def reach_m(middle: LonLat, figure: BaseGeometry) -> float:
    """Metres from a point to the farthest vertex of a figure."""
    corners = shapely.get_coordinates(figure)
    east, north = metres_per_degree(middle[1])
    flat = ((corners - middle) * (east, north)) ** 2
    return float(flat.sum(axis=1).max() ** 0.5)


def _cut(edge: Edge, low: int, high: int) -> BaseGeometry | None:
    spans = [span for side in (edge.left, edge.right) if side and (span := _span(side, low, high))]
    if not spans:
        return None
    start, end = min(one[0] for one in spans), max(one[1] for one in spans)
    if end - start < 0.01:
        start, end = max(0.0, start - 0.02), min(1.0, end + 0.02)
    return substring(edge.line, start, end, normalized=True)


def _span(side: AddressRange, low: int, high: int) -> tuple[float, float] | None:
    """The part of an edge, as fractions of its length, where numbers of `low`..`high` fall."""
    start, end = side
    least, most = max(low, min(side)), min(high, max(side))
    if least > most:
        return None
    if start == end:
        return 0.0, 1.0
    ends = sorted(((least - start) / (end - start), (most - start) / (end - start)))
    return ends[0], ends[1]


def _groups(pieces: Sequence[tuple[BaseGeometry, Edge]]) -> list[list[tuple[BaseGeometry, Edge]]]:
    groups: list[list[tuple[BaseGeometry, Edge]]] = []
    for piece in pieces:
        close = [group for group in groups if any(_close(piece[0], other) for other, _ in group)]
        joined = [piece, *(one for group in close for one in group)]
        groups = [group for group in groups if group not in close] + [joined]
    return groups


def _close(one: BaseGeometry, other: BaseGeometry) -> bool:
    _, north = metres_per_degree(one.bounds[1])
    return float(one.distance(other)) * north <= SAME_BLOCK_M


def _stretch(pieces: Sequence[tuple[BaseGeometry, Edge]]) -> Stretch:
    figure = shapely.line_merge(shapely.union_all([line for line, _ in pieces]))
    middle = middle_of(figure)
    radius_m = reach_m(middle, figure) + HOUSE_OFFSET_M
    return Stretch(figure, middle, radius_m, tuple(edge for _, edge in pieces))


def middle_of(figure: BaseGeometry) -> LonLat:
    """A point on a figure of lines, half-way along it or as near to its centre as it comes."""
    if figure.geom_type == "LineString":
        point = figure.interpolate(0.5, normalized=True)
    else:
        point = shapely.get_point(shapely.shortest_line(figure, figure.centroid), 0)
    return point.x, point.y


def _on_edge(edge: Edge, number: int) -> Iterator[Stretch]:
    line = tuple((one[0], one[1]) for one in edge.line.coords)
    for side in (edge.left, edge.right):
        if side and min(side) <= number <= max(side):
            at = edge.line.interpolate(_fraction(side, number), normalized=True)
            radius_m = max(LEAST_HOUSE_RADIUS_M, HOUSE_OFFSET_M + length_m(line) / 2)
            own = number % 2 in (side[0] % 2, side[1] % 2)
            yield Stretch(at, (at.x, at.y), radius_m, (edge,), other_side=not own)


def _fraction(side: AddressRange, number: int) -> float:
    start, end = side
    return 0.5 if start == end else (number - start) / (end - start)
