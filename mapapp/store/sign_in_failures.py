"""Sign-ins that failed, so that every process slows down whoever guesses passwords."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Engine, delete, insert, select

from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.engine import reading, writing

FORGOTTEN_AFTER_S = 86_400.0
LONGEST_S = 900.0


class SignInFailureStore:
    """Counts failures by subject, such as a name tried from an address; `now` is seconds since 1970.

    After the free tries of a subject each further failure doubles the wait, up to 15 minutes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wait_until(self, subjects: Mapping[str, int]) -> float:
        """When the next try is heard of all these subjects, in seconds since 1970; 0 for at once."""
        keys = [_key(one) for one in subjects]
        query = select(t.sign_in_failure.c.wait_until).where(t.sign_in_failure.c.subject.in_(keys))
        with reading(self._engine) as connection:
            return max((row.wait_until for row in connection.execute(query)), default=0.0)

    def failed(self, subjects: Mapping[str, int], whose: str, address: str, now: float) -> None:
        """Count one more failure of each subject, the number of whose free tries is its value."""
        failure = t.sign_in_failure
        with writing(self._engine) as connection:
            connection.execute(delete(failure).where(failure.c.last_at < now - FORGOTTEN_AFTER_S))
            for subject, free in subjects.items():
                same = failure.c.subject == _key(subject)
                times = (connection.execute(select(failure.c.times).where(same)).scalar() or 0) + 1
                delay = min(2.0 ** min(times - free, 20), LONGEST_S) if times >= free else 0.0
                row = {"times": times, "last_at": now, "wait_until": now + delay}
                connection.execute(delete(failure).where(same))
                connection.execute(insert(failure).values(subject=_key(subject), **row))
            record(connection, "", "failed to sign in", whose, address)

    def succeeded(self, subject: str) -> None:
        """Forget the failures of someone who got in."""
        with writing(self._engine) as connection:
            connection.execute(delete(t.sign_in_failure).where(t.sign_in_failure.c.subject == _key(subject)))


def _key(subject: str) -> str:
    """A subject of any length, as the table keeps it; names that are typed wrong may be passwords."""
    return hashlib.sha256(subject.encode(errors="replace")).hexdigest()
