import re

import pytest
from babel.messages.catalog import Catalog, Message

from mapapp.settings import LANGUAGES
from mapapp.web.catalogs import catalog, shipped
from mapapp.web.catalogs import words as words_of
from tests import words

_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def _messages(found: Catalog) -> dict[object, Message]:
    return {one.id: one for one in found if one.id}


def _as_tuple(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_every_shipped_language_has_its_patterns_and_its_catalog() -> None:
    assert set(LANGUAGES) == {"en", *shipped()}


def test_the_extraction_sees_every_kind_of_source() -> None:
    files = {one.file for one in words.said()}
    assert {"templates/embed/places.html", "mapapp/static/js/popups.js", "mapapp/incident/words.py"} <= files


@pytest.mark.parametrize("language", shipped())
def test_every_sentence_has_its_translation_and_none_is_left_over(language: str) -> None:
    known, said = _messages(catalog(language)), _messages(words.template())
    assert set(known) == set(said), "run: make words"
    for id_, one in known.items():
        files = {file for file, _ in one.locations}
        assert files == {file for file, _ in said[id_].locations}, f"{id_}: run: make words"
        assert not one.fuzzy, id_
        strings = _as_tuple(one.string)
        assert strings, id_
        assert all(strings), id_
        wanted = set(_PLACEHOLDER.findall(_as_tuple(id_)[0]))
        assert all(set(_PLACEHOLDER.findall(text)) == wanted for text in strings), id_
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", shipped())
def test_scripts_are_brought_their_words_and_no_others(language: str) -> None:
    brought = words_of(language).for_scripts
    in_scripts = {
        one.id if isinstance(one.id, str) else one.id[0] for one in words.said() if one.file.endswith(".js")
    }
    assert set(brought) == in_scripts


def test_scripts_count_as_the_shipped_languages_do() -> None:
    assert {catalog(one).plural_expr for one in shipped()} == {"(n != 1)"}
