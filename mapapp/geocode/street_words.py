"""Whether words by themselves are those of a street. Pure."""

import re
from collections.abc import Iterator, Sequence

from mapapp.geocode.asides import split_placing
from mapapp.geocode.cues import ARTICLES, CONNECTORS, PAIRED_NAMES, PLURAL_TYPES, STRONG_TYPES
from mapapp.streets.names import StreetName, name_words, parse_name
from mapapp.streets.vocabulary import DIRECTIONS, NUMBER_TENS, NUMBER_UNITS, STATE_NAMES, STREET_TYPES

Words = Sequence[str]

# No street's name has more words; a longer text is told by its end.
MOST_WORDS = 12

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
# "Georgia and Florida" are states to most readers, "Central and Southern" regions; "Washington" alone is as
# often the president.
_SERIES = (
    frozenset(STATE_NAMES) - {"washington"},
    frozenset({"northern", "southern", "eastern", "western", "central"}),
)
_NUMBER_WORDS = frozenset({*NUMBER_UNITS, *NUMBER_TENS})


def is_street_like(words: Words) -> bool:
    """Whether words alone show a street: a street's type, an ordinal, a route, a quadrant."""
    words = words[-MOST_WORDS:]
    name = parse_name(" ".join(words))
    if name.is_route or name.pre_type or name.type in STRONG_TYPES or len(name.post_dir) == 2:
        return True
    spelled = name_words(" ".join(words))
    return any(_ORDINAL.fullmatch(one) or _is_spelled_ordinal(one) for one in spelled)


def mentions_street(words: Words) -> bool:
    """Whether there is a street somewhere in the words: a type after a name, a route, or an ordinal."""
    small = " ".join(words).islower()
    for i, word in enumerate(words):
        named = i and (small or words[i - 1][:1].isupper()) and words[i - 1].lower() not in ARTICLES
        if named and STREET_TYPES.get(word.lower().strip(".,")) in STRONG_TYPES:
            return True
    starts = [(i, i + length) for i in range(len(words)) for length in (1, 2)]
    if any(parse_name(" ".join(words[start:end])).is_route for start, end in starts):
        return True
    return any(_ORDINAL.fullmatch(one) or _is_spelled_ordinal(one) for one in name_words(" ".join(words)))


def ends_in_street_type(text: str) -> bool:
    """Whether words end as a street's name does: "Spring Street", "Main and Pine streets", "H Street NE"."""
    words = [one.lower().strip(".,") for one in text.split()]
    while len(words) > 1 and words[-1] in DIRECTIONS:
        words = words[:-1]
    last = words[-1] if words else ""
    return STREET_TYPES.get(last) in STRONG_TYPES or last in PLURAL_TYPES


def is_bare_number(words: Words) -> bool:
    """Whether words are one number and nothing else: "28th", "twenty-eighth"."""
    name = parse_name(" ".join(words))
    return name == StreetName(base=name.base) and name.base.isdigit()


def are_names(first: Words, second: Words) -> bool:
    """Whether both are written as names ("Halsted and Division"), and not a pair known by that."""
    words = (*first, *second)
    capitals = all(one != one.lower() or one[0].isdigit() or len(one) < 4 for one in words)
    lettered = all(any(one.isupper() for one in "".join(name)) for name in (first, second))
    if any(all(" ".join(name).lower() in series for name in (first, second)) for series in _SERIES):
        return False
    return capitals and lettered and frozenset(one.lower() for one in words) not in PAIRED_NAMES


def _is_spelled_ordinal(word: str) -> bool:
    return word.endswith(("first", "second", "third", "th")) and word in _NUMBER_WORDS


def street_and_tail(words: Words) -> Iterator[tuple[str, str]]:
    """The street as a whole; then, as a second reading, cut after its last type: `40th Street Kenosha WI`."""
    words = [one for one in words if one != ","]
    placed, said = split_placing(words)
    if said:
        for street, tail in street_and_tail(placed):
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


_NO_LOCALITY_START = frozenset({*CONNECTORS, "in"})
