import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mapapp.errors import BadInput, StorageFailed
from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.streets.build import Material
from mapapp.streets.counties import County
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.osm import LICENCE, read_regions
from mapapp.streets.report import silent
from mapapp.streets.sources import Recipe, build_files
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import small_osm
from tests.unit.streets.small_osm import Node, Relation, Way

WEST, SOUTH, STEP = -87.90, 42.58, 0.001
RESIDENTIAL = {"highway": "residential"}

# A grid of five by five nodes, 1 to 25 by rows from the south-west; the rest frame it and its neighbour.
FRAMES = {
    31: (-1, -1),
    32: (5, -1),
    33: (5, 5),
    34: (-1, 5),
    41: (20, -1),
    42: (20, 5),
    43: (30, 40),
    44: (-9, 40),
}


def at(x: float, y: float) -> tuple[float, float]:
    return WEST + x * STEP, SOUTH + y * STEP


def grid(**tags: dict[str, str]) -> dict[int, Node]:
    """The nodes; tags for one of them by `n7={…}`."""
    places = {5 * y + x + 1: at(x, y) for x in range(5) for y in range(5)} | {
        number: at(*place) for number, place in FRAMES.items()
    }
    return {number: Node(place, tags.get(f"n{number}", {})) for number, place in places.items()}


def street(name: str, *nodes: int, **tags: str) -> Way:
    return Way(nodes, {**RESIDENTIAL, "name": name, **tags})


TOWN = [
    street("1st Street", 1, 2, 3, 4, 5),
    street("2nd Street", 6, 7, 8, 9, 10),
    street("Oak Avenue", 2, 7, 12, 17, 22),
    street("Elm Avenue", 4, 9, 14, 19, 24),
]


def boundary(way: int, level: str, name: str, **tags: str) -> Relation:
    kind = {"type": "boundary", "boundary": "administrative", "admin_level": level, "name": name}
    return Relation([way], kind | {key.replace("ISO", "ISO3166-2"): value for key, value in tags.items()})


def build(
    tmp_path: Path, ways: Sequence[Way], relations: Sequence[Relation] = (), **tags: dict[str, str]
) -> IndexInfo:
    path = small_osm.write(tmp_path / "town.osm.pbf", grid(**tags), ways, relations)
    return built(tmp_path, path, name="town", title="Gridley, WI")


def built(tmp_path: Path, path: Path, **said: str) -> IndexInfo:
    library = Library(tmp_path / "streets")
    return build_files(library, [path], Recipe(**said), tmp_path / "cache", report=silent, note=[].append)


def materials(tmp_path: Path, ways: Sequence[Way], relations: Sequence[Relation] = ()) -> list[Material]:
    path = small_osm.write(tmp_path / "town.osm.pbf", grid(), ways, relations)
    return list(read_regions(path, County("", "Gridley", "WI"), tmp_path / "cache", "sum"))


def rows(info: IndexInfo, statement: str) -> list[Any]:
    with closing(sqlite3.connect(info.path)) as index:
        return index.execute(statement).fetchall()


def kinds(info: IndexInfo) -> dict[tuple[str, ...], str]:
    found = rows(
        info,
        "SELECT one.name, two.name, kind FROM crossing JOIN street one ON one.id = street_a "
        "JOIN street two ON two.id = street_b",
    )
    return {tuple(sorted(pair)): kind for *pair, kind in found}


def test_ways_meet_in_the_nodes_they_share_and_nowhere_else(tmp_path: Path) -> None:
    # The motorway lies over Oak Avenue's node 7 in a node of its own, and crosses 2nd Street between nodes.
    over = Way([1001, 1002, 1003], {"highway": "motorway", "ref": "I 94", "bridge": "yes", "layer": "1"})
    nodes = grid() | {1001: Node(at(0, 3)), 1002: Node(at(1, 1)), 1003: Node(at(2.5, -0.5))}
    path = small_osm.write(tmp_path / "x.osm.pbf", nodes, [*TOWN, over])
    recipe = Recipe(name="town", title="Gridley, WI")
    info = build_files(Library(tmp_path), [path], recipe, tmp_path / "cache", report=silent, note=[].append)
    found = kinds(info)
    assert found["1st Street", "Oak Avenue"] == "node"
    assert found["1st Street", "I 94"] == "overpass"
    assert found.get(("I 94", "Oak Avenue")) != "node"
    assert rows(info, "SELECT nodes FROM crossing WHERE kind = 'node' ORDER BY nodes") == [
        ("2",),
        ("4",),
        ("7",),
        ("9",),
    ]


