"""Which form the database has, and bringing it to the present one."""

from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

from mapapp.errors import Conflict
from mapapp.store.engine import exists, prepare, reading, writing

# The last migration in migrations/versions; said here so that opening a database need not load Alembic.
HEAD = "0006"
MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION = table("alembic_version", column("version_num"))


def version(engine: Engine) -> str | None:
    """The last migration the database has been through, None for one that was never set up."""
    if not exists(engine):
        return None
    with reading(engine) as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        found = connection.execute(select(_VERSION.c.version_num)).scalar()
    return None if found is None else str(found)


def migrate(engine: Engine) -> None:
    """Create the tables, or bring those of an earlier version up to date; all or nothing.

    Raises Conflict for a database that a newer version has made.
    """
    # Alembic is slow to load and only needed here, so that other commands start fast.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    prepare(engine)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, HEAD)
        except CommandError as error:
            raise Conflict(
                "The newsroom's database was made by a newer version of mapapp; use that version."
            ) from error
