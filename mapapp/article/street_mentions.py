"""Recognising corners, blocks, addresses, stretches and roads. Pure; each looks ahead a few words only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapapp.article.found import Found
from mapapp.article.lexicon import CALENDAR, DASHES, QUADRANTS
from mapapp.article.model import MentionKind
from mapapp.article.street_names import (
    PLURAL_ROUTES,
    PLURAL_TYPES,
    StreetAt,
    bare_at,
    is_metaphor,
    is_ordinal,
    is_person,
    is_placed,
    is_type,
    street_at,
)
from mapapp.article.tokens import Tokens

_JOINS = frozenset({"and", "&", "at", "@", "/", "near"})
# "A and B were closed" are two streets.
_SEVERAL = frozenset(
    {"were", "are", "have", "remain", "remained", "both", "stay", "stayed", "will", "flooded"}
)
_MEETS = frozenset({"meets", "crosses", "intersects"})
_CORNER_NOUNS = frozenset({"intersection", "corner", "junction", "interchange", "corners"})
_BLOCK_WORDS = frozenset({"block", "blk", "blocks"})
_PLACING = frozenset({"at", "near", "to", "around", "by", "of", "@"})
_BETWEEN = frozenset({"and", "&"})
# What may follow a numbered street without its type.
_AFTER_STREETS = frozenset({
    "streets", "in", "on", "just", "after", "and", "about", "around", "shortly", "when", "was", "were",
    "where", "at", "early", "late", "before", "near", "while", "by", "to", "nw", "ne", "sw", "se",
    "northwest", "northeast", "southwest", "southeast", "for", "as", "with", "who", "which", "that", "is",
    "are",
})  # fmt: skip
_MOST_GAP = 8
_HOUSE_NUMBER = re.compile(r"\d{1,5}[a-z]?")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two names with the word that joins them; `cued` after "the corner of", `plural` before "streets"."""

    first: StreetAt
    second: StreetAt
    join: str
    cued: bool
    plural: bool


def block_at(tokens: Tokens, at: int) -> Found | None:
    """`2800 block of 40th Street`, `2800 and 2900 blocks of`, `unit block of`."""
    end = _block_words_end(tokens, at)
    if end is None or not tokens.joined(end - 1):
        return None
    if tokens.low(end) == "of":
        end += 1
    if tokens.low(end) == "the":
        end += 1
    if tokens.sentence(end) != tokens.sentence(at):
        return None
    street = street_at(tokens, end) or next(iter(bare_at(tokens, end)), None)
    return Found(at, street.end, MentionKind.BLOCK, refutable=not street.sure) if street else None


def _block_words_end(tokens: Tokens, at: int) -> int | None:
    """The token after "2800 block"."""
    low = tokens.low(at)
    if low not in ("unit", "zero") and not low.replace(",", "").isdigit():
        return None
    here = at + 1
    while tokens.low(here) in ("and", "-", "to", "through", "&", ",", "hundred", "–", "/") and here < at + 6:
        here += 1
        if tokens.low(here).isdigit():
            here += 1
    return here + 1 if tokens.low(here) in _BLOCK_WORDS else None


def address_at(tokens: Tokens, at: int) -> Found | None:
    """`3415 45th Street`: a house number and a street; "4 Mile Road" is a street alone."""
    number = tokens.low(at)
    if not _HOUSE_NUMBER.fullmatch(number) or tokens.low(at - 1) in ("$", "#") or not tokens.joined(at):
        return None
    numbered = tokens.low(at + 1)[:1].isdigit() and not is_ordinal(tokens, at + 1)
    street = street_at(tokens, at + 1)
    if street is None or street.route or numbered or tokens.low(at + 1) == "mile":
        return None
    return Found(at, street.end, MentionKind.ADDRESS)


def corner_at(tokens: Tokens, at: int) -> Found | None:
    """Two streets that meet, in every form of the news."""
    if tokens.low(at) in PLURAL_ROUTES:
        return _plural_routes_at(tokens, at)
    for first in _firsts(tokens, at):
        found = _joined_with(tokens, first)
        if found:
            return found
    return None


