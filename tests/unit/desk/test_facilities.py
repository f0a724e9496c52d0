import csv
import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.desk import Desk, csv_table
from mapapp.desk.hifld import read_hospitals, readable
from mapapp.errors import BadInput, NotFound, TooLarge

GENERAL = {
    "ID": "0007253226",
    "NAME": "FROEDTERT MEM LUTHERAN HSPTL",
    "ADDRESS": "9200 W WISCONSIN AVE",
    "CITY": "MILWAUKEE",
    "STATE": "WI",
    "TYPE": "GENERAL ACUTE CARE",
    "STATUS": "OPEN",
    "TRAUMA": "LEVEL I",
    "HELIPAD": "Y",
    "BEDS": "596",
    "LATITUDE": "43.04",
    "LONGITUDE": "-88.02",
    "SOURCEDATE": "2018/08/08 00:00:00",
}


def table(*changes: dict[str, str]) -> str:
    """A list with a row for each of `changes` to GENERAL."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*GENERAL])
    writer.writeheader()
    writer.writerows({**GENERAL, **one} for one in changes)
    return text.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hospitals.csv"


def test_a_hospital_is_read_with_all_that_is_known(path: Path) -> None:
    path.write_text("\ufeff" + table({}))
    (hospital,) = read_hospitals(path).open
    assert vars(hospital) == {
        "dataset": "HIFLD Hospitals",
        "dataset_id": "0007253226",
        "name": "Froedtert Memorial Lutheran Hospital",
        "kind": "hospital",
        "address": "9200 W Wisconsin Ave",
        "city": "Milwaukee",
        "state": "WI",
        "lon": -88.02,
        "lat": 43.04,
        "source": "HIFLD Hospitals, entry of 2018 (public domain)",
        "trauma": "LEVEL I",
        "helipad": True,
        "beds": 596,
    }


@pytest.mark.parametrize(
    ("cell", "value", "member", "expected"),
    [
        ("TRAUMA", "LEVEL I, LEVEL II PEDIATRIC", "trauma", "LEVEL I"),
        ("TRAUMA", "LEVEL II PEDIATRIC, LEVEL III", "trauma", "LEVEL III"),
        ("TRAUMA", "LEVEL I PEDIATRIC", "trauma", ""),
        ("TRAUMA", "NOT AVAILABLE", "trauma", ""),
        ("TRAUMA", "TRH", "trauma", ""),
        ("HELIPAD", "N", "helipad", False),
        ("HELIPAD", "", "helipad", None),
        ("BEDS", "-999", "beds", None),
        ("BEDS", "1e9", "beds", None),
        ("ADDRESS", "NOT AVAILABLE", "address", ""),
        ("TYPE", "PSYCHIATRIC", "kind", "psychiatric hospital"),
        ("TYPE", "CHILDREN", "kind", "hospital"),
        ("SOURCEDATE", "", "source", "HIFLD Hospitals (public domain)"),
    ],
)
def test_what_the_list_says_is_read_for_what_it_means(
    path: Path, cell: str, value: str, member: str, expected: Any
) -> None:
    path.write_text(table({cell: value}))
    (hospital,) = read_hospitals(path).open
    assert getattr(hospital, member) == expected


def test_names_in_capitals_are_written_as_people_write_them() -> None:
    assert readable("CLEMENT J. ZABLOCKI VA MEDICAL CENTER") == "Clement J. Zablocki VA Medical Center"
    assert readable("CHILDREN'S HOSPITAL OF WISCONSIN") == "Children's Hospital of Wisconsin"
    assert readable("THE UW HEALTH AT 8TH") == "The UW Health at 8th"


def test_bad_rows_are_counted_and_do_not_stop_the_rest(desk: Desk, path: Path) -> None:
    broken = [{"LATITUDE": "north"}, {"LONGITUDE": "420"}, {"LATITUDE": "nan"}, {"ID": ""}, {"NAME": ""}]
    closed = {"ID": "5", "STATUS": "CLOSED"}
    path.write_text(table({}, *broken, {"ID": "4", "LATITUDE": ""}, closed, {"ID": "6"}))
    done = desk.facilities.add_file(path)
    assert (done.added, done.kept, done.closed, done.bad, done.skipped) == (2, 0, 1, 6, 7)
    assert done.problems[0] == "row 2: LATITUDE: 'north' is not a number"
    assert len(done.problems) == 5
    names = [one.dataset_id for one in desk.facilities.all() if one.city == "Milwaukee"]
    assert names == ["0007253226", "6"]


def test_loading_again_changes_nothing_and_a_newer_list_renews(desk: Desk, path: Path) -> None:
    path.write_text(table({}, {"ID": "2"}))
    first = desk.facilities.add_file(path)
    before = desk.facilities.all()
    assert desk.facilities.add_file(path) == first
    assert desk.facilities.all() == before
    path.write_text(table({"BEDS": "600"}, {"ID": "2", "STATUS": "CLOSED"}))
    desk.facilities.add_file(path)
    listed = [one for one in desk.facilities.all() if one.city == "Milwaukee"]
    assert [(one.dataset_id, one.beds) for one in listed] == [("0007253226", 600)]


def test_a_hospital_the_newsroom_has_in_its_own_words_stays_one(
    desk: Desk, path: Path, data_folder: Path
) -> None:
    before = desk.facilities.all()
    path.write_text(table({"ID": "0001", "NAME": "KENOSHA GEN HSPTL", "CITY": "KENOSHA"}))
    done = desk.facilities.add_file(path)
    assert (done.added, done.kept) == (0, 1)
    assert desk.facilities.all() == before
    desk.setup.initialise(data_folder)
    assert desk.facilities.all() == before


def test_a_packed_list_is_the_same_list(path: Path, tmp_path: Path) -> None:
    path.write_text(table({}, {"ID": "2"}))
    packed = tmp_path / "hospitals.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_hospitals(packed) == read_hospitals(path)


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("hospitals.csv", table({}))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "lacks the columns ID, NAME"),
        (b"\n\n\n", "lacks the columns"),
        (b"NAME,CITY\nx,y\n", "lacks the columns ID, ADDRESS, STATE"),
        (_zip(), "hospitals"),
        (bytes(range(256)) * 100, "hospitals"),
        (b"\x1f\x8b", "cannot be read"),
        (gzip.compress(table({}).encode() * 100)[:-200], "cannot be read"),
        (b"\x1f\x8b\x08\x00" + bytes(200), "cannot be read"),
        (table({}).encode("utf-16"), "hospitals"),
        (table({"NAME": "CAF\xc9"}).encode("latin-1"), "UTF-8"),
        (table({}).encode() + b'"unclosed', "not CSV"),
        (b"a" * 10_000_000, "without an end"),
        (b'"' + b"a,\n" * 1_000_000, "hospitals"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused(desk: Desk, path: Path, content: bytes, told: str) -> None:
    path.write_bytes(content)
    before = desk.facilities.all()
    with pytest.raises(BadInput, match=told) as caught:
        desk.facilities.add_file(path)
    assert str(path) in str(caught.value)
    assert desk.facilities.all() == before


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_BYTES", 1_000_000)
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=9) as bomb:
        bomb.write(table({}).encode())
        for _ in range(200):
            bomb.write(b"x" * 99_000 + b"\n")
    path.write_bytes(held.getvalue())
    assert len(held.getvalue()) < 100_000
    with pytest.raises(TooLarge):
        read_hospitals(path)


def test_a_file_that_is_not_there_is_not_found(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nothing\.csv"):
        desk.facilities.add_file(tmp_path / "nothing.csv")
    with pytest.raises(BadInput):
        desk.facilities.add_file(tmp_path)


@given(st.binary(max_size=300))
def test_noise_is_refused_or_read_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.csv"
    for content in (noise, table({}).encode() + noise, b"\x1f\x8b" + noise):
        path.write_bytes(content)
        try:
            read = read_hospitals(path)
        except BadInput:
            continue
        assert len(read.open) + len(read.closed) + read.bad > 0


def test_the_published_list_loads_whole(desk: Desk, shared: Path) -> None:
    done = desk.facilities.add_file(shared / "facilities" / "hifld_hospitals_us_2019.csv.gz")
    assert (done.added, done.closed, done.bad) == (7146, 435, 0)
    in_milwaukee = [
        one
        for one in desk.facilities.all()
        if (one.city, one.state, one.kind) == ("Milwaukee", "WI", "hospital")
    ]
    assert len(in_milwaukee) == 8
    assert sum(one.helipad is True for one in in_milwaukee) == 6
