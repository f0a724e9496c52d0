"""To whom a map owes the positions of its places."""

from collections.abc import Iterable
from dataclasses import replace

from mapapp.incident.model import Georeference, Incident, Place


def with_places(incident: Incident, places: Iterable[Place]) -> Incident:
    """The incident with `places` instead of its own, and with a credit for each source of their positions.

    A credit that only the former places needed goes with them; what else is credited stays, and comes first.
    """
    changed = replace(incident, places=tuple(places))
    before, owed = _owed(incident.places), _owed(changed.places)
    other = (one for one in incident.credits if one not in before and one not in owed)
    return replace(changed, credits=tuple(dict.fromkeys((*other, *owed))))


def source_words(dataset: str, vintage: str, licence: str) -> str:
    """A data set, its edition and its licence in a line; an edition that names the set stands for both."""
    named = (vintage,) if vintage.startswith(dataset) else (dataset, vintage)
    source = ", ".join(one for one in named if one)
    return f"{source}; {licence}" if licence else source


def _owed(places: Iterable[Place]) -> tuple[str, ...]:
    """A line for each source, such as "Places: OpenStreetMap of 2026-11-01; ODbL 1.0"."""
    origins = (one.georeference for one in places)
    return tuple(dict.fromkeys(_line(one) for one in origins if one is not None and one.dataset))


def _line(origin: Georeference) -> str:
    return f"Places: {source_words(origin.dataset, origin.vintage, origin.licence)}"
