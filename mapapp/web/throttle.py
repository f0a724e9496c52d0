"""Slower and slower answers to whoever guesses passwords."""

import math
import threading
import time
from collections.abc import Callable
from typing import NamedTuple


class _Failures(NamedTuple):
    times: int
    until: float


class Throttle:
    """Slows the guessing of passwords: after a few failures each further try must wait twice as long.

    Kept in this process, per name and address; `clock` gives seconds that never run backwards.
    """

    FREE_TRIES = 5
    LONGEST_S = 900.0
    REMEMBERED = 10_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], _Failures] = {}

    def wait_s(self, name: str, address: str) -> int:
        """Whole seconds until the next try is heard; 0 when it may be made now."""
        with self._lock:
            known = self._failures.get((name, address))
        return max(0, math.ceil(known.until - self._clock())) if known else 0

    def failed(self, name: str, address: str) -> None:
        """Remember one more failure."""
        with self._lock:
            known = self._failures.pop((name, address), _Failures(0, 0.0))
            count = known.times + 1
            delay = min(2.0 ** (count - self.FREE_TRIES), self.LONGEST_S) if count >= self.FREE_TRIES else 0
            self._failures[name, address] = _Failures(count, self._clock() + delay)
            while len(self._failures) > self.REMEMBERED:
                self._failures.pop(next(iter(self._failures)))

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of a person who got in."""
        with self._lock:
            self._failures.pop((name, address), None)
