"""What became of a map: its revisions, and what to do when two people saved at once."""

from collections.abc import Callable, Iterable, Iterator

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import StaleRevision
from mapapp.incident.difference import Difference, differences, merge
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.errors import answer, wants_json

history = Blueprint("history", __name__, url_prefix="/newsroom/maps/<incident_id>")


@history.get("/history")
def index(incident_id: str) -> ResponseReturnValue:
    """Every revision of a map: number, when, who, note."""
    return render_template(
        "newsroom/history.html",
        incident=desk().incidents.get(incident_id),
        summary=desk().incidents.summary(incident_id),
        revisions=desk().incidents.history(incident_id),
    )


@history.get("/kept/<int:refused_id>")
def compare(incident_id: str, refused_id: int) -> ResponseReturnValue:
    """A version that came too late beside the one that was saved."""
    return _comparison(incident_id, refused_id)


@history.post("/kept/<int:refused_id>")
def save_again(incident_id: str, refused_id: int) -> ResponseReturnValue:
    """Save what the late version changed on top of what is there now."""
    refused = desk().incidents.refused(incident_id, refused_id)
    base = desk().incidents.get(incident_id, refused.incident.revision)
    theirs = desk().incidents.get(incident_id)
    merged = merge(base, theirs, refused.incident)
    saved = desk().incidents.save(person(), merged, refused.note)
    flash(f"Your changes were saved on top, as revision {saved.revision}.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


@history.app_errorhandler(StaleRevision)
def stale(error: StaleRevision) -> ResponseReturnValue:
    """The answer to a save that came too late: both versions side by side."""
    if wants_json():
        return answer(409, str(error))
    return _comparison(error.incident_id, error.refused_id), 409


def _comparison(incident_id: str, refused_id: int) -> str:
    refused = desk().incidents.refused(incident_id, refused_id)
    base = desk().incidents.get(incident_id, refused.incident.revision)
    theirs = desk().incidents.get(incident_id)
    saved_by = desk().incidents.history(incident_id)[0]
    return render_template(
        "newsroom/stale.html",
        refused=refused,
        theirs=theirs,
        saved_by=saved_by,
        outcome=differences(theirs, merge(base, theirs, refused.incident)),
        changes=differences(theirs, refused.incident),
        changed_by=_changed_by(differences(base, theirs), differences(base, refused.incident), saved_by.who),
    )


def _changed_by(
    theirs: Iterable[Difference], mine: Iterable[Difference], their_name: str
) -> Callable[..., str]:
    """Says of a place, or of one member of it or of the story, who changed it since both began."""
    by_them, by_me = set(_subjects(theirs)), set(_subjects(mine))

    def changed_by(place_id: str, member: str = "") -> str:
        subject = (place_id, member)
        if subject in by_them and subject in by_me:
            return "both; yours is taken" if member else "both; the place stays"
        return "you" if subject in by_me else their_name

    return changed_by


def _subjects(changes: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    for difference in changes:
        yield difference.place_id, ""
        yield from ((difference.place_id, one.member) for one in difference.changes)
