"""A street's name in the words that OpenStreetMap has for it, since Nominatim finds no other. Pure."""

from collections.abc import Mapping

from mapapp.streets.names import StreetName, parse_name
from mapapp.streets.vocabulary import NUMBER_UNITS, STATES

# The ordinal of each number below twenty; of its two words it comes second.
_ORDINALS: Mapping[int, str] = {number: word for word, number in NUMBER_UNITS.items()}

# Up to here signs, and so the map, may have the number in words.
_SPELLED_BELOW = 10


def wordings(street: str, place: str) -> list[str]:
    """The ways to ask for a street in a place, the likeliest first.

    A highway goes by its `ref` ("WI 31", "US 45", "I 94"), a number in figures, a small one also in words.
    """
    name = parse_name(street)
    if name.is_route:
        return list(dict.fromkeys(one for one in (_reference(name, place), street) if one))
    if not name.base.isdigit():
        return [street]
    number, in_figures = int(name.base), any(map(str.isdigit, street))
    if number >= _SPELLED_BELOW or number not in _ORDINALS:
        return [street if in_figures else _assembled(name, _ordinal(number))]
    other = _ORDINALS[number].title() if in_figures else _ordinal(number)
    return [street, _assembled(name, other)]


def state_of(place: str) -> str:
    """The code of the state that ends the words for a place ("Kenosha, WI"), empty when none does."""
    state = place.rpartition(",")[2].strip().upper()
    return state if state.lower() in STATES else ""


def _reference(name: StreetName, place: str) -> str:
    """A highway's `ref`, where its state is known."""
    state = state_of(place)
    county = "CTH" if state == "WI" else "CR"
    prefixes = {"i": "I", "us": "US", "st_rte": state, "hwy": state, "co_rte": county}
    prefix = prefixes.get(name.pre_type, "")
    return f"{prefix} {name.base.upper()}" if prefix and name.base.isalnum() else ""


def _assembled(name: StreetName, number: str) -> str:
    parts = (name.pre_dir.upper(), name.pre_type.title(), number, name.type.title(), name.post_dir.upper())
    return " ".join(one for one in parts if one)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
