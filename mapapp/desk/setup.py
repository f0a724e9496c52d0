"""Setting up a newsroom: its folder, its database, what it starts with, its first account."""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from mapapp.desk.people import People
from mapapp.desk.starting_data import read_facilities, read_incidents, read_known_places
from mapapp.errors import Conflict, StorageFailed
from mapapp.settings import Settings
from mapapp.store import Person, StaffRole, Store

FIRST_NAME = "editor"
PROGRAM = Person(0, "mapapp", StaffRole.ADMIN)
"""Who does what the program does by itself, or at the command line."""


@dataclass(frozen=True)
class FirstAccount:
    """The account made when there was none; its password is shown once and kept nowhere."""

    name: str
    password: str


class Setup:
    """Makes the newsroom in `settings.home`; two homes are two separate newsrooms."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store

    def is_done(self) -> bool:
        """Whether this version has set the newsroom up; creates nothing."""
        return self._settings.home.is_dir() and self._store.is_current()

    def initialise(self, data_folder: Path) -> FirstAccount | None:
        """Create or migrate the newsroom and load what it starts with; safe to repeat.

        Incidents of `data_folder` that were never seen are published as they are; one that the
        newsroom has is left alone. Returns the first account when there was none. Raises BadInput
        for a file of `data_folder` that cannot be read, StorageFailed when nothing can be written.
        """
        _make_folder(self._settings.home)
        self._store.migrate()
        self._load(data_folder)
        people = People(self._store, self._settings)
        if not people.is_empty():
            return None
        with contextlib.suppress(Conflict):
            return FirstAccount(FIRST_NAME, people.add(PROGRAM, FIRST_NAME, role=StaffRole.ADMIN))
        return None

    def secret_key(self) -> str:
        """The key that signs session cookies: made once, kept in a file that only its owner can read."""
        path = self._settings.home / "secret_key"
        try:
            if not path.exists():
                _write_once(path, secrets.token_hex(32))
            key = path.read_text(errors="replace").strip()
        except OSError as error:
            raise _cannot_write(self._settings.home) from error
        if len(key) < 32:
            raise StorageFailed(f"{path} is damaged; delete it and start again (everyone must sign in anew).")
        return key

    def _load(self, data_folder: Path) -> None:
        self._store.known_places.load(read_known_places(data_folder / "known_places.csv"))
        self._store.gazetteer.put_checked_facilities(read_facilities(data_folder / "facilities.csv"))
        for incident in read_incidents(data_folder / "incidents"):
            if not self._store.incidents.exists(incident.id):
                with contextlib.suppress(Conflict):
                    self._store.publications.create(incident, PROGRAM.name, "Loaded with mapapp")


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(home) from error


def _write_once(path: Path, text: str) -> None:
    """Write a file that is never seen half-written, and keep the one of whoever came first."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _cannot_write(home: Path) -> StorageFailed:
    return StorageFailed(
        f"The data folder {home} cannot be made or written. "
        "Check the disk and the permissions, or set MAPAPP_HOME to another folder."
    )
