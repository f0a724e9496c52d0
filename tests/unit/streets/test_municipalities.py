import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.field_values import objects
from mapapp.streets.municipalities import municipal_areas
from tests.unit.streets.centreline_files import SOUTH, STEP, WEST, at


def areas(*rows: tuple[shapely.LineString, str | None, str | None]) -> dict[str, shapely.Geometry]:
    lines = objects(line for line, _, _ in rows)
    found = municipal_areas(lines, np.array([pair for _, *pair in rows], dtype=object))
    return dict(zip(found.columns["NAME"], found.geometry, strict=True)) if found else {}


def spot(x: float, y: float) -> shapely.Point:
    return shapely.Point(WEST + x * STEP, SOUTH + y * STEP)


def test_a_border_runs_along_the_street_that_has_a_town_on_each_side() -> None:
    border = at((0, 0), (0, 9))
    found = areas((border, "West", "East"), (at((0, 5), (4, 5)), "East", "East"))
    assert found["West"].contains(spot(-1, 5))
    assert found["East"].contains(spot(1, 5))
    assert not found["East"].contains(spot(-1, 5))
    assert found["East"].intersection(found["West"]).area < 1e-9
    assert border.distance(found["West"]) == border.distance(found["East"]) == 0


def test_land_of_no_town_is_no_towns() -> None:
    found = areas((at((0, 0), (4, 0)), "Gridley", "Gridley"), (at((0, 4), (4, 4)), None, None))
    assert found["Gridley"].contains(spot(2, 1))
    assert not found["Gridley"].contains(spot(2, 3))


def test_an_area_ends_half_a_mile_from_its_last_street() -> None:
    (gridley,) = areas((at((0, 0), (2, 0)), "Gridley", "Gridley")).values()
    north = 111_000 * STEP
    assert gridley.contains(spot(1, 700 / north))
    assert not gridley.contains(spot(1, 900 / north))


def test_without_municipalities_there_are_no_areas() -> None:
    assert areas((at((0, 0), (2, 0)), None, None)) == {}


place = st.tuples(st.integers(0, 20), st.integers(0, 20))
towns = st.sampled_from(["A", "B", None])
row = st.tuples(place, place, towns, towns).filter(lambda one: one[0] != one[1])


@given(st.lists(row, min_size=1, max_size=8))
def test_areas_hold_their_streets_and_never_overlap(
    drawn: list[tuple[tuple[int, int], tuple[int, int], str, str]],
) -> None:
    found = areas(*((at(start, end), left, right) for start, end, left, right in drawn))
    named = {one for _, _, *sides in drawn for one in sides if one}
    assert set(found) <= named
    if len({frozenset((start, end)) for start, end, *_ in drawn}) == len(drawn):
        assert set(found) == named
    assert all(one.is_valid for one in found.values())
    if len(found) == 2:
        overlap = found["A"].intersection(found["B"]).area
        assert overlap < 0.02 * min(one.area for one in found.values())
