"""Dates and times as readers see them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def when_words(occurred_at: str, timezone: str) -> str:
    """An RFC 3339 date or time, said in the incident's own zone.

    "Sunday, August 23, 2020" or "Sunday, August 23, 2020, 5:15 p.m. CDT"; empty for an empty text.
    """
    if not occurred_at:
        return ""
    if len(occurred_at) == len("2020-08-23"):
        return _day(date.fromisoformat(occurred_at))
    moment = datetime.fromisoformat(occurred_at).astimezone(ZoneInfo(timezone))
    return f"{_day(moment)}, {_clock(moment)} {_zone(moment)}"


def _day(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def _clock(moment: datetime) -> str:
    if moment.minute == 0 and moment.hour % 12 == 0:
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


def _zone(moment: datetime) -> str:
    """The zone's abbreviation; many zones have none but a number, which then says what it counts from."""
    name = moment.strftime("%Z")
    return f"UTC{name}" if name[:1] in "+-" else name
