"""What one version changed of another, in plain sentences for readers, and how a map keeps them.

No sentence holds a position, and none repeats words that were taken back: a former title or label may be
what the correction is there to remove.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from mapapp.incident.difference import differences
from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.incident.model import Correction, Incident, Place, Status
from mapapp.incident.words import LAYER_TITLES, STATUS_WORDS, about_m, precision_words, within_words

MOST_SENTENCES = 100
"""So many are written out; beyond, a last sentence counts the others."""

_LEAST_MOVE_M = 1.0

_STORY_WORDS = {
    "title": "title",
    "summary": "summary",
    "occurred_at": "time of the event",
    "timezone": "time zone",
}
_PLACE_WORDS = {
    "what": "description",
    "occurred_at": "time",
    "verbatim": "quotation",
    "sources": "sources",
    "candidate_for": "place that it could be",
}

CallIt = Callable[[Place], str]


@dataclass(frozen=True)
class Changes:
    """What was changed: of the story, and place by place under the place's id; each a plain sentence."""

    story: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    groups: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything in one list, the story first."""
        said = (*self.story, *(one for each in self.places.values() for one in each), *self.groups)
        if len(said) <= MOST_SENTENCES:
            return said
        return (*said[:MOST_SENTENCES], f"And {len(said) - MOST_SENTENCES:,} more changes.")


def changes(before: Incident, after: Incident, call: CallIt = lambda place: place.label) -> Changes:
    """What `after` changed of `before`; `call` names a place, without its house number where it has one."""
    places: dict[str, tuple[str, ...]] = {}
    story: tuple[str, ...] = ()
    for found in differences(before, after):
        members = {one.member for one in found.changes}
        if isinstance(found.before, Place) or isinstance(found.after, Place):
            said = tuple(_of_place(found.before, found.after, members, call))  # type: ignore[arg-type]
            if said:
                places[found.place_id] = said
        elif members:
            story = _of_story(members)
    groups = tuple(_of_candidates(before, after, call))
    if places or groups:
        story = tuple(one for one in story if one != _CREDITS)
    return Changes(story, places, groups)


def corrected(incident: Incident, found: Changes, at: str, note: str) -> Incident:
    """The incident with a correction made `at` (RFC 3339), on the whole and on each place changed."""
    whole = Correction(at, note, found.sentences)

    def with_note(place: Place) -> Place:
        own = found.places.get(place.id)
        return replace(place, corrections=(*place.corrections, Correction(at, note, own))) if own else place

    places = tuple(with_note(one) for one in incident.places)
    return replace(incident, corrections=(*incident.corrections, whole), places=places)


def restored(current: Incident, old: Incident) -> Incident:
    """What follows on `current` and says what `old` said; the corrections, which readers were told, stay."""
    told = {one.id: one.corrections for one in current.places}
    places = tuple(replace(one, corrections=told.get(one.id, one.corrections)) for one in old.places)
    return replace(old, revision=current.revision, corrections=current.corrections, places=places)


_CREDITS = "The credits were changed."


def _of_story(members: set[str]) -> tuple[str, ...]:
    named = [words for member, words in _STORY_WORDS.items() if member in members]
    said = [f"The {_and(named)} {_were(len(named) > 1 or named[-1].endswith('s'))} changed."] if named else []
    if "credits" in members:
        said.append(_CREDITS)
    return tuple(said) or ("The data of the map was changed.",)


def _of_place(before: Place | None, after: Place | None, members: set[str], call: CallIt) -> Iterator[str]:
    if before is None or after is None:
        if after and not after.candidate_for:
            yield f"A new place: {call(after)}."
        if before and not before.candidate_for:
            yield f"{call(before)} was taken off the map."
        return
    said = [*_main_changes(before, after, members, call(after))]
    named = [words for member, words in _PLACE_WORDS.items() if member in members]
    if named:
        said.append(
            f"{call(after)}: the {_and(named)} {_were(len(named) > 1 or named[-1].endswith('s'))} changed."
        )
    if members and not said:
        said = [f"The record of {call(after)} was changed."]
    yield from said


def _main_changes(before: Place, after: Place, members: set[str], name: str) -> Iterator[str]:
    if "label" in members:
        yield f"A place has a new name: {name}."
    if "status" in members:
        retracted = after.status is Status.RETRACTED
        yield f"{name} was retracted." if retracted else f"{name} is now {STATUS_WORDS[after.status]}."
    if "layer" in members:
        yield f"{name} is now listed under {LAYER_TITLES[after.layer]}."
    if members & {"geometry", "radius_m", "precision"}:
        yield from _position(before, after, name)


def _position(before: Place, after: Place, name: str) -> Iterator[str]:
    if before.geometry is None or after.geometry is None:
        if before.geometry is not after.geometry:
            yield f"{name} {'no longer has' if before.geometry else 'now has'} a position on the map."
            return
    elif before.geometry != after.geometry:
        here, there = before.geometry.representative_point(), after.geometry.representative_point()
        metres = distance_m(here, there)
        if (after.radius_m or 0) > max(before.radius_m or 0, metres):
            # A direction would help to find what is now said less exactly, perhaps for good reason.
            yield f"{name} is now shown less exactly: {precision_words(after)}."
            return
        if metres >= _LEAST_MOVE_M:
            yield f"{name} moved {about_m(metres)} {compass_word(bearing(here, there))}."
        elif after.geometry.type != "Point":
            yield f"The outline of {name} was changed."
    if precision_words(before) != precision_words(after):
        yield f"{name} is now shown {_how_exactly(before, after)}"


def _how_exactly(before: Place, after: Place) -> str:
    if before.precision is not after.precision or not (before.radius_m and after.radius_m):
        return f"as {precision_words(after)}."
    return (
        f"{'more' if after.radius_m < before.radius_m else 'less'} exactly: {within_words(after.radius_m)}."
    )


def _of_candidates(before: Incident, after: Incident, call: CallIt) -> Iterator[str]:
    """Facilities that a place could be come and go by the dozen: said by their number."""
    names = {one.id: call(one) for one in (*before.places, *after.places)}
    for here, there, verb in ((before, after, "added"), (after, before, "taken off the map")):
        known = {one.id for one in here.places}
        fresh = (one for one in there.places if one.id not in known and one.candidate_for)
        for place_id, number in Counter(one.candidate_for for one in fresh).items():
            what = "1 facility" if number == 1 else f"{number:,} facilities"
            yield f"{what} that “{names.get(place_id, place_id)}” could be {_were(number > 1)} {verb}."


def _were(several: bool) -> str:
    return "were" if several else "was"


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
