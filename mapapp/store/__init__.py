"""Where the newsroom keeps things: incidents in revisions, people, gazetteer, jobs, online answers."""

from mapapp.store.records import (
    Account,
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
    SignIn,
    StaffRole,
    Story,
)
from mapapp.store.store import Store

__all__ = [
    "Account",
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
    "SignIn",
    "StaffRole",
    "Store",
    "Story",
]
