"""The legend: what the symbols and words of one map mean, in plain words; nothing that it does not use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mapapp.incident.model import Status
from mapapp.incident.tongue import translatable
from mapapp.incident.words import STATUS_WORDS
from mapapp.maps.features import Draw, Drawing, DrawnPlace, GroupId


@dataclass(frozen=True)
class Entry:
    """One line: `symbol` names the classes of what is drawn beside it, empty where there is only a word."""

    symbol: str
    term: str
    meaning: str


Test = Callable[[DrawnPlace], bool]


def legend(drawing: Drawing) -> tuple[Entry, ...]:
    """The entries that a reader of this drawing needs, symbols first and then what a status means."""
    entries = [entry for is_used, entry in _SYMBOLS if any(map(is_used, drawing.places))]
    used = {one.status for one in drawing.places}
    for status, (symbol, meaning) in _STATUSES.items():
        if status in used:
            entries.append(Entry(symbol, STATUS_WORDS[status], meaning))
    say = drawing.tongue.text
    return tuple(replace(one, term=say(one.term), meaning=say(one.meaning)) for one in entries)


def _drawn_as(draw: Draw) -> Test:
    return lambda place: place.draw is draw and place.group is not GroupId.CANDIDATES


_SYMBOLS: tuple[tuple[Test, Entry], ...] = (
    (
        _drawn_as(Draw.PIN),
        Entry(
            "pin",
            translatable("Filled pin"),
            translatable("An exact place: an address, a building or a street corner."),
        ),
    ),
    (
        lambda place: place.draw is Draw.PIN and place.ring is not None,
        Entry(
            "within",
            translatable("Circle around a pin"),
            translatable("How far off the pin may be: in 19 of 20 cases the place is in it."),
        ),
    ),
    (
        _drawn_as(Draw.RING),
        Entry(
            "ring",
            translatable("Open circle"),
            translatable(
                "Not an exact place: it is somewhere in the circle, which is drawn to scale from close by."
            ),
        ),
    ),
    (
        _drawn_as(Draw.AREA),
        Entry(
            "area",
            translatable("Dashed outline"),
            translatable("An area: the place is somewhere in it, not at its middle."),
        ),
    ),
    (
        _drawn_as(Draw.LINE),
        Entry(
            "line",
            translatable("Line"),
            translatable("A stretch of street or a route: the place is somewhere along it."),
        ),
    ),
    (
        lambda place: place.group is GroupId.CANDIDATES,
        Entry(
            "ring candidates",
            translatable("Thin circle"),
            translatable("One of several places that the words could mean."),
        ),
    ),
    (
        lambda place: place.draw is Draw.NOTHING,
        Entry(
            "nothing",
            translatable("Number alone"),
            translatable("In the list only: there is no position that could be shown."),
        ),
    ),
)

_STATUSES: Mapping[Status, tuple[str, str]] = {
    Status.REPORTED: ("", translatable("The sources say so, and nobody has confirmed it yet.")),
    Status.CONFIRMED: ("", translatable("Somebody who can know it has confirmed it.")),
    Status.DISPUTED: (
        "ring disputed",
        translatable("The sources contradict each other; it is drawn with a dotted edge."),
    ),
    Status.RETRACTED: (
        "",
        translatable("Said before and taken back since. It is struck through in the list, and off the map."),
    ),
}
