"""An embed from our server beside nginx with the published files: the same bytes, one client in turn."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

from mapapp.settings import Settings
from mapapp.site.static_site import publish
from mapapp.site.target import Target
from mapapp.web.asking import readers

from . import nginx
from .figure import Figure, timed
from .serving import EMBED, SECONDS, answer_to, body_of, etag_of, receive, request_for, served

_ROUNDS = 3


def figures(home: Path) -> Iterator[Figure]:
    """Publishing, and both servers in turn three times; of each the round with the most answers a second."""
    site = home / "site"
    yield from published(home, site)
    if nginx.found() is None:
        print("nginx is not installed (apt-get install nginx-light): it is not measured.")
        return
    static = home / "other"
    static.mkdir()
    with served(home, static) as ours, nginx.serving(site, home / "nginx") as theirs:
        request = request_for(EMBED, "gzip")
        same = body_of(ours, request) == body_of(theirs, request)
        known = {port: _known(port, request) for port in (ours, theirs)}
        yield Figure("an embed from nginx: the same bytes as from ours", "yes" if same else "NO")
        for what, asked in (("gzip", dict.fromkeys((ours, theirs), request)), ("unchanged (304)", known)):
            rounds = [[_times(port, asked[port]) for port in (ours, theirs)] for _ in range(_ROUNDS)]
            yield from _compared(what, *(max(column, key=len) for column in zip(*rounds, strict=True)))


def published(home: Path, site: Path) -> Iterator[Figure]:
    """How long the first run and the next one take."""
    for what in ("the first run", "the next run, nothing changed"):
        with readers(Settings(home=home), "http://localhost") as known:
            target = Target(str(site))
            seconds, done = timed(lambda k=known, t=target: publish(k, t, lambda *_: None))
        yield Figure(
            f"publish: {what}", f"{seconds:.1f} s, {done.written:,} files written", f"{done.bytes:,} bytes"
        )


def _compared(what: str, ours: list[float], theirs: list[float]) -> Iterator[Figure]:
    rates = [len(one) / sum(one) for one in (ours, theirs)]
    slow = [1000 * sorted(one)[len(one) * 99 // 100] for one in (ours, theirs)]
    yield Figure(f"an embed from nginx, {what}", f"{rates[1]:,.0f}/s, p99 {slow[1]:.2f} ms")
    yield Figure(
        f"an embed from ours, {what}",
        f"{rates[0]:,.0f}/s, p99 {slow[0]:.2f} ms",
        f"ratio {rates[0] / rates[1]:.2f}; p99 {slow[0] / slow[1]:.1f} times",
    )


def _known(port: int, request: bytes) -> bytes:
    """The same request by somebody who has the answer already."""
    return request_for(EMBED, "gzip", etag_of(answer_to(port, request)))


def _times(port: int, request: bytes) -> list[float]:
    """How many seconds each answer took, one after the other over one connection."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        took, begun = [], time.perf_counter()
        while (before := time.perf_counter()) - begun < SECONDS:
            connection.sendall(request)
            receive(connection)
            took.append(time.perf_counter() - before)
        return took
