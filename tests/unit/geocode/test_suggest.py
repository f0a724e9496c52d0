from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.suggest import MOST_SUGGESTIONS, Kind, Suggester, Suggestion
from mapapp.geocode.typed import Typed, read_typed
from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex, open_regions
from mapapp.streets.library import IndexInfo
from tests.unit.geocode import town

QUILLBY = "Quillby, WI"
MILL = KnownPlace(
    "The Old Mill", QUILLBY, *town.at(3, 5), Precision.POI_SMALL, 40, "the newsroom's own visit"
)
HOSPITAL = Facility(
    "list", "1", "Quillby General Hospital", "hospital", "", "Quillby", "WI", *town.at(3, 6), "a list"
)
FAR = Facility("list", "2", "Quincy General Hospital", "hospital", "", "Quincy", "IL", -91.4, 39.9, "a list")


def _suggester(indexes: list[StreetIndex], known: list[KnownPlace], facilities: list[Facility]) -> Suggester:
    geocoder = Geocoder(indexes, known, facilities)

    def answers(phrase: str, near: str) -> bool:
        return geocoder.geocode(phrase, near or None).outcome in (Outcome.RESOLVED, Outcome.AREA)

    return Suggester(indexes, known, facilities, geocoder.context, answers)


@pytest.fixture(scope="module")
def suggester(town_index: StreetIndex) -> Suggester:
    return _suggester([town_index], [MILL], [HOSPITAL, FAR])


def _phrases(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.phrase for one in found]


@pytest.mark.parametrize("typed", ["28th", "28", "28TH", "twenty-eighth", "Twenty-Ei", "28t"])
def test_streets_begin_as_typed_and_are_written_in_full(suggester: Suggester, typed: str) -> None:
    found = _phrases(suggester.suggest(typed, QUILLBY))
    assert found[:2] == ["28th Avenue", "28th Street"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("28 ave", "28th Avenue"),
        ("28 st", "28th Street"),
        ("sher", "Sheridan Road"),
        ("n main", "North Main Street"),
        ("main", "North Main Street"),
        ("co hwy", "County Highway H"),
        ("highway 5", "State Highway 50"),
        ("i-9", "I-94"),
        ("near sherid", "near Sheridan Road"),
    ],
)
def test_case_ordinals_and_abbreviations_are_understood(suggester: Suggester, typed: str, first: str) -> None:
    assert _phrases(suggester.suggest(typed, QUILLBY))[0] == first


@pytest.mark.parametrize("joined", ["28 ave & 4", "28th Avenue and 4", "28th avenue at fort", "28th ave/4"])
def test_only_streets_that_truly_cross_the_first_are_offered(suggester: Suggester, joined: str) -> None:
    found = suggester.suggest(joined, QUILLBY)
    assert _phrases(found)[0] == "28th Avenue and 40th Street"
    assert {one.kind for one in found} == {Kind.CORNER}
    assert "28th Avenue and 40th Avenue" not in _phrases(found)


def test_after_and_every_crossing_street_is_offered_in_order(suggester: Suggester) -> None:
    found = _phrases(suggester.suggest("28th Avenue and ", QUILLBY))
    seconds = [one.removeprefix("28th Avenue and ") for one in found]
    assert "40th Street" in seconds
    assert "I-94" not in seconds
    assert seconds.index("40th Street") < seconds.index("41st Street")
    assert found == _phrases(suggester.suggest("28th Avenue and", QUILLBY))


def test_streets_that_only_pass_over_are_not_crossed(suggester: Suggester) -> None:
    assert "Pine Road and I-94" not in _phrases(suggester.suggest("Pine Rd and i", QUILLBY))


@pytest.mark.parametrize("typed", ["2800 block of 4", "2814 4", "2800 block 40", "2800 bl of 40th st"])
def test_a_block_is_offered_where_the_street_has_such_numbers(suggester: Suggester, typed: str) -> None:
    blocks = [one.phrase for one in suggester.suggest(typed, QUILLBY) if one.kind is Kind.BLOCK]
    assert blocks == ["2800 block of 40th Street"]


def test_no_block_is_offered_that_no_street_has(suggester: Suggester) -> None:
    assert suggester.suggest("9900 block of 4", QUILLBY) == ()


