import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from mapapp.incident.model import Incident
from mapapp.store import StaffRole, Store


def test_deeds_stand_in_the_log_newest_first_with_who_did_them(store: Store) -> None:
    fire = store.incidents.create(Incident("fire", "A fire"), "Ada")
    store.incidents.save(fire, "Ben")
    store.people.add("cay", "Cay", "hash", StaffRole.REPORTER, "Ada")
    deeds = [(one.who, one.deed, one.subject) for one in store.audit.latest()]
    assert deeds == [
        ("Ada", "added a person", "Cay"),
        ("Ben", "saved a map", "fire"),
        ("Ada", "made a map", "fire"),
    ]
    assert [one.deed for one in store.audit.latest(by="Ben")] == ["saved a map"]
    assert len(store.audit.latest(about="fire")) == 2
    newest = store.audit.latest()[0].id
    assert len(store.audit.latest(before=newest)) == 2


def test_a_deed_that_failed_is_not_in_the_log(store: Store) -> None:
    store.people.add("cay", "Cay", "hash", StaffRole.ADMIN, "Ada")
    person = store.people.all()[0].person
    with pytest.raises(Exception, match="administer"):
        store.people.set_role(person.id, StaffRole.REPORTER, "Ada")
    assert [one.deed for one in store.audit.latest()] == ["added a person"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'Nobody'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit VALUES (1, '2026-01-01', 'Nobody', 'looked', 'fire', '')",
    ],
)
def test_the_database_itself_lets_nobody_change_the_log(store: Store, store_url: str, statement: str) -> None:
    store.audit.add("Ada", "looked", "fire")
    engine = create_engine(store_url)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert [one.who for one in store.audit.latest()] == ["Ada"]
