import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import destination, distance_m
from mapapp.incident.model import Precision
from mapapp.streets.index import open_regions
from mapapp.streets.library import IndexInfo
from tests.unit.geocode.town import at


def known(name: str, locality: str = "Quillby, WI") -> Geocoder:
    place = KnownPlace(name, locality, -87.5, 42.5, Precision.POI_SMALL, 20, "the newsroom")
    return Geocoder([], [place])


@pytest.mark.parametrize(
    "phrase", ["The Old Mill, Quillby", "the old mill in Quillby, WI", "Old Mill, Quillby"]
)
def test_a_known_place_is_found_by_its_name(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    found = answer.candidates[0]
    assert answer.outcome is Outcome.RESOLVED
    assert (found.lon, found.lat) == at(3, 5)
    assert found.provenance.dataset == "the newsroom's own visit"
    assert "known place" in found.provenance.method


@pytest.mark.parametrize("phrase", ["28th Ave & 40th St", "40th Street and Twenty-Eighth Avenue"])
def test_a_known_corner_is_found_however_it_is_written(phrase: str) -> None:
    answer = known("28th Avenue and 40th Street").geocode(phrase, "Quillby, WI")
    assert answer.outcome is Outcome.RESOLVED


def test_a_known_corner_is_not_its_twin_with_other_types() -> None:
    geocoder = known("28th Avenue and 40th Street")
    assert geocoder.geocode("28th Street and 40th Avenue, Quillby").outcome is Outcome.NOT_FOUND


def test_a_known_place_of_another_city_is_not_meant() -> None:
    geocoder = known("28th Avenue and 40th Street")
    assert geocoder.geocode("28th Avenue and 40th Street, Overmere").outcome is Outcome.NOT_FOUND
    assert geocoder.geocode("28th Avenue and 40th Street").outcome is Outcome.NOT_FOUND


def test_near_widens_a_known_place() -> None:
    assert known("The Old Mill").geocode("near The Old Mill, Quillby").candidates[0].radius_m == 170


def test_another_name_finds_it_too_and_who_confirmed_it_is_said() -> None:
    place = KnownPlace(
        "The Old Mill",
        "Quillby, WI",
        -87.5,
        42.5,
        Precision.POI_SMALL,
        20,
        "a visit",
        ("Quillby Works",),
        "Ada",
        "2026-11-24T09:00:00Z",
    )
    answer = Geocoder([], [place]).geocode("quillby works, Quillby")
    assert answer.outcome is Outcome.RESOLVED
    assert "confirmed by Ada on 24 Nov 2026 (a visit)" in answer.explanation
    assert answer.candidates[0].provenance.as_json()["confirmed"] == "by Ada on 24 Nov 2026"
    assert (
        "confirmed"
        not in known("The Old Mill").geocode("The Old Mill, Quillby").candidates[0].provenance.as_json()
    )


CORNER = "28th Avenue and 40th Street, Kenosha, WI"
MEETS = (-87.843258, 42.600802)


def _beside_streets(index: IndexInfo, east: float) -> Answer:
    at = destination(MEETS, 90, east)
    place = KnownPlace(
        "28th Avenue and 40th Street", "Kenosha, WI", *at, Precision.INTERSECTION, 20, "a visit"
    )
    return Geocoder(open_regions(index.path), [place]).geocode(CORNER)


def test_a_known_place_that_agrees_with_the_streets_answers_alone(kenosha_index: IndexInfo) -> None:
    answer = _beside_streets(kenosha_index, 15)
    assert answer.outcome is Outcome.RESOLVED
    assert [one.provenance.method for one in answer.candidates] == ["known place of this newsroom"]


def test_where_the_streets_contradict_a_known_place_a_person_chooses(kenosha_index: IndexInfo) -> None:
    answer = _beside_streets(kenosha_index, 400)
    assert answer.outcome is Outcome.AMBIGUOUS
    first, second = answer.candidates[:2]
    assert first.provenance.method == "known place of this newsroom"
    assert distance_m((second.lon, second.lat), MEETS) < 10
    assert "lies about 400 m west of it; choose the one that is meant." in answer.explanation


def test_the_town_around_a_spot_is_known_by_its_streets(kenosha_index: IndexInfo) -> None:
    geocoder = Geocoder(open_regions(kenosha_index.path))
    assert geocoder.town_at(MEETS) == "Kenosha, WI"
    assert geocoder.town_at((-87.0, 43.5)) == ""
