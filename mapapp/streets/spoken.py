"""Street names as people write them in full: "28th Ave" -> "28th Avenue", "I- 94" -> "I-94"."""

import re
from collections.abc import Mapping

from mapapp.streets.names import StreetName, parse_name
from mapapp.streets.vocabulary import BASE_DIRECTIONS, DIRECTIONS, STREET_TYPES, TYPE_WORDS

_REFERENCE = re.compile(r"\d{1,4}[a-z]{0,2}|[a-z]{1,3}|[a-z]\d{1,3}[a-z]?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)

# A class of route in full, and what it is called where the source says route or road instead.
_ROUTES: Mapping[str, tuple[str, str]] = {
    "i": ("I-", "I-"),
    "us": ("US Highway ", "US Route "),
    "st_rte": ("State Highway ", "State Route "),
    "co_rte": ("County Highway ", "County Road "),
    "hwy": ("Highway ", "Route "),
}
_ROUTE_WORDS = frozenset({"rte", "route", "rt", "sr", "rd", "road", "cr"})


def spoken(title: str, name: StreetName) -> str:
    """The name in full where that reads as the same `name`, else the title as it is."""
    title = _cased(title)
    full = _route(title, name) if name.is_route else _street(title.split(), name)
    return full if parse_name(full) == name else title


def _cased(title: str) -> str:
    """A title that is all capitals as people write it; any other stays."""
    if not title.isupper():
        return title
    return " ".join(one.lower() if _ORDINAL.fullmatch(one) else _capital(one) for one in title.split())


def _capital(word: str) -> str:
    return word if word.lower() in DIRECTIONS and len(word) <= 2 else word.capitalize()


def _route(title: str, name: StreetName) -> str:
    kinds = _ROUTES.get(name.pre_type)
    if not kinds or not _REFERENCE.fullmatch(name.base):
        return title
    other = _ROUTE_WORDS & set(re.split(r"[^a-z]+", title.lower()))
    ends = [_direction(name.post_dir)] if name.post_dir else []
    starts = [_direction(name.pre_dir)] if name.pre_dir else []
    return " ".join([*starts, f"{kinds[bool(other)]}{name.base.upper()}", *ends])


def _street(words: list[str], name: StreetName) -> str:
    words = [*words]
    last = len(words) - 1
    if name.post_dir and _code(words[last]) == name.post_dir:
        words[last] = _direction(name.post_dir)
        last -= 1
    if name.type and last > 0 and STREET_TYPES.get(_bare(words[last])) == name.type:
        words[last] = TYPE_WORDS[name.type].capitalize()
    first = 0
    if name.pre_dir and _code(words[0]) == name.pre_dir:
        words[0], first = _direction(name.pre_dir), 1
    if name.pre_type and first <= last and STREET_TYPES.get(_bare(words[first])) == name.pre_type:
        words[first] = TYPE_WORDS[name.pre_type].capitalize()
    return " ".join(words)


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _code(word: str) -> str:
    return DIRECTIONS.get(word.lower().replace(".", ""), "")


def _direction(code: str) -> str:
    """A side in full, a quadrant by its letters: North Main Street, H Street NW."""
    return BASE_DIRECTIONS[code].capitalize() if len(code) == 1 else code.upper()
