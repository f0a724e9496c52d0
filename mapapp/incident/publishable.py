"""What a map still lacks before readers may see it."""

from collections.abc import Iterator
from typing import NamedTuple

from mapapp.incident.model import Incident, Place, Status


class Missing(NamedTuple):
    """One thing that a place lacks, as a sentence that says what to do."""

    place_id: str
    sentence: str


def missing(incident: Incident) -> tuple[Missing, ...]:
    """Everything that keeps readers from the map, in the order of its places; empty when it may be published.

    Each place has a position and somebody who said it. A facility that another place could be stands on that
    place's source. Of what was retracted nothing is asked.
    """
    by_id = {one.id: one for one in incident.places}
    return tuple(
        Missing(place.id, sentence)
        for place in incident.places
        if not _is_retracted(place, by_id.get(place.candidate_for))
        for sentence in _lacking(place, by_id.get(place.candidate_for))
    )


def _is_retracted(place: Place, parent: Place | None) -> bool:
    """Readers see no more of a place that could be a retracted one than of the retracted one itself."""
    return Status.RETRACTED in (place.status, parent.status if parent else None)


def _lacking(place: Place, parent: Place | None) -> Iterator[str]:
    if place.geometry is None:
        yield f"{place.label} has no position: put it on the map, or remove it."
    if not place.sources and not (parent and parent.sources):
        yield f"{place.label} has no source: say who reported it."
