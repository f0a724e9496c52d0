import shutil
from pathlib import Path
from typing import Any

import pytest
import shapely

from mapapp.errors import BadInput, Conflict
from mapapp.streets import county
from mapapp.streets.index import StreetIndex, one_of_each, open_regions
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.streets.sources import Recipe, build_files
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import centreline_files, small_osm, small_tiger
from tests.unit.streets.centreline_files import at

ROAD = {"MTFCC": "S1400", "RTTYP": "M"}
TOWN = [
    {"FULLNAME": "Main St", "geometry": at((0, 1), (1, 1), (2, 1))},
    {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 1), (1, 2))},
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "streets")


def build(library: Library, *files: Path, told: list[str] | None = None, **said: Any) -> IndexInfo:
    note = (told if told is not None else []).append
    return build_files(library, files, Recipe(**said), library.folder / "cache", report=silent, note=note)


def tiger_file(kind: str) -> TigerFile:
    return TigerFile(small_tiger.YEAR, kind, small_tiger.COUNTY)


def test_tiger_files_bring_those_beside_them_along(library: Library, tmp_path: Path) -> None:
    base = tmp_path / "tiger"
    edges = small_tiger.write_edges(base)
    road = {
        "FULLNAME": "State Hwy 9",
        **ROAD,
        "geometry": shapely.LineString(map(small_tiger.node, (1, 2, 3))),
    }
    roads = small_tiger.write(base, tiger_file("ROADS"), [road])
    in_layout = build(library, edges)
    assert (in_layout.streets, in_layout.name, in_layout.source) == (7, "55059", "US Census TIGER/Line EDGES")
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in (edges, roads):
        shutil.copy(path, flat)
    assert build(library, flat / roads.name).streets == 7
    assert build(library, flat / edges.name, flat / roads.name).streets == 7
    (flat / roads.name).unlink()
    assert build(library, flat / edges.name).streets == 6


def test_tiger_files_without_streets_are_refused(library: Library, tmp_path: Path) -> None:
    name = {"TLID": 1, "FULLNAME": "X", "PAFLAG": "P", "MTFCC": "S1400"}
    path = small_tiger.write(tmp_path / "tiger", tiger_file("FEATNAMES"), [name])
    with pytest.raises(BadInput, match=r"_edges\.zip or _roads\.zip"):
        build(library, path)


def test_a_damaged_tiger_file_is_refused(library: Library, tmp_path: Path) -> None:
    path = small_tiger.write_edges(tmp_path / "tiger")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadInput, match="not a whole zip file"):
        build(library, path)
    assert library.installed() == ()


def test_who_published_it_is_what_the_user_says(library: Library, tmp_path: Path) -> None:
    path = centreline_files.write(tmp_path / "Street Centerlines (2024).geojson", TOWN)
    told: list[str] = []
    said = {
        "source": "City of Gridley",
        "vintage": "2024-05",
        "licence": "CC0 1.0",
        "title": "Gridley, Wisconsin",
    }
    info = build(library, path, told=told, **said)
    assert (info.source, info.vintage, info.licence) == ("City of Gridley", "2024-05", "CC0 1.0")
    (region,) = info.regions
    assert (info.title, region.code, region.licence) == ("Gridley, WI", "gridley-wi", "CC0 1.0")
    assert info.path.name == "gridley-wi.gpkg"
    assert len(told) == 1


def test_an_index_without_a_name_or_a_title_is_called_as_its_file_is(
    library: Library, tmp_path: Path
) -> None:
    path = centreline_files.write(tmp_path / "Street Centerlines (2024).geojson", TOWN)
    assert build(library, path).path.name == "street-centerlines-2024.gpkg"
    named = build(library, path, name="gridley")
    assert (named.name, named.regions[0].code) == ("gridley", "gridley")
    county = build(library, path, title="Kenosha County, WI")
    assert (county.name, county.regions[0].code) == ("55059", "55059")


