"""Whether anything was written to the database, told without a query."""

import threading
from typing import Any

from sqlalchemy import Engine


class Watch:
    """Watches one database through a connection of its own; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Any = None

    def version(self) -> int | None:
        """A number that is another whenever any process has written; None where it cannot be told.

        SQLite counts what others than a connection commit, https://www.sqlite.org/pragma.html#pragma_data_version
        """
        if self._engine.dialect.name != "sqlite":
            return None
        # A transaction of SQLAlchemy's takes ten times the time.
        with self._lock:
            try:
                self._connection = self._connection or self._engine.raw_connection()
                return int(self._connection.cursor().execute("PRAGMA data_version").fetchone()[0])
            except self._engine.dialect.loaded_dbapi.Error:
                return None  # whoever reads next says in words what is wrong

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
