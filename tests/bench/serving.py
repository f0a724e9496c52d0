"""Requests a second of a published map, beside the same bytes as a static file from the same process.

The server sends a static file without asking Python. What Python can do at most in that process, a function
that knows nothing but those bytes shows.
"""

import multiprocessing
import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mapapp.web.app import create_worker

from .figure import Figure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EMBED = "/embed/kenosha-2020-08-23"
SECONDS = 3.0
_BARE = "/bare"
_BARE_FILE = "MAPAPP_BENCH_BARE"


class Rate(NamedTuple):
    """How often an address was answered in a second; `is_map` when it is what a reader asks for."""

    what: str
    per_second: float
    is_map: bool


def figures(home: Path) -> Iterator[Figure]:
    """What readers ask for, beside the static file, as ratios."""
    measured = rates(home)
    for one in measured:
        ratio = one.per_second / measured[0].per_second
        target = "target 0.80" if one.is_map else ""
        yield Figure(one.what, f"{one.per_second:,.0f}/s, ratio {ratio:.2f}", target)


def rates(home: Path) -> list[Rate]:
    """The static file first, then what readers ask for; taken in turn three times, the best kept."""
    static = home / "static"
    static.mkdir(exist_ok=True)
    with served(home, static) as port:
        (static / "map.html").write_bytes(body_of(port, request_for(EMBED, "gzip")))
        etag = etag_of(answer_to(port, request_for(EMBED, "gzip")))
        asked = [
            ("a static file of the same bytes", request_for("/same/map.html", "gzip"), False),
            ("the same bytes from Python alone", request_for(_BARE, "gzip"), False),
            ("a static file from Flask", request_for("/static/js/map.js", "gzip"), False),
            ("an embed from Flask, gzip", request_for(EMBED, "gzip"), True),
            ("an embed from Flask, unchanged (304)", request_for(EMBED, "gzip", etag), True),
        ]
        rounds = [[_per_second(port, request) for _, request, _ in asked] for _ in range(3)]
    best = [max(column) for column in zip(*rounds, strict=True)]
    return [Rate(what, rate, is_map) for (what, _, is_map), rate in zip(asked, best, strict=True)]


@contextmanager
def served(home: Path, static: Path) -> Iterator[int]:
    """The port of a newsroom as it is served, with the files of `static` beside it under /same."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(str(home), str(static), port))
    process.start()
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(home: str, static: str, port: int) -> None:
    os.environ.update({"MAPAPP_HOME": home, _BARE_FILE: str(Path(static) / "map.html")})
    Granian(
        f"{__name__}:worker",
        factory=True,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=2,
        static_path_route=["/same"],
        static_path_mount=[Path(static)],
        log_level=LogLevels.error,
    ).serve()


def worker() -> "WSGIApplication":
    """The application as it is served and, at one address, the least that Python can do."""
    app, bare = create_worker(), Path(os.environ[_BARE_FILE])

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != _BARE:
            return app(environ, start_response)
        body = bodies.get(_BARE) or bodies.setdefault(_BARE, bare.read_bytes())
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    bodies: dict[str, bytes] = {}
    return answer


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            answer_to(port, request_for("/healthz", "identity"))
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _per_second(port: int, request: bytes) -> float:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        count, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            connection.sendall(request)
            receive(connection)
            count += 1
        return count / (time.perf_counter() - begun)


def request_for(path: str, encoding: str, etag: str = "") -> bytes:
    unless = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n{unless}\r\n".encode()


def answer_to(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        return receive(connection)


def body_of(port: int, request: bytes) -> bytes:
    return answer_to(port, request).partition(b"\r\n\r\n")[2]


def etag_of(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode()
    return next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith("etag:"))


def receive(connection: socket.socket) -> bytes:
    """One whole answer: its head, and as many bytes as the head says."""
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    needed = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < needed:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    more = connection.recv(65536)
    if not more:
        raise ConnectionError("the server closed the connection")
    return more
