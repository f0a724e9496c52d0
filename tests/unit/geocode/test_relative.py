import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.errors import BadInput
from mapapp.geocode.parse import read_phrase
from mapapp.geocode.phrase import (
    BEYOND,
    JUST,
    Along,
    Amid,
    Away,
    Between,
    Block,
    Corner,
    Marked,
    Named,
    Query,
    Relative,
    Unplaceable,
)
from mapapp.geocode.relative import may_relate


def read(phrase: str) -> Query:
    """The likeliest reading's query."""
    return read_phrase(phrase)[0].query


@pytest.mark.parametrize(
    "phrase",
    [
        "40th Street between 28th Avenue and 30th Avenue",
        "40th Street, between 28th Avenue and 30th Avenue",
        "on 40th Street between 28th Avenue and 30th Avenue",
        "near 40th Street btwn 28th Avenue & 30th Avenue",
        "40th Street b/w 28th Avenue and 30th Avenue",
        "40th Street from 28th Avenue to 30th Avenue",
        "the stretch of 40th Street between 28th Avenue and 30th Avenue",
        "between 28th Avenue and 30th Avenue on 40th Street",
        "between 28th Avenue and 30th Avenue along 40th Street",
        "from 28th Avenue to 30th Avenue on 40th Street",
        "shots fired on 40th Street between 28th Avenue and 30th Avenue",
    ],
)
def test_a_stretch_between_two_streets(phrase: str) -> None:
    assert read(phrase) == Between("40th Street", "28th Avenue", "30th Avenue", sure=True)


@pytest.mark.parametrize(
    "phrase", ["40th between 28th and 30th avenues", "from 28th to 30th avenues on 40th"]
)
def test_a_plural_type_goes_to_both_ends(phrase: str) -> None:
    assert read(phrase) == Between("40th", "28th avenue", "30th avenue", sure=True)


def test_a_block_and_its_ends_go_together() -> None:
    query = read("the 2800 block of 40th Street between 28th and 29th avenues")
    block = Block(2800, 2899, "40th Street")
    assert query == Between("40th Street", "28th avenue", "29th avenue", sure=True, block=block)


def test_bare_names_are_not_sure() -> None:
    assert read("Main between Oak and Elm") == Between("Main", "Oak", "Elm", sure=False)


@pytest.mark.parametrize("phrase", ["between 28th and 30th avenues", "from 28th Avenue to 30th Avenue"])
def test_two_streets_without_the_one_between_them_are_not_placed(phrase: str) -> None:
    query = read(phrase)
    assert isinstance(query, Unplaceable)
    assert "add the street that crosses both" in query.why


@pytest.mark.parametrize(
    ("phrase", "query"),
    [
        ("Sheridan Road north of 60th Street", Along("Sheridan Road", "60th Street", "n", BEYOND)),
        ("on Sheridan Rd. N of 60th Street", Along("Sheridan Rd.", "60th Street", "n", BEYOND)),
        ("Sheridan Road n/o 60th Street", Along("Sheridan Road", "60th Street", "n", BEYOND)),
        ("Highway 31 just south of Highway 50", Along("Highway 31", "Highway 50", "s", JUST)),
        ("just off Sheridan Road south-west of 60th", Along("Sheridan Road", "60th", "sw", BEYOND)),
        ("Sheridan Road north east of 60th Street", Along("Sheridan Road", "60th Street", "ne", BEYOND)),
    ],
)
def test_a_street_in_a_direction_from_another(phrase: str, query: Query) -> None:
    assert read(phrase) == query


@pytest.mark.parametrize(
    "phrase",
    [
        "half a mile west of Highway 31 on Highway 50",
        "Highway 50 half a mile west of Highway 31",
        "Highway 50, half a mile west of Highway 31, Kenosha",
        "a crash on Highway 50 half a mile west of Highway 31",
        "Highway 50 half a mile west from Highway 31",
        "1/2-mile w/o Highway 31 on Highway 50",
        "half a mile west of Highway 31, on Highway 50",
    ],
)
def test_so_far_along_a_street(phrase: str) -> None:
    query = read(phrase)
    assert isinstance(query, Along)
    assert (query.street, query.cross, query.direction) == ("Highway 50", "Highway 31", "w")
    assert query.distance.metres == pytest.approx(804.672)


def test_blocks_along_a_street() -> None:
    query = read("28th Avenue two blocks north of 40th Street")
    assert isinstance(query, Along)
    assert query.distance.blocks == 2


@pytest.mark.parametrize(
    ("phrase", "start", "direction"),
    [
        ("5 miles north of Kenosha", Named("Kenosha"), "n"),
        ("north of Kenosha", Named("Kenosha"), "n"),
        ("five miles from Kenosha", Named("Kenosha"), ""),
        ("within five miles of Kenosha", Named("Kenosha"), ""),
        ("just outside Kenosha", Named("Kenosha"), ""),
        ("outside of Kenosha", Named("Kenosha"), ""),
        (
            "5 miles north of 28th Avenue and 40th Street",
            Corner("28th Avenue", "40th Street", True, named=True),
            "n",
        ),
        (
            "500 feet south of the intersection of 28th Avenue and 40th Street",
            Corner("28th Avenue", "40th Street", True, named=True),
            "s",
        ),
    ],
)
def test_some_way_from_a_town_or_a_corner(phrase: str, start: Corner | Named, direction: str) -> None:
    query = read(phrase)
    assert isinstance(query, Away)
    assert (query.start, query.direction) == (start, direction)


