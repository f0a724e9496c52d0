"""Where the newsroom keeps things: incidents, what readers see, people, gazetteer, jobs, online answers."""

from mapapp.store.publications import Act
from mapapp.store.records import (
    Account,
    AuditEntry,
    Decision,
    DecisionState,
    Draft,
    IncidentSummary,
    Job,
    JobState,
    MapState,
    Person,
    Publication,
    PublicationKind,
    Refused,
    Revision,
    SignIn,
    StaffRole,
    Story,
)
from mapapp.store.store import Store

__all__ = [
    "Account",
    "Act",
    "AuditEntry",
    "Decision",
    "DecisionState",
    "Draft",
    "IncidentSummary",
    "Job",
    "JobState",
    "MapState",
    "Person",
    "Publication",
    "PublicationKind",
    "Refused",
    "Revision",
    "SignIn",
    "StaffRole",
    "Store",
    "Story",
]
