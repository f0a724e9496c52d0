"""What OpenStreetMap's tags say of a street, in the words of the index.

Key meanings: wiki.openstreetmap.org, pages Key:highway, Names, United States/Road tagging.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from mapapp.streets.names import StreetName, parse_name
from mapapp.streets.road_class import OF_HIGHWAY, RAMP
from mapapp.streets.vocabulary import STATES

_NAME_KEYS = ("name", "official_name", "alt_name", "loc_name", "short_name", "old_name")
_NUMBERED = tuple(f"{key}_{number}" for key in ("name", "alt_name") for number in (1, 2, 3))
# A way of these kinds is a street when it has a name.
_ONLY_NAMED = {"service", "pedestrian"}
_BARE = re.compile(r"\d{1,4}[A-Z]?|[A-Z]{1,2}")
_NETWORK = re.compile(r"US:(I|US|[A-Z]{2})(?::(.+))?")
# Networks whose third part is no county: business loops and the like of Interstates and US highways.
_KINDS_OF_NATIONAL = {"business": "Business", "bypass": "Bypass", "alternate": "Alternate", "truck": "Truck"}
_OF_STATE = {"US:TX:FM": "FM", "US:TX:RM": "RM", "US:TX:Spur": "Spur", "US:TX:Loop": "Loop"}

Tags = Mapping[str, str]


def street_class(tags: Tags) -> str | None:
    """The class of a way that is a street, None for any other way."""
    highway = tags.get("highway", "")
    if highway not in OF_HIGHWAY or tags.get("area") == "yes":
        return None
    if highway in _ONLY_NAMED and "name" not in tags:
        return None
    return OF_HIGHWAY[highway]


def street_names(tags: Tags) -> tuple[str, ...]:
    """All names of a way, the one on the sign first, each said once; a motorway's ramp bears no number."""
    named = [one for key in (*_NAME_KEYS, *_NUMBERED) for one in several(tags.get(key, ""))]
    if OF_HIGHWAY.get(tags.get("highway", "")) != RAMP:
        named += [route_from_ref(one) for one in several(tags.get("ref", ""))]
    return distinct(named)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names without those that read the same as one before: `I 94`, `Interstate 94`.

    Nor is `Hwy 31` kept beside a name that says whose highway it is.
    """
    found: dict[StreetName, str] = {}
    for name in names:
        found.setdefault(parse_name(name), name)
    known = {one.base for one in found if one.is_route and one.pre_type != "hwy"}
    return tuple(name for one, name in found.items() if one.pre_type != "hwy" or one.base not in known)


def several(value: str) -> Iterator[str]:
    """The values of a tag that holds several: `I 94;US 41`."""
    return (" ".join(one.split())[:200] for one in value.split(";") if one.strip())


def route_from_ref(ref: str) -> str:
    """A way's `ref` as a name: `WI 31` as it is, a bare `31` or `H` as a highway, nobody says whose."""
    state, _, rest = ref.partition(" ")
    if rest and state in ("NE", "CO"):
        # As a street's name these would be a compass point and a county.
        return f"{STATES[state.lower()].title()} {rest}"
    return f"Hwy {ref}" if _BARE.fullmatch(ref) else ref


def route_from_network(network: str, ref: str) -> str | None:
    """A route relation's number as a name: `US:I`, `94` -> `I 94`; None for a network of another country."""
    found = _NETWORK.fullmatch(network)
    if not found or not ref:
        return None
    whose, part = found[1], found[2]
    if whose in ("I", "US"):
        kind = _KINDS_OF_NATIONAL.get((part or "").lower(), "")
        return f"{whose} {ref} {kind}".strip() if part is None or kind else None
    if network in _OF_STATE:
        return f"{_OF_STATE[network]} {ref}"
    if part:
        return f"Co Hwy {ref}"
    return route_from_ref(f"{whose} {ref}") if whose.lower() in STATES else None
