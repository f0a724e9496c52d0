"""What is read in a story: mentions of places, claims about them, moments, who said it; exact spans."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a mentioned place is to the story."""

    SCENE = "scene"
    DESTINATION = "destination"
    RESIDENCE = "residence"
    AGENCY = "agency"
    DATELINE = "dateline"
    OTHER = "other"


class MentionKind(StrEnum):
    """What sort of thing the words name."""

    INTERSECTION = "intersection"
    ADDRESS = "address"
    BLOCK = "block"
    STRETCH = "stretch"
    ROAD = "road"
    FACILITY = "facility"
    AGENCY = "agency"
    PLACE = "place"
    COUNTY = "county"
    NEIGHBOURHOOD = "neighbourhood"
    RELATIVE = "relative"


class ClaimKind(StrEnum):
    """What a claim says of two places."""

    DISTANCE = "distance"
    DIRECTION = "direction"
    BETWEEN = "between"
    TRAVEL = "travel"


class Verdict(StrEnum):
    """What the map says of a claim; a text that is only imprecise is never called wrong."""

    CONSISTENT_STRAIGHT_LINE = "consistent_straight_line"
    CONSISTENT_BY_ROAD_ESTIMATED = "consistent_by_road_estimated"
    INCONSISTENT = "inconsistent"
    CANNOT_CHECK = "cannot_check"


@dataclass(frozen=True)
class Span:
    """Characters `start` up to, not including, `end` of a text, as Python counts them."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Attribution:
    """Who said it: "Fox 6 Now" in "a story published by Fox 6 Now"; `quote` is the sentence."""

    publisher: str
    span: Span
    quote: str


@dataclass(frozen=True)
class Moment:
    """A time the story names: RFC 3339 `value` as exact as the words are, a date or a time with its offset.

    `hedge` is the word that loosens it ("just before", "around"), empty where there is none.
    """

    span: Span
    text: str
    value: str
    hedge: str = ""


@dataclass(frozen=True)
class Mention:
    """A span of the text that names a place.

    `phrase` is what to ask a geocoder, `near` the context that resolves it ("Kenosha, Wisconsin"), empty
    where the phrase needs none. `hedge` is the word that loosens it ("near", "appeared"). `doubtful` when
    the words may be no place at all and only an index can tell; `refutable` when they are likely one ("near
    14th and U"), but not if an index of the place does not have it.
    """

    span: Span
    text: str
    kind: MentionKind
    phrase: str
    role: Role
    near: str = ""
    hedge: str = ""
    doubtful: bool = False
    refutable: bool = False
    attribution: Attribution | None = None
    moment: Moment | None = None


@dataclass(frozen=True)
class Claim:
    """A checkable sentence about two places, each a mention of the same article, by its number there.

    `miles` is the distance said and `digits` the size of its last digit in miles (1 for "32", 10 for "40");
    both None where none is said. `direction` is degrees clockwise from north, None where none is said.
    `hedge` is the word that loosens the distance ("about", "close to", "more than"). `blocks` is how many
    blocks are said instead of miles; `digits` then is in blocks.
    """

    span: Span
    text: str
    kind: ClaimKind
    subject: int | None
    reference: int | None
    second_reference: int | None = None
    miles: float | None = None
    digits: float | None = None
    direction: float | None = None
    hedge: str = ""
    blocks: float | None = None


@dataclass(frozen=True)
class Article:
    """One text as it was read; everything in the order of the text.

    `place` is the place the story is of ("Kenosha, Wisconsin"), from dateline, headline or the most named
    place, empty where nothing tells; `agencies` are not positions and are never plotted by default.
    """

    text: str
    title: str
    place: str
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    moments: tuple[Moment, ...] = ()
