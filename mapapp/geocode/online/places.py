"""Whether a result is what was asked for, by its street's name and the locality it lies in. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mapapp.geocode.asking import OnlineQuestion
from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.locality import LocalityName, read_parts
from mapapp.geocode.online.service import Found
from mapapp.geocode.scope import AROUND_M
from mapapp.incident.geodesy import distance_m
from mapapp.streets.names import StreetName, alternate_names, joined_keys
from mapapp.streets.vocabulary import STATE_NAMES

Faults = tuple[str, ...]

# The names of a way in OpenStreetMap (https://wiki.openstreetmap.org/wiki/Names), the common one first; a
# name it no longer bears ("old_name") is not among them.
_NAMES = re.compile(
    r"(?:name|alt_name|official_name|short_name|loc_name|reg_name|ref|nat_ref|int_ref)(?:_\d+)?"
)

# What Nominatim calls localities in an address (https://nominatim.org/release-docs/latest/api/Output/).
_LOCALITIES = (
    "city", "town", "village", "hamlet", "municipality", "borough", "suburb", "city_district", "district",
    "quarter", "neighbourhood", "isolated_dwelling", "locality",
)  # fmt: skip
_CITY_OF = re.compile(r"^(?:the )?(?:city|town|village|borough|township) of ")
_COUNTY_END = re.compile(r" (?:county|parish)$")
_HOUSE = re.compile(r"^\d+[a-z]?(?:-\d+)? ", re.I)


def names_of(found: Found) -> Iterator[tuple[str, Faults]]:
    """The names of a way, each with what is doubtful about it."""
    details = found.raw.get("namedetails")
    named = details if isinstance(details, dict) else {}
    common = [str(one) for one in (named.get("name"), found.raw.get("name")) if one]
    for text in dict.fromkeys(common):
        yield text, ()
    for key, value in named.items():
        if key != "name" and _NAMES.fullmatch(str(key)):
            for text in alternate_names(str(value)):
                yield text, ("alias",)


def road_names(found: Found) -> list[str]:
    """What may be the street in a result's address, from its parts or else from its label."""
    address = _address(found)
    roads = [str(address[one]) for one in ("road", "pedestrian", "footway", "street") if address.get(one)]
    if roads:
        return roads
    parts = [one.strip() for one in found.label.split(",")]
    return [_HOUSE.sub("", one) for one in parts[:3]]


def name_faults(asked: StreetName, offered: StreetName) -> Faults | None:
    """Where a name that was offered differs from the one asked for; None when it is another street's."""
    spelling = _spelling(asked, offered)
    kind = _kind(asked, offered)
    directions = _directions(asked, offered)
    if spelling is None or kind is None or directions is None:
        return None
    return (*spelling, *kind, *directions)


def _spelling(asked: StreetName, offered: StreetName) -> Faults | None:
    if asked.base == offered.base:
        return ()
    return ("abbreviated",) if set(joined_keys(asked)[:1]) & set(joined_keys(offered)[:1]) else None


def _kind(asked: StreetName, offered: StreetName) -> Faults | None:
    if asked.is_route or offered.is_route:
        if asked.pre_type == offered.pre_type:
            return ()
        both = asked.is_route and offered.is_route
        return ("route_class_missing",) if both and "hwy" in (asked.pre_type, offered.pre_type) else None
    wanted, has = asked.type or asked.pre_type, offered.type or offered.pre_type
    if wanted == has:
        return ()
    if not wanted:
        return ("type_missing",)
    return None if has else ("type_not_in_data",)


def _directions(asked: StreetName, offered: StreetName) -> Faults | None:
    wanted = {one for one in (asked.pre_dir, asked.post_dir) if one}
    has = {one for one in (offered.pre_dir, offered.post_dir) if one}
    if wanted == has:
        return () if asked.pre_dir == offered.pre_dir else ("direction_moved",)
    if wanted - has:
        return None if has - wanted else ("direction_not_in_data",)
    return ("direction_missing",)


def is_inside(found: Found, question: OnlineQuestion) -> bool:
    """Whether a result lies in the locality that is meant, by its own address; no locality means anywhere."""
    if question.around and distance_m((found.lon, found.lat), question.around) > AROUND_M:
        return False
    address = _address(found)
    keys, counties = set(_keys(address, found.label)), set(_counties(address, found.label))
    return all(
        any(_agrees(name, address, keys, counties) for name in part.names)
        for part in read_parts(question.place)
    )


def town_of(found: Found) -> str:
    """The locality in a result's address, for a label: "Kenosha, WI"."""
    address = _address(found)
    town = next((str(address[one]) for one in _LOCALITIES if address.get(one)), address.get("county") or "")
    return ", ".join(str(one) for one in (town, _state(address).upper() or address.get("state")) if one)


def _agrees(name: LocalityName, address: Mapping[str, Any], keys: Iterable[str], counties: set[str]) -> bool:
    state = _state(address)
    if name.state and state and state.upper() != name.state.upper():
        return False
    code = str(address.get("postcode") or "")
    if name.zip_code and code and not code.startswith(name.zip_code):
        return False
    if not name.key:
        return True
    return name.key in counties if name.county else name.key in keys


def _keys(address: Mapping[str, Any], label: str) -> Iterator[str]:
    """The localities of an address, as keys that compare; those of the label where it has no parts."""
    parts = [address[one] for one in _LOCALITIES if address.get(one)] if address else label.split(",")
    for part in parts:
        key = place_key(str(part))
        yield key
        yield _CITY_OF.sub("", key)


def _counties(address: Mapping[str, Any], label: str) -> Iterator[str]:
    for part in [address.get("county") or ""] if address else label.split(","):
        key = place_key(str(part))
        yield key
        yield _COUNTY_END.sub("", key)


def _state(address: Mapping[str, Any]) -> str:
    """The code of the American state in an address, lower case; empty when it names none."""
    iso = str(address.get("ISO3166-2-lvl4") or "")
    if iso.startswith("US-"):
        return iso[3:].lower()
    return STATE_NAMES.get(place_key(str(address.get("state") or "")), "")


def _address(found: Found) -> Mapping[str, Any]:
    address = found.raw.get("address")
    return address if isinstance(address, dict) else {}
