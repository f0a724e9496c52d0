import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely

from mapapp.errors import BadInput
from mapapp.incident.geodesy import distance_m
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.streets.sources import Recipe, build_files
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import centreline_files, small_tiger
from tests.unit.streets.centreline_files import at

KENOSHA_FIELDS = {
    "FULLNAME": "NM", "MTFCC": "KL", "LFROMADD": "LF", "LTOADD": "LT", "RFROMADD": "RF", "RTOADD": "RT",
    "ZIPL": "ZL", "ZIPR": "ZR",
}  # fmt: skip
KENOSHA_MAP = (
    "name=NM", "class=KL", "left_from=LF", "left_to=LT", "right_from=RF", "right_to=RT", "zip_left=ZL",
    "zip_right=ZR",
)  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "streets")


def build(library: Library, path: Path, told: list[str] | None = None, **said: Any) -> IndexInfo:
    recipe = Recipe(**{"title": "Gridley, WI", "name": "gridley", **said})
    note = (told if told is not None else []).append
    return build_files(library, [path], recipe, library.folder / "cache", report=silent, note=note)


@contextmanager
def opened(info: IndexInfo) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(info.path)) as index:
        yield index


def meetings(info: IndexInfo) -> dict[tuple[str, ...], list[tuple[str, float, float]]]:
    """Where each pair of streets crosses, and how."""
    found: dict[tuple[str, ...], list[tuple[str, float, float]]] = {}
    with opened(info) as index:
        names = dict(index.execute("SELECT id, name FROM street"))
        for one, other, kind, lon, lat in index.execute(
            "SELECT street_a, street_b, kind, lon, lat FROM crossing"
        ):
            found.setdefault(tuple(sorted((names[one], names[other]))), []).append((kind, lon, lat))
    return found


def pairs(info: IndexInfo) -> dict[tuple[str, ...], str]:
    return {pair: kinds[0][0] for pair, kinds in meetings(info).items()}


def test_a_file_split_at_its_corners_and_one_of_whole_streets_are_the_same(
    library: Library, tmp_path: Path
) -> None:
    whole = [
        {"FULLNAME": "Main St", "geometry": at((0, 1), (1, 1), (2, 1))},
        {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 1), (1, 2))},
    ]
    split = [
        {"FULLNAME": "Main St", "geometry": at((0, 1), (1, 1))},
        {"FULLNAME": "Main St", "geometry": at((1, 1), (2, 1))},
        {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 1))},
        {"FULLNAME": "Oak Ave", "geometry": at((1, 1), (1, 2))},
    ]
    one = build(library, centreline_files.write(tmp_path / "whole.geojson", whole), name="whole")
    other = build(library, centreline_files.write(tmp_path / "split.geojson", split), name="split")
    assert meetings(one) == meetings(other)
    assert (one.edges, one.crossings) == (other.edges, other.crossings) == (4, 1)


def test_lines_that_cross_without_a_vertex_are_an_overpass_unless_said_otherwise(
    library: Library, tmp_path: Path
) -> None:
    rows = [
        {"FULLNAME": "Main St", "geometry": at((0, 1), (2, 1))},
        {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 2))},
    ]
    path = centreline_files.write(tmp_path / "x.gpkg", rows)
    assert pairs(build(library, path)) == {("Main St", "Oak Ave"): "overpass"}
    assert pairs(build(library, path, at_grade=True)) == {("Main St", "Oak Ave"): "node"}


def test_ends_on_different_levels_do_not_meet(library: Library, tmp_path: Path) -> None:
    rows = [
        {"STREET": "Main St", "F_ZLEV": 0, "T_ZLEV": 1, "geometry": at((0, 1), (1, 1))},
        {"STREET": "Main St", "F_ZLEV": 1, "T_ZLEV": 0, "geometry": at((1, 1), (2, 1))},
        {"STREET": "Oak Ave", "F_ZLEV": 0, "T_ZLEV": 0, "geometry": at((1, 0), (1, 1))},
        {"STREET": "Oak Ave", "F_ZLEV": 0, "T_ZLEV": 0, "geometry": at((1, 1), (1, 2))},
        {"STREET": "Elm Ave", "F_ZLEV": 0, "T_ZLEV": 0, "geometry": at((2, 1), (2, 2))},
    ]
    found = pairs(build(library, centreline_files.write(tmp_path / "x.gpkg", rows)))
    assert found[("Elm Ave", "Main St")] == "node"
    assert found[("Main St", "Oak Ave")] == "overpass"


