import pytest

from mapapp.incident.tongue import ENGLISH, Tongue, Units

_NOUNS = {"a corner": "una esquina", "within %(distance)s": "a menos de %(distance)s"}
SPANISH = Tongue("es", "es_US", translate=lambda text: _NOUNS.get(text, text))


def test_english_is_the_key_and_the_answer() -> None:
    assert ENGLISH.text("within %(distance)s", distance="about 150 m") == "within about 150 m"
    assert ENGLISH.text("100 % certain") == "100 % certain"


def test_another_tongue_says_its_own_words_and_english_where_it_has_none() -> None:
    assert SPANISH.text("a corner") == "una esquina"
    assert SPANISH.text("within %(distance)s", distance="unos 150 m") == "a menos de unos 150 m"
    assert SPANISH.text("a building") == "a building"


@pytest.mark.parametrize(("n", "said"), [(0, "0 places"), (1, "1 place"), (1234, "1,234 places")])
def test_a_number_chooses_between_two_sentences(n: int, said: str) -> None:
    assert ENGLISH.plural("%(n)s place", "%(n)s places", n) == said


def test_tongues_are_told_apart_by_language_and_units() -> None:
    assert Tongue(number=lambda value, _: str(value)) == ENGLISH
    assert len({ENGLISH, SPANISH, Tongue(units=Units.KM)}) == 3
