"""Long pieces of work, so that every process can see how they go."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, select, update

from mapapp.store import tables as t
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import Job, JobState

SILENCE = timedelta(seconds=30)
_STOPPED = "It stopped before it was finished; start it again."


class JobStore:
    """Keeps the state of each job; one that has not been heard of for 30 s counts as failed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, kind: str, subject: str) -> int:
        """Record that a piece of work has begun and return its number."""
        now = stamp()
        values = {"kind": kind, "subject": subject, "state": JobState.RUNNING.value, "message": ""}
        times = {"fraction": 0.0, "started_at": now, "updated_at": now}
        with writing(self._engine) as connection:
            started = connection.execute(insert(t.job).values(**values, **times).returning(t.job.c.id))
            return int(started.scalar_one())

    def progress(self, job_id: int, message: str, fraction: float) -> None:
        """Record how far it is: a few words, and a fraction from 0 to 1. It also says that it lives."""
        self._update(job_id, message=message, fraction=min(max(fraction, 0.0), 1.0))

    def finish(self, job_id: int, state: JobState, message: str) -> None:
        """Record how it ended, with a sentence."""
        done = {"fraction": 1.0} if state is JobState.DONE else {}
        self._update(job_id, state=state.value, message=message, **done)

    def list(self, most: int = 50) -> tuple[Job, ...]:
        """The jobs, the last started first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(t.job).order_by(t.job.c.id.desc()).limit(most))
            return tuple(_job(row._mapping) for row in rows)

    def _update(self, job_id: int, **values: Any) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(t.job).where(t.job.c.id == job_id).values(updated_at=stamp(), **values))


def _job(row: Any) -> Job:
    values = {**row, "state": JobState(row["state"])}
    if values["state"] is JobState.RUNNING and row["updated_at"] < stamp(-SILENCE):
        values.update(state=JobState.FAILED, message=_STOPPED)
    return Job(**values)
