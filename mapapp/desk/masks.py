"""Masking a place: what readers would see, doing it, and taking the mask off again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mapapp.desk.care import USUAL_MASK_M, checked_reason
from mapapp.desk.rights import Right, require
from mapapp.errors import BadInput, NotFound
from mapapp.incident.geodesy import distance_m
from mapapp.incident.masking import RADII_M, hidden_words, masked, numbered_words, suggested_label
from mapapp.incident.model import Incident, Place
from mapapp.store import Mask, Person, Store, Wanted

_BESIDE_M = 500.0
_HOUSE_NUMBER = re.compile(r"\d{2,}[a-z]?")


@dataclass(frozen=True)
class Preview:
    """What a mask would be, before it is made.

    `masks` are the place as readers would see it at each width, by that width in metres. `beside` are other
    places of the map that stand so near that they tell it, `telling` the numbers in title and summary that
    the place has too.
    """

    label: str
    masks: dict[int, Place]
    usual_m: int
    candidates: int
    beside: tuple[Place, ...]
    telling: tuple[str, ...]


class Masks:
    """The masks of a newsroom; the exact position of a masked place is given to nobody."""

    def __init__(self, store: Store) -> None:
        self._store = store.masks
        self._incidents = store.incidents

    def preview(self, who: Person, incident_id: str, place_id: str) -> Preview:
        """What an editor should see before masking; Denied, NotFound, BadInput for what none can hide."""
        require(who, Right.MASK)
        incident = self._incidents.load(incident_id)
        place = _place(incident, place_id)
        label = suggested_label(place.label)
        found = {int(one.radius_m or 0): one for one in _each_width(place, label)}
        return Preview(
            label=label,
            masks=found,
            usual_m=next((one for one in found if one >= USUAL_MASK_M), max(found)),
            candidates=sum(one.candidate_for == place_id for one in incident.places),
            beside=tuple(_beside(place, incident.places)),
            telling=tuple(_telling(place, incident)),
        )

    def mask(
        self,
        who: Person,
        incident_id: str,
        place_id: str,
        *,
        radius_m: int,
        reason: str,
        label: str,
        what: str = "",
    ) -> Incident:
        """Show a place only as a circle `radius_m` metres wide or more, in every revision and from now on.

        Returns the new revision. Readers see `label` and `what` instead of what was said. Raises Denied,
        BadInput for a missing reason or label and for what no mask can hide, Conflict for a place that is
        masked, NotFound.
        """
        require(who, Right.MASK)
        if not label.strip():
            raise BadInput("Give the label that readers are to see.")
        wanted = Wanted(radius_m, label.strip(), what.strip(), checked_reason(reason))
        return self._store.mask(incident_id, place_id, wanted, who.name)

    def unmask(self, who: Person, incident_id: str, place_id: str, reason: str) -> Incident:
        """Show the exact place again and return the new revision; Denied, BadInput, Conflict, NotFound."""
        require(who, Right.MASK)
        return self._store.unmask(incident_id, place_id, checked_reason(reason), who.name)

    def find(self, incident_id: str, place_id: str) -> Mask:
        """Who masked a place, when and why; raises NotFound when no exact position is kept for it."""
        return self._store.find(incident_id, place_id)

    def holds(self, incident_id: str, place_id: str) -> bool:
        """Whether a mask holds for the place of that id, on the map still or not."""
        return self._store.holds(incident_id, place_id)

    def changes(self, incident_id: str) -> int:
        """A number that grows whenever a place of the incident is masked or unmasked."""
        return self._store.changes(incident_id)


def _each_width(place: Place, label: str) -> Iterable[Place]:
    """The mask at each width that hides the place; at least one, or BadInput."""
    first = masked(place, RADII_M[0], label)
    least = first.radius_m or 0.0
    yield first
    yield from (masked(place, one, label) for one in RADII_M if one > least)


def _beside(place: Place, places: Iterable[Place]) -> Iterable[Place]:
    if place.geometry is None:
        return
    at = place.geometry.representative_point()
    for one in places:
        is_other = place.id not in (one.id, one.candidate_for)
        if is_other and one.geometry and distance_m(one.geometry.representative_point(), at) < _BESIDE_M:
            yield one


def _telling(place: Place, incident: Incident) -> Iterable[str]:
    """The numbers as of houses that both the place and the story's own words have."""
    said = {*numbered_words(incident.title), *numbered_words(incident.summary)}
    return sorted(one for one in said & hidden_words([place], "") if _HOUSE_NUMBER.fullmatch(one))


def _place(incident: Incident, place_id: str) -> Place:
    for place in incident.places:
        if place.id == place_id:
            return place
    raise NotFound(f"There is no place {place_id!r} on this map.")
