"""Serving the newsroom with granian, a production WSGI server, and adding a county meanwhile."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mapapp.cli.newsroom import set_up
from mapapp.errors import BadInput
from mapapp.settings import Settings

WORKERS = 2
THREADS = 4
# A worker told to stop while it is still starting can miss it and would be waited for without end.
STOP_S = 5


def serve(settings: Settings, host: str, port: int, county: str | None) -> None:
    """Serve on `host` and `port` until interrupted; `county` is added in a process of its own.

    Raises BadInput when the address cannot be served on.
    """
    _check_address(host, port)
    set_up(settings)
    server = Granian(
        "mapapp.web.app:create_worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S,
        log_level=LogLevels.warning,
    )
    server.on_startup(partial(_announce, host, port))
    with _adding_streets(county):
        server.serve()


def _announce(host: str, port: int) -> None:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"The maps:     {address}/")
    click.echo(f"The newsroom: {address}/newsroom")
    click.echo("Stop with Ctrl-C.")


def _check_address(host: str, port: int) -> None:
    """Before anything is started: the server's own message for a taken port is a traceback."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise BadInput(
            f"Port {port} of {host} cannot be used: {error}. "
            "Choose another, for example: MAPAPP_PORT=8001 make run"
        ) from error


@contextmanager
def _adding_streets(county: str | None) -> Iterator[None]:
    """A county is added by a process of its own, so that neither start nor readers wait for it."""
    if county is None:
        yield
        return
    command = [sys.executable, "-m", "mapapp", "streets", "add", "--background", "--", county]
    with subprocess.Popen(command, env=os.environ.copy(), stdin=subprocess.DEVNULL) as adding:  # noqa: S603 (our own program, no shell)
        try:
            yield
        finally:
            adding.terminate()
