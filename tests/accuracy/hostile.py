"""Text made to be slow to read: each recipe repeats what a pattern or a loop might trip over."""

from collections.abc import Iterator, Sequence
from itertools import combinations, cycle, islice

_BITS = (
    "and ", "& ", "@ ", "/ ", "in ", "near ", "of ", "the ", ", ", "at ", "block of ", "100 block of ",
    "( ", ") ", "(a) ", "[", "\"a\" ", "28th ", "1st ", "1 ", "1-", "1 - ", "1/2 ", "1,234 ", "12:30 p.m. ",
    "a.m. ", ". ", "...", "- ", "--", "\u2014 ", "' ", "\u2019", "N ", "NW ", "n/b ", "St ", "St. ",
    "Street ", "streets ", "Ave and ", "Oak and ", "Oak St and ", "Oak in ", "Oak, ", "Oak, in ",
    "Highway 50 and ", "I-94 ", "hwy ", "corner of ", "a crash at ", "the area of ", "between ",
    "from 1 to ", "miles north of ", "hospital ", "a hospital in ", "airlifted to ", "twenty ",
    "twenty-first ", "one hundred and ", "Jan. 1, 2020 ", "on Monday night ", "about ", "last ", "apt 1 ",
    "# 1 ", "WI ", "Kenosha, WI ", "53140 ", "Washington and Lee ", "St. Mary's ", "x", "é",
    "e\u0301\u0302", "\u0301", "\U0001f600", "\u05d0", "\u202e\u05d0 ", "\u200b", "\xa0", "\t", "½ ",
    "42.6, -87.8 ", "42°36'N ", "0", "00 ", "south of ", "outside ", "off ", "by the school ",
    "County Road A ", "of the city of ", "zero ", "unit ", "+ ", "/", "&", "st/",
)  # fmt: skip


def stretched(bits: Sequence[str], length: int) -> str:
    """The bits over and over, to just that many characters."""
    return "".join(islice(cycle("".join(bits)), length))


def recipes() -> Iterator[tuple[str, ...]]:
    """Every bit by itself, and every two of them in turn."""
    yield from ((one,) for one in _BITS)
    yield from combinations(_BITS, 2)


def phrases(length: int = 500) -> list[str]:
    """Some thousands of hostile phrases of that many characters."""
    return [stretched(one, length) for one in recipes()]
