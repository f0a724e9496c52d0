"""Recognising corners, blocks, addresses, stretches and roads. Pure; each looks ahead a few words only."""

from collections.abc import Iterator

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
_SEVERAL = frozenset({"were", "are", "have", "remain", "remained", "both"})
_MEETS = frozenset({"meets", "crosses", "intersects"})
_CORNER_NOUNS = frozenset({"intersection", "corner", "junction", "interchange", "corners"})
_BLOCK_WORDS = frozenset({"block", "blk", "blocks"})
_PLACING = frozenset({"at", "near", "to", "around", "by", "of", "@"})
_BETWEEN = frozenset({"and", "&"})
_MOST_GAP = 8
_MOST_BLOCK = 99_999


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
    """`3415 45th Street`: a house number and a street."""
    number = tokens.low(at)
    if (
        (not number[:-1].isdigit() and not number.isdigit())
        or len(number) > 6
        or tokens.low(at - 1) in ("$", "#")
    ):
        return None
    street = street_at(tokens, at + 1) if tokens.joined(at) else None
    if (
        street is None
        or street.route
        or (tokens.low(at + 1)[:1].isdigit() and not is_ordinal(tokens, at + 1))
    ):
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
    join = tokens.low(first.end)
    typed = street_at(tokens, after)
    for second in [typed] if typed else bare_at(tokens, after):
        closed = _plural_end(tokens, second.end)
        if not _is_pair(tokens, first, second, cued=cued, plural=closed > second.end, join=join):
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
    end = first.end
    if not tokens.joined(end - 1):
        return None
    if tokens.low(end) in ("'s", "at"):
        crossing = _intersection_with(tokens, end + 1)
        if crossing:
            return crossing
    if first.sure and tokens.low(end) == "where" and tokens.low(end + 2) in _MEETS:
        return end + 3
    if tokens.low(end) == ",":
        end += tokens.low(end + 1) in ("near", "at") and first.sure
    if tokens.low(end) in _MEETS and (first.sure or cued):
        return end + 1
    dashed = (
        first.sure and tokens.low(end) in DASHES and not tokens.text[tokens.span(end, end + 1).end].isspace()
    )
    if not (dashed or tokens.low(end) in _JOINS) or not tokens.joined(end):
        return None
    return end + 2 if tokens.low(end + 1) == "the" and first.sure else end + 1


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
    quadrant = tokens.low(end + 1) in (
        "nw",
        "ne",
        "sw",
        "se",
        "northwest",
        "northeast",
        "southwest",
        "southeast",
    )
    return end + 2 if quadrant and tokens.is_capital(end + 1) else end + 1


def _is_pair(
    tokens: Tokens, first: StreetAt, second: StreetAt, *, cued: bool, plural: bool, join: str
) -> bool:
    """Whether the two are streets that meet there, by what the words show."""
    before = tokens.back(first.start, 1)
    lead = before[-1] if before else ""
    if lead in ("between", "from", "both", "along") or (lead == "and" and not cued):
        return False
    if first.sure and second.sure:
        placed = is_placed(tokens, first.start)
        metaphor = is_metaphor(tokens, first) and is_metaphor(tokens, second)
        plain = (
            tokens.low(second.end) in _SEVERAL
            or metaphor
            or (join in DASHES and tokens.low(second.end) not in _CORNER_NOUNS)
        )
        return cued or placed or not plain
    if not second.sure and is_person(tokens, second.start, second.end):
        return False
    if cued:
        return True
    if plural:
        return join != "near" and (lead in _PLACING or is_placed(tokens, first.start) or first.ordinal)
    placed = lead in _PLACING or is_placed(tokens, first.start)
    if first.sure:
        return (
            (second.ordinal or placed) and not _is_date(tokens, second) and join != "near"
        ) or second.ordinal
    if second.sure:
        return first.ordinal or (placed and join in ("and", "&", "@", "/"))
    return placed and first.ordinal and not _is_date(tokens, first) and not _is_date(tokens, second)


def _is_date(tokens: Tokens, street: StreetAt) -> bool:
    """`the 14th and 15th of May`, `August 5th`."""
    after = tokens.forward(street.end, 2, street.start)
    before = tokens.back(street.start, 1)
    named = [one for one in (*after, *before) if one in CALENDAR]
    following = (
        after[:1]
        and after[0].isalpha()
        and after[0]
        not in (
            "streets",
            "in",
            "on",
            "just",
            "after",
            "and",
            "about",
            "around",
            "shortly",
            "when",
            "was",
            "were",
            "where",
            "at",
            "early",
            "late",
            "before",
        )
    )
    return bool(named) or (street.ordinal and bool(following))


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
    """`40th Street between 28th and 30th avenues`, `between A and B on C`, `C from A to B`."""
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
    return Found(at, end, MentionKind.STRETCH, "" if here == street.end else phrase)


def _limits_start(tokens: Tokens, at: int) -> int | None:
    """The `between` or `from` that follows soon, with no other street before it."""
    if tokens.low(at) == "(":
        at = next((i + 1 for i in range(at, at + _MOST_GAP) if tokens.low(i) == ")"), at)
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
    """The token after `between A and B` or `from A to B`; where not `towns` something says A or B is a street."""
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
    if street is None or tokens.in_headline(at):
        return None
    metaphor = is_metaphor(tokens, street)
    if metaphor and not is_placed(tokens, at):
        return None
    return Found(at, street.end, MentionKind.ROAD, doubtful=metaphor)
