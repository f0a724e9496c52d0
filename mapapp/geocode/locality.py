"""Reading the words that say in which city, county or state something is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mapapp.geocode.cues import AREA_WORDS, LEAD_WORDS, STATE_ABBREVIATIONS
from mapapp.geocode.gazetteer import place_key
from mapapp.streets.names import name_words
from mapapp.streets.vocabulary import STATE_NAMES, STATES

_COUNTY_WORDS = frozenset({"county", "parish"})
_COUNTRY = frozenset({"usa", "us", "united states", "america", "united states of america"})


@dataclass(frozen=True, slots=True)
class LocalityName:
    """A locality as asked for: `key` compares names, empty for a state alone; `state` is a code or empty."""

    key: str
    state: str = ""
    county: bool = False
    zip_code: str = ""


@lru_cache(maxsize=4_096)
def read_locality(text: str) -> tuple[LocalityName, ...]:
    """The ways to read a locality, most likely first: "Port Washington" is a city before it is Port in WA."""
    parts = [" ".join(_without_articles(name_words(one))) for one in text.split(",")]
    parts = [_joined_dc(one) for one in parts if one and one not in _COUNTRY]
    zip_code, parts = _without_zip(parts)
    state, parts = _without_state(parts)
    if not parts:
        return (LocalityName("", state, zip_code=zip_code),) if state or zip_code else ()
    found = [name for part in parts for name in _names(part, state, zip_code)]
    return tuple(dict.fromkeys(found))


def _without_articles(words: list[str]) -> list[str]:
    """`the city of Kenosha` -> `Kenosha`, `near Kenosha` -> `Kenosha`."""
    while len(words) > 1 and words[0] in LEAD_WORDS:
        words = words[1:]
    if len(words) > 2 and words[0] in AREA_WORDS and words[1] == "of":
        return [*words[2:], "county"] if words[0] == "county" else words[2:]
    return words[:-1] if len(words) > 1 and words[-1] in ("area", "metro") else words


def _joined_dc(part: str) -> str:
    return part[:-3] + "dc" if part == "d c" or part.endswith(" d c") else part


def _without_zip(parts: list[str]) -> tuple[str, list[str]]:
    words = parts[-1].split() if parts else []
    if words and len(words[-1]) == 5 and words[-1].isdigit():
        rest = " ".join(words[:-1])
        return words[-1], [*parts[:-1], rest] if rest else parts[:-1]
    return "", parts


def _without_state(parts: list[str]) -> tuple[str, list[str]]:
    """The state where it stands by itself: after a comma, or alone."""
    state = _state(parts[-1]) if parts else ""
    alone = len(parts) == 1
    if not state or (alone and parts[0] in STATE_NAMES):
        return "", parts
    return state, parts[:-1]


def _names(part: str, state: str, zip_code: str) -> Iterator[LocalityName]:
    yield from _plain(part, state, zip_code)
    if state:
        return
    words = part.split()
    for length in range(min(3, len(words) - 1), 0, -1):
        trailing = _state(" ".join(words[-length:]))
        if trailing:
            yield from _plain(" ".join(words[:-length]), trailing, zip_code)
            break
    if part in STATE_NAMES:
        yield LocalityName("", STATE_NAMES[part].upper(), zip_code=zip_code)


def _plain(part: str, state: str, zip_code: str) -> Iterator[LocalityName]:
    name, _, last = part.rpartition(" ")
    if name and last in _COUNTY_WORDS:
        yield LocalityName(place_key(name), state, county=True, zip_code=zip_code)
    else:
        yield LocalityName(place_key(part), state, zip_code=zip_code)


def _state(words: str) -> str:
    code = words if words in STATES else STATE_NAMES.get(words) or STATE_ABBREVIATIONS.get(words, "")
    return code.upper()
