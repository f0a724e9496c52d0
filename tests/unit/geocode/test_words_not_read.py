"""No word that may name another place is dropped: it is read, or the answer is a question."""

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.asides import without_idle
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.model import Precision
from tests.unit.geocode.town import at

CORNER = "28th Avenue and 40th Street"


@pytest.mark.parametrize(
    "phrase",
    [
        f"{CORNER} near Minneapolis",
        f"{CORNER} (Minneapolis)",
        f"{CORNER} (in Racine)",
        f"{CORNER} near Racine, Wis.",
        f"{CORNER} at Minneapolis",
        f"{CORNER} outside Quillby",
        f"{CORNER}, outside Quillby",
        f"{CORNER}, not Quillby",
        f"{CORNER}, Quillby, Canada",
        f"{CORNER}, Quillby, Racine County, WI",
        f"{CORNER}, Quillby, Overmere",
        f"{CORNER}, Quillby or Overmere",
        f"{CORNER}, Quillby, Minnesota",
        f"{CORNER}, Quillby, WI 90210",
        f"{CORNER}, WI 90210",
        f"{CORNER} near the Racine County line",
        f"{CORNER} near the Racine County lien",
        f"{CORNER} near 41st Street",
        f"{CORNER} (41st Street)",
        f"{CORNER} gas station, Quillby",
        f"State Street at {CORNER}, Quillby",
        f"Highway 50 at {CORNER}, Quillby",
        "500 feet near Highway 50 south of 40th Street",
        f"I-94 on {CORNER}, Quillby",
        f"Chicago police said at {CORNER}, Quillby",
        f"a mile from {CORNER}, Quillby",
        f"two blocks from {CORNER}, Quillby",
        f"just past {CORNER}, Quillby",
        f"within a mile of {CORNER}, Quillby",
        f"not at {CORNER}, Quillby",
        f"along {CORNER}, Quillby",
        f"nowhere near {CORNER}, Quillby",
        f"it wasn’t at {CORNER}, Quillby",
        f"miles away from the crash at {CORNER}, Quillby",
        f"on his way to {CORNER}, Quillby",
        f"the store formerly at {CORNER}, Quillby",
        f"unrelated to the crash at {CORNER}, Quillby",
        f"{CORNER}, 5 miles west of Quillby",
        "28th Avenue just off 40th Street, Quillby",
        "2800 block of 40th Street near Minneapolis",
        "2850 40th Street, Quillby, WI 90210",
    ],
)
@pytest.mark.parametrize("near", [None, "Quillby, WI"])
def test_words_that_place_it_elsewhere_are_never_dropped(
    geocoder: Geocoder, phrase: str, near: str | None
) -> None:
    assert geocoder.geocode(phrase, near).outcome is not Outcome.RESOLVED


@pytest.mark.parametrize(
    "phrase",
    [
        f"a crash at {CORNER} in Quillby on Sunday",
        f"Police were called to {CORNER} in Quillby",
        f"a crash at the intersection of {CORNER}, Quillby",
        f"Officers were sent to the northwest corner of {CORNER} in Quillby",
        f"Walgreens at {CORNER}, Quillby",
        f"outside a home at {CORNER}, Quillby",
        f"{CORNER} near the park, Quillby",
        f"{CORNER}, Quillby, on Sunday night",
        f"{CORNER} in Quillby, Wisconsin, on Aug. 23, 2020",
        f"at 5 p.m. at {CORNER}, Quillby",
        f"{CORNER} Sunday, Quillby",
        f"in the area of {CORNER}, Quillby",
        f"({CORNER}, Quillby)",
        f"“{CORNER}, Quillby”",
        "where 28th Avenue meets 40th Street, Quillby",
        "28th Avenue by 40th Street, Quillby",
        "28th Avenue, at 40th Street, Quillby",
        "along 28th Avenue at 40th Street, Quillby",
        "on 28th Avenue at its intersection with 40th Street, Quillby",
        "the intersection of 28th Avenue with 40th Street, Quillby",
        f"{CORNER}, downtown Quillby",
        f"{CORNER} in north Quillby",
        f"{CORNER} on Quillby's north side",
        f"{CORNER}, Quillby, WI 53140, USA",
        f"{CORNER}, city of Quillby, Kenosha County, Wisconsin",
    ],
)
def test_words_that_can_name_no_place_are_no_hindrance(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.RESOLVED, answer
    assert (answer.candidates[0].lon, answer.candidates[0].lat) == at(2, 2)


def test_the_words_that_were_not_read_are_named(geocoder: Geocoder) -> None:
    answer = geocoder.geocode(f"{CORNER}, Quillby, Canada")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "words_not_read" in answer.candidates[0].faults
    assert "“Canada” could not be read as a place" in answer.explanation


@pytest.mark.parametrize(
    ("phrase", "outcome"),
    [
        ("28th Avenue, 40th Street, Quillby", Outcome.AMBIGUOUS),
        ("second and third", Outcome.NOT_FOUND),
        ("28th and 40th", Outcome.AMBIGUOUS),
    ],
)
def test_what_may_be_no_corner_is_a_question(geocoder: Geocoder, phrase: str, outcome: Outcome) -> None:
    assert geocoder.geocode(phrase, "Quillby, WI").outcome is outcome


@pytest.mark.parametrize(
    "text", ["Sunday Drive and March Lane", "May Street and August Avenue", "Noon Road and 4th Street"]
)
def test_a_street_named_like_a_day_is_no_date(text: str) -> None:
    assert without_idle(text) == text


@pytest.mark.parametrize("number", ["4,001 28th Avenue", "4001 28th Avenue, Apt. 3", "4001 28th Avenue #3"])
def test_a_house_number_is_read_without_its_ornaments(number: str) -> None:
    assert without_idle(number) == "4001 28th Avenue"


@pytest.mark.parametrize(
    "said", ["Quillby, WI 90210", "Quillby, Racine County, WI", "Quillby, Canada", "Quillby, Overmere"]
)
def test_a_known_place_too_must_be_where_the_words_say(said: str) -> None:
    place = KnownPlace(CORNER, "Quillby, WI", -87.5, 42.5, Precision.POI_SMALL, 20, "the newsroom")
    assert Geocoder([], [place]).geocode(f"{CORNER}, {said}").outcome is Outcome.NOT_FOUND


def test_a_known_place_under_an_odd_number_is_not_taken_for_it() -> None:
    place = KnownPlace(CORNER, "Quillby, WI", -87.5, 42.5, Precision.POI_SMALL, 20, "the newsroom")
    answer = Geocoder([], [place]).geocode("28st Avenue and 40th Street, Quillby")
    assert answer.outcome is Outcome.NOT_FOUND
