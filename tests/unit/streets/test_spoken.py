from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.index import open_regions
from mapapp.streets.library import IndexInfo
from mapapp.streets.names import alternate_names, parse_name
from mapapp.streets.spoken import spoken
from mapapp.streets.vocabulary import DIRECTIONS, STREET_TYPES


@pytest.mark.parametrize(
    ("title", "full"),
    [
        ("28th Ave", "28th Avenue"),
        ("N Main St", "North Main Street"),
        ("H St NW", "H Street NW"),
        ("E Capitol St SE", "East Capitol Street SE"),
        ("St Clair Ave", "St Clair Avenue"),
        ("Ave A", "Avenue A"),
        ("MARTIN LUTHER KING JR DR", "Martin Luther King Jr Drive"),
        ("28TH AVE", "28th Avenue"),
        ("NE 8TH ST", "NE 8th Street"),
        ("I- 94", "I-94"),
        ("US Hwy 45", "US Highway 45"),
        ("State Hwy 31", "State Highway 31"),
        ("State Rte 7", "State Route 7"),
        ("Co Hwy Ph", "County Highway PH"),
        ("County Rd 8", "County Road 8"),
        ("Broadway", "Broadway"),
        ("Tindall's Nest", "Tindall's Nest"),
        ("Old US Hwy 41", "Old US Hwy 41"),
    ],
)
def test_a_title_is_written_in_full(title: str, full: str) -> None:
    assert spoken(title, parse_name(title)) == full


_WORD = st.sampled_from([*DIRECTIONS, *STREET_TYPES, "main", "28th", "mc", "co", "31", "a", "old", "2nd"])


@given(st.lists(_WORD, min_size=1, max_size=5).map(" ".join), st.sampled_from([str, str.upper, str.title]))
def test_a_name_written_in_full_is_the_same_name(title: str, cased: Callable[[str], str]) -> None:
    name = parse_name(cased(title))
    assert parse_name(spoken(cased(title), name)) == name


def test_all_names_of_a_county_stay_what_they_are(kenosha_index: IndexInfo) -> None:
    [index] = open_regions(kenosha_index.path)
    for _, title, _, which in index.names():
        name = (alternate_names(title) or (title,))[which]
        assert parse_name(spoken(name, parse_name(name))) == parse_name(name)
