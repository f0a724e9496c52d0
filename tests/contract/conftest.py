from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.store import Store


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database for each kind that the store promises to run on."""
    return {"sqlite": f"sqlite:///{tmp_path / 'newsroom.sqlite'}"}[request.param]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    store = Store(store_url)
    store.migrate()
    yield store
    store.close()
