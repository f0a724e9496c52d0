"""The newsroom's maps: the list, a new one, one from a file, and the page of each."""

from functools import lru_cache
from itertools import groupby
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import BadInput, Conflict
from mapapp.incident.geojson import place_as_json
from mapapp.incident.model import Incident, Place
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form, base_revision, day_and_clock, moment
from mapapp.web.newsroom.publish_panel import publish_panel

Timezones = tuple[tuple[str, tuple[str, ...]], ...]

newsroom = Blueprint("newsroom", __name__, url_prefix="/newsroom")


@newsroom.get("/")
def index() -> ResponseReturnValue:
    """Every map, the last saved first."""
    return render_template("newsroom/index.html", maps=desk().incidents.all())


@newsroom.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """A form for a new map, and its creation."""
    form = Form.typed() if request.method == "POST" else Form({"timezone": usual_timezone()})
    if request.method == "POST":
        try:
            incident = desk().incidents.create(person(), **_description(form))
        except BadInput as error:
            form.refuse(error)
        else:
            flash("The map was created. Readers see nothing until you publish it.", "ok")
            return redirect(url_for("newsroom.incident", incident_id=incident.id))
    page = render_template(
        "newsroom/new_map.html",
        form=form,
        timezones=offered_timezones(form.value("timezone")),
        suggest_timezone=not form.value("timezone"),
    )
    return page, 400 if form.faulty else 200


@newsroom.route("/import", methods=["GET", "POST"])
def import_map() -> ResponseReturnValue:
    """A form for a GeoJSON document, as a file or pasted, and the map made of it."""
    form = Form.typed() if request.method == "POST" else Form()
    if request.method == "POST":
        try:
            incident = desk().incidents.add_document(person(), _document(form))
        except (BadInput, Conflict) as error:
            form.refusal = str(error)
        else:
            flash("The map was created. Check its places before you publish it.", "ok")
            return redirect(url_for("newsroom.incident", incident_id=incident.id))
    return render_template("newsroom/import.html", form=form), 400 if form.faulty else 200


@newsroom.get("/maps/<incident_id>")
def incident(incident_id: str) -> ResponseReturnValue:
    """One map: its places, its description, and what can be done with it."""
    return incident_page(desk().incidents.get(incident_id))


@newsroom.post("/maps/<incident_id>")
def describe(incident_id: str) -> ResponseReturnValue:
    """Save what the map says of itself."""
    form = Form.typed()
    try:
        changed = desk().incidents.edit(person(), incident_id, base_revision(), **_description(form))
    except BadInput as error:
        form.refuse(error)
        return incident_page(desk().incidents.get(incident_id), form), 400
    flash(f"Saved as revision {changed.revision}.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


@newsroom.get("/maps/<incident_id>/places.json")
def places(incident_id: str) -> ResponseReturnValue:
    """The places of the current or another revision, published or not, for the newsroom's own maps."""
    number = request.args.get("revision", type=int)
    features = [place_as_json(one) for one in desk().incidents.get(incident_id, number).places]
    return {"type": "FeatureCollection", "features": features}


def incident_page(incident: Incident, form: Form | None = None, publishing: Form | None = None) -> str:
    """The page of one map, with the description, or what was typed about publishing, when it was refused."""
    form = form or _described(incident)
    return render_template(
        "newsroom/incident.html",
        incident=incident,
        summary=desk().incidents.summary(incident.id),
        panel=publish_panel(desk(), incident, publishing or Form()),
        form=form,
        timezones=offered_timezones(form.value("timezone")),
        suggest_timezone=False,
        blank=Form(),
        places=_listed(incident),
        story=desk().stories.standing(incident.id),
    )


def _listed(incident: Incident) -> list[tuple[int, Place, list[tuple[int, Place]]]]:
    """The places as (number on the map, place, those that are facilities it may be)."""
    numbered = list(enumerate(incident.places, 1))
    ids = {one.id for one in incident.places}
    return [
        (number, place, [(n, one) for n, one in numbered if one.candidate_for == place.id])
        for number, place in numbered
        if place.candidate_for not in ids
    ]


def _described(incident: Incident) -> Form:
    day, clock = day_and_clock(incident.occurred_at, incident.timezone)
    words = {"title": incident.title, "summary": incident.summary, "timezone": incident.timezone}
    return Form({**words, "date": day, "time": clock})


def _description(form: Form) -> dict[str, str]:
    timezone = form.value("timezone") or "UTC"
    return {
        "title": form.value("title"),
        "summary": form.value("summary"),
        "timezone": timezone,
        "occurred_at": moment(form.value("date"), form.value("time"), timezone),
    }


def _document(form: Form) -> bytes:
    """The document that was chosen as a file, else the one that was pasted; BadInput without either."""
    chosen = request.files.get("file")
    text = chosen.read() if chosen else form.value("text").encode()
    if not text:
        raise BadInput("Choose a GeoJSON file or paste its text.")
    return text


def usual_timezone() -> str:
    """The time zone of the map that was saved last; empty where there is none yet."""
    maps = desk().incidents.all()
    return maps[0].timezone if maps else ""


def offered_timezones(chosen: str) -> Timezones:
    """The time zones to choose from, and the chosen one even where it is not among them."""
    known = _timezones()
    is_known = not chosen or any(chosen in zones for _, zones in known)
    return known if is_known else (("As it is", (chosen,)), *known)


@lru_cache(maxsize=1)
def _timezones() -> Timezones:
    """Time zones of the tz database by area, as ("America", ("America/Chicago", …))."""
    named = sorted(
        one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/"))
    )
    areas = groupby(named, key=lambda one: one.split("/")[0])
    return (("Universal", ("UTC",)), *((area, tuple(zones)) for area, zones in areas))
