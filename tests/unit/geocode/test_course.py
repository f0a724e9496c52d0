"""Walking along a street, on grids and rings of our own making."""

import math
from collections.abc import Iterator
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.course import Course
from mapapp.streets.records import Edge
from tests.unit.geocode.town import Spot, at


def course(*ways: list[tuple[int, Spot]]) -> Course:
    """A course of ways, each a list of nodes with their spots in blocks of 100 m."""
    return Course(_edges(ways))


def _edges(ways: tuple[list[tuple[int, Spot]], ...]) -> Iterator[Edge]:
    steps = [step for way in ways for step in pairwise(way)]
    for fid, ((start, here), (end, there)) in enumerate(steps, 1):
        line = shapely.LineString([at(*here), at(*there)])
        yield Edge(fid, line, start, end, None, None, (), None)


def straight(count: int) -> list[tuple[int, Spot]]:
    return [(n, (float(n), 0.0)) for n in range(count)]


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_way_between_two_nodes_is_the_same_both_ways(one: int, other: int) -> None:
    road = course(straight(10))
    there, back = road.between([one], [other]), road.between([other], [one])
    assert there == back
    assert sum(piece.end for piece in there) == pytest.approx(100 * abs(one - other), abs=1)


def test_the_shorter_way_round_a_ring_is_taken() -> None:
    ring = course([(0, (0, 0)), (1, (1, 0)), (2, (1, 3)), (3, (0, 3)), (0, (0, 0))])
    assert [piece.edge for piece in ring.between([0], [1])] == [0]


def test_two_ways_of_one_length_are_both_taken() -> None:
    ring = course([(0, (0, 0)), (1, (1, 0)), (2, (1, 1)), (3, (0, 1)), (0, (0, 0))])
    lengths = [len(ring.between([one], [2])) for one in (0, 1)]
    assert lengths == [2, 1]


def test_a_jog_is_crossed_and_a_wider_gap_is_not() -> None:
    jog = course([(0, (0, 0)), (1, (1, 0))], [(2, (1.5, 0)), (3, (3, 0))])
    assert [piece.edge for piece in jog.between([0], [3])] == [-1, 0, 1]
    gap = course([(0, (0, 0)), (1, (1, 0))], [(2, (2, 0)), (3, (3, 0))])
    assert gap.between([0], [3]) == []
    assert [piece.edge for piece in gap.amid(at(0, 0), at(3, 0))] == [0, 1]


@given(st.floats(0, 900), st.floats(1, 400))
def test_a_clipped_way_out_is_as_long_as_was_asked(least: float, length: float) -> None:
    road = course(straight(10))
    walk = road.walk([0])
    (out,) = road.ways_out(walk, 900)
    pieces = road.clipped(out, least, least + length)
    total = sum(piece.end - piece.start for piece in pieces)
    assert total == pytest.approx(max(0.0, min(900, least + length) - least), abs=3)
    assert sum(piece.line.length for piece in pieces) == pytest.approx(total, abs=1e-6)


@given(st.floats(-1, 10), st.floats(-0.2, 0.2))
def test_a_cut_makes_a_node_where_the_street_is_closest(x: float, y: float) -> None:
    road = course(straight(10))
    cut = road.cut_at(at(x, y), 30)
    off = math.hypot(max(-x, x - 9, 0), y)
    if off > 0.31:
        assert cut is None
    if off > 0.29:
        return
    assert cut
    made, node = cut
    lon, _ = made.lonlat(node)
    assert lon == pytest.approx(at(min(max(x, 0), 9), 0)[0], abs=2e-6)
    assert sum(piece.end for piece in made.between([0], [9])) == pytest.approx(900, abs=3)


def test_nothing_is_cut_far_from_the_street() -> None:
    assert course(straight(3)).cut_at(at(1, 1), 30) is None


@pytest.mark.parametrize(("degrees", "ways"), [(90, [1]), (270, [0]), (0, []), (45, [1]), (200, [])])
def test_a_way_out_leads_within_three_sixteenths(degrees: float, ways: list[int]) -> None:
    road = course([(0, (-1, 0)), (1, (0, 0)), (2, (1, 0))])
    walk = road.walk([1])
    outs = road.ways_out(walk, 1_000)
    assert [i for i, out in enumerate(outs) if road.leads(out, degrees)] == ways


def test_an_index_without_edges_of_a_street_makes_an_empty_course() -> None:
    empty = Course([])
    assert not empty.nodes()
    assert empty.between([1], [2]) == []
