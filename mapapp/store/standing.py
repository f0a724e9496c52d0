"""What readers see at a time, as SQL: the last publication up to it decides."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, select

from mapapp.store import tables as t
from mapapp.store.records import IncidentSummary, MapState, Publication, PublicationKind

SHOWING = tuple(one.value for one in PublicationKind if one.shows)

_STANDING = t.publication.alias("standing")
_NEXT = t.publication.alias("following")


def standing(incident_id: str, at: str) -> Select[Any]:
    """The publication that holds at that time (RFC 3339 in UTC)."""
    p = t.publication.c
    query = select(t.publication).where(p.incident_id == incident_id, p.at <= at)
    return query.order_by(p.at.desc(), p.id.desc()).limit(1)


def pending(incident_id: str, now: str) -> Select[Any]:
    """The publications that are yet to come, the next first."""
    p = t.publication.c
    query = select(t.publication).where(p.incident_id == incident_id, p.at > now)
    return query.order_by(p.at, p.id)


def as_publication(row: Any) -> Publication:
    """A row of the table as its record."""
    kind = PublicationKind(row.kind)
    return Publication(row.id, row.revision, row.at, row.made_at, row.who, kind, row.note)


def summaries(now: str, *, published: bool = False) -> Select[Any]:
    """Incidents in a line each, in one query: by their current revisions, or as readers see them now."""
    i, r, s = t.incident.c, t.revision.c, _STANDING.c
    number = s.revision if published else i.revision
    tables = (
        t.incident.outerjoin(_STANDING, s.id == _edge(_STANDING, now, upcoming=False))
        .outerjoin(_NEXT, _NEXT.c.id == _edge(_NEXT, now, upcoming=True))
        .join(t.revision, and_(r.incident_id == i.id, r.number == number))
    )
    words = (i.id, r.title, r.summary, r.timezone, r.occurred_at, r.places, r.number.label("revision"))
    states = (s.kind, s.revision.label("shown"), s.at.label("since"), _NEXT.c.at.label("scheduled_at"))
    query = select(*words, r.saved_at.label("updated_at"), r.who, *states).select_from(tables)
    return query.where(s.kind.in_(SHOWING)) if published else query


def as_summary(row: Any) -> IncidentSummary:
    """A row of `summaries` as its record."""
    members = dict(row._mapping)
    kind, shown = members.pop("kind"), members.pop("shown")
    members["since"] = members["since"] or ""
    members["scheduled_at"] = members["scheduled_at"] or ""
    is_shown = kind in SHOWING
    state = _state(kind, is_scheduled=bool(members["scheduled_at"]))
    return IncidentSummary(state=state, published_revision=shown if is_shown else None, **members)


def _state(kind: str | None, *, is_scheduled: bool) -> MapState:
    if is_scheduled and kind in (None, PublicationKind.UNPUBLISHED):
        return MapState.SCHEDULED
    return MapState(kind) if kind else MapState.DRAFT


def _edge(outer: Any, now: str, *, upcoming: bool) -> ScalarSelect[Any]:
    """The id of the last publication of the row's incident up to `now`, or of the first after it."""
    p = t.publication.alias(f"{outer.name}_of").c
    query = select(p.id).where(p.incident_id == t.incident.c.id)
    if upcoming:
        query = query.where(p.at > now).order_by(p.at, p.id)
    else:
        query = query.where(p.at <= now).order_by(p.at.desc(), p.id.desc())
    return query.limit(1).correlate(t.incident).scalar_subquery()
