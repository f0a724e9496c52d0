"""Text -> the ways to read it. Pure: no data is asked, and every pattern runs in linear time."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mapapp.errors import BadInput
from mapapp.geocode.coordinates import read_position
from mapapp.geocode.cues import (
    AIRLIFT_WORDS,
    AREA_WORDS,
    CONNECTORS,
    CORNER_WORDS,
    DETERMINERS,
    LEAD_WORDS,
    NEAR_WORDS,
    PLURAL_TYPES,
    STRONG_TYPES,
    TRANSPORT_WORDS,
)
from mapapp.geocode.facility_words import FACILITY_KINDS
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
from mapapp.streets.names import name_words, parse_name
from mapapp.streets.vocabulary import DIRECTIONS, NUMBER_TENS, NUMBER_UNITS, STREET_TYPES

MAX_PHRASE = 500

Words = Sequence[str]

_TRAFFIC = re.compile(
    r"(?<!\S)(?:[ns][ew]?|[ew])/?b\.?(?!\S)|(?<!\S)(?:north|south|east|west)bound(?!\S)", re.I
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"(?<!\S)\d/\d(?!\S)|[/&@+,;]")
_SPACED_RANGE = re.compile(r"(?<=\d) - (?=\d)")
_BLOCK = re.compile(
    r"(?:(?P<low>\d{1,6})|unit|zero)(?: hundred)?(?: ?(?:-|to|through) ?(?P<high>\d{1,6}))?"
    r"[ -](?:blocks?|blks?)(?: of)? (?P<street>\S.*)",
    re.I,
)
_HOUSE = re.compile(r"(?P<number>\d{1,6})(?:[a-z]|-\d{1,6}|\s1/2)?,? (?P<street>\S.*)", re.I)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_PLAIN_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})
_KEPT_SYMBOLS = frozenset("°′″º+½")


def clean(phrase: str) -> str:
    """One line of plain text; BadInput when there are no words or more than a phrase can have."""
    if len(phrase) > MAX_PHRASE:
        raise BadInput(
            f"The phrase is longer than {MAX_PHRASE} characters; give only the words that say where."
        )
    if not phrase.strip():
        raise BadInput(
            "The phrase is empty; write where it was, such as 28th Avenue and 40th Street, Kenosha."
        )
    kept = (one if one.isascii() and one.isprintable() else _plain(one) for one in phrase)
    return " ".join("".join(kept).split())


def _plain(character: str) -> str:
    """Letters, digits and punctuation as they are; controls, emoji and the like as a space."""
    kept = unicodedata.category(character)[0] in "LMNP" or character in _KEPT_SYMBOLS
    return character.translate(_PLAIN_DASHES) if kept else " "


@lru_cache(maxsize=4_096)
def read_phrase(phrase: str) -> tuple[Reading, ...]:
    """The ways to read a phrase, most likely first; none when it cannot name a place. Raises BadInput."""
    text = clean(phrase)
    words, near = _without_lead(text.split())
    position = read_position(" ".join(words))
    if position:
        return (Reading(position, near=near),)
    return tuple(dict.fromkeys(_readings(text)))


def _readings(text: str) -> Iterator[Reading]:
    airlifted = any(one in text.lower() for one in AIRLIFT_WORDS)
    words = _words(_TRAFFIC.sub(" ", _PARENTHESES.sub(" ", text)))
    leading, near = _without_lead(_without_transport(words))
    for head, locality in _splits(leading):
        for query, tail in _queries(head, airlifted=airlifted):
            if isinstance(query, SomeFacility) and not query.indefinite and tail and locality:
                continue
            place = ", ".join(one for one in (tail, " ".join(locality)) if one).replace(" ,", ",")
            yield Reading(query, place, near)


def _words(text: str) -> list[str]:
    words = _SIGNS.sub(_set_apart, _SPACED_RANGE.sub("-", text)).split()
    return [one for one in words if one in CONNECTORS or one == "," or any(map(str.isalnum, one))]


def _set_apart(sign: re.Match[str]) -> str:
    """A sign as a word of its own; a fraction ("14 1/2 Avenue") is none."""
    return f" {sign[0]} " if len(sign[0]) == 1 else sign[0]


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
    if _has_connector(locality) and not _has_connector(head):
        yield locality, head
    yield head, locality


def _has_connector(words: Words) -> bool:
    return any(one.lower() in CONNECTORS for one in words)


def _without_idle_commas(words: Words) -> Words:
    """Without a comma before a connector ("28th Avenue, and 40th Street") or at either end."""
    followed = [*words[1:], ","][: len(words)]
    kept = [
        one
        for one, after in zip(words, followed, strict=True)
        if one != "," or after.lower() not in _COMMA_IDLE
    ]
    return kept[1:] if kept[:1] == [","] else kept


def _bare_locality(words: Words) -> Words:
    """`the city of Kenosha` -> `Kenosha`; `the city` says nothing."""
    lower = [one.lower() for one in words]
    if lower[:1] == ["the"]:
        words, lower = words[1:], lower[1:]
    if lower[:1] and lower[0] in AREA_WORDS:
        return words[2:] if lower[1:2] == ["of"] else []
    return words


def _queries(head: Words, *, airlifted: bool) -> Iterator[tuple[Query, str]]:
    """What the head can ask for, each with the locality words found at its end."""
    head, cued = _without_cue(head)
    text = " ".join(head)
    if not text:
        return
    unplaceable = _unplaceable([one.lower() for one in head])
    if unplaceable:
        yield unplaceable, ""
        return
    block = _BLOCK.fullmatch(text)
    if block:
        yield from _blocks(block)
        return
    yield from _some_facility(head, airlifted=airlifted)
    corners = list(_corners(head, cued=cued))
    yield from corners
    if not corners:
        yield from _roads(head)
    yield Named(text), ""


def _without_cue(head: Words) -> tuple[Words, bool]:
    """`the northwest corner of A and B` -> `A and B`, and that it was said to be a corner."""
    lower = [one.lower() for one in head]
    at = next((i for i, one in enumerate(lower[:4]) if one in CORNER_WORDS), None)
    if at is not None and lower[at + 1 : at + 2] in (["of"], ["at"]):
        return head[at + 2 :], True
    if len(lower) > 3 and lower[-1] in CORNER_WORDS | {"area"} and set(CONNECTORS) & set(lower):
        return head[:-1], lower[-1] != "area"
    return head, False


def _unplaceable(lower: Words) -> Unplaceable | None:
    if "between" in lower or ("from" in lower and "to" in lower):
        return Unplaceable("it names a stretch between two streets; give one of its corners, or a block")
    for word, after in zip(lower, [*lower[1:], ""], strict=True):
        if after == "of" and (word.removesuffix("ern") in DIRECTIONS or word in ("outside", "out", "short")):
            return Unplaceable("it gives a direction from another place; give the place itself")
    return None


def _blocks(found: re.Match[str]) -> Iterator[tuple[Query, str]]:
    low = int(found["low"] or 0)
    high = int(found["high"] or low)
    low, high = min(low, high), max(low, high)
    if not found["high"] or high % 100 == 0:
        low, high = low - low % 100, high - high % 100 + 99
    for street, tail in _street_and_tail(found["street"].split()):
        yield Block(low, high, street), tail


def _corners(head: Words, *, cued: bool) -> Iterator[tuple[Query, str]]:
    """Every way to part the head at a connector, and what a plural type says of both streets."""
    at = [i for i, one in enumerate(head) if one.lower() in CONNECTORS and 0 < i < len(head) - 1]
    landmark = [i for i in at[1:] if head[i].lower() == "near"]
    if landmark:
        yield from _corners(head[: landmark[0]], cued=cued)
        return
    for i in at[:3]:
        first, second = _shared_type(head[:i], head[i + 1 :])
        bare = any(len(one) == 1 and one[0].isdigit() for one in (first, second))
        sure = not bare and (cued or _is_street_like(first) or _is_street_like(second))
        for street, tail in _street_and_tail(second):
            yield Corner(" ".join(first), street, sure), tail


def _shared_type(first: Words, second: Words) -> tuple[Words, Words]:
    """`Main and Pine streets` -> both streets; `Highways 31 and 50` -> both highways."""
    end = len(second) - (second[-1].lower().replace(".", "") in DIRECTIONS)
    last = PLURAL_TYPES.get(second[end - 1].lower()) if end > 1 else None
    if last:
        typed = first if parse_name(" ".join(first)).type else [*first, last]
        return typed, [*second[: end - 1], last, *second[end:]]
    lead = next((i for i, one in enumerate(first[:3]) if one.lower() in PLURAL_TYPES), None)
    if lead is not None and lead < len(first) - 1:
        start = [*first[:lead], PLURAL_TYPES[first[lead].lower()]]
        return [*start, *first[lead + 1 :]], [*start, *second] if len(second) == 1 else second
    return first, second


def _is_street_like(words: Words) -> bool:
    """Whether words alone show a street: a street's type, an ordinal, a route, a quadrant."""
    name = parse_name(" ".join(words))
    if name.is_route or name.pre_type or name.type in STRONG_TYPES or len(name.post_dir) == 2:
        return True
    spelled = name_words(" ".join(words))
    return any(_ORDINAL.fullmatch(one) or _is_spelled_ordinal(one) for one in spelled)


