import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.errors import BadInput
from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder

_FAILED = (Outcome.NOT_FOUND, Outcome.UNPARSED)


@pytest.mark.parametrize(
    "phrase",
    [
        "Boys and Girls Club",
        "Washington and Lee",
        "Johnson & Johnson",
        "Smith and Wesson",
        "40 and 28",
        "28 & 40, Quillby",
        "40 & 28th",
        "Packers 28, Bears 40",
        "won 28-40",
        "between 40th and 41st streets",
        "between jobs",
        "from A to Z",
        "a mile in her shoes",
        "a mile from the truth",
        "within a mile of home",
        "north of the border",
        "north of 60 people",
        "just outside the box",
        "the score was 28 to 40",
        "between 8 and 10 p.m.",
        "between 28 and 40 people",
        "from 28 to 40",
        "exit 40",
        "mile 28",
        "north of 40th Street",
        "28th Avenue and",
        "and 40th Street",
        "and",
        "Street and Avenue",
        ",,,",
        "😀",
        "\x00",
        "28th Avenue\x00 or so",
        "'; DROP TABLE street; --",
        "${7*7} and {{7*7}}",
        "<script>alert(1)</script> and 40th Street",
        "../../etc/passwd",
        "in in in in",
        "near near near",
        "x" * 500,
        "and " * 125,
        "1-" * 250,
        "( " * 250,
    ],
)
def test_what_names_no_place_is_no_place(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert answer.outcome in _FAILED, answer
    assert answer.candidates == ()


@pytest.mark.parametrize("phrase", ["Street hospital", "--streets --streets"])
def test_a_street_s_type_alone_names_no_hospital(geocoder: Geocoder, phrase: str) -> None:
    assert geocoder.geocode(phrase, "Kenosha, WI").outcome is not Outcome.RESOLVED


@pytest.mark.parametrize("phrase", ["", " \t\n", "a" * 501, "28th and 40th " * 800])
def test_empty_and_endless_phrases_are_bad_input(geocoder: Geocoder, phrase: str) -> None:
    with pytest.raises(BadInput):
        geocoder.geocode(phrase)


def test_a_phrase_of_the_greatest_length_is_answered_although_mending_it_would_lengthen_it(
    geocoder: Geocoder,
) -> None:
    phrase = ("County Road A " * 36)[:498] + "oa"
    assert geocoder.geocode(phrase, "Quillby, WI").outcome in _FAILED


def test_an_endless_context_is_bad_input(geocoder: Geocoder) -> None:
    with pytest.raises(BadInput):
        geocoder.geocode("28th Avenue and 40th Street", "Quillby " * 100)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=500), st.none() | st.text(max_size=60))
def test_no_text_breaks_it(geocoder: Geocoder, phrase: str, near: str | None) -> None:
    try:
        answer = geocoder.geocode(phrase, near)
    except BadInput:
        assert not phrase.strip()
    else:
        assert answer.phrase == phrase
        assert answer.explanation


_WORDS = st.sampled_from([
    "28th", "40th", "Avenue", "Street", "and", "&", "@", "at", "near", "corner", "of", "the", "in", ",",
    "Quillby",
    "WI", "block", "2800", "100", "N", "NW", "Main", "Oak", "hospital", "a", "between", "north", "/", "-",
    "Highway", "50", "I-94", "53140", "Pine", "Rd",
])  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(st.lists(_WORDS, min_size=1, max_size=14))
def test_no_jumble_of_its_own_words_breaks_it(geocoder: Geocoder, words: list[str]) -> None:
    answer = geocoder.geocode(" ".join(words))
    assert all(0 <= one.score <= 100 for one in answer.candidates)
    assert (answer.outcome in _FAILED or answer.outcome is Outcome.NO_SUCH_INTERSECTION) or answer.candidates
