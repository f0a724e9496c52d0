import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.online.gate import Closed, Crowded, Gate
from mapapp.geocode.online.gate_state import FORGET_S, LONGEST_S, SIZE, Block, State, as_bytes, read_state


def nothing() -> None:
    """What is known: nothing."""


def take_turns(gate: Gate, count: int) -> list[tuple[float, float]]:
    """When each of so many requests began and ended."""
    taken = []

    def request() -> None:
        start = time.monotonic()
        time.sleep(0.01)
        taken.append((start, time.monotonic()))

    for _ in range(count):
        gate.once(nothing, lambda: gate.send(request) or True)
    return taken


def assert_apart(taken: list[tuple[float, float]], interval_s: float) -> None:
    assert all(after[0] - before[1] >= interval_s for before, after in pairwise(sorted(taken)))


def test_the_pause_runs_from_the_end_of_a_request(tmp_path: Path) -> None:
    taken = take_turns(Gate(tmp_path / "gate", 0.1), 3)
    assert_apart(taken, 0.1)


def test_threads_take_turns(tmp_path: Path) -> None:
    gate, taken = Gate(tmp_path / "gate", 0.05), []
    threads = [threading.Thread(target=lambda: taken.extend(take_turns(gate, 2))) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(taken) == 12
    assert_apart(taken, 0.05)


def test_requests_of_one_turn_are_apart_too(tmp_path: Path) -> None:
    gate, times = Gate(tmp_path / "gate", 0.1), []

    def two() -> bool:
        for _ in range(2):
            gate.send(lambda: times.append(time.monotonic()))
        return True

    gate.once(nothing, two)
    assert times[1] - times[0] >= 0.1


def test_nobody_sends_outside_a_turn(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        Gate(tmp_path / "gate").send(lambda: 1)


def test_what_has_become_known_is_not_asked(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "gate", 0.05)
    known: list[str] = []
    asked: list[str] = []

    def ask() -> str:
        gate.send(lambda: asked.append("x"))
        known.append("answer")
        return known[0]

    def caller() -> None:
        assert gate.once(lambda: known[0] if known else None, ask) == "answer"

    threads = [threading.Thread(target=caller) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert asked == ["x"]


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    holder, other = Gate(tmp_path / "gate"), Gate(tmp_path / "gate", patience_s=0.1)
    inside, done = threading.Event(), threading.Event()

    def hold() -> bool:
        inside.set()
        return done.wait(30)

    thread = threading.Thread(target=holder.once, args=(nothing, hold))
    thread.start()
    inside.wait(30)
    with pytest.raises(Crowded):
        other.once(nothing, lambda: 1)
    done.set()
    thread.join()


def fail(gate: Gate, seconds: Callable[[int], float]) -> None:
    """Take a turn that ends in a block."""

    def ask() -> bool:
        gate.block(seconds, "it refuses us")
        raise LookupError

    with pytest.raises(LookupError):
        gate.once(nothing, ask)


def test_a_block_holds_for_every_gate_of_the_file_and_key(tmp_path: Path) -> None:
    fail(Gate(tmp_path / "gate", 0.0, key="a"), lambda _: 100.0)
    with pytest.raises(Closed, match="refuses") as closed:
        Gate(tmp_path / "gate", 0.0, key="a").once(nothing, lambda: 1)
    assert closed.value.until > time.time() + 90
    assert Gate(tmp_path / "gate", 0.0, key="b").once(nothing, lambda: 1) == 1


def test_failures_in_a_row_are_counted_until_it_goes_well(tmp_path: Path) -> None:
    counts: list[int] = []

    def none(failures: int) -> float:
        counts.append(failures)
        return 0.0

    for _ in range(3):
        fail(Gate(tmp_path / "gate", 0.0), none)
    Gate(tmp_path / "gate", 0.0).once(nothing, lambda: 1)
    fail(Gate(tmp_path / "gate", 0.0), none)
    assert counts == [1, 2, 3, 1]


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"\0" * SIZE, b"[" * SIZE, b'{"turn": 1e999}', b"\xff"]
)
def test_a_file_that_holds_nonsense_is_mended(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gate"
    path.write_bytes(content)
    assert len(take_turns(Gate(path, 0.01), 2)) == 2
    assert json.loads(path.read_bytes())["turn"] <= time.monotonic()


def test_nonsense_costs_a_whole_pause(tmp_path: Path) -> None:
    (tmp_path / "gate").write_bytes(b"nonsense")
    before = time.monotonic()
    [(start, _)] = take_turns(Gate(tmp_path / "gate", 0.2), 1)
    assert start - before >= 0.2


_CHILD = """
import sys, time
from pathlib import Path
from mapapp.geocode.online.gate import Gate
gate = Gate(Path(sys.argv[1]), 0.2)
def request():
    print("asking", flush=True)
    time.sleep(60)
gate.once(lambda: None, lambda: gate.send(request))
"""


def test_a_process_that_is_killed_while_it_asks_leaves_the_gate_in_order(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(tmp_path / "gate")], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"asking\n"
    child.send_signal(signal.SIGKILL)
    child.wait(30)
    child.stdout.close()
    killed = time.monotonic()
    [(start, _)] = take_turns(Gate(tmp_path / "gate", 0.2), 1)
    assert start - killed >= 0.2


def test_every_user_of_the_machine_may_use_the_file(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        take_turns(Gate(tmp_path / "gate", 0.0), 1)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "gate").stat().st_mode) == 0o666


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_a_gate_does_not_follow_a_link(tmp_path: Path, link: str) -> None:
    precious, path = tmp_path / "precious", tmp_path / "gate"
    precious.write_text("keep me")
    path.symlink_to(precious) if link == "symbolic" else path.hardlink_to(precious)
    with pytest.raises(OSError):  # noqa: PT011 (whichever the system has for it)
        Gate(path).once(nothing, lambda: 1)
    assert precious.read_text() == "keep me"


def test_a_gate_is_not_opened_on_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")
    with pytest.raises(OSError, match="plain file"):
        Gate(tmp_path / "gate").once(nothing, lambda: 1)


def test_a_file_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "gate", 0.01)
    take_turns(gate, 1)
    (tmp_path / "gate").unlink()
    assert len(take_turns(gate, 1)) == 1


