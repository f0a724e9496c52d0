"""Two people saved at once: the second sees what the first changed, and chooses place by place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import StaleRevision
from mapapp.incident.difference import Difference, differences, merge, settled
from mapapp.incident.model import Incident
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.errors import answer, wants_json
from mapapp.web.forms import base_revision

THEIRS, MINE, BOTH = "theirs", "mine", "both"

merging = Blueprint("merging", __name__, url_prefix="/newsroom/maps/<incident_id>/kept/<int:refused_id>")


@dataclass(frozen=True)
class Choice:
    """One subject that the two versions hold differently, the ways to settle it, and the usual one."""

    difference: Difference
    ways: tuple[str, ...]
    usual: str


@merging.get("")
def compare(incident_id: str, refused_id: int) -> ResponseReturnValue:
    """A version that came too late beside the one that was saved."""
    return _comparison(incident_id, refused_id)


@merging.post("")
def save_again(incident_id: str, refused_id: int) -> ResponseReturnValue:
    """Save what was chosen on top of what was there when the choice was made."""
    refused = desk().incidents.refused(incident_id, refused_id)
    base = desk().incidents.get(incident_id, refused.incident.revision)
    theirs = desk().incidents.get(incident_id, base_revision())
    chosen = settled(base, theirs, refused.incident, _kept(THEIRS), _kept(MINE))
    if not differences(theirs, chosen):
        flash("What was saved is kept as it is.", "ok")
    else:
        saved = desk().incidents.save(person(), chosen, refused.note)
        flash(f"Your changes were saved on top, as revision {saved.revision}.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


@merging.app_errorhandler(StaleRevision)
def stale(error: StaleRevision) -> ResponseReturnValue:
    """The answer to a save that came too late: both versions side by side."""
    if wants_json():
        return answer(409, str(error))
    return _comparison(error.incident_id, error.refused_id), 409


def _kept(way: str) -> set[str]:
    """The subjects that were chosen to be settled so: ids of places, "" for the story."""
    fields = request.form.items()
    return {name.removeprefix("keep-") for name, value in fields if name.startswith("keep-") and value == way}


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
        choices=list(_choices(base, theirs, refused.incident)),
        changed_by=_changed_by(differences(base, theirs), differences(base, refused.incident), saved_by.who),
    )


def _choices(base: Incident, theirs: Incident, mine: Incident) -> Iterator[Choice]:
    merged, known = merge(base, theirs, mine), {"", *(one.id for one in base.places)}
    not_theirs, not_mine = ({one.place_id for one in _to_settle(side, merged)} for side in (theirs, mine))
    for found in _to_settle(theirs, mine):
        subject = found.place_id
        is_twin = subject not in known and found.before is not None and found.after is not None
        is_both = is_twin or (subject in not_theirs and subject in not_mine)
        usual = BOTH if is_both else MINE if subject in not_theirs else THEIRS
        yield Choice(found, (BOTH, THEIRS, MINE) if is_both else (THEIRS, MINE), usual)


def _to_settle(one: Incident, other: Incident) -> Iterator[Difference]:
    """What differs, but for the credits: they follow the places."""
    for found in differences(one, other):
        changes = tuple(change for change in found.changes if change.member != "credits")
        if found.place_id or changes:
            yield replace(found, changes=changes)


def _changed_by(
    theirs: Iterable[Difference], mine: Iterable[Difference], their_name: str
) -> Callable[..., str]:
    """Says of a place, or of one member of it or of the story, who changed it since both began."""
    by_them, by_me = set(_subjects(theirs)), set(_subjects(mine))

    def changed_by(place_id: str, member: str = "") -> str:
        subject = (place_id, member)
        if subject in by_them and subject in by_me:
            return "both"
        return "you" if subject in by_me else their_name

    return changed_by


def _subjects(changes: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    for difference in changes:
        yield difference.place_id, ""
        yield from ((difference.place_id, one.member) for one in difference.changes)
