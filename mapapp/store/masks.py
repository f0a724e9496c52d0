"""Masks: the exact place is kept here, and nothing that reads the newsroom gets to see it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select, update

from mapapp.errors import Conflict, NotFound
from mapapp.incident.credits import with_places
from mapapp.incident.geojson import parse_place, place_as_json
from mapapp.incident.masking import hidden_words, masked, unmasked
from mapapp.incident.model import Incident, Place
from mapapp.incident.words import about_m, is_masked
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import stamp
from mapapp.store.engine import reading
from mapapp.store.incidents import IncidentStore
from mapapp.store.known_places import forget_at
from mapapp.store.overlay import overlays
from mapapp.store.records import Mask

_LEAST_OF_LABEL = 4


@dataclass(frozen=True)
class Wanted:
    """A mask as an editor asks for it: at least how wide, in metres, and what readers are told instead."""

    radius_m: int
    label: str
    what: str
    reason: str


class MaskStore:
    """Masks and unmasks places; each is one transaction with its revision and its entry in the audit log."""

    def __init__(self, engine: Engine, incidents: IncidentStore) -> None:
        self._engine = engine
        self._incidents = incidents

    def mask(self, incident_id: str, place_id: str, wanted: Wanted, who: str) -> Incident:
        """Mask a place of the current revision, and so of every earlier one; returns the new revision.

        A known place that a person confirmed there is forgotten. Raises NotFound, Conflict for a place that
        is masked or is only one facility of several, and BadInput for one that no mask can hide.
        """

        def make(connection: Connection, incident: Incident) -> Incident:
            place = _place(incident, place_id)
            _check(place)
            _keep(connection, incident, place, wanted, who)
            # What readers were told of corrections is told on by every revision to come.
            return _under_last(connection, incident)

        return self._incidents.change(incident_id, who, f"Masked {wanted.label}", make)

    def add(self, incident_id: str, place: Place, wanted: Wanted, who: str) -> Incident:
        """Add a place to the current revision as its mask: no revision ever holds it otherwise."""

        def make(connection: Connection, incident: Incident) -> Incident:
            if any(one.id == place.id for one in incident.places):
                raise Conflict("Somebody has just added a place of that name; load the map again.")
            return with_places(incident, (*incident.places, _keep(connection, incident, place, wanted, who)))

        return self._incidents.change(incident_id, who, f"Added {wanted.label}, masked", make)

    def unmask(self, incident_id: str, place_id: str, reason: str, who: str) -> Incident:
        """Put the exact place back, with what was changed of it since; returns the new revision.

        The facilities that it could be do not come back. Raises NotFound and Conflict.
        """

        def make(connection: Connection, incident: Incident) -> Incident:
            row = _row(connection, incident_id, place_id)
            now = _place(incident, place_id)
            if not is_masked(now):
                raise Conflict("This place is not masked.")
            ended = update(t.mask).where(t.mask.c.id == row["id"], t.mask.c.ended_at == "")
            connection.execute(ended.values(ended_at=stamp()))
            record(connection, who, "unmasked a place", incident_id, f"{now.label}. {reason}")
            exact = unmasked(_read(row["exact"]), _read(row["masked"]), now)
            return with_places(incident, (exact if one.id == place_id else one for one in incident.places))

        return self._incidents.change(incident_id, who, "Unmasked a place", make)

    def find(self, incident_id: str, place_id: str) -> Mask:
        """Who masked a place that is shown as `place_id`, when, why and how widely; raises NotFound."""
        with reading(self._engine) as connection:
            row = _row(connection, incident_id, place_id)
        return Mask(row["made_at"], row["who"], row["reason"], row["radius_m"])

    def shown_as(self, incident_id: str, place_id: str) -> str:
        """The id by which a place is shown that was `place_id` before it was masked, else that id."""
        with reading(self._engine) as connection:
            masks = overlays(connection, incident_id)
        return next((one.masked.id for one in masks if one.place_id == place_id), place_id)

    def holds(self, incident_id: str, place_id: str) -> bool:
        """Whether a mask holds for the place of that id, on the map still or not."""
        with reading(self._engine) as connection:
            return any(place_id in one.ids for one in overlays(connection, incident_id))

    def changes(self, incident_id: str) -> int:
        """A number that grows whenever a place of the incident is masked or unmasked."""
        ended = func.count(func.nullif(t.mask.c.ended_at, ""))
        query = select(func.count() + ended).where(t.mask.c.incident_id == incident_id)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())


def _under_last(connection: Connection, incident: Incident) -> Incident:
    """The incident under the mask that was made last, with the credits of what it still shows."""
    *_, last = overlays(connection, incident.id)
    covered = last.over(incident)
    return with_places(replace(covered, places=incident.places), covered.places)


def _keep(connection: Connection, incident: Incident, place: Place, wanted: Wanted, who: str) -> Place:
    """Keep the exact place behind a mask, and return the mask."""
    former = list(_former(connection, incident.id, place.id))
    words = hidden_words([place, *former], wanted.label, wanted.what)
    taken = {one["id"] for features in _features(connection, incident.id) for one in features}
    mask = masked(place, wanted.radius_m, wanted.label, wanted.what, hidden=words, taken=taken)
    labels = {one.label for one in (place, *former) if len(one.label) >= _LEAST_OF_LABEL} - {mask.label}
    hidden = {"words": sorted(words), "labels": sorted(labels, key=len, reverse=True)}
    values = {
        "incident_id": incident.id,
        "place_id": place.id,
        "made_at": stamp(),
        "who": who,
        "reason": wanted.reason,
        "radius_m": mask.radius_m,
        "through_revision": incident.revision,
        "masked": json.dumps(place_as_json(mask)),
        "exact": json.dumps(place_as_json(place)),
        "hidden": json.dumps(hidden),
        "ended_at": "",
    }
    connection.execute(insert(t.mask).values(values))
    detail = f"{mask.label}, within {about_m(mask.radius_m or 0)}. {wanted.reason}"
    record(connection, who, "masked a place", incident.id, detail)
    for one in (place, *former):
        forget_at(connection, one, who)
    return mask


def _former(connection: Connection, incident_id: str, place_id: str) -> Iterator[Place]:
    """The place as each revision and each refused version of its map holds it."""
    for features in _features(connection, incident_id):
        yield from (parse_place(one, "features") for one in features if one["id"] == place_id)


def _features(connection: Connection, incident_id: str) -> Iterator[Sequence[dict[str, Any]]]:
    for table in (t.revision, t.refused):
        query = select(table.c.document).where(table.c.incident_id == incident_id)
        yield from (json.loads(text)["features"] for text in connection.execute(query).scalars())


def _row(connection: Connection, incident_id: str, place_id: str) -> RowMapping:
    """The last mask of a place that is shown as `place_id`."""
    query = select(t.mask).where(t.mask.c.incident_id == incident_id).order_by(t.mask.c.id.desc())
    for row in connection.execute(query).mappings():
        if json.loads(row["masked"])["id"] == place_id:
            return row
    raise NotFound("No exact position is kept for this place.")


def _place(incident: Incident, place_id: str) -> Place:
    for place in incident.places:
        if place.id == place_id:
            return place
    raise NotFound(f"There is no place {place_id!r} on this map.")


def _check(place: Place) -> None:
    if is_masked(place):
        raise Conflict("This place is masked already; unmask it first to choose another width.")
    if place.candidate_for:
        raise Conflict("This is only one of the facilities that a place could be; remove it instead.")


def _read(text: str) -> Place:
    return parse_place(json.loads(text), "mask")