def _firsts(tokens: Tokens, at: int) -> Iterator[StreetAt]:
    typed = street_at(tokens, at)
    if typed:
        yield typed
    elif not tokens.in_headline(at):
        yield from bare_at(tokens, at)


def _joined_with(tokens: Tokens, first: StreetAt) -> Found | None:
    cued = _is_cued(tokens, first.start)
    after = _after_join(tokens, first, cued=cued)
    if after is None or tokens.sentence(after) != tokens.sentence(first.start):
        return None
    join = tokens.low(after - 1 - (tokens.low(after - 1) == "the"))
    typed = street_at(tokens, after)
    bare = () if tokens.low(after - 1) == "the" else bare_at(tokens, after)
    for second in [typed] if typed else bare:
        closed = _plural_end(tokens, second.end)
        pair = _Pair(first, second, join, cued=cued, plural=closed > second.end)
        if not _is_pair(tokens, pair):
            continue
        if _is_listed(tokens, first.start, closed) and not cued:
            return None
        unsure = not (first.sure and second.sure) and closed == second.end
        placed = cued or is_placed(tokens, first.start)
        return Found(
            first.start,
            closed,
            MentionKind.INTERSECTION,
            _corner_phrase(tokens, first, second, closed),
            doubtful=unsure and not placed,
            refutable=unsure,
        )
    return None


def _corner_phrase(tokens: Tokens, first: StreetAt, second: StreetAt, end: int) -> str:
    """Empty where the words will do; else as "A and B"."""
    if tokens.low(first.end) in _JOINS and second.start == first.end + 1:
        return ""
    join = "near" if tokens.low(first.end) == "near" else "and"
    return f"{tokens.words(first.start, first.end)} {join} {tokens.words(second.start, end)}"


def _is_cued(tokens: Tokens, at: int) -> bool:
    """Whether "the intersection of" or "the corner of" stands before."""
    before = tokens.back(at, 3)
    if before and before[-1] == "the":
        before.pop()
    return len(before) > 1 and before[-1] in ("of", "at") and before[-2] in _CORNER_NOUNS


def _after_join(tokens: Tokens, first: StreetAt, *, cued: bool) -> int | None:
    """The token at which the second street must begin; None where nothing joins the two."""
    end = _aside_end(tokens, first.end) if first.sure else first.end
    if not tokens.joined(end - 1):
        return None
    meeting = _meeting(tokens, end) if first.sure or cued else None
    if meeting:
        return meeting
    if tokens.low(end) == "," and first.sure and tokens.low(end + 1) in ("near", "at"):
        end += 1
    dashed = (
        first.sure and tokens.low(end) in DASHES and tokens.span(end, end + 1).end == _start(tokens, end + 1)
    )
    if not (dashed or tokens.low(end) in _JOINS) or not tokens.joined(end):
        return None
    return end + 2 if tokens.low(end + 1) == "the" and first.sure else end + 1


def _aside_end(tokens: Tokens, at: int) -> int:
    """The token after a short aside in brackets, such as the street's other name."""
    if tokens.low(at) != "(":
        return at
    return next((i + 1 for i in range(at, at + _MOST_GAP) if tokens.low(i) == ")"), at)


def _start(tokens: Tokens, at: int) -> int:
    return tokens.span(at, at + 1).start if at < len(tokens) else -1


def _meeting(tokens: Tokens, at: int) -> int | None:
    """The token after `meets`, `where it crosses`, `'s intersection with`, `at its intersection with`."""
    if tokens.low(at) in _MEETS:
        return at + 1
    if tokens.low(at) == "where" and tokens.low(at + 2) in _MEETS:
        return at + 3
    return _intersection_with(tokens, at + 1) if tokens.low(at) in ("'s", "at") else None


