import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from mapapp.errors import BadInput, Conflict, MapappError, NotFound, StorageFailed, Unavailable
from mapapp.streets.add import Patience, TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.layers import IndexLayers
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import file_server, small_tiger
from tests.unit.streets.file_server import serving

KENOSHA = find_county("55059")
HASTY = Patience(answer_s=1.0, connect_s=0.5, stall_s=0.4, window_s=0.4, pause_s=0.01)
SQUARE = shapely.box(-87.01, 47.99, -86.99, 48.01)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with the small county's EDGES of 2014."""
    small_tiger.write_edges(tmp_path / "tiger")
    return tmp_path / "tiger"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def add(home: Path, url: object, year: int | None = None, told: list[str] | None = None) -> IndexInfo:
    def report(stage: str, _: int, __: int | None) -> None:
        if told is not None and stage not in told:
            told.append(stage)

    library = Library(home / "streets")
    return add_county(library, KENOSHA, TigerSource(str(url), year), home / "cache", report, patience=HASTY)


def answer_well(handler: file_server.Handler) -> None:
    """No fault at all."""
    handler.serve()


def files_below(folder: Path) -> list[str]:
    """What lies there, without the locks that stay."""
    found = (str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in found if not one.endswith(".lock"))


def write_areas(base: Path) -> None:
    """PLACE, COUSUB and AREAWATER for the small county, with neighbours that must stay out."""
    far = shapely.box(10, 50, 11, 51)
    place = {"NAME": "Gridley", "NAMELSAD": "Gridley city", "GEOID": "5500001", "geometry": SQUARE}
    elsewhere = {"NAME": "Far", "NAMELSAD": "Far city", "GEOID": "5500002", "geometry": far}
    small_tiger.write(base, TigerFile(2014, "PLACE", "55"), [place, elsewhere])
    town = {
        "NAME": "Grid",
        "NAMELSAD": "Grid town",
        "GEOID": "5505900003",
        "COUNTYFP": "059",
        "geometry": SQUARE,
    }
    lake = town | {
        "NAME": "Undefined",
        "GEOID": "5505900000",
        "geometry": shapely.box(-86.99, 47.99, -86, 48.01),
    }
    other = town | {"NAME": "Other", "GEOID": "5507900004", "COUNTYFP": "079", "geometry": far}
    small_tiger.write(base, TigerFile(2014, "COUSUB", "55"), [town, lake, other])
    pond = {"FULLNAME": "Round Pond", "MTFCC": "H2030", "geometry": shapely.Point(-87, 48).buffer(0.0003)}
    small_tiger.write(base, TigerFile(2014, "AREAWATER", "55059"), [pond])


def test_a_county_comes_from_a_folder(base: Path, home: Path) -> None:
    told: list[str] = []
    info = add(home, base, told=told)
    assert (info.streets, info.edges, info.crossings) == (6, 12, 9)
    assert files_below(home) == ["streets/55059.gpkg"]
    assert told[0] == "Looking for Kenosha County, WI, 2014"
    assert told[-1] == "Done"


def test_a_county_comes_from_a_server_and_nothing_stays_in_the_cache(base: Path, home: Path) -> None:
    write_areas(base)
    with serving(base) as server:
        info = add(home, f"{server.address}/")
    assert info.crossings == 9
    assert files_below(home) == ["streets/55059.gpkg"]


def test_places_and_water_are_this_countys_alone(base: Path, home: Path) -> None:
    write_areas(base)
    layers = IndexLayers(add(home, base).path)
    around = (-88.0, 47.0, -86.0, 49.0)
    assert {one.name for one in layers.features(around, frozenset({"place"}), 4)} == {"Gridley", "Grid"}
    assert [one.name for one in layers.features(around, frozenset({"water"}), 4)] == ["Round Pond"]
    (outline,) = layers.features(around, frozenset({"boundary"}), 4)
    assert outline.geometry.equals(SQUARE.boundary)


