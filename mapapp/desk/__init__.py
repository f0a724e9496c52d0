"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.article.model import Moment, Role
from mapapp.article.verdict import checked_words
from mapapp.desk.bulk import Bulk
from mapapp.desk.cards import Card, paragraphs, proposed_source, sentence
from mapapp.desk.care import LEAST_REASON, Override, may_plot
from mapapp.desk.crew import processes
from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.known_places import PRECISIONS as KNOWN_PRECISIONS
from mapapp.desk.known_places import KnownPlaceFields, apart_words, are_far_apart
from mapapp.desk.nearby import TRAUMA_LEVELS, NearFacility, Wanted
from mapapp.desk.placing import PlaceFields, fault_words, is_there
from mapapp.desk.publishing import told
from mapapp.desk.reading import ReadClaim, Reading, ReadMention
from mapapp.desk.rights import Right, may, require
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
from mapapp.streets.library import IndexInfo

__all__ = [
    "KNOWN_PRECISIONS",
    "LEAST_REASON",
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
    "KnownPlaceFields",
    "MapState",
    "Mask",
    "Moment",
    "NearFacility",
    "Outcome",
    "Override",
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
    "apart_words",
    "are_far_apart",
    "block_words",
    "checked_words",
    "fault_words",
    "figures",
    "is_there",
    "may",
    "may_plot",
    "paragraphs",
    "processes",
    "proposed_source",
    "read_pasted",
    "require",
    "sentence",
    "told",
]
