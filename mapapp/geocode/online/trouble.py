"""What went wrong with an online service: in words for a person, and how long it is to be left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeopyError,
)

# A service that refuses us has reasons that do not pass in minutes: a ban, a wrong key, no contact.
REFUSED_S = 6 * 3_600.0

# After a failure, doubled with each further one in a row.
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 15 * 60.0
TOO_MANY_PAUSE_S = 60.0

_REFUSALS = frozenset({401, 402, 403, 407, 451})
_TOO_MANY = 429
_OF_THE_QUESTION = frozenset({400, 413, 414})


@dataclass(frozen=True)
class Trouble:
    """`why` finishes "it does not answer (…)"; `least_s` is how long it is left alone at the least, 0 not at
    all, and `doubles` whether that grows with every failure in a row.
    """

    why: str
    least_s: float
    doubles: bool = True

    def seconds(self, failures: int) -> float:
        """For how long the service is left alone, after so many failures in a row."""
        if not self.doubles:
            return self.least_s
        return max(self.least_s, min(FIRST_PAUSE_S * 2.0 ** min(failures - 1, 20), LONGEST_PAUSE_S))


def trouble_of(error: Exception, now: float) -> Trouble:
    """What an exception of geopy's means; `now` in seconds since 1970."""
    cause = error.__cause__
    if isinstance(cause, AdapterHTTPError):
        return _of_status(cause.status_code, retry_after(cause.headers, now))
    if isinstance(error, GeocoderAuthenticationFailure | GeocoderInsufficientPrivileges):
        return Trouble("it refuses us; check the key or the contact", REFUSED_S, doubles=False)
    if isinstance(error, GeocoderQuotaExceeded):
        return Trouble("it says that we ask too much", TOO_MANY_PAUSE_S)
    if isinstance(error, GeocoderTimedOut):
        return Trouble("it took too long", FIRST_PAUSE_S)
    if isinstance(error, GeocoderParseError) or not isinstance(error, GeopyError):
        return Trouble("its answer could not be read", FIRST_PAUSE_S)
    return Trouble("it could not be reached", FIRST_PAUSE_S)


def retry_after(headers: Mapping[str, Any], now: float) -> float:
    """The seconds that a Retry-After header asks for, as a number or as a date; 0 without one."""
    said = str(headers.get("Retry-After") or headers.get("retry-after") or "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        date = parsedate_to_datetime(said)
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, OverflowError, OSError):
        return 0.0


def _of_status(status: int, wait_s: float) -> Trouble:
    if status in _REFUSALS:
        why = f"it refuses us, status {status}; check the contact or the key"
        return Trouble(why, max(wait_s, REFUSED_S), doubles=False)
    if status in _OF_THE_QUESTION:
        return Trouble(f"it does not take this question, status {status}", wait_s, doubles=wait_s > 0)
    if status == _TOO_MANY:
        return Trouble("it says that we ask too much", wait_s or TOO_MANY_PAUSE_S)
    return Trouble(f"it is in trouble, status {status}", wait_s or FIRST_PAUSE_S)
