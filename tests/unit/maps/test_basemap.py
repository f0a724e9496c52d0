import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mapapp.errors import BadInput
from mapapp.maps.basemap import Basemap
from mapapp.maps.grid import Tile
from mapapp.streets.library import IndexInfo, Library
from tests.unit.maps.documents import BASEMAP

SCENE = Tile(14, 4194, 6045)
CITY = Tile(13, 2097, 3022)
REGION = Tile(8, 65, 94)
ELSEWHERE = Tile(14, 100, 100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "streets"


@pytest.fixture
def basemap(folder: Path) -> Iterator[Basemap]:
    basemap = Basemap(folder, [BASEMAP])
    yield basemap
    basemap.close()


def install(folder: Path, index: IndexInfo) -> None:
    folder.mkdir(exist_ok=True)
    # At one stroke, as the library does.
    aside = folder / f".{threading.get_ident()}"
    shutil.copy(index.path, aside).replace(folder / index.path.name)


def document(basemap: Basemap, tile: Tile) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(basemap.tile(tile))
    return read


def names(basemap: Basemap, tile: Tile) -> list[str]:
    return [name for _, name, *_ in document(basemap, tile)["road"] if name]


def test_the_shipped_file_shows_the_scene_without_any_index(basemap: Basemap) -> None:
    assert {"28th Ave", "40th St"} <= set(names(basemap, SCENE))
    assert "Lake Michigan" in str(document(basemap, REGION)["lake"])
    assert {"Kenosha", "Milwaukee"} <= {one[3] for one in document(basemap, REGION)["place"]}


def test_a_tile_far_from_all_data_is_tiny_and_valid(basemap: Basemap) -> None:
    assert basemap.tile(ELSEWHERE) == b"{}"


def test_an_installed_index_takes_over_and_doubles_nothing(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    version, shipped_credits = basemap.version(), basemap.credits()
    install(folder, kenosha_index)
    assert basemap.version() != version
    assert kenosha_index.title in str(basemap.credits())
    assert kenosha_index.title in str(basemap.credits((-87.85, 42.59, -87.84, 42.61)))
    assert kenosha_index.title not in str(basemap.credits((-77.1, 38.8, -76.9, 39.0)))
    assert set(shipped_credits) <= set(basemap.credits())
    shown = names(basemap, CITY)
    assert {"28th Ave", "40th St"} <= set(shown)
    alone = Basemap(folder)
    assert document(alone, CITY)["road"] == document(basemap, CITY)["road"]
    both, detail = document(basemap, SCENE), document(alone, SCENE)
    assert {**both, "place": None} == {**detail, "place": None}
    alone.close()


def test_a_removed_index_gives_the_ground_back(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    before = basemap.version(), basemap.tile(CITY)
    install(folder, kenosha_index)
    assert basemap.tile(CITY) != before[1]
    Library(folder).remove(kenosha_index.name)
    assert (basemap.version(), basemap.tile(CITY)) == before


def test_a_town_is_named_where_its_middle_is_not_twice(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    tile = Tile(10, 262, 377)
    before = {tuple(one) for one in document(basemap, tile)["place"]}
    install(folder, kenosha_index)
    after = [tuple(one) for one in document(basemap, tile)["place"]]
    assert before <= set(after)
    assert [one[3] for one in after].count("Kenosha") == 1
    assert len(after) > len(before)


def test_threads_share_a_basemap_while_indexes_come_and_go(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    install(folder, kenosha_index)
    full = basemap.tile(CITY)
    path = folder / kenosha_index.path.name
    path.unlink()
    bare = basemap.tile(CITY)

    def work(number: int) -> bytes:
        if number % 10 == 0:
            install(folder, kenosha_index)
        if number % 10 == 5:
            path.unlink(missing_ok=True)
        return basemap.tile(CITY)

    with ThreadPoolExecutor(4) as pool:
        seen = set(pool.map(work, range(40)))
    assert seen <= {full, bare}


def test_a_broken_index_is_passed_over(basemap: Basemap, folder: Path) -> None:
    before = basemap.tile(CITY)
    folder.mkdir()
    (folder / "55059.gpkg").write_bytes(b"not a street index")
    assert basemap.tile(CITY) == before


def test_a_shipped_file_that_is_none_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text("{}")
    with pytest.raises(BadInput):
        Basemap(folder, [path])
