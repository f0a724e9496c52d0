"""Where the newsroom keeps things: incidents in revisions, people, gazetteer, jobs, online answers."""

from mapapp.store.records import IncidentSummary, Job, JobState, Person, Refused, Revision
from mapapp.store.store import Store

__all__ = ["IncidentSummary", "Job", "JobState", "Person", "Refused", "Revision", "Store"]
