import json
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from mapapp.cli import main
from mapapp.streets.library import IndexInfo
from mapapp.streets.tiger import TigerFile
from tests.unit.streets import centreline_files, small_tiger

README = Path(__file__).parents[3] / "README.md"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MAPAPP_HOME", str(folder))
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, words, catch_exceptions=False)

    return invoke


@pytest.fixture
def with_streets(home: Path, kenosha_index: IndexInfo) -> None:
    (home / "streets").mkdir(parents=True)
    (home / "streets" / "55059.gpkg").write_bytes(kenosha_index.path.read_bytes())


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z -]+)` \|", README.read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(_commands(main))


@pytest.mark.parametrize("page", ["README.md", "docs/accuracy.md"])
def test_the_commands_that_the_documents_give_exist(page: str) -> None:
    text = (README.parent / page).read_text().replace("\\\n", "")
    lines = re.findall(r"-m mapapp ([^`\n]+)", text) + re.findall(r"`(evaluate [^`\n]+)`", text)
    assert lines
    for words in map(shlex.split, lines):
        command: click.Command = main
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        options = {option for one in command.params for option in one.opts}
        assert {one for one in words if one.startswith("--")} <= options
        assert command.make_parser(click.Context(command)).parse_args(list(words))


def test_the_targets_of_make_that_the_documents_give_exist() -> None:
    pages = [README, *(README.parent / "docs").glob("*.md")]
    given = {one for page in pages for one in re.findall(r"^`?make ([a-z]+)", page.read_text(), re.MULTILINE)}
    made = set(re.findall(r"^([a-z]+):", (README.parent / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "bench"} <= given <= made


@pytest.mark.parametrize("name", list(_commands(main)))
def test_every_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(main, [*name.split(), "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()[2].strip()) > 15


def test_init_tells_the_first_password_once_and_may_be_repeated(run: Run, home: Path) -> None:
    first, second = run("init"), run("init")
    assert re.search(r"First account: editor   password: \S{14,}", first.stderr)
    assert "password" not in second.stderr
    assert first.exit_code == second.exit_code == 0
    assert (home / "newsroom.sqlite").exists()


def test_a_phrase_is_answered_without_any_index(run: Run) -> None:
    done = run("geocode", "a hospital in Milwaukee", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert answer["outcome"] == "area"
    assert len(answer["candidates"]) > 1
    assert not {one["precision"] for one in answer["candidates"]} & {"address", "poi_small", "intersection"}


@pytest.mark.usefixtures("with_streets")
def test_the_founding_corner(run: Run) -> None:
    answer = json.loads(run("geocode", "28th Avenue and 40th Street, Kenosha", "--json").stdout)
    assert answer["outcome"] == "resolved"
    best = answer["candidates"][0]
    assert set(best) >= {
        "lat",
        "lon",
        "geometry",
        "precision",
        "radius_m",
        "score",
        "label",
        "faults",
        "provenance",
    }
    assert (best["lat"], best["lon"]) == pytest.approx((42.600802, -87.843258), abs=4e-5)
    assert best["precision"] == "intersection"
    assert best["radius_m"] <= 30


@pytest.mark.usefixtures("with_streets")
def test_an_answer_for_a_person(run: Run) -> None:
    shown = run("geocode", "28th Avenue and 41st Avenue", "--near", "Kenosha, WI").stdout
    assert shown.startswith("no such intersection: ")
    shown = run("geocode", "22nd Avenue and 60th Street, Kenosha").stdout
    assert shown.startswith("resolved: ")
    assert "within about" in shown


@pytest.mark.usefixtures("with_streets")
def test_a_file_of_phrases(run: Run, tmp_path: Path) -> None:
    table, out = tmp_path / "phrases.csv", tmp_path / "answers.jsonl"
    corner = '"28th Avenue and 40th Street"'
    rows = [
        "id,phrase,near",
        f'1,{corner},"Kenosha, WI"',
        "2,,",
        f"3,{'x' * 600},",
        "4,caf\xe9 on \x00,,,",
        f"5,{corner}",
    ]
    table.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(rows).encode("latin-1"))
    done = run("geocode", "--file", str(table), "--out", str(out), "--near", "Kenosha, WI")
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert done.exit_code == 0
    assert [one["input"]["id"] for one in answers] == ["1", "2", "3", "4", "5"]
    assert ["error" in one for one in answers] == [False, True, True, False, False]
    assert answers[0]["outcome"] == answers[4]["outcome"] == "resolved"
    assert "row 2: " in done.stderr
    assert "5 phrases answered, 2 of them bad rows" in done.stderr


BAD = [
    (["geocode"], "Give either"),
    (["geocode", ""], "phrase"),
    (["geocode", "   "], "phrase"),
    (["geocode", "x" * 10_000], "500 characters"),
    (["geocode", "Kenosha", "--near", "y" * 10_000], "context"),
    (["geocode", "Kenosha", "--out", "x.jsonl"], "--file"),
    (["geocode", "Kenosha\udcff"], "UTF-8"),
    (["geocode", "--file", "/nowhere/phrases.csv"], "cannot be read"),
    (["geocode", "--file", "."], "cannot be read"),
    (["geocode", "--file", str(README)], "no column `phrase`"),
    (["geocode", "--file", sys.executable], "no column `phrase`"),
    (["geocode", "--file", "x.csv", "--jobs", "0"], "jobs"),
    (["evaluate", "/nowhere/truth.csv"], "cannot be read"),
    (["evaluate", str(README)], "no column `phrase`"),
    (["evaluate", sys.executable], "no column `phrase`"),
    (["evaluate", "x.csv", "--jobs", "1000"], "jobs"),
    (["streets", "add", "99999"], "99999"),
    (["streets", "add", "Nowhere County, WI"], "Nowhere"),
    (["streets", "add", ""], "55059"),
    (["streets", "add", "../../etc/passwd"], "55059"),
    (["streets", "add"], "AREA"),
    (["streets", "add", "55059", "--into", "../x"], "cannot name an index"),
    (["streets", "add", "55059", "--into", "12345"], "name of its own"),
    (["streets", "add", "55059", "Atlantis", "--into", "both"], "Atlantis"),
    (["streets", "build", "/nowhere.pbf"], "no file"),
    (["streets", "build", str(README)], "README.md"),
    (["streets", "build", sys.executable, "--map", "name=X"], "cannot be read"),
    (["streets", "remove", "55059"], "no streets"),
    (["streets", "remove", "madison"], "no streets of “madison” here"),
    (["streets", "remove", "../newsroom"], "newsroom"),
    (["facilities", "add", "/nowhere.csv"], "nowhere"),
    (["facilities", "add", str(README)], "LATITUDE"),
    (["user", "add", ""], "name"),
    (["user", "password", "nobody"], "nobody"),
    (["serve", "--port", "0"], "port"),
    (["serve", "--host", "256.1.1.1"], "cannot be used"),
    (["nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("words", "said"), BAD)
def test_bad_input_ends_with_a_sentence_and_status_2(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_ends_the_same_way(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPAPP_PORT", "eighty")
    done = run("init")
    assert done.exit_code == 2
    assert "MAPAPP_PORT" in done.stderr


def test_answers_never_overwrite_the_phrases(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "phrases.csv"
    table.write_text("phrase\nKenosha\n")
    assert run("geocode", "--file", str(table), "--out", str(table)).exit_code == 2
    assert table.read_text() == "phrase\nKenosha\n"


def test_answers_of_before_are_left_when_the_table_has_no_phrases(run: Run, tmp_path: Path) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "answers.jsonl"
    table.write_text("words\nKenosha\n")
    out.write_text("of before")
    assert run("geocode", "--file", str(table), "--out", str(out)).exit_code == 2
    assert out.read_text() == "of before"


def test_a_phrase_may_begin_with_a_minus(run: Run) -> None:
    assert json.loads(run("geocode", "-87.84, 42.6", "--json").stdout)["phrase"] == "-87.84, 42.6"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "words", [["Kenosha, WI"], ["--file", "{table}"], ["--file", "{table}", "--out", "/dev/full"]]
)
def test_a_full_disk_is_said(home: Path, tmp_path: Path, words: list[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text("phrase\n" + "Kenosha\n" * 500)
    command = [sys.executable, "-m", "mapapp", "geocode", *(one.format(table=table) for one in words)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_streets_are_added_listed_and_removed(
    run: Run, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPAPP_TIGER_URL", str(shared / "tiger"))
    added = run("streets", "add", "Kenosha County, WI")
    assert added.exit_code == 0
    assert re.search(r"1,210 streets, 12,256 edges .* built in [\d.]+ s, [\d.]+ MB", added.stdout)
    assert "Kenosha County, WI" in run("streets", "list").stdout
    assert run("streets", "remove", "Kenosha County, WI").exit_code == 0
    assert "none yet" in run("streets", "list").stdout


@pytest.fixture
def delaware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that has all three counties of Delaware, small ones."""
    for fips in ("10001", "10003", "10005"):
        small_tiger.write(tmp_path / "tiger", TigerFile(2014, "EDGES", fips), small_tiger.grid())
    monkeypatch.setenv("MAPAPP_TIGER_URL", str(tmp_path / "tiger"))


@pytest.mark.usefixtures("delaware")
def test_a_state_is_one_index(run: Run, home: Path) -> None:
    added = run("streets", "add", "Delaware")
    assert added.exit_code == 0
    assert added.stdout.startswith("de, 3 counties of DE: 18 streets, 36 edges and 27 crossings")
    listed = run("streets", "list").stdout
    assert re.search(
        r"^de +3 counties of DE +18 +27 +[\d.]+  TIGER/Line 2014; public domain", listed, re.MULTILINE
    )
    for county in ("10001 Kent County, DE", "10003 New Castle County, DE", "10005 Sussex County, DE"):
        assert f"  {county}: 6 streets" in listed
    shared = run("streets", "remove", "Kent County, DE")
    assert shared.exit_code == 2
    assert "streets remove de" in shared.stderr
    assert run("streets", "add", "--background", "10001").stderr == ""
    assert run("streets", "remove", "Delaware").exit_code == 0
    assert "none yet" in run("streets", "list").stdout


@pytest.mark.usefixtures("delaware")
def test_counties_are_added_apart_or_together(run: Run, home: Path) -> None:
    assert run("streets", "add", "10001", "Sussex County, DE").exit_code == 0
    assert sorted(one.name for one in (home / "streets").glob("*.gpkg")) == ["10001.gpkg", "10005.gpkg"]
    together = run("streets", "add", "10001", "DE", "10003", "--into", "delmarva")
    assert together.stdout.startswith("delmarva, 3 counties of DE: ")
    assert (home / "streets" / "delmarva.gpkg").exists()
    # Kent County is in two files now, and still it is one county.
    for phrase, outcome in (("1st Avenue and 2nd Street", "resolved"), ("2nd Street", "area")):
        answer = json.loads(run("geocode", phrase, "--near", "Kent County, DE", "--json").stdout)
        assert (answer["outcome"], len(answer["candidates"])) == (outcome, 1)


def test_an_index_of_another_version_is_named(run: Run, home: Path, kenosha_index: IndexInfo) -> None:
    (home / "streets").mkdir(parents=True)
    path = home / "streets" / "55059.gpkg"
    path.write_bytes(kenosha_index.path.read_bytes())
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    again = "python -m mapapp streets add 55059"
    assert again in run("streets", "list").stderr
    answer = json.loads(run("geocode", "28th Avenue and 40th Street, Kenosha, WI", "--json").stdout)
    assert any(again in hint for hint in answer["hints"])


@pytest.mark.usefixtures("delaware")
def test_indexes_are_listed_by_name_in_columns(run: Run) -> None:
    for name in ("again-in-kent", "kent"):
        assert run("streets", "add", "10001", "--into", name).exit_code == 0
    heading, first, second = run("streets", "list").stdout.splitlines()
    assert (first.split()[0], second.split()[0]) == ("again-in-kent", "kent")
    place = heading.index("place")
    assert first[place:].startswith("Kent County, DE")
    assert second[place:].startswith("Kent County, DE")


@pytest.mark.usefixtures("delaware")
def test_how_far_the_work_is_is_said_in_lines_where_there_is_no_terminal(run: Run) -> None:
    done = run("streets", "add", "DE")
    assert "Building the streets of New Castle County, DE (2 of 3)\n" in done.stderr
    assert "it/s" not in done.stderr
    assert "\r" not in done.stderr


@pytest.mark.usefixtures("with_streets")
def test_doubts_are_said_in_words_and_once(run: Run) -> None:
    said = run("geocode", "28th Aveneu and 40th Steet", "--near", "Kenosha, WI").stdout
    assert "but: the spelling differs by one letter\n" in said
    assert run("geocode", "42.600802, -87.843258").stdout.endswith("     coordinates as written\n")


def test_streets_are_built_from_a_file(run: Run, tmp_path: Path) -> None:
    rows = [
        {"NM": "MAIN ST", "geometry": centreline_files.at((0, 1), (1, 1), (2, 1))},
        {"NM": "OAK AVE", "geometry": centreline_files.at((1, 0), (1, 1), (1, 2))},
    ]
    path = str(centreline_files.write(tmp_path / "town.geojson", rows, "EPSG:3071"))
    unknown = run("streets", "build", path)
    assert unknown.exit_code == 2
    assert "--map name=FIELD. town.geojson has the fields NM." in unknown.stderr
    said = [
        "--map",
        "name=NM",
        "--title",
        "Gridley, WI",
        "--as",
        "gridley",
        "--licence",
        "CC0",
        "--source",
        "City",
    ]
    built = run("streets", "build", path, *said)
    assert built.exit_code == 0, built.stderr
    assert re.search(r"Gridley, WI: 2 streets, 4 edges and 1 crossings", built.stdout)
    assert "Source: City. Licence: CC0." in built.stdout
    answer = json.loads(run("geocode", "Main Street and Oak Avenue, Gridley, WI", "--json").stdout)
    assert (answer["outcome"], answer["candidates"][0]["label"]) == ("resolved", "Main St & Oak Ave, Gridley")
    assert run("streets", "remove", "gridley").exit_code == 0


def test_no_source_of_streets_is_said_and_ends_with_status_3(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPAPP_TIGER_URL", "http://127.0.0.1:9/tiger")
    done = run("streets", "add", "55059")
    assert done.exit_code == 3
    assert "Traceback" not in done.stderr
    said = run("streets", "add", "--background", "55059")
    assert "Everything else works" in said.stderr


def test_two_homes_are_two_newsrooms(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("user", "add", "Ada")
    monkeypatch.setenv("MAPAPP_HOME", str(tmp_path / "other"))
    assert run("user", "list").stdout.split()[:2] == ["editor", "admin"]


def test_a_hospital_list_is_loaded(run: Run, shared: Path) -> None:
    done = run("facilities", "add", str(shared / "facilities" / "hifld_hospitals_us_2019.csv.gz"))
    assert done.exit_code == 0
    assert re.match(r"\d,\d{3} hospitals added", done.stdout)


def test_it_runs_as_a_module(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mapapp", "geocode", ""], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


STORY = "KENOSHA, Wis. — A man was shot near 28th Avenue and 40th Street, 10 miles south of Racine."


def test_read_prints_what_was_found_in_a_story(run: Run, with_streets: None, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    done = run("read", str(story))
    assert done.exit_code == 0
    assert "place: Kenosha, Wisconsin" in done.output
    assert re.search(r"28th Avenue and 40th Street +intersection +scene +resolved", done.output)
    assert "a street corner, within about 170 m" in done.output
    assert re.search(r"10 miles south of Racine +consistent straight line", done.output)
    assert "miles in a straight line, about" in done.output


def test_read_takes_standard_input_and_prints_json(home: Path) -> None:
    words = ["read", "-", "--json", "--near", "Racine, WI", "--title", "A shooting"]
    done = CliRunner().invoke(main, words, input=STORY, catch_exceptions=False)
    told = json.loads(done.stdout)
    assert (told["place"], told["title"]) == ("Racine, WI", "A shooting")
    assert [one["role"] for one in told["mentions"]] == ["dateline", "scene", "other"]


def test_read_reads_times_by_the_day_and_zone_that_are_given(home: Path) -> None:
    words = ["read", "-", "--json", "--published", "2020-08-24", "--timezone", "America/New_York"]
    done = CliRunner().invoke(main, words, input="It began at 5:15 p.m. on Sunday.", catch_exceptions=False)
    assert [one["value"] for one in json.loads(done.stdout)["moments"]] == ["2020-08-23T17:15:00-04:00"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["no-such-file.txt"], "no-such-file.txt cannot be read"),
        (["-", "--timezone", "Mars"], "There is no time zone 'Mars'"),
        (["-", "--timezone", "../etc"], "There is no time zone"),
    ],
)
def test_what_read_cannot_use_gets_a_sentence(home: Path, words: list[str], sentence: str) -> None:
    done = CliRunner().invoke(main, ["read", *words], input="A story.")
    assert done.exit_code == 2
    assert sentence in done.stderr


def test_a_story_that_is_no_text_is_refused(home: Path) -> None:
    done = CliRunner().invoke(main, ["read", "-"], input=b"\xff\xfe\x00")
    assert done.exit_code == 2
    assert "is not UTF-8 text" in done.stderr
