"""Known places: everyone of the newsroom reads them; admins edit, merge and delete them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import (
    KNOWN_PRECISIONS,
    KnownPlaceFields,
    Right,
    apart_words,
    are_far_apart,
    require,
)
from mapapp.errors import BadInput, Conflict, InvalidDocument
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Layer, Precision
from mapapp.incident.words import PRECISION_WORDS, about_m
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form, degrees

known_places = Blueprint("known_places", __name__, url_prefix="/newsroom/known-places")


@known_places.get("/")
def index() -> ResponseReturnValue:
    """The known places whose names hold what was searched for, in a list and on a map."""
    words = request.args.get("q", "").strip()
    found = desk().known_places.all(words)
    return render_template("newsroom/known_places.html", known=found, words=words, about_m=about_m)


@known_places.get("/places.json")
def places() -> ResponseReturnValue:
    """The same known places as GeoJSON, for the page's map."""
    found = desk().known_places.all(request.args.get("q", ""))
    return {"type": "FeatureCollection", "features": [_feature(one) for one in found]}


@known_places.get("/<int:known_id>")
def edit(known_id: int) -> ResponseReturnValue:
    """The form of a known place."""
    require(person(), Right.MANAGE_KNOWN_PLACES)
    return _edit_page(desk().known_places.get(known_id))


@known_places.post("/<int:known_id>")
def save(known_id: int) -> ResponseReturnValue:
    """Save a known place."""
    require(person(), Right.MANAGE_KNOWN_PLACES)
    place, form = desk().known_places.get(known_id), Form.typed()
    try:
        changed = desk().known_places.edit(person(), known_id, _fields(form))
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return _edit_page(place, form), 400
    flash(f"{changed.title} was saved.", "ok")
    return redirect(url_for("known_places.index"))


@known_places.get("/<int:known_id>/merge")
def compare(known_id: int) -> ResponseReturnValue:
    """Two known places on one map, and how far apart they are."""
    require(person(), Right.MANAGE_KNOWN_PLACES)
    kept = desk().known_places.get(known_id)
    others = [one for one in desk().known_places.all() if one.id != known_id]
    chosen = request.args.get("with", type=int)
    other = desk().known_places.get(chosen) if chosen is not None and chosen != known_id else None
    return render_template(
        "newsroom/merge_known_places.html",
        kept=kept,
        other=other,
        others=others,
        apart=apart_words(kept, other) if other else "",
        far_apart=other is not None and are_far_apart(kept, other),
        about_m=about_m,
    )


@known_places.get("/<int:known_id>/merge/<int:other_id>.json")
def both(known_id: int, other_id: int) -> ResponseReturnValue:
    """The two known places as GeoJSON, for the page's map."""
    found = (desk().known_places.get(one) for one in (known_id, other_id))
    return {"type": "FeatureCollection", "features": [_feature(one) for one in found]}


@known_places.post("/<int:known_id>/merge")
def merge(known_id: int) -> ResponseReturnValue:
    """Make one known place of two."""
    form = Form.typed()
    other, position = (_number(form.value(name)) for name in ("with", "position"))
    merged = desk().known_places.merge(person(), known_id, other, position_of=position)
    flash(f"{merged.title} is one place now, with all of its names.", "ok")
    return redirect(url_for("known_places.index"))


@known_places.get("/<int:known_id>/delete")
def ask_delete(known_id: int) -> ResponseReturnValue:
    """Ask whether a known place shall go."""
    require(person(), Right.MANAGE_KNOWN_PLACES)
    return render_template("newsroom/delete_known_place.html", place=desk().known_places.get(known_id))


@known_places.post("/<int:known_id>/delete")
def delete(known_id: int) -> ResponseReturnValue:
    """Forget a known place."""
    desk().known_places.delete(person(), known_id)
    flash("The known place was deleted. Maps that use it stay as they are.", "ok")
    return redirect(url_for("known_places.index"))


def _edit_page(place: KnownPlace, form: Form | None = None) -> str:
    return render_template(
        "newsroom/edit_known_place.html",
        place=place,
        form=form or _form(place),
        precisions=[(one.value, PRECISION_WORDS[one]) for one in _offered(place)],
    )


def _offered(place: KnownPlace) -> tuple[Precision, ...]:
    return tuple(dict.fromkeys((*KNOWN_PRECISIONS, place.precision)))


def _form(place: KnownPlace) -> Form:
    return Form(
        {
            "name": place.name,
            "aliases": "\n".join(place.aliases),
            "locality": place.locality,
            "lat": f"{place.lat:.6f}",
            "lon": f"{place.lon:.6f}",
            "precision": place.precision.value,
            "radius": f"{place.radius_m:g}",
            "source": place.source,
        }
    )


def _fields(form: Form) -> KnownPlaceFields:
    return KnownPlaceFields(
        name=form.value("name"),
        locality=form.value("locality"),
        aliases=form.value("aliases"),
        lon=degrees(form.value("lon"), "lon", "longitude", 180),
        lat=degrees(form.value("lat"), "lat", "latitude", 90),
        precision=form.value("precision"),
        radius_m=_metres(form.value("radius")),
        source=form.value("source"),
    )


def _metres(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidDocument("radius", f"{text[:40]!r} is not a number of metres such as 20") from error
    if not 0 < value < float("inf"):
        raise InvalidDocument("radius", "give a number of metres, more than 0")
    return value


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _feature(place: KnownPlace) -> dict[str, object]:
    properties = {
        "layer": Layer.FACILITY.value,
        "label": place.title,
        "precision": place.precision.value,
        "radius_m": place.radius_m,
    }
    geometry = Geometry.point(place.lon, place.lat).as_json()
    return {"type": "Feature", "id": place.id, "geometry": geometry, "properties": properties}
