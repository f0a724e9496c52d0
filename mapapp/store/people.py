"""Who may sign in, and who has."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from mapapp.errors import Conflict, NotFound
from mapapp.store import tables as t
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import Person, StaffRole

_PERSON = (t.person.c.id, t.person.c.name, t.person.c.role)


class PeopleStore:
    """Keeps names with password hashes, and sign-ins by the hash of their token; never a secret itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, name: str, password_hash: str, role: StaffRole) -> Person:
        """Add someone under the name as compared (`key`) and as written; raises Conflict when taken."""
        values = {"key": key, "name": name, "password_hash": password_hash, "role": role.value}
        try:
            with writing(self._engine) as connection:
                query = insert(t.person).values(**values, created_at=stamp()).returning(t.person.c.id)
                return Person(connection.execute(query).scalar_one(), name, role)
        except IntegrityError as error:
            raise Conflict(f"There is already someone called {name!r}; choose another name.") from error

    def find(self, key: str) -> tuple[Person, str] | None:
        """The person of that name with their password hash, or None."""
        query = select(*_PERSON, t.person.c.password_hash).where(t.person.c.key == key)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return (_person(row), row.password_hash) if row else None

    def all(self) -> tuple[Person, ...]:
        """Everyone, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(*_PERSON).order_by(t.person.c.key))
            return tuple(_person(row) for row in rows)

    def is_empty(self) -> bool:
        """Whether nobody was ever added."""
        with reading(self._engine) as connection:
            return not connection.execute(select(exists().select_from(t.person))).scalar()

    def set_password_hash(self, person_id: int, password_hash: str, *, end_sign_ins: bool) -> None:
        """Replace a password hash, and if asked end whatever was signed in with the old one."""
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(t.person).where(t.person.c.id == person_id).values(password_hash=password_hash)
            )
            if not changed.rowcount:
                raise NotFound("There is nobody of that name.")
            if end_sign_ins:
                connection.execute(delete(t.sign_in).where(t.sign_in.c.person_id == person_id))

    def add_sign_in(self, person_id: int, token_hash: str, lasts: timedelta) -> None:
        """Remember a sign-in until it expires; those that have expired are forgotten."""
        with writing(self._engine) as connection:
            connection.execute(delete(t.sign_in).where(t.sign_in.c.expires_at <= stamp()))
            connection.execute(
                insert(t.sign_in).values(token_hash=token_hash, person_id=person_id, expires_at=stamp(lasts))
            )

    def signed_in(self, token_hash: str) -> Person | None:
        """Who signed in with that token, unless it has expired."""
        query = (
            select(*_PERSON)
            .join(t.sign_in, t.sign_in.c.person_id == t.person.c.id)
            .where(t.sign_in.c.token_hash == token_hash, t.sign_in.c.expires_at > stamp())
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _person(row) if row else None

    def remove_sign_in(self, token_hash: str) -> None:
        """Forget a sign-in; one that is not there is no error."""
        with writing(self._engine) as connection:
            connection.execute(delete(t.sign_in).where(t.sign_in.c.token_hash == token_hash))


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(row.id, row.name, StaffRole(row.role))
