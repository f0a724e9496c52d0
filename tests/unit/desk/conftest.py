import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.desk import Desk
from mapapp.settings import Settings
from tests.once import once
from tests.unit.incident.documents import a_document, a_feature

KNOWN_PLACES = """\
name,locality,lat,lon,precision,radius_m,source
28th Avenue & 40th Street,"Kenosha, WI",42.600802,-87.843258,intersection,20,a survey
"""
FACILITIES = """\
name,kind,address,city,state,lat,lon,trauma,helipad,beds,source,dataset,dataset_id
Kenosha General Hospital,hospital,1 First St,Kenosha,WI,42.57,-87.93,LEVEL II,Y,74,a list,HIFLD Hospitals,0001
Kenosha County Courthouse,court,,Kenosha,WI,42.58,-87.82,,,,a map,,
"""


def write_data(folder: Path, **files: str) -> Path:
    """A data folder with one incident, a known place and two facilities; `files` replace by stem."""
    (folder / "incidents").mkdir(parents=True)
    document: dict[str, Any] = a_document(a_feature(), id="fire-2020", title="A fire")
    (folder / "incidents" / "fire-2020.geojson").write_text(files.get("incident", json.dumps(document)))
    (folder / "known_places.csv").write_text(files.get("known_places", KNOWN_PLACES))
    (folder / "facilities.csv").write_text(files.get("facilities", FACILITIES))
    return folder


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "deep" / "home", session_hours=1)


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a desk that has been set up with that data."""

    def start(folder: Path) -> None:
        desk = Desk(Settings(home=folder / "home"))
        desk.setup.initialise(write_data(folder / "data"))
        desk.close()

    return once(tmp_path_factory, "desk", start) / "home"


@pytest.fixture
def desk(settings: Settings, data_folder: Path, started: Path) -> Iterator[Desk]:
    """A desk that has been set up with the data folder."""
    shutil.copytree(started, settings.home, dirs_exist_ok=True)
    desk = Desk(settings)
    yield desk
    desk.close()
