"""Reading how far, or how long a way: "close to 40 miles", "two blocks", "20-minute". Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mapapp.article.model import Span
from mapapp.incident.geodesy import METRES_PER_MILE
from mapapp.streets.vocabulary import NUMBER_TENS, NUMBER_UNITS

# What a hedge leaves open, as shares below and above what is said (ten claims in news, checked on a map).
PLAIN = 0.05
HEDGES: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(
        ("about", "around", "approximately", "approx.", "roughly", "some", "maybe", "perhaps", "an estimated",
         "estimated", "or so", "or more or less", "more or less"),
        (0.15, 0.15),
    ),
    **dict.fromkeys(
        ("close to", "nearly", "almost", "just under", "just shy of", "just short of", "not quite", "nearing",
         "a little less than", "slightly less than"),
        (0.20, 0.05),
    ),
    **dict.fromkeys(
        ("more than", "over", "at least", "upwards of", "upward of", "well over", "in excess of",
         "greater than", "plus"),
        (0.0, 0.35),
    ),
    **dict.fromkeys(
        ("just over", "a little over", "a little more than", "slightly more than", "slightly over",
         "just more than"),
        (0.0, 0.15),
    ),
    **dict.fromkeys(
        ("within", "less than", "under", "up to", "no more than", "at most", "not more than", "fewer than"),
        (1.0, 0.0),
    ),
    **dict.fromkeys(("only", "just", "exactly", "barely"), (0.0, 0.0)),
}  # fmt: skip

_MILES: Mapping[str, float] = {
    **dict.fromkeys(("mile", "miles", "mi"), 1.0),
    **dict.fromkeys(("foot", "feet", "ft"), 1 / 5280),
    **dict.fromkeys(("yard", "yards"), 1 / 1760),
    **dict.fromkeys(
        ("kilometer", "kilometers", "kilometre", "kilometres", "km", "kms"), 1000 / METRES_PER_MILE
    ),
    **dict.fromkeys(("meter", "meters", "metre", "metres"), 1 / METRES_PER_MILE),
}
_BLOCKS = frozenset({"block", "blocks", "city block", "city blocks"})
_TIMES = frozenset({"minute", "minutes", "hour", "hours"})

_SHARES: Mapping[str, float] = {
    "half": 1 / 2, "third": 1 / 3, "two thirds": 2 / 3, "quarter": 1 / 4, "three quarters": 3 / 4,
    "three quarter": 3 / 4, "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "1/2": 1 / 2,
    "1/4": 1 / 4, "3/4": 3 / 4, "1/3": 1 / 3, "2/3": 2 / 3,
}  # fmt: skip
_ORDINARY = [word for word in [*NUMBER_UNITS][:19] if word]
_COUNTS: Mapping[str, float] = {
    **{word: float(NUMBER_UNITS[word]) for word in _ORDINARY},
    **{word: float(value) for word, value in NUMBER_TENS.items() if word.endswith("ty")},
    "a": 1.0, "an": 1.0, "a dozen": 12.0, "two dozen": 24.0, "three dozen": 36.0, "half a dozen": 6.0,
    "a couple": 2.0, "a couple of": 2.0, "a hundred": 100.0, "one hundred": 100.0, "two hundred": 200.0,
}  # fmt: skip
# Numbers that are a size rather than a count, with the size of what they leave open.
_LOOSE: Mapping[str, float] = {
    "a dozen": 4.0, "two dozen": 8.0, "three dozen": 10.0, "half a dozen": 2.0, "a couple": 2.0,
    "a couple of": 2.0, "a hundred": 25.0,
}  # fmt: skip
_VAGUE = ("a few", "several", "a number of", "many", "dozens of", "hundreds of", "miles and")


def _any(words: Mapping[str, object] | tuple[str, ...] | list[str] | frozenset[str]) -> str:
    """The words as alternatives, the longest first, with any white space or hyphen between their parts."""
    parts = (re.escape(one).replace(r"\ ", r"[\s-]{1,3}") for one in sorted(words, key=len, reverse=True))
    return "|".join(parts)


_FIGURES = r"\d{1,3}(?:,\d{3}){1,2}(?![\d,])|\d{1,5}(?:\.\d{1,3})?|\.\d{1,3}"
_TENS = _any([one for one in NUMBER_TENS if one.endswith("ty")])
_SPELLED = rf"(?:{_TENS})-(?:{_any(_ORDINARY[:9])})|{_any(_COUNTS)}"
_NUMBER = (
    rf"(?:(?P<figures>{_FIGURES})(?:\s?(?P<over>[½¼¾⅓⅔]|\s[1-3]/[2-4]))?|(?P<spelled>{_SPELLED}))"
    rf"(?:\s?(?:to|or|-|–)\s?(?P<upto>{_FIGURES}|{_SPELLED})(?![\w]))?"
    rf"(?:-?(?P<after>some|plus)(?!\w))?(?:\s(?P<after2>or\sso)(?!\w))?"
    rf"(?:\sand\s(?:an?\s|one\s)?(?P<and1>{_any(_SHARES)}))?"
)
_SHARE = rf"(?:an?\s|one[\s-])?(?P<share>{_any(_SHARES)})(?:\sof)?(?:[\s-]?an?)?"
_UNIT = rf"(?P<unit>{_any([*_MILES, *_BLOCKS, *_TIMES])})(?!\w)(?!\.\w)"
_MEASURE = re.compile(
    rf"(?<![\w$#.,/:-])(?:(?:just|only)\s(?=about|around|some\s))?(?:(?P<hedge>{_any(HEDGES)})\s{{1,3}})?"
    rf"(?:(?:just|only|about)\s)?"
    rf"(?:(?P<vague>{_any(_VAGUE)})|{_SHARE}|{_NUMBER})[\s-]{{0,2}}{_UNIT}"
    rf"(?:\sand\s(?:an?\s|one\s)?(?P<and2>{_any(_SHARES)}))?(?:\s(?P<after3>or\sso|more\sor\sless)(?!\w))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A distance or a time that words name; its span begins with the hedge.

    `miles` is None for blocks, for times and where the words give no number ("a few miles"); `digits` is the
    size of the last digit in miles or in `blocks`. `compound` tells "20-mile" from "20 miles".
    """

    span: Span
    unit: str
    miles: float | None
    digits: float | None
    blocks: float | None
    hedge: str
    compound: bool

    @property
    def is_time(self) -> bool:
        """Whether it says how long it takes."""
        return self.unit in _TIMES


