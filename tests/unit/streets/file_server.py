"""A real HTTP server on the loopback: serves a folder, with ETags and ranges, and misbehaves on demand."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

Fault = Callable[["Handler"], None]


@dataclass
class FileServer:
    """What is served, how the next answers go wrong, and what was asked for."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def asked_for(self, ending: str) -> list[str | None]:
        """The Range headers of the requests for files of that ending."""
        return [asked for path, asked in self.asked if path.endswith(ending)]


class Handler(BaseHTTPRequestHandler):
    """Answers from the folder, unless a fault is due for a file that exists."""

    protocol_version = "HTTP/1.1"
    state: ClassVar[FileServer]

    def do_GET(self) -> None:
        self.state.asked.append((self.path, self.headers.get("Range")))
        self.close_connection = True
        if not self.file.is_file():
            self.answer(404, b"nothing here")
        elif self.state.faults:
            self.state.faults.pop(0)(self)
        else:
            self.serve()

    @property
    def file(self) -> Path:
        return self.state.folder / self.path.lstrip("/")

    @property
    def tag(self) -> str:
        return f'"{self.file.stat().st_mtime_ns}-{self.file.stat().st_size}"'

    def serve(self) -> None:
        body, asked = self.file.read_bytes(), re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if not asked or self.headers.get("If-Range") != self.tag:
            self.answer(200, body, ETag=self.tag)
        elif int(asked[1]) >= len(body):
            self.answer(416, b"", **{"Content-Range": f"bytes */{len(body)}"})
        else:
            start = int(asked[1])
            content_range = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.answer(206, body[start:], **{"Content-Range": content_range, "ETag": self.tag})

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.begin(status, len(body), **headers)
        self.wfile.write(body)

    def begin(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(length), "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def break_off(after: int) -> Fault:
    """Promise the whole file, send so many bytes, and hang up."""

    def fault(handler: Handler) -> None:
        body = handler.file.read_bytes()
        handler.begin(200, len(body), ETag=handler.tag)
        handler.wfile.write(body[:after])

    return fault


def hang_up(handler: Handler) -> None:
    """Close the connection without an answer."""


def hang(handler: Handler) -> None:
    """Take the request and never answer."""
    handler.state.stopped.wait(30)


def hang_after(count: int) -> Fault:
    """Send so many bytes and then nothing, with the connection open."""

    def fault(handler: Handler) -> None:
        body = handler.file.read_bytes()
        handler.begin(200, len(body), ETag=handler.tag)
        handler.wfile.write(body[:count])
        handler.wfile.flush()
        handler.state.stopped.wait(30)

    return fault


def trickle(every_s: float) -> Fault:
    """Send one byte at a time."""

    def fault(handler: Handler) -> None:
        body = handler.file.read_bytes()
        handler.begin(200, len(body), ETag=handler.tag)
        for at in range(len(body)):
            handler.wfile.write(body[at : at + 1])
            handler.wfile.flush()
            if handler.state.stopped.wait(every_s):
                return

    return fault


def status(code: int, body: bytes = b"sorry", **headers: str) -> Fault:
    """Answer with that status and body."""
    return lambda handler: handler.answer(code, body, **headers)


def whole_whatever_was_asked(handler: Handler) -> None:
    """Ignore Range."""
    handler.answer(200, handler.file.read_bytes())


def endless_zeros(handler: Handler) -> None:
    """Say nothing of a length and never stop."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while not handler.state.stopped.is_set():
        handler.wfile.write(b"\0" * 1_000_000)


@contextmanager
def serving(folder: Path) -> Iterator[FileServer]:
    """A server of `folder` on a free port, gone afterwards."""
    state = FileServer(folder)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that went away is no error here."""

    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
