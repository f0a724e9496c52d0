"""When a place may be called confirmed: two sources say so, or an editor does."""

from mapapp.incident.model import Incident, Place, Status

SOURCES_NEEDED = 2


def confirmed_alone(before: Incident | None, after: Incident) -> list[int]:
    """The numbers of the places of `after` that have become confirmed on fewer than two sources.

    A place that was confirmed `before` may stay so, as long as it keeps its sources and its position.
    """
    known = {one.id: one for one in before.places} if before else {}
    return [i for i, one in enumerate(after.places) if _is_alone(one) and not _stays(known.get(one.id), one)]


def _is_alone(place: Place) -> bool:
    sources = {(one.publisher.casefold().strip(), one.url) for one in place.sources}
    return place.status is Status.CONFIRMED and len(sources) < SOURCES_NEEDED


def _stays(before: Place | None, after: Place) -> bool:
    return (
        before is not None
        and before.status is Status.CONFIRMED
        and (before.sources, before.geometry) == (after.sources, after.geometry)
    )
