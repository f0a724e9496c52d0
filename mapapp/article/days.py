"""The days that words name: "Aug. 23", "Sunday night", "8/23/2020", "yesterday"; found and resolved. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mapapp.article.model import Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip


def _capital(words: tuple[str, ...]) -> str:
    return "|".join(f"{one.capitalize()}|{one.upper()}" for one in words)


# Names are written with a capital: "may 5", "march 12" and "sun" are no dates.
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)"
_MONTH = rf"(?P<month>{_capital(_MONTHS)}|{_SHORT}(?=[.\s])\.?)"
_YEAR = r"(?:(?:,\s|\s|,)(?P<year>(?:19|20)\d\d))?(?!\d|,\d|[.:]\d|\s?%|-(?:to|for)-)"
_NTH = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\w)"
_NO_DAY = (
    r"(?!\s(?:miles|people|percent|points|officers|men|women|years|minutes|hours|million|times|feet"
    r"|(?:terrorist\s)?attacks?|riots?|insurrection|committee|amendment|students|votes)\b)"
)
_PART = r"(?P<part>morning|afternoon|evening|night)"
_OF = rf"(?:(?:the\s)?{_PART}\sof\s)?"
_AFTER = r"(?:(?:\s|-)(?P<part2>(?:mid)?(?:morning|afternoon)|evening|night))?"
_HEDGE = r"(?:(?P<hedge>before|after|by|since|until)\s)?"
_LEAD = rf"(?<![\w$/.-]){_HEDGE}{_OF}"

_DATE = re.compile(rf"{_LEAD}{_MONTH}\s{_NTH}{_YEAR}{_NO_DAY}")
_DAY_FIRST = re.compile(
    rf"{_LEAD}(?:the\s)?{_NTH}\s(?:of\s)?{_MONTH}{_YEAR}{_NO_DAY}"
)  # Either with a year, or "the 23rd of August", "on 23 August".
_FIGURES = re.compile(
    rf"{_LEAD}(?:(?P<iso>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})/(?P<y2>(?:(?:19|20)\d\d|\d\d)))(?![\w/-])"
)
_FEAST = (
    r"(?<!Super Bowl )(?<!Black )(?<!Good )(?<!Cyber )(?<!Easter )(?<!Palm )(?<!Bloody )(?<!Ash )(?<!Taco )"
    r"(?<!Giving )(?<!Ruby )(?<!Fat )(?<!Casual )(?<!Holy )(?<!Joe )(?<!Super )(?<!Selection )(?<!Shrove )"
    r"(?<!Freaky )(?<!every )(?<!Every )(?<!each )(?<!Each )(?<!per )(?<!other )(?<!Girl )(?<!girl )(?<!Man )"
)
_NO_WEEKDAY = (
    r"(?!['’](?!s\b))(?!\s(?:Night|School|Times|Mass|Addams|Herald|Mirror|Telegraph|Post|Review|Magazine|Best"
    r"|Football|Lights|Live|Express|Mail|Brunch)\b)(?!\s(?:school|best|brunch|mass|worship|driver|matinee)\b)"
)
_WEEKDAY = re.compile(
    rf"(?<![\w$/.-]){_HEDGE}(?:(?:[Ee]arly|[Ll]ate|[Mm]id)\s(?:on\s)?)?(?:(?P<which>last|this\spast|next|this)\s)?{_OF}"
    rf"{_FEAST}(?P<weekday>{_capital(_WEEKDAYS)}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.(?=,?\s{_SHORT}))"
    rf"(?!\w){_AFTER}{_NO_WEEKDAY}"
)
_RELATIVE = re.compile(
    rf"(?<![\w$/.'’-])(?:(?:early|late|earlier|later)\s)?(?P<word>today|tonight|yesterday|tomorrow"
    rf"|this\s(?P<part>morning|afternoon|evening)|last\s(?:night|evening))(?!\w|['’]|-){_AFTER}",
    re.I,
)
_OPENS = re.compile(r"(?:^|[.!?:\n][\"”’)]{0,2}\s{0,3}[\"“]?)$")


@dataclass(frozen=True, slots=True)
class Day:
    """Words that name a day.

    `month` and `day` where a date is named, `weekday` (0 is Monday) and `which` ("last", "next") where a
    day of the week is, `offset` in days from the day of publication for "yesterday".
    """

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    which: str = ""
    offset: int | None = None
    part: str = ""
    hedge: str = ""

    @property
    def kind(self) -> str:
        """Which of the three ways of naming a day it is."""
        if self.month:
            return "date"
        return "weekday" if self.weekday is not None else "relative"

    @property
    def is_full(self) -> bool:
        """Whether it needs nothing else to be known."""
        return None not in (self.year, self.month, self.day)


def days(text: str) -> Iterator[Day]:
    """Every day that a text names, unordered; no holidays, habits, ages or scores."""
    for found in _DATE.finditer(text):
        yield from _dated(found, _month(found["month"]))
    for found in _DAY_FIRST.finditer(text):
        on = text[max(0, found.start() - 3) : found.start()].lower() == "on "
        if found["year"] or on or "of " in found[0]:
            yield from _dated(found, _month(found["month"]))
    for found in _FIGURES.finditer(text):
        yield from _figures(found)
    for found in _WEEKDAY.finditer(text):
        yield _weekday(found)
    for found in _RELATIVE.finditer(text):
        if found[0][0].islower() or _OPENS.search(text[max(0, found.start() - 8) : found.start()]):
            yield _relative(found)


def resolved(
    day: Day, published: date | None, year: int | None = None, *, ahead: bool = False
) -> date | None:
    """The date of a day; None where nothing tells.

    A day of the week is the last one up to `published`, or the next one where `ahead`. A date without a
    year is the one closest to `published`, else it is in `year`.
    """
    try:
        if day.month and day.day:
            return _closest(day.month, day.day, day.year, published, year)
        if published is None:
            return None
        if day.offset is not None:
            return published + timedelta(days=day.offset)
        return published + timedelta(days=_steps(day, published, ahead=ahead))
    except OverflowError:
        return None


def _steps(day: Day, published: date, *, ahead: bool) -> int:
    """How many days from publication to the day of the week that is meant."""
    forward = ((day.weekday or 0) - published.weekday()) % 7
    if day.which == "next" or (ahead and day.which != "last"):
        return forward or (7 if day.which == "next" else 0)
    back = forward - 7 if forward else 0
    return back or (-7 if day.which in ("last", "this past") else 0)


def _closest(
    month: int, day: int, year: int | None, published: date | None, other: int | None
) -> date | None:
    if year is None and published:
        near = [_date(one, month, day) for one in (published.year, published.year - 1, published.year + 1)]
        return min((one for one in near if one), key=lambda one: abs(one - published), default=None)
    return _date(year or other, month, day)


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _dated(found: re.Match[str], month: int) -> Iterator[Day]:
    year, day = int(found["year"]) if found["year"] else None, int(found["day"])
    if _date(year or 2000, month, day):
        yield Day(
            _span(found), year, month, day, part=found["part"] or "", hedge=(found["hedge"] or "").lower()
        )


def _figures(found: re.Match[str]) -> Iterator[Day]:
    year = int(found["iso"] or found["y2"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    month, day = int(found["m1"] or found["m2"]), int(found["d1"] or found["d2"])
    if _date(year, month, day):
        yield Day(_span(found), year, month, day, part=found["part"] or "", hedge=found["hedge"] or "")


def _weekday(found: re.Match[str]) -> Day:
    number = next(i for i, one in enumerate(_WEEKDAYS) if one[:3] == found["weekday"][:3].lower())
    part = found["part"] or found["part2"] or ""
    which = " ".join((found["which"] or "").split())
    return Day(_span(found), weekday=number, which=which, part=part, hedge=found["hedge"] or "")


def _relative(found: re.Match[str]) -> Day:
    word = found["word"].lower()
    offset = {"yesterday": -1, "tomorrow": 1}.get(word, -1 if word.startswith("last") else 0)
    part = found["part"] or found["part2"] or ("night" if word.endswith("night") else "")
    return Day(_span(found), offset=offset, part=part)


def _month(name: str) -> int:
    return next(i for i, one in enumerate(_MONTHS, 1) if one[:3] == name[:3].lower())


def _span(found: re.Match[str]) -> Span:
    return Span(found.start(), found.end())
