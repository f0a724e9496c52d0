"""What a section of the bench yields, and the clock they share."""

import resource
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    measured: str
    target: str = ""


def cpu_timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many seconds of processor time the work took, here and in processes it started and ended.

    Unlike the clock it says the same on a machine that is busy with other things.
    """
    begun = _cpu()
    result = work()
    return _cpu() - begun, result


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many seconds the work took, and what came of it."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result
