"""Hostile text costs no more than its length: readings are few, and twice the text is twice the work."""

import sys
from itertools import islice
from typing import Any

import pytest

from mapapp.errors import BadInput
from mapapp.geocode.answer import Outcome
from mapapp.geocode.parse import read_phrase
from tests.accuracy import hostile
from tests.accuracy.conftest import Ground

MOST_READINGS = 24


def _steps(phrase: str) -> int:
    """How many functions reading a phrase calls, our own and Python's: the same in every run."""
    count = 0

    def counted(_frame: object, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    read_phrase.cache_clear()
    sys.setprofile(counted)
    try:
        read_phrase(phrase)
    except BadInput:
        return 0
    finally:
        sys.setprofile(None)
    return count


def test_there_is_a_megabyte_of_it() -> None:
    phrases = hostile.phrases()
    assert len(phrases) >= 2_000
    assert sum(map(len, phrases)) >= 1_000_000
    assert {len(one) for one in phrases} == {500}


def test_no_text_has_many_readings() -> None:
    for phrase in hostile.phrases():
        if phrase.strip():
            assert len(read_phrase(phrase)) <= MOST_READINGS, phrase


def test_four_times_the_text_is_at_most_about_four_times_the_work() -> None:
    for recipe in islice(hostile.recipes(), 0, None, 11):
        short, long = (_steps(hostile.stretched(recipe, length)) for length in (125, 500))
        # What every phrase costs, however short, makes the ratio smaller; a square would make it 16.
        assert long <= 6 * short + 200, (recipe, short, long)


@pytest.mark.parametrize("near", [None, "Kenosha, WI"])
def test_hostile_text_is_answered_and_never_pinned_as_a_corner(kenosha: Ground, near: str | None) -> None:
    for phrase in islice(hostile.phrases(), 0, None, 7):
        if phrase.strip():
            assert kenosha.geocoder.geocode(phrase, near).outcome is not Outcome.RESOLVED, phrase
