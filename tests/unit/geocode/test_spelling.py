import pytest

from mapapp.geocode.spelling import mended, ordinal_ending


@pytest.mark.parametrize(
    ("slipped", "right"),
    [
        ("28th Avneue and 40th Street", "28th avenue and 40th street"),
        ("28ht Avenue and 40th Street", "28th avenue and 40th street"),
        ("28h Avenue and 40th Street", "28th avenue and 40th street"),
        ("28th Avenue adn 40th Street", "28th avenue and 40th street"),
        ("28th Avenue nd 40th Street", "28th avenue and 40th street"),
        ("28th Avenue and 40thStreet", "28th avenue and 40th street"),
        ("H StreetNE and 8th Street NE", "h street ne and 8th street ne"),
        ("H Street EN and 8th Street NE", "h street ne and 8th street ne"),
        ("H Street NxE and 8th Street NE", "h street ne and 8th street ne"),
        ("Riggs Rad and Oak Lan", "riggs road and oak lane"),
    ],
)
def test_a_slip_in_a_closed_word_is_mended(slipped: str, right: str) -> None:
    text, slips = mended(slipped)
    assert (text.lower(), slips >= 1) == (right, True)


def test_words_that_are_right_keep_their_capitals() -> None:
    assert mended("28th Avneue near the Racine County Line")[0] == "28th avenue near the Racine County lane"


@pytest.mark.parametrize(
    "text",
    [
        "28th Avenue and 40th Street",
        "Main St & 1st Ave",
        "22th Avenue and 40th Street",
        "Sheriden Rd and Oak St",
    ],
)
def test_what_is_right_or_may_be_another_number_or_name_stays(text: str) -> None:
    assert mended(text) == (text, 0)


def test_ordinal_endings() -> None:
    assert [f"{n}{ordinal_ending(n)}" for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th",
    ]  # fmt: skip
