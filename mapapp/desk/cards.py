"""What a story names, gathered to one card for each place: its spans, its role, what was decided."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mapapp.article.model import Article, Attribution, Mention, MentionKind, Moment, Role, Span
from mapapp.article.sentences import sentence_at, sentences
from mapapp.geocode.answer import Answer
from mapapp.incident.model import Layer, Source
from mapapp.store import Decision, DecisionState, Story

# What a place is to the story, where it is named in several roles: the first of these that it has.
_FOREMOST = (Role.SCENE, Role.DESTINATION, Role.DATELINE, Role.OTHER, Role.RESIDENCE, Role.AGENCY)

_WIDE = frozenset({MentionKind.PLACE, MentionKind.COUNTY, MentionKind.NEIGHBOURHOOD})
_LAYERS: Mapping[Role, Layer] = {
    Role.SCENE: Layer.SCENE,
    Role.DESTINATION: Layer.FACILITY,
    Role.AGENCY: Layer.FACILITY,
}


@dataclass(frozen=True)
class Card:
    """One place that a story names, once or several times.

    `key` stays the same while the words do, however the rest of the text changes; `phrase` and `near` are
    what the geocoder is asked, as read or as a person put it; `role` likewise.
    """

    number: int
    key: str
    mentions: tuple[Mention, ...]
    decision: Decision
    answer: Answer | None = field(default=None, compare=False)

    @property
    def first(self) -> Mention:
        """The mention that says most of it: the first in its foremost role."""
        return next(one for one in self.mentions if one.role is _foremost(self.mentions))

    @property
    def words(self) -> str:
        """The words of the story."""
        return self.first.text

    @property
    def kind(self) -> MentionKind:
        """What sort of thing the words name."""
        return self.first.kind

    @property
    def role(self) -> Role:
        """What the place is to the story."""
        return Role(self.decision.role) if self.decision.role else _foremost(self.mentions)

    @property
    def phrase(self) -> str:
        """What the geocoder is asked."""
        return self.decision.phrase or self.first.phrase

    @property
    def near(self) -> str:
        """The context it is asked in."""
        return self.decision.near or self.first.near

    @property
    def is_adjusted(self) -> bool:
        """Whether a person has put other words for what was read."""
        return bool(self.decision.phrase or self.decision.near)

    @property
    def is_residence(self) -> bool:
        """Whether the story says that somebody lives there, which is not plotted by default."""
        return self.role is Role.RESIDENCE

    @property
    def is_agency(self) -> bool:
        """Whether it names who acts, not where."""
        return self.role is Role.AGENCY

    @property
    def is_open(self) -> bool:
        """Whether a person has still to decide; agencies and residences need no decision."""
        waits = self.decision.state is DecisionState.PENDING
        return waits and not self.is_agency and not self.is_residence

    @property
    def layer(self) -> Layer:
        """The layer of the map it belongs on."""
        if self.kind in _WIDE:
            return Layer.AREA
        return _LAYERS.get(self.role, Layer.CONTEXT)

    @property
    def attribution(self) -> Attribution | None:
        """Who is said to have said where it is."""
        return next((one.attribution for one in (self.first, *self.mentions) if one.attribution), None)

    @property
    def moment(self) -> Moment | None:
        """When it happened there."""
        if self.role is not Role.SCENE:
            return None
        return next((one.moment for one in (self.first, *self.mentions) if one.moment), None)


@dataclass(frozen=True)
class Piece:
    """A stretch of a story's text: what stands between mentions, or the words of one with its card's key."""

    words: str
    key: str = ""


def cards(article: Article, decisions: Mapping[str, Decision]) -> list[Card]:
    """A card for each place, in the order in which the story first names them."""
    gathered: dict[str, list[Mention]] = {}
    for mention in article.mentions:
        gathered.setdefault(key_of(mention), []).append(mention)
    return [
        Card(number, key, tuple(mentions), decisions.get(key, Decision(key)))
        for number, (key, mentions) in enumerate(gathered.items(), 1)
    ]


def key_of(mention: Mention) -> str:
    """What all mentions of one place have in common: the kind, what is asked, and the context."""
    parts = (mention.kind.value, mention.phrase, mention.near)
    said = "\x1f".join(" ".join(one.casefold().split()) for one in parts)
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]


def paragraphs(text: str, found: Sequence[Card]) -> list[list[Piece]]:
    """The text cut at its mentions, paragraph by paragraph; put together the pieces are the text itself.

    Of two mentions that share a character the first one counts.
    """
    spans = sorted(
        (mention.span.start, mention.span.end, one.key) for one in found for mention in one.mentions
    )
    done: list[list[Piece]] = [[]]
    for piece in _pieces(text, spans):
        if piece.key:
            done[-1].append(piece)
            continue
        for part in _split(piece.words):
            done[-1].append(Piece(part))
            if part.endswith("\n"):
                done.append([])
    return [one for one in done if one]


def sentence(text: str, span: Span, most: int = 240) -> tuple[str, str, str]:
    """What stands before a span in its sentence, the words, and what stands behind, `most` characters a side.

    A line's end ends a sentence too: a headline has no full stop.
    """
    found = sentences(text)
    first, last = (sentence_at(found, at) for at in (span.start, span.end - 1))
    start = max(text.rfind("\n", 0, span.start) + 1, found[first].start if first is not None else 0)
    line_end = text.find("\n", span.end)
    ends = [line_end if line_end >= 0 else len(text), found[last].end if last is not None else len(text)]
    before = _DATELINE.sub("", text[start : span.start].lstrip())
    return _last(before, most), span.of(text), _first(text[span.end : min(ends)].rstrip(), most)


def proposed_source(story: Story, card: Card) -> Source | None:
    """Whom to name for a place: who is said to have said it, else the story; None where neither is known."""
    if card.attribution is not None:
        return Source(card.attribution.publisher, quote=card.attribution.quote)
    if not story.publisher:
        return None
    quote = "".join(sentence(story.text, card.first.span)).strip()
    return Source(story.publisher, url=story.url, quote=quote)


def _foremost(mentions: Iterable[Mention]) -> Role:
    roles = {one.role for one in mentions}
    return next(one for one in _FOREMOST if one in roles)


def _pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    done = 0
    for start, end, key in spans:
        if start < done:
            continue
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], key)
        done = end
    if done < len(text):
        yield Piece(text[done:])


def _split(words: str) -> list[str]:
    """The words, each line with its end."""
    parts = words.split("\n")
    return [*(f"{one}\n" for one in parts[:-1]), *filter(None, parts[-1:])]


# "KENOSHA, Wis. (AP) — ": where a story was written is no part of its first sentence.
_DATELINE = re.compile(r"^[A-Z][A-Z .'-]+(?:, [A-Z][\w.]+)?(?: \([A-Z]+\))? (?:—|–|--?) ")


def _last(before: str, most: int) -> str:
    return before if len(before) <= most else f"… {before[-most:].split(' ', 1)[-1]}"


def _first(after: str, most: int) -> str:
    return after if len(after) <= most else f"{after[:most].rsplit(' ', 1)[0]} …"
