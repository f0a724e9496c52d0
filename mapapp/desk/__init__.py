"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.desk.bulk import Bulk
from mapapp.desk.care import LEAST_REASON, Override, may_plot
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.known_places import PRECISIONS as KNOWN_PRECISIONS
from mapapp.desk.known_places import KnownPlaceFields, apart_words, are_far_apart
from mapapp.desk.placing import PlaceFields, fault_words
from mapapp.desk.setup import FirstAccount
from mapapp.desk.streets import Addition
from mapapp.desk.truth import TruthColumns
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.evaluation import Figures, Judged, Unusable, Verdict, figures
from mapapp.store import (
    AuditEntry,
    IncidentSummary,
    Job,
    JobState,
    Mask,
    Person,
    Refused,
    Revision,
    StaffRole,
)
from mapapp.streets.library import IndexInfo

__all__ = [
    "KNOWN_PRECISIONS",
    "LEAST_REASON",
    "Addition",
    "Answer",
    "AuditEntry",
    "Bulk",
    "Candidate",
    "Desk",
    "FacilitiesAdded",
    "Figures",
    "FirstAccount",
    "IncidentSummary",
    "IndexInfo",
    "Job",
    "JobState",
    "Judged",
    "KnownPlaceFields",
    "Mask",
    "Outcome",
    "Override",
    "Person",
    "PlaceFields",
    "Provenance",
    "Refused",
    "Revision",
    "StaffRole",
    "TruthColumns",
    "Unusable",
    "Verdict",
    "apart_words",
    "are_far_apart",
    "block_words",
    "fault_words",
    "figures",
    "may_plot",
    "processes",
]
