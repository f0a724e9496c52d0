"""What the pages of places share: where their maps open, the place of an address, and the way back."""

import json
from textwrap import shorten

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import NotFound
from mapapp.incident.model import Incident, Place
from mapapp.web.context import desk

_MOST_OF_LABEL = 200


def map_view(incident: Incident) -> str:
    """Where the map opens when nothing was found: on the places, else on the installed streets; as JSON."""
    boxes = [one.geometry.bounds() for one in incident.places if one.geometry]
    boxes = boxes or [one.bounds for one in desk().streets.installed()]
    if not boxes:
        return ""
    west, south, east, north = zip(*boxes, strict=True)
    return json.dumps([min(west), min(south), max(east), max(north)])


def place_of(incident_id: str, place_id: str, revision: int | None = None) -> tuple[Incident, Place]:
    """A map and its place of that id, now or in a revision; raises NotFound."""
    incident = desk().incidents.get(incident_id, revision)
    for place in incident.places:
        if place.id == place_id:
            return incident, place
    raise NotFound("There is no such place on this map; it may have been removed.")


def saved(incident_id: str, label: str, deed: str) -> ResponseReturnValue:
    """Back to the map, with a sentence on what became of the place of that label."""
    # A message travels in the session's cookie, which browsers drop when it is larger than 4 kB.
    flash(f"{shorten(label, _MOST_OF_LABEL, placeholder='…')} {deed}", "ok")
    return redirect(url_for("newsroom.incident", incident_id=incident_id))
