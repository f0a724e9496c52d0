"""Names within a few typing errors of a word, among the many of a large county."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from mapapp.streets.edges import Column

_MOST = 8
_LAST_BIT = 31


class Speller:
    """A list of words, none of them empty, searched by optimal string alignment: a slip inserts, drops,
    changes or swaps letters.

    A word k slips away differs from what is sought by at most k in length and by at most 2 k in the set of
    its letters. Both are compared for all words at once, so that few are left to be compared in full.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = np.array([*words, ""], dtype=object)[:-1]
        self._lengths = np.array([len(one) for one in words], dtype=np.int32)
        self._letters = _letters(words, self._lengths)

    def similar(self, word: str, most_edits: int) -> list[tuple[str, int]]:
        """At most eight words within so many slips of `word`, and how many they are, nearest first."""
        letters = np.uint32(reduce(lambda found, one: found | 1 << (ord(one) & _LAST_BIT), word, 0))
        close = np.abs(self._lengths - len(word)) <= most_edits
        close &= np.bitwise_count(self._letters ^ letters) <= 2 * most_edits
        words = self._words[close].tolist()
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most_edits, limit=_MOST)
        return [(name, int(edits)) for name, edits, _ in found]


def _letters(words: Sequence[str], lengths: Column) -> Column:
    """The set of each word's letters, a bit for each; rarer letters share bits, which admits more words."""
    if not len(words):
        return np.empty(0, dtype=np.uint32)
    codes = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32)
    bits = np.left_shift(np.uint32(1), codes & np.uint32(_LAST_BIT))
    found: Column = np.bitwise_or.reduceat(bits, np.concatenate([[0], np.cumsum(lengths[:-1])]))
    return found
