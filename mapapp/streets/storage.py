"""Disk errors, translated where they enter the house."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mapapp.errors import StorageFailed

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says while writing in `folder` into StorageFailed, in a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageFailed(_database_sentence(folder, error)) from error
    except OSError as error:
        raise StorageFailed(_sentence(folder, error)) from error


def _database_sentence(folder: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return _full(folder)
    return f"The street index could not be written in {folder} ({error})."


def _sentence(folder: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return _full(folder)
    if error.errno in _NOT_ALLOWED:
        return (
            f"{folder} cannot be written: give this user the right to, or set MAPAPP_HOME to another folder."
        )
    return f"{folder} cannot be used ({error.strerror or error})."


def _full(folder: Path) -> str:
    return (
        f"The disk is full: make room in {folder} and try again. "
        "Nothing was changed, and what was installed before still works."
    )
