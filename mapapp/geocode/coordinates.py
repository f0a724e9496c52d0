"""Coordinates as people write them: decimal degrees, degrees-minutes-seconds, hemisphere letters."""

import re
from typing import NamedTuple

from mapapp.geocode.cues import DASHES
from mapapp.geocode.phrase import Position
from mapapp.incident.geodesy import metres_per_degree

# The least radius that is stated however many digits were written: a phone's GPS under open sky is good
# to about 5 m (GPS.gov, "GPS Accuracy").
LEAST_RADIUS_M = 5.0

# The southernmost town (Puerto Williams, Ushuaia) lies north of this latitude.
SOUTHERNMOST = -60.0

_TOKENS = re.compile(r"[+-]?\d+(?:\.\d+)?|[a-z]+|[°']|\"|,")
_SAME_MARK = str.maketrans(
    {"º": "°", "˚": "°", "′": "'", "’": "'", "″": '"', "”": '"', ";": ",", "/": ","}
    | dict.fromkeys(DASHES, "-")
)
_LABEL = re.compile(r"\b(?:latitude|longitude|lat|long?|lng)\b ?[:=.]?")
_WORDS = {
    "deg": "°",
    "degrees": "°",
    "n": "n",
    "north": "n",
    "s": "s",
    "south": "s",
    "e": "e",
    "east": "e",
    "w": "w",
    "west": "w",
}
# The longest way to write a position in words and full precision takes fewer characters.
_LONGEST = 120
_HEMISPHERES = frozenset("nsew")
_UNITS = {"°": 1.0, "'": 1 / 60, '"': 1 / 3600}


class _Angle(NamedTuple):
    """Signed degrees, the hemisphere letter if there was one, and half the last digit in degrees."""

    degrees: float
    letter: str
    slack: float


def read_position(text: str, least_decimals: int = 3) -> Position | None:
    """The position that `text` states, in degrees, or None when it states anything else.

    Latitude comes first, as on phones and in map links, unless letters say otherwise or the first number
    cannot be the latitude of an inhabited place. Numbers without `least_decimals`, a mark, a letter or a word
    for them ("40, 28", two prices) are not coordinates. The radius in metres is half the last digit written,
    5 at least.
    """
    tokens = _tokens(text)
    halves = _halves(tokens) if tokens else None
    if not halves:
        return None
    least_decimals = 0 if _LABEL.search(text.lower()) else least_decimals
    angles = [_angle(half, least_decimals) for half in halves]
    first, second = angles
    if first is None or second is None:
        return None
    lat, lon = (second, first) if _longitude_first(first, second) else (first, second)
    if (
        abs(lat.degrees) > 90
        or abs(lon.degrees) > 180
        or lat.letter in tuple("ew")
        or lon.letter in tuple("ns")
    ):
        return None
    return Position(lon.degrees, lat.degrees, _radius_m(lat, lon))


def _tokens(text: str) -> list[str]:
    """The pieces of the text, none when something in it has no place in coordinates."""
    if len(text) > _LONGEST:
        return []
    text = text.translate(_SAME_MARK).replace("''", '"').lower().strip(" ()[]")
    if sum(one.isdigit() for one in text) < 3:
        return []
    text = _LABEL.sub(" ", text)
    if _TOKENS.sub("", text).strip():
        return []
    pieces = _TOKENS.findall(text)
    known = [_WORDS.get(one, one) for one in pieces]
    return [] if any(one.isalpha() and one not in _HEMISPHERES for one in known) else known


def _halves(tokens: list[str]) -> tuple[list[str], list[str]] | None:
    """The two angles' tokens: parted by the comma, else by the hemisphere letters, else one number each."""
    letters = [at for at, one in enumerate(tokens) if one.isalpha()]
    if tokens.count(",") == 1:
        at = tokens.index(",")
        return tokens[:at], tokens[at + 1 :]
    if "," in tokens:
        return None
    if len(letters) == 2:
        at = letters[1] if letters[0] == 0 else letters[0] + 1
        return tokens[:at], tokens[at:]
    return ([tokens[0]], [tokens[1]]) if len(tokens) == 2 else None


def _angle(tokens: list[str], least_decimals: int) -> _Angle | None:
    letters = [one for one in tokens if one.isalpha()]
    rest = [one for one in tokens if not one.isalpha()]
    if len(letters) > 1 or (letters and letters[0] not in (tokens[0], tokens[-1])):
        return None
    parts = _parts(rest)
    marked = bool(letters) or len(rest) > len(parts)
    if not parts or not (marked or _decimals(parts[0]) >= least_decimals) or (len(parts) > 1 and not marked):
        return None
    if any(one[0] in "+-" or float(one) >= 60 for one in parts[1:]):
        return None
    units = [1.0, 1 / 60, 1 / 3600]
    degrees = sum(abs(float(one)) * unit for one, unit in zip(parts, units, strict=False))
    slack = 0.5 * units[len(parts) - 1] * 10.0 ** -_decimals(parts[-1])
    letter = letters[0] if letters else ""
    return _Angle(-degrees if letter in ("s", "w") or parts[0][0] == "-" else degrees, letter, slack)


def _parts(tokens: list[str]) -> list[str]:
    """Degrees, minutes and seconds in order, as written; none when the marks are out of order."""
    numbers = [one for one in tokens if one not in _UNITS]
    order = list(_UNITS)[: len(numbers)]
    marks = [one for one in tokens if one in _UNITS]
    if len(numbers) > 3 or marks not in (order, order[:-1], []) or (marks and tokens[0] in _UNITS):
        return []
    return numbers


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _longitude_first(first: _Angle, second: _Angle) -> bool:
    if first.letter or second.letter:
        return first.letter in ("e", "w") or second.letter in ("n", "s")
    return abs(first.degrees) > 90 or (first.degrees < SOUTHERNMOST and abs(second.degrees) <= 90)


def _radius_m(lat: _Angle, lon: _Angle) -> float:
    east, north = metres_per_degree(lat.degrees)
    return round(max(LEAST_RADIUS_M, abs(east) * lon.slack, north * lat.slack), 1)
