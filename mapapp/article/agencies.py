"""Which agency a story means by "police": the one it has named. Pure."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mapapp.article.model import Span
from mapapp.article.sentences import sentence_at
from mapapp.article.speakers import FUNCTION_WORDS

_NAMED = re.compile(
    r"(?<![\w'’-])(?P<place>(?:[A-Z][\w.'’-]{1,24}\s){1,4})"
    r"(?:(?P<police>[Pp]olice(?:\s(?:Department|Service|Bureau))?|Metropolitan\sPolice)"
    r"|(?P<sheriff>[Ss]heriff['’]s\s(?:[Oo]ffice|[Dd]epartment|[Dd]eputies))"
    r"|(?P<fire>Fire(?:\sDepartment|\sRescue|-Rescue|\sDistrict)|fire\s(?:department|officials|crews)|firefighters))(?!\w)"
)
_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("police", "officers", "detectives", "police officers", "police officials"), "police"),
    **dict.fromkeys(
        ("deputies", "sheriff's office", "sheriff's department", "sheriff's deputies"), "sheriff"
    ),
    **dict.fromkeys(("firefighters", "fire officials", "fire department", "fire crews"), "fire"),
}  # fmt: skip
# "Just before" is this many sentences, and this many names at most are looked through.
_MOST_SENTENCES = 1
_MOST_BACK = 12


class _Name(NamedTuple):
    at: int
    sort: str
    place: str
    words: str


class Agencies:
    """The agencies that a story names, but in a headline, where every word has a capital."""

    def __init__(self, text: str, cut: Sequence[Span]) -> None:
        self._cut = cut
        headlines = {i for i, one in enumerate(cut) if _is_headline(one.of(text))}
        found = (_name(one) for one in _NAMED.finditer(text))
        self._names = [one for one in found if one and sentence_at(cut, one.at) not in headlines]
        self._starts = [one.at for one in self._names]

    def meant(self, words: str, at: int) -> str:
        """The agency that "police" means at `at`: the only one of its sort so far, or the one just before."""
        sort = _MEANT.get(words.lower().replace("’", "'"), "")
        upto = bisect_left(self._starts, at)
        so_far = self._names[max(0, upto - _MOST_BACK) : upto]
        named = [one for one in so_far if one.sort == sort]
        if not named:
            return words
        if len({one.place for one in named}) > 1:
            here = sentence_at(self._cut, at) or 0
            close = [one for one in named if here - (sentence_at(self._cut, one.at) or 0) <= _MOST_SENTENCES]
            named = close if len({one.place for one in close}) == 1 else []
        return named[-1].words if named else words


def _name(found: re.Match[str]) -> _Name | None:
    place = found["place"].split()
    while place and place[0].lower() in FUNCTION_WORDS | {"the", "a", "an"}:
        place.pop(0)
    if not place:
        return None
    sort = next(one for one in ("police", "sheriff", "fire") if found[one])
    return _Name(found.start(), sort, " ".join(place).lower(), " ".join([*place, *found[sort].split()]))


def _is_headline(sentence: str) -> bool:
    words = [one for one in sentence.split() if one[:1].isalpha()]
    return len(words) > 4 and sum(one[:1].isupper() for one in words) > 0.85 * len(words)