def measures(text: str) -> Iterator[Measure]:
    """Every distance and time of a text, in its order."""
    for found in _MEASURE.finditer(text):
        measure = _read(found)
        if measure:
            yield measure


def _read(found: re.Match[str]) -> Measure | None:
    unit = _plain(found["unit"])
    number = None if found["vague"] else _number(found)
    if number and (not number[0] or (unit == "block" and found["figures"] not in (None, "1"))):
        return None
    span = Span(found.start(), found.end())
    compound = not unit.endswith("s") and found.string[found.start("unit") - 1] == "-"
    scale = _MILES.get(unit)
    blocks = number[0] if number and unit in _BLOCKS else None
    miles = number[0] * scale if number and scale else None
    digits = number[1] * (scale or 1.0) if number and (scale or blocks) else None
    return Measure(span, unit.split()[-1], miles, digits, blocks, _hedge(found), compound)


def _hedge(found: re.Match[str]) -> str:
    said = next(
        (one for one in (found["hedge"], found["after2"], found["after3"], found["after"]) if one), ""
    )
    plain = _plain(said)
    return "about" if plain == "some" and said == found["after"] else plain


def _number(found: re.Match[str]) -> tuple[float, float]:
    """The number and the size of its last digit."""
    more = [_SHARES[_plain(one)] for one in (found["and1"], found["and2"]) if one]
    if found["share"]:
        share = _SHARES[_plain(found["share"])]
        return share + sum(more), share / 2 if share <= 1 / 2 else 1 / 4
    value, digits = _value(found["figures"] or found["spelled"])
    if found["over"]:
        more.append(_SHARES[_plain(found["over"])])
    if found["upto"]:
        upper, last = _value(found["upto"])
        value, digits = (value + upper) / 2, abs(upper - value) + min(digits, last)
    return (value + sum(more), min(1 / 2, digits)) if more else (value, digits)


def _value(said: str) -> tuple[float, float]:
    """A number as it is written, and the size of its last digit: 100 for "1,200", 0.1 for "12.5"."""
    plain = _plain(said)
    if plain in _COUNTS:
        value = _COUNTS[plain]
        return value, _LOOSE.get(plain) or _last_digit(f"{value:.0f}")
    tens, _, units = plain.partition(" ")
    if tens in _COUNTS:
        return _COUNTS[tens] + _COUNTS[units], 1.0
    figures = plain.replace(",", "")
    return float(figures), _last_digit(figures)


def _last_digit(figures: str) -> float:
    whole, _, decimals = figures.partition(".")
    noughts = len(whole) - len(whole.rstrip("0"))
    return 10.0 ** -len(decimals) if decimals else 10.0 ** min(noughts, max(len(whole) - 1, 0))


def _plain(said: str) -> str:
    return " ".join(said.lower().replace("-", " ").split())
