"""One gate for the whole machine: who may ask an online service now, and how long it is to be left alone.

All threads, processes and users of the machine share one small file for each server. It is locked from
before a request until its answer is there, so that two requests are never under way at once; the pause
runs from the answer. So the server too sees them apart, however long either was on its way.
"""

import fcntl
import os
import random
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mapapp.geocode.online.gate_state import SIZE, Block, State, as_bytes, read_state

# Added to the pause between requests: clocks are read in steps, and two machines' clocks run apart.
MARGIN_S = 0.02

# How often a lock that another holds is tried again.
POLL_S = 0.02

T = TypeVar("T")


class Closed(Exception):
    """The service is to be left alone: `until` in seconds since 1970, `why` finishes a sentence."""

    def __init__(self, block: Block) -> None:
        self.until = block.until
        self.why = block.why
        super().__init__(block.why)


class Crowded(Exception):
    """Too many are waiting; the caller's patience ran out before its turn came."""


class Gate:
    """Lets requests to one server through, one at a time and `interval_s` apart, by a file all share.

    `key` tells clients apart that the server may refuse singly (by their API keys); the pause between
    requests holds for all of them.
    """

    def __init__(
        self, path: Path, interval_s: float = 1.0, *, key: str = "", patience_s: float = 30.0
    ) -> None:
        self._path = path
        self._interval_s = interval_s
        self._key = key
        self._patience_s = patience_s
        # Only the thread that holds the file's lock touches this.
        self._held: _Held | None = None

    def once(self, known: Callable[[], T | None], ask: Callable[[], T]) -> T:
        """What is `known` by the time it is this caller's turn, else the answer of `ask`.

        `ask` sends its requests through `send`. So a question that many have at once is asked once, if its
        answer becomes known. Raises Closed, Crowded, and OSError when the file cannot be used.
        """
        deadline = time.monotonic() + self._patience_s
        while True:
            found = known()
            if found is not None:
                return found
            with self._locked(deadline) as held:
                pause = held.pause(self._interval_s)
                if pause <= 0:
                    found = known()
                    return self._asked(held, ask) if found is None else found
            if time.monotonic() + pause > deadline:
                raise Crowded
            # All who wait wake at about the same time; who is first is left to chance.
            time.sleep(pause + random.uniform(0, POLL_S))  # noqa: S311 (no secret)

    def send(self, call: Callable[[], T]) -> T:
        """Make one request inside `once`; further ones of the same turn wait for the pause as well."""
        held = self._held
        if held is None:
            raise RuntimeError("a request outside its turn")
        pause = held.pause(self._interval_s)
        if pause > 0:
            time.sleep(pause)
        held.note_request(under_way=True)
        try:
            return call()
        finally:
            held.note_request(under_way=False)

    def block(self, seconds: Callable[[int], float], why: str) -> float:
        """Inside `once`: leave the service alone; returns until when, in seconds since 1970.

        `seconds` tells for how long, from how many times in a row it failed, this time included.
        """
        held = self._held
        if held is None:
            raise RuntimeError("a block outside its turn")
        return held.block(self._key, seconds, why)

    def _asked(self, held: "_Held", ask: Callable[[], T]) -> T:
        block = held.block_of(self._key)
        if block:
            raise Closed(block)
        self._held = held
        try:
            answer = ask()
        finally:
            self._held = None
        held.clear(self._key)
        return answer

    @contextmanager
    def _locked(self, deadline: float) -> Iterator["_Held"]:
        descriptor = self._lock(deadline)
        try:
            held = _Held(descriptor)
            block = held.block_of(self._key)
            if block:
                raise Closed(block)
            yield held
        finally:
            # A process that was forked meanwhile shares the lock; closing alone would leave it there.
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def _lock(self, deadline: float) -> int:
        """The file, locked; raises Crowded."""
        while True:
            descriptor = _opened(self._path)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_still(descriptor, self._path):
                    return descriptor
            except BlockingIOError:
                pass
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() > deadline:
                raise Crowded
            time.sleep(POLL_S)


class _Held:
    """The file while its lock is held, and what it says."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        content = os.pread(descriptor, SIZE, 0)
        self._state = read_state(content, time.monotonic(), time.time())
        if self._state.mended:
            self._write(replace(self._state, mended=False))

    def pause(self, interval_s: float) -> float:
        """Seconds until the next request may go, none or fewer when it may go now."""
        return self._state.pause(interval_s and interval_s + MARGIN_S, time.monotonic())

    def note_request(self, *, under_way: bool) -> None:
        """Written before as well as after a request: who finds it under way knows that the asker died."""
        self._write(replace(self._state, turn=time.monotonic(), under_way=under_way))

    def block_of(self, key: str) -> Block | None:
        """What keeps the client of that key from asking now, if anything."""
        return self._state.block_of(key, time.time())

    def block(self, key: str, seconds: Callable[[int], float], why: str) -> float:
        now = time.time()
        failures = self._state.failures(key) + 1
        self._write(self._state.with_block(key, Block(now, now + seconds(failures), why, failures)))
        return self._state.blocks[key].until

    def clear(self, key: str) -> None:
        """Forget the failures of the client of that key: it was served."""
        if self._state.failures(key):
            self._write(self._state.without_block(key))

    def _write(self, state: State) -> None:
        """In one call, so that a process that is killed leaves the old state or the new one."""
        self._state = state
        os.pwrite(self._descriptor, as_bytes(state), 0)


def _opened(path: Path) -> int:
    """The file, made if need be so that every user of the machine may lock it."""
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        with suppress(FileExistsError):
            made = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
            os.fchmod(made, 0o666)
            os.close(made)
        descriptor = os.open(path, flags)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        raise OSError(f"{path} is not a plain file of its own")
    return descriptor


def _is_still(descriptor: int, path: Path) -> bool:
    """Whether the path still leads to the file that was locked."""
    mine = os.fstat(descriptor)
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)