def test_a_region_is_found_by_its_title(library: Library, tmp_path: Path) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN)
    for title, kind in (("Gridley, WI", "place"), ("Kenosha County, WI", "county")):
        index = StreetIndex.open(build(library, path, title=title).path)
        assert [(one.name, one.kind) for one in index.places] == [(title.partition(",")[0], kind)]
        assert index.region.state == "WI"
        index.close()


def test_a_single_straight_street_has_ground_around_it(library: Library, tmp_path: Path) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN[:1])
    index = StreetIndex.open(build(library, path, title="Gridley, WI").path)
    (gridley,) = index.places
    assert index.outline(gridley.place_id).covers(TOWN[0]["geometry"])
    index.close()


@pytest.mark.parametrize("title", ["", "Gridley"])
def test_a_title_without_a_state_is_asked_about(library: Library, tmp_path: Path, title: str) -> None:
    told: list[str] = []
    build(library, centreline_files.write(tmp_path / "x.geojson", TOWN), told=told, title=title)
    assert any("--title" in one for one in told)


def test_the_licence_of_openstreetmap_stays(library: Library, tmp_path: Path) -> None:
    nodes = {number: small_osm.Node((-87.8 + number / 1000, 42.6)) for number in (1, 2)}
    way = small_osm.Way([1, 2], {"highway": "residential", "name": "Main Street"})
    path = small_osm.write(tmp_path / "town.osm.pbf", nodes, [way])
    told: list[str] = []
    info = build(library, path, told=told, licence="CC0", source="Mirror")
    assert (info.licence, info.source) == (
        "ODbL 1.0, © OpenStreetMap contributors, https://osm.org/copyright",
        "Mirror",
    )
    assert any("--title" in one for one in told)
    with pytest.raises(BadInput, match="takes no --map"):
        build(library, path, fields=("name=NAME",))


def test_several_files_are_regions_of_one_index(library: Library, tmp_path: Path) -> None:
    kenosha = small_tiger.write_edges(tmp_path / "tiger")
    racine = small_tiger.write(
        tmp_path / "tiger", TigerFile(small_tiger.YEAR, "EDGES", "55101"), small_tiger.grid()[:8]
    )
    town = centreline_files.write(tmp_path / "town.geojson", TOWN)
    with pytest.raises(BadInput, match="--as"):
        build(library, kenosha, racine)
    stages: list[str] = []
    two = build_files(
        library,
        [kenosha, racine],
        Recipe(name="two"),
        library.folder / "cache",
        report=lambda stage, *_: stages.append(stage),
        note=[].append,
    )
    assert (two.name, two.title) == ("two", "2 counties of WI")
    assert [(one.code, one.streets, one.edges) for one in two.regions] == [("55059", 6, 12), ("55101", 5, 8)]
    assert stages[1:3] == [
        "Building the streets of Kenosha County, WI",
        "Building the streets of Racine County, WI",
    ]
    told: list[str] = []
    three = build(library, town, racine, kenosha, name="three", told=told)
    assert three.title == "3 regions of WI"
    assert [(one.code, one.source) for one in three.regions] == [
        ("55101", "US Census TIGER/Line EDGES"),
        ("55059", "US Census TIGER/Line EDGES"),
        ("town", "town.geojson"),
    ]
    assert three.licence == "public domain (US Census Bureau); licence not stated"
    assert len(told) == 2


