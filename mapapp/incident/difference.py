"""What two versions of an incident hold differently, and how both sides' changes are kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any, TypeVar

from mapapp.incident.credits import with_places
from mapapp.incident.model import Incident, Place

# What readers were told of is a record that only grows, and nobody's version of anything.
_NOT_EDITED = frozenset({"id", "revision", "updated_at", "places", "corrections"})

R = TypeVar("R", Incident, Place)


@dataclass(frozen=True)
class Change:
    """One member that differs: its name, and its value on either side."""

    member: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """What differs about the story (`place_id` empty) or about one place.

    `before` or `after` is None where that side has no such place; then there are no `changes`.
    """

    place_id: str
    before: Incident | Place | None
    after: Incident | Place | None
    changes: tuple[Change, ...]


def differences(before: Incident, after: Incident) -> tuple[Difference, ...]:
    """Everything two versions hold differently: the story first, then place by place.

    The revision number, the time of saving and the corrections are not differences.
    """
    story = Difference("", before, after, _changes(before, after))
    here, there = _by_id(before), _by_id(after)
    pairs = ((one, here.get(one), there.get(one)) for one in {**here, **there})
    places = (_place_difference(*pair) for pair in pairs if pair[1] != pair[2])
    return tuple(one for one in (story, *places) if one.changes or None in (one.before, one.after))


def merge(base: Incident, theirs: Incident, mine: Incident) -> Incident:
    """`theirs` with what `mine` changed since `base`.

    Member by member, what only one side changed is taken from that side; where both changed the
    same member `mine` is taken. A place that one side edits, or adds a candidate for, and the other
    removes stays, its credit with it; two different places added under one id both stay, mine under a new id.
    """
    before, ours, present = _by_id(base), _by_id(mine), _by_id(theirs)
    kept = [_merged_place(before.get(one.id), one, ours.get(one.id)) for one in theirs.places]
    restored = [_merged_place(before.get(one.id), None, one) for one in mine.places if one.id not in present]
    twins = [one for one in mine.places if one.id in present and one.id not in before]
    taken = {*present, *ours}
    added = [replace(one, id=_free_id(one.id, taken)) for one in twins if one != present[one.id]]
    places = [one for one in (*kept, *restored, *added) if one is not None]
    # Whoever removed a place that stays has removed its credit too.
    return with_places(_three_way(base, theirs, mine), (*places, *_needed(places, {**ours, **present})))


def settled(
    base: Incident,
    theirs: Incident,
    mine: Incident,
    only_theirs: Collection[str] = (),
    only_mine: Collection[str] = (),
) -> Incident:
    """`merge`, but of some subjects only what one side made of them: ids of places, "" for the story."""
    return merge(base, _left_as_it_was(base, theirs, only_mine), _left_as_it_was(base, mine, only_theirs))


def _left_as_it_was(base: Incident, side: Incident, subjects: Collection[str]) -> Incident:
    """A side as if it had not touched these subjects."""
    if "" in subjects:
        side = replace(side, **{name: getattr(base, name) for name in _members(base)})
    before, present = _by_id(base), {one.id for one in side.places}
    kept = (_as_before(one, before.get(one.id)) if one.id in subjects else one for one in side.places)
    back = (one for one in base.places if one.id in subjects and one.id not in present)
    return replace(side, places=(*(one for one in kept if one), *back))


def _as_before(place: Place, before: Place | None) -> Place | None:
    return replace(before, corrections=place.corrections) if before else None


def _needed(places: Sequence[Place], known: Mapping[str, Place]) -> Iterable[Place]:
    """The places that were removed on one side while the other says what they may be."""
    there = {one.id for one in places}
    wanted = dict.fromkeys(one.candidate_for for one in places if one.candidate_for)
    return [known[one] for one in wanted if one in known and one not in there]


def _merged_place(base: Place | None, theirs: Place | None, mine: Place | None) -> Place | None:
    if theirs is None or mine is None:
        stays = theirs or mine
        return None if stays == base else stays
    return theirs if base is None else _three_way(base, theirs, mine)


def _free_id(wanted: str, taken: set[str]) -> str:
    """`wanted` with the first number behind it that makes it new; it is taken from then on."""
    stem = wanted[:72].rstrip("-")
    found = next(one for n in count(2) if (one := f"{stem}-{n}") not in taken)
    taken.add(found)
    return found


def _three_way(base: R, theirs: R, mine: R) -> R:
    changed = {name: getattr(mine, name) for name in _members(base) if _differs(base, mine, name)}
    return replace(theirs, **changed)


def _place_difference(place_id: str, before: Place | None, after: Place | None) -> Difference:
    changes = _changes(before, after) if before and after else ()
    return Difference(place_id, before, after, changes)


def _changes(before: R, after: R) -> tuple[Change, ...]:
    return tuple(
        Change(name, getattr(before, name), getattr(after, name))
        for name in _members(before)
        if _differs(before, after, name)
    )


def _members(record: Incident | Place) -> Iterable[str]:
    return (one.name for one in fields(record) if one.name not in _NOT_EDITED)


def _differs(one: Incident | Place, other: Incident | Place, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _by_id(incident: Incident) -> dict[str, Place]:
    return {one.id: one for one in incident.places}
