"""A long piece of work, told to every process while it runs."""

import contextlib
import threading
import time
from types import TracebackType
from typing import Self

from mapapp.errors import MapappError
from mapapp.store import JobState, Store

TELL_EVERY_S = 1.0
BEAT_EVERY_S = 5.0

_BROKE_DOWN = "It broke down unexpectedly; try again, and if it happens again report what was shown."
_INTERRUPTED = "It was interrupted before it was finished; start it again."


class Work:
    """Records a job for as long as the `with` block runs: its progress, a sign of life, how it ended.

    A second thread does the telling, once a second at most, so that the work is never slowed down. A
    record that cannot be written does not stop the work.
    """

    def __init__(self, store: Store, kind: str, subject: str) -> None:
        self._jobs = store.jobs
        self._id = self._jobs.start(kind, subject)
        self._now = ("", 0.0)
        self._result = ""
        self._over = threading.Event()
        self._teller = threading.Thread(target=self._tell, name=f"job {self._id}", daemon=True)

    def progress(self, message: str, fraction: float) -> None:
        """Say how far it is: a few words, and a fraction from 0 to 1."""
        self._now = (message, fraction)

    def result(self, message: str) -> None:
        """The sentence to leave behind when the work has gone well."""
        self._result = message

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._teller.join()
        with contextlib.suppress(MapappError):
            if error is None:
                self._jobs.finish(self._id, JobState.DONE, self._result)
            else:
                self._jobs.finish(self._id, JobState.FAILED, _sentence(error))

    def _tell(self) -> None:
        told, told_at = self._now, time.monotonic()
        while not self._over.wait(TELL_EVERY_S):
            now = self._now
            if now != told or time.monotonic() - told_at >= BEAT_EVERY_S:
                with contextlib.suppress(MapappError):
                    self._jobs.progress(self._id, *now)
                told, told_at = now, time.monotonic()


def _sentence(error: BaseException) -> str:
    if isinstance(error, MapappError):
        return str(error)
    return _BROKE_DOWN if isinstance(error, Exception) else _INTERRUPTED
