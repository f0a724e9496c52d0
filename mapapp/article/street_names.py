"""Finding the name of a street that begins at a given word. Pure; looks ahead a few words only."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapapp.article.lexicon import (
    AT_WORDS,
    CALLINGS,
    METAPHORS,
    PERSON_TITLES,
    QUADRANTS,
    SPEECH,
    SURNAME_TYPES,
)
from mapapp.article.tokens import Tokens
from mapapp.streets.names import parse_name
from mapapp.streets.vocabulary import NUMBER_TENS, NUMBER_UNITS, STATE_NAMES, STREET_TYPES

# The types that make words a street by themselves; "Lake", "Club" or "Hill" end other names too.
_TYPES = frozenset({
    "aly", "ave", "blvd", "cir", "cswy", "ct", "dr", "expy", "fwy", "hwy", "ln", "pike", "pkwy", "pl", "rd",
    "row", "skwy", "sq", "st", "ter", "tpke", "trl", "way",
})  # fmt: skip
# "Spring Hill", "Beacon Hill" may be streets; an index must know them.
_NO_TYPES = frozenset({"la", "pky", "roads", "drives", "streets"})

PLURAL_TYPES = frozenset({
    "streets", "sts", "avenues", "aves", "roads", "rds", "drives", "boulevards", "blvds", "lanes", "courts",
    "places", "terraces", "parkways", "circles", "trails", "ways",
})  # fmt: skip
PLURAL_ROUTES = frozenset({"highways", "hwys", "routes", "interstates"})

_PRE_TYPES = frozenset({"avenue", "avenida", "calle", "camino", "paseo", "via", "rue"})
_ROUTE_STARTS = frozenset({
    "highway", "hwy", "route", "rte", "rt", "interstate", "state", "county", "us", "u", "i", "sr", "sh",
    "sth", "cth", "ch", "cr", "fm", "rm", "co", "township", "farm", "ranch", "old", "business", "csah",
    "ush", "loop", "spur", "forest", "trunk", "parish", "cnty", "cty", "bypass",
})  # fmt: skip
_LINKS = frozenset({"of", "the", "de", "la", "del", "los", "las", "el", "du", "y", "'s", "&"})
_MOST_NAME_WORDS = 5
_MOST_ROUTE_WORDS = 6
_MOST_BARE_WORDS = 3
_STAGE = frozenset({
    "show", "shows", "musical", "musicals", "play", "plays", "theater", "theaters", "theatre", "actor",
    "actress", "star", "stars", "debut", "production", "productions", "hit", "revival", "cast", "stage",
    "stages",
})  # fmt: skip
_COURTS = frozenset({
    "circuit", "supreme", "district", "county", "municipal", "superior", "federal", "appellate", "juvenile",
    "traffic", "family", "probate", "criminal", "food",
})  # fmt: skip
_NUMBER_WORDS = frozenset({*NUMBER_UNITS, *NUMBER_TENS})
_NUMBER_ENDS = ("first", "second", "third", "th")
_NO_CITY_CODES = frozenset({"in", "or", "me", "oh", "hi", "ok", "ma", "pa", "la", "id", "de", "al", "co"})


@dataclass(frozen=True, slots=True)
class StreetAt:
    """A street from token `start` up to `end`; `sure` when a type or a route says that it is one.

    `ordinal` when it is a bare number ("28th"); `attributive` when more of a name follows it ("Bank").
    """

    start: int
    end: int
    sure: bool
    ordinal: bool = False
    route: bool = False


def street_at(tokens: Tokens, at: int) -> StreetAt | None:
    """The street with a type or a route's number that begins at token `at`; None when there is none."""
    return _route_at(tokens, at) or _typed_at(tokens, at) or _broadway_at(tokens, at)


def bare_at(tokens: Tokens, at: int) -> Sequence[StreetAt]:
    """What may be a street without its type at token `at`: "28th", "Second", "Main", longest first."""
    if is_ordinal(tokens, at):
        end = _ordinal_end(tokens, at)
        return (StreetAt(at, _with_quadrant(tokens, end), sure=False, ordinal=True),)
    ends = []
    for end in range(at + 1, at + 1 + _MOST_BARE_WORDS):
        if not tokens.is_name_word(end - 1) or (end - 1 > at and not tokens.joined(end - 2)):
            break
        ends.append(end)
    return tuple(StreetAt(at, end, sure=False) for end in reversed(ends))


