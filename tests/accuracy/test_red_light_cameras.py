"""Corners that another source placed: Washington's traffic cameras against the Census's streets."""

import csv
from pathlib import Path

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.incident.geodesy import distance_m
from tests.accuracy.conftest import Ground

WRONG_M = 100.0


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def is_corner(row: dict[str, str]) -> bool:
    return " AND " in row["mar_match"] and " FROM " not in row["mar_match"] and "RAMP" not in row["mar_match"]


@pytest.fixture(params=["location", "address", "mar_match"])
def answered(request: pytest.FixtureRequest, shared: Path, washington: Ground) -> list[tuple[Answer, float]]:
    """Answers to one column's phrases, each with the metres between its best candidate and the truth."""
    name = "dc_red_light_cameras" if request.param == "location" else "dc_camera_enforcement"
    table = rows(shared / "truth" / f"{name}.csv")
    table = [one for one in table if request.param == "location" or is_corner(one)]
    found = [(washington.geocoder.geocode(one[request.param], "Washington, DC"), one) for one in table]
    return [(answer, _off_m(answer, one)) for answer, one in found]


def _off_m(answer: Answer, row: dict[str, str]) -> float:
    truth = float(row["lon"]), float(row["lat"])
    return min((distance_m((one.lon, one.lat), truth) for one in answer.candidates[:1]), default=float("inf"))


def test_no_pin_is_wrong(answered: list[tuple[Answer, float]]) -> None:
    wrong = [one.phrase for one, off in answered if one.outcome is Outcome.RESOLVED and off > WRONG_M]
    assert wrong == []


def test_most_are_resolved(answered: list[tuple[Answer, float]]) -> None:
    right = sum(one.outcome is Outcome.RESOLVED and off <= WRONG_M for one, off in answered)
    assert right >= 0.93 * len(answered)


def test_the_radius_covers_the_truth(answered: list[tuple[Answer, float]]) -> None:
    resolved = [(one, off) for one, off in answered if one.outcome is Outcome.RESOLVED]
    covered = sum(off <= one.candidates[0].radius_m for one, off in resolved)
    assert covered >= 0.95 * len(resolved)