def test_the_newest_year_that_has_the_county_is_taken(base: Path, home: Path) -> None:
    small_tiger.write_edges(base, year=2016)
    (base / "TIGER2019" / "EDGES").mkdir(parents=True)
    assert add(home, base).vintage == "TIGER/Line 2016"
    with serving(base) as server:
        assert add(home, server.address).vintage == "TIGER/Line 2016"
        assert add(home, server.address, year=2014).vintage == "TIGER/Line 2014"
        assert [path for path, _ in server.asked][-6:] == [
            "/TIGER2014/ROADS/tl_2014_55059_roads.zip",
            "/TIGER2014/FEATNAMES/tl_2014_55059_featnames.zip",
            "/TIGER2014/ADDRFEAT/tl_2014_55059_addrfeat.zip",
            "/TIGER2014/AREAWATER/tl_2014_55059_areawater.zip",
            "/TIGER2014/PLACE/tl_2014_55_place.zip",
            "/TIGER2014/COUSUB/tl_2014_55_cousub.zip",
        ]


def test_roads_do_where_there_are_no_edges(base: Path, home: Path) -> None:
    rows = [
        {"FULLNAME": name, "MTFCC": "S1400", "RTTYP": "M", "geometry": shapely.LineString(points)}
        for name, points in (
            ("1st Ave", [small_tiger.node(one) for one in (1, 4, 7)]),
            ("2nd St", [small_tiger.node(one) for one in (4, 5, 6)]),
        )
    ]
    small_tiger.write(base, TigerFile(2018, "ROADS", "55059"), rows)
    info = add(home, base)
    assert (info.vintage, info.source) == ("TIGER/Line 2018", "US Census TIGER/Line ROADS")
    assert (info.streets, info.edges, info.crossings) == (2, 3, 1)


def test_a_county_or_year_that_is_not_there_is_not_found(base: Path, home: Path) -> None:
    with pytest.raises(NotFound, match="MAPAPP_TIGER_YEAR"):
        add(home, base, year=2013)
    library = Library(home / "streets")
    with pytest.raises(NotFound, match="no streets of Dane County"):
        add_county(library, find_county("55025"), TigerSource(str(base)), home / "cache", silent)
    with (
        serving(base.parent) as server,
        pytest.raises(NotFound, match="check the network and MAPAPP_TIGER_URL"),
    ):
        add(home, server.address)
    assert files_below(home) == []


@pytest.mark.parametrize(
    "url", ["", "/no/such/folder", "ftp://example.org/tiger", "file:///tmp", "http://a..b/"]
)
def test_a_source_that_is_none_is_refused(home: Path, url: str) -> None:
    with pytest.raises((BadInput, Unavailable), match=r"MAPAPP_TIGER_URL|check the network"):
        add(home, url)


def test_a_broken_transfer_is_gone_on_with_by_the_next_run(base: Path, home: Path) -> None:
    with serving(base) as server:
        server.faults = [file_server.break_off(1000), file_server.hang_up, file_server.hang_up]
        with pytest.raises(Unavailable):
            add(home, server.address)
        assert files_below(home) == [
            "cache/tiger/55059/tl_2014_55059_edges.zip.part",
            "cache/tiger/55059/tl_2014_55059_edges.zip.validator",
        ]
        assert add(home, server.address).edges == 12
        assert server.asked_for("edges.zip")[-1] == "bytes=1000-"
    assert files_below(home) == ["streets/55059.gpkg"]


def test_what_was_whole_is_not_fetched_twice_when_a_later_file_fails(base: Path, home: Path) -> None:
    write_areas(base)
    size = (base / "TIGER2014/EDGES/tl_2014_55059_edges.zip").stat().st_size
    with serving(base) as server:
        server.faults = [answer_well, file_server.status(403)]
        with pytest.raises(Unavailable):
            add(home, server.address)
        assert add(home, server.address).edges == 12
        assert server.asked_for("2014_55059_edges.zip") == [None, f"bytes={size}-"]


def test_a_dead_server_is_asked_once(home: Path) -> None:
    told: list[str] = []
    with pytest.raises(Unavailable, match="check the network"):
        add(home, "http://127.0.0.1:1", told=told)
    assert len(told) == 1


def test_a_server_slow_to_say_no_is_not_asked_for_every_year(base: Path, home: Path) -> None:
    with serving(base) as server:
        slow = replace(HASTY, search_s=0.0)
        source = TigerSource(server.address)
        with pytest.raises(Unavailable, match="MAPAPP_TIGER_YEAR"):
            add_county(Library(home / "streets"), KENOSHA, source, home / "cache", silent, patience=slow)
        assert len(server.asked) <= 2


