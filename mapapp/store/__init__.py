"""Where the newsroom keeps things: incidents in revisions, people, gazetteer, jobs, online answers."""

from mapapp.store.records import (
    AuditEntry,
    Decision,
    DecisionState,
    Draft,
    IncidentSummary,
    Job,
    JobState,
    Person,
    Refused,
    Revision,
    StaffRole,
    Story,
)
from mapapp.store.store import Store

__all__ = [
    "AuditEntry",
    "Decision",
    "DecisionState",
    "Draft",
    "IncidentSummary",
    "Job",
    "JobState",
    "Person",
    "Refused",
    "Revision",
    "StaffRole",
    "Store",
    "Story",
]
