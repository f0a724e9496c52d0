"""Reading a story: its places answered by the geocoder, its claims beside what the map says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mapapp.article.model import Article, Attribution, Claim, Mention, MentionKind, Moment
from mapapp.article.read import read, with_mentions
from mapapp.article.towns import Town
from mapapp.article.verdict import Checked, Position, verdict
from mapapp.desk.finder import Finder
from mapapp.errors import BadInput
from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import METRES_PER_MILE

# What an index must say of words that may be no place at all, for them to be kept.
_FOUND = (Outcome.RESOLVED, Outcome.AMBIGUOUS, Outcome.AREA)

Question = tuple[str, str]


@dataclass(frozen=True)
class ReadMention:
    """A mention with the geocoder's answer; None for an agency, which is no position and is not asked."""

    mention: Mention
    answer: Answer | None


@dataclass(frozen=True)
class ReadClaim:
    """A claim beside what the map says of it."""

    claim: Claim
    checked: Checked


@dataclass(frozen=True)
class Reading:
    """A story as it was read: `mentions` and `claims` are those of `article`, in its order."""

    article: Article
    mentions: tuple[ReadMention, ...]
    claims: tuple[ReadClaim, ...]

    def as_json(self) -> dict[str, Any]:
        """The reading as a JSON object; characters are counted as Python counts them."""
        return {
            "title": self.article.title,
            "place": self.article.place,
            "mentions": [_mention_json(one) for one in self.mentions],
            "claims": [_claim_json(one, self.article.mentions) for one in self.claims],
            "moments": [_moment_json(one) for one in self.article.moments],
        }


class Reader:
    """Reads stories with what this newsroom has installed and knows; threads may share it."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def read(
        self,
        text: str,
        *,
        title: str = "",
        near: str = "",
        published: date | None = None,
        timezone: str = "",
    ) -> Reading:
        """The story's mentions with answers and its claims with verdicts; never asks the network.

        `near` is the place the story is of where the caller knows it; `published` the day it appeared,
        against which "Sunday night" is read in `timezone`, by default that of the story's place. Words that
        may be no place are kept only where something by that name is found. Raises BadInput for a text that
        is too long and a time zone that does not exist.
        """
        geocoder = self._finder.geocoder()
        zone = _zone(timezone) if timezone else None
        article = read(text, _Towns(geocoder), title=title, near=near, published=published, timezone=zone)
        answers = _answers(geocoder, article.mentions)
        kept = tuple(one for one in article.mentions if not _is_refuted(geocoder, one, answers))
        if len(kept) < len(article.mentions):
            article = with_mentions(article, kept)
        mentions = tuple(ReadMention(one, answers.get(_question(one))) for one in kept)
        positions = _positions(geocoder, mentions, article.claims)
        claims = tuple(ReadClaim(one, _checked(one, positions)) for one in article.claims)
        return Reading(article, mentions, claims)


class _Towns:
    """The article room's question about towns, answered by the geocoder."""

    def __init__(self, geocoder: Geocoder) -> None:
        self._geocoder = geocoder

    def find(self, name: str) -> Sequence[Town]:
        return [
            Town(one.name, one.state, one.lon, one.lat, one.population, one.timezone, local=one.local)
            for one in self._geocoder.towns(name)
        ]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"There is no time zone {name!r}; write it like America/Chicago.") from error


def _question(mention: Mention) -> Question:
    return mention.phrase, mention.near


def _answers(geocoder: Geocoder, mentions: Iterable[Mention]) -> Mapping[Question, Answer]:
    """The answer to each distinct question, asked once."""
    asked = {_question(one): one.kind for one in mentions if one.kind is not MentionKind.AGENCY}
    return {one: _answer(geocoder, *one, kind) for one, kind in asked.items()}


