"""Slips in names and types are forgiven or refused; a slip in a number is another street."""

from collections import Counter

import pytest

from mapapp.geocode.answer import Outcome
from tests.accuracy.conftest import Ground
from tests.accuracy.phrasing import long
from tests.accuracy.test_crossings import off_m, sample
from tests.accuracy.typos import misdialled, misspelt

WRONG_M = 100.0


@pytest.mark.parametrize(("slips", "least_right"), [(1, 0.88), (2, 0.8)])
def test_misspelt_corners_are_right_or_no_pin(ground: Ground, slips: int, least_right: float) -> None:
    outcomes = Counter[str]()
    wrong = []
    for seed in range(3):
        for (first, second), meetings in sample(ground):
            phrase = misspelt(f"{long(first)} and {long(second)}", slips, seed)
            if phrase is None:
                continue
            answer = ground.geocoder.geocode(phrase, ground.near)
            outcomes[answer.outcome.value] += 1
            best = answer.candidates[0] if answer.outcome is Outcome.RESOLVED else None
            if best and off_m((best.lon, best.lat), meetings) > WRONG_M:
                wrong.append((phrase, best.label))
    assert wrong == []
    assert outcomes["resolved"] >= least_right * outcomes.total(), outcomes


def test_another_digit_is_another_street_or_no_pin(ground: Ground) -> None:
    """Where the number written is that of a real street which crosses there, that corner is what was said."""
    pins = 0
    for (first, second), _ in sample(ground):
        phrase = misdialled(f"{first} and {second}", 1)
        if phrase is None:
            continue
        answer = ground.geocoder.geocode(phrase, ground.near)
        if answer.outcome is not Outcome.RESOLVED:
            continue
        pins += 1
        best = answer.candidates[0]
        said = best.label.partition(", ")[0]
        for number in (one for one in phrase.split() if one[0].isdigit()):
            assert number in said, (phrase, best.label)
    assert pins
