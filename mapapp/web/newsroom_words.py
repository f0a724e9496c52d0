"""Plain words for what newsroom pages show: times, layers, precision, and how two versions differ."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from mapapp.geocode.answer import Candidate
from mapapp.incident.difference import Change
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Georeference, Layer, Precision, Source, Status
from mapapp.incident.words import (
    LAYER_TITLES,
    PRECISION_WORDS,
    STATUS_WORDS,
    precision_words,
    within_words,
)

_MEMBERS = {
    "label": "Label",
    "title": "Title",
    "summary": "Summary",
    "timezone": "Time zone",
    "occurred_at": "When it happened",
    "credits": "Credits",
    "layer": "Layer",
    "geometry": "Position",
    "precision": "Precision",
    "radius_m": "Radius",
    "what": "What happened here",
    "status": "Status",
    "verbatim": "Words of the source",
    "candidate_for": "May be",
    "sources": "Sources",
    "georeference": "How it was placed",
    "corrections": "Corrections",
}
_WORDS: Mapping[type, Mapping[Any, str]] = {Layer: LAYER_TITLES, Status: STATUS_WORDS, Precision: PRECISION_WORDS}


def init_app(app: Flask) -> None:
    """Make these words available to the templates."""
    app.template_filter("when")(when)
    app.template_filter("precision_words")(precision_words)
    app.template_filter("candidate_words")(candidate_words)
    app.template_filter("position")(position_words)
    app.template_filter("member")(member_words)
    app.template_filter("said")(value_words)


def when(moment: str, timezone: str = "UTC") -> str:
    """A date or time as people read it, in a time zone: "23 Aug 2020, 17:15 CDT"; empty stays empty."""
    if "T" not in moment:
        return f"{datetime.fromisoformat(moment):%-d %b %Y}" if moment else ""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(timezone)):%-d %b %Y, %H:%M %Z}"


def candidate_words(candidate: Candidate) -> str:
    """What the words of a candidate name, and how exactly: "a street corner, within about 15 m"."""
    words = [PRECISION_WORDS[candidate.precision], within_words(candidate.radius_m)]
    return ", ".join(one for one in words if one)


def position_words(geometry: Geometry | None) -> str:
    """A position in a few words: "42.60080, −87.84326" (latitude first, as people write it)."""
    if geometry is None:
        return "no position"
    lon, lat = geometry.representative_point()
    around = "" if geometry.type == "Point" else "around "
    return f"{around}{lat:.5f}, {lon:.5f}".replace("-", "−")


def member_words(change: Change) -> str:
    """What a changed member is called on the page."""
    return _MEMBERS.get(change.member, change.member)


def value_words(value: Any) -> str:
    """The value of a member as a person reads it, for comparing two versions."""
    if isinstance(value, StrEnum):
        return _WORDS[type(value)][value]
    if isinstance(value, Geometry):
        return position_words(value)
    if isinstance(value, float):
        return within_words(value)
    if isinstance(value, Source):
        return ": ".join(one for one in (value.publisher, value.quote, value.url) if one)
    if isinstance(value, Georeference):
        return ", ".join([one for one in (value.method, value.dataset, value.vintage) if one])
    if isinstance(value, tuple):
        return "; ".join(value_words(one) for one in value) or "none"
    return str(value) if value else "nothing"
