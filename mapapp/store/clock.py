"""Times as the database and the documents hold them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], str]
"""Tells the present time as `stamp` does."""


def stamp(later_by: timedelta = timedelta()) -> str:
    """The present time, or one `later_by` from it, as RFC 3339 in UTC to the second."""
    return (datetime.now(UTC) + later_by).strftime("%Y-%m-%dT%H:%M:%SZ")
