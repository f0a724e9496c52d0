"""The use-cases of the newsroom: what the web pages and the commands ask for."""

from mapapp.desk.desk import Desk
from mapapp.desk.facilities import FacilitiesAdded
from mapapp.desk.house_numbers import block_words
from mapapp.desk.placing import PlaceFields, fault_words
from mapapp.desk.setup import FirstAccount
from mapapp.desk.streets import Addition
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.batch import geocode_rows
from mapapp.geocode.geocoder import Geocoder
from mapapp.store import IncidentSummary, Job, JobState, Person, Refused, Revision

__all__ = [
    "Addition",
    "Answer",
    "Candidate",
    "Desk",
    "FacilitiesAdded",
    "FirstAccount",
    "Geocoder",
    "IncidentSummary",
    "Job",
    "JobState",
    "Outcome",
    "Person",
    "PlaceFields",
    "Provenance",
    "Refused",
    "Revision",
    "block_words",
    "fault_words",
    "geocode_rows",
]
