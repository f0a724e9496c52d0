"""The form of a place: what it shows of one, and what a reporter says with it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mapapp.desk import PlaceFields, block_words
from mapapp.incident.model import Incident, Layer, Place, Source, Status
from mapapp.web.forms import Form, day_and_clock, moment
from mapapp.web.newsroom.choices import AREA_PRECISIONS, FACILITY_PRECISIONS, Choice, Choices

MOST_SOURCES = 50

_SOURCE = ("publisher", "url", "quote")


def of_place(place: Place, timezone: str) -> Form:
    """The form filled with what is known of a place."""
    form = Form(
        {
            "layer": place.layer.value,
            "label": place.label,
            "what": place.what,
            "status": place.status.value,
            "verbatim": place.verbatim,
            **times(place.occurred_at, timezone),
        }
    )
    for i, source in enumerate(place.sources):
        form.values.update({f"source-{i}-{name}": getattr(source, name) for name in _SOURCE})
    return form


def times(occurred_at: str, timezone: str) -> dict[str, str]:
    """The fields of a moment given as RFC 3339: the day and the local time, empty where not known."""
    day, clock = day_and_clock(occurred_at, timezone)
    return {"date": day, "time": clock}


def new(incident: Incident, phrase: str, choices: Choices, chosen: Choice | None) -> Form:
    """The form of a place that is about to be added, with what the phrase and the incident suggest.

    `chosen` is the choice that is made beforehand, None while that is in doubt. Words that name a house
    are not repeated, since readers can download them; and only a scene is of the incident's own time.
    """
    layer = _suggested_layer(chosen)
    occurred_at = incident.occurred_at if layer is Layer.SCENE else ""
    return Form(
        {
            "layer": layer.value,
            "label": _suggested_label(phrase, choices, chosen),
            "status": Status.REPORTED.value,
            "verbatim": "" if _names_a_house(choices) else phrase,
            **times(occurred_at, incident.timezone),
        }
    )


def _suggested_layer(chosen: Choice | None) -> Layer:
    precision = chosen.candidate.precision if chosen else None
    if precision in FACILITY_PRECISIONS:
        return Layer.FACILITY
    return Layer.AREA if precision in AREA_PRECISIONS else Layer.SCENE


def _suggested_label(phrase: str, choices: Choices, chosen: Choice | None) -> str:
    """What was found; in doubt, or for an unnamed facility, the words of the source themselves.

    Empty where these name a house and cannot be said as its block.
    """
    if chosen is not None and not choices.facilities:
        return chosen.label
    said = block_words(phrase) if _names_a_house(choices) else phrase
    return "" if _names_a_house(choices) and said == phrase else said[:1].upper() + said[1:]


def _names_a_house(choices: Choices) -> bool:
    return any(one.is_address for one in choices.places)


def said(form: Form, timezone: str, known: tuple[Source, ...] = ()) -> PlaceFields:
    """What the form says; `known` are the sources it was filled with. Raises InvalidDocument."""
    numbers = [i for i in source_numbers(form) if any(_typed(form, i).values())]
    form.source_numbers = numbers
    return PlaceFields(
        label=form.value("label"),
        layer=form.value("layer"),
        what=form.value("what"),
        status=form.value("status"),
        occurred_at=moment(form.value("date"), form.value("time"), timezone),
        verbatim=form.value("verbatim"),
        sources=tuple(replace(_known(known, i), **_typed(form, i)) for i in numbers),
    )


def source_numbers(form: Form) -> Iterator[int]:
    """The numbers of the sources in a form."""
    return (i for i in range(MOST_SOURCES) if f"source-{i}-publisher" in form.values)


def blank_source(form: Form) -> int:
    """The number of the empty source that follows those in the form."""
    return min(max(source_numbers(form), default=-1) + 1, MOST_SOURCES - 1)


def _typed(form: Form, i: int) -> dict[str, Any]:
    return {name: form.value(f"source-{i}-{name}") for name in _SOURCE}


def _known(known: tuple[Source, ...], i: int) -> Source:
    return known[i] if i < len(known) else Source(publisher="")
