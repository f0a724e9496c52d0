import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.facilities import FacilityFinder
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import Facility
from mapapp.incident.model import PIN_PRECISIONS, Precision


def hospital(
    number: int, name: str, city: str, state: str, *, lon: float = -88.0, lat: float = 43.0
) -> Facility:
    return Facility(
        "A List", str(number), name, "hospital", "", city, state, lon, lat, "A List 2019 (public domain)"
    )


@pytest.mark.parametrize(
    ("phrase", "near", "name"),
    [
        ("Froedtert Hospital", None, "Froedtert Memorial Lutheran Hospital"),
        ("Froedtert", None, "Froedtert Memorial Lutheran Hospital"),
        ("Froedtert hospital in Milwaukee", None, "Froedtert Memorial Lutheran Hospital"),
        ("Kenosha Police Department", None, "Kenosha Police Department"),
        ("Kenosha County Courthouse", None, "Kenosha County Courthouse"),
        ("St. Catherine's hospital", "Kenosha, WI", "United Hospital System St. Catherine's Medical Center"),
        ("Saint Catherines Med Ctr", "Kenosha, WI", "United Hospital System St. Catherine's Medical Center"),
        ("Aurora Medical Center in Kenosha", None, "Aurora Medical Center Kenosha"),
    ],
)
def test_a_facility_is_found_by_its_name(
    geocoder: Geocoder, phrase: str, near: str | None, name: str
) -> None:
    answer = geocoder.geocode(phrase, near)
    assert answer.outcome is Outcome.RESOLVED
    assert answer.candidates[0].label.startswith(name)


def test_a_hospital_is_a_large_site_and_a_police_station_a_building(geocoder: Geocoder) -> None:
    hospital_found = geocoder.geocode("Froedtert Hospital").candidates[0]
    police = geocoder.geocode("Kenosha Police Department").candidates[0]
    assert (hospital_found.precision, hospital_found.radius_m) == (Precision.POI_LARGE, 250)
    assert (police.precision, police.radius_m) == (Precision.POI_SMALL, 50)


def test_a_name_that_two_bear_is_a_choice(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Aurora hospital, Milwaukee")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len(answer.candidates) == 2


def test_a_saint_without_a_place_is_a_question(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("St. Catherine's hospital")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "name_common" in answer.candidates[0].faults


def test_a_facility_outside_the_place_named_is_not_resolved(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Froedtert Hospital, Racine")
    assert answer.outcome is Outcome.OUTSIDE_PLACE


def test_a_facility_in_another_state_is_not_meant(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Froedtert Hospital, Portland, Maine").outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "phrase",
    [
        "a hospital in Milwaukee",
        "a Milwaukee hospital",
        "a Milwaukee-area hospital",
        "Milwaukee hospital",
        "an area hospital, Milwaukee",
        "airlifted to a hospital in Milwaukee, Wisconsin",
        "hospital in Milwaukee, WI",
    ],
)
def test_a_hospital_without_a_name_is_an_area_and_never_a_pin(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    area, *hospitals = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert (area.precision, area.label) == (Precision.PLACE, "Milwaukee, WI")
    assert len(hospitals) > 3
    assert all(one.precision is Precision.POI_LARGE for one in hospitals)
    assert all(one.precision not in PIN_PRECISIONS for one in answer.candidates)
    assert answer.explanation == f"One of {len(hospitals)} hospitals in Milwaukee, WI; 6 take helicopters."


def names(answer: Answer) -> list[str]:
    return [one.label for one in answer.candidates[1:]]


def test_those_that_take_helicopters_come_first_when_one_flew(
    geocoder: Geocoder, facilities: list[Facility]
) -> None:
    flown = names(geocoder.geocode("airlifted to a hospital in Milwaukee"))
    helipads = {one.name for one in facilities if one.helipad}
    landing = [any(label.startswith(name) for name in helipads) for label in flown]
    assert landing == sorted(landing, reverse=True)


def test_the_context_names_the_area(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("a hospital", "Kenosha, Wisconsin")
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].label == "Kenosha, WI"


def test_a_hospital_anywhere_is_nowhere(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("a hospital")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()


def test_the_only_one_of_its_kind_is_still_an_area(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("the courthouse in Kenosha, Wisconsin")
    assert answer.outcome is Outcome.AREA
    assert answer.explanation.startswith("Perhaps Kenosha County Courthouse")


def test_abbreviations_of_the_list_are_read() -> None:
    geocoder = Geocoder([], (), [hospital(1, "BRIGHTWATER MEM HSPTL & MED CTR", "MILWAUKEE", "WI")])
    answer = geocoder.geocode("Brightwater Memorial Hospital, Milwaukee")
    assert answer.outcome is Outcome.RESOLVED


def test_one_hospital_on_two_lists_is_one() -> None:
    twice = [
        hospital(1, "Brightwater Hospital", "Milwaukee", "WI"),
        hospital(2, "BRIGHTWATER MED CTR", "MILWAUKEE", "WI", lat=43.0004),
    ]
    assert Geocoder([], (), twice).geocode("Brightwater Hospital, Milwaukee").outcome is Outcome.RESOLVED


def test_words_tell_whether_a_facility_is_meant() -> None:
    assert FacilityFinder.says_facility("Kenosha Police")
    assert not FacilityFinder.says_facility("Kenosha")


@pytest.mark.parametrize(
    "phrase",
    [
        "Wisconsin Avenue, Milwaukee",
        "Spring Street, Racine",
        "Sinai Street, Milwaukee",
        "Columbia Avenue NW, Milwaukee",
        "Aurora Road, Kenosha",
        "Police Drive, Kenosha",
        "Courthouse Road, Kenosha",
        "Kenosha County Road",
        "a county road in Kenosha",
        "the county, Kenosha",
        "the Kenosha County line, Kenosha",
        "County in Road and 248th Avenue, Kenosha County",
        "corner of Froedtert and Hospital in Milwaukee",
        "Froedtert and Lutheran streets in Milwaukee",
        "United",
        "Avenue",
        "Street, Milwaukee",
        "Aurora, Kenosha",
        "Wisconsin, Milwaukee",
    ],
)
def test_a_street_or_a_common_word_is_no_facility(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Wisconsin")
    assert answer.outcome is not Outcome.RESOLVED
    assert all(one.provenance.method != "facility list" for one in answer.candidates)


def test_part_of_a_town_s_name_does_not_name_the_town() -> None:
    listed = [hospital(1, "St. Joseph's Hospital", "Saint Paul", "MN")]
    assert Geocoder([], (), listed).geocode("St. Joseph's Hospital").outcome is Outcome.AMBIGUOUS
    assert Geocoder([], (), listed).geocode("St. Joseph's Hospital, St. Paul").outcome is Outcome.RESOLVED


def test_a_full_name_with_its_state_is_enough(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Children's Hospital of Wisconsin").outcome is Outcome.RESOLVED


def test_the_area_of_an_unnamed_hospital_ranks_above_those_it_may_be(geocoder: Geocoder) -> None:
    area, *hospitals = geocoder.geocode("a hospital in Milwaukee").candidates
    assert all(one.score < area.score for one in hospitals)
