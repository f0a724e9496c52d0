"""Masking a place and taking the mask off again: an editor's pages, with what readers will see."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import BadInput, Conflict
from mapapp.incident.model import Place
from mapapp.incident.words import is_masked
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form

masks = Blueprint("masks", __name__, url_prefix="/newsroom/maps/<incident_id>/places/<place_id>")


@masks.get("/mask")
def ask(incident_id: str, place_id: str) -> ResponseReturnValue:
    """What a mask would show, and the form that makes it."""
    return _page(incident_id, place_id)


@masks.post("/mask")
def mask(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Mask a place, in every revision."""
    form = Form.typed()
    try:
        changed = desk().masks.mask(
            person(),
            incident_id,
            place_id,
            radius_m=_width(form),
            reason=form.value("reason"),
            label=form.value("label"),
            what=form.value("what"),
        )
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return _page(incident_id, place_id, form), 400
    flash(f"The place is masked, as revision {changed.revision}, and so in every earlier one.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


@masks.get("/unmask")
def ask_unmask(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Who masked a place and why, and the form that takes the mask off."""
    return _unmask_page(incident_id, place_id)


@masks.post("/unmask")
def unmask(incident_id: str, place_id: str) -> ResponseReturnValue:
    """Put the exact position back."""
    form = Form.typed()
    try:
        changed = desk().masks.unmask(person(), incident_id, place_id, form.value("reason"))
    except (BadInput, Conflict) as error:
        form.refuse(error)
        return _unmask_page(incident_id, place_id, form), 400
    flash(f"The exact position is back, as revision {changed.revision}. Publish it to show it.", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))


def _page(incident_id: str, place_id: str, form: Form | None = None) -> str:
    incident, place = desk().incidents.place(incident_id, place_id)
    if is_masked(place):
        raise Conflict("This place is masked already; unmask it first to choose another width.")
    preview = desk().masks.preview(person(), incident_id, place_id)
    suggested = Form({"label": preview.label, "width": str(preview.usual_m)})
    return render_template(
        "newsroom/mask_place.html",
        incident=incident,
        place=place,
        preview=preview,
        form=form or suggested,
        widths=[_choice(width, one) for width, one in preview.masks.items()],
    )


def _unmask_page(incident_id: str, place_id: str, form: Form | None = None) -> str:
    incident, place = desk().incidents.place(incident_id, place_id)
    return render_template(
        "newsroom/unmask_place.html",
        incident=incident,
        place=place,
        mask=desk().masks.find(incident_id, place_id),
        form=form or Form(),
    )


def _choice(width: int, mask: Place) -> dict[str, object]:
    """A width as the page offers it: its words, and the circle (degrees, metres) for the map."""
    lon, lat = mask.geometry.representative_point() if mask.geometry else (0.0, 0.0)
    words = f"{width} m" if width < 1_000 else f"{width // 1_000} km"
    return {"width": str(width), "words": words, "lon": lon, "lat": lat}


def _width(form: Form) -> int:
    return int(form.value("width")) if form.value("width").isdecimal() else 0
