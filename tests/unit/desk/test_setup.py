import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.desk import PROGRAM, Desk
from mapapp.errors import BadInput, MapappError, NotFound, SignInFailed, StorageFailed
from mapapp.settings import Settings
from tests.people import ADA
from tests.unit.incident.documents import a_document

from .conftest import FACILITIES, write_data


def test_a_new_newsroom_has_its_data_and_one_account(settings: Settings, data_folder: Path) -> None:
    desk = Desk(settings)
    account = desk.setup.initialise(data_folder)
    assert account is not None
    assert account.name == "editor"
    assert len(account.password) >= 14
    assert desk.people.person(desk.people.sign_in(account.name, account.password)) is not None
    assert [one.id for one in desk.incidents.published()] == ["fire-2020"]
    assert desk.incidents.history("fire-2020")[0].note == "Loaded with mapapp"
    assert [one.name for one in desk.facilities.all()] == [
        "Kenosha General Hospital",
        "Kenosha County Courthouse",
    ]
    desk.close()


def test_initialising_again_changes_nothing_that_the_newsroom_has_edited(
    settings: Settings, data_folder: Path
) -> None:
    desk = Desk(settings)
    desk.setup.initialise(data_folder)
    loaded = desk.incidents.get("fire-2020")
    edited = desk.incidents.save(ADA, replace(loaded, title="A larger fire"))
    desk.publishing.unpublish(ADA, "fire-2020")
    assert desk.setup.initialise(data_folder) is None
    assert desk.incidents.get("fire-2020") == edited
    assert desk.incidents.published() == ()
    assert [one.person.name for one in desk.people.list()] == ["editor"]
    desk.close()


def test_of_several_that_set_up_at_once_one_gets_the_account(settings: Settings, data_folder: Path) -> None:
    barrier = threading.Barrier(4)

    def set_up(_number: int) -> bool:
        with closing(Desk(settings)) as desk:
            barrier.wait(30)
            return desk.setup.initialise(data_folder) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(set_up, range(4))) == [False, False, False, True]
    with closing(Desk.open(settings)) as desk:
        assert [one.number for one in desk.incidents.history("fire-2020")] == [1]


def test_a_later_version_may_bring_more(settings: Settings, data_folder: Path) -> None:
    desk = Desk(settings)
    desk.setup.initialise(data_folder)
    more = data_folder / "incidents" / "flood.geojson"
    more.write_text(json.dumps(a_document(id="flood", title="A flood")))
    (data_folder / "facilities.csv").write_text(FACILITIES.replace("Kenosha General", "Kenosha Central"))
    desk.setup.initialise(data_folder)
    assert {one.id for one in desk.incidents.published()} == {"fire-2020", "flood"}
    assert "Kenosha Central Hospital" in {one.name for one in desk.facilities.all()}
    desk.close()


def test_a_home_that_was_never_set_up_is_not_opened(settings: Settings) -> None:
    with pytest.raises(NotFound, match="python -m mapapp init"):
        Desk.open(settings)
    assert not settings.home.exists()
    settings.home.mkdir(parents=True)
    with pytest.raises(NotFound, match="python -m mapapp init"):
        Desk.open(settings)
    assert list(settings.home.iterdir()) == []


def test_what_was_set_up_can_be_opened(desk: Desk, settings: Settings) -> None:
    again = Desk.open(settings)
    assert again.incidents.published() == desk.incidents.published()
    again.close()


def test_two_homes_are_two_newsrooms(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    other = Desk(replace(settings, home=tmp_path / "other"))
    other.setup.initialise(write_data(tmp_path / "other data"))
    other.incidents.create(ADA, "Only here")
    password = other.people.add(PROGRAM, "Ada")
    assert {one.title for one in desk.incidents.all()} == {"A fire"}
    with pytest.raises(SignInFailed):
        desk.people.sign_in("Ada", password)
    assert desk.setup.secret_key() != other.setup.secret_key()
    other.close()


def test_only_the_owner_may_read_the_folder_and_the_key(desk: Desk, settings: Settings) -> None:
    desk.setup.secret_key()
    assert settings.home.stat().st_mode & 0o777 == 0o700
    assert (settings.home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (settings.home / "newsroom.sqlite").stat().st_mode & 0o077 == 0


def test_all_who_ask_at_once_get_the_same_key(desk: Desk, settings: Settings) -> None:
    barrier = threading.Barrier(8)

    def ask(_number: int) -> str:
        barrier.wait(30)
        return desk.setup.secret_key()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(ask, range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert [one.name for one in settings.home.iterdir() if one.name.startswith("secret_key")] == [
        "secret_key"
    ]


def test_a_damaged_key_is_not_used(desk: Desk, settings: Settings) -> None:
    (settings.home / "secret_key").write_text("short")
    with pytest.raises(StorageFailed, match="secret_key"):
        desk.setup.secret_key()


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("incident", "{", "fire-2020.geojson"),
        ("incident", '{"type": "FeatureCollection", "features": []}', "fire-2020.geojson: id"),
        ("known_places", "name,lat\nx,1\n", "lacks the columns"),
        ("known_places", "name,locality,lat,lon,precision,radius_m,source\nx,y,91,0,place,1,z\n", "row 1"),
        ("known_places", "name,locality,lat,lon,precision,radius_m,source\nx,y,1,0,door,1,z\n", "row 1"),
        ("known_places", "name,locality,lat,lon,precision,radius_m,source\nx,y,1,0,place,nan,z\n", "row 1"),
        ("facilities", FACILITIES.replace("42.57", "north"), "row 1"),
        ("facilities", FACILITIES.replace("a map", ""), "source is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    settings: Settings, tmp_path: Path, file: str, content: str, told: str
) -> None:
    folder = write_data(tmp_path / "broken", **{file: content})
    desk = Desk(settings)
    with pytest.raises(BadInput, match=told):
        desk.setup.initialise(folder)
    desk.close()


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path, data_folder: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    desk = Desk(Settings(home=tmp_path / "file" / "home"))
    with pytest.raises(StorageFailed, match="MAPAPP_HOME") as caught:
        desk.setup.initialise(data_folder)
    assert isinstance(caught.value, MapappError)
    desk.close()
