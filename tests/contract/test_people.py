from datetime import timedelta

import pytest

from mapapp.errors import Conflict, NotFound
from mapapp.store import Person, StaffRole, Store

HOUR = timedelta(hours=1)


@pytest.fixture
def ada(store: Store) -> Person:
    return store.people.add("ada", "Ada", "hash of a password", StaffRole.REPORTER)


def test_a_person_is_found_by_key_with_the_hash(store: Store, ada: Person) -> None:
    assert store.people.find("ada") == (ada, "hash of a password")
    assert store.people.find("Ada") is None
    assert [one.person for one in store.people.all()] == [ada]


def test_a_key_is_given_once(store: Store, ada: Person) -> None:
    with pytest.raises(Conflict, match="ADA"):
        store.people.add("ada", "ADA", "another hash", StaffRole.REPORTER)
    assert store.people.find("ada") == (ada, "hash of a password")


def test_a_store_knows_whether_anybody_was_added(store: Store) -> None:
    assert store.people.is_empty()
    store.people.add("ada", "Ada", "hash", StaffRole.REPORTER)
    assert not store.people.is_empty()


def test_a_sign_in_lasts_until_it_is_removed(store: Store, ada: Person) -> None:
    store.people.add_sign_in(ada.id, "digest", HOUR)
    assert store.people.signed_in("digest") == ada
    assert store.people.signed_in("another") is None
    store.people.remove_sign_in("digest")
    store.people.remove_sign_in("digest")
    assert store.people.signed_in("digest") is None


def test_a_sign_in_expires_and_the_others_stay(store: Store, ada: Person) -> None:
    store.people.add_sign_in(ada.id, "expired", -HOUR)
    assert store.people.signed_in("expired") is None
    store.people.add_sign_in(ada.id, "lasting", HOUR)
    assert store.people.signed_in("lasting") == ada


def test_a_new_password_ends_the_persons_sign_ins_if_asked(store: Store, ada: Person) -> None:
    ben = store.people.add("ben", "Ben", "hash", StaffRole.REPORTER)
    store.people.add_sign_in(ada.id, "ada's", HOUR)
    store.people.add_sign_in(ben.id, "ben's", HOUR)
    store.people.set_password_hash(ada.id, "the same in new wrapping", end_sign_ins=False)
    assert store.people.signed_in("ada's") == ada
    store.people.set_password_hash(ada.id, "new", end_sign_ins=True)
    assert store.people.signed_in("ada's") is None
    assert store.people.signed_in("ben's") == ben
    assert store.people.find("ada") == (ada, "new")


def test_nobody_gets_no_password(store: Store) -> None:
    with pytest.raises(NotFound):
        store.people.set_password_hash(7, "hash", end_sign_ins=True)
