"""What goes wrong below, as sentences: real SQLite files that are full, locked, read-only or damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from mapapp.errors import MapappError, StorageFailed, Unavailable
from mapapp.incident.model import Incident
from mapapp.store import Store

FIRST = Incident("fire", "A fire")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database that holds one incident."""
    path = tmp_path / "newsroom.sqlite"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.incidents.create(FIRST, "Ada")
    store.close()
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}", patience_s=0.1)
    yield store
    store.close()


def _save(store: Store, summary: str = "") -> Incident:
    return store.incidents.save(replace(FIRST, revision=1, summary=summary), "Ben")


def _is_sentence(error: MapappError) -> bool:
    return str(error)[0].isupper() and str(error).endswith(".") and "sqlite" not in str(error).lower()


def test_a_full_disk_saves_nothing_and_says_so(store: Store) -> None:
    @event.listens_for(store._engine, "connect")
    def _no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    with pytest.raises(StorageFailed, match="full") as caught:
        _save(store, "x" * 20_000)
    assert _is_sentence(caught.value)
    assert len(store.incidents.history("fire")) == 1


def test_a_locked_database_is_busy_not_broken(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="busy") as caught:
            _save(store)
        assert store.incidents.load("fire").title == "A fire"
        other.execute("ROLLBACK")
    assert _is_sentence(caught.value)
    assert _save(store).revision == 2


def test_a_database_that_may_only_be_read_can_be_read(path: Path) -> None:
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert store.incidents.load("fire").title == "A fire"
    with pytest.raises(StorageFailed, match="cannot be written") as caught:
        _save(store)
    assert _is_sentence(caught.value)
    store.close()


@pytest.mark.parametrize("garbage", [b"not a database at all " * 500, b"\x00" * 8192])
def test_a_file_that_is_no_database_is_named_as_such(path: Path, garbage: bytes) -> None:
    path.write_bytes(garbage)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StorageFailed, match="damaged") as caught:
        store.incidents.all()
    assert _is_sentence(caught.value)
    store.close()


def test_a_damaged_page_is_damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(raw)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StorageFailed, match="damaged"):
        store.incidents.load("fire")
    store.close()


def test_a_database_that_cannot_be_opened_is_named_as_such(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'no such folder' / 'newsroom.sqlite'}")
    with pytest.raises(StorageFailed, match="cannot be opened") as caught:
        store.migrate()
    assert _is_sentence(caught.value)
    store.close()


def test_the_database_is_set_up_as_promised(store: Store) -> None:
    store.incidents.all()
    with store._engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 100}
