"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.article.model import Role
from mapapp.article.verdict import checked_words
from mapapp.desk.bulk import Bulk
from mapapp.desk.cards import Card, paragraphs, proposed_source, sentence
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.placing import PlaceFields, fault_words
from mapapp.desk.reading import ReadClaim, Reading, ReadMention
from mapapp.desk.setup import FirstAccount
from mapapp.desk.stories import StoryRead
from mapapp.desk.streets import Addition
from mapapp.desk.truth import TruthColumns
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.evaluation import Figures, Judged, Unusable, Verdict, figures
from mapapp.store import (
    AuditEntry,
    DecisionState,
    IncidentSummary,
    Job,
    JobState,
    Person,
    Refused,
    Revision,
    StaffRole,
    Story,
)
from mapapp.streets.library import IndexInfo

__all__ = [
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
    "Outcome",
    "Person",
    "PlaceFields",
    "Provenance",
    "ReadClaim",
    "ReadMention",
    "Reading",
    "Refused",
    "Revision",
    "Role",
    "StaffRole",
    "Story",
    "StoryRead",
    "TruthColumns",
    "Unusable",
    "Verdict",
    "block_words",
    "checked_words",
    "fault_words",
    "figures",
    "paragraphs",
    "processes",
    "proposed_source",
    "sentence",
]
