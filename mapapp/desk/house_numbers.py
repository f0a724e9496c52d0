"""House numbers, kept out of what readers are shown: an address is said as its block."""

import re

# "4021 28th Ave", "4021B", "4021-4025", "4021 1/2", and "4021, 28th Avenue" as online geocoders write it.
_NUMBERED = re.compile(r"^(\d*?)\d{1,2}(?:[a-z]|-[\da-z]+| 1/2)?,? (?!block of )", re.IGNORECASE)
# The grid of southern Wisconsin: "N6850 County Road H", "W156N8446 Pilgrim Road".
_GRID = re.compile(r"^(?:[nsew]\d+){1,2},? ", re.IGNORECASE)
_BARE = re.compile(r"(?:[nsew]?\d+){1,2}[a-z]?(?:-[\da-z]+)?", re.IGNORECASE)


def block_words(address: str) -> str:
    """An address as its block: "4021 28th Ave, Kenosha" -> "4000 block of 28th Ave, Kenosha".

    Parts that are nothing but a number go: a house number behind a building's name, a postal code.
    """
    first, *rest = address.split(", ")
    if rest and _BARE.fullmatch(first):
        first = f"{first} {rest.pop(0)}"
    named = ", ".join([first, *(one for one in rest if not _BARE.fullmatch(one))])
    return _GRID.sub("", _NUMBERED.sub(_hundred, named))


def _hundred(number: re.Match[str]) -> str:
    """The block of a number; "28-15" as in Queens is no range, and its block is not known."""
    if not number[1] and "-" in number[0]:
        return ""
    return f"{number[1] or ''}{'00' if number[1] else '0'} block of "
