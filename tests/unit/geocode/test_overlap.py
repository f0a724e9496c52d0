"""When candidates of two sources are one, on figures of our own making."""

from dataclasses import replace

import pytest
import shapely

from mapapp.geocode.answer import Candidate, Outcome, Provenance
from mapapp.geocode.choose import decide
from mapapp.geocode.faults import score
from mapapp.geocode.overlap import is_same_area
from mapapp.incident.geodesy import metres_per_degree
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision

LON, LAT = -87.83, 42.58
EAST_M, NORTH_M = metres_per_degree(LAT)
COUNTY, CITY = Provenance("a method", "county", "2014"), Provenance("a method", "city")


def at(east_m: float, north_m: float) -> tuple[float, float]:
    return LON + east_m / EAST_M, LAT + north_m / NORTH_M


def spot(east_m: float, provenance: Provenance, radius_m: float = 60.0) -> Candidate:
    lon, lat = at(east_m, 0)
    return Candidate(
        lon, lat, Geometry.point(lon, lat), Precision.ADDRESS, radius_m, 100.0, "12 Oak", provenance
    )


def line(provenance: Provenance, *points: tuple[float, float]) -> Candidate:
    figure = shapely.LineString([at(*one) for one in points])
    middle = figure.interpolate(0.5, normalized=True)
    geometry = Geometry.from_shape(figure)
    return Candidate(middle.x, middle.y, geometry, Precision.BLOCK, 500.0, 100.0, "Oak", provenance)


def area(west_m: float, east_m: float, provenance: Provenance) -> Candidate:
    figure = Geometry.from_shape(shapely.box(*at(west_m, 0), *at(east_m, 1_000)))
    return Candidate(*at(west_m, 0), figure, Precision.PLACE, 1_000.0, 100.0, "Oakton", provenance)


def as_whole(candidate: Candidate) -> Candidate:
    return replace(candidate, precision=Precision.ROAD)


def are_one(one: Candidate, other: Candidate) -> bool:
    outcome, shown = decide([one, other])
    assert (outcome is Outcome.RESOLVED) == (len(shown) == 1)
    return len(shown) == 1


@pytest.mark.parametrize(("apart_m", "same"), [(10, True), (59, True), (61, False)])
def test_one_spot_lies_within_the_radius_of_either(apart_m: float, same: bool) -> None:
    assert are_one(spot(0, COUNTY), spot(apart_m, CITY, 80)) == same


@pytest.mark.parametrize(("apart_m", "same"), [(99, True), (101, False)])
def test_one_spot_is_never_a_hundred_metres_wide(apart_m: float, same: bool) -> None:
    assert are_one(spot(0, COUNTY, 300), spot(apart_m, CITY, 300)) == same


def test_two_spots_of_one_source_stay_a_choice() -> None:
    assert not are_one(spot(0, CITY), spot(10, CITY))


def test_two_editions_are_two_sources() -> None:
    assert are_one(spot(0, COUNTY), spot(10, replace(COUNTY, vintage="2018")))


def test_the_best_stays_and_of_equals_the_first() -> None:
    worse = replace(spot(0, CITY), faults=("alias",), score=score(("alias",)))
    assert decide([worse, spot(5, COUNTY)])[1][0].provenance == COUNTY
    assert decide([spot(0, CITY), spot(5, COUNTY)])[1][0].provenance == CITY


def test_buildings_side_by_side_are_two() -> None:
    one, other = (replace(each, precision=Precision.POI_LARGE) for each in (spot(0, COUNTY), spot(10, CITY)))
    assert not are_one(one, other)


def test_a_house_and_the_block_it_stands_on_are_one() -> None:
    block = line(CITY, (0, 0), (300, 0))
    assert are_one(spot(290, COUNTY), block)
    assert not are_one(spot(360, COUNTY), block)


def test_streets_that_cross_in_their_middles_are_two() -> None:
    one, other = line(COUNTY, (-500, 0), (500, 0)), line(CITY, (0, -500), (0, 500))
    assert not are_one(one, other)
    assert not are_one(as_whole(one), as_whole(other))


def test_a_whole_street_is_one_though_a_source_has_only_a_part() -> None:
    one, other = line(COUNTY, (0, 0), (4_000, 0)), line(CITY, (0, 10), (1_000, 10))
    assert are_one(as_whole(one), as_whole(other))
    assert not are_one(one, other)


def test_a_stretch_is_one_wherever_its_middle_is_put() -> None:
    one, other = line(COUNTY, (0, 0), (1_000, 0)), line(CITY, (0, 10), (1_000, 10))
    assert are_one(replace(one, lon=at(200, 0)[0]), other)


def test_a_place_is_one_by_its_key_or_by_its_ground() -> None:
    assert is_same_area(area(0, 1_000, COUNTY), area(200, 1_200, CITY))
    assert not is_same_area(area(0, 1_000, COUNTY), area(900, 1_900, CITY))
    assert not is_same_area(area(0, 1_000, COUNTY), area(200, 1_200, COUNTY))
    keyed = replace(COUNTY, ids=("5528675",))
    assert is_same_area(area(0, 1_000, keyed), area(0, 1_000, replace(keyed, vintage="2018")))
    assert is_same_area(area(0, 1_000, keyed), area(0, 1_000, keyed))
    assert not is_same_area(
        area(0, 1_000, replace(COUNTY, ids=("",))), area(0, 9, replace(COUNTY, ids=("",)))
    )
