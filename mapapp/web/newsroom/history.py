"""What became of a map: its revisions and publications, compared and restored."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import Publication, Revision, told
from mapapp.errors import BadInput
from mapapp.incident.difference import Difference, differences
from mapapp.incident.model import Incident, Place
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import base_revision

EVENTS_A_PAGE = 25

history = Blueprint("history", __name__, url_prefix="/newsroom/maps/<incident_id>")


@dataclass(frozen=True)
class Event:
    """A revision with what it changed in sentences, or a publication."""

    revision: Revision | None
    changes: tuple[str, ...]
    publication: Publication | None


@history.get("/history")
def index(incident_id: str) -> ResponseReturnValue:
    """Every revision and publication of a map, the last first, a page at a time."""
    incident = desk().incidents.get(incident_id)
    start = max(0, request.args.get("from", 0, type=int))
    found = list(islice(_events(incident_id), start, start + EVENTS_A_PAGE + 1))
    return render_template(
        "newsroom/history.html",
        incident=incident,
        summary=desk().incidents.summary(incident_id),
        events=[_told(incident_id, one) for one in found[:EVENTS_A_PAGE]],
        start=start,
        following=start + EVENTS_A_PAGE if len(found) > EVENTS_A_PAGE else None,
        now=desk().publishing.now(),
    )


@history.get("/history/compare")
def compare(incident_id: str) -> ResponseReturnValue:
    """Two revisions: what they hold differently, and both maps."""
    before, after = (_asked(incident_id, name) for name in ("before", "after"))
    found = differences(before, after)
    return render_template(
        "newsroom/compare.html",
        incident=desk().incidents.get(incident_id),
        before=before,
        after=after,
        changes=found,
        sentences=told(before, after).sentences,
        view=_view(found, before, after),
    )


@history.post("/restore")
def restore(incident_id: str) -> ResponseReturnValue:
    """Save what an earlier revision said as a new one."""
    revision = _number(request.form.get("revision", ""))
    saved = desk().incidents.restore(person(), incident_id, base_revision(), revision)
    flash(f"Revision {revision} was restored, as revision {saved.revision}.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


def _events(incident_id: str) -> list[Event]:
    """The last first; a revision and its publication may be of one second."""
    revisions = [
        (one.saved_at, 0, one.number, Event(one, (), None)) for one in desk().incidents.history(incident_id)
    ]
    acts = [(one.made_at, 1, one.id, Event(None, (), one)) for one in desk().publishing.all_of(incident_id)]
    return [event for *_, event in sorted([*revisions, *acts], key=lambda one: one[:3], reverse=True)]


def _told(incident_id: str, event: Event) -> Event:
    """The event with what it changed of the revision before."""
    if event.revision is None or event.revision.number == 1:
        return event
    before, after = (desk().incidents.get(incident_id, event.revision.number - back) for back in (1, 0))
    return Event(event.revision, told(before, after).sentences, None)


def _asked(incident_id: str, name: str) -> Incident:
    return desk().incidents.get(incident_id, _number(request.args.get(name, "")))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput("Say which revision by its number.")
    return int(text)


def _view(found: tuple[Difference, ...], before: Incident, after: Incident) -> list[float] | None:
    """What both maps open on, [west, south, east, north] in degrees: what differs, else everything."""
    places = [one for each in found for one in (each.before, each.after) if isinstance(one, Place)]
    boxes = list(_boxes(places)) or list(_boxes([*before.places, *after.places]))
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return [min(wests), min(souths), max(easts), max(norths)]


def _boxes(places: list[Place]) -> Iterator[tuple[float, float, float, float]]:
    return (one.geometry.bounds() for one in places if one.geometry)
