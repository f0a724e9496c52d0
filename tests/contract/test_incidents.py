import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from mapapp.errors import BadInput, Conflict, InvalidDocument, NotFound, StaleRevision
from mapapp.incident.model import Incident
from mapapp.store import Store
from tests.unit.incident.documents import a_place, incidents

FIRST = Incident("fire", "A fire", places=(a_place(),))


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(incidents)
def test_what_is_saved_reads_back_equal(store: Store, incident: Incident) -> None:
    incident = replace(incident, id=uuid.uuid4().hex)
    created = store.incidents.create(incident, "Ada")
    assert store.incidents.load(incident.id) == created
    assert replace(created, revision=incident.revision, updated_at=incident.updated_at) == incident
    saved = store.incidents.save(replace(created, title="Another title"), "Ben")
    assert store.incidents.load(incident.id) == saved
    assert store.incidents.load(incident.id, 1) == created


def test_the_store_sets_revision_and_time(store: Store) -> None:
    first = store.incidents.create(replace(FIRST, revision=77, updated_at="1999-01-01"), "Ada", "Begun")
    second = store.incidents.save(replace(first, updated_at="1999-01-01"), "Ben", "Checked")
    assert (first.revision, second.revision) == (1, 2)
    assert "1999" not in first.updated_at + second.updated_at
    history = store.incidents.history("fire")
    assert [(one.number, one.who, one.note) for one in history] == [
        (2, "Ben", "Checked"),
        (1, "Ada", "Begun"),
    ]
    assert [one.saved_at for one in history] == [second.updated_at, first.updated_at]


def test_a_stale_save_is_refused_with_both_versions_kept(store: Store) -> None:
    first = store.incidents.create(FIRST, "Ada")
    theirs = store.incidents.save(replace(first, title="Theirs"), "Ben")
    mine = replace(first, title="Mine")
    with pytest.raises(StaleRevision) as caught:
        store.incidents.save(mine, "Cay", "My note")
    error = caught.value
    assert (error.incident_id, error.base, error.current) == ("fire", 1, 2)
    refused = store.incidents.refused("fire", error.refused_id)
    assert (refused.incident, refused.who, refused.note) == (mine, "Cay", "My note")
    assert store.incidents.load("fire") == theirs
    assert len(store.incidents.history("fire")) == 2


def test_a_version_kept_for_one_incident_is_not_found_under_another(store: Store) -> None:
    first = store.incidents.create(FIRST, "Ada")
    store.incidents.create(replace(FIRST, id="flood"), "Ada")
    store.incidents.save(first, "Ben")
    with pytest.raises(StaleRevision) as caught:
        store.incidents.save(first, "Cay")
    with pytest.raises(NotFound):
        store.incidents.refused("flood", caught.value.refused_id)


def test_an_id_is_given_once(store: Store) -> None:
    first = store.incidents.create(FIRST, "Ada")
    with pytest.raises(Conflict):
        store.incidents.create(replace(FIRST, title="Another"), "Ben")
    assert store.incidents.load("fire") == first


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        (replace(FIRST, title=" "), "title"),
        (replace(FIRST, id="../x"), "id"),
        (replace(FIRST, occurred_at="2020-08-23T17:15:00"), "occurred_at"),
        (replace(FIRST, title="a\ud800"), "title"),
        (replace(FIRST, places=(a_place(radius_m=float("nan")),)), "features[0].properties.radius_m"),
        (replace(FIRST, places=(a_place(), a_place())), "features[1].id"),
    ],
)
def test_what_could_not_be_read_back_is_not_kept(store: Store, broken: Incident, path: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        store.incidents.create(broken, "Ada")
    assert caught.value.path == path
    assert store.incidents.all() == ()


def test_what_was_never_saved_is_not_found(store: Store) -> None:
    store.incidents.create(FIRST, "Ada")
    asked = [
        lambda: store.incidents.load("flood"),
        lambda: store.incidents.load("fire", 2),
        lambda: store.incidents.load("fire", 2**80),
        lambda: store.incidents.load("fire", -1),
        lambda: store.incidents.refused("fire", 2**80),
        lambda: store.incidents.save(replace(FIRST, revision=0), "Ada"),
        lambda: store.incidents.save(replace(FIRST, revision=2), "Ada"),
        lambda: store.incidents.history("flood"),
        lambda: store.incidents.summary("flood"),
        lambda: store.incidents.refused("fire", 1),
        lambda: store.incidents.save(replace(FIRST, id="flood", revision=1), "Ada"),
    ]
    for ask in asked:
        with pytest.raises(NotFound):
            ask()


def test_summaries_come_in_the_order_people_expect(store: Store) -> None:
    for day in ("2020-08-23", "2021-01-06", "2019-05-01"):
        incident = Incident(f"event-{day}", day, occurred_at=day, places=(a_place(),))
        store.publications.create(incident, "Ada")
    assert [one.occurred_at for one in store.incidents.published()] == [
        "2021-01-06",
        "2020-08-23",
        "2019-05-01",
    ]
    assert {one.places for one in store.incidents.all()} == {1}


def test_a_new_store_on_the_same_database_finds_everything(store: Store, store_url: str) -> None:
    first = store.publications.create(FIRST, "Ada")
    store.close()
    again = Store(store_url)
    assert again.is_current()
    assert again.incidents.load("fire") == first
    assert [one.id for one in again.incidents.published()] == ["fire"]
    again.close()


def test_hostile_text_is_only_text(store: Store) -> None:
    hostile = "'; DROP TABLE revision; -- ${alert(1)} </script> %s :x ?"
    kept = store.incidents.create(replace(FIRST, title=hostile), hostile, hostile)
    assert store.incidents.load("fire").title == hostile
    assert store.incidents.history("fire")[0].note == hostile
    assert json.loads(json.dumps(kept.title)) == hostile
    with pytest.raises(NotFound):
        store.incidents.load(hostile)


def test_what_is_no_text_is_bad_input(store: Store) -> None:
    first = store.incidents.create(FIRST, "Ada")
    with pytest.raises(BadInput):
        store.incidents.load("a\ud800")
    with pytest.raises(BadInput):
        store.incidents.save(first, "Ada", "a\ud800")
    assert len(store.incidents.history("fire")) == 1
