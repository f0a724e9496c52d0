"""Many processes and threads that ask one server at once, through the desk as a newsroom does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from mapapp.settings import Settings
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import nominatim
from tests.unit.geocode.nominatim import Nominatim, status

PROCESSES, THREADS = 4, 3

CORNER = "28th Avenue and 40th Street, Quillby"

_CHILD = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from mapapp.desk import Desk
from mapapp.settings import Settings
import mapapp.geocode.online
phrases = json.loads(sys.argv[1])
desk = Desk.open(Settings.from_env())
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(len(phrases)) as pool:
    answers = list(pool.map(lambda one: desk.finder.geocode(one, online=True), phrases))
desk.close()
print(json.dumps([one.as_json() for one in answers]))
"""


@pytest.fixture
def server(town_index: StreetIndex) -> Iterator[Nominatim]:
    with nominatim.serving(town_index) as server:
        yield server


@pytest.fixture
def environ(server: Nominatim, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """The environment of processes of one machine, whose folder for temporary files is this test's own."""
    return {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "MAPAPP_HOME": str(settings.home),
        "MAPAPP_GEOCODER_OPTIONS": json.dumps(server.options),
        "MAPAPP_GEOCODER_INTERVAL": "0.2",
    }


def crowd(environ: dict[str, str], phrases: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The answers to the phrases, each list of which is asked by a process of its own, all at once."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    children = [
        subprocess.Popen([sys.executable, "-c", _CHILD, json.dumps(one)], env=environ, **pipes)
        for one in phrases
    ]
    for one in children:
        assert one.stdout.readline() == "ready\n"
    for one in children:
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120)[0] for one in children]
    assert [one.returncode for one in children] == [0] * len(children)
    return [answer for text in said for answer in json.loads(text)]


def test_a_question_that_all_have_is_asked_once(server: Nominatim, environ: dict[str, str]) -> None:
    answers = crowd(environ, [[CORNER] * THREADS] * PROCESSES)
    assert {one["outcome"] for one in answers} == {"resolved"}
    assert len({json.dumps(one["candidates"]) for one in answers}) == 1
    assert sorted(query["q"] for _, query, _ in server.asked) == [
        "28th Avenue, Quillby",
        "40th Street, Quillby",
    ]
    assert len(answers) == PROCESSES * THREADS


def test_no_second_sees_more_than_one_request(server: Nominatim, environ: dict[str, str]) -> None:
    phrases = [
        ["28th Avenue and 40th Street, Quillby"],
        ["27th Avenue and 40th Street, Quillby", "27th Avenue and 41st Street, Quillby"],
        ["28th Avenue and 41st Street, Quillby", "N Main Street and W Oak Street, Quillby"],
        ["Sheridan Road and Pine Road, Quillby"],
    ]
    answers = crowd({**environ, "MAPAPP_GEOCODER_INTERVAL": "1"}, phrases)
    assert {one["outcome"] for one in answers} == {"resolved"}
    # Of the eight streets each is asked for once, though four are of two corners.
    assert len(server.asked) == 8
    assert min(server.gaps()) >= 1.0


def test_the_default_is_one_request_a_second(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).geocoder_interval == 1.0


@pytest.mark.parametrize("code", [401, 403, 429, 500])
def test_all_leave_a_service_alone_that_refused_one(
    server: Nominatim, environ: dict[str, str], code: int
) -> None:
    after = {"Retry_After": "100"} if code >= 429 else {}
    server.faults = [status(code, **after)]
    phrases = [
        [f"{20 + i + 3 * j}th Avenue and 40th Street, Quillby" for i in range(THREADS)] for j in range(4)
    ]
    answers = crowd(environ, phrases)
    assert len(server.asked) == 1
    assert {one["outcome"] for one in answers} == {"unavailable"}
    assert all("left alone until" in one["explanation"] for one in answers)
    assert len(answers) == PROCESSES * THREADS


def test_all_wait_until_the_date_that_one_was_told(server: Nominatim, environ: dict[str, str]) -> None:
    date = datetime.now(UTC).replace(microsecond=0).replace(year=datetime.now(UTC).year + 1)
    server.faults = [status(503, Retry_After=format_datetime(date, usegmt=True))]
    answers = crowd(environ, [[CORNER]] * PROCESSES)
    assert len(server.asked) == 1
    # Nobody is left alone for longer than a day.
    assert {one["outcome"] for one in answers} == {"unavailable"}