def _answer(geocoder: Geocoder, phrase: str, near: str, kind: MentionKind) -> Answer:
    """The answer in the context, else in its state: a hospital is often in the next city."""
    answer = geocoder.geocode(phrase, near or None)
    _, comma, state = near.rpartition(", ")
    if comma and kind is MentionKind.FACILITY and answer.outcome is Outcome.NOT_FOUND:
        return geocoder.geocode(phrase, state)
    return answer


def _is_refuted(geocoder: Geocoder, mention: Mention, answers: Mapping[Question, Answer]) -> bool:
    """Whether words that may be no place are none, as far as anything installed can tell."""
    if not (mention.doubtful or mention.refutable) or answers[_question(mention)].outcome in _FOUND:
        return False
    return mention.doubtful or geocoder.covers(mention.near)


def _positions(
    geocoder: Geocoder, mentions: Sequence[ReadMention], claims: Iterable[Claim]
) -> Mapping[int, Position | None]:
    """Where the mentions lie that claims are about, by their number; each answer is measured once."""
    measured: dict[Question, Position | None] = {}
    found: dict[int, Position | None] = {}
    for number in {end for claim in claims for end in _ends(claim) if end is not None}:
        question = _question(mentions[number].mention)
        if question not in measured:
            measured[question] = _position(geocoder, mentions[number].answer)
        found[number] = measured[question]
    return found


def _ends(claim: Claim) -> tuple[int | None, int | None, int | None]:
    return claim.subject, claim.reference, claim.second_reference


def _position(geocoder: Geocoder, answer: Answer | None) -> Position | None:
    """Where a claim measures from or to: the one spot or area that was found."""
    if answer is None or answer.outcome not in (Outcome.RESOLVED, Outcome.AREA):
        return None
    best = geocoder.measured_from(answer.candidates[0])
    return Position(best.lon, best.lat, best.radius_m)


def _checked(claim: Claim, positions: Mapping[int, Position | None]) -> Checked:
    return verdict(claim, *(None if one is None else positions[one] for one in _ends(claim)))


def _mention_json(read_mention: ReadMention) -> dict[str, Any]:
    mention, answer = read_mention.mention, read_mention.answer
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "phrase": mention.phrase,
        "role": mention.role.value,
        "near": mention.near,
        "hedge": mention.hedge,
        "outcome": answer.outcome.value if answer else None,
        "explanation": answer.explanation if answer else "",
        "candidates": [one.as_json() for one in answer.candidates] if answer else [],
        "attribution": _attribution_json(mention.attribution),
        "moment": _moment_json(mention.moment) if mention.moment else None,
    }


def _claim_json(read_claim: ReadClaim, mentions: Sequence[Mention]) -> dict[str, Any]:
    claim, checked = read_claim.claim, read_claim.checked
    road = (checked.road_least_m, checked.road_most_m)
    return {
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "kind": claim.kind.value,
        "from": _named(claim.reference, mentions),
        "to": _named(claim.subject, mentions),
        "from_mention": claim.reference,
        "to_mention": claim.subject,
        "verdict": checked.verdict.value,
        "why": checked.why,
        "straight_m": _rounded(checked.straight_m),
        "straight_miles": _miles(checked.straight_m),
        "road_m": [_rounded(one) for one in road],
        "road_miles": [_miles(one) for one in road],
        "bearing": _rounded(checked.degrees),
    }


def _named(number: int | None, mentions: Sequence[Mention]) -> str:
    return "" if number is None else mentions[number].text


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _miles(metres: float | None) -> float | None:
    return None if metres is None else round(metres / METRES_PER_MILE, 1)


def _moment_json(moment: Moment) -> dict[str, Any]:
    span = {"start": moment.span.start, "end": moment.span.end}
    return {**span, "text": moment.text, "value": moment.value, "hedge": moment.hedge}


def _attribution_json(attribution: Attribution | None) -> dict[str, Any] | None:
    if attribution is None:
        return None
    span = {"start": attribution.span.start, "end": attribution.span.end}
    return {**span, "publisher": attribution.publisher, "quote": attribution.quote}
