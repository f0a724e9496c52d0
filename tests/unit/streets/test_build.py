import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely

from mapapp.incident.geodesy import distance_m
from mapapp.streets import gpkg
from mapapp.streets.library import IndexInfo

CORNER = (-87.843258, 42.600802)


@pytest.fixture
def kenosha(kenosha_index: IndexInfo) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(kenosha_index.path)) as connection:
        yield connection


@pytest.fixture
def dc(dc_index: IndexInfo) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(dc_index.path)) as connection:
        yield connection


def crossings(index: sqlite3.Connection, one: str, other: str) -> list[Any]:
    ids = dict(index.execute("SELECT name, id FROM street WHERE name IN (?, ?)", (one, other)))
    pair = sorted(ids.values())
    columns = "lon, lat, radius_m, kind, nodes"
    return index.execute(
        f"SELECT {columns} FROM crossing WHERE street_a = ? AND street_b = ? ORDER BY n", pair
    ).fetchall()


def test_28th_avenue_meets_40th_street_in_the_node_it_should(kenosha: sqlite3.Connection) -> None:
    ((lon, lat, radius, kind, nodes),) = crossings(kenosha, "28th Ave", "40th St")
    assert (kind, nodes, radius) == ("node", "65180185", 0)
    assert (lon, lat) == CORNER


def test_avenues_that_run_side_by_side_have_no_crossing(kenosha: sqlite3.Connection) -> None:
    assert crossings(kenosha, "28th Ave", "41st Ave") == []


def test_an_interstate_passes_over_the_streets_it_shares_a_node_with(kenosha: sqlite3.Connection) -> None:
    assert {kind for *_, kind, _ in crossings(kenosha, "I-94", "60th St")} == {"overpass"}


def test_a_highway_is_found_under_its_number_and_under_its_name(kenosha: sqlite3.Connection) -> None:
    named, numbered = (crossings(kenosha, name, "75th St") for name in ("Green Bay Rd", "State Hwy 31"))
    assert len(named) == len(numbered) == 1
    assert distance_m(named[0][:2], numbered[0][:2]) < 40


def test_all_that_the_county_has_is_in_it(kenosha: sqlite3.Connection, kenosha_index: IndexInfo) -> None:
    assert (kenosha_index.edges, kenosha_index.streets) == (12_256, 1_210)
    ((nodes,),) = kenosha.execute("SELECT count(*) FROM crossing WHERE kind = 'node'")
    assert nodes > 5_337
    kinds = Counter(kind for (kind,) in kenosha.execute("SELECT kind FROM place"))
    assert kinds == {"county": 1, "place": 11, "cousub": 13}
    assert kenosha.execute("SELECT count(*) FROM water").fetchone() == (57,)
    assert kenosha.execute("SELECT name FROM water WHERE mtfcc = 'H2053'").fetchone() == ("Lk Michigan",)
    assert dict(kenosha.execute("SELECT kind, count(*) FROM line GROUP BY kind")) == {
        "rail": 233,
        "stream": 395,
    }


def test_it_is_built_small_enough(kenosha_index: IndexInfo) -> None:
    assert kenosha_index.size_bytes <= 5_000_000


def test_house_numbers_run_with_the_edge(kenosha: sqlite3.Connection) -> None:
    rows = kenosha.execute(
        "SELECT left_from, left_to, right_from, right_to, zip_left, zip_right FROM edge "
        "WHERE name = '40th St' AND (left_from IS NOT NULL OR right_from IS NOT NULL)"
    ).fetchall()
    assert rows
    for left_from, left_to, right_from, right_to, zip_left, zip_right in rows:
        assert (left_from is None) == (left_to is None)
        assert (right_from is None) == (right_to is None)
        assert {type(left_from), type(right_from)} <= {int, type(None)}
        assert {zip_left, zip_right} <= {"53140", "53142", "53144", None}


def test_edges_and_crossings_lie_in_their_municipality(kenosha: sqlite3.Connection) -> None:
    inside = kenosha.execute(
        "SELECT place.long_name FROM crossing JOIN place ON place.fid = place_id WHERE nodes = '65180185'"
    )
    assert set(inside) == {("Kenosha city",)}
    ((loose,),) = kenosha.execute("SELECT count(*) FROM edge WHERE place_id IS NULL")
    assert loose == 0


def test_streets_are_ranked_by_their_best_edge(kenosha: sqlite3.Connection) -> None:
    ranks = dict(kenosha.execute("SELECT name, rank FROM street"))
    assert (ranks["I-94"], ranks["Sheridan Rd"], ranks["28th Ave"]) == (1, 2, 3)


def test_names_are_stored_taken_apart(kenosha: sqlite3.Connection) -> None:
    asked = (
        "SELECT pre_dir, pre_type, base, type, post_dir, alias FROM street_name JOIN street ON id = street_id"
    )
    (row,) = kenosha.execute(f"{asked} WHERE name = '28th Ave'")
    assert row == ("", "", "28", "ave", "", 0)


