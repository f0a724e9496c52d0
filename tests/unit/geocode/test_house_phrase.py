import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.house_phrase import HouseWords, find_grid_corner, find_house


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("2850 40th Street", HouseWords(2850, "40th Street", True)),
        ("2850A 40th Street", HouseWords(2850, "40th Street", True)),
        ("2850 1/2 40th Street", HouseWords(2850, "40th Street", True)),
        ("2800-40th Street", HouseWords(2800, "40th Street", True)),
        ("2800-2810 40th Street", HouseWords(2800, "40th Street", True)),
        ("37-11 85th Street", HouseWords(37, "85th Street", False)),
        ("118-20 Main Street", HouseWords(118, "Main Street", False)),
        ("91-1010 Main Street", HouseWords(91, "Main Street", False)),
    ],
)
def test_a_house_number_before_its_street(text: str, house: HouseWords) -> None:
    assert find_house(text) == house


@pytest.mark.parametrize("text", ["40th Street", "2850", "28-40", "2850th Street", "Main Street 12"])
def test_what_is_no_house(text: str) -> None:
    assert find_house(text) is None


@pytest.mark.parametrize("text", ["3300 South 700 East", "3300 S. 700 E.", "3300 s 700 e"])
def test_two_streets_numbered_from_an_axis_are_a_corner(text: str) -> None:
    first, second = find_grid_corner(text) or ("", "")
    assert (first[:4], second[:3]) == ("3300", "700")


@pytest.mark.parametrize("text", ["3300 South 700 North", "3300 South Main", "700 East", "3 S 7 E"])
def test_what_is_no_corner_of_the_grid(text: str) -> None:
    assert find_grid_corner(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert find_house(text) is None or text[0].isdigit()
    find_grid_corner(text)


@pytest.mark.parametrize("phrase", ["28-11 40th Street, Quillby", "2850-12 40th Street"])
def test_a_hyphened_number_that_is_no_run_is_never_pinned(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert answer.outcome is Outcome.UNPARSED
    assert "hyphen" in answer.explanation


def test_a_hyphen_may_stand_between_the_number_and_a_numbered_street(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("2800-40th Street", "Quillby, WI")
    assert answer.outcome is Outcome.RESOLVED
    assert answer.candidates[0].label == "2800 40th St, Quillby"
