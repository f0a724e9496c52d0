from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from mapapp.errors import NotFound
from mapapp.incident.model import Incident
from mapapp.store import Decision, DecisionState, StaffRole, Store, Story
from mapapp.store.clock import stamp
from mapapp.store.drafts import KEPT_FOR, MOST

HOSTILE = "</script> ${1} ' \" — 😀\r\n\n"
STORY = Story("fire", HOSTILE, "The Paper", "https://paper.example/1", "2026-11-01", "Kenosha, WI")


@pytest.fixture(autouse=True)
def fire(store: Store) -> None:
    store.incidents.create(Incident("fire", "A fire"), "Ada")


def test_a_story_is_kept_to_the_letter_and_replaced(store: Store) -> None:
    assert store.stories.find("fire") is None
    with pytest.raises(NotFound):
        store.stories.get("fire")
    kept = store.stories.put(STORY, "Ada")
    assert store.stories.get("fire") == kept
    assert (kept.text, kept.who) == (HOSTILE, "Ada")
    store.stories.put(replace(STORY, text="Other"), "Ben")
    assert (store.stories.get("fire").text, store.stories.get("fire").who) == ("Other", "Ben")
    deeds = [one.deed for one in store.audit.latest() if one.subject == "fire"]
    assert deeds[:2] == ["changed the story", "pasted a story"]


def test_the_last_decision_about_a_place_counts(store: Store) -> None:
    store.stories.decide("fire", Decision("abc", DecisionState.DROPPED), "Ada")
    store.stories.decide("fire", Decision("abc", DecisionState.ACCEPTED, "corner", role="scene"), "Ben")
    store.stories.decide("fire", Decision("def"), "Ada")
    decisions = store.stories.decisions("fire")
    assert set(decisions) == {"abc", "def"}
    assert decisions["abc"].state is DecisionState.ACCEPTED
    assert (decisions["abc"].place_id, decisions["abc"].who, decisions["abc"].role) == (
        "corner",
        "Ben",
        "scene",
    )
    assert store.stories.decisions("flood") == {}


def test_a_draft_is_its_persons_own_until_it_is_removed(store: Store) -> None:
    ada = store.people.add("ada", "Ada", "hash", StaffRole.REPORTER).id
    ben = store.people.add("ben", "Ben", "hash", StaffRole.REPORTER).id
    store.drafts.put(ada, "new story", {"text": HOSTILE})
    store.drafts.put(ada, "new story", {"text": "More"})
    found = store.drafts.find(ada, "new story")
    assert found is not None
    assert found.fields == {"text": "More"}
    assert store.drafts.find(ben, "new story") is None
    store.drafts.remove(ben, "new story")
    store.drafts.remove(ada, "new story")
    assert store.drafts.find(ada, "new story") is None


def test_old_drafts_and_the_oldest_of_many_go(store: Store, store_url: str) -> None:
    ada = store.people.add("ada", "Ada", "hash", StaffRole.REPORTER).id
    for i in range(MOST + 3):
        store.drafts.put(ada, f"form {i:03}", {"text": "x"})
        if i < 3:
            _age(store_url, f"form {i:03}", timedelta(days=i + 1))
    assert [store.drafts.find(ada, f"form {i:03}") is None for i in range(4)] == [True, True, True, False]
    _age(store_url, "form 010", KEPT_FOR + timedelta(days=1))
    assert store.drafts.find(ada, "form 010") is None


def _age(store_url: str, form: str, by: timedelta) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE draft SET saved_at = :at WHERE form = :form"), {"at": stamp(-by), "form": form}
        )
    engine.dispose()
