"""What a phrase asks for: the kinds of query, as frozen records that say nothing about any data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Corner:
    """Two streets that meet, as written; `sure` when a type, an ordinal, a route or a cue says so.

    `listed` when only a comma stands between them, `numbers` when they are numbers and nothing else, `named`
    when each is written as a name by itself, and the two together are not better known as something else.
    """

    first: str
    second: str
    sure: bool
    listed: bool = False
    numbers: bool = False
    named: bool = False


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


StreetQuery = Corner | Block | HouseNumber | Road
Query = StreetQuery | Named | SomeFacility | Position | Unplaceable


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
