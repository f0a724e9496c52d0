"""Several counties in one file: each answers as it would from a file of its own."""

import shutil
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
import shapely

from mapapp.errors import Conflict, NotFound
from mapapp.streets.build import Material, build_index
from mapapp.streets.index import DamagedIndex, StreetIndex, one_of_each, open_regions
from mapapp.streets.layers import IndexLayers
from mapapp.streets.library import IndexInfo, Library
from tests import state

EDGES = 12_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first three counties in one file, and each in its own."""
    folder = tmp_path_factory.mktemp("regions")
    build_index(state.counties(3, EDGES), folder / "three.gpkg")
    for material in state.counties(3, EDGES):
        build_index([material], folder / f"{material.county.fips}.gpkg")
    return folder


@pytest.fixture(scope="module")
def together(folder: Path) -> Iterator[tuple[StreetIndex, ...]]:
    indexes = open_regions(folder / "three.gpkg")
    yield indexes
    indexes[0].close()


@pytest.fixture(scope="module")
def alone(folder: Path) -> Iterator[tuple[StreetIndex, ...]]:
    indexes = tuple(StreetIndex.open(folder / f"{state.county(at).fips}.gpkg") for at in range(3))
    yield indexes
    for one in indexes:
        one.close()


def bases(folder: Path, index: StreetIndex) -> list[str]:
    with closing(sqlite3.connect(folder / f"{index.region.code}.gpkg")) as file:
        return [base for (base,) in file.execute("SELECT DISTINCT base FROM street_name")]


def test_the_file_says_what_is_in_it(folder: Path) -> None:
    info = IndexInfo.read(folder / "three.gpkg")
    parts = [IndexInfo.read(folder / f"{one.code}.gpkg") for one in info.regions]
    assert (info.name, info.title) == ("three", "3 counties of KS")
    assert [one.title for one in info.regions] == [one.title for one in parts]
    for count in ("streets", "edges", "crossings"):
        whole = getattr(info, count)
        assert whole == sum(getattr(one, count) for one in info.regions)
        assert whole == sum(getattr(one, count) for one in parts) > 0
    assert info.summary().startswith("three, 3 counties of KS: ")


def test_streets_are_those_of_their_own_county(
    folder: Path, together: tuple[StreetIndex, ...], alone: tuple[StreetIndex, ...]
) -> None:
    seen: set[int] = set()
    for one, own in zip(together, alone, strict=True):
        named = [street for base in bases(folder, one) for street in one.streets_named(base)]
        expected = [street for base in bases(folder, one) for street in own.streets_named(base)]
        assert [street.title for street in named] == [street.title for street in expected]
        ids = {street.street_id for street in named}
        assert len(ids) == one.region.streets
        assert not ids & seen
        seen |= ids


def test_crossings_edges_and_places_are_those_of_their_own_county(
    together: tuple[StreetIndex, ...], alone: tuple[StreetIndex, ...]
) -> None:
    met = 0
    for one, own in zip(together, alone, strict=True):
        assert [place.long_name for place in one.places] == [place.long_name for place in own.places]
        for first, second in (("2", "4"), ("5", "10"), ("main", "3"), ("2", "washington")):
            here, there = (
                [
                    (
                        x.title, y.title, crossing.lon, crossing.lat, crossing.kind, crossing.nodes,
                        place.name if (place := index.place(crossing.place_id)) else None,
                    )
                    for x in index.streets_named(first) for y in index.streets_named(second)
                    for crossing in index.crossings(x.street_id, y.street_id)
                ]
                for index in (one, own)
            )  # fmt: skip
            assert here == there
            met += len(here)
        for x, y in zip(one.streets_named("3"), own.streets_named("3"), strict=True):
            assert [e.line for e in one.edges(x.street_id)] == [e.line for e in own.edges(y.street_id)]
            along = [
                {getattr(index.place(at), "name", None) for at in index.places_along(s.street_id)}
                for index, s in ((one, x), (own, y))
            ]
            assert along[0] == along[1]
        assert (one.zips, one.has_ranges) == (own.zips, own.has_ranges)
        assert one.region.directions == own.region.directions
        assert one.similar_bases("washingtno", 2) == own.similar_bases("washingtno", 2)
    assert met > 10


def test_a_road_along_a_border_is_in_both_counties(together: tuple[StreetIndex, ...]) -> None:
    first, second = (
        next(street for street in index.streets_named("26") if street.title == "26th Trail")
        for index in together[:2]
    )
    lines = [{e.line.wkb for e in together[at].edges(s.street_id)} for at, s in ((0, first), (1, second))]
    assert lines[0] == lines[1]
    assert first.street_id != second.street_id


def test_every_layer_is_one_of_the_format(folder: Path) -> None:
    path = folder / "three.gpkg"
    for layer in ("edge", "place"):
        meta, fids, wkb, _ = pyogrio.raw.read(path, layer=layer, return_fids=True)
        assert meta["crs"] == "EPSG:4326"
        assert len(set(fids.tolist())) == len(wkb) > 0
        bounds = pyogrio.read_info(path, layer=layer, force_total_bounds=True)["total_bounds"]
        assert bounds == pytest.approx(tuple(shapely.total_bounds(shapely.from_wkb(wkb))), abs=1e-4)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("SELECT rtreecheck('rtree_edge_geom')").fetchone() == ("ok",)


def test_a_county_is_let_go_of_before_the_next_is_read(tmp_path: Path) -> None:
    made: list[weakref.ref[Material]] = []

    def watched() -> Iterator[Material]:
        for material in state.counties(3, 3_000):
            kept = replace(material)
            made.append(weakref.ref(kept))
            yield kept
            del kept, material
            assert made[-1]() is None

    build_index(watched(), tmp_path / "watched.gpkg")
    assert len(made) == 3


def test_a_basemap_draws_what_two_counties_have_once(folder: Path) -> None:
    layers = IndexLayers(folder / "three.gpkg")
    regions = IndexInfo.read(folder / "three.gpkg").regions
    assert len(list(layers.outlines(layers.bounds))) == len(regions) == 3
    drawn = list(layers.features(layers.bounds, frozenset({"road", "place"}), 4))
    assert len({(one.kind, one.name, one.geometry.wkb) for one in drawn}) == len(drawn)
    layers.close()


def test_of_several_indexes_of_a_county_the_last_built_is_taken_then_its_own(
    folder: Path, tmp_path: Path
) -> None:
    def built(source: str, when: str) -> tuple[StreetIndex, ...]:
        path = tmp_path / f"{source}-{when}.gpkg"
        shutil.copy(folder / f"{source}.gpkg", path)
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE meta SET value = ? WHERE key = 'built_at'", (f"{when}T00:00:00+00:00",))
        return open_regions(path)

    own = state.county(1).fips
    together, (alone,), later = (
        built("three", "2026-05-01"),
        built(own, "2026-05-01"),
        built("three", "2026-05-02"),
    )
    assert one_of_each([*together, alone]) == [together[0], together[2], alone]
    assert one_of_each([alone, *together]) == [alone, together[0], together[2]]
    assert one_of_each([*together, alone, *later]) == list(later)
    assert one_of_each([*later, alone, *together]) == list(later)
    for one in (*together, alone, *later):
        one.close()


def test_a_file_of_several_is_not_opened_as_one(folder: Path) -> None:
    with pytest.raises(Exception, match="holds 3 regions"):
        StreetIndex.open(folder / "three.gpkg")


def test_an_index_of_another_version_is_named_and_not_used(folder: Path, tmp_path: Path) -> None:
    library = Library(tmp_path)
    for name in (state.county(0).fips, "three"):
        path = tmp_path / f"{name}.gpkg"
        shutil.copy(folder / path.name, path)
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
        with pytest.raises(DamagedIndex, match="built by another version") as refused:
            open_regions(path)
        assert str(refused.value) in library.left_out()
    assert library.installed() == ()
    assert len(library.left_out()) == 2
    assert f"python -m mapapp streets add {state.county(0).fips}" in library.left_out()[0]


def test_a_county_among_others_is_not_removed_by_itself(folder: Path, tmp_path: Path) -> None:
    library, (first, second) = Library(tmp_path), (state.county(0).fips, state.county(1).fips)
    shutil.copy(folder / "three.gpkg", tmp_path / "three.gpkg")
    shutil.copy(folder / f"{first}.gpkg", tmp_path / "own.gpkg")
    library.remove(first)
    with pytest.raises(Conflict, match="streets remove three"):
        library.remove(second)
    with pytest.raises(NotFound):
        library.remove(state.county(7).fips)
    library.remove("three")
    assert library.files() == ()
