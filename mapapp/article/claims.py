"""Checkable sentences about two places: how far, which way, between which, how long a way. Pure.

High precision first: a distance is a claim only where it is said of a mention that stands right beside it, or
of the scene ("The crash happened …"), so that runs, speeds, odometers and lengths of road are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapapp.article.endpoints import Endpoints
from mapapp.article.measures import Measure, measures
from mapapp.article.model import Claim, ClaimKind, Mention, Span
from mapapp.article.sentences import sentence_at, sentences

_WINDS = {
    "north": 0.0, "north-northeast": 22.5, "northeast": 45.0, "east-northeast": 67.5, "east": 90.0,
    "east-southeast": 112.5, "southeast": 135.0, "south-southeast": 157.5, "south": 180.0,
    "south-southwest": 202.5, "southwest": 225.0, "west-southwest": 247.5, "west": 270.0,
    "west-northwest": 292.5, "northwest": 315.0, "north-northwest": 337.5,
}  # fmt: skip
_WIND = (
    r"(?P<wind>(?:north|south|east|west)-(?:north|south)[\s-]?(?:east|west)"
    r"|(?:north|south)[\s-]?(?:east|west)|north|south|east|west)(?!\w)"
)
_AWAY = (
    r"(?:\s(?:away|apart|by\s(?:car|road|air)|as\sthe\scrow\sflies|in\sa\sstraight\sline|down\sthe\sroad))?"
)
_TRIP = r"(?:['’]s?)?\s(?:drive|car\sride|ride|trip|flight|journey|commute)"
# What follows a distance: "(away) (to the) north (of)", "(away) from"; at least one of them.
_RELATION = re.compile(
    rf"(?P<trip>{_TRIP})?{_AWAY}(?:,?\s(?:to\sthe|to\sits|to\stheir|in\sthe|due|just)?\s?{_WIND})?{_AWAY}"
    rf"(?P<link>\s(?:of|from)\s)?",
    re.I,
)
_TO = re.compile(r"\s(?:away\s)?to\s", re.I)
_INTO = re.compile(r",?\s(?:at|in|to|near|on)\s", re.I)
_FOUND = re.compile(
    r"\b(?:found|located|discovered|recovered|arrested|stopped|abandoned|spotted|captured|crashed|ended"
    r"|happened|occurred|reported|place)(?:\s\w{1,12})?\s$",
    re.I,
)
_TRAVELLED = re.compile(
    r"\b(?:dr[io]ves?|driven|driving|walked|walking|walks|flown|flew|flying|airlifted|taken|rushed|transported"
    r"|travel(?:l?ed|l?ing|s)?|towed|carried|moved|hiked|rode|ridden|bused|brought|sent)"
    r"(?:\s(?:(?:him|her|them|it|the\s\w{1,20})|by\s\w{1,20}))?\s$",
    re.I,
)
_DIRECTION = re.compile(rf"(?P<just>just\s|due\s|directly\s)?(?<![\w-]){_WIND}\s(?:of|from)\s", re.I)
_BETWEEN = re.compile(
    r"(?P<half>(?:about\s|roughly\s|almost\s)?(?:half\s?way|midway)\s|somewhere\s)?(?<![\w-])between\s", re.I
)
_AND = re.compile(r"(?:,\s\w{1,15}(?:\s\w{1,15})?,?)?\s(?:and|&)\s(?:the\s)?", re.I)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says, before the places are known; `end` is where a named reference may begin."""

    span: Span
    kind: ClaimKind
    miles: float | None = None
    digits: float | None = None
    blocks: float | None = None
    direction: float | None = None
    hedge: str = ""
    named: bool = False
    towards: int | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it says no more than which way."""
        return self.kind is ClaimKind.DIRECTION


def claims(text: str, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """The checkable sentences of a story in its order; `subject` and the references number `mentions`.

    The reference is the one the words name, else the story's scene, else its place; None where the words
    name one that is no mention.
    """
    spans = sentences(text)
    ends = Endpoints(text, mentions)
    found: list[Claim] = []
    taken = 0
    for said in sorted(_sayings(text, ends), key=lambda one: (one.span.start, -one.span.end)):
        number = sentence_at(spans, said.span.start)
        if said.span.start < taken or number is None:
            continue
        claim = _claim(said, ends, spans[number])
        if claim:
            found.append(claim)
            taken = claim.span.end
    return tuple(found)


def _sayings(text: str, ends: Endpoints) -> Iterator[_Said]:
    for measure in measures(text):
        said = _measured(text, measure)
        if said:
            yield said
    yield from _directions(text)
    yield from _betweens(text, ends)


def _measured(text: str, measure: Measure) -> _Said | None:
    """A distance with what relates it: a direction, "from", "away", or a way that somebody travelled."""
    relation = _RELATION.match(text, measure.span.end)
    assert relation, "every part of a relation may be missing"
    trip, wind, link = relation["trip"], relation["wind"], relation["link"]
    if measure.compound and not trip:
        return None
    before = text[max(0, measure.span.start - 60) : measure.span.start]
    travelled = bool(_TRAVELLED.search(before))
    of_within = link and link.strip().lower() == "of" and not wind
    if of_within and measure.hedge not in ("within", "less than", "under"):
        return None
    to = _TO.match(text, relation.end()) if travelled and not link else None
    if not (trip or wind or link or to or relation[0].strip()):
        return None
    is_travel = bool(trip or to or travelled or measure.is_time)
    if measure.miles is None and measure.blocks is None and not measure.is_time:
        return _vague(measure, wind, relation)
    end = relation.end() if link else measure.span.end + len(relation[0].rstrip(" ,"))
    return _Said(
        Span(measure.span.start, end),
        ClaimKind.TRAVEL if is_travel else ClaimKind.DISTANCE,
        measure.miles,
        measure.digits,
        measure.blocks,
        _degrees(wind),
        measure.hedge,
        bool(link),
        to.end() if to else None,
    )


def _vague(measure: Measure, wind: str | None, relation: re.Match[str]) -> _Said | None:
    """What says only which way: "a few miles north of"."""
    if not wind:
        return None
    span = Span(measure.span.start, relation.end())
    return _Said(span, ClaimKind.DIRECTION, direction=_degrees(wind), named=bool(relation["link"]))


def _directions(text: str) -> Iterator[_Said]:
    for found in _DIRECTION.finditer(text):
        span = Span(found.start(), found.end())
        yield _Said(span, ClaimKind.DIRECTION, direction=_degrees(found["wind"]), named=True)


def _betweens(text: str, ends: Endpoints) -> Iterator[_Said]:
    for found in _BETWEEN.finditer(text):
        if ends.named_at(found.end()) is not None:
            yield _Said(Span(found.start(), found.end()), ClaimKind.BETWEEN, named=True)


def _degrees(wind: str | None) -> float | None:
    if not wind:
        return None
    plain = re.sub(r"[\s-]", "", wind.lower())
    return next(degrees for name, degrees in _WINDS.items() if name.replace("-", "") == plain)


def _claim(said: _Said, ends: Endpoints, sentence: Span) -> Claim | None:
    if said.kind is ClaimKind.BETWEEN:
        return _between(said, ends, sentence)
    if said.towards is not None:
        return _towards(said, ends, said.towards)
    subject, end = ends.subject(said.span, sentence, strict=said.is_bare), said.span.end
    if subject is None and said.named:
        return _from_to(said, ends)
    if subject is None:
        subject, end = _led_to(said, ends)
    return None if subject is None or ends.is_line(subject) else _of(subject, said, ends, end)


def _of(subject: int, said: _Said, ends: Endpoints, end: int) -> Claim | None:
    """What is said of a mention; None where it is said of no place that is known."""
    if not said.named:
        return _made(said, ends, end, subject, ends.default(subject, said.miles))
    reference, end = ends.named(said.span.end, subject)
    if reference is None and (said.is_bare or not ends.stands_beside(subject, said.span)):
        return None
    if said.is_bare and reference is not None and ends.is_line(reference):
        return None
    return _made(said, ends, end, subject, reference)


def _towards(said: _Said, ends: Endpoints, at: int) -> Claim | None:
    """A way with its goal: "drove 15 miles to Racine"."""
    goal = ends.named_at(at)
    return _made(said, ends, goal[1], goal[0], ends.default(goal[0], said.miles)) if goal else None


def _from_to(said: _Said, ends: Endpoints) -> Claim | None:
    """A way with both its ends: "drove 15 miles from Kenosha to Racine"."""
    start = ends.named_at(said.span.end) if said.kind is ClaimKind.TRAVEL else None
    to = _TO.match(ends.text, start[1]) if start else None
    goal = ends.named_at(to.end()) if to else None
    return _made(said, ends, goal[1], goal[0], start[0]) if start and goal and start[0] != goal[0] else None


def _led_to(said: _Said, ends: Endpoints) -> tuple[int | None, int]:
    """The mention that a distance leads to: "found 15 miles away, at Highway 50 and 40th Street"."""
    is_found = _FOUND.search(ends.text[max(0, said.span.start - 40) : said.span.start])
    led = _INTO.match(ends.text, said.span.end) if is_found else None
    found = ends.named_at(led.end()) if led else None
    return found or (None, said.span.end)


def _between(said: _Said, ends: Endpoints, sentence: Span) -> Claim | None:
    subject = ends.subject(said.span, sentence, strict=True)
    first = ends.named_at(said.span.end)
    joint = _AND.match(ends.text, first[1]) if first else None
    second = ends.named_at(joint.end()) if joint else None
    if subject is None or ends.is_line(subject) or not first or not second:
        return None
    if len({subject, first[0], second[0]}) < 3:
        return None
    return _made(said, ends, second[1], subject, first[0], second[0])


def _made(said: _Said, ends: Endpoints, end: int, *places: int | None) -> Claim:
    span = Span(said.span.start, end)
    subject, reference, second = (*places, None)[:3]
    numbers = (said.miles, said.digits, said.direction, said.hedge, said.blocks)
    return Claim(span, span.of(ends.text), said.kind, subject, reference, second, *numbers)
