"""What online geocoders have answered, kept as long as their terms allow."""

import hashlib
from datetime import timedelta

from sqlalchemy import Engine, delete, insert, select

from mapapp.incident.gazetteer import KeptAnswer
from mapapp.store import tables as t
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing


class OnlineAnswerStore:
    """Keeps one answer for each service and question, until a time of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, service: str, question: str) -> KeptAnswer | None:
        """What was kept, unless its time has passed."""
        answer = t.online_answer.c
        query = select(answer.results, answer.licence, answer.got_at).where(
            answer.service == service,
            answer.question_hash == _hash(question),
            answer.keep_until > stamp(),
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return KeptAnswer(**row) if row else None

    def put(self, service: str, question: str, answer: KeptAnswer, keep: timedelta) -> None:
        """Keep an answer for so long, in place of an earlier one; what is past its time goes."""
        key = {"service": service, "question_hash": _hash(question)}
        row = {"results": answer.results, "licence": answer.licence, "got_at": answer.got_at}
        past = delete(t.online_answer).where(t.online_answer.c.keep_until <= stamp())
        with writing(self._engine) as connection:
            connection.execute(past)
            connection.execute(delete(t.online_answer).filter_by(**key))
            connection.execute(insert(t.online_answer).values(**key, **row, keep_until=stamp(keep)))


def _hash(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()
