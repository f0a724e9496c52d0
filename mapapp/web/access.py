"""Who may see what: everything is the newsroom's unless it is named here as public."""

import math
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from mapapp.desk import Person
from mapapp.web.context import desk

PUBLIC = frozenset(
    {
        "static",
        "reader.index",
        "reader.page",
        "reader.embed",
        "reader.map_script",
        "reader.places",
        "reader.geojson",
        "reader.tile",
        "reader.health",
        "sign_in.sign_in",
    }
)

_TOKEN = "token"  # noqa: S105 (the name of a session member, not a password)


def is_public(endpoint: str | None) -> bool:
    """Whether anyone may call an endpoint; an address that leads nowhere is anyone's."""
    return endpoint is None or endpoint in PUBLIC


def init_app(app: Flask) -> None:
    """Guard every endpoint of `app` that is not named public."""
    app.before_request(_guard)


def person() -> Person:
    """The person who is signed in; only for guarded endpoints."""
    found = g.person
    if not isinstance(found, Person):
        raise TypeError("A public endpoint asked who is signed in.")
    return found


def signed_in() -> Person | None:
    """The person whose sign-in the session carries, if it still holds."""
    token = session.get(_TOKEN)
    return desk().people.person(token) if isinstance(token, str) else None


def begin(token: str) -> None:
    """Start a fresh session for a person who has just signed in; nothing of an earlier one survives."""
    session.clear()
    session[_TOKEN] = token
    session.permanent = True


def end() -> None:
    """End the sign-in, here and in the newsroom's records."""
    token = session.get(_TOKEN)
    if isinstance(token, str):
        desk().people.sign_out(token)
    session.clear()


def safe_next(path: str) -> str:
    """Where to go after signing in: a newsroom page of ours, never another host."""
    inside = path.startswith("/newsroom") and path.isprintable() and "\\" not in path
    return path if inside else url_for("newsroom.index")


def _guard() -> Response | None:
    if is_public(request.endpoint):
        return None
    g.person = signed_in()
    if g.person is not None:
        return None
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))


class _Failures(NamedTuple):
    count: int
    until: float


class Throttle:
    """Slows the guessing of passwords: after a few failures each further try must wait twice as long.

    Kept in this process, per name and address; `clock` gives seconds that never run backwards.
    """

    FREE_TRIES = 5
    LONGEST_S = 900.0
    REMEMBERED = 10_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], _Failures] = {}

    def wait_s(self, name: str, address: str) -> int:
        """Whole seconds until the next try is heard; 0 when it may be made now."""
        with self._lock:
            known = self._failures.get((name, address))
        return max(0, math.ceil(known.until - self._clock())) if known else 0

    def failed(self, name: str, address: str) -> None:
        """Remember one more failure."""
        with self._lock:
            known = self._failures.pop((name, address), _Failures(0, 0.0))
            count = known.count + 1
            delay = min(2.0 ** (count - self.FREE_TRIES), self.LONGEST_S) if count >= self.FREE_TRIES else 0
            self._failures[name, address] = _Failures(count, self._clock() + delay)
            while len(self._failures) > self.REMEMBERED:
                self._failures.pop(next(iter(self._failures)))

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of a person who got in."""
        with self._lock:
            self._failures.pop((name, address), None)
