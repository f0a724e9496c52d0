"""Every error a person can meet, as one tree, and what each means at the border.

The text of an error is a sentence that says what to do. Foreign exceptions are
translated into these where they enter the house.
"""

from typing import NamedTuple


class MapappError(Exception):
    """Something went wrong that a person should read about."""


class BadInput(MapappError):
    """The input cannot be used; the message says how to mend it."""


class InvalidDocument(BadInput):
    """A GeoJSON document breaks a rule; `path` names the offending value.

    `path` is written as one would reach the value from the document's root,
    for example `features[3].geometry.coordinates[0]`; empty for the root itself.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}" if path else reason)


class TooLarge(BadInput):
    """The input is larger, deeper or slower than the limit allows."""


class SignInFailed(MapappError):
    """The name and the password do not go together."""


class TooManyTries(MapappError):
    """Passwords were guessed wrong too often; the next try is heard in `wait_s` seconds."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(f"Too many tries. Wait {wait_s} seconds, then try again.")


class Denied(MapappError):
    """The person may not do what was asked."""


class NotFound(MapappError):
    """There is nothing of that name."""


class Gone(MapappError):
    """What was here was taken back; the message says when and why, `title` what it was."""

    def __init__(self, title: str, message: str) -> None:
        self.title = title
        super().__init__(message)


class Conflict(MapappError):
    """The request contradicts what is already there."""


class StaleRevision(Conflict):
    """Another revision came first; the refused version was kept as `refused_id`."""

    def __init__(self, incident_id: str, base: int, current: int, refused_id: int) -> None:
        self.incident_id = incident_id
        self.base = base
        self.current = current
        self.refused_id = refused_id
        super().__init__(
            f"This map was saved by someone else in the meantime (you started from revision {base}, "
            f"it is now at {current}). Nothing is lost: your version was kept. "
            "Compare the two and save again."
        )


class Unavailable(MapappError):
    """A service or a network that was needed does not answer."""


class StorageFailed(MapappError):
    """The disk is full or cannot be written."""


class WorkerLost(MapappError):
    """A process that did part of the work ended before the work did."""


class Meaning(NamedTuple):
    """What an error is called outside: an HTTP status and a process exit status."""

    http: int
    exit: int


_MEANINGS: tuple[tuple[type[MapappError], Meaning], ...] = (
    (TooLarge, Meaning(413, 2)),
    (BadInput, Meaning(400, 2)),
    (SignInFailed, Meaning(403, 2)),
    (TooManyTries, Meaning(429, 2)),
    (Denied, Meaning(403, 2)),
    (NotFound, Meaning(404, 2)),
    (Gone, Meaning(410, 2)),
    (Conflict, Meaning(409, 2)),
    (StorageFailed, Meaning(507, 2)),
    (Unavailable, Meaning(503, 3)),
    (WorkerLost, Meaning(500, 4)),
    (MapappError, Meaning(500, 1)),
)


def meaning(error: MapappError) -> Meaning:
    """The HTTP status and exit status of an error, from the one table."""
    return next(found for kind, found in _MEANINGS if isinstance(error, kind))
