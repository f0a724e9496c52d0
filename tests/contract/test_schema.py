import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from mapapp.errors import BadInput, Conflict
from mapapp.incident.model import Incident
from mapapp.store import Store, schema
from mapapp.store.tables import metadata


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(store: Store, store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_migrations_end_where_the_code_says() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_migrating_again_keeps_everything(store: Store) -> None:
    kept = store.incidents.create(Incident("fire", "A fire"), "Ada")
    store.migrate()
    assert store.incidents.load("fire") == kept


def test_many_may_migrate_at_once(store_url: str) -> None:
    barrier = threading.Barrier(4)

    def run(_number: int) -> bool:
        store = Store(store_url)
        barrier.wait(30)
        store.migrate()
        current = store.is_current()
        store.close()
        return current

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(4))) == [True] * 4


def test_a_database_of_a_newer_version_is_left_alone(store: Store, store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert not store.is_current()
    with pytest.raises(Conflict, match="newer version"):
        store.migrate()


def test_asking_for_the_version_makes_no_database(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'absent.sqlite'}")
    assert not store.is_current()
    store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["", "nonsense", "magic://host/db"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        Store(address)


def test_known_places_survive_the_step_that_gives_them_ids(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        row = "'A & B', 'Kenosha, WI', -87.8, 42.6, 'intersection', 20.0, 'a survey'"
        connection.execute(text(f"INSERT INTO known_place VALUES ({row})"))
    engine.dispose()
    store = Store(url)
    store.migrate()
    [kept] = store.known_places.all()
    assert (kept.name, kept.locality, kept.lon, kept.radius_m) == ("A & B", "Kenosha, WI", -87.8, 20.0)
    assert (kept.aliases, kept.confirmed_by, kept.id > 0) == ((), "", True)
    store.close()
