import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.online.wording import wordings
from mapapp.streets.names import parse_name


@pytest.mark.parametrize(
    ("street", "asked"),
    [
        ("Sheridan Road", ["Sheridan Road"]),
        ("28th Avenue", ["28th Avenue"]),
        ("thirty-ninth avenue", ["39th Ave"]),
        ("Third Avenue", ["Third Avenue", "3rd Ave"]),
        ("3rd Avenue", ["3rd Avenue", "Third Ave"]),
        ("W. Second St. NW", ["W. Second St. NW", "W 2nd St NW"]),
        ("eleventh street", ["11th St"]),
        ("one hundred twenty-second street", ["122nd St"]),
        ("Highway 31", ["WI 31", "Highway 31"]),
        ("Wisconsin 31", ["WI 31", "Wisconsin 31"]),
        ("U.S. 45", ["US 45", "U.S. 45"]),
        ("Interstate 94", ["I 94", "Interstate 94"]),
        ("County Road H", ["CTH H", "County Road H"]),
    ],
)
def test_a_street_is_asked_for_as_the_map_has_it(street: str, asked: list[str]) -> None:
    assert wordings(street, "Kenosha, WI") == asked


def test_a_state_that_is_not_known_is_not_guessed() -> None:
    assert wordings("Highway 31", "Kenosha") == ["Highway 31"]


@given(
    st.integers(1, 9_999), st.sampled_from(["Avenue", "St", "Blvd", ""]), st.sampled_from(["", "N ", "SW "])
)
def test_every_wording_is_the_same_street(number: int, kind: str, direction: str) -> None:
    ordinal = wordings(f"{direction}{number}th {kind}".strip(), "")
    assert {parse_name(one) for one in ordinal} == {parse_name(f"{direction}{number}th {kind}")}
