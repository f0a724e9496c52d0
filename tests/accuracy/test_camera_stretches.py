"""Stretches of street that another source placed: Washington's speed cameras against the Census's streets."""

from pathlib import Path

import pytest
import shapely

from mapapp.geocode.answer import Answer, Outcome
from mapapp.incident.geodesy import LonLat, distance_m
from tests.accuracy.conftest import Ground
from tests.accuracy.test_red_light_cameras import WRONG_M, rows

_PLACED = (Outcome.RESOLVED, Outcome.AREA)


@pytest.fixture
def answered(shared: Path, washington: Ground) -> list[tuple[Answer, LonLat]]:
    """Answers to "A from B to C", each with where the camera stands."""
    table = rows(shared / "truth" / "dc_camera_enforcement.csv")
    stretches = [one for one in table if " FROM " in one["mar_match"]]
    assert len(stretches) > 60
    return [
        (
            washington.geocoder.geocode(one["mar_match"], "Washington, DC"),
            (float(one["lon"]), float(one["lat"])),
        )
        for one in stretches
    ]


def test_no_stretch_that_is_resolved_is_a_wrong_pin(answered: list[tuple[Answer, LonLat]]) -> None:
    for answer, truth in answered:
        if answer.outcome is Outcome.RESOLVED:
            best = answer.candidates[0]
            assert distance_m((best.lon, best.lat), truth) <= WRONG_M, answer.phrase


def test_most_are_placed_and_nearly_all_of_them_pass_the_camera(
    answered: list[tuple[Answer, LonLat]],
) -> None:
    placed = [(answer, truth) for answer, truth in answered if answer.outcome in _PLACED]
    assert len(placed) >= 0.75 * len(answered)
    passed = [_off_m(answer, truth) <= 50 for answer, truth in placed]
    assert sum(passed) >= 0.95 * len(passed)


def test_the_radius_holds_the_camera(answered: list[tuple[Answer, LonLat]]) -> None:
    placed = [(answer.candidates[0], truth) for answer, truth in answered if answer.outcome in _PLACED]
    held = [distance_m((best.lon, best.lat), truth) <= best.radius_m for best, truth in placed]
    assert sum(held) >= 0.95 * len(held)


def test_blocks_without_house_numbers_are_refused(shared: Path, washington: Ground) -> None:
    table = rows(shared / "truth" / "dc_camera_enforcement.csv")
    blocks = [one["address"] for one in table if " blk " in one["address"]]
    assert len(blocks) > 60
    for phrase in blocks:
        answer = washington.geocoder.geocode(phrase, "Washington, DC")
        assert answer.outcome is Outcome.NOT_FOUND, phrase
        assert "holds no house numbers" in answer.explanation


def _off_m(answer: Answer, truth: LonLat) -> float:
    """Metres from the stretch to the camera."""
    line = shapely.shortest_line(answer.candidates[0].geometry.shape(), shapely.Point(truth))
    return distance_m(*((one[0], one[1]) for one in line.coords))
