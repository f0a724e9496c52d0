from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.desk.placing import PlaceFields, block_around, moved, moved_block, placed
from mapapp.errors import BadInput
from mapapp.geocode.answer import Candidate, Provenance
from mapapp.incident.geodesy import distance_m, ring
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Place, Precision
from mapapp.incident.words import is_pin
from tests.unit.incident.documents import a_place

FIELDS = PlaceFields("A place")
WHERE = Provenance("a method", "a data set")


def candidate(geometry: Geometry, precision: Precision, radius_m: float) -> Candidate:
    lon, lat = geometry.representative_point()
    return Candidate(lon, lat, geometry, precision, radius_m, 100.0, "A place", WHERE)


def _placed(geometry: Geometry, precision: Precision, radius_m: float) -> Place:
    return placed(FIELDS, candidate(geometry, precision, radius_m), ())


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0.1, 300))
def test_an_address_becomes_a_block_that_hides_the_door_and_holds_it(
    lon: float, lat: float, radius_m: float
) -> None:
    place = _placed(Geometry.point(lon, lat), Precision.ADDRESS, radius_m)
    assert place.precision is Precision.BLOCK
    assert not is_pin(place)
    assert place.geometry is not None
    assert place.radius_m is not None
    shown = place.geometry.representative_point()
    assert distance_m((lon, lat), shown) + 100 <= place.radius_m
    assert all(one == round(one, 3) for one in shown)


def test_the_label_of_a_block_hides_the_house_number() -> None:
    house = replace(candidate(Geometry.point(-87.8, 42.6), Precision.ADDRESS, 30.0), label="2815 40th St")
    assert block_around(house).label == "2800 block of 40th St"


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_a_door_that_was_pointed_at_by_hand_is_hidden_too(lon: float, lat: float) -> None:
    block = _placed(Geometry.point(-87.8, 42.6), Precision.ADDRESS, 30.0)
    place = moved_block(block, lon, lat)
    assert place.geometry is not None
    assert place.radius_m is not None
    shown = place.geometry.representative_point()
    assert all(one == round(one, 3) for one in shown)
    assert distance_m((lon, lat), shown) + 100 <= place.radius_m
    assert not is_pin(place)


def test_an_address_whose_stretch_is_known_becomes_the_stretch() -> None:
    stretch = Geometry("LineString", ((-87.8, 42.6), (-87.8, 42.601)))
    place = _placed(stretch, Precision.ADDRESS, 15.0)
    assert (place.geometry, place.precision, place.radius_m) == (stretch, Precision.BLOCK, 15.0)


def test_a_stretch_of_street_stays_a_line_with_its_reach() -> None:
    stretch = Geometry("LineString", ((-87.8432, 42.6008), (-87.8457, 42.6009)))
    place = _placed(stretch, Precision.SEGMENT, 115.8)
    assert (place.geometry, place.precision, place.radius_m) == (stretch, Precision.SEGMENT, 115.8)
    assert not is_pin(place)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0.5, 50_000))
def test_rounding_moves_a_point_by_little_of_its_radius(lon: float, lat: float, radius_m: float) -> None:
    place = _placed(Geometry.point(lon, lat), Precision.INTERSECTION, radius_m)
    assert place.geometry is not None
    assert distance_m((lon, lat), place.geometry.representative_point()) <= max(0.1, radius_m / 50)


@pytest.mark.parametrize(
    ("radius_m", "shown"),
    [(0.5, 42.123457), (20, 42.123457), (163, 42.12346), (1_000, 42.1235), (9_000, 42.123)],
)
def test_a_point_has_no_more_decimals_than_its_radius_justifies(radius_m: float, shown: float) -> None:
    place = _placed(Geometry.point(-87.1, 42.123456789), Precision.PLACE, radius_m)
    assert place.geometry == Geometry.point(-87.1, shown)


def test_an_area_is_its_own_extent() -> None:
    area = ring((-87.9, 43.0), 9_000)
    place = _placed(area, Precision.PLACE, 9_000)
    assert place.radius_m is None
    assert place.geometry is not None
    assert place.geometry.type == "Polygon"
    assert place.geometry.shape().symmetric_difference(area.shape()).area < 1e-6


def test_an_area_moved_by_hand_keeps_its_reach() -> None:
    area = a_place(geometry=ring((-87.9, 43.0), 9_000), precision=Precision.PLACE, radius_m=None)
    place = moved(area, -88.0, 43.1)
    assert place.geometry == Geometry.point(-88.0, 43.1)
    assert place.radius_m is not None
    assert place.radius_m >= 9_000


def test_a_place_that_had_no_position_gets_a_block_by_hand() -> None:
    place = moved(placed(FIELDS, None, ()), -87.8432581234, 42.6008021234)
    assert (place.precision, place.radius_m) == (Precision.BLOCK, 100.0)
    assert not is_pin(place)
    assert place.geometry == Geometry.point(-87.84326, 42.6008)


@pytest.mark.parametrize("radius_m", [None, 20.0])
def test_a_point_moved_by_hand_keeps_precision_and_radius(radius_m: float | None) -> None:
    corner = replace(a_place(), radius_m=radius_m)
    place = moved(corner, -87.8, 42.7)
    assert place.precision is corner.precision
    assert place.radius_m == (radius_m or 100.0)


def test_what_a_service_does_not_allow_to_be_kept_becomes_no_place() -> None:
    found = candidate(Geometry.point(-87.8, 42.6), Precision.POI_LARGE, 250.0)
    with pytest.raises(BadInput, match="does not allow"):
        placed(FIELDS, replace(found, faults=("from_online", "not_to_be_kept")), ())
