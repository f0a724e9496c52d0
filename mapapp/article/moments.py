"""The times a story names, as exact as its words: a date, or a time with its offset. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from mapapp.article.clocks import Clock, clocks
from mapapp.article.days import Day, days, resolved
from mapapp.article.model import Moment, Span
from mapapp.article.sentences import sentence_at, sentences

# A day farther than this from publication is not the day of the times that follow it: "convicted in 2015".
_CARRIED = timedelta(days=31)

_JOINT = re.compile(
    r",?\s\(?(?:(?:on|at|in|early|late)\s)?(?:the\s(?:early\s)?(?:morning|afternoon|evening|night)\sof\s)?",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:(?:will|scheduled|expect(?:ed|s)?|hopes?|set|due|planned|plans|slated|begins|opens|reopens?)\b"
    r"(?![^.;]*\b(?:said|told|announced)\b)"
    r"|(?:closures?|closings?|closed|shut|stays?|remains?|(?:should|must|can)\sbe\s\w{1,15}|forecast|warnings?|watch)\s(?:for|until|through|by)\s$"
    r"|(?:is|are)\s(?:on\s)?$|(?:would|could|should|may)\s[^.;]{0,60}\b(?:until|through|by)\s$)"
)
_SAID = re.compile(r"\b(?:said|says|told|reported|announced|confirmed|wrote|tweeted|posted)(?:\s\w+){0,3}\s$")
_ON = re.compile(r"\b(?:on|early|late)\s$", re.I)

_ZONES = {"e": "America/New_York", "c": "America/Chicago", "m": "America/Denver", "p": "America/Los_Angeles"}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase that names a time: at most one date, one day of the week, one clock time."""

    parts: tuple[Day | Clock, ...]

    @property
    def span(self) -> Span:
        return Span(self.parts[0].span.start, self.parts[-1].span.end)

    @property
    def clock(self) -> Clock | None:
        return next((one for one in self.parts if isinstance(one, Clock)), None)

    @property
    def day(self) -> Day | None:
        """The day, by its date rather than by the day of the week."""
        named = [one for one in self.parts if isinstance(one, Day)]
        return min(named, key=lambda one: ("date", "weekday", "relative").index(one.kind), default=None)

    @property
    def hedge(self) -> str:
        clock, day = self.clock, self.day
        return clock.hedge if clock else day.hedge if day else ""


def moments(text: str, published: date | None, timezone: ZoneInfo) -> tuple[Moment, ...]:
    """The times a story names, in its order; `value` is empty where no date can be made.

    A day of the week is the last one up to `published` (the next one after "will"). A time without a day
    is of the day named in its sentence, else of the last one named before, else of `published`.
    """
    phrases = tuple(_phrases(text))
    known = _dates(text, phrases, published)
    carried = tuple(_carried(text, phrases, known, published))
    return tuple(
        Moment(one.span, one.span.of(text), _value(one, day, timezone), one.hedge)
        for one, day in zip(phrases, carried, strict=True)
    )


def _phrases(text: str) -> Iterator[_Phrase]:
    """The parts that stand side by side, joined where one phrase says both."""
    found = _apart(sorted(chain(days(text), clocks(text)), key=lambda one: (one.span.start, -one.span.end)))
    joined: list[Day | Clock] = []
    for one in found:
        if joined and _join(text, joined, one):
            joined.append(one)
            continue
        if joined:
            yield _Phrase(tuple(joined))
        joined = [one]
    if joined:
        yield _Phrase(tuple(joined))


def _apart(found: Sequence[Day | Clock]) -> Iterator[Day | Clock]:
    """Those that do not overlap, the first and longest of those that do."""
    end = 0
    for one in found:
        if one.span.start >= end:
            yield one
            end = one.span.end


def _join(text: str, joined: Sequence[Day | Clock], more: Day | Clock) -> bool:
    kinds = {_kind(one) for one in joined}
    if _kind(more) in kinds or ("relative" in kinds | {_kind(more)} and kinds - {"clock", "relative"}):
        return False
    return bool(_JOINT.fullmatch(text, joined[-1].span.end, more.span.start))


def _kind(one: Day | Clock) -> str:
    return "clock" if isinstance(one, Clock) else one.kind


