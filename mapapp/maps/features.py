"""An incident as readers see it: each place in plain words, with the figure that may be drawn for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from mapapp.incident import words
from mapapp.incident.geodesy import LonLat, bounds_around, distance_m, ring
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Correction, Incident, Layer, Place, Source, Status
from mapapp.incident.tongue import ENGLISH, Tongue
from mapapp.maps.clusters import Clusters
from mapapp.maps.extent import Bounds, opening_bounds, unwrapped
from mapapp.maps.timeline import MOST_STEPS, Timeline, timeline
from mapapp.maps.when import when_words

RING_FROM_M = 20.0
"""A smaller circle of confidence hides under its own symbol at any zoom we offer."""

CROWD = 150
"""More places than this are not sent at once: they are listed page by page and drawn as counted clusters."""

# So far from the poles no circle so small reaches one.
_NO_POLE_LAT = 80.0
_NO_POLE_M = 1_000_000.0

STANDING_OUT = 12
"""So many scenes at most stay symbols of their own among a crowd; more are a crowd themselves."""


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

_GROUP_OF_LAYER = {Layer.SCENE: GroupId.SCENES, Layer.FACILITY: GroupId.FACILITIES}


@dataclass(frozen=True)
class Outlook:
    """How places are told: in which tongue, the zone of their times, and as seen from where.

    `scene` is the (lon, lat) of the scene where there is just one.
    """

    timezone: str
    scene: LonLat | None
    tongue: Tongue


@dataclass(frozen=True)
class DrawnPlace:
    """One place in words, and what is drawn for it.

    `number` counts from 1 in reading order; `centre` is (lon, lat) in degrees, None when the place
    has no position; `ring_m` is the radius of the circle of confidence in metres, None where none is
    worth drawing. Words and circles are made when they are asked for: of many places few are at a time.
    """

    number: int
    group: GroupId
    draw: Draw
    centre: LonLat | None
    geometry: Geometry | None
    ring_m: float | None
    place: Place
    outlook: Outlook

    @property
    def id(self) -> str:
        """The place's id."""
        return self.place.id

    @property
    def label(self) -> str:
        """Its name."""
        return self.place.label

    @property
    def what(self) -> str:
        """What happened there."""
        return self.place.what

    @property
    def verbatim(self) -> str:
        """The words of the source."""
        return self.place.verbatim

    @property
    def status(self) -> Status:
        """How sure the newsroom is."""
        return self.place.status

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who said it."""
        return self.place.sources

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What readers were told of it, the oldest first."""
        return self.place.corrections

    @cached_property
    def when(self) -> str:
        """The time in words, empty where none is known."""
        return when_words(self.place.occurred_at, self.outlook.timezone, self.outlook.tongue)

    @cached_property
    def precision(self) -> str:
        """How exactly the words name it."""
        return words.precision_words(self.place, self.outlook.tongue)

    @property
    def status_words(self) -> str:
        """The status in words."""
        return self.outlook.tongue.text(words.STATUS_WORDS[self.place.status])

    @cached_property
    def distance(self) -> str:
        """Where it lies as seen from the scene, when there is just one scene to see it from."""
        if self.place.layer is Layer.SCENE or self.centre is None or self.outlook.scene is None:
            return ""
        tongue = self.outlook.tongue
        said = words.from_words(self.outlook.scene, self.centre, tongue)
        return tongue.text("%(direction)s of the scene", direction=said) if said else ""

    @cached_property
    def ring(self) -> Geometry | None:
        """The geodesic circle of confidence."""
        if self.centre is None or self.ring_m is None:
            return None
        return unwrapped(ring(self.centre, self.ring_m), self.centre[0])

    @cached_property
    def extent(self) -> Bounds | None:
        """West, south, east, north in degrees, also of a circle too wide to draw; None without a position."""
        if self.geometry is None or self.centre is None:
            return None
        radius = self.place.radius_m or 0.0
        if self.geometry.type == "Point" and radius >= RING_FROM_M:
            return bounds_around(self.centre, radius)
        return self.geometry.bounds()


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

    @cached_property
    def is_crowded(self) -> bool:
        """Whether there are too many places to send, list or draw one by one."""
        return len(self.places) > CROWD

    @cached_property
    def standing_out(self) -> tuple[DrawnPlace, ...]:
        """What is drawn as a symbol of its own at every zoom: all places, or the scenes among a crowd."""
        drawn = tuple(one for one in self.places if one.draw is not Draw.NOTHING)
        if not self.is_crowded:
            return drawn
        scenes = tuple(one for one in drawn if one.group is GroupId.SCENES)
        return scenes if len(scenes) <= STANDING_OUT else ()

    @cached_property
    def gathered(self) -> tuple[DrawnPlace, ...]:
        """The rest of what is drawn, which `clusters` count: its members are numbers in this order."""
        apart = {one.number for one in self.standing_out}
        return tuple(one for one in self.places if one.draw is not Draw.NOTHING and one.number not in apart)

    @cached_property
    def clusters(self) -> Clusters:
        """The crowd, gathered for each zoom."""
        return Clusters([one.centre for one in self.gathered if one.centre])


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
    outlook = Outlook(incident.timezone, scenes[0] if len(scenes) == 1 else None, tongue)
    of_group = _by_group(incident.places)
    groups = []
    number = 0
    for group_id, title in GROUP_TITLES.items():
        members = of_group.get(group_id, [])
        drawn = [_drawn(one, number + i, meridian, outlook) for i, one in enumerate(members, 1)]
        number += len(members)
        if drawn:
            groups.append(Group(group_id, tongue.text(title), tuple(drawn)))
    # A crowd has as many times as places, and what is counted at each must not grow with them.
    times = timeline(incident, tongue, MOST_STEPS if number > CROWD else None)
    return Drawing(incident.id, incident.revision, tuple(groups), _opening(groups), tongue, times)


