"""Names found by the beginnings of their words. Pure."""

from bisect import bisect_left
from collections.abc import Iterable

from mapapp.geocode.facility_words import FACILITY_ABBREVIATIONS
from mapapp.streets.names import name_words, plain_words
from mapapp.streets.vocabulary import BASE_WORDS


class WordIndex:
    """Finds, among names in order, those that have a word for every word that was begun."""

    def __init__(self, names: Iterable[str]) -> None:
        entries = sorted({(word, at) for at, name in enumerate(names) for word in _words(name)})
        self._words, self._at = [word for word, _ in entries], [at for _, at in entries]

    def starting(self, typed: str) -> set[int]:
        """The numbers of the names; none where nothing was typed."""
        found: set[int] | None = None
        for word in name_words(typed):
            under = self._under(word)
            found = under if found is None else found & under
            if not found:
                break
        return found or set()

    def _under(self, prefix: str) -> set[int]:
        start = bisect_left(self._words, prefix)
        end = bisect_left(self._words, prefix + "\U0010ffff")
        return set(self._at[start:end])


def _words(name: str) -> set[str]:
    """The words of a name as they stand, and written out or as digits."""
    words = name_words(name)
    written_out = {
        known[one] for one in words for known in (BASE_WORDS, FACILITY_ABBREVIATIONS) if one in known
    }
    return {*words, *plain_words(name), *written_out}
