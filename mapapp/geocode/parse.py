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
    unwrapped,
    without_brackets,
    without_idle,
)
from mapapp.geocode.block_phrase import find_block, plain_blocks
from mapapp.geocode.coordinates import read_position
from mapapp.geocode.corner_phrase import hyphened, read_corners, three_streets, without_cue
from mapapp.geocode.cues import (
    AIRLIFT_WORDS,
    AREA_WORDS,
    CONNECTORS,
    LEAD_WORDS,
    NEAR_WORDS,
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
from mapapp.geocode.street_words import is_street_like, street_and_tail

# A phrase of that many characters with more words than this is not made of words.
MAX_WORDS = 100

Words = Sequence[str]

_TRAFFIC = re.compile(
    r"(?<![^\s(])(?:[ns][ew]?|[ew])/?b\.?(?![^\s)])|(?<!\S)(?:north|south|east|west)bound(?!\S)", re.I
)
_SIGNS = re.compile(r"(?<!\S)\d/\d(?!\S)|[/&@+,;]")


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
    three = three_streets(_without_idle_commas(leading))
    if three:
        yield _reading(three, brackets, "", near=near)
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
            for street, tail in street_and_tail(frame.rest):
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
    head, cued = without_cue(head)
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
    corners = list(read_corners(head, cued=cued))
    yield from corners or _roads(head)
    if not cued and not _SIGNS.search(text):
        yield Named(text), "", ""
    if not corners:
        yield from hyphened(text)


def _unplaceable(lower: Words) -> Unplaceable | None:
    if "between" in lower or ("from" in lower and "to" in lower):
        return Unplaceable("it names a stretch between two streets; give one of its corners, or a block")
    if is_away(lower):
        return Unplaceable("it gives a distance or direction from another place; give the place itself")
    return None


def _blocks(head: Words) -> Iterator[tuple[Query, str, str]]:
    block = find_block(" ".join(head))
    if block and (not block.before or split_introduction(head)[0]):
        for street, tail in street_and_tail(block.street.split()):
            yield Block(block.low, block.high, street), tail, block.before


def _roads(head: Words) -> Iterator[tuple[Query, str, str]]:
    text = " ".join(head)
    house = find_house(text)
    if house and not house.sure:
        yield Unplaceable(_HYPHENED_HOUSE), "", ""
        return
    if is_street_like(head):
        yield Road(text), "", ""
    if house:
        for street, tail in street_and_tail(house.street.split()):
            yield HouseNumber(house.number, street), tail, ""
        corner = find_grid_corner(text)
        if corner:
            yield Corner(*corner, sure=True), "", ""
    elif is_street_like(head):
        for street, tail in list(street_and_tail(head))[1:]:
            yield Road(street), tail, ""


_ALONG_TWO = "it runs along two streets; give one of their corners"
_HYPHENED_HOUSE = "its house number has a hyphen and may be one number or two; give a crossing street"
_COMMA_IDLE = frozenset({"and", "&", "@", "/", "+", "meets", "crosses", "intersects", ","})
_QUADRANTS = frozenset({"ne", "nw", "se", "sw", "northeast", "northwest", "southeast", "southwest"})
