import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import BadInput
from mapapp.streets.counties import County, find_county

KENOSHA = County("55059", "Kenosha County", "WI")


@pytest.mark.parametrize(
    "text",
    [
        "55059",
        " 55059 ",
        "Kenosha County, WI",
        "kenosha county, wisconsin",
        "Kenosha, WI",
        "KENOSHA,  Wisconsin",
        "Kenosha",
        "Kenosha County WI",
        "kenosha wisconsin",
    ],
)
def test_a_county_is_found_by_code_and_by_name(text: str) -> None:
    assert find_county(text) == KENOSHA
    assert find_county(text).title == "Kenosha County, WI"


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("Kenosha County", "55059"),
        ("District of Columbia", "11001"),
        ("District of Columbia, DC", "11001"),
        ("Washington, DC", "11001"),
        ("D.C.", "11001"),
        ("Delaware County Ohio", "39041"),
        ("Wyoming County, New York", "36121"),
        ("Saint Lawrence", None),
        ("St. Louis city, MO", "29510"),
        ("St Louis County, Missouri", "29189"),
        ("Richmond city, VA", "51760"),
        ("Richmond County, VA", "51159"),
        ("Carson City, NV", "32510"),
        ("James City County, Virginia", "51095"),
        ("Orleans Parish, Louisiana", "22071"),
        ("Anasco, Puerto Rico", "72011"),
        ("Juneau City and Borough, AK", "02110"),
        ("Hartford County, CT", "09003"),
        ("09110", "09110"),
        ("Capitol Planning Region, Connecticut", "09110"),
        ("Doña Ana County, NM", "35013"),
    ],
)
def test_counties_of_every_kind(text: str, fips: str | None) -> None:
    if fips is None:
        with pytest.raises(BadInput):
            find_county(text)
    else:
        assert find_county(text).fips == fips


@pytest.mark.parametrize("text", ["", "   ", "99999", "5505", "550590", "Nowhere County, WI", "x" * 10_000])
def test_what_is_no_county_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadInput, match='"Kenosha County, WI"'):
        find_county(text)


def test_a_misspelt_county_gets_a_suggestion() -> None:
    with pytest.raises(BadInput, match=r"Did you mean Kenosha County, WI \(55059\)"):
        find_county("Kenosah County, WI")


@pytest.mark.parametrize("text", ["Kenosah, Wisc", "Kenosa County"])
def test_a_suggestion_does_not_need_the_state(text: str) -> None:
    with pytest.raises(BadInput, match=r"Did you mean .*Kenosha County, WI \(55059\)"):
        find_county(text)


@pytest.mark.parametrize("text", ["Nowhere County, WI", "99999"])
def test_nothing_is_suggested_where_nothing_is_like_it(text: str) -> None:
    with pytest.raises(BadInput, match=r"^(?!.*Did you mean)"):
        find_county(text)


def test_a_name_of_several_counties_asks_for_the_state() -> None:
    with pytest.raises(BadInput, match=r"is the name of 3\d counties: .*Say which, with its state"):
        find_county("Washington County")
    with pytest.raises(BadInput, match=r"Richmond city, VA \(51760\)"):
        find_county("Richmond, VA")


@given(st.text(max_size=40))
def test_noise_is_refused_in_a_sentence(text: str) -> None:
    try:
        found = find_county(text).fips
    except BadInput as error:
        found = str(error)
    assert found.isdigit() or found.endswith(".")
