"""Recognising the parts of a city: neighbourhoods, wards, its sides and quarters. Pure."""

from mapapp.article.found import Found
from mapapp.article.lexicon import AT_WORDS, DIRECTION_WORDS, EVENT_WORDS, TOWN_WORDS
from mapapp.article.model import MentionKind
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.street_names import is_ordinal, street_at
from mapapp.article.tokens import Tokens
from mapapp.streets.vocabulary import STATE_NAMES

_NOUNS = frozenset({"neighborhood", "neighbourhood", "neighborhoods"})
_LOOSE_NOUNS = frozenset({"area", "section", "subdivision"})
_WINDS = DIRECTION_WORDS | {"northern", "southern", "eastern", "western", "central"}
_SIDES = frozenset({"side", "end"})
_QUARTERS = frozenset({"northeast", "northwest", "southeast", "southwest"})
# Before "south Toledo", written without a capital.
_LEADS = AT_WORDS | TOWN_WORDS | {"a", "the", "of"}
_QUARTER_LEADS = frozenset({"in", "across", "of", "around", "through"})
_CAPITAL_CITY = "Washington"


def neighbourhood_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """A part of a city that begins at token `at`."""
    return (
        _named_at(tokens, at)
        or _area_at(tokens, at, places)
        or _ward_at(tokens, at)
        or _side_of_town_at(tokens, at, places)
        or _town_side_at(tokens, at, places)
        or _part_at(tokens, at, places)
        or _quarter_at(tokens, at, places)
    )


def _found(at: int, end: int, phrase: str = "") -> Found:
    return Found(at, end, MentionKind.NEIGHBOURHOOD, phrase)


def _named_at(tokens: Tokens, at: int) -> Found | None:
    """`Uptown neighborhood`: the name alone."""
    if not tokens.is_capital(at) or tokens.low(at) in ("the", "a", "this", "that", "in"):
        return None
    for end in range(at + 1, at + 4):
        if not tokens.joined(end - 1):
            return None
        if tokens.low(end) in _NOUNS:
            return _found(at, end)
        if not tokens.is_capital(end) and tokens.low(end) != "-":
            return None
    return None


def _area_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`in the Uptown area`: the name alone; of no street and no town."""
    if tokens.low(at - 1) != "the" or tokens.low(at - 2) not in AT_WORDS or street_at(tokens, at):
        return None
    for end in range(at + 1, at + 4):
        if not tokens.is_name_word(end - 1) or not tokens.joined(end - 1):
            return None
        if tokens.word(end) in _LOOSE_NOUNS:
            return None if places.town_at(at) or places.county_at(at) else _found(at, end)
    return None


def _ward_at(tokens: Tokens, at: int) -> Found | None:
    """`Ward 8`, `19th Ward`."""
    if tokens.low(at) == "ward" and tokens.is_capital(at):
        numbered = tokens.word(at + 1).isdigit() and tokens.joined(at)
        return _found(at, at + 2) if numbered else None
    ward = is_ordinal(tokens, at) and tokens.low(at + 1) == "ward" and tokens.is_capital(at + 1)
    return _found(at, at + 2) if ward and tokens.joined(at) else None


def _town_side_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`Kenosha's north side`."""
    town = places.town_at(at)
    if not town or tokens.low(town.end) != "'s":
        return None
    end = _side_end(tokens, town.end + 1)
    return _found(at, end) if end and tokens.sentence(end - 1) == tokens.sentence(at) else None


def _side_of_town_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`north side of Kenosha`, asked as `Kenosha's north side`."""
    end = _side_end(tokens, at)
    if not end or tokens.low(end) != "of":
        return None
    town = places.town_at(end + 1)
    if not town or town.state or tokens.sentence(end + 1) != tokens.sentence(at):
        return None
    return _found(at, town.end, f"{tokens.words(end + 1, town.end)}'s {tokens.words(at, end)}")


def _side_end(tokens: Tokens, at: int) -> int | None:
    """The token after `north side`, `west end`, `Near South Side`."""
    here = at + (tokens.low(at) in ("near", "far"))
    wind, _, side = tokens.low(here).partition("-")
    if wind not in DIRECTION_WORDS:
        return None
    if side:
        return here + 1 if side in _SIDES else None
    return here + 2 if tokens.low(here + 1) in _SIDES and tokens.joined(here) else None


def _part_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`Northwest D.C.`, `south Toledo`; but "North Chicago" and "West Virginia" are none."""
    if tokens.low(at) not in _WINDS or not tokens.joined(at):
        return None
    led = any(one in _LEADS for one in tokens.back(at, 1))
    if not led and not (tokens.is_capital(at) and tokens.in_headline(at)):
        return None
    town = places.town_at(at + 1)
    if town is None or (town.state and town.end > at + 2):
        return None
    words = tokens.words(at, town.end)
    if places.towns(words) or words.lower() in STATE_NAMES or not places.is_known(town):
        return None
    return _found(at, town.end)


def _quarter_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`Southeast`, alone, in a story of Washington."""
    if tokens.low(at) not in _QUARTERS or not tokens.is_capital(at) or not places.is_shown(_CAPITAL_CITY):
        return None
    if tokens.is_name_word(at + 1) and tokens.joined(at) and not tokens.in_headline(at):
        return None
    before, after = tokens.low(at - 1), tokens.low(at + 1)
    event = before != "the" and (after in EVENT_WORDS or after.removesuffix("s") in EVENT_WORDS)
    if before not in _QUARTER_LEADS and not event and not tokens.in_headline(at):
        return None
    return _found(at, at + 1, f"{tokens.words(at, at + 1)} {_CAPITAL_CITY}")
