"""Reading the words that say in which city, county or state something is. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mapapp.geocode.cues import AREA_WORDS, CITY_PART_WORDS, LOCALITY_LEADS
from mapapp.geocode.gazetteer import place_key
from mapapp.streets.names import name_words
from mapapp.streets.vocabulary import DIRECTIONS, STATE_ABBREVIATIONS, STATE_NAMES, STATES

_COUNTY_WORDS = frozenset({"county", "parish"})
_COUNTRY = frozenset({"usa", "us", "united states", "america", "united states of america"})

# "on Kenosha's north side" is Kenosha.
_SIDE = re.compile(r"(?:[’']s)? (?:north|south|east|west|(?:north|south)(?:east|west))[ -]side\s*$", re.I)


@dataclass(frozen=True, slots=True)
class LocalityName:
    """A locality as asked for: `key` compares names, empty for a state alone; `state` is a code or empty.

    `side` is the part of it that is meant ("Northeast Washington"), as a street's direction.
    """

    key: str
    state: str = ""
    county: bool = False
    zip_code: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class LocalityPart:
    """One part of what is said about a locality, in its own words, and the ways to read it."""

    words: str
    names: tuple[LocalityName, ...]


@lru_cache(maxsize=4_096)
def read_parts(text: str) -> tuple[LocalityPart, ...]:
    """The parts between commas, all of which must hold; a state and a ZIP code belong to each of them."""
    said = [(raw.strip(), _part(raw)) for raw in text.split(",")]
    parts = [one for one in said if one[1] and one[1] not in _COUNTRY]
    zip_code, parts = _without_zip(parts)
    state, parts = _without_state(parts)
    if not parts:
        alone = LocalityName("", state, zip_code=zip_code)
        return (LocalityPart(text.strip(" ,"), (alone,)),) if state or zip_code else ()
    return tuple(
        LocalityPart(raw, tuple(dict.fromkeys(_names(words, state, zip_code)))) for raw, words in parts
    )


def read_locality(text: str) -> tuple[LocalityName, ...]:
    """The ways to read a locality, most likely first: "Port Washington" is a city before it is Port in WA."""
    return tuple(dict.fromkeys(name for part in read_parts(text) for name in part.names))


def _part(raw: str) -> str:
    return _joined_dc(" ".join(_without_articles(name_words(_SIDE.sub("", raw)))))


def _without_articles(words: list[str]) -> list[str]:
    """`the city of Kenosha` -> `Kenosha`, `near Kenosha` -> `Kenosha`; "outside Kenosha" stays what it is."""
    while len(words) > 1 and words[0] in LOCALITY_LEADS:
        words = words[1:]
    if len(words) > 2 and words[0] in AREA_WORDS and words[1] == "of":
        return [*words[2:], "county"] if words[0] == "county" else words[2:]
    return words[:-1] if len(words) > 1 and words[-1] in ("area", "metro") else words


def _joined_dc(part: str) -> str:
    """`d c` -> `dc`; and the District, as Washington's own papers call it."""
    if part == "district":
        return "dc"
    return part[:-3] + "dc" if part == "d c" or part.endswith(" d c") else part


def _without_zip(parts: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The last ZIP code, and the parts without it."""
    for at in range(len(parts) - 1, -1, -1):
        raw, words = parts[at]
        name, _, last = words.rpartition(" ")
        if len(last) == 5 and last.isdigit():
            rest = [(raw.rstrip(" .")[:-5].strip(), name)] if name else []
            return last, [*parts[:at], *rest, *parts[at + 1 :]]
    return "", parts


def _without_state(parts: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The state where it stands by itself: after a comma, or alone."""
    last = len(parts) - 1
    at = next((i for i in range(last, -1, -1) if _state(parts[i][1]) and (i or not last)), None)
    if at is None or (not last and parts[0][1] in STATE_NAMES):
        return "", parts
    return _state(parts[at][1]), [*parts[:at], *parts[at + 1 :]]


def _names(part: str, state: str, zip_code: str) -> Iterator[LocalityName]:
    yield from _whole(part, state, zip_code)
    first, _, rest = part.partition(" ")
    bare, _, last = part.rpartition(" ")
    if bare and last in AREA_WORDS - {"county", "state"}:
        yield from _whole(bare, state, zip_code)
    if rest and first in CITY_PART_WORDS:
        yield from _whole(rest, state, zip_code)
    if rest and first in DIRECTIONS:
        for name in _whole(rest, state, zip_code):
            yield LocalityName(name.key, name.state, name.county, zip_code, DIRECTIONS[first])


def _whole(part: str, state: str, zip_code: str) -> Iterator[LocalityName]:
    yield _plain(part, state, zip_code)
    if part == "dc" and not state:
        yield LocalityName("", "DC", zip_code=zip_code)
    if state:
        return
    words = part.split()
    for length in range(min(3, len(words) - 1), 0, -1):
        trailing = _state(" ".join(words[-length:]))
        if trailing:
            yield _plain(" ".join(words[:-length]), trailing, zip_code)
            break
    if part in STATE_NAMES:
        yield LocalityName("", STATE_NAMES[part].upper(), zip_code=zip_code)


def _plain(part: str, state: str, zip_code: str) -> LocalityName:
    name, _, last = part.rpartition(" ")
    if name and last in _COUNTY_WORDS:
        return LocalityName(place_key(name), state, county=True, zip_code=zip_code)
    return LocalityName(place_key(part), state, zip_code=zip_code)


def _state(words: str) -> str:
    code = words if words in STATES else STATE_NAMES.get(words) or STATE_ABBREVIATIONS.get(words, "")
    return code.upper()