def test_what_was_left_for_a_week_is_cleared_away(base: Path, home: Path) -> None:
    fresh, stale = (home / "cache" / "tiger" / fips / "file.zip.part" for fips in ("55025", "55079"))
    for part in (fresh, stale):
        part.parent.mkdir(parents=True)
        part.write_bytes(b"begun")
    for path in (stale, stale.parent):
        os.utime(path, (0, 0))
    add(home, base)
    assert files_below(home / "cache") == ["tiger/55025/file.zip.part"]


def test_a_server_that_hangs_leaves_an_older_index_as_it_was(base: Path, home: Path) -> None:
    before = add(home, base).path.read_bytes()
    with serving(base) as server:
        server.faults = [file_server.hang]
        with pytest.raises(Unavailable):
            add(home, server.address)
    assert (home / "streets" / "55059.gpkg").read_bytes() == before


def edges_zip(base: Path) -> Path:
    return base / "TIGER2014" / "EDGES" / "tl_2014_55059_edges.zip"


def not_a_zip(path: Path) -> None:
    path.write_bytes(b"this is no zip file" * 100)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def damaged(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    path.write_bytes(whole)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_shapefile(path: Path) -> None:
    rename_members(path, "tl_2014_55059_edges", "other")


def no_shapefile(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


def shapefile_of_garbage(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for ending in ("shp", "shx", "dbf"):
            archive.writestr(f"{path.stem}.{ending}", b"garbage" * 500)


def garbage_behind_a_true_header(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            spoilt = (
                content[:120] + b"\xff" * (len(content) - 120) if name.endswith((".shp", ".shx")) else content
            )
            archive.writestr(name, spoilt)


def wrong_columns(path: Path) -> None:
    rows = [{"TITLE": "x", "geometry": shapely.LineString([(0, 0), (1, 1)])}]
    small_tiger.write(path.parents[2], TigerFile(2014, "EDGES", "55059"), rows)


def wrong_geometry(path: Path) -> None:
    rows = [one | {"geometry": shapely.Point(0, 0)} for one in small_tiger.grid()]
    small_tiger.write_edges(path.parents[2], rows)


def no_names(path: Path) -> None:
    small_tiger.write_edges(path.parents[2], [one | {"FULLNAME": ""} for one in small_tiger.grid()])


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in ("shp", "shx", "dbf"):
            archive.writestr(f"{path.stem}.{ending}", bytes(20_000_000))


def climbing(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../../climbed.txt", "out of the folder")


def rename_members(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {one.replace(old, new): archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


SPOILERS = [
    not_a_zip, truncated, damaged, empty, another_shapefile, no_shapefile, shapefile_of_garbage,
    garbage_behind_a_true_header, wrong_columns, wrong_geometry, no_names, bomb,
]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILERS)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_a_sentence(
    base: Path, home: Path, spoil: Any
) -> None:
    older = add(home, base).path.read_bytes()
    spoil(edges_zip(base))
    with pytest.raises(BadInput) as refused:
        add(home, base)
    assert str(refused.value).endswith(".")
    assert files_below(home) == ["streets/55059.gpkg"]
    assert (home / "streets" / "55059.gpkg").read_bytes() == older
    assert edges_zip(base).exists()


@pytest.mark.parametrize("spoil", [not_a_zip, truncated, bomb])
def test_garbage_from_a_server_is_not_kept(base: Path, home: Path, spoil: Any) -> None:
    spoil(edges_zip(base))
    with serving(base) as server, pytest.raises(BadInput):
        add(home, server.address)
    assert files_below(home) == []


def test_a_member_that_climbs_out_of_the_zip_goes_nowhere(base: Path, home: Path, tmp_path: Path) -> None:
    climbing(edges_zip(base))
    assert add(home, base).edges == 12
    assert not list(tmp_path.rglob("climbed.txt"))


def test_house_numbers_that_are_no_numbers_are_left_out(base: Path, home: Path) -> None:
    odd = {"LFROMADD": "N64W101", "LTOADD": "N64W199", "RFROMADD": "100", "RTOADD": "198", "ZIPL": "53140"}
    rows = small_tiger.grid()
    small_tiger.write_edges(base, [rows[0] | odd, *rows[1:]])
    (row,) = rows_of(
        add(home, base),
        "SELECT left_from, left_to, right_from, right_to, zip_left, zip_right "
        "FROM edge WHERE zip_left IS NOT NULL",
    )
    assert row == (None, None, 100, 198, "53140", None)


def rows_of(info: IndexInfo, statement: str) -> list[Any]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(info.path)) as connection:
        return connection.execute(statement).fetchall()


def test_a_second_add_of_the_same_county_waits_for_nobody(base: Path, home: Path) -> None:
    library = Library(home / "streets")
    with library.adding("55059"), pytest.raises(Conflict, match="already"):
        add(home, base)
    assert add(home, base).edges == 12


def test_an_index_is_seen_whole_or_not_at_all_when_the_process_is_killed(base: Path, home: Path) -> None:
    killed = textwrap.dedent(f"""
        import os, signal
        from mapapp.streets import build, add
        from mapapp.streets.counties import find_county
        from mapapp.streets.library import Library
        build._check = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        from pathlib import Path
        home, county = Path({str(home)!r}), find_county("55059")
        source = add.TigerSource({str(base)!r})
        add.add_county(Library(home / "streets"), county, source, home / "cache", lambda *_: None)
    """)
    done = subprocess.run([sys.executable, "-c", killed], check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == -9
    assert files_below(home) == ["streets/.55059.building"]
    assert Library(home / "streets").installed() == ()
    assert add(home, base).edges == 12
    assert files_below(home) == ["streets/55059.gpkg"]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own with so much room; skips where one may not be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, leave: int) -> None:
    free = shutil.disk_usage(disk).free
    (disk / "filler").write_bytes(bytes(max(free - leave, 0)))


@pytest.mark.parametrize("room", [0, 20_000, 60_000, 120_000])
def test_a_full_disk_while_building_leaves_the_older_index(base: Path, tmp_path: Path, room: int) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        older = add(disk, base).path.read_bytes()
        fill(disk, leave=room)
        with pytest.raises(StorageFailed, match="disk is full"):
            add(disk, base)
        assert files_below(disk) == ["filler", "streets/55059.gpkg"]
        assert (disk / "streets" / "55059.gpkg").read_bytes() == older
        (disk / "filler").unlink()
        assert add(disk, base).edges == 12


def test_a_full_disk_while_fetching_is_told_and_leaves_no_parts(base: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).bytes(400_000)
    with zipfile.ZipFile(edges_zip(base), "a") as archive:
        archive.writestr("noise.bin", noise)
    with small_disk(tmp_path / "disk", "500k") as disk, serving(base) as server:
        fill(disk, leave=100_000)
        with pytest.raises(StorageFailed, match="disk is full"):
            add(disk, server.address)
        assert files_below(disk) == ["filler"]


def test_a_limit_on_file_sizes_is_a_full_disk_too(tiger: Path, home: Path) -> None:
    limited = textwrap.dedent(f"""
        import resource
        from pathlib import Path
        from mapapp.errors import StorageFailed
        from mapapp.streets.add import TigerSource, add_county
        from mapapp.streets.counties import find_county
        from mapapp.streets.library import Library
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        home = Path({str(home)!r})
        try:
            add_county(Library(home / "streets"), find_county("55059"), TigerSource({str(tiger)!r}),
                       home / "cache", lambda *_: None)
        except StorageFailed as error:
            print(error)
    """)
    done = subprocess.run(
        [sys.executable, "-c", limited],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.startswith("The disk is full")
    assert files_below(home) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(base: Path, home: Path) -> None:
    home.mkdir()
    home.chmod(0o500)
    with pytest.raises(StorageFailed, match="MAPAPP_HOME"):
        add(home, base)


def test_a_file_in_place_of_the_folder_is_told(base: Path, home: Path) -> None:
    home.write_text("a file")
    with pytest.raises(StorageFailed):
        add(home, base)


def test_no_error_of_ours_is_bare(base: Path, home: Path) -> None:
    with pytest.raises(MapappError) as caught:
        add(home, base, year=1)
    assert " " in str(caught.value)
