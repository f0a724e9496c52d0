"""What a person typed and what is wrong with it, so that a refused form comes back as it was."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from flask import request

from mapapp.errors import BadInput, InvalidDocument, MapappError
from mapapp.incident.geometry import in_range, number

_LABELS = {
    "lat": "Latitude",
    "lon": "Longitude",
    "timezone": "Time zone",
    "date": "Day",
    "what": "What happened here",
    "verbatim": "Words of the source",
    "url": "Web address",
    "note": "Note for readers",
    "exact_reason": "Reason",
}
_FIELD_OF_MEMBER = {"occurred_at": "date"}
_PREFIX = re.compile(r"^features\[\d+\]\.(properties\.)?")
_SOURCE = re.compile(r"^sources\[(\d+)\]\.(\w+)$")


class Form:
    """The fields of one form by name, each with at most one sentence about what is wrong.

    `refusal` is a sentence about the form as a whole; `source_numbers` says which of the form's
    sources became the first, second, … of the document.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self.faults: dict[str, str] = {}
        self.refusal = ""
        self.source_numbers: list[int] = []

    @classmethod
    def typed(cls) -> Self:
        """The form as it was just sent, without the space around each text."""
        return cls({name: value.strip() for name, value in request.form.items()})

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.faults or self.refusal)

    def value(self, name: str) -> str:
        """What stands in a field; empty where nothing was typed."""
        return self.values.get(name, "")

    def fault(self, name: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return self.faults.get(name, "")

    @staticmethod
    def label(name: str) -> str:
        """What a field is called on the page: `source-0-url` -> "Web address"."""
        last = name.rpartition("-")[2]
        return _LABELS.get(last, last.capitalize())

    def refuse(self, error: MapappError) -> None:
        """Put an error beside the field it is about, or above the form when it is about none."""
        if isinstance(error, InvalidDocument) and (name := self._field_of(error.path)):
            self.faults[name] = _sentence(error.reason)
        else:
            self.refusal = _sentence(str(error))

    def _field_of(self, path: str) -> str:
        """The field for a member of the document: `features[2].properties.label` -> `label`."""
        member = _PREFIX.sub("", path)
        if source := _SOURCE.match(member):
            return f"source-{self.source_numbers[int(source[1])]}-{source[2]}"
        return _FIELD_OF_MEMBER.get(member, member)


def _sentence(reason: str) -> str:
    said = reason[:1].upper() + reason[1:]
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def moment(day: str, clock: str, timezone: str) -> str:
    """A day and perhaps a local time as RFC 3339: "2020-08-23", "17:15" -> "2020-08-23T17:15:00-05:00".

    Raises InvalidDocument about `date` or `time`; both empty is empty, and a day alone stays a date.
    """
    if not clock:
        return day
    if not day:
        raise InvalidDocument("date", "give the day as well as the time")
    try:
        local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(timezone))
    except ValueError as error:
        raise InvalidDocument("time", f"{clock!r} is not a time such as 17:15") from error
    return local.isoformat()


def day_and_clock(occurred_at: str, timezone: str) -> tuple[str, str]:
    """The reverse of `moment`: the day and the local time, "" where only the day is known."""
    if "T" not in occurred_at:
        return occurred_at, ""
    local = datetime.fromisoformat(occurred_at).astimezone(ZoneInfo(timezone))
    return local.date().isoformat(), local.time().isoformat("minutes" if local.second == 0 else "seconds")


def degrees(text: str, path: str, what: str, most: float) -> float:
    """A `what` in degrees as people type it, up to ±`most`; raises InvalidDocument naming `path`."""
    if not text:
        raise InvalidDocument(path, f"give the {what} as a number such as 42.600802")
    try:
        value = float(text.replace("−", "-"))
    except ValueError as error:
        raise InvalidDocument(path, f"{text[:40]!r} is not a number such as 42.600802") from error
    in_range(number(value, path), most, what, path)
    return value


def base_revision() -> int:
    """The revision that a form was made from; raises BadInput when the form does not say."""
    try:
        return int(request.form["base"])
    except (KeyError, ValueError) as error:
        raise BadInput("This form does not say which revision it changes; reload the page.") from error
