"""The candidates of an answer as a form offers them: one to choose, and facilities to tick."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from mapapp.desk import Answer, Candidate, Outcome, block_words
from mapapp.errors import BadInput
from mapapp.incident.model import Precision

ELSEWHERE = "elsewhere"
"""Chosen instead of a candidate when the reporter gives the position."""

FACILITY_PRECISIONS = frozenset({Precision.POI_SMALL, Precision.POI_LARGE})
AREA_PRECISIONS = frozenset({Precision.NEIGHBOURHOOD, Precision.PLACE, Precision.COUNTY})


@dataclass(frozen=True)
class Choice:
    """A candidate with its number on the map, and a key that changes with anything it says."""

    number: int
    key: str
    candidate: Candidate

    @property
    def is_point(self) -> bool:
        """Whether a person may move it about: an area or a stretch of street stays what it is."""
        return self.candidate.geometry.type == "Point"

    @property
    def is_address(self) -> bool:
        """Whether it names a house, which readers are not shown."""
        return self.candidate.precision is Precision.ADDRESS

    @property
    def label(self) -> str:
        """What readers may be told of it: of an address only the block."""
        return block_words(self.candidate.label) if self.is_address else self.candidate.label


@dataclass(frozen=True)
class Choices:
    """What an answer leaves to a person: `places` to choose one of, `facilities` that fit an area."""

    places: tuple[Choice, ...] = ()
    facilities: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The candidates of an answer, numbered as they come, best first."""
        offered = [Choice(n, _key(one), one) for n, one in enumerate(answer.candidates, 1)]
        is_area = answer.outcome is Outcome.AREA
        facilities = [one for one in offered if is_area and one.candidate.precision in FACILITY_PRECISIONS]
        if len(facilities) == len(offered):
            facilities = []
        return cls(tuple(one for one in offered if one not in facilities), tuple(facilities))

    def place(self, key: str) -> Choice:
        """The place that was chosen; raises BadInput when none was, or when the answer has changed since."""
        return next(iter(_chosen(self.places, {key}, "Choose one of the places, or give the position.")))

    def ticked(self, keys: Collection[str]) -> list[Candidate]:
        """The facilities that were ticked; raises BadInput when the answer has changed since."""
        return [one.candidate for one in _chosen(self.facilities, set(keys), "")]


def _chosen(choices: tuple[Choice, ...], keys: set[str], otherwise: str) -> list[Choice]:
    found = [one for one in choices if one.key in keys]
    if len(found) < len(keys):
        changed = "What was found has changed in the meantime; choose again."
        raise BadInput(changed if any(keys) else otherwise)
    return found


def _key(candidate: Candidate) -> str:
    said = json.dumps(candidate.as_json(), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
