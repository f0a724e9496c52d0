import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from mapapp.errors import BadInput
from mapapp.maps.basemap import Basemap
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import UNITS, Tile
from mapapp.maps.tile import MIN_ZOOM
from mapapp.streets.library import IndexInfo, Library
from tests.unit.maps.documents import SHIPPED

SCENE = Tile(14, 4194, 6045)
CITY = Tile(13, 2097, 3022)
REGION = Tile(8, 65, 94)
ELSEWHERE = Tile(14, 3600, 6200)
TOWNS = ((-77.0365, 38.8968), (-93.2, 45.0), (0.0, 90.0), (180.0, -17.0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "streets"


@pytest.fixture
def basemap(folder: Path) -> Iterator[Basemap]:
    basemap = Basemap(folder, SHIPPED)
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


@pytest.mark.parametrize("bounds", [(lon, lat, lon, lat + d) for lon, lat in TOWNS for d in (0, 0.01)])
def test_a_map_of_a_single_spot_is_looked_at_as_it_will_be_seen(
    basemap: Basemap, folder: Path, dc_index: IndexInfo, bounds: Bounds
) -> None:
    install(folder, dc_index)
    # In the White House's garden: no street crosses it, and they are all around.
    assert basemap.has_streets(bounds) == (bounds[0] == TOWNS[0][0])


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


def at(lon: float, lat: float, zoom: int) -> Tile:
    x, y = Tile(0, 0, 0).inside(np.array([[lon, lat]]))[0] / UNITS
    return Tile(zoom, int(x * 2**zoom), int(y * 2**zoom))


@pytest.mark.parametrize("zoom", range(MIN_ZOOM, 11))
@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-104.99, 39.74), (-90.07, 29.95), (-73.98, 40.75), (-112.0, 46.6), (-149.9, 61.2), (-157.85, 21.3)],
)
def test_every_view_of_the_country_says_where_it_is(
    basemap: Basemap, lon: float, lat: float, zoom: int
) -> None:
    shown = document(basemap, at(lon, lat, zoom))
    assert shown["place"]
    assert zoom > 8 or shown.keys() & {"border", "boundary", "water"}


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-102.9, 49.001), (-115.0, 48.999), (-106.0, 52.0), (-100.0, 25.0), (-101.4, 29.8), (-67.8, 47.07)],
)  # fmt: skip
def test_neighbours_are_land_up_to_the_border(basemap: Basemap, lon: float, lat: float) -> None:
    assert not is_wet(basemap, lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat"), [(-87.0, 43.0), (-90.0, 27.0), (-73.5, 40.4), (-81.0, 42.2), (-112.5, 41.2), (-135, 40)]
)  # fmt: skip
def test_oceans_gulfs_and_great_lakes_are_water(basemap: Basemap, lon: float, lat: float) -> None:
    assert is_wet(basemap, lon, lat)


@pytest.mark.parametrize(
    ("city", "lon", "lat", "not_for_it"),
    [
        ("Memphis", -90.05, 35.15, "New South Memphis"),
        ("Raleigh", -78.64, 35.77, "West Raleigh"),
        ("Kennewick", -119.14, 46.21, "Tri-Cities"),
        ("Huntington", -82.44, 38.42, "Meads"),
    ],
)
def test_a_city_is_named_by_its_own_name(
    basemap: Basemap, city: str, lon: float, lat: float, not_for_it: str
) -> None:
    shown = basemap.features((lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5), 6)
    names = {one.name for one in shown if one.kind == "place"}
    assert city in names
    assert not_for_it not in names


def is_wet(basemap: Basemap, lon: float, lat: float) -> bool:
    features = basemap.features((lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01), 7)
    return any(one.kind == "water" and one.geometry.intersects(shapely.Point(lon, lat)) for one in features)


def test_from_afar_a_county_with_an_index_looks_like_its_neighbours(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    wide, near = at(-88.1, 42.6, 9), at(-88.1, 42.6, 11)
    before = basemap.tile(wide), basemap.tile(near)
    install(folder, kenosha_index)
    assert basemap.tile(wide) == before[0]
    assert basemap.tile(near) != before[1]


def test_borders_of_a_known_county_are_drawn_once_and_a_states_as_such(
    basemap: Basemap, folder: Path, kenosha_index: IndexInfo
) -> None:
    install(folder, kenosha_index)
    found = [one for one in basemap.features((-88.3, 42.4, -87.9, 42.75), 10) if one.kind == "boundary"]
    probes = {"north": (-88.0, 42.669), "south": (-88.0, 42.4945)}
    near = {
        side: [one.rank for one in found if one.geometry.distance(shapely.Point(at)) < 0.01]
        for side, at in probes.items()
    }
    assert near == {"north": [2], "south": [1]}
