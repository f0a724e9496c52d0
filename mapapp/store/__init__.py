"""Where the newsroom keeps things: incidents, what readers see, people, gazetteer, jobs, online answers."""

from mapapp.store.masks import Wanted
from mapapp.store.publications import Act
from mapapp.store.records import (
    Account,
    AuditEntry,
    Decision,
    DecisionState,
    Deed,
    Draft,
    IncidentSummary,
    Job,
    JobState,
    MapState,
    Mask,
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
    "Deed",
    "Draft",
    "IncidentSummary",
    "Job",
    "JobState",
    "MapState",
    "Mask",
    "Person",
    "Publication",
    "PublicationKind",
    "Refused",
    "Revision",
    "SignIn",
    "StaffRole",
    "Store",
    "Story",
    "Wanted",
]
