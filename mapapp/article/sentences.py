"""Cutting a story into its sentences. Pure, linear in the length of the text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from mapapp.article.model import Span

# What may end a sentence, with the quotation mark or bracket that closes after it, or a blank line.
_END = re.compile(r"[.!?]{1,4}[\"'”’)\]]{0,3}(?=\s)|\n[ \t\r]{0,40}\n")
_OPENING = re.compile(r"\s{1,8}[\"'“‘(\[]{0,3}(?:[A-Z0-9]|$)|\s{0,8}$|\s{9}")
_WORD_BEFORE = re.compile(r"[\w.'’-]{1,24}$")

# Words that are written with a full stop and lead to another word.
_ABBREVIATIONS = frozenset(
    """
    ave blvd st rd dr ln ct pl pkwy hwy rte rt sq ter mt ft ne nw se sw mr mrs ms sgt lt capt cpl det maj
    col gen cmdr insp supt gov sen rep rev hon pres prof atty jr sr jan feb mar apr jun jul aug sept sep
    oct nov dec mon tue tues wed thu thurs fri co vs approx dept u.s u.k d.c ala ariz ark calif colo conn
    del fla ga ind kan ky la md mich minn mo mont neb nev okla ore pa tenn tex va vt wis wyo n.h n.j n.m
    n.y n.c n.d s.c s.d r.i w.va
    """.split()  # noqa: SIM905
)
# A sentence does begin with these, whatever stands before the full stop.
_STARTERS = re.compile(
    r"\s{1,8}[\"“(]{0,2}(?:The|A|An|He|She|It|They|Its|His|Her|Their|This|That|There|When|After|Before|In|On|At"
    r"|No|Two|Three|Police|Officers|Deputies|Firefighters|Officials|Authorities|Investigators)\b"
)
_CLOCKS = frozenset({"a.m", "p.m", "am", "pm"})
# After "p.m." these go on with the time, whatever their first letter.
_AFTER_CLOCK = re.compile(
    r"\s{1,8}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\b|[ecmp][sd]?t\b|(?:eastern|central|mountain|pacific|utc|gmt)\b|\d)",
    re.I,
)


@lru_cache(maxsize=4)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in its order, without the white space between them."""
    starts = [0, *(found.end() for found in _END.finditer(text) if _ends(text, found))]
    cuts = zip(starts, [*starts[1:], len(text)], strict=True)
    return tuple(span for start, end in cuts if (span := _trimmed(text, start, end)))


def sentence_at(spans: Sequence[Span], at: int) -> int | None:
    """Which of the sentences holds the character at `at`; None between sentences."""
    number = bisect_right(spans, at, key=lambda one: one.start) - 1
    return number if number >= 0 and at < spans[number].end else None


def _ends(text: str, found: re.Match[str]) -> bool:
    if found[0].startswith("\n"):
        return True
    if not _OPENING.match(text, found.end()):
        return False
    if found[0] != "." or _STARTERS.match(text, found.end()):
        return True
    before = _WORD_BEFORE.search(text[max(0, found.start() - 24) : found.start()])
    word = before[0].lower() if before else ""
    if word in _CLOCKS:
        return not _AFTER_CLOCK.match(text, found.end())
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Span(start, end) if start < end else None
