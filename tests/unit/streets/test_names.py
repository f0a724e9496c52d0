import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.streets.names import StreetName, alternate_names, joined_keys, parse_name, typed_key


def name(pre_dir: str, pre_type: str, base: str, kind: str, post_dir: str) -> StreetName:
    return StreetName(pre_dir, pre_type, base, kind, post_dir)


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        (
            ["28th Avenue", "28TH AVE", "28th ave.", "Twenty-Eighth Av", "twenty eighth avenue", "28 Ave"],
            name("", "", "28", "ave", ""),
        ),
        (["N Capitol St NW", "North Capitol Street N.W.", "N. Capitol St. Northwest"],
         name("n", "", "capitol", "st", "nw")),
        (["One Hundred Eleventh St", "111th Street", "One hundred and eleventh street"],
         name("", "", "111", "st", "")),
        (["St Francis de Sales Pl", "Saint Francis de Sales Place"],
         name("", "", "saint francis de sales", "pl", "")),
        (["Mt Olivet Rd", "Mount Olivet Road"], name("", "", "mount olivet", "rd", "")),
        (["7 Mile Rd", "Seven Mile Road"], name("", "", "7 mile", "rd", "")),
        (["N.W. 23rd Ave", "NW 23rd Avenue", "N W 23rd Ave"], name("nw", "", "23", "ave", "")),
        (["I- 94", "I-94", "I94", "Interstate 94", "IH 94"], name("", "i", "94", "", "")),
        (["US Hwy 41", "US-41", "U.S. 41", "US Route 41", "U.S. Highway 41"], name("", "us", "41", "", "")),
        (["State Hwy 50", "SR-50", "SR 50", "State Route 50", "WI-50", "Wis. 50", "Wisconsin Highway 50",
          "STH 50", "State Road 50", "WI Hwy 50"], name("", "st_rte", "50", "", "")),
        (["Co Hwy H", "CR-H", "County Highway H", "CTH H", "County Road H", "County Trunk Highway H"],
         name("", "co_rte", "h", "", "")),
        (["Co Hwy M B", "Co Hwy Mb", "County Highway MB"], name("", "co_rte", "mb", "", "")),
        (["State Rd A1A", "SR A1A", "State Highway A1A"], name("", "st_rte", "a1a", "", "")),
        (["Co Rd E41", "County Road E41", "CR E41"], name("", "co_rte", "e41", "", "")),
        (["Highway 31", "Hwy. 31", "Route 31", "Rte 31"], name("", "hwy", "31", "", "")),
        (["US Hwy 1 Alt", "Alternate US 1", "US 1 Alternate"], name("", "us", "1 alt", "", "")),
        (["Old US Hwy 41", "Old U.S. 41"], name("", "us", "old 41", "", "")),
        (["Highway 31 North", "Hwy 31 N"], name("", "hwy", "31", "", "n")),
        (["FM 1960", "Farm to Market Road 1960", "Farm-to-Market 1960"], name("", "fm", "1960", "", "")),
        (["Loop 410"], name("", "loop", "410", "", "")),
        (["Avenue E", "Ave. E"], name("", "ave", "e", "", "")),
        (["Avenue of the Americas"], name("", "ave", "of the americas", "", "")),
        (["14½ Ave", "14 1/2 Avenue"], name("", "", "14 1/2", "ave", "")),
        (["Rhyner's Ln", "Rhyners Lane", "Rhyner’s Ln"], name("", "", "rhyners", "ln", "")),
        (["Peña Blvd", "Pena Boulevard"], name("", "", "pena", "blvd", "")),
    ],
)  # fmt: skip
def test_one_street_has_one_name(same: list[str], expected: StreetName) -> None:
    assert {parse_name(one) for one in same} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E St SW", name("", "", "e", "st", "sw")),
        ("N E St", name("n", "", "e", "st", "")),
        ("North Ave", name("", "", "north", "ave", "")),
        ("W North Ave", name("w", "", "north", "ave", "")),
        ("North Lane", name("", "", "north", "ln", "")),
        ("Court St", name("", "", "court", "st", "")),
        ("Park Pl", name("", "", "park", "pl", "")),
        ("State St", name("", "", "state", "st", "")),
        ("State Park Rd", name("", "", "state park", "rd", "")),
        ("County Line Rd", name("", "", "county line", "rd", "")),
        ("Highway Dr", name("", "", "highway", "dr", "")),
        ("Interstate", name("", "", "interstate", "", "")),
        ("Indiana Ave", name("", "", "indiana", "ave", "")),
        ("NE 8th", name("ne", "", "8", "", "")),
        ("Broadway", name("", "", "broadway", "", "")),
        ("La Salle St", name("", "", "la salle", "st", "")),
        ("Dr Martin Luther King Jr Dr", name("", "", "dr martin luther king jr", "dr", "")),
        ("I St NW", name("", "", "i", "st", "nw")),
        ("", name("", "", "", "", "")),
        ("North", name("", "", "north", "", "")),
    ],
)
def test_words_that_could_be_two_things_are_read_as_the_likelier(text: str, expected: StreetName) -> None:
    assert parse_name(text) == expected


def test_types_keep_numbered_streets_apart() -> None:
    assert parse_name("28th Avenue") != parse_name("28th Street")
    assert parse_name("Hwy 50") != parse_name("50th St")


@given(st.text(max_size=300))
def test_any_text_has_a_name(text: str) -> None:
    found = parse_name(text)
    assert found == parse_name(text.swapcase()) or text.swapcase().swapcase() != text
    assert all(part == part.strip() for part in (found.base, found.type, found.pre_type))


@given(st.integers(1, 999), st.sampled_from(["Avenue", "Street", "Place", "Ct"]))
def test_an_ordinal_reads_the_same_with_and_without_its_ending(number: int, kind: str) -> None:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert parse_name(f"{number}{ending} {kind}") == parse_name(f"{number} {kind}")
    assert parse_name(f"{number}{ending} {kind}").base == str(number)


def test_a_field_may_hold_several_names() -> None:
    assert alternate_names("296th Avenue (Co Hwy B)") == ("296th Avenue", "Co Hwy B")
    assert alternate_names("Co Hwy G, 30th Ave") == ("Co Hwy G", "30th Ave")
    assert alternate_names("30th Ave") == ("30th Ave",)
    assert alternate_names("Pine St/Oak St") == ("Pine St", "Oak St")


def test_a_fraction_and_a_quadrant_are_no_further_names() -> None:
    assert alternate_names("13 1/2 St NW") == ("13 1/2 St NW",)
    assert alternate_names("Mill Road, NW") == ("Mill Road, NW",)
    assert alternate_names("Mill Road, N.W. (Old Mill Rd)") == ("Mill Road, N.W.", "Old Mill Rd")


def test_spacing_and_honorifics_do_not_part_a_name() -> None:
    def keys(text: str) -> set[str]:
        name = parse_name(text)
        return {*joined_keys(name), typed_key(name)} - {""}

    assert keys("Mac Arthur Blvd") & keys("MacArthur")
    assert keys("Oak Ridge") & keys("Oakridge Dr")
    assert keys("Martin Luther King Dr") & keys("Dr Martin Luther King Jr Dr")
    assert not keys("28th Ave")
    assert not keys("US 41")