def _intersection_with(tokens: Tokens, at: int) -> int | None:
    """`its intersection with`."""
    if tokens.low(at) in ("its", "the"):
        at += 1
    found = tokens.low(at) in _CORNER_NOUNS and tokens.low(at + 1) in ("with", "of")
    return at + 2 if found else None


def _plural_end(tokens: Tokens, end: int) -> int:
    plural = tokens.low(end) in PLURAL_TYPES and tokens.joined(end - 1)
    if not plural:
        return end
    quadrant = tokens.low(end + 1) in QUADRANTS
    return end + 2 if quadrant and tokens.is_capital(end + 1) else end + 1


def _is_pair(tokens: Tokens, pair: _Pair) -> bool:
    """Whether the two are streets that meet there, by what the words show."""
    first, second = pair.first, pair.second
    lead = tokens.low(first.start - 1) if tokens.joined(first.start - 1) else ""
    if lead in ("between", "from", "both", "along") or (lead == "and" and not pair.cued):
        return False
    placed = lead in _PLACING or is_placed(tokens, first.start)
    if first.sure and second.sure:
        # "On A and B" may be either; what is then said of several things is said of two streets.
        apart = lead in ("on", "along") and tokens.low(second.end) in _SEVERAL
        return pair.cued or (placed and not apart) or not _is_two_things(tokens, pair)
    if not second.sure and is_person(tokens, second.start, second.end):
        return False
    return pair.cued or _is_half_shown(tokens, pair, placed=placed)


def _is_two_things(tokens: Tokens, pair: _Pair) -> bool:
    """Whether nothing says that two streets meet: "A and B were closed", "Wall Street and Main Street"."""
    after = tokens.low(pair.second.end)
    metaphors = is_metaphor(tokens, pair.first) and is_metaphor(tokens, pair.second)
    return after in _SEVERAL or metaphors or (pair.join in DASHES and after not in _CORNER_NOUNS)


def _is_half_shown(tokens: Tokens, pair: _Pair, *, placed: bool) -> bool:
    """Whether the words around make a corner of two names not both of which are a street's by themselves."""
    first, second = pair.first, pair.second
    if pair.plural:
        return pair.join != "near" and (placed or first.ordinal)
    if _is_date(tokens, first) or _is_date(tokens, second):
        return False
    if first.sure:
        return second.ordinal or (placed and pair.join != "near")
    if second.sure:
        return first.ordinal or (placed and pair.join in ("and", "&", "@", "/"))
    return placed and first.ordinal


def _is_date(tokens: Tokens, street: StreetAt) -> bool:
    """`the 14th and 15th of May`, `August 5th`; an ordinal before a common word counts something."""
    if street.sure:
        return False
    after = tokens.forward(street.end, 2, street.start)
    named = any(one in CALENDAR for one in (*after, *tokens.back(street.start, 1)))
    counts = street.ordinal and bool(after) and after[0].isalpha() and after[0] not in _AFTER_STREETS
    return named or counts


