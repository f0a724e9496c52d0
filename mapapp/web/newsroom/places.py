"""The places of a map: find one by a phrase, add, edit, move and remove it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mapapp.desk import LEAST_REASON, Answer, Candidate, Outcome, Override
from mapapp.errors import BadInput, Conflict, InvalidDocument
from mapapp.incident.geodesy import LonLat
from mapapp.incident.model import Incident, Place
from mapapp.incident.words import is_masked
from mapapp.web.access import person
from mapapp.web.context import desk, settings
from mapapp.web.forms import Form, base_revision, degrees
from mapapp.web.newsroom import place_form
from mapapp.web.newsroom.choices import ELSEWHERE, Choices
from mapapp.web.newsroom.place_pages import map_view as _view
from mapapp.web.newsroom.place_pages import saved as _saved

_SURE = (Outcome.RESOLVED, Outcome.AREA)
"""What may be chosen beforehand; every doubtful answer waits for a person."""

_ADVICE = {
    Outcome.NO_SUCH_INTERSECTION: "Check both street names with the source, or give the position below.",
    Outcome.OUTSIDE_PLACE: "Choose it if it is meant all the same; otherwise check the city with the source.",
    Outcome.NOT_FOUND: "Check the spelling, name the city or county, or give the position below. "
    "Corners and blocks are found once the streets of the county are added.",
    Outcome.UNPARSED: "Name one place: two streets that cross, a block, a building, a city.",
    Outcome.UNAVAILABLE: "Try again in a while, or give the position below. What is installed here works.",
}

places = Blueprint("places", __name__, url_prefix="/newsroom/maps/<incident_id>")


@places.get("/add")
def find(incident_id: str) -> ResponseReturnValue:
    """What a phrase could mean, and the form that makes a place of it."""
    incident = desk().incidents.get(incident_id)
    asked = Form({name: value.strip() for name, value in request.args.items()})
    if not asked.value("phrase"):
        return _found_page(incident, asked, None, None)
    try:
        answer = _answer(asked)
    except BadInput as error:
        asked.refuse(error)
        return _found_page(incident, asked, None, None), 400
    return _found_page(incident, asked, answer, _suggested(incident, asked, answer))


@places.post("/add")
def add(incident_id: str) -> ResponseReturnValue:
    """Add the place that was chosen or given, with the facilities it may be."""
    form, base = Form.typed(), base_revision()
    incident = desk().incidents.get(incident_id, base)
    answer = _answer(form) if form.value("phrase") else None
    try:
        candidate, at = _position(form, answer)
        fields = place_form.said(form, incident.timezone)
        may_be = Choices.of(answer).ticked(request.form.getlist("facility")) if answer else []
        changed = desk().incidents.add_place(
            person(), incident_id, base, fields, candidate, at=at, may_be=may_be, override=_override(form)
        )
    except BadInput as error:
        form.refuse(error)
        return _found_page(incident, form, answer, form), 400
    place = changed.places[len(incident.places)]
    return _saved(incident_id, place.label, "was added.")


@places.get("/places/<place_id>")
def edit(incident_id: str, place_id: str) -> ResponseReturnValue:
    """The form of one place."""
    incident, place = desk().incidents.place(incident_id, place_id)
    return _edit_page(incident, place, place_form.of_place(place, incident.timezone))


@places.post("/places/<place_id>")
def save(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Save what is said of a place."""
    form, base = Form.typed(), base_revision()
    incident, place = desk().incidents.place(incident_id, place_id, base)
    try:
        fields = place_form.said(form, incident.timezone, place.sources)
        desk().incidents.edit_place(person(), incident_id, base, place_id, fields)
    except BadInput as error:
        form.refuse(error)
        return _edit_page(incident, place, form), 400
    return _saved(incident_id, form.value("label"), "was saved.")


@places.get("/places/<place_id>/move")
def move(incident_id: str, place_id: str) -> ResponseReturnValue:
    """A map and two fields to put a place somewhere else."""
    incident, place = desk().incidents.place(incident_id, place_id)
    if is_masked(place):
        raise Conflict("This place is masked. Unmask it before you move it; an editor can.")
    return _move_page(incident, place, Form(_position_of(place)))


