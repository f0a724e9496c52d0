import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import distance_m
from mapapp.streets.noding import cut_lines
from mapapp.streets.snapping import TOLERANCE_M, snapped, with_crossings

LON, LAT = -87.8, 42.6
EAST, NORTH = 1.22e-5, 9.0e-6
"""Degrees per metre at 42.6° north, nearly."""


def line(*points: tuple[float, float]) -> shapely.LineString:
    """A line by metres east and north of the middle of Kenosha."""
    return shapely.LineString([(LON + x * EAST, LAT + y * NORTH) for x, y in points])


def column(*lines: shapely.LineString) -> np.ndarray:
    return np.array(lines, dtype=object)


def nodes(geometry: np.ndarray) -> list[int]:
    """How many pieces meet in each node, the most first."""
    cut = cut_lines(geometry)
    return sorted(np.bincount(np.r_[cut.node_from, cut.node_to]).tolist()[1:], reverse=True)


def test_ends_that_miss_by_a_hand_meet() -> None:
    lines = column(line((0, 0), (100, 0)), line((100.3, 0.1), (200, 0)), line((100, -0.2), (100, 90)))
    assert nodes(lines)[0] < 3
    assert nodes(snapped(lines))[0] == 3


def test_ends_that_miss_by_a_metre_do_not() -> None:
    lines = column(line((0, 0), (100, 0)), line((101, 0), (200, 0)))
    assert nodes(snapped(lines)) == [1, 1, 1, 1]


def test_an_end_on_another_line_meets_it_between_its_vertices() -> None:
    lines = column(line((0, 0), (200, 0)), line((80, 0.2), (80, 90)))
    found = snapped(lines)
    assert nodes(found)[0] == 3
    assert shapely.get_num_points(found[0]) == 3


def test_lines_that_cross_without_a_vertex_do_not_meet() -> None:
    lines = column(line((0, 0), (200, 0)), line((80, -90), (80, 90)))
    assert nodes(snapped(lines)) == [1, 1, 1, 1]
    assert nodes(with_crossings(lines))[0] == 4


def test_lines_of_different_levels_never_meet_by_crossing() -> None:
    lines = column(line((0, 0), (200, 0)), line((80, -90), (80, 90)), line((50, -90), (50, 90)))
    assert nodes(with_crossings(lines, np.array([0, 1, 0])))[:2] == [4, 1]


def test_a_curve_drawn_finely_stays_a_curve() -> None:
    bend = [(10 * np.sin(one / 30), 10 * np.cos(one / 30)) for one in range(90)]
    fine = column(line(*bend), line((-50, 0), (0, 10)))
    assert shapely.get_num_points(snapped(fine)[0]) == 90
    assert np.isclose(shapely.length(snapped(fine)[0]), shapely.length(fine[0]))


points = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda at: (at[0] * 0.3, at[1] * 0.3))
roads = st.lists(points, min_size=2, max_size=6, unique=True)


@given(st.lists(roads, min_size=1, max_size=6))
def test_ends_move_by_the_tolerance_at_most_and_lines_by_twice_that(
    drawn: list[list[tuple[float, float]]],
) -> None:
    before = column(*(line(*one) for one in drawn))
    after = snapped(before)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        for start, end in ((0, 0), (-1, -1)):
            assert distance_m(one.coords[start], other.coords[end]) <= TOLERANCE_M * 1.01
        assert shapely.hausdorff_distance(one, other) <= 2 * TOLERANCE_M * 1.01 * EAST


@given(st.lists(roads, min_size=1, max_size=6))
def test_pieces_put_together_are_the_lines(drawn: list[list[tuple[float, float]]]) -> None:
    lines = column(*(line(*one) for one in drawn))
    cut = cut_lines(lines)
    rounded = shapely.transform(lines, lambda lonlat: lonlat.round(6))
    length = np.bincount(cut.line, shapely.length(cut.geometry), len(lines))
    assert np.allclose(length, shapely.length(rounded), rtol=1e-9)
    assert np.allclose(np.bincount(cut.line, cut.end - cut.start, len(lines)), 1)
    assert (cut.start < cut.end).all()
