"""The audit log: who did what, and when; nothing in it is ever changed."""

from sqlalchemy import Connection, Engine, insert, select

from mapapp.store import tables as t
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import AuditEntry

MOST = 500


class AuditStore:
    """Reads the log, and adds the deeds that change nothing else in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, who: str, deed: str, subject: str, detail: str = "") -> None:
        """Add a deed by itself."""
        with writing(self._engine) as connection:
            record(connection, who, deed, subject, detail)

    def latest(
        self, before: int | None = None, *, by: str = "", about: str = "", most: int = MOST
    ) -> tuple[AuditEntry, ...]:
        """The last deeds, newest first: `by` one person, `about` one subject, `before` an entry's id."""
        query = select(t.audit).order_by(t.audit.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(t.audit.c.id < before)
        if by:
            query = query.where(t.audit.c.who == by)
        if about:
            query = query.where(t.audit.c.subject == about)
        with reading(self._engine) as connection:
            return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())


def record(connection: Connection, who: str, deed: str, subject: str, detail: str = "") -> None:
    """Add a deed to the log in the transaction that does it, so that neither is there without the other."""
    entry = {"at": stamp(), "who": who, "deed": deed, "subject": subject, "detail": detail}
    connection.execute(insert(t.audit).values(entry))
