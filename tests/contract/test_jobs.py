from sqlalchemy import create_engine, update

from mapapp.store import JobState, Store
from mapapp.store import tables as t


def test_a_job_tells_how_it_goes_and_how_it_ended(store: Store) -> None:
    number = store.jobs.start("streets", "Kenosha County, WI")
    (job,) = store.jobs.list()
    assert (job.kind, job.subject, job.state) == ("streets", "Kenosha County, WI", JobState.RUNNING)
    store.jobs.progress(number, "Fetching", 0.25)
    (job,) = store.jobs.list()
    assert (job.message, job.fraction) == ("Fetching", 0.25)
    store.jobs.finish(number, JobState.DONE, "The streets are installed.")
    (job,) = store.jobs.list()
    assert (job.state, job.message, job.fraction) == (JobState.DONE, "The streets are installed.", 1.0)


def test_a_failed_job_stays_as_far_as_it_got(store: Store) -> None:
    number = store.jobs.start("streets", "Kenosha County, WI")
    store.jobs.progress(number, "Fetching", 7.0)
    store.jobs.progress(number, "Fetching", 0.5)
    store.jobs.finish(number, JobState.FAILED, "There is no network.")
    (job,) = store.jobs.list()
    assert (job.state, job.message, job.fraction) == (JobState.FAILED, "There is no network.", 0.5)


def test_a_running_job_that_is_not_heard_of_counts_as_failed(store: Store, store_url: str) -> None:
    silent, finished = store.jobs.start("streets", "A"), store.jobs.start("streets", "B")
    store.jobs.finish(finished, JobState.DONE, "Installed.")
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(update(t.job).values(updated_at="2020-08-23T22:15:00Z"))
    engine.dispose()
    assert {one.subject: one.state for one in store.jobs.list()} == {"A": JobState.FAILED, "B": JobState.DONE}
    store.jobs.progress(silent, "Still here", 0.5)
    assert {one.state for one in store.jobs.list()} == {JobState.RUNNING, JobState.DONE}


def test_the_last_started_comes_first_and_old_ones_fall_off(store: Store) -> None:
    for name in "ABC":
        store.jobs.start("streets", name)
    assert [one.subject for one in store.jobs.list(most=2)] == ["C", "B"]