def test_between_two_towns() -> None:
    assert read("between Kenosha and Racine") == Amid(Named("Kenosha"), Named("Racine"))


@pytest.mark.parametrize(
    ("phrase", "query"),
    [
        ("I-94 at exit 342", Marked("exit", "342", "I-94")),
        ("exit 342B on I-94", Marked("exit", "342B", "I-94")),
        ("I-94, exit 342-b, Kenosha", Marked("exit", "342B", "I-94")),
        ("I-94 exit 342", Marked("exit", "342", "I-94")),
        ("a crash on I-94 near Exit 342", Marked("exit", "342", "I-94")),
        ("mile marker 342 on I-94", Marked("milepost", "342", "I-94")),
        ("milepost 12 of Highway 31", Marked("milepost", "12", "Highway 31")),
        ("I-94 near mile marker 342.5", Marked("milepost", "342.5", "I-94")),
        ("I-94 at mile 342", Marked("milepost", "342", "I-94")),
        ("Exit 342 I-94", Marked("exit", "342", "I-94")),
        ("Exit 342 off I-94", Marked("exit", "342", "I-94")),
        ("I-94 between exits 340 and 342B", Between("I-94", "exit 340", "exit 342B", sure=True)),
        (
            "between mile markers 340 and 342 on I-94",
            Between("I-94", "milepost 340", "milepost 342", sure=True),
        ),
    ],
)
def test_exits_and_mileposts(phrase: str, query: Query) -> None:
    assert read(phrase) == query


def test_a_locality_after_the_last_street_is_a_second_reading() -> None:
    readings = read_phrase("40th Street between 28th Avenue and 30th Avenue Kenosha WI")
    assert any(one.locality == "Kenosha WI" and isinstance(one.query, Between) for one in readings)


@pytest.mark.parametrize(
    "phrase",
    [
        "between jobs",
        "from A to Z",
        "a mile in her shoes",
        "the score was 28 to 40",
        "between 8 and 10 p.m.",
        "a three-mile run",
        "the exit",
        "28th Avenue and 40th Street",
        "2800 block of 40th Street",
        "the northwest corner of 28th Avenue and 40th Street",
        "28th Avenue and 40th Street, north of 60th Street",
        "28th Avenue at 40th Street north of 60th Street",
        "Sheridan Road north of 60th Street south of 63rd Street",
        "8 Mile east of Woodward",
        "7 Mile Road and Main Street",
        "the town of Somers",
        "the area between 28th and 30th avenues and 40th and 42nd streets",
        "south of the intersection of Highway 31 and Highway 50 on Highway 31",
    ],
)
def test_other_words_are_no_relation(phrase: str) -> None:
    assert not any(isinstance(one.query, Relative) for one in read_phrase(phrase))


@pytest.mark.parametrize("phrase", ["2800 block of 40th Street", "the corner of 28th and 40th", "Kenosha"])
def test_ordinary_phrases_are_not_looked_at_twice(phrase: str) -> None:
    assert not may_relate(phrase.split())


_NUMBER = st.integers(4, 300).map(lambda one: f"{one}th")


@given(_NUMBER, _NUMBER, _NUMBER)
def test_no_digit_is_lost(street: str, first: str, second: str) -> None:
    query = read(f"{street} Street between {first} and {second} avenues")
    assert query == Between(f"{street} Street", f"{first} avenue", f"{second} avenue", sure=True)
    query = read(f"{first} Avenue about 500 feet south of {street} Street")
    assert isinstance(query, Along)
    assert (query.street, query.cross) == (f"{first} Avenue", f"{street} Street")


_WORDS = st.sampled_from([
    "between", "from", "to", "and", "on", "of", "north", "south-west", "half", "a", "mile", "miles", "5",
    "two", "blocks", "just", "outside", "exit", "342", "mile", "marker", "about", "28th", "Avenue", "40th",
    "Street", "Highway", "50", ",", "Kenosha", "off", "n/o", "b/w", ".5", "1/2", "within", "the", "avenues",
])  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(st.lists(_WORDS, min_size=1, max_size=40))
def test_no_jumble_breaks_it_or_reads_without_end(words: list[str]) -> None:
    phrase = " ".join(words)
    assert len(read_phrase(phrase)) <= 4 * len(words) + 40


@given(st.text(max_size=520))
def test_no_text_breaks_it(text: str) -> None:
    try:
        read_phrase(f"{text} between {text[:20]} and north of")
    except BadInput:
        assert len(text) > 400
