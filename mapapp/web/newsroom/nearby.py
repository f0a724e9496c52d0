"""The facilities around a place of a map: found by kind, distance and what they take, and added."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import TRAUMA_LEVELS, NearFacility, Wanted, is_there
from mapapp.errors import BadInput, InvalidDocument
from mapapp.incident.model import PIN_PRECISIONS, Incident, Place
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form, base_revision
from mapapp.web.newsroom.place_pages import place_of

MOST_SHOWN = 100
_USUAL_MILES = "50"
_USUAL_KIND = "hospital"

# From a place that is known less exactly, tenths of a mile would say too much.
_EXACT_M = 1_000.0

nearby = Blueprint("nearby", __name__, url_prefix="/newsroom/maps/<incident_id>/places/<place_id>/nearby")


@dataclass(frozen=True)
class Row:
    """A facility on the page: its number on the map, its key, and whether it is on the incident's map."""

    number: int
    near: NearFacility
    words: str
    on_map: bool

    @property
    def key(self) -> str:
        """What its tick sends: data set and id, the id behind the last bar."""
        return f"{self.near.facility.dataset}|{self.near.facility.dataset_id}"


@nearby.get("")
def find(incident_id: str, place_id: str) -> ResponseReturnValue:
    """The facilities around the place, nearest first."""
    incident, place = place_of(incident_id, place_id)
    form = _asked()
    try:
        rows = _rows(incident, place, form)
    except BadInput as error:
        form.refuse(error)
        return _page(incident, place, form, []), 400
    return _page(incident, place, form, rows)


@nearby.post("")
def add(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Add those that were ticked."""
    form, base = _asked(), base_revision()
    incident, place = place_of(incident_id, place_id, base)
    keys = [one.rpartition("|") for one in request.form.getlist("facility")]
    try:
        ticked = desk().facilities.of_keys((dataset, dataset_id) for dataset, _, dataset_id in keys)
        changed = desk().incidents.add_facilities(person(), incident_id, base, ticked)
    except BadInput as error:
        form.refuse(error)
        return _page(incident, place, form, _rows(incident, place, form)), 400
    count = len(changed.places) - len(incident.places)
    flash(f"{count} facilities were added." if count > 1 else "1 facility was added.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


def _asked() -> Form:
    """The filters as they stand in the address; hospitals within 50 miles where it says nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    usual = {"kind": _USUAL_KIND if _USUAL_KIND in desk().facilities.kinds() else "", "miles": _USUAL_MILES}
    return Form({**usual, **asked})


def _rows(incident: Incident, place: Place, form: Form) -> list[Row]:
    if place.geometry is None:
        raise BadInput("This place has no position yet; give it one first.")
    wanted = Wanted(form.value("kind"), form.value("helipad") == "1", form.value("trauma"))
    found = desk().facilities.near(place.geometry.representative_point(), _miles(form), wanted)
    is_exact = place.precision in PIN_PRECISIONS or 0 < (place.radius_m or 0) <= _EXACT_M
    return [
        Row(n, one, one.words(about=not is_exact), is_there(one.facility, incident.places))
        for n, one in enumerate(found, 1)
    ]


def _miles(form: Form) -> float:
    try:
        return float(form.value("miles"))
    except ValueError as error:
        raise InvalidDocument("miles", "give a number of miles, such as 50") from error


def _page(incident: Incident, place: Place, form: Form, rows: Sequence[Row]) -> str:
    return render_template(
        "newsroom/nearby.html",
        incident=incident,
        place=place,
        form=form,
        rows=rows[:MOST_SHOWN],
        found=len(rows),
        kinds=[("", "any kind"), *((one, one) for one in desk().facilities.kinds())],
        levels=[("", "any or none"), *((one, f"Level {one} or higher") for one in TRAUMA_LEVELS)],
        ticked=request.form.getlist("facility"),
    )
