import os
import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from mapapp.desk import PROGRAM, Desk, StaffRole
from mapapp.maps.basemap import Basemap
from mapapp.maps.grid import Tile
from mapapp.maps.picture import png
from mapapp.settings import Settings
from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.web import pictures
from mapapp.web.app import create_app
from tests.once import once

# No test asserts on the clock; a machine that is busy with other things is no fault.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

_DATA = Path(__file__).parents[1] / "data"
_ADA = ("Ada", "correct horse battery")


class _Compiled(BytecodeCache):
    """What templates were compiled to in this process, by their name and text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Every test has an app of its own, all of the same templates: those are compiled once per process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Compiled()})
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it are skipped without it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real data is not here")
    return folder


@pytest.fixture(scope="session")
def tiger() -> Path:
    """A folder in the Census server's layout with Kenosha County and the District of Columbia."""
    named = os.environ.get("MAPAPP_TIGER_URL", "")
    folders = [Path(named)] if named else []
    for folder in [*folders, Path(__file__).parents[2] / "shared" / "tiger"]:
        if folder.is_dir():
            return folder
    pytest.skip("there is no folder with TIGER/Line files here")


@pytest.fixture(scope="session")
def kenosha_index(tiger: Path, tmp_path_factory: pytest.TempPathFactory) -> IndexInfo:
    """The street index of Kenosha County, built from the real files once per run."""
    return _built(tiger, "55059", tmp_path_factory)


@pytest.fixture(scope="session")
def dc_index(tiger: Path, tmp_path_factory: pytest.TempPathFactory) -> IndexInfo:
    """The street index of the District of Columbia, built from ROADS alone once per run."""
    return _built(tiger, "11001", tmp_path_factory)


def _built(tiger: Path, fips: str, factory: pytest.TempPathFactory) -> IndexInfo:
    def build(home: Path) -> None:
        library = Library(home / "streets")
        add_county(library, find_county(fips), TigerSource(str(tiger)), home / "cache", silent)

    (info,) = Library(once(factory, f"county-{fips}", build) / "streets").installed()
    return info


class Fresh(NamedTuple):
    """A newsroom's folder to copy, and the token of a person who has signed in to it."""

    home: Path
    token: str


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """A newsroom as the first start leaves it, with Ada signed in: that takes a while, so once per run."""

    def start(folder: Path) -> None:
        desk = Desk(Settings(home=folder / "home"))
        desk.setup.initialise(_DATA)
        desk.people.add(PROGRAM, *_ADA, StaffRole.EDITOR)
        (folder / "token").write_text(desk.people.sign_in(*_ADA))
        desk.close()

    folder = once(tmp_path_factory, "fresh", start)
    return Fresh(folder / "home", (folder / "token").read_text())


@pytest.fixture(scope="session")
def _tiles() -> dict[tuple[str, Tile], bytes]:
    return {}


_png = lru_cache(maxsize=128)(png)


@pytest.fixture
def kept_tiles(_tiles: dict[tuple[str, Tile], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of the same ground, and pixels of the same drawing, are made once per process.

    For tests of what holds hundreds of the ones and a dozen of the others.
    """
    make = Basemap.tile

    def tile(basemap: Basemap, tile: Tile) -> bytes:
        key = basemap.version(), tile
        if key not in _tiles:
            _tiles[key] = make(basemap, tile)
        return _tiles[key]

    monkeypatch.setattr(Basemap, "tile", tile)
    monkeypatch.setattr(pictures, "png", _png)


@pytest.fixture
def settings(fresh: Fresh, tmp_path: Path) -> Settings:
    """Settings of a newsroom of this test's own, on a free port and without a network."""
    home = tmp_path / "home"
    shutil.copytree(fresh.home, home)
    return Settings(home=home, tiger_url=str(tmp_path / "no-tiger"))


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, on the real desk."""
    app = create_app(settings)
    app.testing = True
    yield app
    app.extensions["published"].close()
    app.extensions["desk"].close()


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk of the application."""
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, nobody signed in."""
    return app.test_client()


@pytest.fixture
def runner(settings: Settings) -> CliRunner:
    """Runs commands for the test's newsroom."""
    return CliRunner(env={"MAPAPP_HOME": str(settings.home), "MAPAPP_TIGER_URL": settings.tiger_url})


class Auth:
    """Signs in and out, and sends forms as the pages would: with their token."""

    name, password = _ADA

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self._token = token

    def enter(self) -> None:
        """Be signed in from earlier."""
        with self.client.session_transaction() as session:
            session["token"] = self._token

    def sign_in(self, name: str = name, password: str = password, **fields: str) -> TestResponse:
        """Send the sign-in form."""
        return self.post("/newsroom/sign-in", name=name, password=password, **fields)

    def sign_out(self) -> TestResponse:
        """Press the button."""
        return self.post("/newsroom/sign-out")

    def token(self, page: str = "/newsroom/sign-in") -> str:
        """The token of the forms in this session."""
        text = self.client.get(page, follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found, f"{page} has no form"
        return found[1]

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.token(), **fields})


@pytest.fixture
def auth(client: FlaskClient, fresh: Fresh) -> Auth:
    """Signs the client in and sends its forms."""
    return Auth(client, fresh.token)


@pytest.fixture
def streets(settings: Settings, kenosha_index: IndexInfo) -> IndexInfo:
    """Kenosha County's streets, installed in the test's newsroom."""
    settings.streets_folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kenosha_index.path, settings.streets_folder)
    return kenosha_index