def test_the_file_says_whose_it_is_and_so_does_every_answer(tmp_path: Path) -> None:
    info = build(tmp_path, TOWN)
    assert (info.source, info.vintage) == ("OpenStreetMap", "OpenStreetMap of 2026-11-01")
    assert info.licence == LICENCE == "ODbL 1.0, © OpenStreetMap contributors, https://osm.org/copyright"
    index = StreetIndex.open(info.path)
    answer = Geocoder([index]).geocode("Oak Avenue and 2nd Street", "Gridley, WI")
    assert answer.outcome is Outcome.RESOLVED
    assert "OpenStreetMap contributors" in str(answer.candidates[0].provenance)
    assert distance_m((answer.candidates[0].lon, answer.candidates[0].lat), at(1, 1)) < 1
    index.close()


def test_numbers_of_routes_come_from_ways_and_from_relations(tmp_path: Path) -> None:
    ways = [*TOWN, street("3rd Street", 11, 12, 13, ref="WI 50;CTH H"), street("4th Street", 16, 17, 18)]
    route = {"type": "route", "route": "road", "network": "US:US", "ref": "41"}
    info = build(tmp_path, ways, [Relation([6], route), Relation([99], route | {"ref": "45"})])
    found = rows(
        info,
        "SELECT edge.name, street.name FROM edge_alias JOIN edge USING (fid) "
        "JOIN street ON street.id = edge_alias.street_id",
    )
    assert set(found) == {("3rd Street", "WI 50"), ("3rd Street", "CTH H"), ("4th Street", "US 41")}
    assert kinds(info)["Oak Avenue", "US 41"] == "node"


def test_exits_and_mileposts_are_marks_of_their_road(tmp_path: Path) -> None:
    ways = [
        *TOWN,
        Way([11, 12, 13, 14, 15], {"highway": "motorway", "ref": "I 94;US 41", "name": "Lake Freeway"}),
        Way([13, 18], {"highway": "motorway_link"}),
    ]
    info = build(
        tmp_path,
        ways,
        n13={"highway": "motorway_junction", "ref": "342b"},
        n14={"highway": "milestone", "distance": "120 mi"},
        n18={"highway": "motorway_junction"},
        n20={"highway": "milestone", "pk": "7"},
    )
    marks = rows(
        info, "SELECT kind, number, name, lon, lat FROM mark JOIN street ON id = street_id ORDER BY 1, 3"
    )
    names = ["I 94", "Lake Freeway", "US 41"]
    assert [one[:3] for one in marks] == [
        *(("exit", "342B", name) for name in names),
        *(("milepost", "120", name) for name in names),
    ]
    assert marks[0][3:] == pytest.approx(at(2, 2))
    index = StreetIndex.open(info.path)
    assert {one.lon for one in index.marks("exit", "342B")} == {marks[0][3]}
    index.close()


def test_a_milestone_beside_the_road_belongs_to_it(tmp_path: Path) -> None:
    nodes = grid() | {500: Node(at(2, 2.2), {"highway": "milestone", "distance": "12"})}
    ways = [street("1st Street", 1, 2), Way([11, 12, 13, 14], {"highway": "trunk", "ref": "US 41"})]
    path = small_osm.write(tmp_path / "x.osm.pbf", nodes, ways)
    (found,) = read_regions(path, County("", "Gridley", "WI"), tmp_path / "cache", "sum")
    assert found.marks is not None
    assert (found.marks.kind.tolist(), found.marks.street.tolist()) == (["milepost"], ["US 41"])


def test_a_way_that_the_extract_cuts_off_is_not_bridged(tmp_path: Path) -> None:
    info = build(tmp_path, [*TOWN, street("Cut Road", 21, 22, 777, 24, 25), street("Gone Road", 888, 889)])
    assert rows(info, "SELECT node_from, node_to FROM edge WHERE name = 'Cut Road' ORDER BY 1") == [
        (21, 22),
        (24, 25),
    ]
    assert rows(info, "SELECT name FROM street WHERE name = 'Gone Road'") == []


