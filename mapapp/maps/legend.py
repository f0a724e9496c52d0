"""The legend: what the symbols and words of one map mean, in plain words; nothing that it does not use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mapapp.incident.model import Status
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
    shown = [entry for is_used, entry in _SYMBOLS if any(map(is_used, drawing.places))]
    used = {one.status for one in drawing.places}
    said = [
        Entry(symbol, STATUS_WORDS[one], text) for one, (symbol, text) in _STATUSES.items() if one in used
    ]
    return (*shown, *said)


def _drawn_as(draw: Draw) -> Test:
    return lambda place: place.draw is draw and place.group is not GroupId.CANDIDATES


_SYMBOLS: tuple[tuple[Test, Entry], ...] = (
    (
        _drawn_as(Draw.PIN),
        Entry("pin", "Filled pin", "An exact place: an address, a building or a street corner."),
    ),
    (
        lambda place: place.draw is Draw.PIN and place.ring is not None,
        Entry(
            "within",
            "Circle around a pin",
            "How far off the pin may be: in 19 of 20 cases the place is in it.",
        ),
    ),
    (
        _drawn_as(Draw.RING),
        Entry(
            "ring",
            "Open circle",
            "Not an exact place: it is somewhere inside the circle, which is drawn to scale from close by.",
        ),
    ),
    (
        _drawn_as(Draw.AREA),
        Entry("area", "Dashed outline", "An area: the place is somewhere in it, not at its middle."),
    ),
    (
        _drawn_as(Draw.LINE),
        Entry("line", "Line", "A stretch of street or a route: the place is somewhere along it."),
    ),
    (
        lambda place: place.group is GroupId.CANDIDATES,
        Entry("ring candidates", "Thin circle", "One of several places that the words could mean."),
    ),
    (
        lambda place: place.draw is Draw.NOTHING,
        Entry("nothing", "Number alone", "In the list only: there is no position that could be shown."),
    ),
)

_STATUSES: Mapping[Status, tuple[str, str]] = {
    Status.REPORTED: ("", "The sources say so, and nobody has confirmed it yet."),
    Status.CONFIRMED: ("", "Somebody who can know it has confirmed it."),
    Status.DISPUTED: ("ring disputed", "The sources contradict each other; it is drawn with a dotted edge."),
    Status.RETRACTED: (
        "",
        "Said before and taken back since. It is struck through in the list, and off the map.",
    ),
}
