"""Who may sign in, and who has."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from mapapp.errors import Conflict, NotFound, StorageFailed, Unavailable
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.records import Account, Person, SignIn, StaffRole

HANDLE = 16
# How stale "last seen" may be: a page is no reason to write each time.
SEEN_EVERY = timedelta(minutes=1)

_PERSON = (t.person.c.id, t.person.c.name, t.person.c.role)


class PeopleStore:
    """Keeps names with password hashes, and sign-ins by the hash of their token; never a secret itself.

    `who` does a thing and stands in the audit log for it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, name: str, password_hash: str, role: StaffRole, who: str = "") -> Person:
        """Add someone under the name as compared (`key`) and as written; raises Conflict when taken."""
        values = {"key": key, "name": name, "password_hash": password_hash, "role": role.value}
        try:
            with writing(self._engine) as connection:
                query = insert(t.person).values(**values, created_at=stamp()).returning(t.person.c.id)
                person = Person(connection.execute(query).scalar_one(), name, role)
                record(connection, who, "added a person", name, role.value)
                return person
        except IntegrityError as error:
            raise Conflict(f"There is already someone called {name!r}; choose another name.") from error

    def find(self, key: str) -> tuple[Person, str] | None:
        """The person of that name with their password hash; None also for one who may not sign in."""
        query = select(*_PERSON, t.person.c.password_hash).where(t.person.c.key == key)
        with reading(self._engine) as connection:
            row = connection.execute(query.where(~t.person.c.disabled)).first()
        return (_person(row), row.password_hash) if row else None

    def all(self) -> tuple[Account, ...]:
        """Everyone, by name."""
        seen = select(func.max(t.sign_in.c.seen_at)).where(t.sign_in.c.person_id == t.person.c.id)
        query = select(*_PERSON, t.person.c.disabled, seen.scalar_subquery().label("seen_at"))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(t.person.c.key)).all()
        return tuple(Account(_person(row), row.disabled, row.seen_at or "") for row in rows)

    def is_empty(self) -> bool:
        """Whether nobody was ever added."""
        with reading(self._engine) as connection:
            return not connection.execute(select(exists().select_from(t.person))).scalar()

    def set_password_hash(
        self, person_id: int, password_hash: str, *, end_sign_ins: bool, who: str = "", but: str = ""
    ) -> None:
        """Replace a password hash, and if asked end whatever was signed in with the old one.

        The sign-in whose token has the hash `but` stays. Without `who` it is the same password in new
        wrapping, which is nobody's deed.
        """
        with writing(self._engine) as connection:
            name = _change(connection, person_id, password_hash=password_hash)
            if end_sign_ins:
                _end(connection, person_id, but)
            if who:
                record(connection, who, "changed a password", name)

    def set_role(self, person_id: int, role: StaffRole, who: str) -> None:
        """Give someone another role; raises Conflict where nobody would be left to administer."""
        with writing(self._engine) as connection:
            name = _change(connection, person_id, role=role.value)
            _check_administered(connection)
            record(connection, who, "changed a role", name, role.value)

    def set_disabled(self, person_id: int, who: str, *, disabled: bool) -> None:
        """Let someone sign in or not, and end what they are signed in to; Conflict for the last admin."""
        with writing(self._engine) as connection:
            name = _change(connection, person_id, disabled=disabled)
            _check_administered(connection)
            _end(connection, person_id)
            record(connection, who, "disabled an account" if disabled else "enabled an account", name)

    def add_sign_in(
        self, person_id: int, token_hash: str, lasts: timedelta, browser: str = "", address: str = ""
    ) -> None:
        """Remember a sign-in until it expires; those that have expired are forgotten."""
        times = {"expires_at": stamp(lasts), "started_at": stamp(), "seen_at": stamp()}
        with writing(self._engine) as connection:
            connection.execute(delete(t.sign_in).where(t.sign_in.c.expires_at <= stamp()))
            values = {
                "token_hash": token_hash,
                "person_id": person_id,
                "browser": browser,
                "address": address,
            }
            connection.execute(insert(t.sign_in).values(**values, **times))
            record(connection, _name(connection, person_id), "signed in", "", address)

    def signed_in(self, token_hash: str) -> Person | None:
        """Who signed in with that token, unless it has expired or they may not sign in any more."""
        query = (
            select(*_PERSON, t.sign_in.c.seen_at)
            .join(t.sign_in, t.sign_in.c.person_id == t.person.c.id)
            .where(
                t.sign_in.c.token_hash == token_hash, t.sign_in.c.expires_at > stamp(), ~t.person.c.disabled
            )
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is not None and row.seen_at < stamp(-SEEN_EVERY):
            # A page is not refused because nobody can be told when it was asked for.
            with suppress(StorageFailed, Unavailable), writing(self._engine) as connection:
                same = t.sign_in.c.token_hash == token_hash
                connection.execute(update(t.sign_in).where(same).values(seen_at=stamp()))
        return _person(row) if row else None

    def sign_ins(self, person_id: int) -> tuple[SignIn, ...]:
        """What someone is signed in to, the last seen first."""
        own = (t.sign_in.c.person_id == person_id, t.sign_in.c.expires_at > stamp())
        query = select(t.sign_in).where(*own).order_by(t.sign_in.c.seen_at.desc(), t.sign_in.c.token_hash)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(
            SignIn(one.token_hash[:HANDLE], one.started_at, one.seen_at, one.browser, one.address)
            for one in rows
        )

    def remove_sign_in(self, token_hash: str) -> None:
        """Forget a sign-in; one that is not there is no error."""
        with writing(self._engine) as connection:
            query = delete(t.sign_in).where(t.sign_in.c.token_hash == token_hash)
            gone = connection.execute(query.returning(t.sign_in.c.person_id)).scalar()
            if gone is not None:
                record(connection, _name(connection, gone), "signed out", "")

    def end_sign_in(self, person_id: int, handle: str, who: str) -> None:
        """End one sign-in of a person by its handle; one that is not there is no error."""
        own = (t.sign_in.c.person_id == person_id, func.substr(t.sign_in.c.token_hash, 1, HANDLE) == handle)
        with writing(self._engine) as connection:
            if connection.execute(delete(t.sign_in).where(*own)).rowcount:
                record(connection, who, "ended a sign-in", _name(connection, person_id))

    def end_sign_ins(self, person_id: int, who: str, but: str = "") -> None:
        """End everything a person is signed in to, except with the token of the hash `but`."""
        with writing(self._engine) as connection:
            _end(connection, person_id, but)
            record(connection, who, "ended sign-ins", _name(connection, person_id))


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(row.id, row.name, StaffRole(row.role))


def _change(connection: Connection, person_id: int, **values: Any) -> str:
    """Change a person and return the name; raises NotFound."""
    changed = connection.execute(
        update(t.person).where(t.person.c.id == person_id).values(values).returning(t.person.c.name)
    )
    name = changed.scalar()
    if name is None:
        raise NotFound("There is nobody of that name.")
    return str(name)


def _check_administered(connection: Connection) -> None:
    able = (t.person.c.role == StaffRole.ADMIN.value, ~t.person.c.disabled)
    if not connection.execute(select(exists().where(*able))).scalar():
        raise Conflict("Somebody has to administer the newsroom; make someone else an admin first.")


def _end(connection: Connection, person_id: int, but: str = "") -> None:
    others = (t.sign_in.c.person_id == person_id, t.sign_in.c.token_hash != but)
    connection.execute(delete(t.sign_in).where(*others))


def _name(connection: Connection, person_id: int) -> str:
    return str(connection.execute(select(t.person.c.name).where(t.person.c.id == person_id)).scalar_one())
