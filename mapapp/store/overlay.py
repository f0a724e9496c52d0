"""What the store shows of documents that hold a masked place: the mask, and no note that tells more.

Revisions are never rewritten. So a mask is laid over every revision that still holds the exact place, and
over every version that was refused while it did, whenever one is read.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from mapapp.incident.geojson import parse_incident, parse_place
from mapapp.incident.masking import numbered_words, under
from mapapp.incident.model import Incident, Place
from mapapp.store import tables as t

WITHHELD = "About a place that is masked now"


@dataclass(frozen=True)
class Hidden:
    """What no document and no note may tell of a masked place: words with digits, and its former labels."""

    words: frozenset[str]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Overlay:
    """A mask as it is laid over revisions up to `through_revision`, which hold the place as `place_id`.

    Versions that came too late may hold it as the mask is called, with words of a form that was open before.
    """

    id: int
    place_id: str
    masked: Place
    hidden: Hidden
    through_revision: int

    def over(self, incident: Incident) -> Incident:
        """The incident with the mask; the facilities that the place could be go: they stand around it."""
        shown = (
            under(self.masked, one, self.hidden.words) if one.id in self.ids else one
            for one in incident.places
            if one.candidate_for != self.place_id
        )
        told = tuple(
            replace(one, note=self.note(one.note), changes=tuple(map(self.note, one.changes)))
            for one in incident.corrections
        )
        return replace(incident, places=tuple(shown), corrections=told)

    @property
    def ids(self) -> set[str]:
        """The ids by which documents hold the place: its own, and that of the mask."""
        return {self.place_id, self.masked.id}

    def note(self, note: str) -> str:
        """A note of history that does not tell what is hidden."""
        for label in self.hidden.labels:
            note = note.replace(label, self.masked.label)
        return WITHHELD if self.hidden.words & set(numbered_words(note)) else note


def overlays(connection: Connection, incident_id: str) -> Sequence[Overlay]:
    """The masks of an incident that hold at present."""
    query = select(t.mask).where(t.mask.c.incident_id == incident_id, t.mask.c.ended_at == "")
    return [_overlay(row) for row in connection.execute(query.order_by(t.mask.c.id)).mappings()]


def read_document(connection: Connection, text: str) -> Incident:
    """The incident of a document that was written here, with the masks that are to be laid over it.

    What was written here kept the limits on size and depth; looking again would double the time.
    """
    incident = parse_incident(json.loads(text))
    for mask in overlays(connection, incident.id):
        if incident.revision <= mask.through_revision:
            incident = mask.over(incident)
    return incident


def shown_note(masks: Collection[Overlay], revision: int, note: str) -> str:
    """A note left with what follows on, or is, that revision, without what the masks hide."""
    for mask in masks:
        if revision <= mask.through_revision:
            note = mask.note(note)
    return note


def _overlay(row: Any) -> Overlay:
    hidden = json.loads(row["hidden"])
    return Overlay(
        id=row["id"],
        place_id=row["place_id"],
        masked=parse_place(json.loads(row["masked"]), "mask"),
        hidden=Hidden(frozenset(hidden["words"]), tuple(hidden["labels"])),
        through_revision=row["through_revision"],
    )
