"""The same streets from another kind of file: the answers must not depend on which reader read them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import Library
from mapapp.streets.report import silent
from mapapp.streets.sources import Recipe, build_files
from mapapp.streets.tiger import TigerFile
from tests.accuracy.conftest import Ground
from tests.accuracy.test_red_light_cameras import WRONG_M, is_corner, rows

NEAR = "Washington, DC"


@pytest.fixture(scope="module")
def by_centrelines(tiger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """Washington's streets, read as any city's centrelines would be: under a name that gives nothing away."""
    home = tmp_path_factory.mktemp("centrelines")
    path = home / "streets.zip"
    shutil.copy(tiger / TigerFile(2018, "ROADS", "11001").path, path)
    library = Library(home / "streets")
    info = build_files(library, [path], Recipe(title=NEAR), home / "cache", report=silent, note=[].append)
    index = StreetIndex.open(info.path)
    yield Geocoder([index])
    index.close()


def phrases(shared: Path) -> list[tuple[str, tuple[float, float]]]:
    found = []
    for name, column in (("dc_red_light_cameras", "location"), ("dc_camera_enforcement", "address")):
        table = rows(shared / "truth" / f"{name}.csv")
        corners = [one for one in table if column == "location" or is_corner(one)]
        found += [(one[column], (float(one["lon"]), float(one["lat"]))) for one in corners]
    return found


def test_answers_are_those_of_the_census_file(
    shared: Path, washington: Ground, by_centrelines: Geocoder
) -> None:
    asked = phrases(shared)
    wrong, resolved, differ = [], 0, []
    for phrase, truth in asked:
        answer, other = (one.geocode(phrase, NEAR) for one in (by_centrelines, washington.geocoder))
        off = _off_m(answer, truth)
        resolved += answer.outcome is Outcome.RESOLVED and off <= WRONG_M
        wrong += [phrase] if answer.outcome is Outcome.RESOLVED and off > WRONG_M else []
        differ += [] if answer.outcome is other.outcome and abs(off - _off_m(other, truth)) < 1 else [phrase]
    assert wrong == []
    assert resolved >= 0.93 * len(asked)
    assert differ == []


def _off_m(answer: Answer, truth: tuple[float, float]) -> float:
    return min((distance_m((one.lon, one.lat), truth) for one in answer.candidates[:1]), default=1e9)
