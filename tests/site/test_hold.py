"""Two runs into one place at once would undo each other's work: the second one is told to wait."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from fsspec.implementations.memory import MemoryFileSystem

from mapapp.cli.commands import main
from mapapp.errors import Conflict, StorageFailed
from mapapp.site import hold
from mapapp.site.static_site import publish
from mapapp.site.target import Target
from mapapp.web.asking import Readers

MEMORY = "memory://maps"
_HOLDS_AND_WAITS = """
import sys
from mapapp.site.target import Target
with Target(sys.argv[1]).held():
    print("held", flush=True)
    sys.stdin.read()
"""


class _Clock:
    """The time of a test, which passes when it says so."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(hold, "now", made)
    return made


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of objects of this test's own."""
    monkeypatch.setattr(MemoryFileSystem, "store", {})
    monkeypatch.setattr(MemoryFileSystem, "pseudo_dirs", [""])


@pytest.fixture(params=["folder", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "site") if request.param == "folder" else MEMORY


def test_a_second_run_writes_nothing_and_says_what_to_do(app: Flask, runner: CliRunner, place: str) -> None:
    with Target(place).held(), pytest.raises(Conflict, match="is being published to"):
        publish(Readers(app, "https://maps.example.org"), Target(place), lambda *_: None)
    assert Target(place).sizes() == {}


def test_the_command_ends_with_that_sentence(runner: CliRunner, tmp_path: Path) -> None:
    place = str(tmp_path / "site")
    with Target(place).held():
        done = runner.invoke(main, ["publish", place, "--url", "https://maps.example.org"])
    assert done.exit_code == 2
    assert "another run" in done.output
    assert "Traceback" not in done.output


def test_a_run_that_is_done_leaves_nothing_behind(place: str, tmp_path: Path) -> None:
    for _ in range(2):
        with Target(place).held():
            pass
    assert not MemoryFileSystem.store
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_run_that_fails_lets_go(place: str) -> None:
    with pytest.raises(StorageFailed), Target(place).held():
        raise StorageFailed("The disk is full.")
    with Target(place).held() as held:
        assert held.left_by == ""


def test_a_killed_run_does_not_hold_a_folder(tmp_path: Path) -> None:
    place = str(tmp_path / "site")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS_AND_WAITS, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Conflict), Target(place).held():
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
    with Target(place).held():
        pass


def _crash() -> Iterator[None]:
    """A run that never comes to its end, as long as this is kept."""
    with Target(MEMORY).held():
        yield


def test_what_a_crashed_run_left_in_a_store_runs_out_and_says_so(clock: _Clock) -> None:
    crashed = _crash()
    next(crashed)
    clock.time += hold.LASTS - timedelta(seconds=1)
    with pytest.raises(Conflict, match=r"process \d+.*12:03:00") as told, Target(MEMORY).held():
        pass
    assert f"process {os.getpid()}" in str(told.value)
    clock.time += timedelta(seconds=1)
    with Target(MEMORY).held() as held:
        assert f"process {os.getpid()}" in held.left_by
    # It was not dead but slow, and lets go of what is not its own any more.
    with Target(MEMORY).held():
        crashed.close()
        with pytest.raises(Conflict), Target(MEMORY).held():
            pass


def test_a_long_run_keeps_its_hold_and_one_that_lost_it_stops(clock: _Clock) -> None:
    with Target(MEMORY).held() as long:
        for _ in range(10):
            clock.time += hold.LASTS / 2
            long.keep()
        with pytest.raises(Conflict), Target(MEMORY).held():
            pass
        clock.time += hold.LASTS
        with Target(MEMORY).held():
            clock.time += hold.LASTS / 2
            with pytest.raises(Conflict, match="another run has taken over"):
                long.keep()


def test_a_marker_that_nobody_can_read_is_taken_for_a_run_that_is_under_way(clock: _Clock) -> None:
    Target(MEMORY)
    MemoryFileSystem().pipe_file(f"/maps/{hold.MARKER}", b"\xff{")
    with pytest.raises(Conflict, match="remove"), Target(MEMORY).held():
        pass


def test_of_two_that_begin_at_once_in_a_store_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that knows no exclusive writing: the one that wrote last has it."""
    write = MemoryFileSystem.pipe_file

    def overtaken(self: MemoryFileSystem, path: str, value: bytes, **_: object) -> None:
        write(self, path, value)
        monkeypatch.setattr(MemoryFileSystem, "pipe_file", write)
        write(self, path, value.replace(b'"until"', b'"token": "another", "until"'))

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", overtaken)
    with pytest.raises(Conflict), Target(MEMORY).held():
        pass
    assert list(MemoryFileSystem.store) == [f"/maps/{hold.MARKER}"]