def test_all_that_a_row_says_is_kept(library: Library, tmp_path: Path) -> None:
    rows = [
        {
            "PREDIR": "N", "STNAME": "14TH", "STTYPE": "ST", "SUFDIR": None,
            "ALT": "ROUTE 9", "KIND": "Major Arterial",
            "LF": 101, "LT": 199, "RF": 0, "RT": 0,
            "ZIP": 53140, "TOWN": "GRIDLEY", "geometry": at((0, 0), (1, 0)),
        },
        {
            "PREDIR": None, "STNAME": "OAK", "STTYPE": "AVE", "SUFDIR": "NW", "ALT": " ", "KIND": "Alley",
            "LF": 1, "LT": 99, "RF": 2, "RT": 98,
            "ZIP": 53141, "TOWN": "FARLEY", "geometry": at((1, 0), (1, 1)),
        },
    ]  # fmt: skip
    asked = (
        "pre_dir=PREDIR base=STNAME type=STTYPE post_dir=SUFDIR alias=ALT class=KIND left_from=LF left_to=LT "
    )
    asked += "right_from=RF right_to=RT zip=ZIP city=TOWN"
    info = build(library, centreline_files.write(tmp_path / "x.gpkg", rows), fields=tuple(asked.split()))
    with opened(info) as index:
        columns = "name, mtfcc, left_from, left_to, right_from, right_to, zip_left, zip_right"
        edges = index.execute(f"SELECT {columns} FROM edge ORDER BY name").fetchall()
        aliases = index.execute("SELECT name FROM street JOIN edge_alias ON id = street_id").fetchall()
        towns = index.execute(
            "SELECT edge.name, place.name FROM edge JOIN place ON place.fid = place_id ORDER BY edge.name"
        ).fetchall()
        kinds = index.execute("SELECT name, kind FROM place").fetchall()
    assert edges == [
        ("N 14th St", "S1200", 101, 199, None, None, "53140", "53140"),
        ("Oak Ave NW", "S1730", 1, 99, 2, 98, "53141", "53141"),
    ]
    assert aliases == [("Route 9",)]
    assert kinds == [("Farley", "place"), ("Gridley", "place")]
    assert dict(towns)["Oak Ave NW"] == "Farley"
    assert dict(towns)["N 14th St"] == "Gridley"


def test_a_street_that_is_cut_shares_out_its_numbers(library: Library, tmp_path: Path) -> None:
    rows = [
        {
            "FULLNAME": "Main St", "LFROMADD": "100", "LTOADD": "198", "RFROMADD": "101", "RTOADD": "199",
            "geometry": at((2, 1), (1, 1), (0, 1)),
        },
        {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 1), (1, 2))},
    ]  # fmt: skip
    info = build(library, centreline_files.write(tmp_path / "x.geojson", rows))
    with opened(info) as index:
        sides = "left_from, left_to, right_from, right_to"
        found = index.execute(
            f"SELECT {sides} FROM edge WHERE name = 'Main St' ORDER BY left_from"
        ).fetchall()
    assert found == [(100, 148, 101, 149), (150, 198, 151, 199)]


