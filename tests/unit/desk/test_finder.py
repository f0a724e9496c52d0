import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.desk import Desk, Outcome, PlaceFields
from mapapp.errors import BadInput
from mapapp.incident.model import Precision
from mapapp.incident.words import is_pin
from mapapp.settings import Settings
from mapapp.streets.library import IndexInfo
from tests.people import ADA

CORNER = "28th Avenue and 40th Street, Kenosha"
HOUSE = "2815 40th Street, Kenosha"


@pytest.fixture(scope="module")
def kenosha(kenosha_index: IndexInfo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of Kenosha County."""
    home = tmp_path_factory.mktemp("kenosha")
    (home / "data" / "incidents").mkdir(parents=True)
    for name, columns in (
        ("known_places.csv", "name,locality,lat,lon,precision,radius_m,source"),
        ("facilities.csv", "name,kind,address,city,state,lat,lon,trauma,helipad,beds,source"),
    ):
        (home / "data" / name).write_text(columns + "\n")
    settings = Settings(home=home)
    desk = Desk(settings)
    desk.setup.initialise(home / "data")
    desk.close()
    settings.streets_folder.mkdir(exist_ok=True)
    shutil.copy(kenosha_index.path, settings.streets_folder)
    return home


@pytest.fixture
def on_streets(kenosha: Path) -> Iterator[Desk]:
    desk = Desk.open(Settings(home=kenosha))
    yield desk
    desk.close()


def test_the_known_places_and_facilities_of_the_newsroom_are_found(desk: Desk) -> None:
    corner = desk.finder.geocode(CORNER)
    assert corner.outcome is Outcome.RESOLVED
    assert (corner.candidates[0].lon, corner.candidates[0].lat) == (-87.843258, 42.600802)
    hospital = desk.finder.geocode("Kenosha General Hospital")
    assert hospital.candidates[0].provenance.ids == ("0001",)


def test_the_geocoder_is_kept_until_something_changes(
    desk: Desk, settings: Settings, data_folder: Path, tmp_path: Path
) -> None:
    first = desk.finder.geocoder()
    assert desk.finder.geocoder() is first
    elsewhere = Desk(settings)
    elsewhere.setup.initialise(data_folder)
    second = desk.finder.geocoder()
    assert second is not first
    assert desk.finder.geocoder() is second
    elsewhere.close()


def test_an_index_is_used_as_soon_as_it_is_there(desk: Desk, settings: Settings, kenosha: Path) -> None:
    phrase = "30th Avenue and 40th Street, Kenosha"
    assert desk.finder.geocode(phrase).outcome is Outcome.NOT_FOUND
    settings.streets_folder.mkdir()
    (settings.streets_folder / "55059.gpkg").write_bytes((kenosha / "streets" / "55059.gpkg").read_bytes())
    assert desk.finder.geocode(phrase).outcome is Outcome.RESOLVED
    desk.streets.remove("55059")
    assert desk.finder.geocode(phrase).outcome is Outcome.NOT_FOUND


def test_a_file_that_is_no_index_is_passed_over(desk: Desk, settings: Settings) -> None:
    settings.streets_folder.mkdir()
    (settings.streets_folder / "12345.gpkg").write_bytes(b"not an index")
    assert desk.finder.geocode(CORNER).outcome is Outcome.RESOLVED


def test_threads_may_share_it(on_streets: Desk) -> None:
    phrases = [f"{number}th Avenue and 40th Street, Kenosha" for number in range(24, 34)] * 5
    alone = [on_streets.finder.geocode(one) for one in phrases]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(on_streets.finder.geocode, phrases)) == alone
    assert {one.outcome for one in alone} >= {Outcome.RESOLVED}


def test_an_address_becomes_the_stretch_of_its_block(on_streets: Desk) -> None:
    house = on_streets.finder.geocode(HOUSE).candidates[0]
    assert house.precision is Precision.ADDRESS
    block = on_streets.finder.plottable(house)
    assert (block.precision, block.geometry.type) == (Precision.BLOCK, "LineString")
    assert "2815" not in block.label
    corner = on_streets.finder.geocode(CORNER).candidates[0]
    assert on_streets.finder.plottable(corner) is corner


def test_an_address_whose_street_is_not_known_becomes_a_circle(on_streets: Desk) -> None:
    house = on_streets.finder.geocode(HOUSE).candidates[0]
    abroad = replace(house, label="7 Rue de la Paix, Paris")
    assert on_streets.finder.plottable(abroad).geometry.type == "Point"
    assert on_streets.finder.plottable(abroad).radius_m >= 180


def test_no_house_number_reaches_an_incident(on_streets: Desk) -> None:
    house = on_streets.finder.geocode(HOUSE).candidates[0]
    fire = on_streets.incidents.create(ADA, "A fire")
    saved = on_streets.incidents.add_place(ADA, fire.id, 1, PlaceFields("A house"), house)
    (place,) = saved.places
    assert not is_pin(place)
    assert place.geometry is not None
    assert (place.precision, place.geometry.type) == (Precision.BLOCK, "LineString")
    assert (house.lon, house.lat) not in place.geometry.coordinates


def test_an_online_geocoder_that_does_not_exist_is_named(desk: Desk, settings: Settings) -> None:
    other = Desk(replace(settings, geocoder="nonsense"))
    with pytest.raises(BadInput, match="nonsense"):
        other.finder.geocode(CORNER, online=True)
    assert other.finder.geocode(CORNER).outcome is Outcome.RESOLVED
    other.close()


@pytest.mark.parametrize("phrase", ["", "   ", "x" * 501])
def test_a_phrase_that_is_none_is_refused(desk: Desk, phrase: str) -> None:
    with pytest.raises(BadInput):
        desk.finder.geocode(phrase)


def test_a_damaged_index_does_not_silence_the_finder(kenosha: Path, tmp_path: Path) -> None:
    shutil.copytree(kenosha, tmp_path / "home")
    path = tmp_path / "home" / "streets" / "55059.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'crossing'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    desk = Desk.open(Settings(home=tmp_path / "home"))
    answer = desk.finder.geocode("30th Avenue and 52nd Street, Kenosha")
    assert answer.outcome is Outcome.NOT_FOUND
    assert any("55059.gpkg" in one for one in answer.hints)
    desk.close()