def test_its_own_words_say_where_it_comes_from(kenosha_index: IndexInfo, kenosha: sqlite3.Connection) -> None:
    assert (kenosha_index.title, kenosha_index.vintage) == ("Kenosha County, WI", "TIGER/Line 2014")
    assert kenosha_index.source == "US Census TIGER/Line EDGES"
    west, south, east, north = kenosha_index.bounds
    assert west < CORNER[0] < east
    assert south < CORNER[1] < north
    ((checksum,),) = kenosha.execute("SELECT checksum FROM region")
    assert len(checksum) == 64


def test_the_file_is_a_geopackage_for_gdal(kenosha_index: IndexInfo) -> None:
    listed = dict(pyogrio.list_layers(kenosha_index.path).tolist())
    layers = {"edge": "LineString", "place": "MultiPolygon", "water": "MultiPolygon", "line": "LineString"}
    assert listed == {**layers, "street": None, "region": None}
    for name, kind in layers.items():
        meta, _, wkb, _ = pyogrio.raw.read(kenosha_index.path, layer=name)
        assert (meta["crs"], meta["geometry_type"]) == ("EPSG:4326", kind)
        assert len(wkb) == pyogrio.read_info(kenosha_index.path, layer=name)["features"] > 0
        assert all(shapely.is_valid(shapely.from_wkb(wkb)))


def test_gdal_uses_its_spatial_index(kenosha_index: IndexInfo) -> None:
    info = pyogrio.read_info(kenosha_index.path, layer="edge")
    assert info["capabilities"]["fast_spatial_filter"]
    near = (CORNER[0] - 1e-4, CORNER[1] - 1e-4, CORNER[0] + 1e-4, CORNER[1] + 1e-4)
    meta, _, _, columns = pyogrio.raw.read(kenosha_index.path, layer="edge", bbox=near)
    names = dict(zip(meta["fields"].tolist(), columns, strict=True))["name"]
    assert set(names) == {"28th Ave", "40th St"}


def test_its_header_and_checks_are_those_of_the_format(kenosha: sqlite3.Connection) -> None:
    assert kenosha.execute("PRAGMA application_id").fetchone() == (gpkg.APPLICATION_ID,)
    assert kenosha.execute("PRAGMA user_version").fetchone() == (10300,)
    assert kenosha.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kenosha.execute("PRAGMA foreign_key_check").fetchall() == []
    for layer in ("edge", "place", "water", "line"):
        assert kenosha.execute(f"SELECT rtreecheck('rtree_{layer}_geom')").fetchone() == ("ok",)


def test_whoever_edits_a_layer_later_keeps_its_spatial_index_right(
    kenosha_index: IndexInfo, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(kenosha_index.path.read_bytes())
    line = shapely.LineString([(-88.0, 42.5), (-88.1, 42.6)])
    with closing(sqlite3.connect(copy)) as index:
        for name, place in (
            ("ST_IsEmpty", None),
            ("ST_MinX", 0),
            ("ST_MinY", 1),
            ("ST_MaxX", 2),
            ("ST_MaxY", 3),
        ):
            index.create_function(name, 1, lambda blob, at=place: _part(blob, at))
        (blob,) = gpkg.to_blobs([line])
        index.execute("INSERT INTO line (fid, geom, kind) VALUES (9999, ?, 'rail')", (blob,))
        box = index.execute("SELECT minx, maxx, miny, maxy FROM rtree_line_geom WHERE id = 9999").fetchone()
        assert box == pytest.approx((-88.1, -88.0, 42.5, 42.6), abs=1e-4)
        index.execute("UPDATE line SET fid = 10000 WHERE fid = 9999")
        index.execute("DELETE FROM line WHERE fid = 10000")
        assert index.execute("SELECT count(*) FROM rtree_line_geom WHERE id >= 9999").fetchone() == (0,)


def _part(blob: bytes, at: int | None) -> float:
    return float(gpkg.from_blobs([blob])[0].bounds[at]) if at is not None else 0.0


def test_roads_alone_give_crossings_too(dc: sqlite3.Connection, dc_index: IndexInfo) -> None:
    ((lon, lat, radius, kind, _),) = crossings(dc, "14th St NW", "U St NW")
    assert kind == "node"
    assert radius < 20
    assert distance_m((lon, lat), (-77.031953, 38.917005)) < 10
    assert dc_index.source == "US Census TIGER/Line ROADS"


def test_a_county_without_areas_is_outlined_by_its_roads(dc: sqlite3.Connection) -> None:
    ((blob, name),) = dc.execute("SELECT geom, long_name FROM place WHERE kind = 'county'")
    (outline,) = gpkg.from_blobs([blob])
    assert name == "District of Columbia"
    # 177 km² by the Census Bureau's Gazetteer; roads leave out some of the rivers.
    east, north = 86_500.0, 111_000.0
    assert 140e6 < outline.area * east * north < 200e6
    assert outline.contains(shapely.Point(-77.0365, 38.8977))
