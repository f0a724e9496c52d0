"""The streets of a region by the beginning of their names, and which of them truly meet."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from mapapp.streets.index import StreetIndex
from mapapp.streets.names import StreetName, alternate_names, name_words, parse_name, plain_words
from mapapp.streets.spoken import spoken
from mapapp.streets.vocabulary import (
    BASE_DIRECTIONS,
    BASE_WORDS,
    DIRECTIONS,
    INITIALS,
    NUMBER_TENS,
    NUMBER_UNITS,
    ROUTE_CLASSES,
    STREET_TYPES,
    TITLES,
    TYPE_WORDS,
)

Places = frozenset[int | None]

# So many names that begin alike are looked at in a region, and so many ways to read what was typed.
_MOST_NAMES = 2_000
_MOST_READINGS = 24

_CUT_ORDINAL = re.compile(r"(\d+)(?:s|st|n|nd|r|rd|t|th)")
_NUMBER = re.compile(r"\d+")
_INITIALS = [(re.compile(pattern), name) for pattern, name in INITIALS]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name of a street as people write it in full; `rank` as of a NamedStreet, `name` taken apart."""

    street_id: int
    full: str
    name: StreetName
    rank: int


class StreetPrefixes:
    """The names of one region, sorted. Reading them takes a few milliseconds for a county."""

    def __init__(self, index: StreetIndex) -> None:
        self._names = [_spoken(*row) for row in index.names()]
        # Numbers in order, then names; so that equally good ones come as in a list of streets.
        self._names.sort(key=lambda one: (_natural(one.full), one.street_id))
        entries = sorted((key, at) for at, one in enumerate(self._names) for key in set(_keys(one.name)))
        self._keys, self._at = [key for key, _ in entries], [at for _, at in entries]
        self._meets: defaultdict[int, dict[int, set[int | None]]] = defaultdict(dict)
        for one, other, place_id in index.meetings():
            self._meets[one].setdefault(other, set()).add(place_id)
            self._meets[other].setdefault(one, set()).add(place_id)

    def starting(self, typed: str) -> list[Spoken]:
        """The streets whose names begin as typed, whole words first, then main roads, in order.

        Numbers in words, types and directions in any spelling, and the last word cut short are understood.
        Bounded: of the first 2,000 names that begin alike.
        """
        found: dict[int, bool] = {}
        for prefix in _readings(typed):
            for at, whole in self._under(prefix):
                found[at] = found.get(at, False) or whole
        ranked = sorted(found, key=lambda at: (not found[at], self._names[at].rank, at))
        return [self._names[at] for at in ranked]

    def meeting(self, street_id: int) -> Mapping[int, set[int | None]]:
        """The streets that truly meet this one, each with the places where they do."""
        return self._meets.get(street_id, {})

    def named(self, street_ids: Mapping[int, object]) -> list[Spoken]:
        """Every name of these streets, main roads first, in order."""
        found = [(one.rank, at) for at, one in enumerate(self._names) if one.street_id in street_ids]
        return [self._names[at] for _, at in sorted(found)]

    def places(self, street_id: int) -> Places:
        """The places in which the street meets any other."""
        return frozenset(place for each in self.meeting(street_id).values() for place in each)

    def _under(self, prefix: str) -> Iterator[tuple[int, bool]]:
        """The names under a prefix, and whether it ends at the end of a word there."""
        bare = prefix.rstrip()
        start = bisect_left(self._keys, prefix)
        for at in range(start, min(start + _MOST_NAMES, len(self._keys))):
            key = self._keys[at]
            if not key.startswith(prefix):
                return
            yield self._at[at], key[len(bare) : len(bare) + 1] in ("", " ")


@lru_cache(maxsize=1_024)
def begins(typed: str, name: StreetName) -> bool:
    """Whether a name begins as typed."""
    return any(key.startswith(prefix) for prefix in _readings(typed) for key in _keys(name))


def _spoken(street_id: int, title: str, rank: int, which: int) -> Spoken:
    names = alternate_names(title) or (title,)
    name = parse_name(names[which])
    return Spoken(street_id, spoken(names[which], name), name, rank)


def _natural(text: str) -> tuple[bool, int, str]:
    number = _NUMBER.match(text)
    return number is None, int(number[0]) if number else 0, text


def _keys(name: StreetName) -> Iterator[str]:
    """What a name is found under, each word in full and with a space behind it."""
    after = " ".join(filter(None, (name.base, TYPE_WORDS.get(name.type, ""), *_sides(name.post_dir))))
    if name.is_route:
        for start in (*ROUTE_CLASSES[name.pre_type], *ROUTE_CLASSES["hwy"]):
            yield f"{start} {after} "
        return
    bare = " ".join(filter(None, (TYPE_WORDS.get(name.pre_type, ""), after)))
    yield f"{bare} "
    for side in _sides(name.pre_dir):
        yield f"{side} {bare} "
    first, _, rest = bare.partition(" ")
    if rest and first in TITLES:
        yield f"{rest} "


def _sides(direction: str) -> Sequence[str]:
    return (BASE_DIRECTIONS[direction],) if direction else ()


def _readings(typed: str) -> list[str]:
    """The beginnings of keys that may be meant; with a space at the end where the last word is whole."""
    text = " ".join(name_words(typed))
    for pattern, full in _INITIALS:
        text = pattern.sub(full, text)
    *heads, last = text.split() or [""]
    if not last:
        return []
    numbered = [" ".join(one) for one in _number_readings(heads, last)]
    words = product(*(_ways(one) for one in plain_words(" ".join(heads))), _endings(last))
    return list(dict.fromkeys([*numbered, *(" ".join(one) for one in islice(words, _MOST_READINGS))]))


def _ways(word: str) -> Sequence[str]:
    """A whole word as the keys have it: "st" as in "Main St" and as in "St Clair"."""
    kind, side = TYPE_WORDS.get(STREET_TYPES.get(word, ""), ""), BASE_DIRECTIONS.get(DIRECTIONS.get(word, ""))
    return list(dict.fromkeys(filter(None, (kind, side, BASE_WORDS.get(word), word))))


def _endings(word: str) -> Sequence[str]:
    cut = _CUT_ORDINAL.fullmatch(word)
    if cut:
        return (f"{cut[1]} ",)
    return (word, *(f"{one} " for one in _ways(word) if one != word))


def _number_readings(heads: Sequence[str], last: str) -> Iterator[list[str]]:
    """The last word as the beginning of a number in words: "twenty-ei" -> "28 "."""
    if len(last) < 2 or not last.isalpha():
        return
    for word in (*NUMBER_UNITS, *NUMBER_TENS):
        if word.startswith(last):
            *before, number = plain_words(" ".join([*heads, word]))
            yield [*before, f"{number} "]
