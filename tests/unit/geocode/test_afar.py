"""Areas some way from a city of the gazetteer, without any street index, or from a corner of the town."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.geocode.answer import Candidate, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import DEGREES, METRES_PER_MILE, LonLat, bearing, destination, distance_m
from mapapp.incident.model import Precision
from tests.unit.geocode.town import at

KENOSHA, RACINE = (-87.8212, 42.5847), (-87.7829, 42.7261)


@pytest.fixture(scope="module")
def gazetteer() -> Geocoder:
    """A geocoder that knows the cities of the gazetteer and no street."""
    return Geocoder([])


def area(geocoder: Geocoder, phrase: str, near: str | None = None) -> Candidate:
    """The only candidate: an area that holds its position, with a radius that covers all of it."""
    answer = geocoder.geocode(phrase, near)
    assert answer.outcome is Outcome.AREA, answer
    (found,) = answer.candidates
    assert found.precision is Precision.RELATIVE
    assert found.geometry.type == "Polygon"
    assert holds(found, (found.lon, found.lat))
    corners = shapely.get_coordinates(found.geometry.shape()).tolist()
    assert max(distance_m((found.lon, found.lat), (x, y)) for x, y in corners) <= found.radius_m * 1.001 + 1
    return found


def holds(found: Candidate, spot: LonLat) -> bool:
    """Whether an area covers a position."""
    return bool(found.geometry.shape().covers(shapely.Point(spot)))


def test_five_miles_north_of_a_town_is_a_sector(gazetteer: Geocoder) -> None:
    found = area(gazetteer, "5 miles north of Kenosha, Wis.")
    assert holds(found, destination(KENOSHA, 0, 5 * METRES_PER_MILE))
    assert holds(found, destination(KENOSHA, 20, 5 * METRES_PER_MILE))
    assert not holds(found, destination(KENOSHA, 30, 5 * METRES_PER_MILE))
    assert not holds(found, destination(KENOSHA, 0, 4 * METRES_PER_MILE))
    assert not holds(found, destination(KENOSHA, 180, 5 * METRES_PER_MILE))
    assert found.label == "5 miles north of Kenosha, WI"
    assert found.provenance.dataset == "GeoNames cities5000"


def test_a_distance_may_be_counted_from_the_edge_of_the_town(gazetteer: Geocoder) -> None:
    found, town = area(gazetteer, "5 miles west of Kenosha, Wis."), gazetteer.geocode("Kenosha, WI")
    edge_m = town.candidates[0].radius_m
    assert holds(found, destination(KENOSHA, 270, 5 * METRES_PER_MILE + edge_m))


def test_what_is_nearer_than_the_edge_is_counted_from_there(gazetteer: Geocoder) -> None:
    found = area(gazetteer, "500 feet west of Kenosha, WI")
    edge_m = gazetteer.geocode("Kenosha, WI").candidates[0].radius_m
    assert holds(found, destination(KENOSHA, 270, edge_m + 152))
    assert not holds(found, destination(KENOSHA, 270, edge_m - 100))
    assert not holds(found, destination(KENOSHA, 270, edge_m + 500))


@settings(deadline=None)
@given(st.sampled_from(sorted(DEGREES)), st.integers(2, 100))
def test_a_sector_lies_in_its_direction(gazetteer: Geocoder, direction: str, miles: int) -> None:
    found = area(gazetteer, f"{miles} miles {direction} of Kenosha, WI")
    off = (bearing(KENOSHA, (found.lon, found.lat)) - DEGREES[direction] + 180) % 360 - 180
    assert abs(off) < 2
    assert distance_m(KENOSHA, (found.lon, found.lat)) >= miles * METRES_PER_MILE * 0.99


def test_the_same_distance_in_other_words_is_the_same_area(gazetteer: Geocoder) -> None:
    one, other = (area(gazetteer, f"{said} of Kenosha, WI") for said in ("0.5 miles south", "half a mile S."))
    assert one.geometry == other.geometry


def test_a_hedge_widens_it(gazetteer: Geocoder) -> None:
    plain, hedged = (area(gazetteer, f"{said}12 miles west of Kenosha, WI") for said in ("", "about "))
    assert hedged.geometry.shape().covers(plain.geometry.shape().buffer(-1e-3))
    assert hedged.radius_m > plain.radius_m


def test_without_a_distance_it_is_that_side_of_the_town(gazetteer: Geocoder) -> None:
    found = area(gazetteer, "north of Kenosha, WI")
    edge_m = gazetteer.geocode("Kenosha, WI").candidates[0].radius_m
    assert holds(found, destination(KENOSHA, 0, edge_m + 9 * METRES_PER_MILE))
    assert not holds(found, destination(KENOSHA, 0, edge_m / 2))
    assert not holds(found, destination(KENOSHA, 90, edge_m + 1_000))


@pytest.mark.parametrize("phrase", ["just outside Kenosha", "outside of Kenosha", "outside Kenosha"])
def test_outside_a_town_is_the_belt_around_it(gazetteer: Geocoder, phrase: str) -> None:
    found = area(gazetteer, phrase, "Kenosha, WI")
    edge_m = gazetteer.geocode("Kenosha, WI").candidates[0].radius_m
    assert not holds(found, KENOSHA)
    assert holds(found, destination(KENOSHA, 45, edge_m + 3_000))
    assert not holds(found, destination(KENOSHA, 45, edge_m + 6_000))


def test_within_some_miles_is_a_circle(gazetteer: Geocoder) -> None:
    found = area(gazetteer, "within 5 miles of Kenosha, WI")
    assert all(holds(found, destination(KENOSHA, turn, 8_000)) for turn in range(0, 360, 30))


def test_between_two_towns_is_the_circle_between_them(gazetteer: Geocoder) -> None:
    one, other = (
        area(gazetteer, f"between {pair}", "Wisconsin")
        for pair in ("Kenosha and Racine", "Racine and Kenosha")
    )
    assert one.radius_m == pytest.approx(distance_m(KENOSHA, RACINE) / 2, rel=0.01)
    assert distance_m((one.lon, one.lat), (other.lon, other.lat)) < 1


def test_blocks_are_only_counted_along_streets() -> None:
    corner = KnownPlace(
        "Ash Street and Elm Street", "Kenosha, WI", -87.84, 42.6, Precision.INTERSECTION, 20.0, "us"
    )
    answer = Geocoder([], [corner]).geocode("three blocks north of Ash Street and Elm Street, Kenosha, WI")
    assert (answer.outcome, answer.candidates) == (Outcome.NOT_FOUND, ())
    assert "Blocks are counted along a street" in answer.explanation


@pytest.mark.parametrize(
    "phrase",
    [
        "5 miles north of Nowhereville",
        "900 miles north of Kenosha, WI",
        "between Kenosha, WI and Nowhereville",
        "between Kenosha and Los Angeles",
        "between Kenosha and Kenosha",
        "two blocks north of Kenosha, WI",
        "5 miles north of Wisconsin",
        "outside Nowhereville",
    ],
)
def test_what_is_too_far_or_unknown_is_no_area(gazetteer: Geocoder, phrase: str) -> None:
    answer = gazetteer.geocode(phrase)
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.UNPARSED)
    assert answer.candidates == ()


def test_miles_from_a_corner_are_straight(geocoder: Geocoder) -> None:
    found = area(geocoder, "5 miles north of 28th Avenue and 40th Street, Quillby")
    assert holds(found, destination(at(2, 2), 10, 5 * METRES_PER_MILE))
    assert not holds(found, destination(at(2, 2), 10, 4 * METRES_PER_MILE))


def test_a_side_of_a_corner_that_no_street_leads_to_is_a_mile(geocoder: Geocoder) -> None:
    found = area(geocoder, "north-east of 28th Avenue and 40th Street, Quillby")
    assert holds(found, destination(at(2, 2), 45, 1_500))
    assert not holds(found, destination(at(2, 2), 45, 1_800))


def test_a_mile_from_a_corner_is_a_circle(geocoder: Geocoder) -> None:
    found = area(geocoder, "a mile from 28th Avenue and 40th Street, Quillby")
    assert (found.lon, found.lat) == at(2, 2)
    assert found.radius_m == pytest.approx(1.5 * METRES_PER_MILE, rel=0.02)


def test_a_corner_that_is_a_question_stays_one(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("5 miles north of Pine Road and Loop Drive", "Kenosha County, WI")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len(answer.candidates) == 2


def test_a_corner_that_does_not_exist_leaves_nothing_to_measure_from(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("5 miles north of 28th Avenue and 28th Street, Quillby")
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()


@pytest.mark.parametrize(
    "phrase", ["5 miles north of Sheridan Road", "north of 40th Street", "a mile from Pine Rd"]
)
def test_a_street_by_itself_is_nothing_to_measure_from(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    assert answer.outcome is Outcome.UNPARSED
    assert "on which street" in answer.explanation


def test_a_known_place_is_measured_from(geocoder: Geocoder) -> None:
    found = area(geocoder, "2 miles east of The Old Mill, Quillby, WI")
    assert holds(found, destination(at(3, 5), 90, 2 * METRES_PER_MILE))
