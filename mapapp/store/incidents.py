"""Incidents as chains of immutable revisions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from mapapp.errors import Conflict, NotFound, StaleRevision
from mapapp.incident.geojson import as_json, dumps, loads, parse_incident
from mapapp.incident.model import Incident
from mapapp.store import standing
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import Clock, stamp
from mapapp.store.engine import reading, writing
from mapapp.store.overlay import overlays, read_document, shown_note
from mapapp.store.records import Deed, IncidentSummary, Refused, Revision


class IncidentStore:
    """Keeps every revision of every incident; none is ever changed or removed."""

    def __init__(self, engine: Engine, now: Clock) -> None:
        self._engine = engine
        self._now = now

    def exists(self, incident_id: str) -> bool:
        """Whether an incident of that id was ever saved."""
        with reading(self._engine) as connection:
            return current(connection, incident_id) > 0

    def create(self, incident: Incident, who: str, note: str = "") -> Incident:
        """Save the first revision, which readers do not see; raises Conflict when the id is taken."""
        try:
            with writing(self._engine) as connection:
                return append_first(connection, incident, who, note)
        except IntegrityError as error:
            raise id_taken(incident.id) from error

    def save(self, incident: Incident, who: str, note: str = "", deed: Deed | None = None) -> Incident:
        """Save what follows on revision `incident.revision` and return it with its new number and time.

        A `deed` is written to the audit log with it.

        When another revision came first, this version is kept beside the history and StaleRevision
        tells under which number. Raises NotFound for an id or a revision that was never created.
        """
        with writing(self._engine) as connection:
            following = append_following(connection, incident, who, note)
            if following is not None:
                if deed is not None:
                    record(connection, who, deed.deed, incident.id, deed.detail)
                return following
            at, kept = current(connection, incident.id), _keep_refused(connection, incident, who, note)
        raise StaleRevision(incident.id, incident.revision, at, kept)

    def change(
        self, incident_id: str, who: str, note: str, make: Callable[[Connection, Incident], Incident]
    ) -> Incident:
        """Save what `make` makes of the current revision, in one transaction: it never comes too late.

        `make` may write more with the connection. Raises NotFound, and whatever `make` raises.
        """
        with writing(self._engine) as connection:
            at = current(connection, incident_id, lock=True)
            text = connection.execute(_document(incident_id, at)).scalar()
            if text is None:
                raise no_incident(incident_id)
            made = make(connection, read_document(connection, text))
            following = append_following(connection, replace(made, revision=at), who, note)
        if following is None:
            raise RuntimeError("A revision came between two statements of one transaction.")
        return following

    def load(self, incident_id: str, number: int | None = None) -> Incident:
        """One revision, the current one when no number is given; raises NotFound."""
        return self._incident(_document(incident_id, number), no_incident(incident_id, number))

    def published(self) -> tuple[IncidentSummary, ...]:
        """What readers see, the latest event first."""
        r = t.revision.c
        query = standing.summaries(self._now(), published=True)
        return self._summaries(query.order_by(r.occurred_at.desc(), r.saved_at.desc(), t.incident.c.id))

    def all(self) -> tuple[IncidentSummary, ...]:
        """Every incident by its current revision, the last saved first."""
        query = standing.summaries(self._now())
        return self._summaries(query.order_by(t.revision.c.saved_at.desc(), t.incident.c.id))

    def summary(self, incident_id: str) -> IncidentSummary:
        """The current revision of one incident in a line; raises NotFound."""
        query = standing.summaries(self._now()).where(t.incident.c.id == incident_id)
        return standing.as_summary(self._one(query, no_incident(incident_id)))

    def history(self, incident_id: str) -> tuple[Revision, ...]:
        """Every revision, the newest first; raises NotFound."""
        columns = (t.revision.c.number, t.revision.c.saved_at, t.revision.c.who, t.revision.c.note)
        query = select(*columns).where(t.revision.c.incident_id == incident_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(t.revision.c.number.desc())).all()
            masks = overlays(connection, incident_id)
        if not rows:
            raise no_incident(incident_id)
        revisions = (Revision(**row._mapping) for row in rows)
        return tuple(replace(one, note=shown_note(masks, one.number, one.note)) for one in revisions)

    def refused(self, incident_id: str, refused_id: int) -> Refused:
        """A version that came too late; raises NotFound."""
        query = select(t.refused).where(
            t.refused.c.id == _countable(refused_id), t.refused.c.incident_id == incident_id
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
            if row is None:
                raise NotFound("There is no such kept version of this map.")
            incident = read_document(connection, row.document)
            note = shown_note(overlays(connection, incident_id), row.base, row.note)
        return Refused(row.id, incident, row.who, note, row.saved_at)

    def _incident(self, query: Select[Any], missing: NotFound) -> Incident:
        with reading(self._engine) as connection:
            text = connection.execute(query).scalar()
            if text is None:
                raise missing
            return read_document(connection, text)

    def _one(self, query: Select[Any], missing: NotFound) -> Row[Any]:
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise missing
        return row

    def _summaries(self, query: Select[Any]) -> tuple[IncidentSummary, ...]:
        with reading(self._engine) as connection:
            return tuple(standing.as_summary(row) for row in connection.execute(query))


def append_first(connection: Connection, incident: Incident, who: str, note: str) -> Incident:
    """Save the first revision within a transaction; the database's IntegrityError when the id is taken."""
    first, text = _written(replace(incident, revision=1, updated_at=stamp()))
    connection.execute(insert(t.incident).values(id=incident.id, revision=1))
    _append(connection, first, text, who, note)
    record(connection, who, "made a map", incident.id)
    return first


