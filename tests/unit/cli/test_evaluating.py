import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mapapp.cli import main, report
from mapapp.desk.crew import FEW
from mapapp.incident.geodesy import destination
from mapapp.streets.library import IndexInfo

WIDE = 40
"""So many rows of the truth table, each pinned rightly; further ones are made wrong on purpose."""

HOSTILE = '<script>alert(1)</script> & "Oak" </svg><b>'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kenosha_index: IndexInfo) -> Path:
    folder = tmp_path / "home"
    (folder / "streets").mkdir(parents=True)
    (folder / "streets" / "55059.gpkg").write_bytes(kenosha_index.path.read_bytes())
    monkeypatch.setenv("MAPAPP_HOME", str(folder))
    return folder


def corners(info: IndexInfo) -> list[tuple[str, float, float]]:
    """Corners of Kenosha whose two streets meet once, with their positions."""
    query = """
        SELECT a.name || ' and ' || b.name, min(lon), min(lat) FROM crossing
        JOIN street a ON a.id = street_a JOIN street b ON b.id = street_b
        WHERE a.name LIKE '%th Ave' AND b.name LIKE '%th St'
        GROUP BY street_a, street_b HAVING count(*) = 1 AND min(kind) = 'node' ORDER BY 1
    """
    with closing(sqlite3.connect(info.path)) as connection:
        return connection.execute(query).fetchall()


def truth_table(path: Path, info: IndexInfo) -> Path:
    """40 right rows, 3 shifted by 300 m, one shifted by 50 m, two refusals, two rows that cannot be used."""
    rows = corners(info)
    table = [["phrase", "lat", "lon", "camera"]]
    for i, (phrase, *at) in enumerate(rows[: WIDE + 4]):
        shift = 0 if i < WIDE else 50 if i == WIDE else 300
        lon, lat = destination((at[0], at[1]), 45, shift)
        table.append([phrase, str(lat), str(lon), f"no. {i}"])
    table += [[HOSTILE, "42.6", "-87.84", HOSTILE], ["Nowhere Ave and 40th St", "42.6", "-87.84", ""]]
    table += [["28th Ave and 40th St", "north", "-87.84", ""], ["", "42.6", "-87.84", ""]]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(table)
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def truth(home: Path, tmp_path: Path, kenosha_index: IndexInfo) -> Path:
    return truth_table(tmp_path / "truth.csv", kenosha_index)


