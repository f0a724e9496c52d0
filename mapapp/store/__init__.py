"""Where the newsroom keeps things: incidents in revisions, people, gazetteer, jobs, online answers."""

from mapapp.store.masks import Wanted
from mapapp.store.records import (
    AuditEntry,
    Deed,
    IncidentSummary,
    Job,
    JobState,
    Mask,
    Person,
    Refused,
    Revision,
    StaffRole,
)
from mapapp.store.store import Store

__all__ = [
    "AuditEntry",
    "Deed",
    "IncidentSummary",
    "Job",
    "JobState",
    "Mask",
    "Person",
    "Refused",
    "Revision",
    "StaffRole",
    "Store",
    "Wanted",
]
