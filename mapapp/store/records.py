"""What the store hands out beside documents: frozen records, times as RFC 3339 in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mapapp.incident.model import Incident


class PublicationKind(StrEnum):
    """What was done about what readers see."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    UNPUBLISHED = "unpublished"

    @property
    def shows(self) -> bool:
        """Whether readers see a map from then on."""
        return self in (PublicationKind.PUBLISHED, PublicationKind.CORRECTED)


@dataclass(frozen=True)
class Publication:
    """One act about what readers see: made at `made_at`, in effect from `at` on.

    `revision` is what they see, or saw before a retraction; None for what was unpublished.
    """

    id: int
    revision: int | None
    at: str
    made_at: str
    who: str
    kind: PublicationKind
    note: str


class MapState(StrEnum):
    """How a map stands with its readers."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True)
class IncidentSummary:
    """One line of a list of maps: the words of one revision, and how the map stands with readers.

    `places` counts the places; `published_revision` is None when readers see nothing. `since` is when the
    state took effect and `scheduled_at` when a revision will be published; both may be empty.
    `updated_at` is when the revision was saved, `who` by whom.
    """

    id: str
    title: str
    summary: str
    timezone: str
    occurred_at: str
    places: int
    revision: int
    updated_at: str
    who: str
    state: MapState
    published_revision: int | None
    since: str
    scheduled_at: str


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


@dataclass(frozen=True)
class Person:
    """Someone who may sign in to the newsroom."""

    id: int
    name: str
    role: StaffRole


@dataclass(frozen=True)
class Account:
    """A person with what an administrator sees: when last seen, and whether they may sign in at all."""

    person: Person
    disabled: bool
    seen_at: str


@dataclass(frozen=True)
class SignIn:
    """One sign-in of a person: `handle` names it without being able to sign in with; times as RFC 3339."""

    handle: str
    started_at: str
    seen_at: str
    browser: str
    address: str


@dataclass(frozen=True)
class AuditEntry:
    """One deed of the audit log: when (RFC 3339, UTC), who, what was done, to what, and more words on it."""

    id: int
    at: str
    who: str
    deed: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Story:
    """The text a map was made from: by whom and where it was published, on which day, and of which place.

    `published` is a date or empty; `near` the place that a person gave for it, empty where the text tells.
    """

    incident_id: str
    text: str
    publisher: str
    url: str
    published: str
    near: str
    saved_at: str = ""
    who: str = ""


class DecisionState(StrEnum):
    """What has been decided about a place that a story names."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Decision:
    """What a person decided about one place that a story names, `mention` being its key there.

    `place_id` is the place on the map once accepted; `phrase`, `near` and `role` are what the person put for
    what was read, empty where that stands.
    """

    mention: str
    state: DecisionState = DecisionState.PENDING
    place_id: str = ""
    phrase: str = ""
    near: str = ""
    role: str = ""
    who: str = ""
    at: str = ""


@dataclass(frozen=True)
class Draft:
    """What somebody has typed into a form and not sent: the fields by name, and when it was kept."""

    fields: Mapping[str, str]
    saved_at: str


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
