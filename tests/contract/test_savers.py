"""Many savers at once, in threads and in processes, and a saver that dies in the middle."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

from mapapp.errors import StaleRevision
from mapapp.incident.model import Incident
from mapapp.store import Store
from tests.unit.incident.documents import a_place

ROUNDS = 5
ROOT = Path(__file__).parents[2]


def _race(store: Store, incident_id: str, name: str, barrier: "threading.Barrier | Barrier") -> str | int:
    """Save from the current revision together with the others: "won", or the number of the kept version."""
    mine = replace(store.incidents.load(incident_id), title=name)
    barrier.wait(30)
    try:
        store.incidents.save(mine, name)
    except StaleRevision as error:
        return error.refused_id
    return "won"


def _race_in_process(url: str, name: str, barrier: Barrier) -> list[str | int]:
    store = Store(url)
    try:
        return [_race(store, f"round-{i}", name, barrier) for i in range(ROUNDS)]
    finally:
        store.close()


def _check_rounds(store: Store, names: list[str], results: list[list[str | int]]) -> None:
    """In every round exactly one saver won, and what each of the others wrote can be read."""
    for i in range(ROUNDS):
        round_id, outcomes = f"round-{i}", dict(zip(names, (one[i] for one in results), strict=True))
        winners = [name for name, outcome in outcomes.items() if outcome == "won"]
        assert [store.incidents.load(round_id).title] == winners
        assert [one.number for one in store.incidents.history(round_id)] == [2, 1]
        kept = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, int)}
        assert len(set(kept.values())) == len(names) - 1
        for name, refused_id in kept.items():
            refused = store.incidents.refused(round_id, refused_id)
            assert (refused.incident.title, refused.who, refused.incident.revision) == (name, name, 1)


def _begin_rounds(store: Store) -> None:
    for i in range(ROUNDS):
        store.incidents.create(Incident(f"round-{i}", "Begun", places=(a_place(),)), "Ada")


def test_of_eight_threads_one_wins_and_nothing_is_lost(store: Store) -> None:
    _begin_rounds(store)
    names = [f"thread {i}" for i in range(8)]
    barrier = threading.Barrier(len(names))

    def run(name: str) -> list[str | int]:
        return [_race(store, f"round-{i}", name, barrier) for i in range(ROUNDS)]

    with ThreadPoolExecutor(len(names)) as pool:
        results = list(pool.map(run, names))
    _check_rounds(store, names, results)


def test_of_four_processes_one_wins_and_nothing_is_lost(store: Store, store_url: str) -> None:
    _begin_rounds(store)
    names = [f"process {i}" for i in range(4)]
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(len(names)) as pool:
        barrier = manager.Barrier(len(names))
        results = pool.starmap(_race_in_process, [(store_url, name, barrier) for name in names])
    _check_rounds(store, names, results)


def test_a_saver_that_dies_in_the_middle_leaves_nothing(store: Store, store_url: str) -> None:
    """The process is killed after it has written the revision and before the transaction ends."""
    first = store.incidents.create(Incident("fire", "Before"), "Ada")
    script = """
        import os, signal, sys
        from dataclasses import replace
        from sqlalchemy import event
        from mapapp.store import Store

        store = Store(sys.argv[1])

        @event.listens_for(store._engine, "after_cursor_execute")
        def die(connection, cursor, statement, *rest):
            if statement.startswith("INSERT INTO revision"):
                os.kill(os.getpid(), signal.SIGKILL)

        store.incidents.save(replace(store.incidents.load("fire"), title="Half"), "Ben")
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(script), store_url]
    died = subprocess.run(command, env=environment, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert store.incidents.load("fire") == first
    assert len(store.incidents.history("fire")) == 1
    assert store.incidents.save(replace(first, title="After"), "Ada").revision == 2


def test_readers_see_whole_revisions_while_others_save(store: Store) -> None:
    store.publications.create(Incident("fire", "0", summary="0"), "Ada")
    over = threading.Event()

    def save() -> None:
        for i in range(1, 30):
            current = store.incidents.load("fire")
            following = replace(current, title=str(i), summary=str(i))
            store.publications.correct(following, "Ada", "Again", store.publications.standing("fire"))
        over.set()

    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save)
        seen = []
        while not over.is_set() and not saving.done():
            shown = store.publications.standing("fire")
            assert shown is not None
            seen.append(store.incidents.load("fire", shown.revision))
        saving.result()
    assert all(one.title == one.summary == str(one.revision - 1) for one in seen)
    assert [one.revision for one in seen] == sorted(one.revision for one in seen)
