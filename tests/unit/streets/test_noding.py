from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.edges import Edges, Lines
from mapapp.streets.noding import add_names, split_roads


def lines(*roads: tuple[str | None, list[tuple[int, int]]], route_types: str = "") -> Lines:
    """Roads on a grid of ten-thousandths of a degree."""
    figures = [shapely.LineString([(x / 1e4, y / 1e4) for x, y in points]) for _, points in roads]
    names = np.array([name for name, _ in roads] + [None], dtype=object)[:-1]
    kinds = np.array([*(route_types or "M" * len(roads)), None], dtype=object)[:-1]
    return Lines(np.array(figures), names, np.full(len(roads), "S1400", dtype=object), kinds)


def names_of(edges: Edges) -> list[list[str]]:
    """All names of each edge, first names first."""
    found = [[name] if name else [] for name in edges.name]
    for row, name in zip(edges.alias_edge.tolist(), edges.alias_name, strict=True):
        found[row].append(name)
    return sorted(found)


def test_roads_are_cut_where_they_share_a_vertex() -> None:
    edges = split_roads(lines(("A", [(0, 0), (1, 0), (2, 0)]), ("B", [(1, -1), (1, 0), (1, 1)])))
    assert names_of(edges) == [["A"], ["A"], ["B"], ["B"]]
    (middle,) = set.intersection(
        *[set(pair) for pair in zip(edges.node_from.tolist(), edges.node_to.tolist(), strict=True)]
    )
    assert middle == 3


def test_a_bend_is_no_node() -> None:
    edges = split_roads(lines(("A", [(0, 0), (1, 0), (1, 1)])))
    assert len(edges) == 1
    assert shapely.get_num_points(edges.geometry[0]) == 3


def test_roads_that_coincide_are_one_edge_with_both_names() -> None:
    both = [(0, 0), (1, 0), (2, 0)]
    edges = split_roads(lines(("State Hwy 50", both), ("75th St", both[::-1]), route_types="SM"))
    assert names_of(edges) == [["75th St", "State Hwy 50"]]
    assert edges.name.tolist() == ["75th St"]


def test_an_interstate_is_named_first_and_a_name_comes_before_none() -> None:
    both = [(0, 0), (1, 0)]
    assert split_roads(lines(("US Hwy 41", both), ("I- 94", both), route_types="UI")).name.tolist() == [
        "I- 94"
    ]
    assert split_roads(lines((None, both), ("Back Rd", both))).name.tolist() == ["Back Rd"]


def test_a_road_that_leaves_another_is_cut_off_there() -> None:
    edges = split_roads(lines(("A", [(0, 0), (1, 0), (2, 0)]), ("B", [(0, 0), (1, 0), (1, 1)])))
    assert names_of(edges) == [["A"], ["A", "B"], ["B"]]


def test_a_loop_and_a_vertex_said_twice_do_no_harm() -> None:
    ring = [(0, 0), (0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    edges = split_roads(lines(("Ring", ring), ("Spoke", [(0, 0), (-1, -1)])))
    assert names_of(edges) == [["Ring"], ["Spoke"]]
    assert edges.node_from[edges.name == "Ring"] == edges.node_to[edges.name == "Ring"]


def test_edges_take_over_the_names_of_roads_along_them() -> None:
    edges = split_roads(lines(("A", [(0, 0), (1, 0), (2, 0)]), ("B", [(1, 0), (1, 1)])))
    named = add_names(edges, lines(("A", [(0, 0), (1, 0), (2, 0)]), ("Co Hwy Q", [(2, 0), (1, 0), (1, 1)])))
    assert names_of(named) == [["A"], ["A", "Co Hwy Q"], ["B", "Co Hwy Q"]]


grid_walks = st.lists(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=6).map(
        lambda stops: [one for at, one in enumerate(stops) if at == 0 or one != stops[at - 1]]
    ),
    min_size=1,
    max_size=6,
).map(lambda walks: [one for one in walks if len(one) > 1])


@given(grid_walks)
def test_cutting_keeps_every_segment_and_meets_only_at_nodes(walks: Any) -> None:
    if not walks:
        return
    roads = lines(*((f"Road {number}", _steps(walk)) for number, walk in enumerate(walks)))
    edges = split_roads(roads)
    assert _segments(edges.geometry) == _segments(roads.geometry)
    assert _lengths(edges) == _segment_count(edges)
    ends = {
        tuple(at) for end in (0, -1) for at in shapely.get_coordinates(shapely.get_point(edges.geometry, end))
    }
    for figure in edges.geometry:
        inner = shapely.get_coordinates(figure)[1:-1]
        assert not ends & {tuple(one) for one in inner}


def _steps(walk: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The walk in steps along the grid, so that crossing walks share their vertices."""
    path = [walk[0]]
    for x, y in walk[1:]:
        while path[-1] != (x, y):
            here_x, here_y = path[-1]
            ahead = (here_x + (x > here_x) - (x < here_x), here_y)
            path.append(ahead if ahead != path[-1] else (here_x, here_y + (y > here_y) - (y < here_y)))
    return path


def _segments(figures: Any) -> set[frozenset[tuple[float, float]]]:
    found = set()
    for figure in figures:
        at = [tuple(one) for one in shapely.get_coordinates(figure).round(6).tolist()]
        found |= {frozenset(pair) for pair in pairwise(at)}
    return found


def _segment_count(edges: Edges) -> int:
    return len(_segments(edges.geometry))


def _lengths(edges: Edges) -> int:
    return int(sum(shapely.get_num_points(one) - 1 for one in edges.geometry))
