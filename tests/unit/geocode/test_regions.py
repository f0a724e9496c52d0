"""Phrases asked of several counties in one file."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.streets.build import build_index
from mapapp.streets.index import StreetIndex, open_regions
from tests import state
from tests.unit.geocode.test_damage import damaged

FIRST, SECOND, THIRD = (state.county(at) for at in range(3))
TOWNS = [state.town_name(at, 0) for at in range(3)]
BORDER_TOWN = state.town_name(0, 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("regions")
    build_index(state.counties(3, 12_000), folder / "three.gpkg")
    for material in state.counties(3, 12_000):
        build_index([material], folder / f"{material.county.fips}.gpkg")
    return folder


@pytest.fixture(scope="module")
def together(folder: Path) -> Iterator[Geocoder]:
    indexes = open_regions(folder / "three.gpkg")
    yield Geocoder(indexes)
    indexes[0].close()


@pytest.fixture(scope="module")
def apart(folder: Path) -> Iterator[Geocoder]:
    indexes = [StreetIndex.open(folder / f"{one.fips}.gpkg") for one in (FIRST, SECOND, THIRD)]
    yield Geocoder(indexes)
    for one in indexes:
        one.close()


def told(answer: Answer) -> tuple[object, ...]:
    """What an answer says, without the numbers of edges, which are those of the file."""
    return (
        answer.outcome,
        answer.explanation,
        answer.hints,
        tuple((one.label, one.lon, one.lat, one.radius_m, one.faults) for one in answer.candidates),
    )


PHRASES = [
    *(f"2nd Street and 4th Avenue, {town}" for town in TOWNS),
    *(f"3rd St & 7th Ave, {town}, KS" for town in TOWNS),
    *(f"300 block of 2nd Street, {town}" for town in TOWNS),
    f"5th Street and 1st Avenue, {BORDER_TOWN}",
    "2nd Street and 4th Avenue",
    "Main Street and 3rd Street",
    "US Highway 1 and State Highway 1",
    "2nd Steet and 4th Avneue, " + TOWNS[1],
    "2nd Avenue and 4th Avenue, " + TOWNS[2],
    "3rd Street and 4th Avenue, 66001",
    TOWNS[0],
    f"{SECOND.name}, Kansas",
    BORDER_TOWN,
]


@pytest.mark.parametrize("near", [None, FIRST.title, SECOND.title, "KS", "37.3,-100.9", "66010"])
@pytest.mark.parametrize("phrase", PHRASES)
def test_one_file_answers_as_a_file_for_each(
    together: Geocoder, apart: Geocoder, phrase: str, near: str | None
) -> None:
    assert told(together.geocode(phrase, near)) == told(apart.geocode(phrase, near))


@pytest.mark.parametrize("at", range(3))
def test_the_same_corner_of_each_county_is_told_apart_by_its_town(together: Geocoder, at: int) -> None:
    answer = together.geocode(f"2nd Street and 4th Avenue, {TOWNS[at]}, KS")
    assert answer.outcome is Outcome.RESOLVED
    west = state.WEST + at * state.WIDTH
    assert west < answer.candidates[0].lon < west + state.WIDTH
    assert answer.candidates[0].label.endswith(TOWNS[at])


def test_without_a_place_the_same_corner_of_several_counties_is_a_question(together: Geocoder) -> None:
    answer = together.geocode("2nd Street and 4th Avenue")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert len({round((one.lon - state.WEST) // state.WIDTH) for one in answer.candidates}) == 3


def test_a_county_as_context_keeps_the_others_out(together: Geocoder) -> None:
    answer = together.geocode("2nd Street and 4th Avenue", SECOND.title)
    west = state.WEST + state.WIDTH
    assert answer.candidates
    assert all(west <= one.lon <= west + state.WIDTH for one in answer.candidates)


def test_a_corner_on_the_border_is_one_corner_though_both_counties_have_it(
    folder: Path, together: Geocoder
) -> None:
    border = state.WEST + state.WIDTH
    on_border = (
        "SELECT first.name, second.name FROM crossing JOIN street AS first ON first.id = street_a "
        "JOIN street AS second ON second.id = street_b JOIN place ON place.fid = place_id "
        "WHERE crossing.kind = 'node' AND abs(lon - ?) < 1e-6 AND place.name = ?"
    )
    with closing(sqlite3.connect(folder / "three.gpkg")) as file:
        found = file.execute(on_border, (border, BORDER_TOWN)).fetchall()
    twice = sorted({pair for pair in found if found.count(pair) == 2})
    assert twice
    for first, second in twice:
        answer = together.geocode(f"{first} and {second}, {BORDER_TOWN}, KS")
        assert answer.outcome is Outcome.RESOLVED
        assert answer.candidates[0].lon == pytest.approx(border)
    for avenue, is_west in (("1st", True), ("7th", False)):
        (corner,) = together.geocode(f"3rd Street and {avenue} Avenue, {BORDER_TOWN}, KS").candidates
        assert (corner.lon < border) == is_west


def test_damage_in_a_file_leaves_out_all_its_counties(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / f"{FIRST.fips}.gpkg", tmp_path / "sound.gpkg")
    broken = open_regions(damaged(folder / "three.gpkg", tmp_path / "three.gpkg", "crossing"))
    geocoder = Geocoder([*broken[1:], StreetIndex.open(tmp_path / "sound.gpkg")])
    answer = geocoder.geocode(f"2nd Street and 4th Avenue, {TOWNS[1]}, KS")
    assert answer.outcome is Outcome.NOT_FOUND
    assert any("three.gpkg" in one for one in answer.hints)
    again = geocoder.geocode(f"2nd Street and 4th Avenue, {TOWNS[0]}, KS")
    assert again.outcome is Outcome.RESOLVED
