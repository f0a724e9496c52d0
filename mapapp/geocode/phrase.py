"""What a phrase asks for: the kinds of query, as frozen records that say nothing about any data."""

from dataclasses import dataclass

from mapapp.incident.geodesy import METRES_PER_MILE
from mapapp.streets.records import MarkKind


@dataclass(frozen=True, slots=True)
class Corner:
    """Two streets that meet, as written; `sure` when a type, an ordinal, a route or a cue says so.

    `listed` when only a comma stands between them, `numbers` when they are numbers and nothing else, `named`
    when each is written as a name by itself, and the two together are not better known as something else;
    `near` when what is meant stands on the first street and only near the second. `third` is a street that
    meets both there.
    """

    first: str
    second: str
    sure: bool
    listed: bool = False
    numbers: bool = False
    named: bool = False
    third: str = ""
    near: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a street: the house numbers from `low` to `high`, both included."""

    low: int
    high: int
    street: str


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house on a street."""

    number: int
    street: str


@dataclass(frozen=True, slots=True)
class Road:
    """A street as a whole."""

    street: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name by itself: of a place, a facility, or a street without its type."""

    words: str


@dataclass(frozen=True, slots=True)
class SomeFacility:
    """A facility without a name: "a hospital"; `airlifted` when a helicopter went there.

    `indefinite` when an article says so; otherwise ("Milwaukee hospital") the words may be a name.
    """

    kind: str
    airlifted: bool
    indefinite: bool


@dataclass(frozen=True, slots=True)
class Position:
    """Coordinates in degrees; `radius_m` is what their digits leave open, in metres."""

    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Unplaceable:
    """Words that are understood but name no single spot; `why` finishes the sentence for a person."""

    why: str


@dataclass(frozen=True, slots=True)
class Distance:
    """How far, in metres, and the range that the words leave open; `blocks` where it is counted in those.

    `words` as written: "about half a mile", "just"; empty where the phrase gives none.
    """

    metres: float
    least: float
    most: float
    blocks: float = 0.0
    words: str = ""


# "Just north of": the spot is seen from the crossing, so within about three blocks of 100 m.
JUST = Distance(150.0, 0.0, 300.0, words="just")

# "North of" with no distance: writers name the last main street before the spot, and main streets lie a mile
# apart in the township grid that the roads of much of the country follow (Public Land Survey).
BEYOND = Distance(METRES_PER_MILE / 2, 0.0, METRES_PER_MILE)


@dataclass(frozen=True, slots=True)
class Between:
    """The stretch of a street between two others; `sure` when some of the words show that they are streets.

    `block` are the house numbers that are said as well.
    """

    street: str
    first: str
    second: str
    sure: bool
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Along:
    """Some way along a street from the one that crosses it, in a direction ("n", "sw")."""

    street: str
    cross: str
    direction: str
    distance: Distance


@dataclass(frozen=True, slots=True)
class Marked:
    """An exit or a milepost of a highway, by its number as the sign says it."""

    kind: MarkKind
    number: str
    street: str


@dataclass(frozen=True, slots=True)
class Away:
    """A distance from a corner or a named place, straight; in any direction where that is empty.

    Without a `distance` it lies outside the place and near it.
    """

    start: Corner | Named
    direction: str
    distance: Distance | None


@dataclass(frozen=True, slots=True)
class Amid:
    """Somewhere between two named places."""

    first: Named
    second: Named


StreetQuery = Corner | Block | HouseNumber | Road | Between | Along | Marked
Relative = Between | Along | Marked | Away | Amid
Query = StreetQuery | Named | SomeFacility | Position | Unplaceable | Away | Amid


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a phrase: the query, the words that say in which locality, and whether it is "near".

    `asides` are words that only describe what was there ("a crash at", "by the school"), if they name no
    other place.
    """

    query: Query
    locality: str = ""
    near: bool = False
    asides: tuple[str, ...] = ()
