from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shapely

from mapapp.errors import BadInput
from mapapp.streets.layers import IndexLayers
from mapapp.streets.library import IndexInfo

ALL = frozenset({"water", "road", "rail", "stream", "place", "boundary"})
CORNER = (-87.8465, 42.5985, -87.8400, 42.6030)
COUNTY = (-88.4, 42.4, -87.0, 42.8)


@pytest.fixture
def kenosha(kenosha_index: IndexInfo) -> IndexLayers:
    return IndexLayers(kenosha_index.path)


def names(layers: IndexLayers, kind: str, bounds: tuple[float, ...] = COUNTY, rank: int = 4) -> set[str]:
    west, south, east, north = bounds
    return {one.name for one in layers.features((west, south, east, north), frozenset({kind}), rank)}


def test_the_roads_of_a_corner_are_found_with_their_ranks(kenosha: IndexLayers) -> None:
    roads = list(kenosha.features(CORNER, frozenset({"road"}), 4))
    assert {"28th Ave", "40th St", "30th Ave"} <= {one.name for one in roads}
    assert {one.rank for one in roads} == {3}
    assert all(one.geometry.intersects(shapely.box(*CORNER).buffer(0.01)) for one in roads)
    assert len(roads) < 60


def test_only_the_ranks_asked_for_come(kenosha: IndexLayers) -> None:
    assert names(kenosha, "road", rank=1) == {"I-94"}
    assert {"I-94", "Sheridan Rd"} <= names(kenosha, "road", rank=2)
    assert "28th Ave" not in names(kenosha, "road", rank=2)
    assert names(kenosha, "road", rank=0) == set()


def test_every_kind_is_there_and_only_when_asked_for(kenosha: IndexLayers) -> None:
    found = {one.kind for one in kenosha.features(COUNTY, ALL, 4)}
    assert found == ALL
    assert list(kenosha.features(COUNTY, frozenset(), 4)) == []


def test_places_are_points_ranked_by_what_they_are(kenosha: IndexLayers) -> None:
    places = {one.name: one for one in kenosha.features(COUNTY, frozenset({"place"}), 3)}
    assert {name: places[name].rank for name in ("Kenosha", "Pleasant Prairie", "Wilmot", "Somers")} == {
        "Kenosha": 1,
        "Pleasant Prairie": 2,
        "Wilmot": 3,
        "Somers": 3,
    }
    assert {one.geometry.geom_type for one in places.values()} == {"Point"}
    labels = list(kenosha.features(COUNTY, frozenset({"place"}), 3))
    assert len(labels) == len(places)
    assert names(kenosha, "place", rank=1) == {"Kenosha"}


def test_a_boundary_is_a_line_and_the_lake_is_water(kenosha: IndexLayers) -> None:
    (boundary,) = kenosha.features(COUNTY, frozenset({"boundary"}), 4)
    assert boundary.name == "Kenosha County"
    assert boundary.geometry.geom_type in {"LineString", "MultiLineString"}
    assert "Lk Michigan" in names(kenosha, "water", (-87.80, 42.58, -87.79, 42.59))


def test_bounds_are_those_of_the_roads(kenosha: IndexLayers, kenosha_index: IndexInfo) -> None:
    assert kenosha.bounds == kenosha_index.bounds
    assert list(kenosha.features((10.0, 50.0, 11.0, 51.0), ALL, 4)) == []


def test_threads_share_one(kenosha: IndexLayers) -> None:
    def count(_: int) -> int:
        return sum(1 for _ in kenosha.features(CORNER, ALL, 4))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(count, range(64)))) == 1


def test_an_index_is_never_written_to(kenosha_index: IndexInfo) -> None:
    before = kenosha_index.path.stat()
    layers = IndexLayers(kenosha_index.path)
    list(layers.features(COUNTY, ALL, 4))
    layers.close()
    after = kenosha_index.path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert not list(kenosha_index.path.parent.glob("*-journal")) + list(
        kenosha_index.path.parent.glob("*-wal")
    )


@pytest.mark.parametrize("content", [b"", b"junk" * 2000])
def test_what_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.gpkg"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="not a street index"):
        IndexLayers(path)
    with pytest.raises(BadInput):
        IndexLayers(tmp_path / "absent.gpkg")


def test_a_region_is_outlined_and_says_whether_its_waters_are_known(kenosha_index: IndexInfo) -> None:
    layers = IndexLayers(kenosha_index.path)
    ((area, has_water),) = layers.outlines(layers.bounds)
    assert has_water
    west, _, east, _ = layers.bounds
    assert area.bounds[0] <= west + 0.01
    assert area.bounds[2] >= east - 0.01
    assert list(layers.outlines((0, 0, 1, 1))) == []
    layers.close()
