"""The times of a story as steps that a reader can walk through."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mapapp.incident.model import Incident
from mapapp.incident.tongue import ENGLISH, Tongue
from mapapp.maps.when import when_words

MOST_STEPS = 100
"""So many steps the times of a crowd make at most: a quarter of a year in days, two years in weeks."""

_DATE = len("2020-08-23")
_FEWEST = 2
_MINUTE = 60
_HOUR = 60 * _MINUTE
_CLOCK = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR)
_LAST_SECOND = time(23, 59, 59, fold=1)


@dataclass(frozen=True)
class Step:
    """One time of the story: all of it has begun by `at`, in seconds since 1970 in UTC; `words` say when."""

    at: int
    words: str


@dataclass(frozen=True)
class Timeline:
    """The steps in order, and of each place with a time, by its id, the number of its step from 0.

    Both are empty where the times do not tell at least two steps apart.
    """

    steps: tuple[Step, ...] = ()
    step_of: Mapping[str, int] = field(default_factory=dict)

    def tally(self, places: Iterable[str]) -> Counter[int]:
        """How many of the places, by their ids, are told for each step; those without a time for none."""
        return Counter(self.step_of[one] for one in places if one in self.step_of)


def timeline(incident: Incident, tongue: Tongue = ENGLISH, most: int | None = None) -> Timeline:
    """Put the times of an incident's places in order, without claiming more than they say.

    A date without a time of day is all of that day: where other places of the day have times it begins with
    the first of these, since nobody said that it came before or after them. What a place could be has the
    place's time unless it has its own. Each time is a step, unless there are more than `most`: then a step is
    some minutes or hours, a day, a week, some months or years, and is called by its end.
    """
    times = _times(incident)
    begins = _begins(times.values(), ZoneInfo(incident.timezone))
    seconds = {one: _seconds(begin) for one, begin in begins.items()}
    # The dates come first, so that a step which they share with a time is called by the time.
    called = {seconds[one]: one for one in sorted(begins, key=len)}
    if most is not None and len(called) > most:
        called = _coarser([begins[called[at]] for at in sorted(called)], _has_clock(called.values()), most)
    order = sorted(called)
    if len(order) < _FEWEST:
        return Timeline()
    steps = tuple(Step(at, when_words(called[at], incident.timezone, tongue)) for at in order)
    return Timeline(steps, {place: bisect_left(order, seconds[one]) for place, one in times.items()})


def _times(incident: Incident) -> dict[str, str]:
    """The time of each place that has one, as it is written."""
    own = {one.id: one.occurred_at for one in incident.places}
    times = {one.id: one.occurred_at or own.get(one.candidate_for, "") for one in incident.places}
    return {place: time for place, time in times.items() if time}


def _begins(times: Iterable[str], zone: ZoneInfo) -> dict[str, datetime]:
    """When each time begins, in the zone."""
    begins: dict[str, datetime] = {}
    first_of_day: dict[date, datetime] = {}
    for one in sorted(set(times), key=len, reverse=True):
        if len(one) > _DATE:
            moment = datetime.fromisoformat(one).astimezone(zone)
            begins[one] = moment
            first_of_day[moment.date()] = min(moment, first_of_day.get(moment.date(), moment), key=_seconds)
        else:
            day = date.fromisoformat(one)
            begins[one] = first_of_day.get(day, datetime.combine(day, time.min, zone))
    return begins


def _has_clock(times: Iterable[str]) -> bool:
    """Whether no step is known by its day only: that day is over at no hour of it."""
    return all(len(one) > _DATE for one in times)


def _coarser(begins: Sequence[datetime], has_clock: bool, most: int) -> dict[int, str]:
    """The ends of the shortest periods that are few enough, each with how it is written.

    `begins` are in order; a period in which nothing begins is none. Its end is the last moment in it.
    """
    if has_clock:
        for width in _CLOCK:
            ends = {_clock_end(one, width) for one in begins}
            if len(ends) <= most:
                return {at: _utc(at) for at in (min(end, _seconds(begins[-1])) for end in ends)}
    for period in _CALENDAR:
        last_of = {period(one): one for one in begins}
        if len(last_of) <= most:
            break
    # A day that is the last of its period and of what is told says it all, whatever day the period ends.
    return {_day_end(one): one.date().isoformat() for one in last_of.values()}


def _clock_end(moment: datetime, width: int) -> int:
    """When the clock next shows a multiple of so many seconds since midnight."""
    shown = _seconds(moment.replace(tzinfo=UTC))
    return _seconds(moment) + -shown % width


def _day_end(moment: datetime) -> int:
    return max(_seconds(moment), _seconds(datetime.combine(moment.date(), _LAST_SECOND, moment.tzinfo)))


def _utc(at: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).isoformat()


def _week(day: date) -> int:
    """Monday to Sunday, as the first day of the calendar was a Monday."""
    return (day.toordinal() - 1) // 7


def _months(number: int) -> Callable[[date], int]:
    return lambda day: (12 * day.year + day.month - 1) // number


_CALENDAR: tuple[Callable[[date], int], ...] = (
    date.toordinal,
    _week,
    *(_months(number) for number in (1, 3, 12, 120, 1200)),
)
"""Periods of days, by a number that all days of one have; of the longest there are a hundred."""


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
