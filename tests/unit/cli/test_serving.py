import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mapapp.desk import Desk, JobState
from mapapp.settings import Settings

PATIENCE_S = 60


class Server:
    """A newsroom that is served by a process of its own; its standard error is kept as lines."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.address = f"http://127.0.0.1:{port}"
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def get(self, path: str) -> bytes:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                with urllib.request.urlopen(self.address + path) as answer:
                    return bytes(answer.read())
            except urllib.error.URLError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def wait_for(self, words: str) -> str:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            for line in list(self.said):
                if words in line:
                    return line
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was never said, only {self.said}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(line)


@contextmanager
def serving(home: Path, tiger_url: str, *words: str) -> Iterator[Server]:
    port = _free_port()
    environment = {**os.environ, "MAPAPP_HOME": str(home), "MAPAPP_TIGER_URL": tiger_url}
    command = [sys.executable, "-u", "-m", "mapapp", "serve", "--port", str(port), *words]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        server = Server(process, port)
        try:
            yield server
        finally:
            if process.poll() is None:
                server.stop()


@pytest.fixture
def silent_server() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/tiger"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_the_first_map_is_served_while_the_streets_cannot_be_had(tmp_path: Path, silent_server: str) -> None:
    with serving(tmp_path, silent_server, "--streets", "55059") as server:
        assert b"28th Avenue and 40th Street" in server.get("/maps/kenosha-2020-08-23")
        server.wait_for("First account: editor   password: ")
        server.wait_for(f"The newsroom: {server.address}/newsroom")
        assert "Everything else works" in server.wait_for("were not added")
        assert server.stop() == 0
    desk = Desk.open(Settings(home=tmp_path))
    (job,) = desk.streets.jobs()
    desk.close()
    assert job.state is JobState.FAILED
    assert not [line for line in server.said if "Traceback" in line]


def test_streets_are_added_beside_the_server_and_not_again(tmp_path: Path, tiger: Path) -> None:
    with serving(tmp_path, str(tiger), "--streets", "55059") as server:
        server.wait_for("1,210 streets")
        assert b'"status":"ok"' in server.get("/healthz").replace(b" ", b"")
    with serving(tmp_path, str(tiger), "--streets", "55059") as again:
        again.get("/healthz")
        again.wait_for("The newsroom: ")
    assert not [line for line in again.said if "Adding" in line or "password" in line]


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "mapapp", "serve", "--port", str(port)],
            env={**os.environ, "MAPAPP_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "MAPAPP_PORT=8001" in done.stderr
    assert "Traceback" not in done.stderr
