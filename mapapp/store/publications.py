"""What readers see, in time: publications, embargoes, corrections, retractions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from mapapp.errors import Conflict
from mapapp.incident.model import Incident
from mapapp.store import incidents, standing
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import Clock
from mapapp.store.engine import reading, writing
from mapapp.store.overlay import overlays, shown_note
from mapapp.store.records import Publication, PublicationKind

_CHANGED = "What readers see of this map was changed by someone else in the meantime; look at it again."


class Act(NamedTuple):
    """What someone decides about what readers see, from `at` on (RFC 3339 in UTC), at once when empty."""

    kind: PublicationKind
    who: str
    revision: int | None = None
    note: str = ""
    at: str = ""


class PublicationStore:
    """The publications of every incident; what took effect is never changed or removed.

    What readers see at a time is what the last publication up to that time says. Methods that add one take
    the publication that held when it was decided as `after`, and raise Conflict where another holds by now.
    Adding one withdraws those that were yet to come.
    """

    def __init__(self, engine: Engine, now: Clock) -> None:
        self._engine = engine
        self.now = now

    def standing(self, incident_id: str, at: str = "") -> Publication | None:
        """What holds at that time (RFC 3339 in UTC), now when none is given; None before the first."""
        with reading(self._engine) as connection:
            found = _standing(connection, incident_id, at or self.now())
            return found and next(iter(_shown(connection, incident_id, [found])))

    def pending(self, incident_id: str) -> Publication | None:
        """The publication that is yet to come, if there is one."""
        with reading(self._engine) as connection:
            row = connection.execute(standing.pending(incident_id, self.now())).first()
        return standing.as_publication(row) if row else None

    def all_of(self, incident_id: str) -> tuple[Publication, ...]:
        """Every publication of an incident, the last to take effect first, those yet to come before it."""
        p = t.publication.c
        query = select(t.publication).where(p.incident_id == incident_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(p.at.desc(), p.id.desc())).all()
            return tuple(_shown(connection, incident_id, map(standing.as_publication, rows)))

    def create(self, incident: Incident, who: str, note: str = "") -> Incident:
        """Save the first revision and publish it at once; raises Conflict when the id is taken."""
        try:
            with writing(self._engine) as connection:
                first = incidents.append_first(connection, incident, who, note)
                self._add(connection, first.id, Act(PublicationKind.PUBLISHED, who, 1))
        except IntegrityError as error:
            raise incidents.id_taken(incident.id) from error
        return first

    def add(self, incident_id: str, act: Act, after: Publication | None = None) -> None:
        """Decide what readers see; NotFound for an incident or a revision that was never saved."""
        with writing(self._engine) as connection:
            self._check(connection, incident_id, after)
            if act.revision is not None and not incidents.has_revision(connection, incident_id, act.revision):
                raise incidents.no_incident(incident_id, act.revision)
            self._add(connection, incident_id, act)

    def correct(self, incident: Incident, who: str, note: str, after: Publication | None) -> Incident:
        """Save what follows on revision `incident.revision` and let readers see it, both or neither.

        Raises Conflict when another revision came first.
        """
        with writing(self._engine) as connection:
            self._check(connection, incident.id, after)
            saved = incidents.append_following(connection, incident, who, f"Corrected: {note}")
            if saved is None:
                raise Conflict("This map was saved by someone else in the meantime; look at it again.")
            act = Act(PublicationKind.CORRECTED, who, saved.revision, note)
            self._add(connection, saved.id, act)
        return saved

    def withdraw(self, incident_id: str, who: str) -> None:
        """Take back the publication that is yet to come; raises Conflict when there is none."""
        with writing(self._engine) as connection:
            if not _withdraw(connection, incident_id, self.now()):
                raise Conflict("Nothing is waiting to be published: it is out already, or was withdrawn.")
            record(connection, who, "withdrew a publication", incident_id)

    def _check(self, connection: Connection, incident_id: str, after: Publication | None) -> None:
        if not incidents.current(connection, incident_id, lock=True):
            raise incidents.no_incident(incident_id)
        now = _standing(connection, incident_id, self.now())
        # By its number: what a note tells may have been masked since.
        if (now and now.id) != (after and after.id):
            raise Conflict(_CHANGED)

    def _add(self, connection: Connection, incident_id: str, act: Act) -> None:
        now = self.now()
        _withdraw(connection, incident_id, now)
        values = {**act._asdict(), "incident_id": incident_id, "at": act.at or now, "made_at": now}
        connection.execute(insert(t.publication).values(values))
        detail = f"revision {act.revision}" if act.revision else ""
        if act.at > now:
            record(connection, act.who, "scheduled a publication", incident_id, f"{detail} for {act.at}")
        else:
            record(connection, act.who, act.kind.value, incident_id, detail)


def _standing(connection: Connection, incident_id: str, at: str) -> Publication | None:
    row = connection.execute(standing.standing(incident_id, at)).first()
    return standing.as_publication(row) if row else None


def _withdraw(connection: Connection, incident_id: str, now: str) -> int:
    p = t.publication.c
    gone = connection.execute(delete(t.publication).where(p.incident_id == incident_id, p.at > now))
    return gone.rowcount


def _shown(
    connection: Connection, incident_id: str, publications: Iterable[Publication]
) -> Iterator[Publication]:
    """Publications without what their notes tell of a place that is masked."""
    masks = overlays(connection, incident_id)
    for one in publications:
        yield replace(one, note=shown_note(masks, one.revision or 0, one.note))
