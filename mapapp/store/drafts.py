"""Forms that were begun and not sent: each person's own, until they are sent or too old."""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select

from mapapp.store import tables as t
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import Draft

KEPT_FOR = timedelta(days=30)
MOST = 50


class DraftStore:
    """Keeps the `MOST` last drafts of a person, by the form they belong to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, person_id: int, form: str, fields: Mapping[str, str]) -> None:
        """Keep what stands in a form, in the place of what stood in it before."""
        values = {
            "person_id": person_id,
            "form": form,
            "fields": json.dumps(dict(fields)),
            "saved_at": stamp(),
        }
        with writing(self._engine) as connection:
            _forget(connection, person_id, form)
            connection.execute(delete(t.draft).where(t.draft.c.saved_at < stamp(-KEPT_FOR)))
            connection.execute(insert(t.draft).values(values))
            _keep_the_last(connection, person_id)

    def find(self, person_id: int, form: str) -> Draft | None:
        """What was left in a form, None where nothing was."""
        same = (t.draft.c.person_id == person_id, t.draft.c.form == form)
        query = select(t.draft).where(*same, t.draft.c.saved_at >= stamp(-KEPT_FOR))
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return Draft(json.loads(row.fields), row.saved_at) if row else None

    def remove(self, person_id: int, form: str) -> None:
        """Forget what was left in a form; nothing there is no error."""
        with writing(self._engine) as connection:
            _forget(connection, person_id, form)


def _forget(connection: Connection, person_id: int, form: str) -> None:
    connection.execute(delete(t.draft).where(t.draft.c.person_id == person_id, t.draft.c.form == form))


def _keep_the_last(connection: Connection, person_id: int) -> None:
    own = t.draft.c.person_id == person_id
    many = connection.execute(select(func.count()).select_from(t.draft).where(own)).scalar() or 0
    if many > MOST:
        oldest = select(t.draft.c.form).where(own).order_by(t.draft.c.saved_at).limit(many - MOST)
        connection.execute(delete(t.draft).where(own, t.draft.c.form.in_(oldest)))