def is_ordinal(tokens: Tokens, at: int) -> bool:
    """Whether a number that counts stands there: "28th", "Seventh", "Twenty-Eighth"."""
    low = tokens.low(at)
    if low[:1].isdigit():
        return low.endswith(("st", "nd", "rd", "th"))
    if not tokens.is_capital(at):
        return False
    last = low.rpartition("-")[2]
    if last in _NUMBER_WORDS and last.endswith(_NUMBER_ENDS):
        return True
    after = tokens.low(at + 1)
    return low in NUMBER_TENS and after in NUMBER_UNITS and after.endswith(_NUMBER_ENDS)


def is_metaphor(tokens: Tokens, street: StreetAt) -> bool:
    """Whether the name mostly stands for something else ("Wall Street")."""
    return tokens.words(street.start, street.end).lower().removesuffix(".") in METAPHORS


def is_placed(tokens: Tokens, at: int) -> bool:
    """Whether a word such as "on" or "near" stands before token `at`."""
    before = tokens.back(at, 2)
    if before and before[-1] in ("the", "both", "busy", "nearby"):
        before.pop()
    return bool(before) and before[-1] in AT_WORDS


def is_person(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words around a name show that it is a person's: a title, an age, "said", "who"."""
    before = tokens.back(start, 2)
    if before and (before[-1] in PERSON_TITLES or before[-1] in SPEECH):
        return True
    if before[-1:] == [","] and before[0] in CALLINGS:
        return True
    after = tokens.forward(end, 6, start)
    if after[:1] == [","]:
        return _is_described(after[1:])
    return bool(after) and (after[0] in SPEECH or after[0] in ("who", "whose", "jr", "sr"))


def _is_described(after: Sequence[str]) -> bool:
    """What follows a person's name: `who`, `34,`, `a spokesman`."""
    aged = after[:1] and after[0].isdigit() and after[1:2] in ([","], ["."])
    called = (
        after[:1]
        and after[0] in ("a", "an", "the", "his", "her", "their")
        and any(one in CALLINGS for one in after[1:3])
    )
    return bool(after[:1] in (["who"], ["whose"]) or aged or called)


def _ordinal_end(tokens: Tokens, at: int) -> int:
    two = tokens.low(at) in NUMBER_TENS and not tokens.low(at).endswith("th")
    return at + 2 if two else at + 1


def _with_quadrant(tokens: Tokens, end: int) -> int:
    """The end with a following "NW", ", N.W." or "Northwest" taken in."""
    if not tokens.joined(end - 1):
        return end
    if tokens.low(end) == "," and tokens.low(end + 1) in ("nw", "ne", "sw", "se"):
        return end + 2 if tokens.word(end + 1).isupper() and tokens.joined(end) else end
    direction = tokens.low(end) in QUADRANTS or tokens.low(end) in ("n", "s", "e", "w")
    return end + 1 if direction and tokens.is_capital(end) else end


def _route_at(tokens: Tokens, at: int) -> StreetAt | None:
    low = tokens.low(at)
    first = low.partition("-")[0]
    stated = low in STATE_NAMES or (low in ("wis", "mich", "ill", "ind", "minn", "calif", "fla", "ohio"))
    coded = tokens.word(at).isupper() and first in _state_codes() and "-" in low
    if not tokens.is_capital(at) or not (first in _ROUTE_STARTS or stated or coded):
        return None
    for end in range(min(at + _MOST_ROUTE_WORDS, len(tokens)), at, -1):
        if tokens.sentence(end - 1) != tokens.sentence(at):
            continue
        if not any(one.isdigit() for one in tokens.word(end - 1)) and not _is_letters(tokens, at, end):
            continue
        words = tokens.words(at, end)
        if not parse_name(words).is_route or any(sign in words for sign in ',;:()"“”'):
            continue
        if stated and end == at + 2 and not is_placed(tokens, at):
            return None
        return StreetAt(at, _with_route_tail(tokens, end), sure=True, route=True)
    return None


def _is_letters(tokens: Tokens, at: int, end: int) -> bool:
    """`County Highway KR`, `Highway KR`: capitals after a word for a highway."""
    last = tokens.word(end - 1)
    before = tokens.low(end - 2)
    highway = before in ("highway", "hwy", "road", "rd", "trunk", "route")
    return end - at >= 2 and last.isalpha() and last.isupper() and len(last) <= 2 and highway


def _with_route_tail(tokens: Tokens, end: int) -> int:
    tail = tokens.low(end)
    if tail in ("business", "bypass", "north", "south", "east", "west") and tokens.is_capital(end):
        return end + 1
    return end


def _state_codes() -> frozenset[str]:
    return frozenset(STATE_NAMES.values()) - _NO_CITY_CODES


def _broadway_at(tokens: Tokens, at: int) -> StreetAt | None:
    """`Broadway`, which needs no type anywhere, unless the stage is meant."""
    if tokens.low(at) != "broadway" or not tokens.is_capital(at):
        return None
    closed = _with_quadrant(tokens, at + 1)
    staged = tokens.low(closed) in _STAGE or _goes_on(tokens, closed)
    return None if staged else StreetAt(at, closed, sure=True)


def _typed_at(tokens: Tokens, at: int) -> StreetAt | None:
    """[direction] name type [direction], each with a capital or a number."""
    if not _may_begin(tokens, at):
        return None
    end = _type_end(tokens, at)
    if end is None:
        return None
    closed = _with_quadrant(tokens, end)
    quartered = closed > end and len(tokens.low(closed - 1)) == 2
    if not quartered and _goes_on(tokens, closed):
        return None
    street = StreetAt(at, closed, sure=True)
    return None if _is_somebody(tokens, street, end) else street


def _may_begin(tokens: Tokens, at: int) -> bool:
    if is_ordinal(tokens, at):
        return True
    if tokens.low(at)[:1].isdigit():
        return tokens.starts_with(at + 1, "mile")
    return tokens.is_name_word(at) and tokens.low(at) not in PERSON_TITLES - {"general"}


def _type_end(tokens: Tokens, at: int) -> int | None:
    """The token after the last type of the name that begins at `at`."""
    if tokens.low(at) in _PRE_TYPES:
        return _pre_typed_end(tokens, at)
    for i in range(at + 1, at + 1 + _MOST_NAME_WORDS):
        if not tokens.joined(i - 1):
            return None
        if is_type(tokens, i) and not _is_court_of_law(tokens, i):
            doubled = tokens.joined(i) and is_type(tokens, i + 1)
            return i + 2 if doubled else i + 1
        if not (tokens.is_name_word(i) or is_ordinal(tokens, i) or _is_link(tokens, i)):
            return None
    return None


def _is_court_of_law(tokens: Tokens, at: int) -> bool:
    return tokens.low(at) == "court" and tokens.low(at - 1) in _COURTS


def is_type(tokens: Tokens, at: int) -> bool:
    """Whether the word is a street's type, written with a capital as in a name."""
    low = tokens.low(at)
    return tokens.is_capital(at) and low not in _NO_TYPES and STREET_TYPES.get(low) in _TYPES


def _is_link(tokens: Tokens, at: int) -> bool:
    return tokens.low(at) in _LINKS


def _pre_typed_end(tokens: Tokens, at: int) -> int | None:
    """`Avenue A`, `Avenue of the Americas`, `Calle Ocho`."""
    nxt = at + 1
    if not tokens.joined(at):
        return None
    if tokens.low(at) in ("avenue", "avenida") and tokens.word(nxt).isalpha() and len(tokens.word(nxt)) == 1:
        return nxt + 1 if tokens.is_capital(nxt) else None
    while tokens.low(nxt) in ("of", "the", "de", "la", "las", "los", "del") and nxt < at + 4:
        nxt += 1
    if tokens.low(at) == "avenue" and nxt == at + 1:
        return None
    return nxt + 1 if tokens.is_name_word(nxt) and tokens.sentence(nxt) == tokens.sentence(at) else None


def _goes_on(tokens: Tokens, end: int) -> bool:
    """Whether the name goes on past the street: "Main Street Bank" is no street."""
    if not tokens.joined(end - 1):
        return False
    if tokens.in_headline(end):
        return (
            tokens.is_name_word(end) and tokens.low(end) not in SPEECH and not tokens.low(end).endswith("ed")
        )
    return tokens.is_name_word(end) and not tokens.low(end)[:1].isdigit()


def _is_somebody(tokens: Tokens, street: StreetAt, end: int) -> bool:
    """Whether "Madison Street" or "Robert Lane" may be a person here."""
    if is_ordinal(tokens, street.start):
        return False
    if is_person(tokens, street.start, street.end):
        return True
    if tokens.low(end - 1) not in SURNAME_TYPES:
        return False
    short = street.end - street.start <= 3
    needs = short and tokens.low(end - 1) not in ("street", "place", "court")
    return needs and not _has_street_cue(tokens, street.start)


def _has_street_cue(tokens: Tokens, at: int) -> bool:
    before = tokens.back(at, 1)
    return is_placed(tokens, at) or (
        bool(before)
        and (before[0][:1].isdigit() or before[0] in ("of", "and", "from", "to", "&", "at", "@", "/"))
    )
