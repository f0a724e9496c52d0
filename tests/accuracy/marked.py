"""Stories with marks in them, and how well a reading of them agrees with the marks.

A mark is `{{words|kind|role|outcome}}`, with the phrase to ask as a fifth part where it is not the words;
`[[words|kind|verdict]]` marks a claim and may hold mentions; `<<words|value>>` marks a moment.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from mapapp.article.model import Span
from mapapp.desk import Reading

LEAST_OVERLAP = 0.6

Found = TypeVar("Found")
Marked = TypeVar("Marked")

_SIGNS = re.compile(r"\{\{|\}\}|\[\[|\]\]|<<|>>|\|")
_CLOSING = {"{{": "}}", "[[": "]]", "<<": ">>"}


class MarkedMention(NamedTuple):
    span: Span
    text: str
    kind: str
    role: str
    outcome: str
    phrase: str


class MarkedClaim(NamedTuple):
    span: Span
    text: str
    kind: str
    verdict: str


class MarkedMoment(NamedTuple):
    span: Span
    text: str
    value: str


@dataclass(frozen=True)
class MarkedStory:
    """A story without its marks, what its head says, and the marks with their spans in the bare text."""

    name: str
    head: Mapping[str, str]
    text: str
    mentions: tuple[MarkedMention, ...]
    claims: tuple[MarkedClaim, ...]
    moments: tuple[MarkedMoment, ...]


@dataclass
class _Open:
    sign: str
    start: int
    fields: list[str] | None = None


def parse(text: str, name: str = "") -> MarkedStory:
    """The story in a marked text; raises ValueError for marks that do not close or have no such parts."""
    head, _, body = text.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    bare, marks = _unmarked(body, name)
    mentions, claims, moments = [], [], []
    for sign, span, fields in sorted(marks, key=lambda one: (one[1].start, -one[1].end)):
        words = span.of(bare)
        if sign == "{{":
            kind, role, outcome, *phrase = fields
            mentions.append(MarkedMention(span, words, kind, role, outcome, phrase[0] if phrase else words))
        elif sign == "[[":
            claims.append(MarkedClaim(span, words, *fields))
        else:
            moments.append(MarkedMoment(span, words, *fields))
    return MarkedStory(name, said, bare, tuple(mentions), tuple(claims), tuple(moments))


def _unmarked(body: str, name: str) -> tuple[str, list[tuple[str, Span, list[str]]]]:
    """The bare text, and each mark's sign, span and parts."""
    bare = _Bare()
    at = 0
    for sign in _SIGNS.finditer(body):
        bare.add(body[at : sign.start()])
        at = sign.end()
        if not bare.take(sign[0]):
            raise ValueError(f"{name}: {sign[0]} closes nothing near {bare.text[-30:]!r}")
    if bare.open:
        raise ValueError(f"{name}: a mark is not closed: {bare.text[bare.open[-1].start :][:40]!r}")
    bare.add(body[at:])
    return bare.text, bare.marks