def test_what_was_confirmed_comes_first_then_places_and_facilities(suggester: Suggester) -> None:
    found = suggester.suggest("qui", QUILLBY)
    assert [(one.phrase, one.kind) for one in found] == [
        ("Quillby, WI", Kind.PLACE),
        ("Quillby General Hospital, Quillby, WI", Kind.FACILITY),
    ]
    assert suggester.suggest("old", QUILLBY)[0] == Suggestion("The Old Mill, Quillby, WI", Kind.KNOWN)
    assert _phrases(suggester.suggest("mill quil", QUILLBY)) == ["The Old Mill, Quillby, WI"]
    assert _phrases(suggester.suggest("gen hosp", QUILLBY)) == ["Quillby General Hospital, Quillby, WI"]


def test_behind_a_comma_the_places_where_there_is_such_a_thing(suggester: Suggester) -> None:
    assert _phrases(suggester.suggest("28th Avenue and 40th Street, qu", "")) == [
        "28th Avenue and 40th Street, Quillby, WI"
    ]
    assert suggester.suggest("28th Avenue and 40th Street, zz", "") == ()


def test_streets_elsewhere_come_later_and_say_where(suggester: Suggester) -> None:
    assert _phrases(suggester.suggest("40th", "Overmere, WI")) == ["40th Avenue", "40th Street, Quillby"]
    assert _phrases(suggester.suggest("40th", QUILLBY)) == ["40th Street", "40th Avenue, Overmere"]


@pytest.mark.parametrize("typed", ["", "2", " a ", "…", "&&&&", ",,", "x" * 501])
def test_nothing_is_said_to_less_than_two_letters_or_too_many(suggester: Suggester, typed: str) -> None:
    assert suggester.suggest(typed, QUILLBY) == ()


@given(st.text(max_size=60), st.sampled_from(["", QUILLBY, "Chicago, IL", "42.6, -87.8", "nowhere at all"]))
def test_anything_may_be_typed(suggester: Suggester, typed: str, near: str) -> None:
    assert len(suggester.suggest(typed, near)) <= MOST_SUGGESTIONS


@given(st.text(alphabet="28th ave&nd4ostrucks,./", max_size=24))
def test_what_is_read_is_part_of_what_was_typed(typed: str) -> None:
    read = read_typed(typed)
    if read:
        assert len(read.lead) + len(read.first) + len(read.rest) <= len(typed) + 1


def test_what_has_been_typed_is_taken_apart() -> None:
    assert read_typed("near 28th Ave and 4") == Typed("near ", "28th Ave and 4", "4", first="28th Ave")
    assert read_typed("28th & 40th, Ken") == Typed("", "28th & 40th, Ken", "Ken", head="28th & 40th")
    assert read_typed("2814 40") == Typed("", "2814 40", "40", hundred=2800)


@pytest.fixture(scope="module")
def kenosha(kenosha_index: IndexInfo) -> Iterator[Geocoder]:
    indexes = open_regions(kenosha_index.path)
    yield Geocoder(indexes)
    indexes[0].close()


@pytest.mark.parametrize("near", ["Kenosha, WI", "Somers, WI", ""])
def test_every_suggestion_in_a_county_is_answered(kenosha: Geocoder, near: str) -> None:
    def answers(phrase: str, near: str) -> bool:
        return bool(kenosha.geocode(phrase, near or None).candidates)

    [scope] = kenosha.context("").scopes
    suggester = Suggester([scope.index], (), (), kenosha.context, answers)
    streets = sorted({title for _, title, _, _ in scope.index.names()})[::17]
    asked = [*(one[:3] for one in streets), *streets, *(f"{one} & " for one in streets)]
    asked += [f"2800 block of {one[:4]}" for one in streets]
    found = {one.phrase for typed in asked for one in suggester.suggest(typed, near)}
    assert len(found) > 200
    wrong = (Outcome.NOT_FOUND, Outcome.UNPARSED, Outcome.NO_SUCH_INTERSECTION, Outcome.OUTSIDE_PLACE)
    assert not [one for one in found if kenosha.geocode(one, near or None).outcome in wrong]
