import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.store import Store
from tests.once import once


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database for each kind that the store promises to run on."""
    return {"sqlite": f"sqlite:///{tmp_path / 'newsroom.sqlite'}"}[request.param]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database that has its tables."""

    def migrate(folder: Path) -> None:
        store = Store(f"sqlite:///{folder / 'newsroom.sqlite'}")
        store.migrate()
        store.close()

    return once(tmp_path_factory, "migrated", migrate) / "newsroom.sqlite"


@pytest.fixture
def store(store_url: str, migrated: Path) -> Iterator[Store]:
    """A store without anything in it."""
    if store_url.startswith("sqlite:///"):
        shutil.copy(migrated, store_url.removeprefix("sqlite:///"))
    store = Store(store_url)
    if not store_url.startswith("sqlite:///"):
        store.migrate()
    yield store
    store.close()
