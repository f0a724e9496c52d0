"""Work spread over processes: results in order, few items under way, no process left behind."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, cast

from mapapp.errors import WorkerLost

Item = TypeVar("Item")
Result = TypeVar("Result")

# So few items are done before other processes have even started.
FEW = 2_000

CHUNK = 200
# How many chunks for each process may wait for an earlier one to be finished.
AHEAD = 4


def all_cores() -> int:
    """How many processes can run at once here."""
    allowed = getattr(os, "sched_getaffinity", None)  # Linux alone knows which cores are ours.
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def processes(items: int, jobs: int | None) -> int:
    """How many processes `in_order` shares so many items among."""
    return 1 if items < FEW else jobs or all_cores()


def in_order(
    make: Callable[[], Callable[[Item], Result]], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """What the worker that `make` gives says to each item, in order, by `jobs` processes.

    Each process makes its own worker, so `make` must be picklable; items and results travel by pickle. Fewer
    than 2,000 items are done here. Items are taken as they are needed, some thousands ahead at most. Raises
    WorkerLost when a process ends before its work does.
    """
    items = iter(items)
    head = list(islice(items, FEW)) if jobs > 1 else []
    if len(head) < FEW:
        yield from map(make(), chain(head, items))
        return
    with _crew(make, jobs) as workers:
        for results in _spread(workers, _chunks(chain(head, items))):
            yield from results


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def _spread(workers: "list[_Worker[Item, Result]]", chunks: Iterator[list[Item]]) -> Iterator[list[Result]]:
    """The chunks' results in order, each given to whichever worker is free."""
    done: dict[int, list[Result]] = {}
    free, busy = list(workers), dict[Connection, _Worker[Item, Result]]()
    taken = given = 0
    while True:
        while given in done:
            yield done.pop(given)
            given += 1
        while free and taken - given < AHEAD * len(workers) and (chunk := next(chunks, None)):
            worker = free.pop()
            worker.take(taken, chunk)
            busy[worker.pipe] = worker
            taken += 1
        if not busy:
            return
        for pipe in cast("list[Connection]", wait(list(busy))):
            worker = busy.pop(pipe)
            number, results = worker.give()
            done[number] = results
            free.append(worker)


class _Worker(Generic[Item, Result]):
    """A process that is given one chunk at a time."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self._process = process
        self.pipe = pipe

    def take(self, number: int, chunk: list[Item]) -> None:
        try:
            self.pipe.send((number, chunk))
        except OSError as error:
            raise self._lost() from error

    def give(self) -> tuple[int, list[Result]]:
        try:
            return cast("tuple[int, list[Result]]", self.pipe.recv())
        except (EOFError, OSError) as error:
            raise self._lost() from error

    def dismiss(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join()

    def _lost(self) -> WorkerLost:
        self._process.join()
        status = self._process.exitcode or 0
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        return WorkerLost(
            f"A process that did part of the work {how}; perhaps memory ran out. Try again with --jobs 1."
        )


@contextmanager
def _crew(make: Callable[[], Callable[[Item], Result]], jobs: int) -> Iterator["list[_Worker[Item, Result]]"]:
    """The workers, as processes that start afresh: an open database must not cross a fork."""
    context = get_context("spawn")
    workers: list[_Worker[Item, Result]] = []
    try:
        with _uninterrupted():
            for _ in range(jobs):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(make, theirs), daemon=True)
                process.start()
                theirs.close()
                workers.append(_Worker(process, ours))
        yield workers
    finally:
        for worker in workers:
            worker.dismiss()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C, which a terminal sends to all; we see it afterwards."""
    # The tracker that comes with the first process unblocks the signal once it runs.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(make: Callable[[], Callable[[Item], Result]], pipe: Connection) -> None:
    """A worker's life: until the other end of the pipe is closed, in whichever way."""
    work = make()
    with suppress(BrokenPipeError, ConnectionResetError):
        while (received := _received(pipe)) is not None:
            number, chunk = received
            pipe.send((number, [work(one) for one in chunk]))


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None
