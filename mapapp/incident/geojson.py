"""The document in and out: strict GeoJSON text -> Incident -> GeoJSON that reads back equal."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mapapp.errors import InvalidDocument, TooLarge
from mapapp.incident.geometry import Geometry, number, parse_geometry
from mapapp.incident.model import (
    Correction,
    Georeference,
    Incident,
    Layer,
    Place,
    Precision,
    Source,
    Status,
)

MAX_BYTES = 20_000_000
MAX_DEPTH = 32
MAX_PLACES = 20_000
MAX_TEXT = 20_000
EARTH_HALFWAY_M = 20_040_000.0

# RFC 3339 section 5.6, where the seconds may be left out as well; the offset is asked for in words.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
# Halves of characters, which no encoding of ours can write, and the end of a text in others' programs.
_NO_TEXT = re.compile("[\ud800-\udfff\x00]")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")

E_ = TypeVar("E_", bound=StrEnum)
T = TypeVar("T")


def loads(text: str | bytes) -> Incident:
    """Read a GeoJSON document; raises InvalidDocument or TooLarge, naming the path of the bad value."""
    if len(text) > MAX_BYTES:
        raise TooLarge(f"The document is larger than {MAX_BYTES // 1_000_000} MB; split it or simplify it.")
    try:
        value = json.loads(text, object_pairs_hook=_unique_members)
    except RecursionError as error:
        raise _too_deep() from error
    except UnicodeError as error:
        raise InvalidDocument("", "the document is not UTF-8 text") from error
    except ValueError as error:
        raise InvalidDocument("", f"the document is not JSON: {error}") from error
    return parse_incident(value)


def dumps(incident: Incident, *, indent: int | None = None) -> str:
    """Write the document as GeoJSON text; `loads` reads it back equal."""
    separators = None if indent else (",", ":")
    return json.dumps(
        as_json(incident), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )


def parse_incident(value: object) -> Incident:
    """Read a decoded FeatureCollection; raises InvalidDocument naming the path of the bad value."""
    members = _Members(value, "")
    if members.take("type") != "FeatureCollection":
        raise InvalidDocument("type", "must be FeatureCollection")
    if members.take("crs") is not None:
        raise InvalidDocument("crs", "must not be there: GeoJSON is always WGS 84")
    features = members.array("features", MAX_PLACES)
    places = tuple(parse_place(one, f"features[{i}]") for i, one in enumerate(features))
    _check_ids(places)
    return Incident(
        id=slug(members.text("id"), "id"),
        title=members.needed_text("title"),
        summary=members.text("summary"),
        timezone=checked_timezone(members.text("timezone") or "UTC", "timezone"),
        occurred_at=_time(members.text("occurred_at"), "occurred_at"),
        revision=members.count("revision"),
        updated_at=_time(members.text("updated_at"), "updated_at"),
        credits=members.texts("credits"),
        corrections=members.records("corrections", _correction),
        places=places,
        extra=members.rest(),
    )


def parse_place(value: object, path: str) -> Place:
    """Read a decoded Feature; raises InvalidDocument naming `path` and what is wrong there."""
    feature = _Members(value, path)
    if feature.take("type") != "Feature":
        raise InvalidDocument(f"{path}.type", "must be Feature")
    geometry = _geometry(feature.take("geometry"), f"{path}.geometry")
    members = _Members(feature.take("properties"), f"{path}.properties")
    return Place(
        id=slug(feature.text("id"), f"{path}.id"),
        geometry=geometry,
        layer=members.one_of(Layer, "layer"),
        label=members.needed_text("label"),
        precision=members.one_of(Precision, "precision"),
        radius_m=_radius(members.take("radius_m"), members.at("radius_m")),
        what=members.text("what"),
        status=members.one_of(Status, "status", Status.REPORTED),
        occurred_at=_time(members.text("occurred_at"), members.at("occurred_at")),
        verbatim=members.text("verbatim"),
        candidate_for=members.text("candidate_for"),
        sources=members.records("sources", _source),
        georeference=_georeference(members.take("georeference"), members.at("georeference")),
        corrections=members.records("corrections", _correction),
        extra=members.rest(),
        feature_extra=feature.rest(),
    )


def as_json(incident: Incident) -> dict[str, Any]:
    """The document as a JSON object, RFC 7946 members first."""
    return {
        "type": "FeatureCollection",
        "id": incident.id,
        "title": incident.title,
        **_present(
            summary=incident.summary,
            timezone=incident.timezone,
            occurred_at=incident.occurred_at,
            revision=incident.revision,
            updated_at=incident.updated_at,
            credits=list(incident.credits),
            corrections=[_record_json(one) for one in incident.corrections],
        ),
        **incident.extra,
        "features": [place_as_json(one) for one in incident.places],
    }


def place_as_json(place: Place) -> dict[str, Any]:
    """One place as a GeoJSON Feature."""
    properties = {
        "layer": place.layer.value,
        "label": place.label,
        "precision": place.precision.value,
        "status": place.status.value,
        **_present(
            what=place.what,
            radius_m=place.radius_m,
            occurred_at=place.occurred_at,
            verbatim=place.verbatim,
            candidate_for=place.candidate_for,
            sources=[_record_json(one) for one in place.sources],
            georeference=_record_json(place.georeference) if place.georeference else None,
            corrections=[_record_json(one) for one in place.corrections],
        ),
        **place.extra,
    }
    geometry = place.geometry.as_json() if place.geometry else None
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": geometry,
        "properties": properties,
        **place.feature_extra,
    }


def slug(text: str, path: str) -> str:
    """An identifier of lower-case letters, digits and hyphens, 80 at most, or InvalidDocument."""
    if not _SLUG.fullmatch(text):
        raise InvalidDocument(path, "must be lower-case letters, digits and hyphens, 80 at most")
    return text


class _Members:
    """The members of one JSON object, taken one by one; what is left over is kept as it was."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise InvalidDocument(path, "must be an object")
        self._left = dict(value)
        self._path = path

    def at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def take(self, name: str) -> Any:
        return self._left.pop(name, None)

    def rest(self) -> dict[str, Any]:
        for name, value in self._left.items():
            _check_plain(value, self.at(name))
        return self._left

    def text(self, name: str) -> str:
        return _text(self.take(name), self.at(name))

    def needed_text(self, name: str) -> str:
        read = self.text(name)
        if not read.strip():
            raise InvalidDocument(self.at(name), "is missing; give it a text")
        return read

    def array(self, name: str, most: int) -> list[Any]:
        value = self.take(name)
        if not isinstance(value, list):
            raise InvalidDocument(self.at(name), "must be an array")
        if len(value) > most:
            raise TooLarge(f"{self.at(name)}: more than {most:,} entries.")
        return value

    def records(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return ()
        entries = self.array(name, 1_000)
        return tuple(read(one, f"{self.at(name)}[{i}]") for i, one in enumerate(entries))

    def texts(self, name: str) -> tuple[str, ...]:
        return self.records(name, _text)

    def count(self, name: str) -> int:
        value = self.take(name)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InvalidDocument(self.at(name), "must be a whole number, 0 or more")
        return value

    def one_of(self, kinds: type[E_], name: str, default: E_ | None = None) -> E_:
        value = self.take(name)
        if value is None and default is not None:
            return default
        try:
            return kinds(value)
        except ValueError as error:
            choices = ", ".join(kinds)
            raise InvalidDocument(self.at(name), f"{value!r} is not one of {choices}") from error


def _geometry(value: object, path: str) -> Geometry | None:
    """The geometry; one without any position is none, as RFC 7946 section 3.1 allows."""
    read = None if value is None else parse_geometry(value, path)
    return None if read is None or read.is_empty else read


def _source(value: object, path: str) -> Source:
    members = _Members(value, path)
    return Source(
        publisher=members.needed_text("publisher"),
        url=_web_address(members.text("url"), members.at("url")),
        quote=members.text("quote"),
        retrieved_at=_time(members.text("retrieved_at"), members.at("retrieved_at")),
        extra=members.rest(),
    )


def _georeference(value: object, path: str) -> Georeference | None:
    if value is None:
        return None
    members = _Members(value, path)
    return Georeference(
        method=members.text("method"),
        dataset=members.text("dataset"),
        vintage=members.text("vintage"),
        licence=members.text("licence"),
        faults=members.texts("faults"),
        extra=members.rest(),
    )


def _correction(value: object, path: str) -> Correction:
    members = _Members(value, path)
    at = _time(members.needed_text("at"), members.at("at"))
    note = members.needed_text("note")
    return Correction(at=at, note=note, changes=members.texts("changes"), extra=members.rest())


def _record_json(record: Source | Georeference | Correction) -> dict[str, Any]:
    members = {name: value for name, value in vars(record).items() if name != "extra"}
    members = {name: list(value) if isinstance(value, tuple) else value for name, value in members.items()}
    return {**_present(**members), **record.extra}


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in ("", None, [], 0)}


