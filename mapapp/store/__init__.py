"""Where the newsroom keeps things: incidents, what readers see, people, gazetteer, jobs, online answers."""

from mapapp.store.publications import Act
from mapapp.store.records import (
    AuditEntry,
    IncidentSummary,
    Job,
    JobState,
    MapState,
    Person,
    Publication,
    PublicationKind,
    Refused,
    Revision,
    StaffRole,
)
from mapapp.store.store import Store

__all__ = [
    "Act",
    "AuditEntry",
    "IncidentSummary",
    "Job",
    "JobState",
    "MapState",
    "Person",
    "Publication",
    "PublicationKind",
    "Refused",
    "Revision",
    "StaffRole",
    "Store",
]
