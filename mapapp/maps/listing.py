"""The list of places in pages, so that no page grows with the number of places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapapp.errors import NotFound
from mapapp.maps.features import Drawing, DrawnPlace, Group

PAGE = 50
"""So many places a page lists of a crowded map."""


@dataclass(frozen=True)
class Listing:
    """One page of the list: its groups with the places in reading order, and where it stands among the pages.

    `number` and `pages` count from 1; `first`, `last` and `total` are numbers of places.
    """

    groups: tuple[Group, ...]
    number: int
    pages: int
    first: int
    last: int
    total: int


def listing(drawing: Drawing, number: int = 1) -> Listing:
    """A page of the list; everything is on the first unless the map is crowded.

    Raises NotFound beyond the last.
    """
    places = drawing.places
    size = PAGE if drawing.is_crowded else max(len(places), 1)
    pages = max(-(-len(places) // size), 1)
    if not 1 <= number <= pages:
        raise NotFound(f"The list of places has {pages} page{'' if pages == 1 else 's'}.")
    start = (number - 1) * size
    shown = places[start : start + size]
    return Listing(_groups(drawing, shown), number, pages, start + 1, start + len(shown), len(places))


def whole(drawing: Drawing) -> tuple[Listing, ...]:
    """All pages, for what is read without going on to another."""
    first = listing(drawing)
    return first, *(listing(drawing, number) for number in range(2, first.pages + 1))


def _groups(drawing: Drawing, shown: Sequence[DrawnPlace]) -> tuple[Group, ...]:
    numbers = {one.number for one in shown}
    cut = (
        replace(group, places=tuple(one for one in group.places if one.number in numbers))
        for group in drawing.groups
    )
    return tuple(one for one in cut if one.places)
