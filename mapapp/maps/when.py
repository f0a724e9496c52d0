"""Dates and times as readers see them: in English as newspapers write them, else by CLDR's patterns.

The patterns are data that come with a package, as the time zones are.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from mapapp.incident.tongue import ENGLISH, Tongue


def when_words(occurred_at: str, timezone: str, tongue: Tongue = ENGLISH) -> str:
    """An RFC 3339 date or time, said in the incident's own zone.

    "Sunday, August 23, 2020" or "Sunday, August 23, 2020, 5:15 p.m. CDT"; empty for an empty text.
    """
    if not occurred_at:
        return ""
    if len(occurred_at) == len("2020-08-23"):
        return _day(date.fromisoformat(occurred_at), tongue)
    moment = datetime.fromisoformat(occurred_at).astimezone(ZoneInfo(timezone))
    return f"{_day(moment.date(), tongue)}, {_clock(moment, tongue)} {_zone(moment)}"


def _day(day: date, tongue: Tongue) -> str:
    if tongue.language == ENGLISH.language:
        return f"{day:%A}, {day:%B} {day.day}, {day.year}"
    return format_date(day, "full", locale=tongue.locale)


def _clock(moment: datetime, tongue: Tongue) -> str:
    if moment.minute == 0 and moment.hour % 12 == 0:
        return tongue.text("noon") if moment.hour else tongue.text("midnight")
    if tongue.language != ENGLISH.language:
        return format_time(moment, "short", tzinfo=moment.tzinfo, locale=tongue.locale)
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


def _zone(moment: datetime) -> str:
    """The zone's abbreviation; many zones have none but a number, which then says what it counts from."""
    name = moment.strftime("%Z")
    return f"UTC{name}" if name[:1] in "+-" else name
