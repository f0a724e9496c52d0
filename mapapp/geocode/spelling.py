"""Mending slips in the closed words of a phrase: street types, "and", quadrants, ordinal endings.

Names proper are matched loosely elsewhere, against the streets of one place; here nothing is asked of any
data, and digits are never touched.
"""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mapapp.geocode.cues import CONNECTORS, STRONG_TYPES
from mapapp.streets.vocabulary import BASE_WORDS, STREET_TYPES

_TYPES = sorted({BASE_WORDS.get(one, one) for one in STRONG_TYPES} | {"drive", "street", "way"})
_MENDABLE = [one for one in _TYPES if len(one) >= 4]
_QUADRANTS = ("ne", "nw", "se", "sw")
_GLUED = re.compile(
    rf"(?<=\d(?:st|nd|rd|th))(?=(?:{'|'.join(_TYPES)})\b)"
    rf"|(?:(?<=avenue)|(?<=street)|(?<=drive)|(?<=place)|(?<=court)|(?<=road)|(?<=lane))"
    rf"(?=(?:and|{'|'.join(_QUADRANTS)})\b)",
    re.I,
)
_ORDINALS = re.compile(r"\b(\d{1,5})(st|nd|rd|th)\b")
_BROKEN_ORDINAL = re.compile(r"(\d+)([a-z]{1,3})")


def ordinal_ending(number: int) -> str:
    """The letters after an ordinal's digits: 1st, 2nd, 3rd, 11th."""
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def has_odd_ordinal(text: str) -> bool:
    """`22th`: a wrong ending hints at a wrong digit."""
    return any(one[2] != ordinal_ending(int(one[1])) for one in _ORDINALS.finditer(text.lower()))


@lru_cache(maxsize=1_024)
def mended(text: str) -> tuple[str, int]:
    """The text with its closed words put right, and how many were; 0 leaves it as it is."""
    parted = _GLUED.sub(" ", text)
    words = parted.split()
    joined = words if CONNECTORS & {one.lower() for one in words} else _with_connector(words)
    better = [_mended_word(one) for one in joined]
    slips = len(parted) - len(text) + sum(one != other for one, other in zip(words, better, strict=True))
    return (" ".join(better), slips) if slips else (text, 0)


def _mended_word(word: str) -> str:
    """The word put right, in small letters; one that is right stays as it is written."""
    core = word.rstrip(",.").lower()
    tail = word[len(core) :]
    better = _mended_core(core)
    return word if better == core else better + tail


def _mended_core(core: str) -> str:
    ordinal = _BROKEN_ORDINAL.fullmatch(core)
    if ordinal:
        return _mended_ordinal(int(ordinal[1]), ordinal[2])
    if not core.isalpha() or core in STREET_TYPES or core in BASE_WORDS:
        return core
    return _mended_type(core) or _mended_quadrant(core) or core


def _mended_ordinal(number: int, letters: str) -> str:
    """`28ht`, `28h` -> `28th`; the ending of another number stays, since then a digit may be wrong."""
    ending = ordinal_ending(number)
    slip = letters not in ("st", "nd", "rd", "th") and OSA.distance(letters, ending) == 1
    return f"{number}{ending if slip else letters}"


def _mended_type(word: str) -> str:
    if len(word) < 3:
        return ""
    close = process.extract(word, _MENDABLE, scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(close[0][0]) if len(close) == 1 else ""


def _mended_quadrant(word: str) -> str:
    """`nwe` is nothing, but `ngw` and `wn` can only be `nw`."""
    if len(word) == 2 and word[::-1] in _QUADRANTS:
        return word[::-1]
    without = {word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) == 3 else set()
    fitting = without & set(_QUADRANTS)
    return fitting.pop() if len(fitting) == 1 else ""


def _with_connector(words: list[str]) -> list[str]:
    """The words with the one that must be "and", where a phrase has no other connector."""
    lower = [one.lower() for one in words]
    inner = range(1, len(words) - 1)
    slips = [i for i in inner if len(lower[i]) in (2, 3, 4) and OSA.distance(lower[i], "and") == 1]
    return [*words[: slips[0]], "and", *words[slips[0] + 1 :]] if len(slips) == 1 else words
