from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, event, text

from mapapp.errors import Conflict, NotFound
from mapapp.incident.model import Incident
from mapapp.store import Act, MapState, PublicationKind, Store, schema
from tests.unit.incident.documents import a_place

FIRST = Incident("fire", "A fire", places=(a_place(),))
PUBLISHED, UNPUBLISHED, RETRACTED = (
    PublicationKind.PUBLISHED,
    PublicationKind.UNPUBLISHED,
    PublicationKind.RETRACTED,
)


class Wall:
    """A clock on the wall that the test sets: minutes of one hour."""

    minute = 0

    def __call__(self) -> str:
        return _at(self.minute)


def _at(minute: int) -> str:
    return f"2026-11-01T12:{minute:02}:00Z"


@pytest.fixture
def clock() -> Wall:
    return Wall()


@pytest.fixture
def store(store_url: str, clock: Wall) -> Iterator[Store]:
    store = Store(store_url, now=clock)
    store.migrate()
    yield store
    store.close()


Decide = Callable[..., None]


@pytest.fixture
def decide(store: Store) -> Decide:
    """Adds a publication on top of what holds now."""

    def decide(kind: PublicationKind, revision: int | None = None, note: str = "", at: str = "") -> None:
        act = Act(kind, "Ada", revision, note, at)
        store.publications.add("fire", act, store.publications.standing("fire"))

    return decide


def _state(store: Store) -> tuple[MapState, int | None]:
    found = store.incidents.summary("fire")
    return found.state, found.published_revision


def _shown(store: Store) -> list[tuple[str, int]]:
    return [(one.title, one.revision) for one in store.incidents.published()]


def test_a_draft_is_published_unpublished_and_published_again(store: Store, decide: Decide) -> None:
    first = store.incidents.create(FIRST, "Ada")
    store.incidents.save(replace(first, title="A draft"), "Ada")
    assert (_state(store), _shown(store)) == ((MapState.DRAFT, None), [])
    decide(PUBLISHED, 1)
    assert (_state(store), _shown(store)) == ((MapState.PUBLISHED, 1), [("A fire", 1)])
    decide(UNPUBLISHED)
    assert (_state(store), _shown(store)) == ((MapState.UNPUBLISHED, None), [])
    decide(PUBLISHED, 2)
    assert _shown(store) == [("A draft", 2)]
    assert store.incidents.load("fire", 1) == first


def test_an_embargo_passes_by_the_clock_alone(store: Store, clock: Wall, decide: Decide) -> None:
    store.incidents.create(FIRST, "Ada")
    decide(PUBLISHED, 1, at=_at(30))
    summary = store.incidents.summary("fire")
    assert (summary.state, summary.scheduled_at, summary.published_revision) == (
        MapState.SCHEDULED,
        _at(30),
        None,
    )
    waiting = store.publications.pending("fire")
    assert waiting is not None
    assert (waiting.at, waiting.made_at, waiting.revision) == (_at(30), _at(0), 1)
    clock.minute = 29
    assert (store.publications.standing("fire"), _shown(store)) == (None, [])
    clock.minute = 30
    assert (_state(store), _shown(store)) == ((MapState.PUBLISHED, 1), [("A fire", 1)])
    assert store.publications.pending("fire") is None
    assert store.incidents.summary("fire").scheduled_at == ""


def test_a_later_act_withdraws_what_was_to_come(store: Store, clock: Wall, decide: Decide) -> None:
    store.incidents.create(FIRST, "Ada")
    decide(PUBLISHED, 1, at=_at(30))
    decide(PUBLISHED, 1, at=_at(40))
    assert [one.at for one in store.publications.all_of("fire")] == [_at(40)]
    store.publications.withdraw("fire", "Ben")
    clock.minute = 50
    assert (_state(store), store.publications.all_of("fire")) == ((MapState.DRAFT, None), ())
    with pytest.raises(Conflict):
        store.publications.withdraw("fire", "Ben")


def test_a_correction_is_saved_and_shown_or_neither(store: Store, clock: Wall) -> None:
    first = store.publications.create(FIRST, "Ada")
    shown = store.publications.standing("fire")
    clock.minute = 1
    second = store.publications.correct(replace(first, title="Corrected"), "Ben", "It moved", shown)
    assert (_state(store), _shown(store)) == ((MapState.CORRECTED, 2), [("Corrected", 2)])
    assert store.incidents.load("fire") == second
    assert store.incidents.history("fire")[0].note == "Corrected: It moved"
    with pytest.raises(Conflict, match="saved by someone else"):
        store.publications.correct(first, "Ada", "Late", store.publications.standing("fire"))
    with pytest.raises(Conflict, match="What readers see"):
        store.publications.correct(second, "Ada", "Decided on what was shown before", shown)
    assert len(store.incidents.history("fire")) == len(store.publications.all_of("fire")) == 2


def test_a_retraction_keeps_what_readers_saw_and_shows_nothing(store: Store, decide: Decide) -> None:
    store.publications.create(FIRST, "Ada")
    decide(RETRACTED, 1, "It never happened.")
    assert (_state(store), _shown(store)) == ((MapState.RETRACTED, None), [])
    now = store.publications.standing("fire")
    assert now is not None
    assert (now.kind, now.revision, now.note, now.who) == (RETRACTED, 1, "It never happened.", "Ada")


