"""A story as words with their places, sentence by sentence; one pass, linear in its length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapapp.article.lexicon import (
    ABBREVIATIONS,
    CALENDAR,
    COMMA_ABBREVIATIONS,
    FUNCTION_WORDS,
    LETTERED_AFTER,
    QUADRANTS,
    STARTERS,
    STREET_ABBREVIATIONS,
)
from mapapp.article.model import Span

_TOKEN = re.compile(
    r"""(?P<break>\n\s*)
    | (?P<initials>(?:[^\W\d_]\.){2,})
    | (?P<ordinal>\d{1,6}(?:st|nd|rd|th)\b)
    | (?P<number>\d+(?:[.,:]\d+)*[A-Za-z]?(?![^\W_]))
    | (?P<possessive>['’]s\b)
    | (?P<word>[^\W_]+(?:['’-](?!s\b|\d+(?:st|nd|rd|th)\b)[^\W_]+)*)
    | (?P<sign>\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_DIRECTIONS = frozenset({"N.", "S.", "E.", "W."})
_STOPS = frozenset({".", "!", "?", "…", "\n"})
_QUOTES = frozenset("\"”’'»)")
_Raw = tuple[str, int, int]
_LONGEST_WORD = 60
_LONGER_WORD = 4
_LEAST_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign; `low` is lower case without dots. `sentence` and `headline` say where it is."""

    text: str
    low: str
    start: int
    end: int
    sentence: int
    headline: bool


class Tokens:
    """The tokens of a text, asked by number; a number outside names an empty token, never an error."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._all = tuple(_tokens(text))

    def __len__(self) -> int:
        return len(self._all)

    def low(self, at: int) -> str:
        """The token in lower case without dots; empty outside."""
        return self._all[at].low if 0 <= at < len(self._all) else ""

    def word(self, at: int) -> str:
        """The token as written; empty outside."""
        return self._all[at].text if 0 <= at < len(self._all) else ""

    def sentence(self, at: int) -> int:
        """The number of the sentence; -1 outside."""
        return self._all[at].sentence if 0 <= at < len(self._all) else -1

    def in_headline(self, at: int) -> bool:
        """Whether every longer word of its line has a capital, so that capitals tell nothing."""
        return 0 <= at < len(self._all) and self._all[at].headline

    def joined(self, at: int) -> bool:
        """Whether a token and the next belong to one sentence."""
        return 0 <= at < len(self._all) - 1 and self.sentence(at) == self.sentence(at + 1)

    def is_capital(self, at: int) -> bool:
        """Whether it is a word with a capital letter."""
        return self.word(at)[:1].isupper()

    def is_name_word(self, at: int) -> bool:
        """Whether it may be part of a proper name: a capital, and no word that only begins a sentence."""
        low = self.low(at)
        if not self.is_capital(at) or len(low) > _LONGEST_WORD or low in CALENDAR:
            return False
        return low not in FUNCTION_WORDS or (low == "us" and self.word(at) != "Us")

    def lows(self, start: int, end: int) -> list[str]:
        """The tokens from `start` up to `end`, lower case."""
        return [self.low(at) for at in range(start, end)]

    def span(self, start: int, end: int) -> Span:
        """The characters from token `start` up to token `end`, without the full stop after a last letter."""
        last = self._all[end - 1]
        stopped = len(last.text) == 2 and last.text[1] == "."
        return Span(self._all[start].start, last.end - stopped)

    def words(self, start: int, end: int) -> str:
        """The text from token `start` up to token `end`, on one line."""
        return " ".join(self.span(start, end).of(self.text).split())

    def starts_with(self, at: int, *words: str) -> bool:
        """Whether these lower-case words stand at `at` in one sentence."""
        return self.lows(at, at + len(words)) == list(words) and (
            self.sentence(at) == self.sentence(at + len(words) - 1)
        )

    def back(self, at: int, most: int) -> list[str]:
        """Up to `most` lower-case tokens before `at` in its sentence, in the order of the text."""
        number = self.sentence(at)
        start = max(0, at - most)
        return [self.low(i) for i in range(start, at) if self.sentence(i) == number]

    def forward(self, at: int, most: int, of: int) -> list[str]:
        """Up to `most` lower-case tokens from `at` on in the sentence of token `of`."""
        number = self.sentence(of)
        end = min(len(self), at + most)
        return [self.low(i) for i in range(at, end) if self.sentence(i) == number]


def _tokens(text: str) -> Iterator[Token]:
    sentence = 0
    raw = list(_raw(text))
    headlines = _headlines(text, raw)
    for i, (kind, start, end) in enumerate(raw):
        word = "\n" if kind == "break" else text[start:end]
        low = word.lower().replace("’", "'")
        low = low.replace(".", "") if kind in ("initials", "word") else low
        yield Token(word, low, start, end, sentence, i in headlines)
        if _ends_sentence(text, raw, i, low):
            sentence += 1


def _raw(text: str) -> Iterator[_Raw]:
    """Kind, start and end of each token; an abbreviation takes its dot with it."""
    skip = -1
    before = ""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        kind = str(match.lastgroup)
        if kind == "word" and text[end : end + 1] == "." and _takes_dot(match[0], before):
            skip = end = end + 1
        before = match[0].lower()
        yield kind, start, end


def _takes_dot(word: str, before: str) -> bool:
    """Whether the dot after a word shortens it: "Ave.", "J.", and "Md." after a comma."""
    if len(word) == 1:
        return word.isupper() and before not in LETTERED_AFTER
    low = word.lower()
    return low in ABBREVIATIONS or (low in COMMA_ABBREVIATIONS and before == ",")


def _ends_sentence(text: str, raw: Sequence[_Raw], at: int, low: str) -> bool:
    """Whether a sentence ends here; the dot of an abbreviation may be a full stop as well."""
    kind, start, end = raw[at]
    if kind == "break":
        return True
    following = text[raw[at + 1][1] : raw[at + 1][2]] if at + 1 < len(raw) else ""
    if kind == "sign":
        closing = text[start] in _QUOTES and at > 0 and text[raw[at - 1][2] - 1] in ".!?"
        return closing or (text[start] in _STOPS and following[:1] not in _QUOTES)
    if text[end - 1] != "." or not following[:1].isupper():
        return False
    if following.lower().replace(".", "") in QUADRANTS or following in _DIRECTIONS:
        return False
    if low in ("pm", "am"):
        return following.lower() not in CALENDAR
    numbered = at > 0 and raw[at - 1][0] == "ordinal"
    return following.lower() in STARTERS or (low in STREET_ABBREVIATIONS and (numbered or low != "st"))


def _headlines(text: str, raw: Sequence[_Raw]) -> set[int]:
    """The tokens of lines in which every longer word has a capital: there capitals tell nothing."""
    found: set[int] = set()
    first = 0
    for at in range(len(raw) + 1):
        if at == len(raw) or raw[at][0] == "break":
            if _is_title(text, raw[first:at]):
                found.update(range(first, at))
            first = at + 1
    return found


def _is_title(text: str, line: Sequence[_Raw]) -> bool:
    words = [text[start:end] for kind, start, end in line if kind == "word"]
    longer = [one for one in words if len(one) >= _LONGER_WORD and one.lower() not in FUNCTION_WORDS]
    closed = bool(line) and text[line[-1][2] - 1] == "."
    return len(words) >= _LEAST_TITLE_WORDS and not closed and all(one[0].isupper() for one in longer)