def _dates(text: str, phrases: Sequence[_Phrase], published: date | None) -> tuple[date | None, ...]:
    """The date of each phrase that names a day."""
    cut = sentences(text)
    full = [one.day.year for one in phrases if one.day and one.day.is_full]
    year = full[0] if full else None
    dates: list[date | None] = []
    for one in phrases:
        if one.day and one.day.is_full:
            year = one.day.year
        dates.append(resolved(one.day, published, year, ahead=_ahead(text, one, cut)) if one.day else None)
    return tuple(dates)


def _ahead(text: str, phrase: _Phrase, cut: Sequence[Span]) -> bool:
    """Whether the words before it in its sentence say that it is still to come."""
    number = sentence_at(cut, phrase.span.start)
    start = max(cut[number].start if number is not None else 0, phrase.span.start - 120)
    hedge = phrase.day.hedge if phrase.day and not phrase.clock else ""
    return bool(_AHEAD.search(text, start, phrase.span.start + (len(hedge) + 1 if hedge else 0)))


def _carried(
    text: str, phrases: Sequence[_Phrase], known: Sequence[date | None], published: date | None
) -> Iterator[date | None]:
    """The date of each phrase: its own, that of a day named after it in its sentence, or the last before."""
    cut = sentences(text)
    numbers = [sentence_at(cut, one.span.start) for one in phrases]
    last: tuple[date | None, int | None, str] | None = None
    coming: date | None = None
    followers = {i: j for i, j in pairwise(range(len(phrases))) if numbers[i] == numbers[j]}
    for i, one in enumerate(phrases):
        if one.day:
            coming = known[i] if _is_coming(known[i], published) else coming
            if _may_carry(known[i], published):
                last = (known[i], numbers[i], one.day.part)
            yield known[i]
            continue
        after = followers.get(i)
        is_here = last is not None and last[1] == numbers[i]
        told = after is not None and phrases[after].day is not None
        if after is not None and told and not is_here and (last is None or _happened(text, phrases[after])):
            yield known[after]
        elif coming and _ahead(text, one, cut):
            yield coming
        elif last is None:
            yield published
        else:
            yield _on(last[0], last[2], one.clock)


def _happened(text: str, phrase: _Phrase) -> bool:
    """Whether a day after a time is when it happened, not when somebody said so."""
    before = text[max(0, phrase.span.start - 60) : phrase.span.start]
    return bool(_ON.search(before)) or not _SAID.search(before)


def _may_carry(day: date | None, published: date | None) -> bool:
    """Whether the times that follow a day may be of it: not of one long ago, nor of one still to come."""
    return day is None or published is None or timedelta() <= published - day <= _CARRIED


def _is_coming(day: date | None, published: date | None) -> bool:
    """Whether a day is still to come, so that what "will" be at a time may be of it."""
    return day is not None and published is not None and timedelta() < day - published <= _CARRIED


def _on(day: date | None, part: str, clock: Clock | None) -> date | None:
    """The small hours after "Sunday night" are Monday's."""
    late = part in ("night", "evening") and clock is not None and clock.hour < 5
    try:
        return day + timedelta(days=1) if day and late else day
    except OverflowError:
        return None


def _value(phrase: _Phrase, day: date | None, timezone: ZoneInfo) -> str:
    """RFC 3339; empty where there is no day."""
    clock = phrase.clock
    if day is None or clock is None:
        return day.isoformat() if day else ""
    try:
        midnight = datetime.combine(day + timedelta(days=clock.hour // 24), datetime.min.time())
        moment = midnight.replace(hour=clock.hour % 24, minute=clock.minute, tzinfo=_zone(clock, timezone))
        offset = moment.utcoffset() or timedelta()
        # RFC 3339 has no seconds in an offset, as local times of long ago did.
        return (moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment).isoformat()
    except OverflowError:
        return ""


def _zone(clock: Clock, timezone: ZoneInfo) -> ZoneInfo:
    """The zone that is named, else the story's: "ET" is New York's, summer and winter."""
    named = clock.zone.lower().strip("()")
    if not named or named.startswith("local"):
        return timezone
    return ZoneInfo(_ZONES[named[0]]) if named not in ("utc", "gmt") else ZoneInfo("UTC")