def test_what_was_never_saved_cannot_be_shown(store: Store, decide: Decide) -> None:
    store.publications.create(FIRST, "Ada")
    for revision in (2, 2**80, 0):
        with pytest.raises(NotFound):
            decide(PUBLISHED, revision)
    with pytest.raises(NotFound):
        store.publications.add("flood", Act(PUBLISHED, "Ada", 1))
    assert _state(store) == (MapState.PUBLISHED, 1)


def test_every_act_is_in_the_audit_log_and_no_refused_one(store: Store, clock: Wall, decide: Decide) -> None:
    first = store.incidents.create(FIRST, "Ada")
    decide(PUBLISHED, 1, at=_at(30))
    store.publications.withdraw("fire", "Ben")
    decide(PUBLISHED, 1)
    with pytest.raises(NotFound):
        decide(PUBLISHED, 7)
    clock.minute = 1
    store.publications.correct(first, "Cay", "Secret note", store.publications.standing("fire"))
    decide(RETRACTED, 2, "Secret note")
    deeds = [(one.who, one.deed, one.subject, one.detail) for one in store.audit.latest()][::-1]
    assert [one for one in deeds if one[1] not in ("made a map", "saved a map")] == [
        ("Ada", "scheduled a publication", "fire", f"revision 1 for {_at(30)}"),
        ("Ben", "withdrew a publication", "fire", ""),
        ("Ada", "published", "fire", "revision 1"),
        ("Cay", "corrected", "fire", "revision 2"),
        ("Ada", "retracted", "fire", "revision 2"),
    ]


acts = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(PublicationKind), st.integers(0, 30)), max_size=8
).map(lambda found: sorted(found, key=lambda one: one[0]))


@settings(
    deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts, st.integers(0, 59))
def test_what_holds_at_a_time_is_the_last_act_up_to_it_that_no_later_one_withdrew(
    store: Store, clock: Wall, done: list[tuple[int, PublicationKind, int]], asked: int
) -> None:
    clock.minute = 0
    fire = store.incidents.create(replace(FIRST, id=f"fire-{len(store.incidents.all())}"), "Ada").id
    expected: list[tuple[int, PublicationKind]] = []
    for minute, kind, later in done:
        clock.minute = minute
        expected = [one for one in expected if one[0] <= minute] + [(minute + min(later, 59 - minute), kind)]
        revision = None if kind is UNPUBLISHED else 1
        act = Act(kind, "Ada", revision, at=_at(expected[-1][0]))
        store.publications.add(fire, act, store.publications.standing(fire))
    clock.minute = asked
    last = [kind for minute, kind in expected if minute <= asked][-1:]
    for found in (store.publications.standing(fire), store.publications.standing(fire, _at(asked))):
        assert [one.kind for one in (found,) if one] == last
    summary = store.incidents.summary(fire)
    assert (summary.published_revision == 1) == bool(last and last[0].shows)
    assert (fire in {one.id for one in store.incidents.published()}) == bool(last and last[0].shows)


def test_the_list_of_published_maps_is_one_query(store: Store) -> None:
    for i in range(5):
        store.publications.create(replace(FIRST, id=f"fire-{i}"), "Ada")
    asked: list[str] = []
    engine = store._engine
    event.listen(engine, "before_cursor_execute", lambda *seen: asked.append(str(seen[2])))
    assert len(store.incidents.published()) == 5
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


def test_a_lookup_reads_the_index(store: Store, store_url: str) -> None:
    store.publications.create(FIRST, "Ada")
    engine = create_engine(store_url)
    with engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM publication WHERE incident_id = 'fire' AND at <= 'x' "
                "ORDER BY at DESC, id DESC LIMIT 1"
            )
        ).all()
    engine.dispose()
    assert ["USING INDEX ix_publication_incident_id_at" in one[3] for one in plan] == [True]


def test_what_an_earlier_version_published_stays_as_it_was(store_url: str, clock: Wall) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    engine = create_engine(store_url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for name, shown in (("fire", 2), ("flood", None)):
            connection.execute(
                text("INSERT INTO incident VALUES (:id, 2, :shown)"), {"id": name, "shown": shown}
            )
            for number in (1, 2):
                connection.execute(
                    text("INSERT INTO revision VALUES (:id, :n, '{}', 't', '', 'UTC', '', 0, '', 'Ada', '')"),
                    {"id": name, "n": number},
                )
            for minute, number in ((1, 1), (2, shown)):
                connection.execute(
                    text(
                        "INSERT INTO publication (incident_id, revision, at, who) "
                        "VALUES (:id, :n, :at, 'Ada')"
                    ),
                    {"id": name, "n": number, "at": _at(minute)},
                )
    engine.dispose()
    store = Store(store_url, now=clock)
    store.migrate()
    clock.minute = 5
    assert [(one.id, one.revision) for one in store.incidents.published()] == [("fire", 2)]
    first, last = reversed(store.publications.all_of("flood"))
    assert (first.kind, first.revision, first.at, first.made_at) == (PUBLISHED, 1, _at(1), _at(1))
    assert (last.kind, last.revision) == (UNPUBLISHED, None)
    store.close()