COUNTIES = [
    *TOWN,
    street("Far Road", 25, 42),
    Way([31, 32, 33, 34, 31], {}),
    Way([32, 41, 42, 33, 32], {}),
    Way([31, 41, 43, 44, 31], {}),
]


def test_a_county_that_is_whole_in_the_file_is_a_region(tmp_path: Path) -> None:
    found = materials(
        tmp_path,
        COUNTIES,
        [
            boundary(6, "6", "Kenosha County"),
            boundary(7, "6", "Racine County"),
            boundary(8, "4", "Wisconsin", ISO="US-WI"),
            Relation(
                [99],
                {"type": "boundary", "boundary": "administrative", "admin_level": "6", "name": "Lost County"},
            ),
        ],
    )
    assert [(one.county.fips, one.county.title) for one in found] == [("55059", "Kenosha County, WI")]
    (kenosha,) = found
    assert "Far Road" in kenosha.roads.name.tolist()
    assert kenosha.outline is not None
    assert kenosha.outline.bounds == pytest.approx((*at(-1, -1), *at(5, 5)))


def test_streets_outside_of_every_whole_county_are_a_region_of_their_own(tmp_path: Path) -> None:
    away = [street(f"Way {one}", 42, 43) for one in range(9)]
    found = materials(tmp_path, [*COUNTIES, *away], [boundary(6, "6", "Kenosha County")])
    assert [one.county.name for one in found] == ["Kenosha County", "Gridley"]
    assert set(found[1].roads.name.tolist()) == {f"Way {one}" for one in range(9)}


def test_streets_around_the_county_that_the_file_is_named_after_are_a_part_of_it(tmp_path: Path) -> None:
    away = [street(f"Way {one}", 42, 43) for one in range(9)]
    nodes, relations = (
        grid(),
        [boundary(6, "6", "Kenosha County"), boundary(8, "4", "Wisconsin", ISO="US-WI")],
    )
    path = small_osm.write(tmp_path / "area.osm.pbf", nodes, [*COUNTIES, *away], relations)
    info = built(tmp_path, path, title="Kenosha County, WI")
    assert [one.code for one in info.regions] == ["55059"]
    assert {"Oak Avenue", "Way 3"} <= {name for (name,) in rows(info, "SELECT name FROM street")}


def test_two_counties_of_a_file_are_two_regions_of_an_index(tmp_path: Path) -> None:
    corners = {51: (6, 0), 52: (19, 0), 53: (6, 4), 54: (19, 4)}
    nodes = grid() | {number: Node(at(*place)) for number, place in corners.items()}
    lake, main = (street(name, 51, *ends, 54) for name, *ends in (("Lake Road", 52), ("Main Street", 53)))
    ways = [*COUNTIES, lake, main, street("High Street", 52, 53)]
    relations = [
        boundary(6, "6", "Kenosha County"),
        boundary(7, "6", "Racine County"),
        boundary(8, "4", "Wisconsin", ISO="US-WI"),
    ]
    path = small_osm.write(tmp_path / "area.osm.pbf", nodes, ways, relations)
    info = built(tmp_path, path)
    assert info.name == "area"
    assert [(one.code, one.licence) for one in info.regions] == [("55059", LICENCE), ("55101", LICENCE)]


def test_municipalities_and_neighbourhoods(tmp_path: Path) -> None:
    ways = [
        *TOWN,
        Way([31, 32, 33, 34, 31], {}),
        Way([1, 3, 13, 11, 1], {"place": "neighbourhood", "name": "Uptown"}),
        Way([13, 15, 25, 23, 13], {"natural": "water", "name": "Round Pond"}),
        Way([21, 25], {"railway": "rail", "name": "Lake Line"}),
        Way([16, 20], {"waterway": "river", "name": "Root River"}),
    ]
    info = build(tmp_path, ways, [boundary(5, "8", "Village of Farley")])
    assert rows(info, "SELECT name, long_name, kind FROM place ORDER BY name") == [
        ("Farley", "Farley village", "place"),
        ("Gridley", "Gridley", "place"),
        ("Uptown", "Uptown", "neighbourhood"),
    ]
    assert rows(info, "SELECT DISTINCT place.name FROM edge JOIN place ON place.fid = place_id") == [
        ("Farley",)
    ]
    assert rows(info, "SELECT name FROM water") == [("Round Pond",)]
    assert rows(info, "SELECT kind, name FROM line ORDER BY 1") == [
        ("rail", "Lake Line"),
        ("stream", "Root River"),
    ]
    index = StreetIndex.open(info.path)
    geocoder = Geocoder([index])
    answer = geocoder.geocode("Oak Avenue and 1st Street, Uptown", "Gridley, WI")
    assert answer.outcome is Outcome.RESOLVED
    area = geocoder.geocode("Uptown", "Gridley, WI")
    assert (area.outcome, area.candidates[0].precision) == (Outcome.AREA, "neighbourhood")
    index.close()


