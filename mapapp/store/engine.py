"""The one place that knows which database runs below: connections, transactions, foreign errors.

SQLite is set here to write-ahead logging, enforced foreign keys and patient locks; a writer takes
the write lock when its transaction begins (BEGIN IMMEDIATE), so that what it read still holds when
it writes.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from mapapp.errors import BadInput, MapappError, StorageFailed, Unavailable

RETRY_S = 0.02

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

# By the first two words of SQLite's name for the error, https://www.sqlite.org/rescode.html
_SQLITE_ERRORS: Mapping[str, tuple[type[MapappError], str]] = {
    "SQLITE_FULL": (StorageFailed, _FULL),
    "SQLITE_READONLY": (StorageFailed, _READ_ONLY),
    "SQLITE_PERM": (StorageFailed, _READ_ONLY),
    "SQLITE_IOERR": (StorageFailed, _UNREADABLE),
    "SQLITE_CANTOPEN": (StorageFailed, _UNREADABLE),
    "SQLITE_CORRUPT": (StorageFailed, _DAMAGED),
    "SQLITE_NOTADB": (StorageFailed, _DAMAGED),
    "SQLITE_BUSY": (Unavailable, _BUSY),
    "SQLITE_LOCKED": (Unavailable, _BUSY),
}


def make_engine(url: str, patience_s: float) -> Engine:
    """An engine for the database at `url`, whose writers wait `patience_s` seconds for one another."""
    try:
        engine = create_engine(url, poolclass=QueuePool, max_overflow=-1)
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadInput(f"{url!r} is not the address of a database that mapapp can use.") from error
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine, patience_s)
    return engine


def exists(engine: Engine) -> bool:
    """Whether there is a database to connect to; SQLite would make an empty one of it."""
    return engine.dialect.name != "sqlite" or Path(engine.url.database or "").is_file()


def prepare(engine: Engine) -> None:
    """Make way for a new database: SQLite's file is for its owner alone, and its companions follow it."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        with suppress(OSError):  # what stands in the way shows, in better words, when it is opened
            os.close(os.open(engine.url.database, os.O_CREAT | os.O_RDWR, 0o600))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view; raises StorageFailed, Unavailable, and BadInput for words that are no text."""
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
    def _prepare(connection: Any, _record: object) -> None:
        # Python's sqlite3 would begin transactions by itself, too late and without the lock.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(patience_s * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        _set_write_ahead(connection, patience_s)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_write_ahead(connection: Any, patience_s: float) -> None:
    """Ask for the mode until it is set: unlike other statements this one does not wait for its turn."""
    deadline = time.monotonic() + patience_s
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except connection.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(RETRY_S)


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
    except UnicodeEncodeError as error:
        raise BadInput("The words hold a character that is not text; type them anew.") from error


def _meaning(error: DBAPIError) -> tuple[type[MapappError], str] | None:
    """What a person should read; None for what can only be a mistake in this program."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _SQLITE_ERRORS.get("_".join(name.split("_")[:2]))
    return (Unavailable, _DOWN) if isinstance(error, OperationalError) else None
