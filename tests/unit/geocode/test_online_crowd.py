"""Many processes and threads that ask one server at once, through the desk as a newsroom does."""

import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.streets.index import StreetIndex
from tests.unit.geocode import nominatim
from tests.unit.geocode.nominatim import Nominatim, status

PROCESSES, THREADS = 4, 3

CORNER = "28th Avenue and 40th Street, Quillby"

# Each process begins with the program loaded, as a server's do, but none has asked for anything.
_SERVER = multiprocessing.get_context("forkserver")


def _answers(environ: dict[str, str], phrases: Sequence[str], begin: Barrier, told: Connection) -> None:
    """What one process does: its phrases are asked all at once, when every process is ready."""
    os.environ.update(environ)
    desk = Desk.open(Settings.from_env())
    begin.wait(timeout=120)
    with ThreadPoolExecutor(len(phrases)) as pool:
        answers = list(pool.map(lambda one: desk.finder.geocode(one, online=True), phrases))
    desk.close()
    told.send([one.as_json() for one in answers])


@pytest.fixture
def server(town_index: StreetIndex) -> Iterator[Nominatim]:
    with nominatim.serving(town_index) as server:
        yield server


@pytest.fixture
def environ(server: Nominatim, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """The environment of processes of one machine, whose folder for temporary files is this test's own."""
    return {
        "TMPDIR": str(tmp_path),
        "MAPAPP_HOME": str(settings.home),
        "MAPAPP_GEOCODER_OPTIONS": json.dumps(server.options),
        "MAPAPP_GEOCODER_INTERVAL": "0.2",
    }


def crowd(environ: dict[str, str], phrases: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The answers to the phrases, each list of which is asked by a process of its own, all at once."""
    _SERVER.set_forkserver_preload([__name__, "mapapp.geocode.online"])
    begin = _SERVER.Barrier(len(phrases))
    pipes = [_SERVER.Pipe(duplex=False) for _ in phrases]
    children = [
        _SERVER.Process(target=_answers, args=(environ, one, begin, told))
        for one, (_, told) in zip(phrases, pipes, strict=True)
    ]
    for one in children:
        one.start()
    for _, told in pipes:
        told.close()
    said = [hears.recv() for hears, _ in pipes]
    for one in children:
        one.join()
    assert [one.exitcode for one in children] == [0] * len(children)
    return [answer for answers in said for answer in answers]


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
