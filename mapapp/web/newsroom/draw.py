"""Adding a place without a phrase: a pin, a line or an area, drawn on a map or pasted as coordinates."""

import json
from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mapapp.desk import read_pasted
from mapapp.errors import BadInput, InvalidDocument
from mapapp.incident.drawn import checked_drawing
from mapapp.incident.geometry import Geometry, parse_geometry
from mapapp.incident.model import Incident, Layer, Precision
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form, base_revision
from mapapp.web.newsroom import place_form
from mapapp.web.newsroom.choices import Choices
from mapapp.web.newsroom.place_pages import map_view, saved

SHAPES = (("pin", "A pin"), ("line", "A line"), ("area", "An area"))

# What a line or an area is, in words; a pin is always a ring around the spot.
KINDS = (
    ("", "the usual: a stretch of street, or an area drawn by hand"),
    (Precision.SEGMENT.value, "a line: a stretch of street"),
    (Precision.ROAD.value, "a line: somewhere along a street"),
    (Precision.RELATIVE.value, "an area: as it is drawn"),
    (Precision.NEIGHBOURHOOD.value, "an area: a neighbourhood"),
)

drawing = Blueprint("drawing", __name__, url_prefix="/newsroom/maps/<incident_id>")


@drawing.get("/draw")
def draw(incident_id: str) -> ResponseReturnValue:
    """A map to draw on, a field to paste into, and the form of a place."""
    incident = desk().incidents.get(incident_id)
    form = place_form.new(incident, "", Choices(), None)
    form.values["shape"] = "pin"
    return _page(incident, form)


@drawing.post("/draw")
def add(incident_id: str) -> ResponseReturnValue:
    """Add what was drawn or pasted; or put what was pasted on the map of the form, to see it first."""
    form, base = Form.typed(), base_revision()
    incident = desk().incidents.get(incident_id, base)
    try:
        geometry = _geometry(form)
        if form.value("preview"):
            form.values.update(geometry=json.dumps(geometry.as_json()), pasted="", shape=_shape(geometry))
            return _page(incident, form)
        fields, kind = place_form.said(form, incident.timezone), _kind(form)
        desk().incidents.add_drawn(person(), incident_id, base, fields, geometry, precision=kind)
    except BadInput as error:
        form.refuse(error)
        return _page(incident, form), 400
    return saved(incident_id, form.value("label"), "was added.")


def _geometry(form: Form) -> Geometry:
    """What was pasted, else what was drawn; faults are said of the field it came from."""
    if form.value("pasted"):
        try:
            return checked_drawing(read_pasted(form.value("pasted"), area=form.value("shape") == "area"))
        except InvalidDocument as error:
            raise InvalidDocument("pasted", error.reason) from error
        except BadInput as error:
            raise InvalidDocument("pasted", str(error)) from error
    if not form.value("geometry"):
        raise InvalidDocument("pasted", "draw the place on the map, or paste its coordinates here")
    try:
        return checked_drawing(parse_geometry(json.loads(form.value("geometry")), ""))
    except (ValueError, RecursionError) as error:
        raise BadInput("What was drawn did not arrive whole; draw it again.") from error


def _kind(form: Form) -> Precision | None:
    kind = form.value("kind")
    if kind not in dict(KINDS):
        raise InvalidDocument("kind", "choose one of the list")
    return Precision(kind) if kind else None


def _shape(geometry: Geometry) -> str:
    if geometry.type == "Point":
        return "pin"
    return "area" if "Polygon" in geometry.type else "line"


def _view(incident: Incident) -> str:
    """Where the map opens: on the scenes where there are any, since what is drawn mostly lies beside them."""
    scenes = tuple(one for one in incident.places if one.layer is Layer.SCENE and one.geometry)
    return map_view(replace(incident, places=scenes or incident.places))


def _page(incident: Incident, form: Form) -> str:
    return render_template(
        "newsroom/draw_place.html",
        incident=incident,
        form=form,
        shapes=SHAPES,
        kinds=KINDS,
        view=_view(incident),
        blank_source=place_form.blank_source(form),
    )
