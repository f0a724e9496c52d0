"""One run at a time into one place: two at once would take each other's files for lost.

A folder is locked by the system, which lets go when the process ends, however it ends. A store of objects
knows no locks: there a marker says who publishes and until when; the run puts that off as it goes on, and
what a run left that was cut short runs out.
"""

import fcntl
import json
import os
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from mapapp.errors import Conflict

MARKER = ".publishing"
LASTS = timedelta(minutes=3)
"""So long a marker holds from when it was last written."""

_RENEWED_AFTER = timedelta(seconds=30)


class Object(Protocol):
    """One object of a store."""

    def read(self) -> bytes | None:
        """Its bytes; None where it is not there."""

    def create(self, body: bytes) -> bool:
        """Put it there, if it is not there already as far as the store can tell; whether it was put there."""

    def write(self, body: bytes) -> None:
        """Put it there in any case."""

    def remove(self) -> None:
        """Take it away."""


class Hold:
    """A place that no other run publishes to meanwhile; `left_by` names a run that was cut short there."""

    left_by = ""

    def keep(self) -> None:
        """Say that the run goes on; raises Conflict where another one has taken over."""


def now() -> datetime:
    """The present time."""
    return datetime.now(UTC)


@contextmanager
def of_folder(folder: str, address: str) -> Iterator[Hold]:
    """A hold on a folder that is there; raises Conflict while another process has it."""
    # On the folder itself, so that no file of ours lies among those that are served.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(descriptor, address)
        yield Hold()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, address: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Conflict(_under_way(address)) from error


@contextmanager
def of_store(marker: Object, address: str) -> Iterator[Hold]:
    """A hold on a store of objects; raises Conflict while the marker says that another run is under way."""
    hold = _Marked(marker, address)
    hold.take()
    try:
        yield hold
    finally:
        hold.let_go()


@dataclass(frozen=True)
class _Mark:
    """What a marker says: whose it is, and until when it holds (RFC 3339 in UTC)."""

    token: str
    by: str
    until: str

    @property
    def has_run_out(self) -> bool:
        return datetime.fromisoformat(self.until) <= now()


class _Marked(Hold):
    def __init__(self, marker: Object, address: str) -> None:
        self._marker = marker
        self._address = address
        self._token = secrets.token_hex(8)
        self._written = now()

    def take(self) -> None:
        found = self._read()
        if found:
            self._refuse(found)
            self.left_by = found.by
            self._marker.remove()
        # Not every store can tell that something is there already: then who wrote last has it.
        if not (self._marker.create(self._mark()) and self._is_ours()):
            raise Conflict(_under_way(self._address))

    def keep(self) -> None:
        if now() - self._written < _RENEWED_AFTER:
            return
        if not self._is_ours():
            raise Conflict(f"{self._address} is left alone: another run has taken over there.")
        self._marker.write(self._mark())

    def let_go(self) -> None:
        if self._is_ours():
            self._marker.remove()

    def _refuse(self, found: _Mark) -> None:
        if not found.has_run_out:
            raise Conflict(
                f"{_under_way(self._address)} It is {found.by}; if that was cut short, "
                f"its hold ends by itself at {found.until}."
            )

    def _mark(self) -> bytes:
        self._written = now()
        until = (self._written + LASTS).strftime("%Y-%m-%dT%H:%M:%SZ")
        by = f"process {os.getpid()} on {platform.node()}"
        return json.dumps(asdict(_Mark(self._token, by, until))).encode()

    def _is_ours(self) -> bool:
        found = self._read()
        return found is not None and found.token == self._token

    def _read(self) -> _Mark | None:
        body = self._marker.read()
        if body is None:
            return None
        try:
            mark = _Mark(**json.loads(body))
            datetime.fromisoformat(mark.until)
        except (ValueError, TypeError) as error:
            raise Conflict(
                f"{MARKER} in {self._address} cannot be read; "
                "if no run is under way, remove it and publish again."
            ) from error
        return mark


def _under_way(address: str) -> str:
    return f"{address} is being published to by another run; wait until that is done, then publish again."
