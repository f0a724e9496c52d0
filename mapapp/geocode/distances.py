"""Reading how far: "half a mile", "about 500 feet", "two blocks". Pure."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mapapp.geocode.phrase import Distance
from mapapp.incident.geodesy import METRES_PER_MILE
from mapapp.streets.vocabulary import NUMBER_UNITS

Words = Sequence[str]

# A distance takes this many words at most: "just over one and three quarters of a mile away".
MOST_WORDS = 10

# What the words leave open, as shares below and above what is said (ten claims in news, checked on a map).
# Without a hedge it is 5 %, or half of the last digit that is written; a fraction or a round number is 10 %.
_PLAIN = 0.05
_ROUND = 0.10
_HEDGES: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(("about", "around", "approximately", "approx", "roughly", "some", "maybe"), (0.15, 0.15)),
    **dict.fromkeys(("nearly", "almost", "close to", "just under", "just shy of"), (0.2, 0.05)),
    **dict.fromkeys(("more than", "over", "at least", "upwards of"), (0.0, 0.35)),
    **dict.fromkeys(("just over", "a little over", "slightly more than", "a little more than"), (0.0, 0.15)),
    **dict.fromkeys(("less than", "under", "no more than"), (0.5, 0.05)),
    **dict.fromkeys(("within", "up to"), (1.0, 0.0)),
    **dict.fromkeys(("just", "only", "exactly"), (0.0, 0.0)),
}

_UNITS: Mapping[str, float] = {
    **dict.fromkeys(("mile", "miles", "mi"), METRES_PER_MILE),
    **dict.fromkeys(("foot", "feet", "ft"), METRES_PER_MILE / 5280),
    **dict.fromkeys(("yard", "yards", "yd", "yds"), METRES_PER_MILE / 1760),
    **dict.fromkeys(("kilometer", "kilometers", "kilometre", "kilometres", "km", "kms"), 1_000.0),
    **dict.fromkeys(("meter", "meters", "metre", "metres", "m"), 1.0),
}
_BLOCKS = ("block", "blocks", "blk", "blks")

_FRACTIONS: Mapping[str, float] = {
    "half": 1 / 2, "third": 1 / 3, "two thirds": 2 / 3, "quarter": 1 / 4, "fourth": 1 / 4,
    "three quarters": 3 / 4, "three quarter": 3 / 4, "three fourths": 3 / 4, "eighth": 1 / 8,
    "tenth": 1 / 10, "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3,
}  # fmt: skip
_COUNTS: Mapping[str, float] = {
    **{word: float(value) for word, value in list(NUMBER_UNITS.items())[:12]},
    "a": 1.0, "an": 1.0, "a couple": 2.0, "a couple of": 2.0, "couple of": 2.0,
}  # fmt: skip


def _any(words: Mapping[str, float] | Mapping[str, tuple[float, float]] | Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_FRACTION = rf"(?:an? |one )?(?P<share>{_any(_FRACTIONS)})(?: of)?(?: an?)?"
_NUMBER = (
    r"(?P<figures>\d{1,5}(?:\.\d{1,3})?|\.\d{1,3})(?: ?(?P<over>[½¼¾⅓⅔]| \d/\d))?"
    rf"|(?P<bare>\d/\d)(?: of)?(?: an?)?|(?P<count>{_any(_COUNTS)})"
)
_AND = rf"(?: and (?:an? |one )?(?P<and{{n}}>{_any(_FRACTIONS)}))?"
_DISTANCE = re.compile(
    rf"(?:(?P<hedge>{_any(_HEDGES)}) )?(?:{_FRACTION}|(?:{_NUMBER}){_AND.format(n=1)})"
    rf" ?(?P<unit>{_any([*_UNITS, *_BLOCKS])}){_AND.format(n=2)}(?: away| or so| due| to the| straight)*"
)


def distance_at_end(words: Words) -> tuple[Distance | None, Words]:
    """The distance that the words end with, as much of them as it takes, and the words before it."""
    # "8 Mile north of" is Detroit's road.
    longest = 0 if list(words[-1:]) == ["Mile"] else min(MOST_WORDS, len(words))
    for length in range(longest, 0, -1):
        found = read_distance(" ".join(words[-length:]))
        if found:
            return found, words[:-length]
    return None, words


@lru_cache(maxsize=4_096)
def read_distance(text: str) -> Distance | None:
    """The distance that a text is, with the range its words leave open; None when it is none."""
    plain = " ".join(text.lower().replace("-", " ").replace(". ", " ").removesuffix(".").split())
    found = _DISTANCE.fullmatch(plain)
    if not found:
        return None
    value, slack = _value(found)
    below, above = _HEDGES.get(found["hedge"] or "", (slack, slack))
    below, above = (below if below == 1 else max(below, slack)), max(above, slack)
    if found["unit"] in _BLOCKS:
        return Distance(0.0, 0.0, 0.0, value, text) if value else None
    metres = value * _UNITS[found["unit"]]
    return Distance(metres, metres * (1 - below), metres * (1 + above), words=text) if metres else None


def _value(found: re.Match[str]) -> tuple[float, float]:
    """The number, and the share by which the true one may differ."""
    more = sum(_FRACTIONS[one] for one in (found["and1"], found["and2"]) if one)
    if found["share"]:
        return _FRACTIONS[found["share"]] + more, _ROUND
    if found["bare"]:
        return _divided(found["bare"]) + more, _ROUND
    if found["figures"] is None:
        whole = _COUNTS[found["count"]]
        return whole + more, _ROUND if more else max(_PLAIN, 0.5 / whole)
    over = found["over"] or ""
    more += _FRACTIONS.get(over, 0.0) or (_divided(over) if over else 0.0)
    whole = float(found["figures"])
    return whole + more, _ROUND if more else _slack(found["figures"])


def _divided(fraction: str) -> float:
    above, below = fraction.split("/")
    return int(above) / int(below) if int(below) else 0.0


def _slack(figures: str) -> float:
    """Half of the last digit that counts, as a share; noughts at the end of a whole number make it round."""
    value = float(figures)
    if not value:
        return 0.0
    whole, _, decimals = figures.partition(".")
    least = max(_PLAIN, 0.5 / 10.0 ** len(decimals) / value)
    is_round = not decimals and whole.endswith("0")
    return max(least, _ROUND) if is_round else least
