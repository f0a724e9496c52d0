"""Finding the words that name a speaker, before or after what says that somebody speaks. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from mapapp.article.model import Span
from mapapp.article.publishers import BODIES, OFFICES, PRIVATE, RANKS, plain

_MOST = 14
_TOKEN = re.compile(r"\S{1,60}")

OUTLET_NOUNS = frozenset(
    {"outlet", "station", "newspaper", "paper", "network", "site", "website", "newsroom"}
)
REPORTS = frozenset({"report", "story", "article"})
DOCUMENTS = frozenset(
    {"release", "statement", "post", "tweet", "alert", "update", "advisory", "bulletin", "notice"}
)
AGENCY_NOUNS = frozenset({"department", "agency", "office", "bureau", "force"})
PRONOUNS = frozenset({"he", "she", "it", "they"})

_ADJECTIVES = frozenset(
    """
    local state federal law fire school nearby first emergency medical public information several two
    three multiple some many one another his her their press news city county deputy assistant senior
    family defense criminal police hospital airport weather national traffic tv television radio campus
    court prison interim vice investigative officials incident written joint transit highway health
    university village town area neighborhood general reporter
    anchor correspondent columnist editor photographer
    """.split()  # noqa: SIM905
)
_ARTICLES = frozenset({"the", "a", "an"})
_LINKS = frozenset({"of", "for", "with", "from", "and", "at", "&", "de", "by"})
_NOUNS = BODIES | RANKS | OFFICES | PRIVATE | OUTLET_NOUNS | REPORTS | DOCUMENTS | AGENCY_NOUNS | _ADJECTIVES
# Words with a capital at the beginning of a sentence that are no part of a name.
FUNCTION_WORDS = frozenset(
    """
    when after before but and as while if on in at meanwhile however that this these those we i you also
    later earlier since because though although where who which what so then there here no not both each
    most once until during monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december today yesterday two three four five several
    many some
    """.split()  # noqa: SIM905
)
_SKIPPED = frozenset(
    """
    also later earlier initially previously has have had first only then who which reportedly now still
    just recently since on early late monday tuesday wednesday thursday friday saturday sunday morning
    night afternoon evening originally publicly
    """.split()  # noqa: SIM905
)
_PASSIVE = frozenset(
    {"is", "was", "are", "were", "be", "been", "being", "to", "not", "can", "get", "got", "i", "we", "you"}
)
_BEFORE_PLACES = frozenset({"to", "on", "in", "via", "near", "into", "onto", "by"})
_OF = frozenset({"of", "for", "with", "from"})
# "Police in Kenosha", "the Weather Service in Topeka" speak; "the hospital in Milwaukee" is a place.
_WHO_ARE_SOMEWHERE = BODIES - {
    "hospital",
    "county",
    "district",
    "division",
    "company",
    "complaint",
    "records",
}
_STOPS = (",", ";", ":", ".", "!", "?", '"', "”", ")", "—", "–")
_SHORT = re.compile(r"(?:[A-Z][a-z]{0,3}\.|(?:[A-Z]\.){1,3}),?$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name a speaker and those in commas after them; `start` and `end` in the text."""

    tokens: tuple[str, ...]
    aside: tuple[str, ...]
    start: int
    end: int