def _is_spelled_ordinal(word: str) -> bool:
    return word.endswith(("first", "second", "third", "th")) and word in _NUMBER_WORDS


def _street_and_tail(words: Words) -> Iterator[tuple[str, str]]:
    """The street as a whole; then, as a second reading, cut after its last type: `40th Street Kenosha WI`."""
    words = [one for one in words if one != ","]
    yield " ".join(words), ""
    types = [
        i for i, one in enumerate(words) if i and STREET_TYPES.get(one.lower().rstrip(".")) in STRONG_TYPES
    ]
    if not types:
        return
    end = types[-1] + 1
    if end < len(words) and words[end].lower().replace(".", "") in DIRECTIONS:
        end += 1
    if end < len(words) and words[end].lower() not in _NO_LOCALITY_START:
        yield " ".join(words[:end]), " ".join(words[end:])


def _some_facility(head: Words, *, airlifted: bool) -> Iterator[tuple[Query, str]]:
    """`a hospital`, `a Milwaukee hospital`, `Milwaukee hospital`: a kind, and words that may be a locality.

    Without an article the words may as well be a name, which is then the likelier reading.
    """
    lower = [one.lower() for one in head]
    length = next((n for n in (2, 1) if " ".join(lower[-n:]) in FACILITY_KINDS), 0)
    if not length:
        return
    kind = FACILITY_KINDS[" ".join(lower[-length:])]
    before = [one.removesuffix("-area") for one in head[:-length] if one.lower() not in DETERMINERS]
    indefinite = lower[0] in DETERMINERS or not before
    if not indefinite:
        yield Named(" ".join(head)), ""
    if indefinite or kind != "school":
        yield SomeFacility(kind, airlifted, indefinite), " ".join(before)


def _roads(head: Words) -> Iterator[tuple[Query, str]]:
    text = " ".join(head)
    if _is_street_like(head):
        yield Road(text), ""
    house = _HOUSE.fullmatch(text)
    if house:
        for street, tail in _street_and_tail(house["street"].split()):
            yield HouseNumber(int(house["number"]), street), tail
    elif _is_street_like(head):
        for street, tail in list(_street_and_tail(head))[1:]:
            yield Road(street), tail


_COMMA_IDLE = frozenset({*CONNECTORS, ","}) - {"near", "at"}
_NO_LOCALITY_START = frozenset({*CONNECTORS, "in"})
_NUMBER_WORDS = frozenset({*NUMBER_UNITS, *NUMBER_TENS})
