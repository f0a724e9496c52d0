import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.model import PIN_PRECISIONS, Precision


@pytest.mark.parametrize("phrase", ["Quillby", "Quillby, WI", "Quillby, Wisconsin", "the city of Quillby"])
def test_a_city_is_its_outline(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert (found.precision, found.label) == (Precision.PLACE, "Quillby, WI")
    assert found.geometry.type in ("Polygon", "MultiPolygon")
    assert found.geometry.shape().covers(found.geometry.shape().representative_point())


def test_a_county_is_its_outline(geocoder: Geocoder) -> None:
    (found,) = geocoder.geocode("Kenosha County").candidates
    assert found.precision is Precision.COUNTY


def test_a_city_without_an_index_is_a_circle_and_says_so(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Milwaukee")
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert found.label == "Milwaukee, WI"
    assert found.geometry.type == "Polygon"
    assert found.faults == ("extent_estimated",)
    assert 5_000 < found.radius_m < 30_000
    assert "GeoNames" in found.provenance.dataset


@pytest.mark.parametrize("phrase", ["Portland", "Springfield", "Salem"])
def test_a_name_that_many_cities_bear_is_a_choice(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len({one.label for one in answer.candidates}) == len(answer.candidates) > 1


def test_the_state_decides(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Portland, Maine").candidates[0].label == "Portland, ME"
    assert geocoder.geocode("Portland, ME").outcome is Outcome.AREA


def test_the_context_decides(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Portland", "Bangor, Maine")
    assert (answer.outcome, answer.candidates[0].label) == (Outcome.AREA, "Portland, ME")


def test_a_place_in_the_wrong_state_is_not_found(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Milwaukee, Florida").outcome is Outcome.NOT_FOUND


def test_a_state_is_too_large(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Wisconsin").outcome is Outcome.NOT_FOUND


def test_a_county_without_an_index_is_named_and_how_to_add_it(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Milwaukee County")
    assert answer.outcome is Outcome.NOT_FOUND
    assert "Milwaukee County, WI" in answer.hints[0]


@pytest.mark.parametrize("phrase", ["Quillby", "Milwaukee", "Kenosha County", "Salem", "40th Street"])
def test_no_area_is_ever_a_pin(geocoder: Geocoder, phrase: str) -> None:
    assert all(one.precision not in PIN_PRECISIONS for one in geocoder.geocode(phrase).candidates)


@pytest.mark.parametrize("phrase", ["Springfield", "Portland"])
def test_a_state_as_context_decides(geocoder: Geocoder, phrase: str) -> None:
    state = {"Springfield": "Illinois", "Portland": "Maine"}[phrase]
    answer = geocoder.geocode(phrase, state)
    assert (answer.outcome, len(answer.candidates)) == (Outcome.AREA, 1)


def test_a_state_is_no_street_of_its_name(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Georgia").candidates == ()


def test_a_county_s_own_town_comes_before_far_cities_and_streets(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Overmere", "Kenosha County, WI")
    assert (answer.outcome, answer.candidates[0].label) == (Outcome.AREA, "Overmere, WI")


def test_a_county_that_several_states_have_is_a_question(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Cook County")
    assert answer.explanation == "There is a Cook County in GA, IL and MN; say which is meant."
    assert answer.hints == ()


@pytest.mark.parametrize("phrase", ["Main Street and Oak Avenue, Minneapolis", "Main Street, Salem, Oregon"])
def test_a_hint_never_shows_a_command_that_cannot_be_run(geocoder: Geocoder, phrase: str) -> None:
    assert 'such as "Kenosha County, WI"' in geocoder.geocode(phrase).hints[0]


@pytest.mark.parametrize("near", ["xyzzy", "Kenosha, xyzzy"])
def test_a_context_that_is_not_understood_does_not_spoil_a_clear_phrase(
    geocoder: Geocoder, near: str
) -> None:
    assert geocoder.geocode("Quillby, WI", near).outcome is Outcome.AREA
