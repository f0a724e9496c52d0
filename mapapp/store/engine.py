"""The one place that knows which database runs below: connections, transactions, foreign errors.

SQLite is set here to write-ahead logging, enforced foreign keys and patient locks; a writer takes
the write lock when its transaction begins (BEGIN IMMEDIATE), so that what it read still holds when
it writes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from mapapp.errors import BadInput, MapappError, StorageFailed, Unavailable

_FULL = "The disk that holds the newsroom's data is full; nothing was saved. Free some space and try again."
_READ_ONLY = (
    "The newsroom's database cannot be written; nothing was saved. "
    "Check the permissions of the data folder (MAPAPP_HOME) and try again."
)
_UNREADABLE = (
    "The newsroom's database cannot be opened or read. "
    "Check the disk and the permissions of the data folder (MAPAPP_HOME)."
)
_DAMAGED = (
    "The newsroom's database is damaged or is not a database. "
    "Move the file away and put a backup in its place."
)
_BUSY = "The newsroom's database is busy; nothing was saved. Try again in a moment."
_DOWN = "The newsroom's database does not answer. Check that it runs, then try again."

# Primary result codes, https://www.sqlite.org/rescode.html
_SQLITE_ERRORS: dict[int, tuple[type[MapappError], str]] = {
    sqlite3.SQLITE_FULL: (StorageFailed, _FULL),
    sqlite3.SQLITE_READONLY: (StorageFailed, _READ_ONLY),
    sqlite3.SQLITE_PERM: (StorageFailed, _READ_ONLY),
    sqlite3.SQLITE_IOERR: (StorageFailed, _UNREADABLE),
    sqlite3.SQLITE_CANTOPEN: (StorageFailed, _UNREADABLE),
    sqlite3.SQLITE_CORRUPT: (StorageFailed, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (StorageFailed, _DAMAGED),
    sqlite3.SQLITE_BUSY: (Unavailable, _BUSY),
    sqlite3.SQLITE_LOCKED: (Unavailable, _BUSY),
}


def make_engine(url: str, patience_s: float) -> Engine:
    """An engine for the database at `url`, whose writers wait `patience_s` seconds for one another."""
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadInput(f"{url!r} is not the address of a database that mapapp can use.") from error
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine, patience_s)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; raises StorageFailed or Unavailable."""
    with _translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: everything done in it is saved at its end, or nothing is.

    Raises StorageFailed when the disk is full or cannot be written, Unavailable when others hold the lock.
    """
    with (
        _translated(),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


def _set_up_sqlite(engine: Engine, patience_s: float) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # Python's sqlite3 would begin transactions by itself, too late and without the lock.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(patience_s * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        # The change of mode does not wait for others, so it is only asked for when it is due.
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        found = _meaning(error)
        if found is None:
            raise
        kind, sentence = found
        raise kind(sentence) from error


def _meaning(error: DBAPIError) -> tuple[type[MapappError], str] | None:
    original: Any = error.orig
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        return None if code is None else _SQLITE_ERRORS.get(code & 0xFF)
    return (Unavailable, _DOWN) if isinstance(error, OperationalError) else None