def _text(value: object, path: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidDocument(path, "must be a text")
    if len(value) > MAX_TEXT:
        raise InvalidDocument(path, f"is longer than {MAX_TEXT:,} characters")
    if _NO_TEXT.search(value):
        raise InvalidDocument(path, "holds a character that is not text")
    return value


def _radius(value: object, path: str) -> float | None:
    if value is None:
        return None
    read = number(value, path)
    if not 0 < read <= EARTH_HALFWAY_M:
        raise InvalidDocument(path, f"a radius of {read:g} m is out of range")
    return read


def _time(text: str, path: str) -> str:
    """An RFC 3339 date, or a time with its offset; kept as written."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
    except ValueError as error:
        said = f"{text[:40]!r} is not a date or time such as 2020-08-23T17:15:00-05:00"
        raise InvalidDocument(path, said) from error
    if len(text) > len("2020-08-23"):
        if moment.tzinfo is None:
            raise InvalidDocument(path, f"{text!r} lacks its offset from UTC, such as -05:00 or Z")
        if not MINYEAR < moment.year < MAXYEAR:
            # In another time zone it would be in a year that there is not.
            raise InvalidDocument(path, f"the year {moment.year} is out of range")
    return text


def checked_timezone(text: str, path: str) -> str:
    """The name of a time zone that there is, or InvalidDocument."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidDocument(path, f"{text!r} is not a time zone such as America/Chicago") from error
    return text


def _web_address(text: str, path: str) -> str:
    """Only http(s), so that an address can never run as a script; empty is allowed."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InvalidDocument(path, "is not a web address") from error
    if text and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise InvalidDocument(path, "must be a web address that begins with https:// or http://")
    return text


def _check_ids(places: Sequence[Place]) -> None:
    """Every id once; a candidate points at a place that is there."""
    seen: set[str] = set()
    for i, place in enumerate(places):
        if place.id in seen:
            raise InvalidDocument(f"features[{i}].id", f"{place.id!r} is used twice")
        seen.add(place.id)
    for i, place in enumerate(places):
        if place.candidate_for and place.candidate_for not in seen:
            path = f"features[{i}].properties.candidate_for"
            raise InvalidDocument(path, f"there is no place {place.candidate_for!r}")


def _check_plain(value: object, path: str, depth: int = 0) -> None:
    """Members we do not know are kept, so they must at least be text and finite numbers, not too deep."""
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, str):
        _text(value, path)
    elif isinstance(value, dict):
        for name, one in value.items():
            _text(name, path)
            _check_plain(one, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        for i, one in enumerate(value):
            _check_plain(one, f"{path}[{i}]", depth + 1)
    elif isinstance(value, float):
        number(value, path)


def _too_deep() -> TooLarge:
    return TooLarge(f"The document is nested more than {MAX_DEPTH} levels deep.")


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise InvalidDocument("", "an object has two members of the same name")
    return members
