from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.model import Precision
from mapapp.store import Store

CORNER = KnownPlace("A & B", "Kenosha, WI", -87.8, 42.6, Precision.INTERSECTION, 20.0, "a survey")
LISTED = Facility("list", "1", "General", "hospital", "1 A St", "Kenosha", "WI", -87.8, 42.6, "a list")
FULL = replace(LISTED, dataset_id="2", trauma="LEVEL I", helipad=True, beds=12)


def test_known_places_read_back_equal_and_later_ones_replace(store: Store) -> None:
    twin = replace(CORNER, locality="Racine, WI")
    store.known_places.load([CORNER, twin])
    store.known_places.load([replace(CORNER, radius_m=30.0)])
    assert store.known_places.all() == (replace(CORNER, radius_m=30.0), twin)


def test_facilities_read_back_equal_and_later_ones_replace(store: Store) -> None:
    assert store.gazetteer.put_listed_facilities([LISTED, FULL], []) == 2
    assert store.gazetteer.put_listed_facilities([replace(LISTED, helipad=False)], []) == 1
    assert store.gazetteer.facilities() == (replace(LISTED, helipad=False), FULL)


def test_a_listed_facility_does_not_replace_a_checked_one(store: Store) -> None:
    checked = replace(LISTED, name="Kenosha General Hospital")
    store.gazetteer.put_listed_facilities([LISTED], [])
    store.gazetteer.put_checked_facilities([checked])
    assert store.gazetteer.put_listed_facilities([LISTED, FULL], [("list", "1")]) == 1
    assert store.gazetteer.facilities() == (checked, FULL)


def test_facilities_that_are_gone_are_forgotten(store: Store) -> None:
    store.gazetteer.put_listed_facilities([LISTED, FULL], [])
    store.gazetteer.put_listed_facilities([], [("list", "2"), ("list", "never there")])
    assert store.gazetteer.facilities() == (LISTED,)


def test_of_two_rows_with_one_key_the_last_is_kept(store: Store) -> None:
    store.gazetteer.put_listed_facilities([LISTED, replace(LISTED, name="Later")], [])
    assert [one.name for one in store.gazetteer.facilities()] == ["Later"]


def test_rows_are_kept_all_or_none(store: Store) -> None:
    store.known_places.load([CORNER])
    before = store.gazetteer.version()
    broken = replace(CORNER, name="C & D", source=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        store.known_places.load([replace(CORNER, radius_m=99.0), broken])
    assert store.known_places.all() == (CORNER,)
    assert store.gazetteer.version() == before


def test_every_change_shows_in_the_version_of_every_store(store: Store, store_url: str) -> None:
    other = Store(store_url)
    seen = [other.gazetteer.version()]
    for change in (
        lambda: store.known_places.load([CORNER]),
        lambda: store.gazetteer.put_checked_facilities([LISTED]),
        lambda: store.gazetteer.put_listed_facilities([FULL], []),
    ):
        change()
        seen.append(other.gazetteer.version())
    assert len(set(seen)) == 4
    other.close()
