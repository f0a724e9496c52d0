"""An incident as readers see it: each place in plain words, with the figure that may be drawn for it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mapapp.incident import words
from mapapp.incident.geodesy import LonLat, distance_m, ring
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Correction, Incident, Layer, Place, Source, Status
from mapapp.incident.tongue import ENGLISH, Tongue
from mapapp.maps.extent import Bounds, opening_bounds, unwrapped
from mapapp.maps.timeline import Timeline, timeline
from mapapp.maps.when import when_words

RING_FROM_M = 20.0
"""A smaller circle of confidence hides under its own symbol at any zoom we offer."""


class Draw(StrEnum):
    """How a place may be drawn: a pin only where the words carry that much."""

    PIN = "pin"
    RING = "ring"
    AREA = "area"
    LINE = "line"
    NOTHING = "nothing"


class GroupId(StrEnum):
    """The layers a reader can switch."""

    SCENES = "scenes"
    FACILITIES = "facilities"
    CONTEXT = "context"
    CANDIDATES = "candidates"


GROUP_TITLES = {
    GroupId.SCENES: words.LAYER_TITLES[Layer.SCENE],
    GroupId.FACILITIES: words.LAYER_TITLES[Layer.FACILITY],
    GroupId.CONTEXT: words.LAYER_TITLES[Layer.CONTEXT],
    GroupId.CANDIDATES: words.CANDIDATES_TITLE,
}

_DRAWN_DECIMALS = 6

_GROUP_OF_LAYER = {Layer.SCENE: GroupId.SCENES, Layer.FACILITY: GroupId.FACILITIES}


@dataclass(frozen=True)
class DrawnPlace:
    """One place in words, and what is drawn for it.

    `number` counts from 1 in reading order; `centre` is (lon, lat) in degrees, None when the place
    has no position; `ring` is the geodesic circle of confidence, None where none is worth drawing.
    """

    number: int
    id: str
    group: GroupId
    label: str
    what: str
    when: str
    precision: str
    distance: str
    status: Status
    status_words: str
    verbatim: str
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    draw: Draw
    centre: LonLat | None
    geometry: Geometry | None
    ring: Geometry | None


@dataclass(frozen=True)
class Group:
    """A layer that readers can switch, with its places in reading order."""

    id: GroupId
    title: str
    places: tuple[DrawnPlace, ...]


@dataclass(frozen=True)
class Drawing:
    """Everything a reader's map shows of one revision; `opening` is (west, south, east, north) in degrees.

    `opening` is None when nothing has a position; the words are in `tongue`.
    """

    incident_id: str
    revision: int
    groups: tuple[Group, ...]
    opening: Bounds | None
    tongue: Tongue = ENGLISH
    timeline: Timeline = Timeline()

    @property
    def places(self) -> tuple[DrawnPlace, ...]:
        """All places in reading order."""
        return tuple(place for group in self.groups for place in group.places)


def for_readers(incident: Incident) -> Incident:
    """The incident without the positions that were taken back.

    A retracted place keeps its words and its status; the facilities that it could be go with its position.
    """
    retracted = {one.id for one in incident.places if one.status is Status.RETRACTED}
    places = [one for one in incident.places if one.candidate_for not in retracted]
    return replace(incident, places=tuple(_withdrawn(one) if one.id in retracted else one for one in places))


def _withdrawn(place: Place) -> Place:
    return replace(place, geometry=None, radius_m=None, georeference=None)


def draw(incident: Incident, tongue: Tongue = ENGLISH) -> Drawing:
    """Work out what readers see, in words of `tongue`; holds nothing that the document does not say."""
    incident = for_readers(incident)
    scenes = _scenes(incident)
    meridian = next(iter(scenes or _centres(incident)), None)
    groups = []
    number = 0
    for group_id, title in GROUP_TITLES.items():
        members = [one for one in incident.places if _group(one) is group_id]
        drawn = [
            _drawn(one, number + i, incident, scenes, meridian, tongue=tongue)
            for i, one in enumerate(members, 1)
        ]
        number += len(members)
        if drawn:
            groups.append(Group(group_id, tongue.text(title), tuple(drawn)))
    times = timeline(incident, tongue)
    return Drawing(incident.id, incident.revision, tuple(groups), _opening(groups), tongue, times)


def places_json(drawing: Drawing) -> bytes:
    """The drawing for the map's script: a GeoJSON FeatureCollection with words and rings, as UTF-8."""
    collection = {
        "type": "FeatureCollection",
        "groups": [{"id": one.id, "title": one.title} for one in drawing.groups],
        "times": [{"at": one.at, "words": one.words} for one in drawing.timeline.steps],
        "features": [_feature(one, drawing) for one in drawing.places if one.draw is not Draw.NOTHING],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _group(place: Place) -> GroupId:
    if place.candidate_for:
        return GroupId.CANDIDATES
    return _GROUP_OF_LAYER.get(place.layer, GroupId.CONTEXT)


def _scenes(incident: Incident) -> list[LonLat]:
    return list(_centres(incident, [Layer.SCENE]))


def _centres(incident: Incident, layers: Iterable[Layer] = Layer) -> Iterator[LonLat]:
    for place in incident.places:
        if place.layer in layers and place.geometry:
            yield place.geometry.representative_point()


def _drawn(
    place: Place,
    number: int,
    incident: Incident,
    scenes: list[LonLat],
    meridian: LonLat | None,
    *,
    tongue: Tongue,
) -> DrawnPlace:
    geometry = unwrapped(place.geometry, meridian[0]) if place.geometry and meridian else None
    centre = geometry.representative_point() if geometry else None
    return DrawnPlace(
        number=number,
        id=place.id,
        group=_group(place),
        label=place.label,
        what=place.what,
        when=when_words(place.occurred_at, incident.timezone, tongue),
        precision=words.precision_words(place, tongue),
        distance=_distance(place, centre, scenes, tongue),
        status=place.status,
        status_words=tongue.text(words.STATUS_WORDS[place.status]),
        verbatim=place.verbatim,
        sources=place.sources,
        corrections=place.corrections,
        draw=_how(place),
        centre=centre,
        geometry=geometry,
        ring=_ring(centre, place.radius_m) if geometry and geometry.type == "Point" else None,
    )


def _how(place: Place) -> Draw:
    if place.geometry is None:
        return Draw.NOTHING
    if place.geometry.type in ("Point", "MultiPoint"):
        return Draw.PIN if words.is_pin(place) else Draw.RING
    return Draw.LINE if "Line" in place.geometry.type else Draw.AREA


def _distance(place: Place, centre: LonLat | None, scenes: list[LonLat], tongue: Tongue) -> str:
    """Where a place lies as seen from the scene, when there is just one scene to see it from."""
    if place.layer is Layer.SCENE or centre is None or len(scenes) != 1:
        return ""
    said = words.from_words(scenes[0], centre, tongue)
    return tongue.text("%(direction)s of the scene", direction=said) if said else ""


def _as_drawn(ring: Geometry) -> dict[str, Any]:
    """A circle to a tenth of a metre: it is half of what a browser is sent about places."""
    outer, *_ = ring.as_json()["coordinates"]
    corners = [[round(degrees, _DRAWN_DECIMALS) for degrees in corner] for corner in outer]
    return {"type": "Polygon", "coordinates": [corners]}


def _ring(centre: LonLat | None, radius_m: float | None) -> Geometry | None:
    """The circle of confidence; None where it is too small to see or reaches over a pole."""
    if centre is None or not radius_m or radius_m < RING_FROM_M:
        return None
    to_pole = min(distance_m(centre, (centre[0], 90.0)), distance_m(centre, (centre[0], -90.0)))
    return unwrapped(ring(centre, radius_m), centre[0]) if radius_m < to_pole else None


def _opening(groups: Iterable[Group]) -> Bounds | None:
    scenes: list[Bounds] = []
    others: list[Bounds] = []
    for group in groups:
        figures = [place.ring or place.geometry for place in group.places]
        extents = scenes if group.id is GroupId.SCENES else others
        extents.extend(one.bounds() for one in figures if one)
    return opening_bounds(scenes, others)


def _feature(place: DrawnPlace, drawing: Drawing) -> dict[str, Any]:
    properties = {
        "number": place.number,
        "group": place.group,
        "draw": place.draw,
        "label": place.label,
        "what": place.what,
        "when": place.when,
        "step": drawing.timeline.step_of.get(place.id),
        "precision": place.precision,
        "distance": place.distance,
        "status": place.status,
        "status_words": place.status_words,
        "sources": [
            {"publisher": one.publisher, "url": one.url, "quote": one.quote} for one in place.sources
        ],
        "centre": place.centre,
        "ring": _as_drawn(place.ring) if place.ring else None,
    }
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": place.geometry.as_json() if place.geometry else None,
        "properties": properties,
    }
