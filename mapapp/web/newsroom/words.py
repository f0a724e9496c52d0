"""Plain words for what newsroom pages show: times, layers, precision, and how two versions differ."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from mapapp.desk import Candidate, Outcome, Role, checked_words, fault_words
from mapapp.incident.difference import Change
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Georeference, Layer, Precision, Source, Status
from mapapp.incident.words import (
    LAYER_TITLES,
    PRECISION_WORDS,
    STATUS_WORDS,
    is_masked,
    precision_words,
    within_words,
)
from mapapp.web.newsroom.browsers import browser_words

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

_OUTCOMES = {
    Outcome.RESOLVED: "Found",
    Outcome.AMBIGUOUS: "More than one place fits",
    Outcome.AREA: "An area, not a point",
    Outcome.NO_SUCH_INTERSECTION: "These streets do not meet",
    Outcome.OUTSIDE_PLACE: "Not in the place you named",
    Outcome.NOT_FOUND: "Not found",
    Outcome.UNPARSED: "Not understood",
    Outcome.UNAVAILABLE: "Could not be asked",
}


_ROLES = {
    Role.SCENE: "where it happened",
    Role.DESTINATION: "where somebody was taken",
    Role.RESIDENCE: "where a person lives",
    Role.AGENCY: "an agency",
    Role.DATELINE: "where the story is from",
    Role.OTHER: "mentioned",
}

_STATES = {
    "pending": "not decided",
    "accepted": "on the map",
    "dropped": "left out",
    "aside": "not plotted",
}


def init_app(app: Flask) -> None:
    """Make these words available to the templates."""
    app.template_filter("when")(when)
    app.template_filter("browser_words")(browser_words)
    app.template_filter("checked_words")(checked_words)
    app.template_filter("state_words")(lambda shown: _STATES[shown.state])
    app.template_test("masked")(is_masked)
    app.template_filter("precision_words")(precision_words)
    app.template_filter("candidate_words")(candidate_words)
    app.template_filter("doubt")(doubt_words)
    app.template_filter("outcome_title")(_OUTCOMES.__getitem__)
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


def doubt_words(fault: str) -> str:
    """A fault as a sentence: of a candidate ("type_missing"), or as a place keeps it ("near: …")."""
    said = fault.partition(": ")[2] or fault_words(fault)
    return f"{said[:1].upper()}{said[1:]}."


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
    if value is None or value == "":
        return "nothing"
    return _WORDS.get(type(value), str)(value)


def _source_words(source: Source) -> str:
    return ": ".join(one for one in (source.publisher, source.quote, source.url) if one)


def _georeference_words(origin: Georeference) -> str:
    return ", ".join(one for one in (origin.method, origin.dataset, origin.vintage) if one)


def _list_words(values: tuple[Any, ...]) -> str:
    return "; ".join(value_words(one) for one in values) or "none"


_WORDS: Mapping[type, Callable[[Any], str]] = {
    Layer: LAYER_TITLES.__getitem__,
    Role: _ROLES.__getitem__,
    Status: STATUS_WORDS.__getitem__,
    Precision: PRECISION_WORDS.__getitem__,
    Geometry: position_words,
    Source: _source_words,
    Georeference: _georeference_words,
    float: within_words,
    tuple: _list_words,
}
