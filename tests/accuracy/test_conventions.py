"""Towns that name their streets as other cities do: the corner that is meant, a question, or no pin."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import town

NEAR = "Kenosha County, WI"
_STEP, _START = 2.0, -20.0


@dataclass
class Town:
    """The streets that run north and east, and phrases with the two streets that each means."""

    north: list[str] = field(default_factory=list)
    east: list[str] = field(default_factory=list)
    phrases: list[tuple[str, str, str]] = field(default_factory=list)

    def edges(self, without: str = "") -> Iterator[dict[str, Any]]:
        """The grid in TIGER's form, but for one street."""
        across, up = range(len(self.north)), range(len(self.east))
        for i, name in enumerate(self.north):
            if name != without:
                yield from town.street(name, *(_spot(i, j) for j in up))
        for j, name in enumerate(self.east):
            if name != without:
                yield from town.street(name, *(_spot(i, j) for i in across))

    def meant(self, one: str, other: str) -> list[tuple[float, float]]:
        """Where the streets meet, in degrees; `?` may be any."""
        return [
            town.at(*_spot(i, j))
            for (i, a), (j, b) in product(enumerate(self.north), enumerate(self.east))
            if one in ("?", a) and other in ("?", b)
        ]


def _spot(i: int, j: int) -> tuple[float, float]:
    return _START + _STEP * i, _START + _STEP * j


def _read() -> dict[str, Town]:
    towns: dict[str, Town] = {}
    for line in Path(__file__).with_name("conventions.txt").read_text().splitlines():
        mark, _, rest = line.partition(" ")
        here = list(towns.values())[-1] if towns else Town()
        if mark == "#":
            towns[rest] = Town()
        elif mark in ("|", "-"):
            (here.north if mark == "|" else here.east).append(rest)
        elif line and mark != ";":
            phrase, one, other = line.split(" > ")
            here.phrases.append((phrase, one, other))
    return towns


TOWNS = _read()


def _answers(folder: Path, here: Town, phrases: list[str], without: str = "") -> list[Answer]:
    index = StreetIndex.open(town.build(folder, here.edges(without)).path)
    geocoder = Geocoder([index])
    answers = [geocoder.geocode(one, NEAR) for one in phrases]
    index.close()
    return answers


@pytest.mark.parametrize("name", TOWNS)
def test_a_pin_is_the_corner_that_is_meant(name: str, tmp_path: Path) -> None:
    here = TOWNS[name]
    answers = _answers(tmp_path, here, [phrase for phrase, *_ in here.phrases])
    right = asked = 0
    for answer, (phrase, one, other) in zip(answers, here.phrases, strict=True):
        if answer.outcome is Outcome.RESOLVED:
            best = answer.candidates[0]
            off = min(distance_m((best.lon, best.lat), at) for at in here.meant(one, other))
            assert off < 50, (phrase, best.label)
        clear = "?" not in (one, other)
        asked += clear
        right += clear and answer.outcome is Outcome.RESOLVED
    assert right >= asked / 3


# What a phrase may not be pinned to when the street that it names is not in the data.
_MISSING = [
    ("Chicago", "N Western Ave & W North Ave", "N Western Ave"),
    ("Chicago", "W 79th St and S Halsted St", "S Halsted St"),
    ("Seattle", "15th Ave NE and NE 80th St", "15th Ave NE"),
    ("Seattle", "35th Ave SW & SW Alaska St", "35th Ave SW"),
    ("Denver", "W 6th Ave & N Kalamath St", "W 6th Ave"),
    ("New York", "Avenue A and East 14th Street", "Avenue A"),
    ("Houston", "US-59 & Beechnut", "US Hwy 59"),
    ("Here and there", "East Shore Drive and 3rd Street", "East Shore Dr"),
    ("Here and there", "Upper River Road and Main Street", "Upper River Rd"),
    ("Here and there", "Northern Ave & 2nd St", "Northern Ave"),
]


@pytest.mark.parametrize(("name", "phrase", "without"), _MISSING)
def test_a_street_that_is_missing_is_not_its_neighbour(
    name: str, phrase: str, without: str, tmp_path: Path
) -> None:
    (answer,) = _answers(tmp_path, TOWNS[name], [phrase], without)
    assert answer.outcome is not Outcome.RESOLVED, answer.candidates[0].label


def test_a_numbered_street_with_a_quadrant_is_not_the_one_without(tmp_path: Path) -> None:
    phrase = "12th Ave NE and NE 45th St"
    (answer,) = _answers(tmp_path, TOWNS["Seattle"], [phrase], "12th Ave NE")
    assert answer.outcome is not Outcome.RESOLVED


@pytest.mark.xfail(strict=True, reason="a name proper without its direction is mostly the same street")
def test_a_name_with_a_direction_is_not_the_one_without(tmp_path: Path) -> None:
    (answer,) = _answers(tmp_path, TOWNS["Seattle"], ["15th Ave & E Pike St"], "E Pike St")
    assert answer.outcome is not Outcome.RESOLVED


def test_east_is_no_slip_of_west(tmp_path: Path) -> None:
    phrase = "Perimeter West Road and Main Street"
    (answer,) = _answers(tmp_path, TOWNS["Here and there"], [phrase], "Perimeter West Rd")
    assert answer.outcome is not Outcome.RESOLVED
