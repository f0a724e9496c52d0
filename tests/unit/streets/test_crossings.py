import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import distance_m, metres_per_degree
from mapapp.streets.crossings import Crossing, Network, clusters, enclosing_circle, find_crossings

WEST, SOUTH = -87.8, 42.6
EAST_M, NORTH_M = metres_per_degree(SOUTH)

metres = st.floats(-400, 400).map(lambda value: round(value, 2))
points = st.lists(st.tuples(metres, metres), min_size=1, max_size=12)


def lonlat(east: float, north: float) -> tuple[float, float]:
    """A position so many metres from the corner of our sheet."""
    return WEST + east / EAST_M, SOUTH + north / NORTH_M


def network(
    *edges: tuple[int, int, int, list[tuple[float, float]]], limited: set[int] = frozenset()
) -> Network:
    """Edges as (street, from node, to node, metres); the nodes of another edge make it a name of that."""
    places: dict[tuple[int, int], int] = {}
    named = [(places.setdefault((a, b), len(places)), street) for street, a, b, _ in edges]
    first = {row: edge for (row, _), edge in reversed(list(zip(named, edges, strict=True)))}
    ordered = [first[row] for row in sorted(first)]
    row, street = np.array(sorted(named)).T
    return Network(
        geometry=np.array([shapely.LineString([lonlat(*at) for at in line]) for *_, line in ordered]),
        node_from=np.array([a for _, a, _, _ in ordered]),
        node_to=np.array([b for _, _, b, _ in ordered]),
        limited=np.array([one[0] in limited for one in ordered]),
        row=row,
        street=street,
    )


def cross(street_a: int, street_b: int, node: int, at: tuple[float, float], arm: float = 90.0) -> list[Any]:
    """Two streets that cross in a node, with arms of so many metres."""
    (x, y), far = at, node * 10
    return [
        (street_a, far + 1, node, [(x - arm, y), (x, y)]),
        (street_a, node, far + 2, [(x, y), (x + arm, y)]),
        (street_b, far + 3, node, [(x, y - arm), (x, y)]),
        (street_b, node, far + 4, [(x, y), (x, y + arm)]),
    ]


def of_kind(found: list[Crossing], kind: str) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(one.street_a, one.street_b, one.nodes) for one in found if one.kind == kind]


def test_streets_that_share_a_node_cross_there_exactly() -> None:
    (found,) = find_crossings(network(*cross(7, 3, 5, (0, 0))))
    assert (found.street_a, found.street_b, found.n, found.kind, found.nodes) == (3, 7, 1, "node", (5,))
    assert found.radius_m == 0
    assert distance_m((found.lon, found.lat), lonlat(0, 0)) < 0.02


def test_the_corners_of_dual_carriageways_are_one_crossing_around_all_of_them() -> None:
    corners = [(0.0, 0.0), (30.0, 0.0), (0.0, 30.0), (30.0, 30.0)]
    edges = [one for node, at in enumerate(corners, 1) for one in cross(1, 2, node, at, arm=14)]
    (found,) = find_crossings(network(*edges))
    assert found.nodes == (1, 2, 3, 4)
    assert distance_m((found.lon, found.lat), lonlat(15, 15)) < 0.1
    assert found.radius_m == pytest.approx(15 * math.sqrt(2), abs=0.2)


def test_streets_that_meet_twice_keep_both_corners_west_first() -> None:
    found = find_crossings(network(*cross(1, 2, 9, (500, 0)), *cross(1, 2, 4, (0, 0))))
    assert [(one.n, one.nodes, one.radius_m) for one in found] == [(1, (4,), 0.0), (2, (9,), 0.0)]


def test_a_street_that_goes_on_under_another_name_meets_it() -> None:
    found = find_crossings(network((1, 1, 2, [(0, 0), (100, 0)]), (2, 2, 3, [(100, 0), (200, 0)])))
    assert of_kind(found, "node") == [(1, 2, (2,))]


def test_two_names_of_the_same_stretch_meet_only_where_they_part() -> None:
    along = [[(0, 0), (100, 0)], [(100, 0), (200, 0)]]
    edges = [(street, a, a + 1, line) for street in (1, 2) for a, line in enumerate(along, 1)]
    onwards = (2, 3, 4, [(200, 0), (300, 0)])
    found = find_crossings(network(*edges, onwards))
    assert of_kind(found, "node") == [(1, 2, (3,))]


def test_a_limited_road_passes_over_another_in_their_common_node() -> None:
    over = find_crossings(network(*cross(1, 2, 5, (0, 0)), limited={1}))
    assert of_kind(over, "overpass") == [(1, 2, (5,))]
    assert of_kind(over, "node") == []


def test_a_limited_road_that_ends_at_another_meets_it() -> None:
    found = find_crossings(network(*cross(1, 2, 5, (0, 0))[1:], limited={1}))
    assert of_kind(found, "node") == [(1, 2, (5,))]


