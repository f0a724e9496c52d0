import pytest

from mapapp.article.measures import Measure, measures


def only(text: str) -> Measure:
    (found,) = measures(text)
    assert found.span.of(text)
    return found


@pytest.mark.parametrize(
    ("text", "miles", "digits"),
    [
        ("32 miles", 32, 1),
        ("40 miles", 40, 10),
        ("100 miles", 100, 100),
        ("1,200 miles", 1200, 100),
        ("12.5 miles", 12.5, 0.1),
        ("0.5 miles", 0.5, 0.1),
        (".5 miles", 0.5, 0.1),
        ("forty miles", 40, 10),
        ("twenty-two miles", 22, 1),
        ("nineteen miles", 19, 1),
        ("a dozen miles", 12, 4),
        ("a mile", 1, 1),
        ("a couple of miles", 2, 2),
        ("half a mile", 0.5, 0.25),
        ("a half-mile", 0.5, 0.25),
        ("1/2 mile", 0.5, 0.25),
        ("½ mile", 0.5, 0.25),
        ("a quarter of a mile", 0.25, 0.125),
        ("three-quarters of a mile", 0.75, 0.25),
        ("a mile and a half", 1.5, 0.5),
        ("one and a half miles", 1.5, 0.5),
        ("two and a half miles", 2.5, 0.5),
        ("1 1/2 miles", 1.5, 0.5),
        ("1½ miles", 1.5, 0.5),
        ("25 to 30 miles", 27.5, 6),
        ("15-20 miles", 17.5, 6),
        ("5,280 feet", 1, 10 / 5280),
        ("880 yards", 0.5, 10 / 1760),
        ("10 kilometres", 6.2137, 6.2137),
        ("12 km", 7.4565, 0.62137),
        ("400 meters", 0.24855, 0.062137),
    ],
)
def test_a_distance_is_so_many_miles(text: str, miles: float, digits: float) -> None:
    found = only(text)
    assert found.miles == pytest.approx(miles, rel=1e-4)
    assert found.digits == pytest.approx(digits, rel=1e-4)
    assert found.blocks is None


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("close to 40 miles", "close to"),
        ("about 40 miles", "about"),
        ("some 40 miles", "some"),
        ("just over 40 miles", "just over"),
        ("just about 40 miles", "about"),
        ("more than 40 miles", "more than"),
        ("within 40 miles", "within"),
        ("40-some miles", "about"),
        ("40-plus miles", "plus"),
        ("40 miles or so", "or so"),
        ("40 or so miles", "or so"),
        ("Nearly\n40 miles", "nearly"),
        ("40 miles", ""),
    ],
)
def test_the_word_that_loosens_it_is_kept(text: str, hedge: str) -> None:
    found = only(text)
    assert found.hedge == hedge
    assert found.span.of(text) == text
    assert found.miles == 40


@pytest.mark.parametrize(
    ("text", "blocks"), [("two blocks", 2), ("a block", 1), ("half a block", 0.5), ("12 blocks", 12)]
)
def test_blocks_are_counted(text: str, blocks: float) -> None:
    found = only(text)
    assert found.blocks == blocks
    assert found.miles is None


@pytest.mark.parametrize("text", ["20 minutes", "a 20-minute drive", "half an hour", "an hour's drive"])
def test_a_time_is_no_number_of_miles(text: str) -> None:
    found = only(text)
    assert found.is_time
    assert found.miles is None


def test_a_few_miles_are_no_number() -> None:
    found = only("a few miles")
    assert (found.miles, found.digits) == (None, None)


@pytest.mark.parametrize(
    "text", ["$40 miles", "the 2800 block", "0 miles", "40 milestones", "smiles", "x40 miles", "7:40 miles"]
)
def test_other_numbers_are_no_distances(text: str) -> None:
    assert not [*measures(text)]