@dataclass
class _Bare:
    """A text as its marks are taken out."""

    text: str = ""
    marks: list[tuple[str, Span, list[str]]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Words, of the text or of a part of the innermost mark."""
        if self.open and self.open[-1].fields:
            self.open[-1].fields[-1] += words
        else:
            self.text += words

    def take(self, sign: str) -> bool:
        """A sign; False where it closes no mark that is open."""
        if sign in _CLOSING:
            self.open.append(_Open(sign, len(self.text)))
        elif sign == "|" and self.open:
            self.open[-1].fields = [*(self.open[-1].fields or []), ""]
        elif sign == "|":
            self.add(sign)
        elif self.open and sign == _CLOSING[self.open[-1].sign]:
            done = self.open.pop()
            self.marks.append((done.sign, Span(done.start, len(self.text)), done.fields or []))
        else:
            return False
        return True


def stories_in(folder: Path) -> list[MarkedStory]:
    """The marked stories of a folder, by name."""
    return [parse(one.read_text(encoding="utf-8"), one.stem) for one in sorted(folder.glob("*.txt"))]


def same_span(one: Span, other: Span) -> bool:
    """Whether two spans that overlap begin or end together, or share 0.6 of their union."""
    if not one.overlaps(other):
        return False
    if one.start == other.start or one.end == other.end:
        return True
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) >= LEAST_OVERLAP


@dataclass
class Score:
    """Counts over stories; `misses` says each disagreement in a line."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """One count as a share of another; 1 where there is nothing to count."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    @property
    def figures(self) -> dict[str, float]:
        """The figures that are held to floors, each 0 to 1."""
        return {
            "mention precision": self.share("mentions matched", "mentions found"),
            "mention recall": self.share("mentions matched", "mentions marked"),
            "role accuracy": self.share("roles right", "mentions matched"),
            "outcome accuracy": self.share("outcomes right", "outcomes asked"),
            "claim precision": self.share("claims matched", "claims found"),
            "claim recall": self.share("claims matched", "claims marked"),
            "verdict accuracy": self.share("verdicts right", "verdicts asked"),
            "moment precision": self.share("moments matched", "moments found"),
            "moment recall": self.share("moments matched", "moments marked"),
        }

    def lines(self) -> str:
        """The figures and counts as text."""
        shown = [f"{name}: {value:.3f}" for name, value in self.figures.items()]
        return "\n".join([*shown, *(f"{name}: {count}" for name, count in sorted(self.counts.items()))])


def score(pairs: Iterable[tuple[MarkedStory, Reading]]) -> Score:
    """How well readings agree with marks.

    A found mention matches a marked one of the same kind when `same_span`; each is matched once. Roles and
    outcomes are counted over the matched ones, an outcome where the mark says which.
    """
    total = Score()
    for story, reading in pairs:
        _score_mentions(total, story, reading)
        _score_claims(total, story, reading)
        _score_moments(total, story, reading)
    return total


def _matched(
    found: Sequence[Found], marked: Sequence[Marked], same: Callable[[Found, Marked], bool]
) -> Iterator[tuple[Found | None, Marked | None]]:
    left = list(marked)
    for one in found:
        match = next((other for other in left if same(one, other)), None)
        if match is not None:
            left.remove(match)
        yield one, match
    for other in left:
        yield None, other


def _score_mentions(total: Score, story: MarkedStory, reading: Reading) -> None:
    total.counts["mentions found"] += len(reading.mentions)
    total.counts["mentions marked"] += len(story.mentions)
    pairs = _matched(
        reading.mentions,
        story.mentions,
        lambda a, b: a.mention.kind.value == b.kind and same_span(a.mention.span, b.span),
    )
    for found, marked in pairs:
        if found is None:
            total.misses.append(f"{story.name}: missed {marked}")
        elif marked is None:
            one = found.mention
            total.misses.append(f"{story.name}: false {one.text!r} {one.kind.value} {one.role.value}")
        else:
            total.counts["mentions matched"] += 1
            words = f"{story.name}: {marked.text!r}"
            _score_pair(total, "role", found.mention.role.value, marked.role, words)
            outcome = found.answer.outcome.value if found.answer else "-"
            if marked.outcome != "?":
                total.counts["outcomes asked"] += 1
                asked = f"{words} as {found.mention.phrase!r}, {found.mention.near}"
                _score_pair(total, "outcome", outcome, marked.outcome, asked)


def _score_pair(total: Score, what: str, found: str, marked: str, words: str) -> None:
    total.counts[f"{what}s right"] += found == marked
    if found != marked:
        total.misses.append(f"{words}: {what} {found}, marked {marked}")


def _score_claims(total: Score, story: MarkedStory, reading: Reading) -> None:
    total.counts["claims found"] += len(reading.claims)
    total.counts["claims marked"] += len(story.claims)
    pairs = _matched(
        reading.claims,
        story.claims,
        lambda a, b: a.claim.kind.value == b.kind and same_span(a.claim.span, b.span),
    )
    for found, marked in pairs:
        if found is None or marked is None:
            one = marked or (found and (found.claim.kind.value, found.claim.text))
            total.misses.append(f"{story.name}: claim {'missed' if marked else 'false'}: {one}")
            continue
        total.counts["claims matched"] += 1
        if marked.verdict != "?":
            total.counts["verdicts asked"] += 1
            verdict = found.checked.verdict.value
            _score_pair(total, "verdict", verdict, marked.verdict, f"{story.name}: {marked.text!r}")


def _score_moments(total: Score, story: MarkedStory, reading: Reading) -> None:
    moments = reading.article.moments
    total.counts["moments found"] += len(moments)
    total.counts["moments marked"] += len(story.moments)
    pairs = _matched(moments, story.moments, lambda a, b: a.value == b.value and same_span(a.span, b.span))
    for found, marked in pairs:
        total.counts["moments matched"] += found is not None and marked is not None
        if marked is None and found is not None:
            total.misses.append(f"{story.name}: moment false: {found.text!r} {found.value}")
        elif found is None:
            total.misses.append(f"{story.name}: moment missed: {marked}")