def test_lines_that_coincide_are_one_edge_with_all_names_and_numbers(
    library: Library, tmp_path: Path
) -> None:
    rows = [
        {"FULLNAME": None, "LFROMADD": None, "LTOADD": None, "geometry": at((0, 0), (1, 0))},
        {"FULLNAME": "Main St", "LFROMADD": 101, "LTOADD": 149, "geometry": at((0, 0), (1, 0))},
        {"FULLNAME": "State Hwy 9", "LFROMADD": 151, "LTOADD": 199, "geometry": at((0, 0), (1, 0))},
        {"FULLNAME": "Main St", "LFROMADD": 198, "LTOADD": 100, "geometry": at((1, 0), (0, 0))},
    ]
    info = build(library, centreline_files.write(tmp_path / "x.geojson", rows))
    with opened(info) as index:
        edge = index.execute("SELECT name, left_from, left_to, right_from, right_to FROM edge").fetchall()
        names = index.execute("SELECT name FROM street ORDER BY name").fetchall()
    assert edge == [("Main St", 101, 199, 100, 198)]
    assert names == [("Main St",), ("State Hwy 9",)]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:3071", "EPSG:2289"])
def test_any_reference_system_ends_in_degrees(library: Library, tmp_path: Path, crs: str) -> None:
    rows = [
        {"FULLNAME": "Main St", "geometry": at((0, 1), (1, 1), (2, 1))},
        {"FULLNAME": "Oak Ave", "geometry": at((1, 0), (1, 1), (1, 2))},
    ]
    info = build(library, centreline_files.write(tmp_path / "x.gpkg", rows, crs))
    (((kind, lon, lat),),) = meetings(info).values()
    assert kind == "node"
    assert distance_m((lon, lat), at((1, 1), (2, 2)).coords[0]) < 0.2


def test_metres_of_an_unknown_system_are_refused_with_a_way_out(library: Library, tmp_path: Path) -> None:
    line = shapely.LineString([(742_000, 252_000), (743_000, 252_000)])
    path = centreline_files.write(tmp_path / "x.csv", [{"FULLNAME": "Main St", "geometry": line}])
    with pytest.raises(BadInput, match=r"--crs EPSG"):
        build(library, path)
    assert build(library, path, crs="EPSG:3071").bounds[0] == pytest.approx(-86.95, abs=0.5)
    for wrong in ("EPSG:999999", "nonsense"):
        with pytest.raises(BadInput, match="--crs"):
            build(library, path, crs=wrong)


@pytest.mark.parametrize("file", ["x.geojson", "x.gpkg", "x.shp", "x.zip", "x.gdb", "x.csv"])
def test_every_common_format_is_read(library: Library, tmp_path: Path, file: str) -> None:
    rows = [
        {"FULLNAME": "Main St", "geometry": shapely.force_3d(at((0, 1), (1, 1), (2, 1)), 7.0)},
        {
            "FULLNAME": "Ohøj Ave",
            "geometry": shapely.MultiLineString([at((1, 0), (1, 1)), at((1, 1), (1, 2))]),
        },
        {"FULLNAME": None, "geometry": at((5, 5), (6, 6))},
    ]
    if file in ("x.shp", "x.zip", "x.gdb"):
        rows = [
            one | {"geometry": shapely.MultiLineString([*shapely.get_parts(one["geometry"])])} for one in rows
        ]
        rows = [one | {"geometry": shapely.force_2d(one["geometry"])} for one in rows]
    told: list[str] = []
    info = build(library, centreline_files.write(tmp_path / file, rows), told)
    assert pairs(info) == {("Main St", "Ohøj Ave"): "node"}
    assert (info.source, info.licence) == (file, "licence not stated")
    assert told == [f"{file} is read with --map name=FULLNAME; say otherwise with --map."]


