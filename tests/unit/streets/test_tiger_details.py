import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely

from mapapp.errors import BadInput
from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import small_tiger

KENOSHA = find_county("55059")
SIDES = ("LFROMHN", "LTOHN", "RFROMHN", "RTOHN")
TIGER_SIDES = ("LFROMADD", "LTOADD", "RFROMADD", "RTOADD")


def add(base: Path, home: Path) -> IndexInfo:
    return add_county(Library(home), KENOSHA, TigerSource(str(base)), home / "cache", silent)


def file(kind: str) -> TigerFile:
    return TigerFile(small_tiger.YEAR, kind, small_tiger.COUNTY)


def name_row(tlid: int, name: str, kind: str = "P", mtfcc: str = "S1400") -> dict[str, Any]:
    return {
        "TLID": tlid,
        "FULLNAME": name,
        "NAME": name,
        "PAFLAG": kind,
        "MTFCC": mtfcc,
        "LINEARID": f"11{tlid}",
    }


def range_row(
    start: int, end: int, numbers: str, name: str = "1st St", zips: str = "53140 "
) -> dict[str, Any]:
    """An address range feature between two nodes of the grid; `numbers` as "1 99 2 98"."""
    left, _, right = zips.partition(" ")
    sides = dict(zip(SIDES, (one.strip("-") or None for one in numbers.split()), strict=True))
    line = shapely.LineString([small_tiger.node(start), small_tiger.node(end)])
    tlid = 100 * min(start, end) + max(start, end)
    return {"TLID": tlid, "FULLNAME": name, **sides, "ZIPL": left, "ZIPR": right or None, "geometry": line}


def edge(path: Path, name: str, start: int, end: int) -> tuple[Any, ...]:
    sides = "left_from, left_to, right_from, right_to, zip_left, zip_right"
    with closing(sqlite3.connect(path)) as index:
        (found,) = index.execute(
            f"SELECT {sides} FROM edge WHERE name = ? AND node_from = ? AND node_to = ?", (name, start, end)
        )
    return tuple(found)


def test_an_interstate_is_one_street_in_every_file(tmp_path: Path) -> None:
    base = tmp_path / "tiger"
    small_tiger.write_edges(base, [*small_tiger.grid(), small_tiger.edge(1, 5, "I- 94")])
    small_tiger.write(base, file("FEATNAMES"), [name_row(105, "I- 94"), name_row(105, "I- 94 Bus", "A")])
    info = add(base, tmp_path / "home")
    with closing(sqlite3.connect(info.path)) as index:
        names = {name for (name,) in index.execute("SELECT name FROM street WHERE name LIKE 'I%'")}
    assert names == {"I-94", "I-94 Bus"}


def test_every_name_of_an_edge_counts(tmp_path: Path) -> None:
    base = tmp_path / "tiger"
    small_tiger.write_edges(base, [*small_tiger.grid(), small_tiger.edge(1, 5, None)])
    rows = [
        name_row(102, "State Hwy 9", "A"),
        name_row(102, "1st St"),
        name_row(105, "Old Mill Rd", "A"),
        name_row(105, "Mill Rd"),
        name_row(9999, "Nowhere Ln"),
        name_row(203, "Grand Trunk Rlwy", mtfcc="R1011"),
    ]
    small_tiger.write(base, file("FEATNAMES"), rows)
    info = add(base, tmp_path / "home")
    with closing(sqlite3.connect(info.path)) as index:
        names = {name for (name,) in index.execute("SELECT name FROM street")}
        mill = index.execute(
            "SELECT street.name FROM street JOIN edge ON id = street_id WHERE node_to - node_from = 4"
        )
        assert mill.fetchall() == [("Mill Rd",)]
    assert names == {f"{one} {kind}" for one in ("1st", "2nd", "3rd") for kind in ("St", "Ave")} | {
        "State Hwy 9",
        "Old Mill Rd",
        "Mill Rd",
    }
    index = StreetIndex.open(info.path)
    (road,), (avenue,) = (
        index.streets_named("9"),
        (one for one in index.streets_named("2") if one.name.type == "ave"),
    )
    assert len(index.crossings(road.street_id, avenue.street_id)) == 1
    index.close()


def test_ranges_and_zips_come_from_address_features(tmp_path: Path) -> None:
    base = tmp_path / "tiger"
    kept = small_tiger.edge(2, 3, "1st St", LFROMADD="900", LTOADD="998", ZIPL="53199")
    rows = [one for one in small_tiger.grid() if (one["TNIDF"], one["TNIDT"]) != (2, 3)]
    small_tiger.write_edges(base, [*rows, kept])
    features = [
        range_row(1, 2, "101 119 100 118"),
        range_row(1, 2, "121 199 - -", zips="53140 53141"),
        range_row(4, 5, "N64W1 N64W9 398 300", name="2nd St"),
    ]
    small_tiger.write(base, file("ADDRFEAT"), features)
    path = add(base, tmp_path / "home").path
    assert edge(path, "1st St", 1, 2) == (101, 199, 100, 118, "53140", "53141")
    assert edge(path, "1st St", 2, 3) == (900, 998, None, None, "53199", None)
    assert edge(path, "2nd St", 4, 5) == (None, None, 398, 300, "53140", None)


