"""Reading a story: its places with exact spans, roles and contexts; what it claims; when; who said it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from mapapp.article.agency_mentions import agency_at
from mapapp.article.attribution import attribution_of, attributions
from mapapp.article.claims import claims
from mapapp.article.context import Contexts
from mapapp.article.facility_mentions import facility_at
from mapapp.article.found import Found
from mapapp.article.hedges import airlifted, hedge_of
from mapapp.article.lexicon import LOOSENERS
from mapapp.article.model import Article, Mention, MentionKind, Role
from mapapp.article.moments import moments
from mapapp.article.neighbourhood_mentions import neighbourhood_at
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.relative_mentions import relative_at
from mapapp.article.roles import roles_of
from mapapp.article.shared_streets import shared_at
from mapapp.article.street_mentions import address_at, block_at, corner_at, road_at, stretch_at
from mapapp.article.tokens import Tokens
from mapapp.article.towns import Cities
from mapapp.article.when import moments_of
from mapapp.errors import BadInput

MAX_STORY = 1_000_000
_MOST_GAP = 5
_APPOSING = LOOSENERS | {",", "is", "lies", "sits", "which", "located", "a", "city", "town", "village", "was"}
# A distance after a road says where along it.
_NO_SUBJECT = (MentionKind.ROAD, MentionKind.AGENCY)
# No name of a place is longer.
_LONGEST_PHRASE = 200


def read(
    text: str,
    cities: Cities,
    *,
    title: str = "",
    near: str = "",
    published: date | None = None,
    timezone: ZoneInfo | None = None,
) -> Article:
    """The places, claims and moments of a story, in the order of its text; linear in its length.

    `near` is the place the story is of where the caller knows it; otherwise the text tells. `published` is
    the day against which "Sunday night" is read, in `timezone`, by default that of the story's place. Raises
    BadInput for a text of more than a million characters.
    """
    if len(text) > MAX_STORY:
        raise BadInput("The story is too long to read at once; give a million characters at most.")
    tokens = Tokens(text)
    places = PlaceReader(tokens, cities)
    founds = list(_founds(tokens, places))
    contexts = Contexts(tokens, founds, places, near)
    roles = roles_of(tokens, founds, contexts.is_of_story)
    named = [_mention(tokens, one, contexts, at, roles[at]) for at, one in enumerate(founds)]
    zone = timezone or contexts.timezone()
    when, who = moments(text, published, zone), attributions(text)
    mentions = [
        replace(one, attribution=attribution_of(one.span, who, text), moment=moment)
        for one, moment in zip(named, moments_of(text, named, when), strict=True)
        if (one.near or not one.doubtful) and len(one.phrase) <= _LONGEST_PHRASE
    ]
    return with_mentions(Article(text, title, contexts.story, moments=when), mentions)


def with_mentions(article: Article, mentions: Sequence[Mention]) -> Article:
    """The article with these mentions alone, and the claims about them."""
    return replace(article, mentions=tuple(mentions), claims=claims(article.text, mentions))


def _founds(tokens: Tokens, places: PlaceReader) -> Iterator[Found]:
    """What is recognised, left to right and without overlap."""
    at = 0
    previous: Found | None = None
    while at < len(tokens):
        found = _found_at(tokens, places, at, previous)
        if found:
            yield found
        previous = found or previous
        at = found.end if found else at + 1


def _found_at(tokens: Tokens, places: PlaceReader, at: int, previous: Found | None) -> Found | None:
    """The first kind of mention that begins at a token, the most particular first."""
    relative = None if _is_apposition(tokens, at, previous) else relative_at(tokens, at, places)
    return (
        places.dateline_at(at)
        or block_at(tokens, at)
        or stretch_at(tokens, at)
        or relative
        or corner_at(tokens, at)
        or shared_at(tokens, at)
        or address_at(tokens, at)
        or agency_at(tokens, at)
        or facility_at(tokens, at, places)
        or places.county_at(at)
        or places.counties_at(at)
        or neighbourhood_at(tokens, at, places)
        or places.mention_at(at)
        or road_at(tokens, at)
    )


def _is_apposition(tokens: Tokens, at: int, previous: Found | None) -> bool:
    """Whether a distance is said of what was just named: "Racine, about 10 miles north of Kenosha"."""
    if (
        previous is None
        or at - previous.end > _MOST_GAP
        or tokens.sentence(previous.start) != tokens.sentence(at)
    ):
        return False
    return previous.kind not in _NO_SUBJECT and set(tokens.lows(previous.end, at)) <= _APPOSING


def _mention(tokens: Tokens, found: Found, contexts: Contexts, at: int, role: Role) -> Mention:
    span = tokens.span(found.start, found.end)
    words = contexts.asked(found)
    hedge = hedge_of(tokens, found)
    asked = f"airlifted to {words}" if found.unnamed and airlifted(tokens, found) else words
    if hedge.near:
        asked = f"near {asked}"
    return Mention(
        span=span,
        text=span.of(tokens.text),
        kind=found.kind,
        phrase=asked,
        role=role,
        near=contexts.near(at),
        hedge=hedge.words,
        doubtful=found.doubtful,
        refutable=found.refutable,
    )
