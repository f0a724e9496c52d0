"""Exits and mileposts, in the town of our own making with a few signs beside its highway."""

import sqlite3
from collections.abc import Iterator

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Place, Precision
from mapapp.incident.words import is_pin
from mapapp.streets.index import StreetIndex
from tests.unit.geocode.town import at, build

_SIGNS = [
    ("exit", "340", 11, 2.5), ("exit", "342A", 11, 4), ("exit", "342A", 11, 4.5), ("exit", "342B", 11, 5),
    ("milepost", "341", 11, 3), ("milepost", "342", 11, 4),
]  # fmt: skip


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """A geocoder for the town with signs."""
    path = build(tmp_path_factory.mktemp("signs")).path
    with sqlite3.connect(path) as connection:
        (street,) = connection.execute("SELECT id FROM street WHERE name = 'I-94'").fetchone()
        rows = [(kind, number, street, *at(x, y)) for kind, number, x, y in _SIGNS]
        connection.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", rows)
    connection.close()
    index = StreetIndex.open(path)
    yield Geocoder([index])
    index.close()


@pytest.mark.parametrize(
    "phrase",
    [
        "I-94 at exit 340",
        "exit 340 on I-94",
        "Interstate 94, exit 340",
        "a crash on I-94 near exit 340",
        "I-94 Exit No. 340",
    ],
)
def test_an_exit_is_an_area_around_its_sign(signed: Geocoder, phrase: str) -> None:
    answer = signed.geocode(phrase, "Kenosha County, WI")
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert (found.lon, found.lat) == at(11, 2.5)
    assert (found.precision, found.radius_m) == (Precision.HIGHWAY, 250)
    assert not is_pin(Place("exit", "scene", "Exit", found.geometry, found.precision, found.radius_m))


def test_two_signs_of_one_exit_are_one(signed: Geocoder) -> None:
    (found,) = signed.geocode("I-94 at exit 342-A").candidates
    assert distance_m((found.lon, found.lat), at(11, 4.25)) < 1
    assert found.radius_m == pytest.approx(250 + 25, abs=1)


def test_an_exit_without_its_letter_is_no_guess(signed: Geocoder) -> None:
    assert signed.geocode("I-94 at exit 342").outcome is Outcome.NOT_FOUND


def test_a_stretch_between_two_exits(signed: Geocoder) -> None:
    answer = signed.geocode("I-94 between exits 340 and 342B")
    (found,) = answer.candidates
    assert (answer.outcome, found.precision) == (Outcome.AREA, Precision.SEGMENT)
    lats = [lat for _, lat in found.geometry.coordinates]
    assert (min(lats), max(lats)) == (
        pytest.approx(at(11, 2.5)[1], abs=1e-5),
        pytest.approx(at(11, 5)[1], abs=1e-5),
    )


@pytest.mark.parametrize("phrase", ["mile marker 341 on I-94", "milepost 341 of I-94", "I-94 at mile 341"])
def test_a_milepost_is_where_it_stands(signed: Geocoder, phrase: str) -> None:
    answer = signed.geocode(phrase)
    assert answer.outcome is Outcome.AREA
    assert (answer.candidates[0].lon, answer.candidates[0].lat) == at(11, 3)
    assert answer.candidates[0].radius_m == 100


def test_tenths_of_a_mile_are_known_to_a_mile(signed: Geocoder) -> None:
    (found,) = signed.geocode("I-94 near mile marker 341.5").candidates
    assert found.faults == ("marks_differ",)
    assert found.radius_m > 1_600


def test_so_far_from_an_exit(signed: Geocoder) -> None:
    answer = signed.geocode("I-94 just north of exit 340")
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert found.label == "I-94 just north of exit 340, Overmere"
    lats = [lat for _, lat in found.geometry.coordinates]
    assert min(lats) == pytest.approx(at(11, 2.5)[1], abs=1e-5)
    assert max(lats) == pytest.approx(at(11, 5.5)[1], abs=1e-5)


@pytest.mark.parametrize(
    "phrase", ["I-94 at exit 999", "US Highway 45 at exit 340", "I-80 at exit 340", "exit 340"]
)
def test_no_sign_is_made_up(signed: Geocoder, phrase: str) -> None:
    answer = signed.geocode(phrase, "Kenosha County, WI")
    assert answer.outcome in (Outcome.NOT_FOUND, Outcome.UNPARSED)
    assert answer.candidates == ()


def test_streets_without_signs_say_so(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("I-94 at exit 340", "Kenosha County, WI")
    assert answer.outcome is Outcome.NOT_FOUND
    assert "hold no exits and no mileposts" in answer.explanation
    assert answer.hints == ("Give a crossing street instead.",)
