import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.model import Precision
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
