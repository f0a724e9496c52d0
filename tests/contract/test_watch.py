import pytest

from mapapp.incident.model import Incident
from mapapp.store import Store


def test_the_version_is_another_after_each_write_of_anybody(store: Store, store_url: str) -> None:
    before = store.version()
    if before is None:
        pytest.skip("this database tells no version")
    assert store.version() == before
    store.incidents.create(Incident("fire", "A fire"), "Ada")
    after = store.version()
    assert after != before
    other = Store(store_url)
    try:
        other.incidents.create(Incident("flood", "A flood"), "Ada")
    finally:
        other.close()
    assert store.version() not in (before, after)


def test_reading_leaves_the_version(store: Store) -> None:
    store.incidents.create(Incident("fire", "A fire"), "Ada")
    before = store.version()
    store.incidents.load("fire")
    assert store.version() == before


def test_a_store_that_was_closed_opens_again(store: Store) -> None:
    assert store.version() is not None
    store.close()
    assert store.version() is not None
