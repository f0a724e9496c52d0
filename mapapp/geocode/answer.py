"""The answer to a phrase: outcome, candidates, faults, provenance."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision


class Outcome(StrEnum):
    """What became of a phrase. *Not found* and *the service is down* are never the same answer."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    AREA = "area"
    NO_SUCH_INTERSECTION = "no_such_intersection"
    OUTSIDE_PLACE = "outside_place"
    NOT_FOUND = "not_found"
    UNPARSED = "unparsed"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Provenance:
    """Where an answer comes from: the method, the data set, its vintage and licence, and its keys there.

    `confirmed` says who of the newsroom confirmed it and when: "by Ada on 24 Nov 2026". It is for the
    newsroom and does not go on a map.
    """

    method: str
    dataset: str
    vintage: str = ""
    licence: str = ""
    ids: tuple[str, ...] = ()
    confirmed: str = ""

    def as_json(self) -> dict[str, Any]:
        """The provenance as a JSON object; `confirmed` only where somebody has."""
        said = {**vars(self), "ids": list(self.ids)}
        return said if self.confirmed else {name: one for name, one in said.items() if name != "confirmed"}


@dataclass(frozen=True)
class Candidate:
    """One place the words could mean.

    `lon`, `lat` in degrees lie inside `geometry`; `radius_m` is the radius of 95 % confidence in geodesic
    metres around it; `score` runs from 0 to 100, less for every fault; `label` tells it from the others.
    """

    lon: float
    lat: float
    geometry: Geometry
    precision: Precision
    radius_m: float
    score: float
    label: str
    provenance: Provenance
    faults: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The candidate as a JSON object."""
        return {
            "lat": self.lat,
            "lon": self.lon,
            "geometry": self.geometry.as_json(),
            "precision": self.precision.value,
            "radius_m": self.radius_m,
            "score": self.score,
            "label": self.label,
            "faults": list(self.faults),
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True)
class Answer:
    """The outcome of a phrase, with candidates best first and one sentence that explains it to a person."""

    phrase: str
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    explanation: str = ""
    hints: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The answer as a JSON object."""
        return {
            "phrase": self.phrase,
            "outcome": self.outcome.value,
            "explanation": self.explanation,
            "hints": list(self.hints),
            "candidates": [one.as_json() for one in self.candidates],
        }
