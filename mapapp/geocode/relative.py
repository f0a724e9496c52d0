"""Reading stretches of street and places that lie some way from another: "between", "north of", "exit 342".

Pure. What is read here is the frame of the words; the streets and places in it stay as they are written.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mapapp.geocode.asides import split_introduction, without_lead
from mapapp.geocode.block_phrase import find_block
from mapapp.geocode.cues import CONNECTORS, DISTANCES, LEAD_WORDS, PLURAL_TYPES
from mapapp.geocode.distances import distance_at_end
from mapapp.geocode.phrase import (
    BEYOND,
    JUST,
    Along,
    Amid,
    Away,
    Between,
    Block,
    Corner,
    Distance,
    Marked,
    Named,
    Query,
    Unplaceable,
)
from mapapp.geocode.signs import SIGN_WORDS, find_sign
from mapapp.geocode.street_words import is_street_like, mentions_street
from mapapp.streets.names import parse_name
from mapapp.streets.vocabulary import DIRECTIONS

Words = Sequence[str]

_TO = frozenset({"to", "through", "thru"})
_AND = frozenset({"and", "&", "+"})
_ON = frozenset({"on", "along"})
_TRIGGERS = frozenset({"between", "from", "outside", *SIGN_WORDS})
_JUST = frozenset({"just", "immediately", "right", "slightly", "only"})
_FILLERS = frozenset({*_JUST, "is", "located", "about", "due", "away", ","})
_LEADS = LEAD_WORDS | {"just", "off"}
_PARTS = frozenset({"stretch", "section", "portion", "part", "area", "side", "lanes", "block"})
_NO_TAIL = frozenset({"between", "of", "from", "on", "and", "&", "/", "@"})
_LENGTHS = DISTANCES - {"block", "blocks"}
_NO_STREET = CONNECTORS | {"between", "of", "from", "to", "on", ","}
_MOST_STREET_WORDS = 8

_PLURAL_LEADS = {**PLURAL_TYPES, "exits": "exit", "mileposts": "milepost"}

_SHORT_OF = re.compile(r"(?<!\S)([ns][ew]?|[ew])/o\.?(?!\S)", re.I)
_SHORT_BETWEEN = re.compile(r"(?<!\S)(?:btwn?\.?|betw\.?|bet\.|b/w)(?!\S)", re.I)
_HYPHEN = re.compile(
    r"(?<=[\dra-z])-(?=(?:miles?|feet|foot|yards?|kilomet(?:er|re)s?|met(?:er|re)s?|km)\b)", re.I
)
_GLUED = re.compile(r"(?<![\w.])(\d{0,5}\.\d{1,3})(?=(?:miles?|mi|km)\b)", re.I)


@dataclass(frozen=True, slots=True)
class StreetFrame:
    """A relation whose last words are a street, and perhaps a locality after it; `build` takes the street."""

    rest: Words
    build: Callable[[str], Query]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class StartFrame:
    """A relation to a corner or a named place, whose words are still to be read."""

    rest: Words
    build: Callable[[Corner | Named], Query]


@dataclass(frozen=True, slots=True)
class WholeFrame:
    """A relation that is read, with what may be a locality after it, and what stood before."""

    query: Query
    tail: str = ""
    aside: str = ""


Frame = StreetFrame | StartFrame | WholeFrame


def spelled_out(text: str) -> str:
    """The text with what is short for a relation in words: "s/o" -> "s of", "1/2-mile" -> "1/2 mile"."""
    text = _SHORT_BETWEEN.sub("between", text)
    if "/" in text:
        text = _SHORT_OF.sub(r"\1 of", text)
    if "-" in text:
        text = _HYPHEN.sub(" ", text)
    return _GLUED.sub(r"\1 ", text) if "." in text else text


def may_relate(words: Words) -> bool:
    """Whether any word can be part of a relation at all."""
    lower = [one.lower() for one in words]
    if not _TRIGGERS.isdisjoint(lower):
        return True
    before = [lower[i - 1] for i, one in enumerate(lower) if one == "of" and i]
    return any(_plain(one) in DIRECTIONS or one in _LENGTHS for one in before)


def frames(words: Words) -> Iterator[Frame]:
    """Every relation that the words may state, most likely first."""
    lower = [one.lower() for one in words]
    yield from _marked(words)
    yield from _between(words, lower)
    yield from _from_to(words, lower)
    yield from _directed(words, lower)
    yield from _undirected(words, lower)


def without_relating_comma(words: Words) -> Words | None:
    """The words without the comma between a street and what is said of it: "40th Street, between …".

    None where there is no such comma.
    """
    at = words.index(",") if "," in words else 0
    before, after = words[:at], words[at + 1 :]
    upto = after.index(",") if "," in after else len(after)
    leads_on = may_relate(before) and [one.lower() for one in after[:1]] in (["on"], ["along"])
    related = may_relate(after[:upto]) and is_street_like(before)
    return [*before, *after] if at and (leads_on or related) else None


def _marked(words: Words) -> Iterator[Frame]:
    """`I-94 at exit 342`, `mile marker 342 on I-94`."""
    sign = find_sign(words)
    if not sign:
        return
    before = _bare(words[: sign.start])
    aside, street = split_introduction(before[:-1] if _at_end(before) else before)
    street, after = _street_alone(street), words[sign.end :]
    query = Marked(sign.kind, sign.number, " ".join(street))
    led = [one.lower() for one in after[:1]] in (["on"], ["along"], ["of"], ["off"], ["from"])
    road = without_lead(after[1:]) if led else after
    if not street and (led or is_street_like(road)) and _may_be_street_first(road):
        yield StreetFrame(road, partial(_on_street, query), " ".join(aside))
    elif _may_be_street(street) and is_street_like(street):
        yield WholeFrame(query, " ".join(after), " ".join(aside))
    elif not street and not aside:
        why = f"it does not say on which road that {sign.kind} is; write it as I-94 at exit 342"
        yield WholeFrame(Unplaceable(why))


def _on_street(query: Marked, street: str) -> Query:
    return Marked(query.kind, query.number, street)


def _between(words: Words, lower: Words) -> Iterator[Frame]:
    """`40th Street between 28th and 30th avenues`, `between 28th and 30th avenues on 40th Street`."""
    at = next((i for i, one in enumerate(lower) if one == "between"), len(words))
    rest, small = words[at + 1 :], lower[at + 1 :]
    for i in [i for i, one in enumerate(small) if one in _AND and 0 < i < len(rest) - 1][:2]:
        yield from _stretch(words[:at], rest[:i], rest[i + 1 :])


def _from_to(words: Words, lower: Words) -> Iterator[Frame]:
    """`40th Street from 28th Avenue to 30th Avenue`."""
    at = next((i for i, one in enumerate(lower) if one == "from"), len(words))
    rest, small = words[at + 1 :], lower[at + 1 :]
    for i in [i for i, one in enumerate(small) if one in _TO and 0 < i < len(rest) - 1][:2]:
        yield from _stretch(words[:at], rest[:i], rest[i + 1 :], towns=False)


def _stretch(before: Words, first: Words, second: Words, *, towns: bool = True) -> Iterator[Frame]:
    """The frames of two ends, and a street before them or after `on`."""
    aside, street = split_introduction(_bare(before))
    block, street = _block_of(_street_alone(street))
    on = next((i for i, one in enumerate(second) if i and one.lower() in _ON), 0)
    first, second, rest = *_shared_type(first, second[:on] if on else second), second[on + 1 :] if on else []
    if not _may_be_street(first) or not _may_be_street_first([*second, *rest]):
        return
    if street and not on and _may_be_street(street):
        sure = any(is_street_like(one) for one in (street, first, second))
        build = partial(_upto, " ".join(street), " ".join(first), sure, block)
        yield StreetFrame(second, build, " ".join(aside))
    elif not street and not aside and rest:
        sure = any(is_street_like(one) for one in (first, second, rest))
        yield StreetFrame(without_lead(rest), partial(_on, " ".join(first), " ".join(second), sure))
    elif not street and not aside:
        yield from _no_street(first, second, towns=towns)


def _upto(street: str, first: str, sure: bool, block: Block | None, second: str) -> Query:
    return Between(street, first, second, sure, block)


def _on(first: str, second: str, sure: bool, street: str) -> Query:
    return Between(street, first, second, sure)


def _no_street(first: Words, second: Words, *, towns: bool) -> Iterator[Frame]:
    """`between 28th and 30th avenues`, `between Kenosha and Racine`."""
    if is_street_like(first) or is_street_like(second):
        why = (
            "it names two streets, but not the one between them; add the street that crosses both, as in "
            "40th Street between 28th and 30th avenues"
        )
        yield WholeFrame(Unplaceable(why))
    elif towns:
        yield WholeFrame(Amid(Named(" ".join(first)), Named(" ".join(second))))


def _directed(words: Words, lower: Words) -> Iterator[Frame]:
    """`Sheridan Road north of 60th Street`, `half a mile west of Highway 31 on Highway 50`."""
    for i in range(1, len(words) - 1):
        direction, start = _direction_before(lower, i) if lower[i] in ("of", "from") else ("", 0)
        if direction:
            distance, left = distance_at_end(words[:start])
            if distance or lower[i] == "of":
                yield from _onward(left, direction, distance, words[i + 1 :])
            return


def _onward(left: Words, direction: str, distance: Distance | None, right: Words) -> Iterator[Frame]:
    just = any(one.lower() in _JUST for one in left[-1:])
    aside, street = split_introduction(_bare(left))
    street = _street_alone(street)
    on = next((i for i, one in enumerate(right) if i and one.lower() in _ON), 0)
    near = JUST if just else None
    along = distance or near or BEYOND
    tells = mentions_street(aside) or not DISTANCES.isdisjoint([one.lower() for one in aside])
    if street and not on and _is_known_street(street, right) and not tells:
        build = partial(_past, " ".join(street), direction, along)
        yield StreetFrame(without_lead(right), build, " ".join(aside))
    elif not street and not aside and on and _is_known_street(right[:on], right[on + 1 :]):
        cross = " ".join(without_lead(right[:on]))
        yield StreetFrame(without_lead(right[on + 1 :]), partial(_from, cross, direction, along))
    elif not street and not aside and not on:
        yield from _from_start(right, direction, distance or near)


def _past(street: str, direction: str, distance: Distance, cross: str) -> Query:
    return Along(street, cross, direction, distance)


def _from(cross: str, direction: str, distance: Distance, street: str) -> Query:
    return Along(street, cross, direction, distance)


def _from_start(start: Words, direction: str, distance: Distance | None) -> Iterator[Frame]:
    joined = any(one.lower() in CONNECTORS for one in start)
    if not joined and is_street_like(start):
        why = "it does not say on which street; add it, as in Sheridan Road north of 60th Street"
        yield WholeFrame(Unplaceable(why))
    elif joined or not (distance and distance.blocks):
        yield StartFrame(start, partial(Away, direction=direction, distance=distance))


def _undirected(words: Words, lower: Words) -> Iterator[Frame]:
    """`a mile from A and B`, `within five miles of Kenosha`, `just outside Kenosha`."""
    at = next((i for i, one in enumerate(lower[:-1]) if one in ("from", "of", "outside")), 0)
    outside = lower[at] == "outside" if words else False
    distance, left = distance_at_end(words[:at])
    start = words[at + 1 :]
    if outside and [one.lower() for one in start[:1]] == ["of"]:
        start = start[1:]
    if any(one.lower() not in _FILLERS for one in left) or not start:
        return
    if distance and not distance.blocks and (lower[at] != "of" or distance.least == 0):
        yield from _from_start(start, "", distance)
    elif outside and not distance and _may_be_street(start) and not is_street_like(start):
        yield StartFrame(start, partial(Away, direction="", distance=None))


def _direction_before(lower: Words, at: int) -> tuple[str, int]:
    """The direction that stands before a word, and where it begins; empty when there is none."""
    last = _plain(lower[at - 1])
    pair = _plain(lower[at - 2]) if at > 1 else ""
    if pair in ("north", "south") and last in ("east", "west"):
        return DIRECTIONS[pair + last], at - 2
    return DIRECTIONS.get(last, ""), at - 1


def _plain(word: str) -> str:
    return word.replace(".", "").replace("-", "")


def _shared_type(first: Words, second: Words) -> tuple[Words, Words]:
    """`28th and 30th avenues` -> both avenues, whatever follows; `Highways 31 and 45` -> both highways."""
    if [one.lower() for one in first[:2]] == ["mile", "markers"]:
        first = ["mileposts", *first[2:]]
    lead = _PLURAL_LEADS.get(first[0].lower()) if len(first) > 1 else None
    if lead:
        return [lead, *first[1:]], [lead, *second] if second[0][0].isdigit() else second
    at = next((i for i, one in enumerate(second) if i and one.lower().rstrip(",") in PLURAL_TYPES), 0)
    if not at:
        return first, second
    kind = PLURAL_TYPES[second[at].lower().rstrip(",")]
    typed = parse_name(" ".join(first)).type
    return first if typed else [*first, kind], [*second[:at], kind, *second[at + 1 :]]


def _block_of(street: Words) -> tuple[Block | None, Words]:
    """`2800 block of 40th Street` -> the block, and the street alone."""
    found = find_block(" ".join(street))
    if not found or found.before:
        return None, street
    return Block(found.low, found.high, found.street), found.street.split()


def _street_alone(words: Words) -> Words:
    """`the stretch of Highway 50` -> `Highway 50`."""
    small = [one.lower() for one in words]
    at = next((i for i, one in enumerate(small) if one == "of" and i and small[i - 1] in _PARTS), None)
    numbered = at is not None and any(one[0].isdigit() or one == "unit" for one in small[:at])
    return words if at is None or numbered else words[at + 1 :]


def _at_end(words: Words) -> bool:
    """Whether the words end before the place that they lead to: `I-94 at`, `I-94 near`."""
    return len(words) > 1 and words[-1].lower() in LEAD_WORDS


def _bare(words: Words) -> Words:
    """The words without `on`, `just off`, `near` before and "just", "located" after."""
    while words and words[-1].lower() in _FILLERS:
        words = words[:-1]
    while words and words[0].lower() in _LEADS:
        words = words[1:]
    return words


def _is_known_street(one: Words, other: Words) -> bool:
    """Whether both may be streets, and the words of one of them show it."""
    return (
        _may_be_street(one) and _may_be_street_first(other) and (is_street_like(one) or is_street_like(other))
    )


def _may_be_street_first(words: Words) -> bool:
    """Whether words may begin with a street, and a locality or what is near it follow."""
    return bool(words) and _NO_TAIL.isdisjoint([one.lower() for one in words])


def _may_be_street(words: Words) -> bool:
    lower = [one.lower() for one in words]
    return 0 < len(words) <= _MOST_STREET_WORDS and _NO_STREET.isdisjoint(lower)