def append_following(connection: Connection, incident: Incident, who: str, note: str) -> Incident | None:
    """Save what follows on `incident.revision` within a transaction; None when another came first.

    Raises NotFound for an id or a revision that was never created.
    """
    following, text = _written(replace(incident, revision=incident.revision + 1, updated_at=stamp()))
    at = current(connection, incident.id, lock=True)
    if not 0 < incident.revision <= at:
        raise no_incident(incident.id, incident.revision)
    if incident.revision != at:
        return None
    _append(connection, following, text, who, note)
    _set_current(connection, following)
    record(connection, who, "saved a map", incident.id, f"revision {following.revision}")
    return following


def current(connection: Connection, incident_id: str, *, lock: bool = False) -> int:
    """The number of the current revision, 0 for an id that was never created."""
    query = select(t.incident.c.revision).where(t.incident.c.id == incident_id)
    return connection.execute(query.with_for_update() if lock else query).scalar() or 0


def has_revision(connection: Connection, incident_id: str, number: int) -> bool:
    """Whether there is such a revision."""
    query = select(func.count()).where(
        t.revision.c.incident_id == incident_id, t.revision.c.number == _countable(number)
    )
    return bool(connection.execute(query).scalar())


def no_incident(incident_id: str, number: int | None = None) -> NotFound:
    """The error for an incident, or a revision of it, that is not there."""
    what = f"no revision {number} of the map" if number is not None else "no map with the id"
    return NotFound(f"There is {what} {incident_id!r}.")


def id_taken(incident_id: str) -> Conflict:
    """The error for an id that is in use."""
    return Conflict(f"There is already a map with the id {incident_id!r}; choose another.")


def _written(incident: Incident) -> tuple[Incident, str]:
    """The incident as it will be read back, and its text; InvalidDocument for what could not be read."""
    try:
        text = dumps(incident)
        return loads(text), text
    except (ValueError, TypeError):
        # Not even JSON: the strict reader names the path of the value that is to blame.
        parse_incident(as_json(incident))
        raise


def _countable(number: int) -> int:
    """The number, or 0, which nothing has, for one that no column holds: addresses may name any."""
    return number if 0 < number < 2**31 else 0


def _append(connection: Connection, incident: Incident, text: str, who: str, note: str) -> None:
    connection.execute(
        insert(t.revision).values(
            incident_id=incident.id,
            number=incident.revision,
            document=text,
            title=incident.title,
            summary=incident.summary,
            timezone=incident.timezone,
            occurred_at=incident.occurred_at,
            places=len(incident.places),
            saved_at=incident.updated_at,
            who=who,
            note=note,
        )
    )


def _set_current(connection: Connection, incident: Incident) -> None:
    connection.execute(
        update(t.incident).where(t.incident.c.id == incident.id).values(revision=incident.revision)
    )


def _keep_refused(connection: Connection, incident: Incident, who: str, note: str) -> int:
    values = {
        "incident_id": incident.id,
        "base": incident.revision,
        "document": dumps(incident),
        "saved_at": stamp(),
        "who": who,
        "note": note,
    }
    kept = connection.execute(insert(t.refused).values(values).returning(t.refused.c.id))
    return int(kept.scalar_one())


def _revisions() -> Any:
    return t.incident.join(t.revision, t.incident.c.id == t.revision.c.incident_id)


def _document(incident_id: str, number: int | None) -> Select[Any]:
    wanted = t.incident.c.revision if number is None else _countable(number)
    query = select(t.revision.c.document).select_from(_revisions())
    return query.where(t.incident.c.id == incident_id, t.revision.c.number == wanted)
