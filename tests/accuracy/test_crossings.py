"""Every crossing of a county, in the forms that news uses: right, or a question, never a wrong pin."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.incident.geodesy import LonLat, distance_m
from tests.accuracy.conftest import Ground, Pair
from tests.accuracy.phrasing import FORMS

_SAMPLE = 500


def off_m(found: LonLat, meetings: list[LonLat]) -> float:
    return min(distance_m(found, one) for one in meetings)


def sample(ground: Ground) -> list[tuple[Pair, list[LonLat]]]:
    pairs = sorted(ground.meetings.items())
    return random.Random(20_200_823).sample(pairs, _SAMPLE)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_crossing_is_right_or_a_question(ground: Ground, form: Callable[[str, str], str]) -> None:
    outcomes = Counter[str]()
    for (first, second), meetings in sample(ground):
        answer = ground.geocoder.geocode(form(first, second), ground.near)
        outcomes[answer.outcome.value] += 1
        positions = [(one.lon, one.lat) for one in answer.candidates]
        if answer.outcome is Outcome.RESOLVED:
            assert off_m(positions[0], meetings) <= answer.candidates[0].radius_m, (first, second)
        if answer.outcome is Outcome.AMBIGUOUS:
            assert any(off_m(one, meetings) <= 50 for one in positions), (first, second)
    assert outcomes["resolved"] >= 0.93 * _SAMPLE, outcomes


def test_streets_that_never_meet_are_no_pin(ground: Ground) -> None:
    chosen = random.Random(20_200_823).sample(ground.strangers, 10_000)
    answers = [ground.geocoder.geocode(f"{one} and {other}", ground.near) for one, other in chosen]
    pins = [one for one in answers if one.outcome is Outcome.RESOLVED]
    # The data spells a few streets twice ("Co Rd F" and "Co Hwy F"): under their other name they do meet.
    assert len(pins) <= 0.003 * len(answers), [one.phrase for one in pins]


def test_the_stated_radius_is_small(ground: Ground) -> None:
    answers = [
        ground.geocoder.geocode(f"{one} and {other}", ground.near) for (one, other), _ in sample(ground)
    ]
    radii = sorted(one.candidates[0].radius_m for one in answers if one.outcome is Outcome.RESOLVED)
    assert radii[len(radii) // 2] <= 30
