"""The times of day that words name: "just before 5:15 p.m. local time", "around noon". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapapp.article.model import Span

_HEDGES = (
    r"(?:just|shortly|right|a\slittle|a\sfew\sminutes|sometime|minutes|moments|soon)\s(?:before|after|past)"
    r"|(?:at\s)?(?:about|around|approximately|approx\.|roughly|nearly|almost|close\sto|just\sbefore|just\safter"
    r"|shortly\safter|shortly\sbefore)|before|after|by|until|since|past|between|from|near|as\searly\sas"
    r"|as\slate\sas|no\slater\sthan"
)
_HEDGE = rf"(?<![\w'’-])(?:(?P<hedge>{_HEDGES})\s)"
_ZONE = (
    r"(?:\s\(?(?P<zone>local\stime|[ECMP][SD]?T|(?:Eastern|Central|Mountain|Pacific)(?:\s(?:Standard|Daylight))?"
    r"(?:\s[Tt]ime)?|UTC|GMT)(?!\w)\)?)?"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NO_HABIT = rf"(?!\.?\s(?:daily|nightly|every\s|each\s|(?:on\s)?(?:weekdays|weekends|{_DAYS}s)))"
_HALF = r"\s?(?P<half>[AaPp])\.?\s?[Mm](?!\w)\.?"
_STRAIGHT = re.compile(
    rf"{_HEDGE}?(?<![\w:$./,#-])(?:(?P<first>\d{{1,2}})(?::(?P<first_minute>[0-5]\d))?"
    r"(?P<first_mark>\s?(?P<first_half>[AaPp])\.?[Mm]\.?)?\s?(?:-|–|to|and|or|until)\s?)?"
    rf"(?P<hour>\d{{1,2}})(?::(?P<minute>[0-5]\d))?{_HALF}{_ZONE}{_NO_HABIT}"
)
_TWENTY_FOUR = re.compile(
    rf"{_HEDGE}?(?<![\w:$./,#-])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
    rf"(?P<mark>\s(?:hours|hrs)(?!\w))?{_ZONE}{_NO_HABIT}"
)
_HOURS = 12
_PART = r"(?P<part>morning|afternoon|evening|night)"
_DAY = rf"(?:on\s)?(?:{_DAYS}|yesterday|this|last|tomorrow)\s"
_BARE = re.compile(
    rf"(?:{_HEDGE}|(?<![\w'’-])at\s)(?P<hour>\d{{1,2}})(?::(?P<minute>[0-5]\d))?(?:\so['’]clock)?{_ZONE}"
    rf"(?:\sin\sthe\s(?P<in>morning|afternoon|evening)|\sat\s(?P<at>night)|(?=\s{_DAY}{_PART}(?!\w))"
    r"|(?=\s(?P<tonight>tonight)(?!\w)))"
)
_WORD = re.compile(
    rf"(?:{_HEDGE}|(?<![\w'’-])(?:at|On|on)\s)(?:12\s)?(?P<word>noon|midnight){_ZONE}{_NO_HABIT}(?!\w|-)"
    rf"|(?<![\w'’-])(?P<word2>noon|midnight)(?=\s(?:on\s)?(?:{_DAYS}|yesterday|today)(?!\w))",
    re.I,
)
_BEFORE_HABIT = re.compile(
    r"(?:every|each)\s(?:\w{1,12}\s){1,2}(?:at\s|from\s)?$|days(?:,|\sat|\sfrom)\s$|\b(?:daily|nightly|weekdays|weekends|open|hours(?:\sare)?)"
    r"[\s,:]{1,2}(?:at\s|from\s)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Words that name a time of day; their span begins with the hedge ("between" for "10 to 11 p.m.").

    `hour` is 0 to 23, and 24 for the midnight that ends a day. `zone` is as it is written, empty for none.
    """

    span: Span
    hour: int
    minute: int
    hedge: str = ""
    zone: str = ""


def clocks(text: str) -> Iterator[Clock]:
    """Every time of day that a text names, unordered; no scores, habits, ages or telephone numbers."""
    for pattern, read in (
        (_STRAIGHT, _straight),
        (_BARE, _bare),
        (_WORD, _worded),
        (_TWENTY_FOUR, _military),
    ):
        for found in pattern.finditer(text):
            clock = read(found)
            if clock and not _BEFORE_HABIT.search(text[max(0, found.start() - 40) : found.start()]):
                yield from _apart(found, clock)


def _apart(found: re.Match[str], clock: Clock) -> Iterator[Clock]:
    """The time, but both of "4 a.m. to 3 p.m.", where each says which half of the day it is of."""
    if not found.groupdict().get("first_half"):
        yield clock
        return
    yield replace(clock, span=Span(clock.span.start, found.end("first_mark")))
    if 1 <= int(found["hour"]) <= _HOURS:
        second = _made(found, int(found["hour"]), int(found["minute"] or 0), found["half"].lower(), "")
        yield replace(second, span=Span(found.start("hour"), found.end()))


def _straight(found: re.Match[str]) -> Clock | None:
    """As in "5:15 p.m."; of "10 to 11 p.m." where it begins."""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"].lower()
    hedge = _hedge(found)
    if found["first"]:
        first = int(found["first"])
        turned = first % 12 > hour % 12 and not found["first_half"]
        half = (found["first_half"] or ("a" if turned and half == "p" else half)).lower()
        hour, minute, hedge = first, int(found["first_minute"] or 0), hedge or "between"
    return _made(found, hour, minute, half, hedge) if 1 <= hour <= _HOURS else None


def _bare(found: re.Match[str]) -> Clock | None:
    hour = int(found["hour"])
    part = (found["in"] or found["at"] or found["part"] or found["tonight"]).lower()
    late = part in ("night", "tonight")
    half = "a" if part == "morning" or (late and hour in (12, 1, 2, 3, 4, 5)) else "p"
    return _made(found, hour, int(found["minute"] or 0), half, _hedge(found)) if 1 <= hour <= _HOURS else None


def _worded(found: re.Match[str]) -> Clock:
    hedge = _hedge(found)
    is_noon = (found["word"] or found["word2"]).lower() == "noon"
    after = any(word in hedge for word in ("after", "past", "since", "from"))
    start = found.start("hedge") if found["hedge"] else found.start("word" if found["word"] else "word2")
    return Clock(
        Span(start, found.end()), 12 if is_noon else 0 if after else 24, 0, hedge, found["zone"] or ""
    )


def _military(found: re.Match[str]) -> Clock | None:
    plain = int(found["hour"]) < 13 and not found["hour"].startswith("0")
    if not found["mark"] and (plain or not found["zone"]):
        return None
    return Clock(_span(found), int(found["hour"]), int(found["minute"]), _hedge(found), found["zone"] or "")


def _made(found: re.Match[str], hour: int, minute: int, half: str, hedge: str) -> Clock:
    return Clock(_span(found), hour % 12 + (12 if half == "p" else 0), minute, hedge, found["zone"] or "")


def _hedge(found: re.Match[str]) -> str:
    return " ".join((found["hedge"] or "").lower().split()).removeprefix("at ")


def _span(found: re.Match[str]) -> Span:
    named = [found.start(one) for one in ("hedge", "first", "hour") if found.groupdict().get(one)]
    return Span(min(named), found.end())
