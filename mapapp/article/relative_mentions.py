"""Recognising places given by a distance and direction from another. Pure."""

from mapapp.article.found import Found
from mapapp.article.lexicon import COUNTING_NUMBERS, DIRECTION_WORDS, LOOSENERS
from mapapp.article.model import MentionKind
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.street_mentions import corner_at
from mapapp.article.street_names import StreetAt, bare_at, is_ordinal, street_at
from mapapp.article.tokens import Tokens

_LENGTHS = frozenset({
    "mile", "miles", "block", "blocks", "foot", "feet", "yard", "yards", "kilometers", "kilometer", "km",
    "meters", "meter",
})  # fmt: skip
_JUST = frozenset({"just", "immediately", "directly", "right", "slightly"})
_SIGNS = (("exit",), ("mile", "marker"), ("milepost",), ("mile", "post"), ("exit", "number"))
_TOLL_ROADS = frozenset({"turnpike", "thruway", "expressway", "freeway", "parkway", "tollway"})
_MOST_LOOSE = 3
_MOST_BACK = 80


def relative_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`5 miles north of Kenosha`, `Highway 50 just west of I-94`, `mile marker 145 on I-90`."""
    sign = _sign_at(tokens, at)
    if sign:
        return sign
    street = street_at(tokens, at)
    if street:
        return _along(tokens, street, places)
    away = _away_end(tokens, at)
    if away is None or not _has_length(tokens, at, away):
        return None
    end = _start_end(tokens, away, places, streets=False)
    if end is None:
        return None
    closed = _on_street(tokens, end)
    # How far it is from a street tells no place unless one says along which.
    alone = closed == end and street_at(tokens, away) is not None
    return Found(at, closed, MentionKind.RELATIVE, doubtful=alone)


def _along(tokens: Tokens, street: StreetAt, places: PlaceReader) -> Found | None:
    """`Highway 50 about a mile west of I-94`; `Highway 50 just west of I-94` is a stretch of it."""
    away = _away_end(tokens, street.end)
    end = _start_end(tokens, away, places, streets=True) if away else None
    if away is None or end is None:
        return None
    far = _has_length(tokens, street.end, away)
    crossed = not far and street_at(tokens, away + (tokens.low(away) == "the")) is not None
    return Found(street.start, end, MentionKind.STRETCH if crossed else MentionKind.RELATIVE)


def _has_length(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the words say how far."""
    return any(one.rpartition("-")[2] in _LENGTHS for one in tokens.lows(at, end))


def _sign_at(tokens: Tokens, at: int) -> Found | None:
    """`I-94 at exit 342`, `mile marker 145 on I-90`."""
    street = street_at(tokens, at)
    if street and street.route:
        joined = tokens.low(street.end) in ("at", "near") and tokens.joined(street.end - 1)
        end = _number_end(tokens, street.end + 1) if joined else None
        return Found(at, end, MentionKind.ROAD) if end else None
    end = _number_end(tokens, at)
    if end is None:
        return None
    on = tokens.low(end) in ("on", "of", "along") and tokens.joined(end) and tokens.joined(end - 1)
    route = street_at(tokens, end + 1) if on else None
    if route and route.route:
        return Found(at, route.end, MentionKind.ROAD)
    road = _road_before(tokens, at)
    return Found(at, end, MentionKind.ROAD, f"{road} at {tokens.words(at, end)}") if road else None


def _road_before(tokens: Tokens, at: int) -> str:
    """The highway that the text named last; empty where none is near."""
    for start in range(at - 1, max(-1, at - _MOST_BACK), -1):
        road = street_at(tokens, start) if tokens.is_capital(start) else None
        led = road and (road.route or tokens.low(road.end - 1) in _TOLL_ROADS)
        if road and led and not (start and tokens.is_capital(start - 1) and tokens.joined(start - 1)):
            return tokens.words(road.start, road.end)
    return ""


def _number_end(tokens: Tokens, at: int) -> int | None:
    """The token after `exit 342`, `mile marker 12`."""
    for words in _SIGNS:
        end = at + len(words)
        if tokens.starts_with(at, *words) and tokens.low(end)[:1].isdigit() and tokens.joined(end - 1):
            return end + 1
    return None


def _away_end(tokens: Tokens, at: int) -> int | None:
    """The token after `about 5 miles north of`, `just outside`."""
    here = at
    for _ in range(_MOST_LOOSE):
        here += tokens.low(here) in LOOSENERS and tokens.low(here) not in ("just",)
    here = _length_end(tokens, here)
    if here == at or tokens.low(here) in _JUST:
        here += tokens.low(here) in _JUST
    here += tokens.low(here) == "due"
    if tokens.low(here) in DIRECTION_WORDS and tokens.low(here + 1) == "of":
        return here + 2
    if tokens.low(here) == "outside" and here > at:
        return here + (2 if tokens.low(here + 1) == "of" else 1)
    return None


def _length_end(tokens: Tokens, at: int) -> int:
    """The token after `5 miles`, `half a mile`, `two blocks`; `at` itself where there is no length."""
    here = at
    while here < at + 5 and (
        tokens.low(here) in COUNTING_NUMBERS
        or tokens.low(here)[:1].isdigit()
        or (here > at and tokens.low(here) in ("and", "of", "-", "/"))
    ):
        here += 1
    if here == at and tokens.low(at) in _LENGTHS:
        return at
    if tokens.low(here) not in _LENGTHS:
        compound = tokens.low(here).partition("-")
        return here + 1 if compound[0] in COUNTING_NUMBERS and compound[2] in _LENGTHS else at
    return here + 1 if tokens.low(here) in _LENGTHS else at


def _start_end(tokens: Tokens, at: int, places: PlaceReader, *, streets: bool) -> int | None:
    """The end of what is measured from."""
    if tokens.sentence(at) != tokens.sentence(at - 1):
        return None
    here = at + (tokens.low(at) == "the")
    corner = None if streets else corner_at(tokens, here)
    street = street_at(tokens, here)
    if corner or street:
        return corner.end if corner else street.end if street else None
    if is_ordinal(tokens, here):
        return bare_at(tokens, here)[0].end
    if here > at and tokens.is_capital(here) and places.town_at(here):
        return None
    if tokens.low(here) == "downtown":
        here += 1
    place = places.town_at(here) or places.county_at(here)
    return place.end if place else None


def _on_street(tokens: Tokens, end: int) -> int:
    """With `on Highway 50` after it taken in."""
    street = street_at(tokens, end + 1) if tokens.low(end) in ("on", "along") else None
    return street.end if street and tokens.joined(end) and tokens.joined(end - 1) else end
