"""The forms in which news writes a corner, made from two names as TIGER writes them."""

import re
from collections.abc import Callable, Mapping

_LONG = {
    "Ave": "Avenue", "St": "Street", "Rd": "Road", "Dr": "Drive", "Ct": "Court", "Pl": "Place", "Ln": "Lane",
    "Blvd": "Boulevard", "Cir": "Circle", "Ter": "Terrace", "Pkwy": "Parkway",
}  # fmt: skip
_UNITS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = dict(enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2))


def long(name: str) -> str:
    """`28th Ave` -> `28th Avenue`."""
    return " ".join(_LONG.get(word, word) for word in name.split())


def spelled(name: str) -> str:
    """`28th Ave` -> `twenty-eighth Ave`, up to 99."""
    return re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", lambda found: _ordinal(int(found[1])), name)


def _ordinal(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens]}-{_UNITS[unit]}" if unit else f"{_TENS[tens].removesuffix('y')}ieth"


def bare_numbers(name: str) -> str:
    """`28th Ave` -> `28 Ave`, as lists of cameras have it."""
    return re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", name)


FORMS: Mapping[str, Callable[[str, str], str]] = {
    "as the data has it": lambda a, b: f"{a} and {b}",
    "in full, turned": lambda a, b: f"{long(b)} & {long(a)}",
    "in capitals": lambda a, b: f"{a} @ {b}".upper(),
    "spelled out": lambda a, b: f"the corner of {spelled(long(a)).lower()} and {spelled(long(b)).lower()}",
    "with full stops": lambda a, b: f"near {a}./{b}.",
    "at": lambda a, b: f"{long(a)} at {b}",
    "near the other": lambda a, b: f"{long(a)} near {long(b)}",
    "intersection of": lambda a, b: f"at the intersection of {long(a)} and {long(b)}",
    "a quarter of it": lambda a, b: f"the northwest corner of {long(b)} and {long(a)}",
    "vaguely": lambda a, b: f"in the area of {long(a)} and {long(b)}",
    "when": lambda a, b: f"{long(a)} and {long(b)} on Monday night",
    "what": lambda a, b: f"a crash at {long(b)} and {long(a)}",
    "without ordinals": lambda a, b: f"{bare_numbers(a)} & {bare_numbers(b)}".upper(),
    "with wide spaces": lambda a, b: f"  {a}   AND  {b} ",
    "in curly quotes": lambda a, b: f"“{a} and {b}”",
}
