"""One line of the table, and how long something takes."""

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    measured: str
    target: str = ""


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that work takes, and its result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result
