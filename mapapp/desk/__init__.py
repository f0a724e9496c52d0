"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.desk.bulk import Bulk
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.nearby import TRAUMA_LEVELS, NearFacility, Wanted
from mapapp.desk.placing import PlaceFields, fault_words, is_there
from mapapp.desk.setup import FirstAccount
from mapapp.desk.streets import Addition
from mapapp.desk.truth import TruthColumns
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.evaluation import Figures, Judged, Unusable, Verdict, figures
from mapapp.geocode.pasted import read_pasted
from mapapp.store import AuditEntry, IncidentSummary, Job, JobState, Person, Refused, Revision, StaffRole
from mapapp.streets.library import IndexInfo

__all__ = [
    "TRAUMA_LEVELS",
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
    "NearFacility",
    "Outcome",
    "Person",
    "PlaceFields",
    "Provenance",
    "Refused",
    "Revision",
    "StaffRole",
    "TruthColumns",
    "Unusable",
    "Verdict",
    "Wanted",
    "block_words",
    "fault_words",
    "figures",
    "is_there",
    "processes",
    "read_pasted",
]
