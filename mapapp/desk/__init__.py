"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.article.model import Role
from mapapp.article.verdict import checked_words
from mapapp.desk.bulk import Bulk
from mapapp.desk.cards import Card, paragraphs, proposed_source, sentence
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.nearby import TRAUMA_LEVELS, NearFacility, Wanted
from mapapp.desk.placing import PlaceFields, fault_words, is_there
from mapapp.desk.publishing import told
from mapapp.desk.reading import ReadClaim, Reading, ReadMention
from mapapp.desk.rights import Right, may
from mapapp.desk.setup import PROGRAM, FirstAccount
from mapapp.desk.stories import StoryRead
from mapapp.desk.streets import Addition
from mapapp.desk.truth import TruthColumns
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.evaluation import Figures, Judged, Unusable, Verdict, figures
from mapapp.geocode.pasted import read_pasted
from mapapp.store import (
    Account,
    AuditEntry,
    DecisionState,
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
from mapapp.streets.library import IndexInfo

__all__ = [
    "PROGRAM",
    "TRAUMA_LEVELS",
    "Account",
    "Addition",
    "Answer",
    "AuditEntry",
    "Bulk",
    "Candidate",
    "Card",
    "DecisionState",
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
    "NearFacility",
    "Outcome",
    "Person",
    "PlaceFields",
    "Provenance",
    "Publication",
    "PublicationKind",
    "ReadClaim",
    "ReadMention",
    "Reading",
    "Refused",
    "Revision",
    "Right",
    "Role",
    "SignIn",
    "StaffRole",
    "Story",
    "StoryRead",
    "TruthColumns",
    "Unusable",
    "Verdict",
    "Wanted",
    "block_words",
    "checked_words",
    "fault_words",
    "figures",
    "is_there",
    "may",
    "paragraphs",
    "processes",
    "proposed_source",
    "read_pasted",
    "sentence",
    "told",
]
