"""Slips of the hand in a phrase: always the same ones for the same phrase, and never in a digit."""

import random
import re
import string
from collections.abc import Callable, Mapping

# Names proper and types, not "and": a name of fewer letters is another word after a slip.
_WORD = re.compile(r"[A-Za-z]{5,}")
_DIGIT = re.compile(r"\d")

Slip = Callable[[str, random.Random], str]


def _substituted(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letter = chance.choice([one for one in string.ascii_lowercase if one != word[at].lower()])
    return word[:at] + letter + word[at + 1 :]


def _without_one(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _with_one_more(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice(string.ascii_lowercase) + word[at:]


def _transposed(word: str, chance: random.Random) -> str:
    places = [i for i in range(len(word) - 1) if word[i].lower() != word[i + 1].lower()]
    at = chance.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: Mapping[str, Slip] = {
    "substituted": _substituted,
    "left out": _without_one,
    "added": _with_one_more,
    "transposed": _transposed,
}


def misspelt(phrase: str, slips: int, seed: int) -> str | None:
    """The phrase with so many slips, each in a word of its own; None where it has too few long words."""
    chance = random.Random(f"{seed} {phrase}")
    words = [one for one in _WORD.finditer(phrase) if len(set(one[0].lower())) > 1]
    if len(words) < slips:
        return None
    for found in sorted(chance.sample(words, slips), key=lambda one: -one.start()):
        slip = chance.choice(list(SLIPS.values()))
        phrase = phrase[: found.start()] + slip(found[0], chance) + phrase[found.end() :]
    return phrase


def misdialled(phrase: str, seed: int) -> str | None:
    """The phrase with one digit changed, to no leading nought; None where it has none."""
    chance = random.Random(f"{seed} {phrase}")
    digits = list(_DIGIT.finditer(phrase))
    if not digits:
        return None
    found = chance.choice(digits)
    digit = chance.choice([one for one in string.digits[1:] if one != found[0]])
    return phrase[: found.start()] + digit + phrase[found.end() :]