def _is_listed(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the two are part of a list: `A, B and C`."""
    lead = tokens.back(start, 2)
    comma = lead[-1:] == [","] and (_ends_street(tokens, start - 2) or is_ordinal(tokens, start - 2))
    more = tokens.forward(end, 2, start)
    goes_on = more[:1] in (["and"], [","]) and street_at(tokens, end + 1 + (more[1:] == ["and"])) is not None
    return comma or (goes_on and tokens.low(end) == "and")


def _ends_street(tokens: Tokens, at: int) -> bool:
    """Whether a street ends with token `at`."""
    return any(
        (found := street_at(tokens, start)) is not None and found.end == at + 1
        for start in range(at - 4, at + 1)
        if start >= 0
    )


def _plural_routes_at(tokens: Tokens, at: int) -> Found | None:
    """`Highways 31 and 50`."""
    first, join, second = tokens.word(at + 1), tokens.low(at + 2), tokens.word(at + 3)
    numbers = all(one[:1].isdigit() or (one.isupper() and len(one) < 3) for one in (first, second) if one)
    before = tokens.back(at, 1)
    if not (first and second and numbers) or join not in _BETWEEN or before in (["between"], ["from"]):
        return None
    return (
        Found(at, at + 4, MentionKind.INTERSECTION)
        if tokens.sentence(at + 3) == tokens.sentence(at)
        else None
    )


def stretch_at(tokens: Tokens, at: int) -> Found | None:
    """`40th Street between 28th and 30th avenues`, `between A and B on C`, `C from A to B`.

    Where something else stands between ("Ohio Street will close from A to B") the words are the street's
    alone, and the phrase to ask is that of the stretch.
    """
    if tokens.low(at) in ("between", "from"):
        return _stretch_then_street(tokens, at)
    street = street_at(tokens, at)
    here = _limits_start(tokens, street.end) if street else None
    if street is None or here is None:
        return None
    end = _limits(tokens, here, towns=street.route)
    if end is None:
        return None
    phrase = f"{tokens.words(street.start, street.end)} {tokens.words(here, end)}"
    if here > _aside_end(tokens, street.end):
        return Found(at, street.end, MentionKind.ROAD, phrase)
    return Found(at, end, MentionKind.STRETCH, "" if here == street.end else phrase)


def _limits_start(tokens: Tokens, at: int) -> int | None:
    """The `between` or `from` that follows soon, with no other street before it."""
    at = _aside_end(tokens, at)
    for here in range(at, at + _MOST_GAP):
        if not tokens.joined(here - 1):
            return None
        if tokens.low(here) in ("between", "from"):
            return here
        if street_at(tokens, here) or tokens.low(here) in ("and", ";"):
            return None
    return None


def _stretch_then_street(tokens: Tokens, at: int) -> Found | None:
    end = _limits(tokens, at, towns=True)
    if end is None or tokens.low(end) not in ("on", "along") or not tokens.joined(end):
        return None
    street = street_at(tokens, end + 1)
    if street is None or (not street.route and _limits(tokens, at, towns=False) is None):
        return None
    phrase = f"{tokens.words(street.start, street.end)} {tokens.words(at, end)}"
    return Found(at, street.end, MentionKind.STRETCH, phrase)


def _limits(tokens: Tokens, at: int, *, towns: bool) -> int | None:
    """The token after `between A and B`, `from A to B`; unless `towns`, something says they are streets."""
    joins = _BETWEEN if tokens.low(at) == "between" else frozenset({"to", "through"})
    start = at + 2 if tokens.low(at + 1) == "the" else at + 1
    for first in _any_at(tokens, start):
        if tokens.low(first.end) not in joins or not tokens.joined(first.end):
            continue
        after = first.end + (2 if tokens.low(first.end + 1) == "the" else 1)
        for second in _any_at(tokens, after):
            end = _plural_end(tokens, second.end)
            named = not (first.ordinal or second.ordinal)
            adjacent = named and (towns or bool(_follows_street(tokens, at)))
            if (
                first.sure
                or second.sure
                or end > second.end
                or (first.ordinal and second.ordinal)
                or adjacent
            ):
                return end
    return None


def _follows_street(tokens: Tokens, at: int) -> bool:
    """Whether the word right before is a street's type: then what follows are its cross streets."""
    return is_type(tokens, at - 1) or tokens.low(at - 1) in QUADRANTS


def _any_at(tokens: Tokens, at: int) -> Iterator[StreetAt]:
    typed = street_at(tokens, at)
    if typed:
        yield typed
    else:
        yield from bare_at(tokens, at)


def road_at(tokens: Tokens, at: int) -> Found | None:
    """A street or highway by itself."""
    street = street_at(tokens, at)
    if street is None or (tokens.in_headline(at) and not street.route):
        return None
    metaphor = is_metaphor(tokens, street) or (street.end == at + 1 and not street.route)
    if metaphor and not is_placed(tokens, at):
        return None
    return Found(at, street.end, MentionKind.ROAD, doubtful=metaphor)
