"""Reading a house number: "2850 40th Street", "2800-40th Street", "3300 South 700 East". Pure."""

import re
from dataclasses import dataclass

# "2800-40th Street" is house 2800 there, "2800-2810 40th Street" several of them.
_HOUSE = re.compile(
    r"(?P<number>\d{1,6})(?:(?:[a-z]|-(?P<last>\d{1,6})|\s1/2)?,? |-(?=\d+(?:st|nd|rd|th)\b))"
    r"(?P<street>\S.*)",
    re.I,
)
_NORTH = r"\d{2,5} (?:n|s|north|south)\.?"
_EAST = r"\d{2,5} (?:e|w|east|west)\.?"
_GRID = re.compile(rf"({_NORTH}) ({_EAST})|({_EAST}) ({_NORTH})", re.I)


@dataclass(frozen=True, slots=True)
class HouseWords:
    """A house number, the words from the street on, and whether it is `sure` which number is meant.

    "2800-2810" is a run of houses; "37-11" may be one number, as Queens and Oahu write them.
    """

    number: int
    street: str
    sure: bool


def find_house(text: str) -> HouseWords | None:
    """The house that a text begins with, if nothing else stands before its street."""
    found = _HOUSE.fullmatch(text)
    if not found:
        return None
    number, last = found["number"], found["last"]
    run = not last or (len(number) == len(last) and 0 < int(last) - int(number) < 100)
    return HouseWords(int(number), found["street"], run)


def find_grid_corner(text: str) -> tuple[str, str] | None:
    """The two streets of `3300 South 700 East`: where they are numbered from an axis, that is a corner."""
    found = _GRID.fullmatch(text)
    if not found:
        return None
    first, second = (one for one in found.groups() if one)
    return first, second