def test_the_rates_are_those_that_were_made(truth: Path) -> None:
    done = run("evaluate", str(truth), "--near", "Kenosha County, WI", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (found["phrases"], found["unusable"], found["resolved"]) == (WIDE + 6, 2, WIDE + 4)
    assert (found["right"], found["wrong"]) == (WIDE + 1, 3)
    assert found["wrong_pin_rate"] == 3 / (WIDE + 4)
    assert found["wrong_pin_interval"][0] < found["wrong_pin_rate"] < found["wrong_pin_interval"][1]
    assert found["error_m"]["max"] == pytest.approx(300, abs=2)
    assert found["radius_coverage"] == WIDE / (WIDE + 4)
    assert sum(found["refused"].values()) == 2
    assert [one["verdict"] for one in found["misses"]] == ["wrong"] * 3 + ["refused"] * 2
    assert found["misses"][0]["input"] == {"camera": f"no. {found['misses'][0]['row'] - 1}"}
    assert [one["row"] for one in found["unusable_rows"]] == [WIDE + 7, WIDE + 8]


def test_the_wrong_pin_rate_is_said_first(truth: Path) -> None:
    done = run("evaluate", str(truth), "--near", "Kenosha County, WI")
    first, *_ = done.stdout.splitlines()
    assert re.match(r"wrong pins +6\.82 %: 3 of 44 resolved are more than 100 m off \(95 % interval ", first)
    assert re.search(r"^row 4\d: .*, 300 m off$", done.stdout, re.MULTILINE)
    assert f"row {WIDE + 7}: lat: 'north' is not a number of degrees from -90 to 90." in done.stderr


def test_a_row_s_own_context_and_usual_headings_are_read(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        'Location,Latitude,LNG,near\n28th Ave and 40th St,42.600802,-87.843258,"Kenosha, WI"\n'
        '28th Ave and 40th St,42.600802,-87.843258,"Milwaukee, WI"\n'
    )
    found = json.loads(run("evaluate", str(table), "--json").stdout)
    assert (found["right"], found["phrases"]) == (1, 2)


@pytest.mark.parametrize(
    ("heading", "said"),
    [("phrase,lat", "`lon`"), ("lat,lon", "`phrase`"), ("phrase,lon,y", "`lat`"), ("", "`phrase`")],
)
def test_a_missing_column_is_a_sentence(home: Path, tmp_path: Path, heading: str, said: str) -> None:
    table = tmp_path / "table.csv"
    table.write_text(f"{heading}\n1,2,3\n")
    done = run("evaluate", str(table))
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


class _Page(HTMLParser):
    """What a browser would make of the page: its elements, their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_report_maps_every_miss_and_asks_nothing_of_others(truth: Path, tmp_path: Path) -> None:
    out = tmp_path / "misses.html"
    assert run("evaluate", str(truth), "--near", "Kenosha, WI", "--report", str(out)).exit_code == 0
    html = out.read_text(encoding="utf-8")
    page = _Page(html)
    assert page.tags.count("svg") == page.tags.count("article") == 5
    assert "script" not in page.tags
    assert set(page.links) == {"data:,", "#main"}
    assert not re.search(r"https?://|url\(|@import", html)
    assert HOSTILE in page.text
    assert html.index("Wrong pins") < html.index("Refused")
    assert "300 m south-west of the true place" in "".join(page.text)
    assert "TIGER/Line 2014" in html


def test_only_so_many_maps_are_drawn_and_the_page_says_so(
    truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST_MAPS", 2)
    out = tmp_path / "misses.html"
    run("evaluate", str(truth), "--near", "Kenosha, WI", "--report", str(out))
    page = _Page(out.read_text(encoding="utf-8"))
    assert (page.tags.count("svg"), page.tags.count("article")) == (2, 5)
    assert "first 2 misses only; the other 3" in "".join(page.text)


def test_a_report_that_cannot_be_written_is_a_sentence(truth: Path) -> None:
    done = run("evaluate", str(truth), "--report", "/nowhere/misses.html")
    assert done.stdout.startswith("wrong pins"), "the figures are not lost with it"
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


@pytest.fixture
def long_table(home: Path, tmp_path: Path, kenosha_index: IndexInfo) -> Path:
    """More phrases than one process is given alone, some of them bad, with columns to keep."""
    rows = corners(kenosha_index)
    path = tmp_path / "phrases.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "phrase", "near"])
        for i in range(2 * FEW):
            phrase = "" if i % 501 == 500 else rows[i % len(rows)][0]
            writer.writerow([i, phrase, "Kenosha, WI" if i % 2 else ""])
    return path


def test_many_processes_write_what_one_writes(long_table: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"{jobs}.jsonl" for jobs in (1, 2)]
    told = [
        run("geocode", "--file", str(long_table), "--out", str(out), "--jobs", out.stem).stderr
        for out in outs
    ]
    assert outs[0].read_bytes() == outs[1].read_bytes()
    answers = [json.loads(line) for line in outs[1].read_text().splitlines()]
    assert [one["input"]["id"] for one in answers] == [str(i) for i in range(2 * FEW)]
    for text in told:
        assert "row 501: The phrase is empty" in text
        assert f"{2 * FEW:,} phrases answered, 7 of them bad rows." in text


def test_an_evaluation_is_the_same_by_many_processes(
    home: Path, tmp_path: Path, kenosha_index: IndexInfo
) -> None:
    table, rows = tmp_path / "table.csv", corners(kenosha_index)
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phrase", "lat", "lon"])
        writer.writerows([rows[i % len(rows)][0], *rows[i % len(rows)][:0:-1]] for i in range(FEW + 500))
    found = [json.loads(run("evaluate", str(table), "--json", "--jobs", jobs).stdout) for jobs in ("1", "2")]
    timed = {"seconds_p50", "seconds_p99", "phrases_per_second", "jobs"}
    one, two = ({name: value for name, value in each.items() if name not in timed} for each in found)
    assert one == two
    assert found[1]["jobs"] == 2


def _children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _is_alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no /proc here")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_batch_leaves_no_process_behind(long_table: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "mapapp", "geocode", "--file", str(long_table), "--jobs", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, start_new_session=True, **pipes) as batch:
        assert batch.stdout
        # The first answer is read and no other, so that the work is under way and cannot end.
        batch.stdout.read(1)
        workers = _children(batch.pid)
        if how is signal.SIGINT:
            os.killpg(batch.pid, how)
        else:
            batch.send_signal(how)
        _, said = batch.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while any(map(_is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) >= 2
    assert not any(map(_is_alive, workers))
    assert b"Traceback" not in said
    assert batch.returncode != 0


@pytest.mark.usefixtures("home")
def test_a_table_without_rows_has_no_figures_of_pins(tmp_path: Path) -> None:
    table, page = tmp_path / "empty.csv", tmp_path / "page.html"
    table.write_text("phrase,lat,lon\n")
    done = run("evaluate", str(table), "--report", str(page))
    assert done.exit_code == 0
    assert done.stdout.startswith("wrong pins          none: nothing was resolved\n")
    assert "median" not in done.stdout
    assert "Half are within" not in page.read_text()
