"""Reading an exit or a milepost by what its sign says: "exit 342B", "mile marker 12.5". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapapp.streets.records import MarkKind

SIGN_WORDS = frozenset({"exit", "milepost", "mile", "milemarker", "mm", "mp"})

_MOST_WORDS = 4
_SIGN = re.compile(
    r"(?P<word>exit|mile ?post|mile ?marker|mile|mm|mp)(?: (?:no\.?|number|#))? #?"
    r"(?P<number>\d{1,4}(?:\.\d{1,2})?(?:-?[a-z])?)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign's kind and number, and the words it takes: from `start` up to `end`."""

    kind: MarkKind
    number: str
    start: int
    end: int


def find_sign(words: Sequence[str]) -> Sign | None:
    """The first sign among the words, None when there is none."""
    at = next((i for i, one in enumerate(words) if one.lower() in SIGN_WORDS), len(words))
    for end in range(min(at + _MOST_WORDS, len(words)), at + 1, -1):
        found = _SIGN.fullmatch(" ".join(words[at:end]))
        if found:
            kind: MarkKind = "exit" if found["word"].lower() == "exit" else "milepost"
            return Sign(kind, found["number"].replace("-", "").upper(), at, end)
    return None


def read_sign(text: str) -> Sign | None:
    """The sign that a text is and nothing else."""
    words = text.split()
    sign = find_sign(words)
    return sign if sign and (sign.start, sign.end) == (0, len(words)) else None
