"""Fetching one file over HTTP: resumed after a break, bounded in size, quick to give up a dead network."""

import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

import requests
import urllib3

from mapapp.errors import BadInput, MapappError, TooLarge, Unavailable
from mapapp.streets.report import Report
from mapapp.streets.storage import storage_errors

MAX_BYTES = 500_000_000
_CHUNK = 64 * 1024
_AGENT = "mapapp (street index builder; python-requests)"
_ABSENT, _PARTIAL, _UNSATISFIABLE = {404, 410}, 206, 416
_MAX_REDIRECTS = 5
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)")


@dataclass(frozen=True)
class Patience:
    """How long a server may keep us waiting, in seconds, and how often a break is mended.

    `answer_s` holds for name look-up, connection, redirects and headers together, which the library's
    own timeouts do not bound; less than `window_bytes` in `window_s` is a stall too. `search_s` is for
    asking year after year.
    """

    connect_s: float = 5.0
    answer_s: float = 7.0
    stall_s: float = 5.0
    window_s: float = 7.0
    window_bytes: int = 7_000
    search_s: float = 20.0
    retries: int = 2
    pause_s: float = 0.5


class _Broken(Exception):
    """The transfer broke off, or the server stumbled: worth another try."""


@dataclass(frozen=True)
class _Request:
    url: str
    patience: Patience

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


class PartialFile:
    """The bytes of a file that are here so far, and the validator that tells whether the rest still fits."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + ".part")
        self._validator = target.with_name(target.name + ".validator")

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0

    def headers(self) -> dict[str, str]:
        """What asks a server for the rest only, and for all of it when the file has changed since."""
        if not self.size or not self._validator.exists():
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self._validator.read_text(encoding="latin-1")}

    def restart(self, headers: "requests.structures.CaseInsensitiveDict[str]") -> None:
        """Forget what is here; remember the validator of what comes, unless weak (RFC 9110, 13.1.5)."""
        self.discard()
        tag = headers.get("ETag", "")
        validator = tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")
        if validator:
            self._validator.write_text(validator, encoding="latin-1")

    def discard(self) -> None:
        """Remove what is here."""
        self.path.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)


def download(url: str, target: Path, report: Report, patience: Patience) -> bool:
    """Fetch a file to `target`; False when the server has none of that name.

    What a break leaves is kept beside it and resumed, now and by the next run. Raises Unavailable when
    the server cannot be reached, hangs, trickles or refuses; TooLarge beyond 500 MB; StorageFailed.
    """
    request, part = _Request(url, patience), PartialFile(target)
    with storage_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.replace(part.path)
    for attempt in range(patience.retries + 1):
        try:
            found = _attempt(request, part, report)
        except _Broken as error:
            if attempt == patience.retries:
                raise Unavailable(f"{request.host} {error}. Try again later: what came is kept.") from error
            time.sleep(patience.pause_s * 2**attempt)
        else:
            break
    if found:
        with storage_errors(target.parent):
            part.path.replace(target)
    return found


def _attempt(request: _Request, part: PartialFile, report: Report) -> bool:
    with requests.Session() as session, closing(_answer(session, request, part.headers())) as response:
        if response.status_code in _ABSENT:
            return False
        _refuse(request, response)
        if response.status_code == _UNSATISFIABLE:
            return _is_complete(response, part)
        total = _begin(request, response, part)
        _receive(request, response, part, total, report)
    if total is not None and part.size != total:
        raise _Broken(f"broke off {request.name} at {part.size:,} of {total:,} bytes")
    return True


def _refuse(request: _Request, response: requests.Response) -> None:
    """Raise for every answer that is neither the file nor a part of it."""
    status = response.status_code
    if status >= 500:
        raise _Broken(f"answered {status} for {request.name}")
    if status not in (200, _PARTIAL, _UNSATISFIABLE):
        raise Unavailable(f"{request.host} refuses {request.name} (status {status}): try again later.")
    if status == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
        raise Unavailable(
            f"{request.host} answered with a web page instead of {request.name}: "
            "a proxy or a sign-in page may stand between, or MAPAPP_TIGER_URL is not right."
        )


def _is_complete(response: requests.Response, part: PartialFile) -> bool:
    """Whether "no such range" means that all of it is here already; else start afresh."""
    stated = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if stated and int(stated[2]) == part.size:
        return True
    part.discard()
    raise _Broken("no longer has the rest of the file")


def _begin(request: _Request, response: requests.Response, part: PartialFile) -> int | None:
    """Make ready for the body; the size of the whole file where the server states it."""
    with storage_errors(part.path.parent):
        if response.status_code != _PARTIAL:
            part.restart(response.headers)
            length = response.headers.get("Content-Length", "")
            total = int(length) if length.isdigit() else None
        else:
            stated = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if not stated or stated[1] != str(part.size):
                part.discard()
                raise _Broken(f"sent another part of {request.name} than was asked for")
            total = int(stated[2])
    _bounded(request, part, total or 0)
    return total


def _bounded(request: _Request, part: PartialFile, size: int) -> None:
    if size > MAX_BYTES:
        part.discard()
        raise TooLarge(
            f"{request.name} is larger than {MAX_BYTES // 10**6} MB: it cannot be a county's file."
        )


def _receive(
    request: _Request, response: requests.Response, part: PartialFile, total: int | None, report: Report
) -> None:
    stage, done = f"Fetching {request.name}", part.size
    since, fresh = time.monotonic(), 0
    with storage_errors(part.path.parent), part.path.open("ab") as file:
        while chunk := _read(request, response):
            file.write(chunk)
            done, fresh = done + len(chunk), fresh + len(chunk)
            _bounded(request, part, done)
            report(stage, done, total)
            if time.monotonic() - since >= request.patience.window_s:
                if fresh < request.patience.window_bytes:
                    raise _stalled(request)
                since, fresh = time.monotonic(), 0


def _read(request: _Request, response: requests.Response) -> bytes:
    """The bytes that have come, some at least; none at the end."""
    try:
        return bytes(response.raw.read1(_CHUNK, decode_content=False))
    except urllib3.exceptions.ReadTimeoutError as error:
        raise _stalled(request) from error
    except urllib3.exceptions.HTTPError as error:
        raise _Broken(f"broke off {request.name}") from error


def _stalled(request: _Request) -> Unavailable:
    return Unavailable(f"{request.host} stopped sending {request.name}. Try again later: what came is kept.")


def _answer(session: requests.Session, request: _Request, headers: dict[str, str]) -> requests.Response:
    """The server's answer up to the body, or Unavailable in a few seconds."""
    session.max_redirects = _MAX_REDIRECTS
    patience = request.patience
    asked = {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}

    def ask() -> requests.Response:
        timeout = (patience.connect_s, patience.stall_s)
        return session.get(request.url, headers=asked, stream=True, timeout=timeout)

    try:
        response = _within(patience.answer_s, ask)
    except (requests.RequestException, urllib3.exceptions.HTTPError, TimeoutError) as error:
        raise _translated(request, error) from error
    if not stays_secure([request.url, *(one.url for one in (*response.history, response))]):
        response.close()
        raise Unavailable(f"{request.host} sends to an address without HTTPS: {request.name} is not taken.")
    return response