def test_a_file_of_several_layers_needs_one_to_be_named(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    for layer in ("streets", "rivers"):
        rows = [{"FULLNAME": f"{layer} 1", "geometry": at((0, 0), (1, 1))}]
        centreline_files.write(path, rows, layer=layer)
    with pytest.raises(BadInput, match="--layer with one of streets, rivers"):
        build(library, path)
    assert build(library, path, layer="streets").streets == 1
    with pytest.raises(BadInput, match="has no layer lakes; it has streets, rivers"):
        build(library, path, layer="lakes")


def test_what_is_no_centreline_file_ends_in_a_sentence(library: Library, tmp_path: Path) -> None:
    for name in ("x.gpkg", "x.geojson", "x.shp", "x.zip", "x.csv", "x.gdb", "noending"):
        path = tmp_path / name
        path.write_bytes(b"\x00\xff{[" * 50)
        with pytest.raises(BadInput, match=name):
            build(library, path)
    points = centreline_files.write(
        tmp_path / "p.geojson", [{"NAME": "X", "geometry": shapely.Point(-87, 42)}]
    )
    with pytest.raises(BadInput, match="streets are lines"):
        build(library, points)
    nameless = centreline_files.write(tmp_path / "n.geojson", [{"NAME": "", "geometry": at((0, 0), (1, 1))}])
    with pytest.raises(BadInput, match="empty in every row"):
        build(library, nameless)
    with pytest.raises(BadInput, match="There is no file"):
        build(library, tmp_path / "nowhere.gpkg")
    assert library.installed() == ()


@pytest.mark.parametrize("file", ["x.gpkg", "x.zip", "x.geojson"])
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_never_breaks_down(library: Library, tmp_path: Path, file: str, seed: int) -> None:
    rows = [{"FULLNAME": f"Street {one}", "geometry": at((0, one), (1, 1), (2, one))} for one in range(40)]
    path = centreline_files.write(tmp_path / file, rows)
    damage = np.random.default_rng(seed)
    content = np.frombuffer(path.read_bytes(), dtype=np.uint8).copy()
    content[damage.integers(len(content), size=20)] = damage.integers(256, size=20)
    path.write_bytes(content.tobytes()[: len(content) - 50 * seed])
    with suppress(BadInput):
        assert build(library, path).streets > 0


@pytest.mark.parametrize(("file", "crs"), [("k.geojson", "EPSG:3071"), ("k.gpkg", "EPSG:3857")])
def test_a_real_county_has_the_crossings_that_its_tiger_file_gives(
    library: Library, tmp_path: Path, tiger: Path, file: str, crs: str
) -> None:
    source = tiger / TigerFile(2014, "EDGES", "55059").path
    alone = tmp_path / source.name
    alone.write_bytes(source.read_bytes())
    meta, _, wkb, values = pyogrio.raw.read(f"/vsizip/{{{source}}}", where="ROADFLG = 'Y'")
    columns = dict(zip(meta["fields"].tolist(), values, strict=True))
    # As their signs have them, so that both files name the same streets.
    columns["FULLNAME"] = np.array([one and one.replace("I- ", "I-") for one in columns["FULLNAME"]], object)
    rows = [
        {new: columns[old][row] for old, new in KENOSHA_FIELDS.items()} | {"geometry": line}
        for row, line in enumerate(shapely.from_wkb(wkb))
    ]
    one = build(library, alone, title="", name="")
    other = build(library, centreline_files.write(tmp_path / file, rows, crs), fields=KENOSHA_MAP)
    expected, found = meetings(one), meetings(other)
    assert expected.keys() == found.keys()
    assert len(found) > 5_000
    for pair, places in found.items():
        assert [kind for kind, *_ in places] == [kind for kind, *_ in expected[pair]], pair
        assert all(
            distance_m(place[1:], there[1:]) < 1 for place, there in zip(places, expected[pair], strict=True)
        ), pair
    assert _numbers(one) == _numbers(other)


def _numbers(info: IndexInfo) -> Counter[Any]:
    """What stands on the two sides of each edge, whichever way it runs."""
    with opened(info) as index:
        rows = index.execute(
            "SELECT name, left_from, left_to, zip_left, right_from, right_to, zip_right FROM edge"
        ).fetchall()
    sides = [(row[0], {(frozenset(row[1:3]), row[3]), (frozenset(row[4:6]), row[6])}) for row in rows]
    return Counter((name, frozenset(both)) for name, both in sides)


def test_small_tiger_files_are_built_from_where_they_lie(library: Library, tmp_path: Path) -> None:
    path = small_tiger.write_edges(tmp_path / "tiger")
    info = build(library, path, title="", name="")
    assert (info.title, info.crossings, info.vintage) == ("Kenosha County, WI", 9, "TIGER/Line 2014")
    assert info.path.name == "55059.gpkg"
