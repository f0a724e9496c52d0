from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from mapapp.streets.speller import Speller

words = st.text(alphabet="abcdez éß", min_size=1, max_size=9)


@given(st.lists(words, unique=True, max_size=30), words, st.integers(1, 2))
def test_it_finds_what_comparing_every_word_finds(known: list[str], sought: str, most: int) -> None:
    found = Speller(known).similar(sought, most)
    every = sorted(distance for one in known if (distance := OSA.distance(sought, one)) <= most)
    assert [edits for _, edits in found] == every[:8]
    assert all(OSA.distance(sought, one) == edits for one, edits in found)


def test_no_words_hold_nothing() -> None:
    assert Speller([]).similar("main", 2) == []