def stays_secure(hops: Sequence[str]) -> bool:
    """Whether redirects that start at an https address lead to such addresses only."""
    return not hops[0].startswith("https:") or all(hop.startswith("https:") for hop in hops)


def _translated(request: _Request, error: Exception) -> MapappError | _Broken:
    cause = error.args[0] if error.args else None
    if isinstance(error, requests.ConnectionError) and isinstance(cause, urllib3.exceptions.ProtocolError):
        return _Broken(f"broke off before it answered for {request.name}")
    if isinstance(error, requests.exceptions.InvalidURL):
        return BadInput("MAPAPP_TIGER_URL is not a web address; check how it is written.")
    return Unavailable(
        f"{request.host} cannot be reached or does not answer: check the network, then try again."
    )


def _within(seconds: float, ask: Callable[[], requests.Response]) -> requests.Response:
    """The answer, or TimeoutError after so many seconds; a name look-up, for one, cannot be timed itself."""
    answers: SimpleQueue[requests.Response | Exception] = SimpleQueue()
    given_up = threading.Event()

    def work() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # noqa: BLE001 - handed over to the thread that waits
            answers.put(error)
        if given_up.is_set():
            _close_all(answers)

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        given_up.set()
        _close_all(answers)
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _close_all(answers: "SimpleQueue[requests.Response | Exception]") -> None:
    while not answers.empty():
        answer = answers.get()
        if isinstance(answer, requests.Response):
            answer.close()
