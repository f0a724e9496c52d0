"""Names found by the beginnings of their words. Pure."""

from bisect import bisect_left
from collections.abc import Iterable

from mapapp.geocode.facility_words import FACILITY_ABBREVIATIONS
from mapapp.streets.names import name_words, plain_words
from mapapp.streets.vocabulary import BASE_WORDS


class WordIndex:
    """Finds, among names in order, those that have a word for every word that was begun.

    Each comes with the place it is in, whose words help, but do not name it by themselves.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        entries = sorted(
            {
                (word, at, names_it)
                for at, pair in enumerate(names)
                for names_it, part in zip((True, False), pair, strict=True)
                for word in _words(part)
            }
        )
        self._words = [word for word, _, _ in entries]
        self._at = [(at, names_it) for _, at, names_it in entries]

    def starting(self, typed: str) -> set[int]:
        """The numbers of the names; none where nothing was typed."""
        under = [self._under(word) for word in name_words(typed)]
        if not under:
            return set()
        named = {at for each in under for at, names_it in each if names_it}
        return named.intersection(*({at for at, _ in each} for each in under))

    def _under(self, prefix: str) -> list[tuple[int, bool]]:
        start = bisect_left(self._words, prefix)
        end = bisect_left(self._words, prefix + "\U0010ffff")
        return self._at[start:end]


def _words(name: str) -> set[str]:
    """The words of a name as they stand, and written out or as digits."""
    words = name_words(name)
    written_out = {
        known[one] for one in words for known in (BASE_WORDS, FACILITY_ABBREVIATIONS) if one in known
    }
    return {*words, *plain_words(name), *written_out}
