"""The words of the house: incident, place, precision, status, source and the rest, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mapapp.incident.geometry import Geometry


class Layer(StrEnum):
    """What part a place plays in the story."""

    SCENE = "scene"
    FACILITY = "facility"
    CONTEXT = "context"
    ROUTE = "route"
    AREA = "area"


class Status(StrEnum):
    """How sure the newsroom is."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


class Precision(StrEnum):
    """How exactly words name a place (the Washington Post's published vocabulary, extended)."""

    ADDRESS = "address"
    POI_SMALL = "poi_small"
    INTERSECTION = "intersection"
    POI_LARGE = "poi_large"
    BLOCK = "block"
    SEGMENT = "segment"
    ROAD = "road"
    HIGHWAY = "highway"
    NEIGHBOURHOOD = "neighbourhood"
    PLACE = "place"
    COUNTY = "county"
    RELATIVE = "relative"


PIN_PRECISIONS = frozenset({Precision.ADDRESS, Precision.POI_SMALL, Precision.INTERSECTION})

Extra = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """Who said it: a publisher, and where and in what words."""

    publisher: str
    url: str = ""
    quote: str = ""
    retrieved_at: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Georeference:
    """How a position was got: by which method, from which data, with which doubts."""

    method: str = ""
    dataset: str = ""
    vintage: str = ""
    licence: str = ""
    faults: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Correction:
    """What was changed after publication, for readers to see; `at` is RFC 3339.

    `changes` says in plain sentences what moved and by how much, without positions or house numbers.
    """

    at: str
    note: str
    changes: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """One place of an incident: a GeoJSON Feature.

    `radius_m` is the radius of 95 % confidence in geodesic metres, None where the figure itself
    is the extent; `verbatim` is the words of the source; `occurred_at` is an RFC 3339 date or time.
    `candidate_for` is the id of another place that this may be: one hospital of those that
    "a hospital in Milwaukee" could mean.
    """

    id: str
    layer: Layer
    label: str
    geometry: Geometry | None
    precision: Precision
    radius_m: float | None = None
    what: str = ""
    status: Status = Status.REPORTED
    occurred_at: str = ""
    verbatim: str = ""
    candidate_for: str = ""
    sources: tuple[Source, ...] = ()
    georeference: Georeference | None = None
    corrections: tuple[Correction, ...] = ()
    extra: Extra = field(default_factory=dict)
    feature_extra: Extra = field(default_factory=dict)


@dataclass(frozen=True)
class Incident:
    """One story's map: an RFC 7946 FeatureCollection with a few members of our own.

    `id` is a slug; `timezone` an IANA name; `revision` counts from 1, 0 before the first save;
    `updated_at` is RFC 3339 in UTC; `corrections` are what readers were told of, the oldest first.
    """

    id: str
    title: str
    summary: str = ""
    timezone: str = "UTC"
    occurred_at: str = ""
    revision: int = 0
    updated_at: str = ""
    credits: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    places: tuple[Place, ...] = ()
    extra: Extra = field(default_factory=dict)
