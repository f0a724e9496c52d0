"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.desk.bulk import Bulk
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.placing import PlaceFields, fault_words
from mapapp.desk.publishing import told
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
    MapState,
    Person,
    Publication,
    PublicationKind,
    Refused,
    Revision,
    StaffRole,
)
from mapapp.streets.library import IndexInfo

__all__ = [
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
    "MapState",
    "Outcome",
    "Person",
    "PlaceFields",
    "Provenance",
    "Publication",
    "PublicationKind",
    "Refused",
    "Revision",
    "StaffRole",
    "TruthColumns",
    "Unusable",
    "Verdict",
    "block_words",
    "fault_words",
    "figures",
    "processes",
    "told",
]
