import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.distances import distance_at_end, read_distance
from mapapp.incident.geodesy import METRES_PER_MILE


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("half a mile", METRES_PER_MILE / 2),
        ("half-mile", METRES_PER_MILE / 2),
        ("a half mile", METRES_PER_MILE / 2),
        ("0.5 miles", METRES_PER_MILE / 2),
        (".5 mi.", METRES_PER_MILE / 2),
        ("1/2 mile", METRES_PER_MILE / 2),
        ("½ mile", METRES_PER_MILE / 2),
        ("2640 feet", METRES_PER_MILE / 2),
        ("880 yards", METRES_PER_MILE / 2),
        ("a quarter-mile", METRES_PER_MILE / 4),
        ("a quarter of a mile", METRES_PER_MILE / 4),
        ("three-quarters of a mile", METRES_PER_MILE * 3 / 4),
        ("two thirds of a mile", METRES_PER_MILE * 2 / 3),
        ("a tenth of a mile", METRES_PER_MILE / 10),
        ("a mile and a half", METRES_PER_MILE * 3 / 2),
        ("one and a half miles", METRES_PER_MILE * 3 / 2),
        ("1 1/2 miles", METRES_PER_MILE * 3 / 2),
        ("1½ miles", METRES_PER_MILE * 3 / 2),
        ("twelve miles", METRES_PER_MILE * 12),
        ("500 ft", 152.4),
        ("500ft.", 152.4),
        ("2 km", 2_000),
        ("three kilometres", 3_000),
        ("150 metres", 150),
        ("150 m", 150),
        ("about five miles away", METRES_PER_MILE * 5),
    ],
)
def test_a_distance_is_so_many_metres(text: str, metres: float) -> None:
    found = read_distance(text)
    assert found
    assert found.metres == pytest.approx(metres)
    assert found.least < found.metres < found.most
    assert not found.blocks


@pytest.mark.parametrize(
    ("text", "below", "above"),
    [
        ("5.00 miles", 0.05, 0.05),
        ("2 miles", 0.25, 0.25),
        ("500 feet", 0.10, 0.10),
        ("528 feet", 0.05, 0.05),
        ("half a mile", 0.10, 0.10),
        ("about half a mile", 0.15, 0.15),
        ("roughly 500 feet", 0.15, 0.15),
        ("nearly 500 feet", 0.20, 0.10),
        ("more than 500 feet", 0.10, 0.35),
        ("just over half a mile", 0.10, 0.15),
        ("less than half a mile", 0.50, 0.10),
        ("within half a mile", 1.00, 0.10),
    ],
)
def test_the_words_leave_so_much_open(text: str, below: float, above: float) -> None:
    found = read_distance(text)
    assert found
    assert found.least == pytest.approx(found.metres * (1 - below))
    assert found.most == pytest.approx(found.metres * (1 + above))


@pytest.mark.parametrize(
    ("text", "blocks"), [("a block", 1), ("two blocks", 2), ("half a block", 0.5), ("a couple of blocks", 2)]
)
def test_blocks_are_counted(text: str, blocks: float) -> None:
    found = read_distance(text)
    assert found
    assert found.blocks == blocks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mile",
        "miles",
        "a",
        "5",
        "half",
        "0 miles",
        "1/0 mile",
        "first mile",
        "5 mile road",
        "six feet under",
    ],
)
def test_other_words_are_no_distance(text: str) -> None:
    assert read_distance(text) is None


def test_a_distance_ends_where_it_begins_to_say_something_else() -> None:
    distance, before = distance_at_end(["a", "crash", "on", "Highway", "50", "about", "1.5", "miles"])
    assert distance
    assert distance.words == "about 1.5 miles"
    assert before == ["a", "crash", "on", "Highway", "50"]


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    found = read_distance(text)
    assert found is None or (found.blocks > 0) != (0 <= found.least <= found.metres <= found.most > 0)
