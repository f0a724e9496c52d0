from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import InvalidDocument
from mapapp.incident.drawn import MAX_DRAWN_POSITIONS, checked_drawing
from mapapp.incident.geometry import parse_geometry

BOW_TIE = [[-87.84, 42.60], [-87.83, 42.61], [-87.83, 42.60], [-87.84, 42.61], [-87.84, 42.60]]
SQUARE = [[-87.84, 42.60], [-87.83, 42.60], [-87.83, 42.61], [-87.84, 42.61], [-87.84, 42.60]]


def _checked(kind: str, coordinates: Any) -> Any:
    return checked_drawing(parse_geometry({"type": kind, "coordinates": coordinates}, ""))


def _reason(kind: str, coordinates: Any) -> str:
    with pytest.raises(InvalidDocument) as caught:
        _checked(kind, coordinates)
    assert caught.value.path == "geometry"
    return caught.value.reason


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Point", [-87.84, 42.6]),
        ("LineString", SQUARE[:2]),
        ("Polygon", [SQUARE]),
        ("MultiLineString", [SQUARE[:2], SQUARE[2:4]]),
        ("MultiPolygon", [[SQUARE]]),
    ],
)
def test_pins_lines_and_areas_stay_as_they_are(kind: str, coordinates: Any) -> None:
    given = parse_geometry({"type": kind, "coordinates": coordinates}, "")
    assert checked_drawing(given) == given


def test_heights_are_left_out() -> None:
    assert _checked("Point", [-87.84, 42.6, 180]).coordinates == (-87.84, 42.6)


def test_an_area_whose_sides_cross_is_refused_and_where_is_said() -> None:
    assert "cross or touch near 42.60500, -87.83500" in _reason("Polygon", [BOW_TIE])


def test_what_would_single_out_a_house_is_refused() -> None:
    house = [[-87.84, 42.6], [-87.8399, 42.6], [-87.8399, 42.6001], [-87.84, 42.6]]
    assert "single out a house" in _reason("Polygon", [house])
    assert "single out a house" in _reason("LineString", [house[0], house[0]])


def test_other_figures_empty_ones_and_those_of_too_many_points_are_refused() -> None:
    assert "one pin" in _reason("MultiPoint", [[1, 2], [3, 4]])
    assert "nothing in it" in _reason("MultiPolygon", [])
    many = [[i / 1_000, 0] for i in range(MAX_DRAWN_POSITIONS + 1)]
    assert "2,001 points" in _reason("LineString", many)
    assert _checked("LineString", many[1:])


_CORNERS = st.tuples(st.integers(-87_900, -87_800), st.integers(42_500, 42_600))


@given(st.lists(_CORNERS, min_size=3, max_size=8, unique=True))
def test_every_area_that_is_taken_is_valid(corners: list[tuple[int, int]]) -> None:
    ring = [[lon / 1_000, lat / 1_000] for lon, lat in corners]
    ring.append(ring[0])
    try:
        area = _checked("Polygon", [ring])
    except InvalidDocument:
        assert not shapely.Polygon(ring).is_valid
    else:
        assert area.shape().is_valid
