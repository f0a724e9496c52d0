"""What the store hands out beside documents: frozen records, times as RFC 3339 in UTC."""

from dataclasses import dataclass
from enum import StrEnum

from mapapp.incident.model import Incident


@dataclass(frozen=True)
class IncidentSummary:
    """One line of a list of maps: the words of one revision, and which revision readers see.

    `places` counts the places; `published_revision` is None when readers see nothing;
    `updated_at` is when the revision was saved, `who` by whom.
    """

    id: str
    title: str
    summary: str
    timezone: str
    occurred_at: str
    places: int
    revision: int
    published_revision: int | None
    updated_at: str
    who: str


@dataclass(frozen=True)
class Revision:
    """One entry of an incident's history: who saved it, when, and the note they left."""

    number: int
    saved_at: str
    who: str
    note: str


@dataclass(frozen=True)
class Refused:
    """A version that came too late and was kept; `incident.revision` is the one it started from."""

    id: int
    incident: Incident
    who: str
    note: str
    saved_at: str


@dataclass(frozen=True)
class Deed:
    """What is told to the audit log of a save, beside that there was one: a short verb phrase, and why."""

    deed: str
    detail: str


@dataclass(frozen=True)
class Mask:
    """That a place is masked: when (RFC 3339, UTC), by whom, why, and how widely in metres."""

    made_at: str
    who: str
    reason: str
    radius_m: float


class StaffRole(StrEnum):
    """What someone may do in the newsroom; each may do all that the ones before may."""

    REPORTER = "reporter"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def may_edit(self) -> bool:
        """Whether an editor's decisions are theirs to make."""
        return self is not StaffRole.REPORTER

    @property
    def may_administer(self) -> bool:
        """Whether people and known places are theirs to manage."""
        return self is StaffRole.ADMIN


@dataclass(frozen=True)
class Person:
    """Someone who may sign in to the newsroom."""

    id: int
    name: str
    role: StaffRole


@dataclass(frozen=True)
class AuditEntry:
    """One deed of the audit log: when (RFC 3339, UTC), who, what was done, to what, and more words on it."""

    id: int
    at: str
    who: str
    deed: str
    subject: str
    detail: str


class JobState(StrEnum):
    """How far a long piece of work is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    """A long piece of work, such as adding a county's streets; `fraction` runs from 0 to 1."""

    id: int
    kind: str
    subject: str
    state: JobState
    message: str
    fraction: float
    started_at: str
    updated_at: str
