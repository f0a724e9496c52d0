"""A real nginx that serves published files as docs/nginx.conf says."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SNIPPET = Path(__file__).parents[2] / "docs" / "nginx.conf"
_ROOT = "root /srv/maps;"
_AROUND = """
daemon off;
worker_processes 1;
pid {scratch}/nginx.pid;
error_log {scratch}/error.log;
{user}
events {{ }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {scratch};
    proxy_temp_path {scratch};
    fastcgi_temp_path {scratch};
    uwsgi_temp_path {scratch};
    scgi_temp_path {scratch};
    server {{
        listen 127.0.0.1:{port};
        {site}
    }}
}}
"""


def found() -> str | None:
    """The nginx that is installed here, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(folder: Path, scratch: Path, snippet: str = "") -> Iterator[int]:
    """The port at which nginx serves `folder`; `scratch` is for its own files.

    `snippet` says otherwise how than docs/nginx.conf does; it has no `root`.
    """
    binary = found()
    if binary is None:
        raise FileNotFoundError("nginx")
    scratch.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    site = f"root {folder};\n{snippet}" if snippet else _as_documented(folder)
    # Started by root it would read as a user who may not see a folder for temporary files.
    user = "user root;" if os.geteuid() == 0 else ""
    config = scratch / "nginx.conf"
    config.write_text(_AROUND.format(scratch=scratch, port=port, site=site, user=user))
    process = subprocess.Popen([binary, "-p", str(scratch), "-e", f"{scratch}/error.log", "-c", str(config)])
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _as_documented(folder: Path) -> str:
    snippet = _SNIPPET.read_text()
    if _ROOT not in snippet:
        raise ValueError(f"{_SNIPPET} does not say {_ROOT}")
    return snippet.replace(_ROOT, f"root {folder};")


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