def test_roads_alone_take_ranges_from_the_features_along_them(tmp_path: Path) -> None:
    base = tmp_path / "tiger"
    # 1st St is one road; the features are its two blocks, the second one drawn the other way.
    roads = [
        {
            "FULLNAME": name,
            "MTFCC": "S1400",
            "RTTYP": "M",
            "geometry": shapely.LineString(map(small_tiger.node, nodes)),
        }
        for name, nodes in (("1st St", (1, 2, 3)), ("3rd Ave", (3, 6, 9)))
    ]
    small_tiger.write(base, file("ROADS"), roads)
    features = [
        range_row(1, 2, "101 199 100 198", name="State Hwy 9"),
        range_row(3, 2, "298 200 299 201", zips="53141 53142"),
    ]
    small_tiger.write(base, file("ADDRFEAT"), features)
    info = add(base, tmp_path / "home")
    with closing(sqlite3.connect(info.path)) as index:
        ((start, end),) = index.execute("SELECT node_from, node_to FROM edge WHERE name = '1st St'")
        aliases = index.execute("SELECT name FROM street JOIN edge_alias ON id = street_id").fetchall()
    assert edge(info.path, "1st St", start, end) == (101, 299, 100, 298, "53140", "53141")
    assert aliases == [("State Hwy 9",)]


@pytest.mark.parametrize("kind", ["FEATNAMES", "ADDRFEAT"])
def test_a_file_without_its_fields_is_refused(tmp_path: Path, kind: str) -> None:
    base = tmp_path / "tiger"
    small_tiger.write_edges(base)
    row = (
        {"OTHER": 1}
        if kind == "FEATNAMES"
        else {"OTHER": 1, "geometry": shapely.LineString([(0, 0), (1, 1)])}
    )
    small_tiger.write(base, file(kind), [row])
    with pytest.raises(BadInput, match="expected"):
        add(base, tmp_path / "home")


def test_a_real_county_keeps_its_numbers_when_they_come_by_features(tmp_path: Path, tiger: Path) -> None:
    """Kenosha's EDGES without house numbers, which stand in an ADDRFEAT made of them instead."""
    source = tiger / file("EDGES").path
    meta, _, wkb, values = pyogrio.raw.read(f"/vsizip/{{{source}}}")
    columns = dict(zip(meta["fields"].tolist(), values, strict=True))
    geometry = shapely.from_wkb(wkb)
    has_range = np.any([[bool(one) for one in columns[side]] for side in TIGER_SIDES], axis=0)
    chosen = np.flatnonzero((columns["ROADFLG"] == "Y") & has_range).tolist()
    features = [
        {
            "TLID": int(columns["TLID"][at]),
            "FULLNAME": columns["FULLNAME"][at],
            **{new: columns[old][at] for new, old in zip(SIDES, TIGER_SIDES, strict=True)},
            "ZIPL": columns["ZIPL"][at],
            "ZIPR": columns["ZIPR"][at],
            "geometry": geometry[at],
        }
        for at in chosen
    ]
    bare = [
        {
            **{name: columns[name][at] for name in ("FULLNAME", "MTFCC", "ROADFLG", "RAILFLG", "HYDROFLG")},
            **{name: int(columns[name][at]) for name in ("TLID", "TNIDF", "TNIDT")},
            **dict.fromkeys((*TIGER_SIDES, "ZIPL", "ZIPR"), ""),
            "geometry": geometry[at],
        }
        for at in np.flatnonzero(columns["ROADFLG"] == "Y").tolist()
    ]
    base = tmp_path / "tiger"
    small_tiger.write(base, file("EDGES"), bare)
    small_tiger.write(base, file("ADDRFEAT"), features)
    built = _ranges(add(base, tmp_path / "home").path)
    small_tiger.write(
        base,
        file("EDGES"),
        [
            one | _full(columns, at)
            for one, at in zip(bare, np.flatnonzero(columns["ROADFLG"] == "Y").tolist(), strict=True)
        ],
    )
    (base / file("ADDRFEAT").path).unlink()
    assert built == _ranges(add(base, tmp_path / "home").path)
    assert len(built) > 8_000


def _full(columns: dict[str, Any], at: int) -> dict[str, Any]:
    return {name: columns[name][at] or "" for name in (*TIGER_SIDES, "ZIPL", "ZIPR")}


def _ranges(path: Path) -> set[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as index:
        return set(
            index.execute(
                "SELECT node_from, node_to, left_from, left_to, right_from, right_to, zip_left, zip_right "
                "FROM edge WHERE left_from IS NOT NULL OR right_from IS NOT NULL"
            )
        )
