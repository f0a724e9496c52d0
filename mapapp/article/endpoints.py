"""Which mention a claim is about: the one beside it, the one it names, the scene or the place. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from mapapp.article.model import Mention, MentionKind, Role, Span
from mapapp.streets.vocabulary import STATE_NAMES

# How far before a claim its subject may end, in characters.
_REACH = 110
_MOST_WORDS = 6
_MOST_SCENES = 8

_SPOTS = frozenset({
    MentionKind.INTERSECTION, MentionKind.BLOCK, MentionKind.ADDRESS, MentionKind.FACILITY,
})  # fmt: skip
# What is nearer (miles) is told from another spot of the same town.
_WITHIN_TOWN = 5.0
_PARAGRAPH = 600
_LINES = frozenset({MentionKind.ROAD, MentionKind.STRETCH})
_STATE = "|".join(sorted(STATE_NAMES, key=len, reverse=True))
# What may stand between a mention and what is said of it: ", which is located", " (", ", Wis., is a".
_LINK = (
    r"(?:[\s,(–—-]|\b(?:which|that|just|also|itself|it|then|lies|sits|stands|located|situated|found|built|is|was"
    r"|are|were|a|an|some|only|less|the)\b){0,12}"
)
_LINKED = re.compile(rf"(?:,\s(?:{_STATE}|[A-Z][a-z]{{1,5}}\.|[A-Z]\.?[A-Z]\.?)(?=[\s,]))?{_LINK}", re.I)
_ASIDE = re.compile(
    r"(?:,\s[^,.;:()\n]{1,60},|\s\([^()\n]{1,60}\))\s(?:is|was|lies|sits|stands)\s(?:a\s|an\s)?", re.I
)
_CALLED = re.compile(r",\s(?:an?|the|home\sto)\s[^,.;:()\n]{1,60}\s", re.I)
_PARTED = re.compile(r"[,(–—]|\b(?:is|was|are|were|lies|sits|stands|located|situated)\b", re.I)
_LEAD = re.compile(
    r"(?:(?:the|an?|downtown|central|nearby|neighbou?ring|suburban)\s|the\s(?:cent(?:er|re)|city|town|village|edge)\sof\s)"
    r"{1,2}",
    re.I,
)
_WORD = re.compile(r"[\w.'’&/-]{1,40}(?:,(?=\s[A-Z]))?")
_EVENTS = (
    "crash|collision|wreck|accident|pileup|shooting|stabbing|killing|homicide|robbery|attack|assault|incident|fire"
    "|blaze|wildfire|explosion|derailment|tornado|standoff|protest|rescue|spill|earthquake|quake|epicenter"
)
_IT_HAPPENED = re.compile(
    rf"(?:the|this|that|an?)\s(?:[\w-]{{1,20}}\s){{0,3}}(?:{_EVENTS})(?:\s[\w.,:'’-]{{1,20}}){{0,8}}?"
    r"\s(?:(?:happened|occurred|took\splace|was\sreported|broke\sout|unfolded|began|started|was\scentered)(?:\s[\w.:]{1,12})"
    r"{0,4}|was|is)\s",
    re.I,
)
_THE_SCENE = re.compile(
    rf"(?:the\s(?:scene|site\b|(?:[\w-]{{1,15}}\s)?(?:{_EVENTS})(?:\s(?:site|scene))?)|where\s)(?!\w)", re.I
)
_THE_PLACE = re.compile(
    r"(?:the|its|their)\s(?:city|town|village)(?:\s(?:center|limits))?(?!\w)(?!\sof\b)", re.I
)
_HOME = re.compile(r"(?:his|her|their|the\s\w{1,20}['’]s)\s(?:home|house|apartment|residence)(?!\w)", re.I)
_TO_THE_COMMA = re.compile(r"[^,.;:()\n]{0,40}(?!\w)")

Found = tuple[int, int]


class Endpoints:
    """The mentions of one story, looked up by where the words of a claim stand; agencies are no places."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self._mentions = mentions
        placed = [i for i, one in enumerate(mentions) if one.kind is not MentionKind.AGENCY]
        self._by_end = sorted(placed, key=lambda i: (self._span(i).end, self._span(i).start))
        self._ends = [self._span(i).end for i in self._by_end]
        self._at = {self._span(i).start: i for i in sorted(placed, key=lambda i: self._span(i).end)}
        self._by_words = {one: i for i in reversed(placed) for one in self._wordings(i)}
        self._reach = _furthest([self._span(i) for i in range(len(mentions))])
        self._scenes = [i for i in placed if mentions[i].role is Role.SCENE][:_MOST_SCENES]
        self._places = _most_named(mentions, placed)

    def subject(self, said: Span, sentence: Span, *, strict: bool) -> int | None:
        """The mention that the words `said` are of; `strict`: only a comma or a verb may lead to them."""
        last = bisect_right(self._ends, said.start) - 1
        if last >= 0 and self._ends[last] >= max(sentence.start, said.start - _REACH):
            last = bisect_right(self._ends, self._ends[last] - 1)
            number = self._by_end[last]
            if self._leads_to(number, said, strict=strict):
                return number
        return self._happened(said, sentence)

    def named(self, at: int, subject: int) -> tuple[int | None, int]:
        """The mention that is named at `at` and where its words end; None for what is no mention."""
        found = self.named_at(at)
        if found:
            return found if not self._same(found[0], subject) else (None, found[1])
        for pattern, numbers in (
            (_THE_SCENE, self._scenes),
            (_THE_PLACE, self._places),
            (_HOME, self._homes()),
        ):
            words = pattern.match(self.text, at)
            if words:
                return self._other(numbers, subject), at + len(words[0].rstrip())
        rest = _TO_THE_COMMA.match(self.text, at)
        return None, at + len(rest[0].rstrip()) if rest else at

    def named_at(self, at: int) -> Found | None:
        """The mention whose words begin at `at`, an article or "downtown" before it aside, and their end."""
        lead = _LEAD.match(self.text, at)
        for start in [at, lead.end()] if lead else [at]:
            if start in self._at:
                return self._at[start], self._span(self._at[start]).end
        for start in [at, lead.end()] if lead else [at]:
            found = self._again(start)
            if found:
                return found
        return None

    def default(self, subject: int, miles: float | None) -> int | None:
        """Where a story is when it says no more than "40 miles to the north".

        What lies nearer than a town is wide is measured from the spot that was named before.
        """
        if miles is not None and miles < _WITHIN_TOWN:
            before = self._site_before(subject)
            if before is not None:
                return before
        first, second = self._scenes, self._places
        if self._mentions[subject].role is Role.SCENE:
            first, second = second, first
        found = self._other(first, subject)
        return self._other(second, subject) if found is None else found

    def _site_before(self, subject: int) -> int | None:
        """The last corner, block, house or facility named before in the same paragraph."""
        here = self._span(subject).start
        first = max(0, here - _PARAGRAPH)
        start = max(first, self.text.rfind("\n", first, here))
        for number in range(subject - 1, max(-1, subject - _MOST_SCENES), -1):
            if self._span(number).start < start:
                return None
            if self._mentions[number].kind in _SPOTS and not self._same(number, subject):
                return number
        return None

    def stands_beside(self, number: int, said: Span) -> bool:
        """Whether a mention stands right before the words, or right after them."""
        span = self._span(number)
        return 0 <= said.start - span.end <= _REACH or 0 <= span.start - said.end <= _REACH

    def is_line(self, number: int) -> bool:
        """Whether it names a road, which has no one position."""
        return self._mentions[number].kind in _LINES

    def _span(self, number: int) -> Span:
        return self._mentions[number].span

    def _wordings(self, number: int) -> set[str]:
        one = self._mentions[number]
        return {_plain(one.text), _plain(one.phrase)}

    def _leads_to(self, number: int, said: Span, *, strict: bool) -> bool:
        span = self._span(number)
        if self._reach_from(span.start) > said.start:
            return False  # One mention holds the place and what is said of it: it is no claim about two.
        gap = self.text[span.end : said.start]
        linked = any(one.fullmatch(gap) for one in (_LINKED, _ASIDE, _CALLED))
        return linked and (not strict or _PARTED.search(gap) is not None)

    def _reach_from(self, start: int) -> int:
        """How far the mentions reach that begin at `start` or before."""
        starts, ends = self._reach
        at = bisect_right(starts, start) - 1
        return ends[at] if at >= 0 else 0

    def _happened(self, said: Span, sentence: Span) -> int | None:
        before = self.text[max(sentence.start, said.start - 200) : said.start]
        if not _IT_HAPPENED.fullmatch(before):
            return None
        return next((i for i in self._scenes if not self._span(i).overlaps(said)), None)

    def _again(self, at: int) -> Found | None:
        """A mention whose words stand here once more."""
        found, end = None, at
        for _ in range(_MOST_WORDS):
            word = _WORD.match(self.text, end)
            if not word:
                break
            end = word.end()
            said = self.text[at:end].rstrip(".,")
            number = self._by_words.get(_plain(said))
            found = (number, at + len(said)) if number is not None else found
            end += self.text[end : end + 1].isspace()
        return found

    def _homes(self) -> list[int]:
        return [i for i in self._by_end if self._mentions[i].role is Role.RESIDENCE][:3]

    def _other(self, numbers: Sequence[int], subject: int) -> int | None:
        return next((i for i in numbers if not self._same(i, subject)), None)

    def _same(self, one: int, other: int) -> bool:
        a, b = self._mentions[one], self._mentions[other]
        return one == other or a.span.overlaps(b.span) or _plain(a.phrase) == _plain(b.phrase)


def _furthest(spans: Sequence[Span]) -> tuple[list[int], list[int]]:
    """The starts of the spans in order, and how far any that begins there or before reaches."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(spans, key=lambda one: one.start):
        starts.append(span.start)
        ends.append(max(span.end, ends[-1] if ends else 0))
    return starts, ends


def _most_named(mentions: Sequence[Mention], placed: Sequence[int]) -> list[int]:
    """The towns of a story: the one of its dateline, then the most named; one number for each, the first."""
    towns = [i for i in placed if mentions[i].kind is MentionKind.PLACE]
    times = Counter(_plain(mentions[i].phrase) for i in towns)
    firsts = {_plain(mentions[i].phrase): i for i in reversed(towns)}
    dateline = {_plain(mentions[i].phrase) for i in towns if mentions[i].role is Role.DATELINE}
    ranked = sorted(firsts, key=lambda one: (one not in dateline, -times[one], firsts[one]))
    return [firsts[one] for one in ranked]


def _plain(words: str) -> str:
    return " ".join(words.lower().split())
