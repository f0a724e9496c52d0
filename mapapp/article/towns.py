"""What the room must know of the world: which words are the name of a town. The desk answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mapapp.article.lexicon import STATE_WORDS
from mapapp.streets.vocabulary import STATES


@dataclass(frozen=True, slots=True)
class Town:
    """A city or town: `state` is a two-letter code, degrees, `timezone` an IANA name or empty.

    `local` when an installed street index has it.
    """

    name: str
    state: str
    lon: float
    lat: float
    population: int
    timezone: str = ""
    local: bool = False


class Cities(Protocol):
    """A list of towns."""

    def find(self, name: str) -> Sequence[Town]:
        """The towns of that name, the likeliest first; none where there is no such town."""
        ...


def code_of(state: str) -> str:
    """The two-letter code of a state as a story writes it: "Wisconsin", "Wis.", "WI"; empty for none."""
    return STATE_WORDS.get(state.strip().lower().replace(".", ""), "").upper()


def state_title(code: str) -> str:
    """The state's name as a story writes it: "WI" -> "Wisconsin"; empty for an unknown code."""
    return " ".join(one if one == "of" else one.capitalize() for one in STATES.get(code.lower(), "").split())
