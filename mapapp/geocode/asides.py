"""What a phrase says beside the place itself: when, in which flat, in brackets, what was there. Pure.

Only what can name no place is taken out; everything else is kept, for the geocoder to read or to doubt.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from mapapp.geocode.cues import ARTICLES, DISTANCES, INTRODUCING_WORDS, LEAD_WORDS, NEAR_WORDS, PLACING_WORDS
from mapapp.streets.names import parse_name
from mapapp.streets.vocabulary import DIRECTIONS, STREET_TYPES

Words = Sequence[str]

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|\.)"
_MONTH = (
    r"(?:jan(?:uary|\.)|feb(?:ruary|\.)|march|april|may|june|july|aug(?:ust|\.)|sept?(?:ember|\.)"
    r"|oct(?:ober|\.)|nov(?:ember|\.)|dec(?:ember|\.))"
)
_DATE = rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?"
_HOUR = r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?|noon|midnight|\d{1,2} o['’]clock)"
_TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
_CORE = (
    rf"(?:(?:{_DAY}|yesterday)(?: {_TIME_OF_DAY})?|{_DATE}|{_HOUR}|tonight|today|yesterday"
    rf"|(?:this|last|that|in the) {_TIME_OF_DAY})"
)
_WHEN = r"(?:on|at|about|around|by|before|after|early|late|shortly|just|since|until|last) "
_TYPES = "|".join(sorted(STREET_TYPES, key=len, reverse=True))
# Not "Sunday Drive", "March Lane" or "Noon and Midnight streets": a moment stands apart from names.
_MOMENT = re.compile(
    rf"(?<![^\s,(]),? ?(?:{_WHEN}){{0,3}}{_CORE}(?:,? (?:{_WHEN}){{0,3}}{_CORE}){{0,3}}"
    rf"(?=[,;.)]|$| (?!(?:{_TYPES}|and|&|@|/)\b))",
    re.I,
)
_FLAT = re.compile(
    r",? ?(?:#|\b(?:apartment|apt|unit|suite|ste|room|rm|floor|fl)\b\.? ?#?) ?\w{1,5}(?=\s*(?:,|$))", re.I
)
_LABEL = re.compile(r"^(?:intersection|location|corner|scene|address)\s*:\s*", re.I)
_WHERE_MET = re.compile(r",? where (?:it|they) (?:meets?|crosse?s?|intersects?)(?: with)? ", re.I)
_WITH = re.compile(r",? at (?:its|the) (?:intersection|junction) with ", re.I)
_AT_OR_NEAR = re.compile(r"\bat or (?:near|about)\b", re.I)
_SIDE = r"(?:north|south|east|west|[ns]?[ew]|[ns]|(?:north|south)(?:east|west))(?:ern|bound)?"
_NOTE = re.compile(
    rf"{_SIDE}(?:[ -](?:side|corner|leg|approach|bound|facing))?|corner|intersection|facing {_SIDE}", re.I
)
_QUADRANT = re.compile(r"[ns][ew]", re.I)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{3})(?= (?:[a-z]|\d+(?:st|nd|rd|th)\b))", re.I)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ENCLOSED = re.compile(r"\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|\"(?P<quoted>[^\"]*)\")[\s.]*")


def without_idle(text: str) -> str:
    """The text without days, dates and times, flats, labels, and commas inside a house number."""
    text = _WHERE_MET.sub(" and ", _LABEL.sub("", _THOUSANDS.sub(r"\1\2", text)))
    text = _AT_OR_NEAR.sub("near", _WITH.sub(" and ", text))
    kept = _FLAT.sub(" ", _MOMENT.sub(" ", text)).strip(" ,;.")
    return without_notes(kept or text)


def without_notes(text: str) -> str:
    """The text without what is said after its last commas about a side of the corner: "facing south"."""
    parts = text.split(",")
    while len(parts) > 1 and len(parts[-1].split()) > 1 and _NOTE.fullmatch(parts[-1].strip(" .")):
        parts = parts[:-1]
    return ",".join(parts)


def unwrapped(text: str) -> str:
    """The text without the brackets or quotation marks that enclose all of it."""
    found = _ENCLOSED.fullmatch(text)
    return next((one for one in found.groups() if one), text) if found else text


def without_brackets(text: str) -> tuple[str, list[str]]:
    """The text, and what stood in its brackets; a quadrant stays, a side of the corner is dropped.

    So is a route's number, which is a street's other name.
    """
    aside = [one.strip() for one in _BRACKETS.findall(text)]
    named = [one for one in aside if one and not _NOTE.fullmatch(one)]
    kept = _BRACKETS.sub(lambda found: f" {found[1] if _QUADRANT.fullmatch(found[1]) else ''} ", text)
    return kept, [one for one in named if not parse_name(one).is_route]


def without_lead(words: Words, leads: frozenset[str] = LEAD_WORDS) -> Words:
    """The words without `near`, `at`, `in the`, but for the last."""
    start = next((i for i, one in enumerate(words[:-1]) if one.lower() not in leads), max(len(words) - 1, 0))
    return words[start:]


def is_description(words: Words) -> bool:
    """Whether words only describe: "near the park", "by a school", all in small letters."""
    bare = without_lead(words, (LEAD_WORDS | PLACING_WORDS) - ARTICLES)
    return bool(bare) and bare[0] in ARTICLES and " ".join(bare).islower() and not _has_digit(bare)


def leads_away(words: Words) -> bool:
    """Whether words before a place say that it is not there: "not at", "miles away from the crash at"."""
    lower = [one.lower().replace("’", "'") for one in words]
    if any(one in _DENYING or one.endswith("n't") for one in lower):
        return True
    return any(one in _BOUND and after == "to" for one, after in pairwise(lower))


def is_vague(words: Words) -> bool:
    """Whether a phrase is only about what lies near: `the area of A and B`."""
    lower = [one.lower() for one in words[:3]]
    return any(lower[i : i + 2] == [one, "of"] for i in range(2) for one in _VAGUE)


def is_along(words: Words) -> bool:
    """Whether a phrase runs along streets without a spot on them: `along A and B`, but not `along A at B`."""
    lower = [one.lower() for one in words]
    return lower[:1] == ["along"] and not _SPOTTING.intersection(lower)


def ends_in_near(words: Words) -> bool:
    """Whether an introduction places what it tells only near the street: "a crash near"."""
    said = [one.lower() for one in words if one.lower() not in ARTICLES]
    return bool(said) and said[-1] in NEAR_WORDS


def split_placing(words: Words) -> tuple[Words, Words]:
    """A street, and what is said about it from the first "near", "outside" or "off" on."""
    at = next((i for i, one in enumerate(words) if i and one.lower() in PLACING_WORDS), len(words))
    return words[:at], words[at:]


def split_introduction(words: Words) -> tuple[Words, Words]:
    """What is said to be at a corner ("a crash at"), and the street after its last such word."""
    found = [i for i, one in enumerate(words[:-1]) if one.lower() in INTRODUCING_WORDS]
    at = found[-1] + 1 if found else 0
    rest = words[at:]
    while len(rest) > 1 and rest[0].lower() in ("the", "where"):
        rest = rest[1:]
    return words[:at], rest


def is_away(lower: Words) -> bool:
    """Whether another place is only measured from: `north of`, `a block from`, `just past`, `outside of`."""
    for i, word in enumerate(lower[:-1]):
        after = lower[i + 1]
        if after == "of" and (
            word.replace("-", "").removesuffix("ern") in DIRECTIONS or word in ("outside", "out", "short")
        ):
            return True
        if word in DISTANCES and i and _measures(lower, i):
            return True
    return lower[:1] == ["past"] or list(lower[:2]) == ["just", "past"]


def _measures(lower: Words, at: int) -> bool:
    """Whether a distance is one from somewhere: "two blocks north from", not "4000 block of"."""
    counted = lower[at - 1] in _COUNTS or lower[at - 1].replace(".", "").isdigit()
    beyond = any(
        one in ("from", "off", "past", "beyond", "away", "outside") for one in lower[at + 1 : at + 4]
    )
    of = lower[at + 1] == "of" and not lower[at].startswith("block")
    return beyond or (of and counted)


def _has_digit(words: Words) -> bool:
    return any(map(str.isdigit, " ".join(words)))


_BEYOND = frozenset({"from", "off", "past", "beyond", "away", "outside"})
_VAGUE = frozenset({"area", "vicinity"})
_SPOTTING = NEAR_WORDS | {"at", "@", "corner", "intersection"}
_DENYING = frozenset({"not", "never", "nowhere", "away", "far", "unlike", "unrelated", "formerly", "instead"})
_BOUND = frozenset({"way", "route", "headed", "heading", "bound", "used"})
_COUNTS = frozenset({"a", "half", "one", "two", "three", "four", "five", "six", "several", "few", "couple"})
