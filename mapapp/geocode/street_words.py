"""Whether words by themselves are those of a street. Pure."""

import re
from collections.abc import Sequence

from mapapp.geocode.cues import ARTICLES, PAIRED_NAMES, PLURAL_TYPES, STRONG_TYPES
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