def _group(place: Place) -> GroupId:
    if place.candidate_for:
        return GroupId.CANDIDATES
    return _GROUP_OF_LAYER.get(place.layer, GroupId.CONTEXT)


def _by_group(places: Iterable[Place]) -> dict[GroupId, list[Place]]:
    found: dict[GroupId, list[Place]] = {}
    for one in places:
        found.setdefault(_group(one), []).append(one)
    return found


def _scenes(incident: Incident) -> list[LonLat]:
    return list(_centres(incident, [Layer.SCENE]))


def _centres(incident: Incident, layers: Iterable[Layer] = Layer) -> Iterator[LonLat]:
    for place in incident.places:
        if place.layer in layers and place.geometry:
            yield place.geometry.representative_point()


def _drawn(place: Place, number: int, meridian: LonLat | None, outlook: Outlook) -> DrawnPlace:
    geometry = unwrapped(place.geometry, meridian[0]) if place.geometry and meridian else None
    centre = geometry.representative_point() if geometry else None
    return DrawnPlace(
        number=number,
        group=_group(place),
        draw=_how(place),
        centre=centre,
        geometry=geometry,
        ring_m=_ring_m(centre, place.radius_m) if geometry and geometry.type == "Point" else None,
        place=place,
        outlook=outlook,
    )


def _how(place: Place) -> Draw:
    if place.geometry is None:
        return Draw.NOTHING
    if place.geometry.type in ("Point", "MultiPoint"):
        return Draw.PIN if words.is_pin(place) else Draw.RING
    return Draw.LINE if "Line" in place.geometry.type else Draw.AREA


def _ring_m(centre: LonLat | None, radius_m: float | None) -> float | None:
    """The radius of the circle to draw; None where it is too small to see or reaches over a pole."""
    if centre is None or not radius_m or radius_m < RING_FROM_M:
        return None
    if radius_m < _NO_POLE_M and abs(centre[1]) < _NO_POLE_LAT:
        return radius_m
    to_pole = min(distance_m(centre, (centre[0], 90.0)), distance_m(centre, (centre[0], -90.0)))
    return radius_m if radius_m < to_pole else None


def _opening(groups: Iterable[Group]) -> Bounds | None:
    scenes: list[Bounds] = []
    others: list[Bounds] = []
    for group in groups:
        extents = scenes if group.id is GroupId.SCENES else others
        extents.extend(one.extent for one in group.places if one.extent)
    return opening_bounds(scenes, others)
