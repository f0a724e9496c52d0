from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.slips import raw_names, route_names, written_as
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import parse_name
from tests.unit.geocode.town import at, build, street

_NONE: frozenset[str] = frozenset()


def slips(text: str, street_name: str, *, suffixes: frozenset[str] = _NONE) -> int | None:
    name = parse_name(street_name)
    found = [written_as(raw, name, _NONE, suffixes) for raw in raw_names(text) if raw.base == name.base]
    return min((one[1] for one in found if one), default=None)


@pytest.mark.parametrize(
    ("text", "street_name"),
    [
        ("Elm S NW", "Elm St NW"),
        ("55th tS SE", "55th St SE"),
        ("Georgia vAe NW", "Georgia Ave NW"),
        ("46th St bW", "46th St NW"),
        ("Upshur St E", "Upshur St NE"),
        ("8th Aveneu", "8th Ave"),
        ("Noth Capitol St NE", "N Capitol St NE"),
        ("34th P SE", "34th Pl SE"),
    ],
)
def test_one_slip_in_a_type_or_a_direction(text: str, street_name: str) -> None:
    assert slips(text, street_name) == 1


@pytest.mark.parametrize(
    ("text", "street_name"),
    [
        ("22nd SE", "22nd St SE"),
        ("Elm Sq NW", "Elm St NW"),
        ("Elm St SW", "Elm St NW"),
        ("S Elm St", "N Elm St"),
        ("Elm St N", "Elm St S"),
        ("45th tS SE", "55th St SE"),
        ("Elm Xyz NW", "Elm St NW"),
        ("Elm St NW", "Elm St NW"),
    ],
)
def test_another_word_or_no_slip_at_all_is_none(text: str, street_name: str) -> None:
    assert slips(text, street_name) is None


def test_a_direction_that_streets_there_bear_is_meant() -> None:
    assert slips("15th Ave E", "15th Ave NE") == 1
    assert slips("15th Ave E", "15th Ave NE", suffixes=frozenset({"e", "ne"})) is None


def test_the_words_of_a_route() -> None:
    assert parse_name("State Hwy 83") in route_names("tate Hwy 83")
    assert parse_name("Co Hwy F") in route_names("Co pHwy F")
    assert route_names("State Hwy 83") == ()
    assert all(one.base == "83" for one in route_names("Stat Hwy 83"))


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for raw in raw_names(text):
        assert raw.base
    assert all(one.is_route for one in route_names(text))


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """Names as several cities have them, each pair meeting once."""
    edges = [
        *street("N Halsted St", (0, 0), (0, 2), (0, 4)),
        *street("Lake Shore Dr", (3, 0), (3, 2), (3, 4)),
        *street("Washington St", (6, 0), (6, 2), (6, 4)),
        *street("Perimeter East Rd", (9, 0), (9, 2), (9, 4)),
        *street("Dr Martin Luther King Jr Dr", (12, 0), (12, 2), (12, 4)),
        *street("The Alameda", (15, 0), (15, 2), (15, 4)),
        *street("N Avenue 50", (18, 0), (18, 2), (18, 4)),
        *street("12th Ave", (21, 0), (21, 2), (21, 4)),
        *street("Georgia Ave", (24, 0), (24, 2), (24, 4)),
        *street("Morton Pl", (27, 0), (27, 2), (27, 4)),
        *street("Central Ave", (30, 0), (30, 2), (30, 4)),
        *street("W Division St", *((x, 2) for x in range(-3, 30, 3))),
        *street("Lee Rd", *((x, 4) for x in range(-3, 30, 3))),
        *street("Florida Ave", *((x, 0) for x in range(-3, 30, 3))),
        *street("Southern Ave", (27, 0), (30, 0), (33, 0)),
    ]
    index = StreetIndex.open(build(tmp_path_factory.mktemp("quarter"), edges).path)
    yield Geocoder([index])
    index.close()


@pytest.mark.parametrize(
    "phrase",
    [
        "Halsted and Division",
        "HALSTED/DIVISION",
        "Halsted-Division",
        "N. Halsted Street - W. Division Street",
        "Halsted & Division (NB)",
        "Lake Shore and Division",
        "King Drive and Division Street",
        "MLK Dr & Division",
        "M.L. King Drive at Division",
        "Alameda and Division Street",
        "Ave 50 and Division Street",
        "Halsted St & Divison St",
        "Halsted Street and Division tS",
        "Lalsted Street and Division Street",
        "Georgia and Division",
    ],
)
def test_the_ways_a_city_writes_its_corners(quarter: Geocoder, phrase: str) -> None:
    answer = quarter.geocode(phrase, "Kenosha County, WI")
    assert answer.outcome is Outcome.RESOLVED, answer.explanation
    assert "W Division St" in answer.candidates[0].label


@pytest.mark.parametrize(
    "phrase",
    [
        "Washington and Lee",
        "halsted and division",
        "Perimeter West Road and Division Street",
        "St and Division",
        "12th Avenue NW and Division Street",
        "50th Avenue and Division Street",
        "Washington or Lee",
        "Georgia and Florida",
        "Georgia at Florida",
        "Central and Southern",
        "Horton and Division Street",
        "G Washington Street and Division Street",
        "Washington B Street and Division Street",
    ],
)
def test_what_may_be_something_else_is_no_pin(quarter: Geocoder, phrase: str) -> None:
    assert quarter.geocode(phrase, "Kenosha County, WI").outcome is not Outcome.RESOLVED


def test_two_names_without_a_place_are_no_corner(quarter: Geocoder) -> None:
    assert quarter.geocode("Halsted and Division").outcome is Outcome.UNPARSED


@pytest.fixture(scope="module")
def six_corners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """Three streets that meet in one place, and a fourth that meets two of them elsewhere."""
    edges = [
        *street("N Damen Ave", (0, 0), (0, 2), (0, 6)),
        *street("W Diversey Ave", (-2, 2), (0, 2), (5, 2)),
        *street("N Elston Ave", (-2, 4), (0, 2), (2, 0)),
        *street("W Fullerton Ave", (-2, 6), (0, 6), (4, 6)),
    ]
    index = StreetIndex.open(build(tmp_path_factory.mktemp("six"), edges).path)
    yield Geocoder([index])
    index.close()


@pytest.mark.parametrize(
    "phrase",
    [
        "Damen, Diversey and Elston",
        "Damen, Diversey, and Elston",
        "Damen/Diversey/Elston",
        "Damen-Diversey-Elston",
        "Damen, Diversey and Elston avenues",
        "N. Damen Ave., W. Diversey Ave. & N. Elston Ave.",
    ],
)
def test_three_streets_that_meet_are_one_corner(six_corners: Geocoder, phrase: str) -> None:
    answer = six_corners.geocode(phrase, "Kenosha County, WI")
    assert answer.outcome is Outcome.RESOLVED, answer.explanation
    assert (answer.candidates[0].lon, answer.candidates[0].lat) == at(0, 2)


def test_three_streets_that_do_not_all_meet_are_no_pin(six_corners: Geocoder) -> None:
    answer = six_corners.geocode("Damen, Diversey and Fullerton", "Kenosha County, WI")
    assert answer.outcome is not Outcome.RESOLVED
