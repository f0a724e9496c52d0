import threading
import time

import pytest

from mapapp.desk import Desk, JobState
from mapapp.desk import work as module
from mapapp.desk.work import Work
from mapapp.errors import Unavailable
from mapapp.store import Job, Store


@pytest.fixture
def store(desk: Desk) -> Store:
    return Store(desk.settings.database_url)


def _only(store: Store) -> Job:
    (job,) = store.jobs.list()
    return job


def _wait_until_told(store: Store, message: str) -> Job:
    while _only(store).message != message:
        time.sleep(0.01)
    return _only(store)


def test_work_that_goes_well_leaves_its_result(store: Store) -> None:
    with Work(store, "streets", "Kenosha County, WI") as work:
        assert _only(store).state is JobState.RUNNING
        work.result("The streets are installed.")
    job = _only(store)
    assert (job.state, job.message, job.fraction) == (JobState.DONE, "The streets are installed.", 1.0)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Unavailable("The server does not answer."), "The server does not answer."),
        (RuntimeError("secret detail"), "It broke down unexpectedly"),
        (KeyboardInterrupt(), "It was interrupted"),
    ],
)
def test_work_that_fails_leaves_a_sentence_and_lets_the_error_pass(
    store: Store, error: BaseException, told: str
) -> None:
    with pytest.raises(type(error)), Work(store, "streets", "Kenosha County, WI"):
        raise error
    job = _only(store)
    assert job.state is JobState.FAILED
    assert job.message.startswith(told)


def test_progress_is_told_from_time_to_time_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TELL_EVERY_S", 0.05)
    written: list[str] = []
    write = store.jobs.progress
    monkeypatch.setattr(store.jobs, "progress", lambda *told: (written.append(told[1]), write(*told)))
    with Work(store, "streets", "Kenosha County, WI") as work:
        for i in range(10_000):
            work.progress(f"step {i}", i / 10_000)
        assert _wait_until_told(store, "step 9999").fraction == 0.9999
    assert len(written) < 100


def test_work_in_a_long_step_still_shows_that_it_lives(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TELL_EVERY_S", 0.01)
    monkeypatch.setattr(module, "BEAT_EVERY_S", 0.02)
    beats = threading.Semaphore(0)
    write = store.jobs.progress
    monkeypatch.setattr(store.jobs, "progress", lambda *told: (write(*told), beats.release()))
    with Work(store, "streets", "Kenosha County, WI"):
        assert all(beats.acquire(timeout=30) for _ in range(3))
