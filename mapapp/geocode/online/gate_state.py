"""What a gate's file says, read so that nothing in it can do harm. Pure.

Times between requests are of the clock that starts with the machine, which no one sets; what must outlast
a restart, of the calendar's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

# The file has always this size, so that one write replaces all of it.
SIZE = 4_096

# No service is left alone for longer, whatever it asks or the file says.
LONGEST_S = 24 * 3_600.0

# How long failures in a row are remembered after the last pause that they led to.
FORGET_S = 3_600.0

_MOST_BLOCKS = 6
_MOST_WHY = 60
_MOST_KEY = 32
_MOST_FAILURES = 100


@dataclass(frozen=True)
class Block:
    """The service is left alone from `since` until `until` (seconds since 1970), after so many failures."""

    since: float
    until: float
    why: str
    failures: int


@dataclass(frozen=True)
class State:
    """When the last request ended, or began when it is `under_way`; and the blocks by their keys.

    `mended` when the file said something else that cannot hold; it is to be written anew then.
    """

    turn: float | None = None
    under_way: bool = False
    blocks: Mapping[str, Block] = field(default_factory=dict)
    mended: bool = False

    def pause(self, interval_s: float, now: float) -> float:
        """Seconds left until `interval_s` after the last request."""
        return 0.0 if self.turn is None else self.turn + interval_s - now

    def block_of(self, key: str, now: float) -> Block | None:
        """The block that holds for a key at this time."""
        block = self.blocks.get(key)
        return block if block and block.until > now else None

    def failures(self, key: str) -> int:
        """How many times in a row the key's requests failed."""
        return self.blocks[key].failures if key in self.blocks else 0

    def with_block(self, key: str, block: Block) -> "State":
        """The state with this block in place of the key's last one."""
        block = replace(block, until=min(block.until, block.since + LONGEST_S), why=block.why[:_MOST_WHY])
        return replace(self, blocks={**self.blocks, key: block})

    def without_block(self, key: str) -> "State":
        """The state without the key's block and failures."""
        return replace(self, blocks={name: one for name, one in self.blocks.items() if name != key})


def as_bytes(state: State) -> bytes:
    """The file's whole content; of too many blocks those that end last are kept."""
    kept = sorted(state.blocks.items(), key=lambda one: one[1].until)[-_MOST_BLOCKS:]
    blocks = {key: list(vars(block).values()) for key, block in kept}
    return (
        json.dumps({"turn": state.turn, "under_way": state.under_way, "blocks": blocks}).encode().ljust(SIZE)
    )


def read_state(content: bytes, clock: float, now: float) -> State:
    """The state that `content` holds, at `clock` seconds of the machine and `now` seconds since 1970.

    What cannot be understood counts as a request of this very moment. So does one that is under way though
    nobody holds the lock, for its asker has died, and one of a time to come, from before the machine was
    started. A block from the future, left by a calendar that was set back, begins now.
    """
    if not content.strip(b"\0 "):
        return State()
    try:
        said = json.loads(content)
        turn, blocks = said["turn"], dict(_blocks(said["blocks"], now))
        past = turn is None or (isinstance(turn, int | float) and 0 <= turn <= clock)
        sound = past and said["under_way"] is False
        slid = any(block.since == now for block in blocks.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return State(turn=clock, mended=True)
    return State(turn if sound else clock, blocks=blocks, mended=slid or not sound)


def _blocks(said: Any, now: float) -> Iterator[tuple[str, Block]]:
    for key, (since, until, why, failures) in list(said.items())[:_MOST_BLOCKS]:
        lasts = min(max(float(until) - float(since), 0.0), LONGEST_S)
        start = min(float(since), now)
        # What is no number at all compares as false, and is left out with what is long over.
        if start + lasts + FORGET_S > now:
            count = max(0, min(int(failures), _MOST_FAILURES))
            yield str(key)[:_MOST_KEY], Block(start, start + lasts, str(why)[:_MOST_WHY], count)
