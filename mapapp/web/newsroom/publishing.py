"""What readers see of a map: publish now or at a time, correct, retract, unpublish."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import BadInput, Conflict, InvalidDocument, StaleRevision
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form, base_revision, moment
from mapapp.web.newsroom.maps import incident_page
from mapapp.web.newsroom.words import when

publishing = Blueprint("publishing", __name__, url_prefix="/newsroom/maps/<incident_id>")


@publishing.post("/publish")
def publish(incident_id: str) -> ResponseReturnValue:
    """Let readers see the revision that was on the page, now or from the time that was typed."""

    def act(form: Form) -> str:
        revision, at = base_revision(), _typed_moment(incident_id, form)
        desk().publishing.publish(person(), incident_id, revision, at)
        if at:
            return f"Revision {revision} will be published on {when(at, _timezone(incident_id))}."
        return f"Readers now see revision {revision}."

    return _done(incident_id, act)


@publishing.post("/correct")
def correct(incident_id: str) -> ResponseReturnValue:
    """Bring what changed to readers, with the note that was typed."""

    def act(form: Form) -> str:
        note = form.value("correct-note")
        seen = desk().publishing.correct(person(), incident_id, base_revision(), note)
        return f"Readers now see revision {seen.revision}, and your note."

    return _done(incident_id, act)


@publishing.post("/retract")
def retract(incident_id: str) -> ResponseReturnValue:
    """Tell readers that the whole map was wrong."""

    def act(form: Form) -> str:
        desk().publishing.retract(person(), incident_id, form.value("retract-note"))
        return "Readers now see your note instead of the map. Nothing was deleted."

    return _done(incident_id, act)


@publishing.post("/unpublish")
def unpublish(incident_id: str) -> ResponseReturnValue:
    """Take the map away from readers; everything is kept."""

    def act(_form: Form) -> str:
        desk().publishing.unpublish(person(), incident_id)
        return "Readers no longer see this map. Nothing was deleted; publish it again at any time."

    return _done(incident_id, act)


@publishing.post("/withdraw")
def withdraw(incident_id: str) -> ResponseReturnValue:
    """Take back a publication that waits for its time."""

    def act(_form: Form) -> str:
        desk().publishing.withdraw(person(), incident_id)
        return "It will not be published."

    return _done(incident_id, act)


def _done(incident_id: str, act: Callable[[Form], str]) -> ResponseReturnValue:
    """Do what was asked and say so, or show the page with what was typed and why it was refused."""
    form = Form.typed()
    try:
        said = act(form)
    except StaleRevision:
        raise
    except (BadInput, Conflict) as error:
        form.refuse(error)
        status = 409 if isinstance(error, Conflict) else 400
        return incident_page(desk().incidents.get(incident_id), publishing=form), status
    flash(said, "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


def _typed_moment(incident_id: str, form: Form) -> str:
    """The time to publish at, local to the map, as RFC 3339; empty where it is to be published now."""
    if "publish-date" not in form.values:
        return ""
    day, clock = form.value("publish-date"), form.value("publish-time")
    if not (day and clock):
        raise InvalidDocument(f"publish-{'time' if day else 'date'}", "give the day and the time")
    try:
        return moment(day, clock, _timezone(incident_id))
    except InvalidDocument as error:
        raise InvalidDocument("publish-time", "give a day and a time such as 17:15") from error


def _timezone(incident_id: str) -> str:
    return desk().incidents.summary(incident_id).timezone