def test_what_is_written_is_read_again() -> None:
    state = State(turn=12.5).with_block("", Block(1_000.0, 1_100.0, "why", 3))
    read = read_state(as_bytes(state), clock=13.0, now=1_050.0)
    assert read == state
    assert len(as_bytes(state)) == SIZE


def test_a_block_outlasts_a_restart_and_the_pause_does_not() -> None:
    state = State(turn=9_000.0).with_block("", Block(1_000.0, 1_100.0, "why", 1))
    read = read_state(as_bytes(state), clock=5.0, now=1_050.0)
    assert read.pause(1.0, 5.0) == 1.0
    assert read.block_of("", 1_050.0) == Block(1_000.0, 1_100.0, "why", 1)
    assert read.mended


def test_a_calendar_that_was_set_back_makes_a_block_no_longer() -> None:
    state = State(turn=1.0).with_block("", Block(90_000.0, 90_100.0, "why", 1))
    read = read_state(as_bytes(state), clock=2.0, now=1_000.0)
    assert read.block_of("", 1_000.0) == Block(1_000.0, 1_100.0, "why", 1)
    assert read.mended
    again = read_state(as_bytes(read), clock=3.0, now=1_101.0)
    assert again.block_of("", 1_101.0) is None


def test_no_block_is_longer_than_a_day_and_old_ones_are_forgotten() -> None:
    state = State(turn=1.0).with_block("", Block(1_000.0, 1e12, "why", 1))
    assert state.blocks[""].until == 1_000.0 + LONGEST_S
    late = 1_000.0 + LONGEST_S + FORGET_S + 1
    assert read_state(as_bytes(state), 2.0, late).failures("") == 0


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
)
_STATES = st.fixed_dictionaries(
    {
        "turn": _JSON,
        "under_way": _JSON,
        "blocks": _JSON | st.dictionaries(st.text(max_size=40), st.lists(_JSON, min_size=4, max_size=4)),
    }
)


@given(st.binary(max_size=200) | (_JSON | _STATES).map(lambda one: json.dumps(one).encode()))
def test_no_content_does_harm(content: bytes) -> None:
    state = read_state(content, clock=100.0, now=1_000_000.0)
    assert state.pause(1.0, 100.0) <= 1.0
    assert all(one.until <= 1_000_000.0 + LONGEST_S for one in state.blocks.values())
    assert all(one.since <= 1_000_000.0 for one in state.blocks.values())
    written = as_bytes(state)
    assert len(written) == SIZE
    again = read_state(written, clock=100.0, now=1_000_000.0)
    assert again.turn == state.turn
    assert again.blocks == state.blocks