def test_corners_of_one_name_are_told_apart_by_their_neighbourhoods(tmp_path: Path) -> None:
    ways = [
        street("Loop Drive", 6, 1, 2, 3, 4, 5, 10),
        street("Main Street", 11, 6, 7, 8, 9, 10, 15),
        Way([31, 2, 12, 34, 31], {"place": "neighbourhood", "name": "West End"}),
        Way([4, 32, 33, 14, 4], {"place": "neighbourhood", "name": "East End"}),
    ]
    index = StreetIndex.open(build(tmp_path, ways).path)
    answer = Geocoder([index]).geocode("Loop Drive and Main Street", "Gridley, WI")
    index.close()
    assert answer.outcome is Outcome.AMBIGUOUS
    assert {one.label.rpartition(", in ")[2] for one in answer.candidates} == {"West End", "East End"}


def test_nothing_stays_on_the_disk(tmp_path: Path) -> None:
    build(tmp_path, TOWN)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"garbage" * 100, b"\x00\x00\x00\x0d\x0a\x09OSMHeader"])
def test_a_file_that_is_none_ends_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="OpenStreetMap file"):
        list(read_regions(path, County("", "X", ""), tmp_path / "cache", "sum"))


def test_a_file_that_breaks_off_ends_in_a_sentence(tmp_path: Path) -> None:
    path = small_osm.write(tmp_path / "x.osm.pbf", grid(), TOWN)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="fetch it again"):
        list(read_regions(path, County("", "X", ""), tmp_path / "cache", "sum"))


def test_a_file_without_named_streets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no streets with names"):
        materials(tmp_path, [Way([1, 2], RESIDENTIAL)])


def test_too_little_room_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapapp.streets.osm_file._LEAST_ROOM", 10**18)
    with pytest.raises(StorageFailed, match="make room"):
        materials(tmp_path, TOWN)


@pytest.fixture(scope="module")
def kenosha(tiger: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[IndexInfo, IndexInfo]:
    """Kenosha County from its EDGES, and from the same as OpenStreetMap would have them."""
    home = tmp_path_factory.mktemp("osm")
    edges = home / f"{TigerFile(2014, 'EDGES', '55059').stem}.zip"
    edges.write_bytes((tiger / TigerFile(2014, "EDGES", "55059").path).read_bytes())
    nodes, ways = small_osm.from_tiger(edges)
    osm = small_osm.write(home / "kenosha.osm.pbf", nodes, ways)
    library = Library(home / "streets")

    def built(path: Path, recipe: Recipe) -> IndexInfo:
        return build_files(library, [path], recipe, home / "cache", report=silent, note=[].append)

    return built(edges, Recipe()), built(osm, Recipe(title="Kenosha County, WI"))


def test_a_real_county_has_the_crossings_that_its_tiger_file_gives(
    kenosha: tuple[IndexInfo, IndexInfo],
) -> None:
    columns = "one.name, two.name, n, kind, nodes, radius_m"
    statement = (
        f"SELECT {columns} FROM crossing JOIN street one ON one.id = street_a "
        "JOIN street two ON two.id = street_b ORDER BY 1, 2, 3"
    )
    from_tiger, from_osm = (rows(info, statement) for info in kenosha)
    assert len(from_tiger) > 5_000
    assert [one[:5] for one in from_osm] == [one[:5] for one in from_tiger]
    assert [one[5] for one in from_osm] == pytest.approx([one[5] for one in from_tiger], abs=0.11)