def test_a_state_s_municipalities_are_read_once_for_all_its_counties(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "tiger"
    paths = [
        small_tiger.write(base, TigerFile(small_tiger.YEAR, "EDGES", fips), small_tiger.grid())
        for fips in ("55059", "55101", "55009")
    ]
    corner = shapely.box(*small_tiger.node(1), *small_tiger.node(9))
    town = {"NAME": "Gridley", "NAMELSAD": "Gridley city", "GEOID": "5599999", "geometry": corner}
    small_tiger.write(base, TigerFile(small_tiger.YEAR, "PLACE", "55"), [town])
    asked: list[str] = []
    read = county.read_areas

    def watched(path: Path, fields: Any) -> Any:
        asked.append(path.name)
        return read(path, fields)

    monkeypatch.setattr(county, "read_areas", watched)
    info = build(library, *paths, name="several")
    for index in open_regions(info.path):
        assert [one.name for one in index.places if one.kind == "place"] == ["Gridley"]
    index.close()
    assert asked == ["tl_2014_55_place.zip"]


def test_a_region_may_not_be_there_twice(library: Library, tmp_path: Path) -> None:
    older = small_tiger.write_edges(tmp_path / "tiger", year=2013)
    newer = small_tiger.write_edges(tmp_path / "tiger")
    with pytest.raises(BadInput, match="Kenosha County, WI are there twice"):
        build(library, older, newer)
    towns = [centreline_files.write(tmp_path / name, TOWN) for name in ("a.geojson", "b.geojson")]
    with pytest.raises(BadInput, match="Gridley, WI are there twice"):
        build(library, *towns, name="both", title="Gridley, WI")
    assert library.installed() == ()


def test_files_of_a_state_alone_hold_no_streets(library: Library, tmp_path: Path) -> None:
    town = {
        "NAME": "Gridley",
        "NAMELSAD": "Gridley city",
        "GEOID": "5599999",
        "geometry": shapely.box(0, 0, 1, 1),
    }
    path = small_tiger.write(tmp_path / "tiger", TigerFile(small_tiger.YEAR, "PLACE", "55"), [town])
    with pytest.raises(BadInput, match="EDGES or ROADS"):
        build(library, path)


def test_what_was_built_last_is_what_answers(library: Library, tmp_path: Path) -> None:
    nodes = {number: small_osm.Node((-87.8 + number / 1000, 42.6)) for number in (1, 2)}
    way = small_osm.Way([1, 2], {"highway": "residential", "name": "Main Street"})
    osm = small_osm.write(tmp_path / "town.osm.pbf", nodes, [way], date="2013-05-01T00:00:00Z")
    census = small_tiger.write_edges(tmp_path / "tiger")
    for last, first in (("census", "osm"), ("osm", "census")):
        for name in (first, last):
            said = {"title": "Kenosha County, WI"} if name == "osm" else {}
            build(library, osm if name == "osm" else census, name=name, **said)
        indexes = [one for path in library.files() for one in open_regions(path)]
        assert [one.region.code for one in indexes] == ["55059", "55059"]
        assert [one.file for one in one_of_each(indexes)] == [f"{last}.gpkg"]
        for one in indexes:
            one.close()


def test_an_older_index_stays_when_a_build_fails(library: Library, tmp_path: Path) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN)
    before = build(library, path, name="town", title="Gridley, WI")
    path.write_text("{")
    with pytest.raises(BadInput):
        build(library, path, name="town")
    assert library.installed() == (before,)
    assert not list(library.folder.glob("*.building"))


def test_two_builds_of_one_index_do_not_mix(library: Library, tmp_path: Path) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN)
    with library.adding("town"), pytest.raises(Conflict):
        build(library, path, name="town")


@pytest.mark.parametrize("code", ["../x", "Über", "a b", "x" * 50])
def test_a_name_that_is_no_file_name_is_refused(library: Library, tmp_path: Path, code: str) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN)
    with pytest.raises(BadInput, match="small letters, digits"):
        build(library, path, name=code)


@pytest.mark.parametrize("title", [" , WI", "x" * 300])
def test_a_title_that_is_none_is_refused(library: Library, tmp_path: Path, title: str) -> None:
    path = centreline_files.write(tmp_path / "x.geojson", TOWN)
    with pytest.raises(BadInput, match="--title"):
        build(library, path, title=title)
