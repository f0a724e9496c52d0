import os
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from mapapp.desk.crew import AHEAD, CHUNK, FEW, in_order, processes
from mapapp.errors import WorkerLost

MANY = 5 * FEW


def _doubling() -> Callable[[int], tuple[int, int]]:
    process = os.getpid()
    return lambda number: (2 * number, process)


def _uneven() -> Callable[[int], int]:
    def work(number: int) -> int:
        # The first chunks take longest, so that later ones are done before them.
        time.sleep(0.002 if number < 2 * CHUNK else 0)
        return number

    return work


def _dying(at: int) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == at:
            os._exit(7)
        return number

    return work


def test_many_items_are_shared_and_stay_in_order() -> None:
    results = list(in_order(_doubling, range(MANY), jobs=2))
    assert [one for one, _ in results] == [2 * number for number in range(MANY)]
    crew = {process for _, process in results}
    assert os.getpid() not in crew
    assert crew


def test_a_slow_chunk_holds_up_the_order_and_nothing_else() -> None:
    assert list(in_order(_uneven, range(MANY), jobs=3)) == list(range(MANY))


@pytest.mark.parametrize(("items", "jobs"), [(FEW - 1, 2), (MANY, 1), (0, 2)])
def test_few_items_and_one_job_stay_in_this_process(items: int, jobs: int) -> None:
    assert {process for _, process in in_order(_doubling, range(items), jobs)} <= {os.getpid()}
    assert processes(items, jobs) == 1


def test_items_are_taken_only_a_bounded_number_ahead() -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            yield taken
            taken += 1

    results = in_order(_doubling, endless(), jobs=2)
    for _ in range(MANY):
        next(results)
    assert taken <= MANY + FEW + (2 * AHEAD + 2) * CHUNK
    results.close()


def test_a_worker_that_dies_ends_the_work_with_a_sentence() -> None:
    results = in_order(partial(_dying, 3_000), range(MANY), jobs=2)
    with pytest.raises(WorkerLost, match=r"ended with status 7.*--jobs 1"):
        list(results)
