from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from mapapp.incident.gazetteer import KeptAnswer
from mapapp.store import Store

HOUR = timedelta(hours=1)
ANSWER = KeptAnswer('[{"lon": 1.5}]', "ODbL 1.0", "2026-01-02T03:04:05Z")
OTHER = KeptAnswer("[]", "", "2026-01-02T03:04:06Z")


def test_an_answer_is_kept_as_it_was(store: Store) -> None:
    store.online_answers.put("Nominatim", "Kenosha?", ANSWER, HOUR)
    assert store.online_answers.get("Nominatim", "Kenosha?") == ANSWER


def test_another_service_and_another_question_are_not_it(store: Store) -> None:
    store.online_answers.put("Nominatim", "Kenosha?", ANSWER, HOUR)
    assert store.online_answers.get("Photon", "Kenosha?") is None
    assert store.online_answers.get("Nominatim", "kenosha?") is None


def test_a_later_answer_takes_its_place(store: Store) -> None:
    store.online_answers.put("Nominatim", "Kenosha?", ANSWER, HOUR)
    store.online_answers.put("Nominatim", "Kenosha?", OTHER, HOUR)
    assert store.online_answers.get("Nominatim", "Kenosha?") == OTHER


def test_what_is_past_its_time_is_not_given_and_goes(store: Store) -> None:
    store.online_answers.put("Nominatim", "then", ANSWER, -HOUR)
    assert store.online_answers.get("Nominatim", "then") is None
    store.online_answers.put("Nominatim", "now", ANSWER, HOUR)
    store.online_answers.put("Nominatim", "then", OTHER, HOUR)
    assert store.online_answers.get("Nominatim", "now") == ANSWER


def test_many_may_keep_at_once(store: Store) -> None:
    def keep(number: int) -> None:
        store.online_answers.put("Nominatim", f"{number % 3}", ANSWER, HOUR)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(keep, range(24)))
    assert [store.online_answers.get("Nominatim", f"{i}") for i in range(3)] == [ANSWER] * 3


def test_a_question_may_be_long_and_hold_any_text(store: Store) -> None:
    question = "Straße 1, \N{SNOWMAN} " * 500
    store.online_answers.put("Nominatim", question, ANSWER, HOUR)
    assert store.online_answers.get("Nominatim", question) == ANSWER
