"""The times of a story as steps that a reader can walk through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mapapp.incident.model import Incident
from mapapp.incident.tongue import ENGLISH, Tongue
from mapapp.maps.when import when_words

_DATE = len("2020-08-23")
_FEWEST = 2


@dataclass(frozen=True)
class Step:
    """One time of the story: `at` is its beginning in seconds since 1970 in UTC, `words` say it."""

    at: int
    words: str


@dataclass(frozen=True)
class Timeline:
    """The steps in order, and of each place with a time, by its id, the number of its step from 0.

    Both are empty where the times do not tell at least two steps apart.
    """

    steps: tuple[Step, ...] = ()
    step_of: Mapping[str, int] = field(default_factory=dict)


def timeline(incident: Incident, tongue: Tongue = ENGLISH) -> Timeline:
    """Put the times of an incident's places in order, without claiming more than they say.

    A date without a time of day is all of that day: where other places of the day have times it begins with
    the first of these, since nobody said that it came before or after them. What a place could be has the
    place's time unless it has its own.
    """
    times = _times(incident)
    begins = _begins(times.values(), ZoneInfo(incident.timezone))
    # The dates come first, so that a step which they share with a time is called by the time.
    called = {begins[one]: one for one in sorted(begins, key=len)}
    order = sorted(called)
    if len(order) < _FEWEST:
        return Timeline()
    steps = tuple(Step(at, when_words(called[at], incident.timezone, tongue)) for at in order)
    return Timeline(steps, {place: order.index(begins[one]) for place, one in times.items()})


def _times(incident: Incident) -> dict[str, str]:
    """The time of each place that has one, as it is written."""
    own = {one.id: one.occurred_at for one in incident.places}
    times = {one.id: one.occurred_at or own.get(one.candidate_for, "") for one in incident.places}
    return {place: time for place, time in times.items() if time}


def _begins(times: Iterable[str], zone: ZoneInfo) -> dict[str, int]:
    """When each time begins, in seconds since 1970."""
    begins: dict[str, int] = {}
    first_of_day: dict[date, int] = {}
    for one in sorted(set(times), key=len, reverse=True):
        if len(one) > _DATE:
            moment = datetime.fromisoformat(one).astimezone(zone)
            begins[one] = _seconds(moment)
            first_of_day[moment.date()] = min(begins[one], first_of_day.get(moment.date(), begins[one]))
        else:
            day = date.fromisoformat(one)
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            begins[one] = first_of_day.get(day, _seconds(midnight))
    return begins


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