def test_lines_that_cross_without_a_node_are_an_overpass() -> None:
    found = find_crossings(network((1, 1, 2, [(-90, 0), (90, 0)]), (2, 3, 4, [(0, -90), (0, 90)])))
    assert of_kind(found, "overpass") == [(1, 2, ())]
    assert distance_m((found[0].lon, found[0].lat), lonlat(0, 0)) < 0.02


def test_an_overpass_beside_a_corner_of_the_same_streets_is_that_corner() -> None:
    bridge = [(1, 91, 92, [(-20, 40), (20, 40)])]
    found = find_crossings(network(*cross(1, 2, 5, (0, 0)), *bridge))
    assert {one.kind for one in found} == {"node"}
    far = [(1, 91, 92, [(-20, 80), (20, 80)])]
    found = find_crossings(network(*cross(1, 2, 5, (0, 0)), *far))
    assert [one.kind for one in found] == ["node", "overpass"]


@pytest.mark.parametrize(("gap", "seen"), [(30, True), (59, True), (61, False)])
def test_a_dead_end_within_60_m_of_a_street_is_a_near_miss(gap: float, seen: bool) -> None:
    found = find_crossings(network((1, 1, 2, [(0, 0), (200, 0)]), (2, 3, 4, [(100, gap), (100, 300)])))
    assert of_kind(found, "near_miss") == ([(1, 2, (3,))] if seen else [])
    if seen:
        assert distance_m((found[0].lon, found[0].lat), lonlat(100, gap / 2)) < 0.1
        assert found[0].radius_m == pytest.approx(gap / 2, abs=0.2)


def test_a_near_miss_counts_only_where_there_is_nothing_better() -> None:
    stub = (2, 21, 22, [(500, 20), (500, 300)])
    along = (1, 51, 52, [(90, 0), (600, 0)])
    found = find_crossings(network(*cross(1, 2, 5, (0, 0)), along, stub))
    assert {one.kind for one in found} == {"node"}


def test_nothing_crosses_in_an_empty_network() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert (
        find_crossings(
            Network(np.empty(0, dtype=object), *[nothing] * 2, nothing.astype(bool), *[nothing] * 2)
        )
        == []
    )


@given(points)
def test_each_point_is_in_one_cluster_and_clusters_lie_farther_than_50_m_apart(places: Any) -> None:
    sheet = np.array(places)
    found = [set(one.tolist()) for one in clusters(sheet)]
    assert sorted(one for cluster in found for one in cluster) == list(range(len(sheet)))
    for one, other in combinations(found, 2):
        assert min(math.dist(sheet[a], sheet[b]) for a in one for b in other) > 50


@given(points)
def test_within_a_cluster_steps_of_50_m_lead_everywhere(places: Any) -> None:
    sheet = np.array(places)
    for cluster in clusters(sheet):
        reached, waiting = set(), [int(cluster[0])]
        while waiting:
            here = waiting.pop()
            reached.add(here)
            waiting += [
                b for b in cluster.tolist() if b not in reached and math.dist(sheet[here], sheet[b]) <= 50
            ]
        assert reached == set(cluster.tolist())


@given(points, st.randoms())
def test_clusters_do_not_depend_on_the_order_of_points(places: Any, chance: Any) -> None:
    shuffled = list(places)
    chance.shuffle(shuffled)
    as_sets = [
        {frozenset(tuple(sheet[at]) for at in one) for one in clusters(sheet)}
        for sheet in (np.array(places), np.array(shuffled))
    ]
    assert as_sets[0] == as_sets[1]


@given(st.lists(st.tuples(metres, metres), min_size=1, max_size=8))
def test_every_node_is_inside_its_circle_and_two_at_least_near_the_rim(places: Any) -> None:
    corners = np.array([lonlat(*one) for one in places])
    lon, lat, radius = enclosing_circle(corners)
    away = sorted(distance_m((lon, lat), (x, y)) for x, y in corners.round(7).tolist())
    assert away[-1] <= radius
    if len({tuple(one) for one in corners.round(7).tolist()}) > 1:
        assert away[-2] >= radius - 0.5
    else:
        assert radius == 0


@given(st.lists(st.tuples(metres, metres), min_size=2, max_size=6, unique=True), st.randoms())
def test_crossings_do_not_depend_on_the_order_of_edges(places: Any, chance: Any) -> None:
    edges = [one for node, at in enumerate(places, 1) for one in cross(1, 2, node, at, arm=10)]
    shuffled = list(edges)
    chance.shuffle(shuffled)
    assert nodes_of(shuffled) == nodes_of(edges)


def nodes_of(edges: list[Any]) -> set[tuple[str, tuple[int, ...]]]:
    return {(one.kind, one.nodes) for one in find_crossings(network(*edges)) if one.kind == "node"}
