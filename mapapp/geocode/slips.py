"""Types and directions that are written wrongly, as a street of the index could have them. Pure.

Which type "Elm S NW" means only the streets called Elm can tell; so a name is cut into a base and a raw tail,
and the tail is held against each street of that base. Digits are never touched.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from mapapp.streets.names import StreetName, name_words, parse_name
from mapapp.streets.vocabulary import DIRECTIONS, ROUTE_CLASSES, STREET_TYPES

# A name with more slips than this in its closed words could be any street.
MOST_SLIPS = 2

Words = tuple[str, ...]


class RawName(NamedTuple):
    """A name cut into its base, as `StreetName` has it, and the closed words around it as written."""

    lead: str
    base: str
    tail: Words


@lru_cache(maxsize=4_096)
def raw_names(text: str) -> tuple[RawName, ...]:
    """The ways to cut a name whose type or direction may be miswritten."""
    words = name_words(text)
    return tuple(dict.fromkeys(_cuts(words))) if 1 < len(words) <= 8 else ()


@lru_cache(maxsize=1_024)
def route_names(text: str) -> tuple[StreetName, ...]:
    """The routes that a name can mean when one of its words is miswritten: "tate Hwy 83", "Co pHwy F"."""
    words = name_words(text)
    if not 1 < len(words) <= 6:
        return ()
    mended = (
        [*words[:i], right, *words[i + 1 :]]
        for i, word in enumerate(words[:-1])
        if word.isalpha() and word not in _ROUTE_WORDS
        for right in _ROUTE_WORDS
        if OSA.distance(word, right, score_cutoff=1) == 1
    )
    names = (parse_name(" ".join(one)) for one in mended)
    return tuple(dict.fromkeys(one for one in names if one.is_route))


def written_as(
    raw: RawName, street: StreetName, prefixes: Set[str], suffixes: Set[str]
) -> tuple[StreetName, int] | None:
    """The name that `raw` is if it means `street`, and how many slips that takes; None when it cannot be.

    A direction that streets there do bear before (`prefixes`) or after (`suffixes`) their names is no slip.
    """
    lead = _direction_slips(raw.lead, street.pre_dir, prefixes)
    if lead is None or street.is_route:
        return None
    found = [one for one in _tails(raw.tail, street, suffixes) if 0 < lead + one[1] <= MOST_SLIPS]
    if not found:
        return None
    name, slips = min(found, key=lambda one: one[1])
    return replace(name, pre_dir=street.pre_dir if raw.lead else ""), lead + slips


def _cuts(words: Sequence[str]) -> Iterator[RawName]:
    for lead in (0, 1):
        for tail in (0, 1, 2):
            base = words[lead : len(words) - tail]
            if base and lead + tail and not (lead and base[0] in STREET_TYPES and not tail):
                name = parse_name(" ".join([*base, "st"]))
                if not (name.pre_dir or name.post_dir or name.pre_type):
                    yield RawName(words[0] if lead else "", name.base, tuple(words[len(words) - tail :]))


def _tails(tail: Words, street: StreetName, suffixes: Set[str]) -> Iterator[tuple[StreetName, int]]:
    """The ways in which a tail can be the type, the direction or both of a street."""
    bare = StreetName(base=street.base)
    typed = replace(bare, type=street.type)
    if not tail:
        yield bare, 0
    elif len(tail) == 2:
        kind = _type_slips(tail[0], street.type)
        side = _direction_slips(tail[1], street.post_dir, suffixes)
        if kind is not None and side is not None:
            yield replace(typed, post_dir=street.post_dir), kind + side
    else:
        kind = _type_slips(tail[0], street.type)
        side = _direction_slips(tail[0], street.post_dir, suffixes)
        if kind is not None:
            yield typed, kind
        if side is not None:
            yield replace(bare, post_dir=street.post_dir), side


def _type_slips(word: str, kind: str) -> int | None:
    """0 when the word is that type, 1 when it is one typing error away, None when it is anything else.

    A quadrant is none: "22nd SE" lacks its type.
    """
    if not kind or (word in DIRECTIONS and len(word) > 1):
        return None
    if word in STREET_TYPES:
        return 0 if STREET_TYPES[word] == kind else None
    return 1 if _is_slip(word, _TYPE_FORMS[kind]) else None


def _direction_slips(word: str, direction: str, used: Set[str]) -> int | None:
    """As for types; "N" may be what is left of "NW" where no street has an "N" there."""
    if not word:
        return 0
    if not direction:
        return None
    if DIRECTIONS.get(word) == direction:
        return 0
    meant = word in DIRECTIONS and (DIRECTIONS[word] in used or len(word) > 1 or len(direction) == 1)
    return 1 if not meant and _is_slip(word, _DIRECTION_FORMS[direction]) else None


def _is_slip(word: str, forms: Sequence[str]) -> bool:
    return any(OSA.distance(word, one, score_cutoff=1) == 1 for one in forms)


def _forms(spellings: Mapping[str, str]) -> Mapping[str, Words]:
    """Every spelling of each canonical word."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for spelling, canonical in spellings.items():
        forms[canonical].append(spelling)
    return {canonical: tuple(found) for canonical, found in forms.items()}


_TYPE_FORMS = _forms(STREET_TYPES)
_DIRECTION_FORMS = _forms(DIRECTIONS)
_ROUTE_WORDS = frozenset(
    word for starts in ROUTE_CLASSES.values() for start in starts for word in start.split() if len(word) > 1
)