class Words:
    """The words of a text by where they stand."""

    def __init__(self, text: str) -> None:
        found = [*_TOKEN.finditer(text)]
        self._tokens = [one[0] for one in found]
        self._starts = [one.start() for one in found]
        self._ends = [one.end() for one in found]

    def before(self, at: int, sentence: Span) -> Phrase | None:
        """The speaker that stands right before `at`; None where no name or noun does."""
        last = bisect_right(self._ends, at) - 1
        first = bisect_left(self._starts, sentence.start)
        while (
            last >= first and plain(self._tokens[last]) in _SKIPPED and not self._tokens[last].endswith('"')
        ):
            last -= 1
        if last < first or plain(self._tokens[last]) in _PASSIVE or self._tokens[last].endswith(('"', "”")):
            return None
        head = last
        if self._tokens[last].endswith(","):
            opened = self._comma_before(last, first)
            if opened is None:
                return None
            head = opened
        start = self._head(head, first)
        if start is None:
            return None
        aside = self._cleaned(head + 1, last + 1)
        return Phrase(self._cleaned(start, head + 1), aside, self._starts[start], self._ends[last])

    def after(self, at: int, sentence: Span) -> Phrase | None:
        """The speaker that begins at `at`."""
        first = bisect_left(self._starts, at)
        end = first
        while end < len(self._tokens) and self._starts[end] < sentence.end and end - first < _MOST:
            token = self._tokens[end]
            if not (_is_part(token) or (end > first and plain(token) in _LINKS) or plain(token) in _ARTICLES):
                break
            end += 1
            if _stops(token):
                break
        while end > first and plain(self._tokens[end - 1]) in _LINKS | _ARTICLES | FUNCTION_WORDS:
            end -= 1
        if end == first:
            return None
        aside = self._aside_after(end, sentence) if self._tokens[end - 1].endswith(",") else ()
        close = self._ends[end - 1]
        stripped = len(self._tokens[end - 1]) - len(self._tokens[end - 1].rstrip(',.;:!?"”)'))
        return Phrase(self._cleaned(first, end), aside, self._starts[first], close - stripped)

    def _comma_before(self, last: int, first: int) -> int | None:
        """The word with the comma that opens what the comma after `last` closes."""
        for i in range(last - 1, max(first, last - _MOST) - 1, -1):
            if self._tokens[i].endswith(","):
                return i
            if _stops(self._tokens[i]):
                return None
        return None

    def _head(self, head: int, first: int) -> int | None:
        """Where the noun phrase begins that ends with the word `head`."""
        start = head + 1
        for i in range(head, max(first, head - _MOST) - 1, -1):
            is_article = plain(self._tokens[i]) in _ARTICLES
            is_pronoun = i == head and plain(self._tokens[i]) in PRONOUNS
            if not (is_article or is_pronoun or self._goes_on(i, first, is_last=i == head)):
                break
            start = i
            if is_pronoun or (is_article and not (first < i < head and self._tokens[i - 1] in _OF)):
                break
        while start <= head and plain(self._tokens[start]) in _LINKS | FUNCTION_WORDS:
            start += 1
        if start > head or (start > first and plain(self._tokens[start - 1]) in _BEFORE_PLACES):
            return None
        return start

    def _goes_on(self, at: int, first: int, *, is_last: bool) -> bool:
        """Whether a word is a part of a name, or joins two."""
        word = plain(self._tokens[at])
        if not is_last and _stops(self._tokens[at]):
            return False
        if _is_part(self._tokens[at]):
            return True
        is_of_place = word == "in" and at > first and plain(self._tokens[at - 1]) in _WHO_ARE_SOMEWHERE
        return not is_last and at > first and (word in _LINKS or is_of_place)

    def _aside_after(self, at: int, sentence: Span) -> tuple[str, ...]:
        end = at
        while end < len(self._tokens) and self._starts[end] < sentence.end and end - at < 8:
            end += 1
            if _stops(self._tokens[end - 1]):
                break
        return self._cleaned(at, end)

    def _cleaned(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(
            one if _SHORT.fullmatch(one) else one.strip(',.;:!?"“”()') for one in self._tokens[start:end]
        )


def continues(tokens: Sequence[str]) -> str:
    """The noun of what goes on from words before it: "the outlet", "the report", "it"; empty for others."""
    words = [plain(one) for one in tokens]
    noun = words[-1] if words else ""
    is_bare = all(one in _ARTICLES | {"press", "news", "media"} for one in words[:-1])
    if noun in PRONOUNS and len(words) == 1:
        return noun
    known = OUTLET_NOUNS | REPORTS | DOCUMENTS | AGENCY_NOUNS
    return noun if is_bare and len(words) > 1 and noun in known else ""


def _is_part(token: str) -> bool:
    bare = plain(token)
    if bare in FUNCTION_WORDS:
        return False
    return token.lstrip('"“(')[:1].isupper() or token[:1].isdigit() or bare in _NOUNS


def _stops(token: str) -> bool:
    """Whether no name goes on after it."""
    return token.endswith(_STOPS) and not (_SHORT.fullmatch(token) and not token.endswith(","))
