"""Text -> the ways to read it. Pure: no data is asked, and every pattern runs in linear time."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mapapp.geocode.asides import (
    ends_in_near,
    is_along,
    is_away,
    is_description,
    is_vague,
    split_introduction,
    split_placing,
    unwrapped,
    without_brackets,
    without_idle,
)
from mapapp.geocode.block_phrase import find_block, plain_blocks
from mapapp.geocode.coordinates import read_position
from mapapp.geocode.cues import (
    AIRLIFT_WORDS,
    AREA_WORDS,
    CONNECTORS,
    CORNER_WORDS,
    LEAD_WORDS,
    NEAR_WORDS,
    PLURAL_TYPES,
    STRONG_TYPES,
    TRANSPORT_WORDS,
)
from mapapp.geocode.facility_phrase import read_facility
from mapapp.geocode.house_phrase import find_grid_corner, find_house
from mapapp.geocode.phrase import (
    Block,
    Corner,
    HouseNumber,
    Named,
    Query,
    Reading,
    Road,
    SomeFacility,
    Unplaceable,
)
from mapapp.geocode.plain_text import clean
from mapapp.geocode.relative import (
    StartFrame,
    StreetFrame,
    frames,
    may_relate,
    spelled_out,
    without_relating_comma,
)
from mapapp.geocode.street_words import are_names, is_bare_number, is_street_like
from mapapp.streets.names import parse_name
from mapapp.streets.vocabulary import DIRECTIONS, STREET_TYPES

# A phrase of that many characters with more words than this is not made of words.
MAX_WORDS = 100

Words = Sequence[str]

_TRAFFIC = re.compile(
    r"(?<![^\s(])(?:[ns][ew]?|[ew])/?b\.?(?![^\s)])|(?<!\S)(?:north|south|east|west)bound(?!\S)", re.I
)
_SIGNS = re.compile(r"(?<!\S)\d/\d(?!\S)|[/&@+,;]")
_HYPHEN = re.compile(r" [-xX] |(?<=[^\W\d_])\.?-(?=[^\W\d_])")


@lru_cache(maxsize=4_096)
def read_phrase(phrase: str) -> tuple[Reading, ...]:
    """The ways to read a phrase, most likely first; none when it cannot name a place. Raises BadInput."""
    return tuple(readings(phrase))


def readings(phrase: str) -> Iterator[Reading]:
    """The same one by one, since the first is mostly the one that names a place. Raises BadInput."""
    text = unwrapped(clean(phrase))
    words, near = _without_lead(text.split())
    if len(words) > MAX_WORDS:
        return
    position = read_position(" ".join(words))
    if position:
        yield Reading(position, near=near)
        return
    told: set[Reading] = set()
    for reading in _readings(without_idle(text)):
        if reading not in told:
            told.add(reading)
            yield reading


def _readings(text: str) -> Iterator[Reading]:
    airlifted = any(one in text.lower() for one in AIRLIFT_WORDS)
    text, brackets = without_brackets(_TRAFFIC.sub(" ", text))
    words = _without_transport(_words(spelled_out(text)))
    if len(words) > MAX_WORDS:
        return
    leading, near = _without_lead(words)
    along = is_along(words)
    if may_relate(words):
        yield from _related(words, brackets, near=near)
    yield from _listed(leading, brackets, near=near)
    for head, locality in _splits(leading):
        for query, tail, aside in _queries(head, airlifted=airlifted):
            if isinstance(query, SomeFacility) and not query.indefinite and tail and locality:
                continue
            asked = Unplaceable(_ALONG_TWO) if along and isinstance(query, Corner) else query
            loose = near or _is_loose(head, query, aside)
            yield _reading(asked, [tail, " ".join(locality), *brackets], aside, near=loose)


def _related(words: Words, brackets: Sequence[str], *, near: bool) -> Iterator[Reading]:
    """The readings as a stretch of street, or as a place some way from another."""
    joined = without_relating_comma(words)
    for head, locality in [*(_splits(joined) if joined else ()), *_splits(words)]:
        for query, tail, aside in _relations(head):
            yield _reading(query, [tail, " ".join(locality), *brackets], aside, near=near)


def _relations(head: Words) -> Iterator[tuple[Query, str, str]]:
    for frame in frames(head):
        if isinstance(frame, StreetFrame):
            for street, tail in _street_and_tail(frame.rest):
                yield frame.build(street), tail, frame.aside
        elif isinstance(frame, StartFrame):
            for query, tail, aside in _queries(_without_lead(frame.rest)[0], airlifted=False):
                if isinstance(query, Corner | Named):
                    yield frame.build(query), tail, aside
        else:
            yield frame.query, frame.tail, frame.aside


def _reading(query: Query, said: Sequence[str], aside: str, *, near: bool) -> Reading:
    """The reading with all that is said about the locality; what only describes is set aside."""
    named = [one for one in said if one and not is_description(one.split())]
    described = [one for one in said if one and is_description(one.split())]
    asides = tuple(one for one in (aside, *described) if one)
    return Reading(query, ", ".join(named).replace(" ,", ","), near, asides)


def _listed(words: Words, brackets: Sequence[str], *, near: bool) -> Iterator[Reading]:
    """`28th Avenue, 40th Street`: perhaps a corner."""
    words = _without_idle_commas(words)
    first, *rest = " ".join(words).split(" , ")
    if not rest or any(_has_connector(one.split()) for one in (first, rest[0])):
        return
    if all(is_street_like(one.split()) and not find_house(one) for one in (first, rest[0])):
        yield _reading(Corner(first, rest[0], True, listed=True), [*rest[1:], *brackets], "", near=near)


def _is_loose(head: Words, query: Query, aside: str) -> bool:
    """Whether what is meant only lies near: `a crash near A and B`, `A near B`, `the A and B area`."""
    if is_vague(head) or ends_in_near(aside.split()):
        return True
    return isinstance(query, Corner) and (query.near or (len(head) > 3 and head[-1].lower() == "area"))


def _words(text: str) -> list[str]:
    words = _SIGNS.sub(_set_apart, plain_blocks(text)).split()
    return [one for one in words if one in CONNECTORS or one in ",-" or any(map(str.isalnum, one))]


def _set_apart(sign: re.Match[str]) -> str:
    """A sign as a word of its own; a fraction ("14 1/2 Avenue") is none, a semicolon a comma."""
    return f" {sign[0].replace(';', ',')} " if len(sign[0]) == 1 else sign[0]


def _without_transport(words: Words) -> Words:
    """`airlifted to a hospital` -> `a hospital`."""
    lower = [one.lower() for one in words]
    if "to" in lower and set(lower[: lower.index("to")]) <= TRANSPORT_WORDS:
        return words[lower.index("to") + 1 :]
    return words


def _without_lead(words: Words) -> tuple[Words, bool]:
    """The words without `near`, `at`, `in the`; and whether one of them said "near"."""
    near = False
    while len(words) > 1 and words[0].lower() in LEAD_WORDS:
        near = near or words[0].lower() in NEAR_WORDS
        words = words[1:]
    return words, near


def _splits(words: Words) -> Iterator[tuple[Words, Words]]:
    """(what, in which locality), parted at the first comma and the last `in`."""
    words = _without_idle_commas(words)
    at = words.index(",") if "," in words else len(words)
    head, locality = words[:at], words[at + 1 :]
    inside = [i for i, one in enumerate(head) if one.lower() == "in" and 0 < i < len(head) - 1]
    if inside:
        within = _bare_locality(head[inside[-1] + 1 :])
        joined = [*within, ",", *locality] if within and locality else [*within, *locality]
        yield head[: inside[-1]], joined
    if is_street_like(head) and not _has_connector(head) and _has_connector(locality[:1]):
        at = locality.index(",") if "," in locality else len(locality)
        yield [*head, *locality[:at]], locality[at + 1 :]
    if _has_connector(locality) and not _has_connector(head):
        yield locality, head
    yield head, locality


def _has_connector(words: Words) -> bool:
    return any(one.lower() in CONNECTORS for one in words)


def _without_idle_commas(words: Words) -> Words:
    """Without a comma before a connector ("28th Avenue, and 40th Street"), a quadrant or at either end."""
    if "," not in words:
        return words
    lower = [one.lower() for one in words]
    kept = [one for i, one in enumerate(words) if one != "," or not _is_idle(lower[i + 1 : i + 3])]
    return kept[1:] if kept[:1] == [","] else kept


def _is_idle(after: Words) -> bool:
    """Whether a comma before these words parts nothing: "13th St., S.E. and" is one street."""
    if not after or after[0] in _COMMA_IDLE:
        return True
    quadrant = after[0].replace(".", "") in _QUADRANTS
    return quadrant and (len(after) == 1 or after[1] in CONNECTORS | {",", "in"})


def _bare_locality(words: Words) -> Words:
    """`the city of Kenosha` -> `Kenosha`; `the city` says nothing."""
    lower = [one.lower() for one in words]
    if lower[:1] == ["the"]:
        words, lower = words[1:], lower[1:]
    if lower[:1] and lower[0] in AREA_WORDS:
        return words[2:] if lower[1:2] == ["of"] else []
    return words


def _queries(head: Words, *, airlifted: bool) -> Iterator[tuple[Query, str, str]]:
    """What the head can ask for, each with the locality words at its end, and what stands before it."""
    head, cued = _without_cue(head)
    text = " ".join(head)
    if not text:
        return
    unplaceable = _unplaceable([one.lower() for one in head])
    if unplaceable:
        yield unplaceable, "", ""
        return
    blocks = list(_blocks(head))
    if blocks:
        yield from blocks
        return
    if not cued:
        yield from read_facility(head, airlifted=airlifted)
    corners = list(_corners(head, cued=cued))
    yield from corners or _roads(head)
    if not cued and not _SIGNS.search(text):
        yield Named(text), "", ""
    if not corners:
        yield from _hyphened(text)


def _without_cue(head: Words) -> tuple[Words, bool]:
    """`the northwest corner of A and B` -> `A and B`, and that it was said to be a corner."""
    lower = [one.lower() for one in head]
    at = next((i for i, one in enumerate(lower[:4]) if one in CORNER_WORDS), None)
    if at is not None and lower[at + 1 : at + 2] in (["of"], ["at"]):
        return head[at + 2 :], True
    if is_vague(head):
        return head[lower.index("of") + 1 :], True
    if len(lower) > 3 and lower[-1] in CORNER_WORDS | {"area"} and set(CONNECTORS) & set(lower):
        return head[:-1], lower[-1] != "area"
    return head, False


def _unplaceable(lower: Words) -> Unplaceable | None:
    if "between" in lower or ("from" in lower and "to" in lower):
        return Unplaceable("it names a stretch between two streets; give one of its corners, or a block")
    if is_away(lower):
        return Unplaceable("it gives a distance or direction from another place; give the place itself")
    return None


def _blocks(head: Words) -> Iterator[tuple[Query, str, str]]:
    block = find_block(" ".join(head))
    if block and (not block.before or split_introduction(head)[0]):
        for street, tail in _street_and_tail(block.street.split()):
            yield Block(block.low, block.high, street), tail, block.before


def _corners(head: Words, *, cued: bool) -> Iterator[tuple[Query, str, str]]:
    """Every way to part the head at a connector; the words as they are come before any that are cut."""
    joins = CONNECTORS | {"with"} if cued else CONNECTORS
    at = [i for i, one in enumerate(head) if one.lower() in joins and 0 < i < len(head) - 1][:4]
    for i in at[:3]:
        yield from _corner(head[:i], head[i + 1 :], "", cued=cued, near=head[i].lower() in NEAR_WORDS)
    for i in at:
        aside, introduced = split_introduction(head[:i])
        first, said = _without_cue(introduced)
        near = head[i].lower() in NEAR_WORDS or is_vague(introduced)
        if aside and first:
            yield from _corner(first, head[i + 1 :], " ".join(aside), cued=cued or said, near=near)


def _hyphened(text: str) -> Iterator[tuple[Query, str, str]]:
    """`Western-Touhy`, `5th Street - Elm Street`, `5th Street x Elm Street`: perhaps a corner."""
    parts = [one.split() for one in _HYPHEN.split(text)]
    if len(parts) == 2 and all(parts):
        yield from _corner(parts[0], parts[1], "", cued=False)


def _corner(
    first: Words, second: Words, aside: str, *, cued: bool, near: bool = False
) -> Iterator[tuple[Query, str, str]]:
    """The corner, with what a plural type says of both streets, and what is said about the second."""
    second, said = split_placing(second)
    first, second = _shared_type(first, second)
    bare = any(len(one) == 1 and one[0].isdigit() for one in (first, second))
    sure = not bare and (cued or is_street_like(first) or is_street_like(second))
    numbers = not cued and all(is_bare_number(one) for one in (first, second))
    for street, tail in _street_and_tail(second):
        place = " ".join((*tail.split(), *said))
        named = are_names(first, street.split())
        yield Corner(" ".join(first), street, sure, numbers=numbers, named=named, near=near), place, aside


def _shared_type(first: Words, second: Words) -> tuple[Words, Words]:
    """`Main and Pine streets` -> both streets; `Highways 31 and 50` -> both highways."""
    end = len(second) - (second[-1].lower().replace(".", "") in DIRECTIONS)
    last = PLURAL_TYPES.get(second[end - 1].lower()) if end > 1 else None
    if last:
        typed = first if parse_name(" ".join(first)).type else [*first, last]
        return typed, [*second[: end - 1], last, *second[end:]]
    if len(second) == 1 and second[0].isdigit() and parse_name(" ".join(first)).is_route:
        return first, [*first[:-1], *second]
    lead = next((i for i, one in enumerate(first[:3]) if one.lower() in PLURAL_TYPES), None)
    if lead is not None and lead < len(first) - 1:
        start = [*first[:lead], PLURAL_TYPES[first[lead].lower()]]
        return [*start, *first[lead + 1 :]], [*start, *second] if len(second) == 1 else second
    return first, second


def _street_and_tail(words: Words) -> Iterator[tuple[str, str]]:
    """The street as a whole; then, as a second reading, cut after its last type: `40th Street Kenosha WI`."""
    words = [one for one in words if one != ","]
    placed, said = split_placing(words)
    if said:
        for street, tail in _street_and_tail(placed):
            yield street, " ".join((*tail.split(), *said))
        return
    yield " ".join(words), ""
    end = _street_end(words)
    if not end:
        return
    if end < len(words) and words[end].lower().replace(".", "") in DIRECTIONS:
        end += 1
    if end < len(words) and words[end].lower() not in _NO_LOCALITY_START:
        yield " ".join(words[:end]), " ".join(words[end:])


def _street_end(words: Words) -> int:
    """How many words the street takes, by its last type, or as a route of so many; 0 when nothing says so."""
    number = next((i for i, one in enumerate(words) if any(map(str.isdigit, one))), None)
    if number is not None:
        ends = range(min(len(words), number + 3), number, -1)
        route = next((end for end in ends if parse_name(" ".join(words[:end])).is_route), 0)
        if route:
            return route
    behind = range(len(words) - 1, 0, -1)
    kinds = (i for i in behind if STREET_TYPES.get(words[i].lower().rstrip(".")) in STRONG_TYPES)
    return next(kinds, -1) + 1


def _roads(head: Words) -> Iterator[tuple[Query, str, str]]:
    text = " ".join(head)
    house = find_house(text)
    if house and not house.sure:
        yield Unplaceable(_HYPHENED_HOUSE), "", ""
        return
    if is_street_like(head):
        yield Road(text), "", ""
    if house:
        for street, tail in _street_and_tail(house.street.split()):
            yield HouseNumber(house.number, street), tail, ""
        corner = find_grid_corner(text)
        if corner:
            yield Corner(*corner, sure=True), "", ""
    elif is_street_like(head):
        for street, tail in list(_street_and_tail(head))[1:]:
            yield Road(street), tail, ""


_ALONG_TWO = "it runs along two streets; give one of their corners"
_HYPHENED_HOUSE = "its house number has a hyphen and may be one number or two; give a crossing street"
_COMMA_IDLE = frozenset({"and", "&", "@", "/", "+", "meets", "crosses", "intersects", ","})
_QUADRANTS = frozenset({"ne", "nw", "se", "sw", "northeast", "northwest", "southeast", "southwest"})
_NO_LOCALITY_START = frozenset({*CONNECTORS, "in"})
