"""The times that readers ask about, as they write them in an address."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mapapp.errors import BadInput
from mapapp.incident.tongue import ENGLISH, Tongue

# In an address a plus sign is read as a space.
_ASKED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?P<offset>Z|[-+ ]\d\d:\d\d)?)?", re.ASCII
)
_SECOND = timedelta(seconds=1)


def utc_moment(text: str, timezone: str, now: str, tongue: Tongue = ENGLISH) -> str:
    """The time that a text means, as RFC 3339 in UTC: "2020-08-23T18:00", "…T18:00-05:00", "2020-08-23".

    Without an offset it is local to `timezone`, and a day alone is its end, or `now` while it lasts. Raises
    BadInput for anything else and for what is yet to come.
    """
    asked = _ASKED.fullmatch(text)
    try:
        start, moment = _read(asked, ZoneInfo(timezone)) if asked else (None, None)
    except (ValueError, OverflowError):
        start, moment = None, None
    if start is None or moment is None:
        raise BadInput(
            tongue.text(
                "%(text)s is not a time such as 2020-08-23T18:00, or a day such as 2020-08-23.",
                text=repr(text[:40]),
            )
        )
    if start > now:
        raise BadInput(tongue.text("That time is yet to come."))
    return min(moment, now)


def _read(asked: re.Match[str], zone: ZoneInfo) -> tuple[str, str]:
    """The first and the last second that are meant."""
    if not asked["clock"]:
        day = date.fromisoformat(asked["day"])
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        following = day + timedelta(days=1)
        end = datetime(following.year, following.month, following.day, tzinfo=zone)
        return _stamp(midnight), _stamp(end.astimezone(UTC) - _SECOND)
    offset = (asked["offset"] or "").replace(" ", "+")
    moment = datetime.fromisoformat(f"{asked['day']}T{asked['clock']}{offset}")
    said = _stamp(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    return said, said


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