@places.post("/places/<place_id>/move")
def put(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Put a place where a person says."""
    form, base = Form.typed(), base_revision()
    incident, place = desk().incidents.place(incident_id, place_id, base)
    try:
        lon, lat = _typed_position(form)
        desk().incidents.move_place(person(), incident_id, base, place_id, lon=lon, lat=lat)
    except BadInput as error:
        form.refuse(error)
        return _move_page(incident, place, form), 400
    return _saved(incident_id, place.label, "was moved.")


@places.get("/places/<place_id>/remove")
def remove(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Ask whether a place shall go."""
    incident, place = desk().incidents.place(incident_id, place_id)
    may_be = sum(one.candidate_for == place_id for one in incident.places)
    return render_template("newsroom/remove_place.html", incident=incident, place=place, may_be=may_be)


@places.post("/places/<place_id>/remove")
def drop(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Leave a place out from now on."""
    base = base_revision()
    place = desk().incidents.place(incident_id, place_id, base)[1]
    desk().incidents.remove_place(person(), incident_id, base, place_id)
    return _saved(incident_id, place.label, "was removed. Earlier revisions still hold it.")


def _override(form: Form) -> Override | None:
    """What an editor asks for beyond the defaults; raises InvalidDocument about a reason that is missing."""
    if not form.value("exact"):
        return None
    if len(form.value("exact_reason")) < LEAST_REASON:
        raise InvalidDocument("exact_reason", f"give the reason, in {LEAST_REASON} characters or more")
    return Override(exact_reason=form.value("exact_reason"))


def _answer(asked: Form) -> Answer:
    near = asked.value("near") or None
    online = settings().online and asked.value("online") == "1"
    return desk().finder.geocode(asked.value("phrase"), near, online=online)


def _position(form: Form, answer: Answer | None) -> tuple[Candidate, LonLat | None]:
    """The candidate that was chosen, and where it was put by hand if it was."""
    if form.value("pick") == ELSEWHERE or answer is None:
        return given_position(form), None
    choice = Choices.of(answer).place(form.value("pick"))
    if not form.value("lat") and not form.value("lon"):
        return choice.candidate, None
    if not choice.is_point:
        raise BadInput(
            "An area or a stretch of street cannot be moved; empty the two fields of the position."
        )
    return choice.candidate, _typed_position(form)


def given_position(form: Form) -> Candidate:
    """The candidate for a position that was typed."""
    lon, lat = _typed_position(form)
    answer = desk().finder.geocode(f"{lat:.7f}, {lon:.7f}")
    if not answer.candidates:
        raise InvalidDocument("lat", answer.explanation)
    return answer.candidates[0]


def _typed_position(form: Form) -> LonLat:
    lat = degrees(form.value("lat"), "lat", "latitude", 90)
    return degrees(form.value("lon"), "lon", "longitude", 180), lat


def _position_of(place: Place) -> dict[str, str]:
    if place.geometry is None:
        return {}
    lon, lat = place.geometry.representative_point()
    return {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}"}


def _suggested(incident: Incident, asked: Form, answer: Answer) -> Form:
    choices = Choices.of(answer)
    chosen = choices.places[0] if choices.places and answer.outcome in _SURE else None
    form = place_form.new(incident, asked.value("phrase"), choices, chosen)
    if chosen or not choices.places:
        form.values["pick"] = chosen.key if chosen else ELSEWHERE
    return form


def _found_page(incident: Incident, asked: Form, answer: Answer | None, form: Form | None) -> str:
    return render_template(
        "newsroom/add_place.html",
        incident=incident,
        asked=asked,
        answer=answer,
        advice=_ADVICE.get(answer.outcome, "") if answer else "",
        choices=Choices.of(answer) if answer else Choices(),
        form=form,
        view=_view(incident),
        may_ask_online=settings().online,
        ticked=request.form.getlist("facility"),
        blank_source=place_form.blank_source(form) if form else 0,
    )


def _edit_page(incident: Incident, place: Place, form: Form) -> str:
    return render_template(
        "newsroom/edit_place.html",
        incident=incident,
        place=place,
        form=form,
        blank_source=place_form.blank_source(form),
    )


def _move_page(incident: Incident, place: Place, form: Form) -> str:
    return render_template("newsroom/move_place.html", incident=incident, place=place, form=form)
