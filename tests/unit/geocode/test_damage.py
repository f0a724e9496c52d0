"""An index with damaged pages is left out and named; the others go on answering."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.streets.index import DamagedIndex, StreetIndex
from tests.unit.geocode import town

CORNER = "28th Avenue and 40th Street, Quillby"


def damaged(source: Path, path: Path, table: str) -> Path:
    """A copy whose `table` cannot be read."""
    shutil.copy(source, path)
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town.build(tmp_path_factory.mktemp("sound")).path


@pytest.mark.parametrize(
    ("table", "phrase", "outcome"),
    [
        ("crossing", CORNER, Outcome.RESOLVED),
        ("street", CORNER, Outcome.RESOLVED),
        ("street_key", CORNER, Outcome.RESOLVED),
        ("street_name", "Sheridann Road and Pine Road, Quillby", Outcome.RESOLVED),
        ("edge", "2800 block of 40th Street, Quillby", Outcome.RESOLVED),
        ("place", "Quillby", Outcome.AREA),
    ],
)
def test_a_damaged_index_is_left_out_and_named(
    sound: Path, tmp_path: Path, table: str, phrase: str, outcome: Outcome
) -> None:
    broken = StreetIndex.open(damaged(sound, tmp_path / "99001.gpkg", table))
    geocoder = Geocoder([broken, StreetIndex.open(sound)])
    for _ in range(2):
        answer = geocoder.geocode(phrase)
        assert answer.outcome is outcome
        assert [one for one in answer.hints if "streets remove 99001" in one]


def test_damage_known_before_is_said_with_every_answer(sound: Path) -> None:
    geocoder = Geocoder([StreetIndex.open(sound)], hints=["99001.gpkg is damaged."])
    assert geocoder.geocode(CORNER).hints == ("99001.gpkg is damaged.",)


@pytest.mark.parametrize("table", ["region", "place_names", "zip", "meta"])
def test_an_index_that_cannot_be_opened_says_so_in_words(sound: Path, tmp_path: Path, table: str) -> None:
    path = damaged(sound, tmp_path / "99001.gpkg", table)
    with pytest.raises(DamagedIndex, match=r"99001\.gpkg is not a street index, or is damaged"):
        StreetIndex.open(path)
