"""Recognising streets that share their last word in a list: `79th, 80th and 81st streets`. Pure."""

from mapapp.article.found import Found
from mapapp.article.lexicon import AT_WORDS, QUADRANTS
from mapapp.article.model import MentionKind
from mapapp.article.street_names import PLURAL_TYPES, is_ordinal
from mapapp.article.tokens import Tokens

_LEADS = AT_WORDS | {"of", "from", "to", "and", ",", "for"}
_MOST_STREETS = 6


def shared_at(tokens: Tokens, at: int) -> Found | None:
    """One street of a list, its own words alone, asked in full; to be tried where the two are no corner.

    The last takes the shared word with it: "81st streets".
    """
    if not _is_one(tokens, at) or tokens.in_headline(at) or tokens.low(at - 1) not in _LEADS:
        return None
    last = _last_of_list(tokens, at)
    if last is None or (last == at and not _ends_list(tokens, at)):
        return None
    end = last + 2
    quadrant = tokens.low(end) in QUADRANTS and tokens.is_capital(end) and tokens.joined(end - 1)
    tail = f" {tokens.word(end)}" if quadrant else ""
    plural = tokens.low(last + 1)
    phrase = f"{tokens.word(at)} {plural.removesuffix('s').capitalize()}{tail}"
    closed = end + quadrant if last == at else at + 1
    return Found(at, closed, MentionKind.ROAD, phrase)


def _is_one(tokens: Tokens, at: int) -> bool:
    return is_ordinal(tokens, at) or tokens.is_name_word(at)


def _last_of_list(tokens: Tokens, at: int) -> int | None:
    """The token of the last street before the word that all share."""
    here = at
    for _ in range(_MOST_STREETS):
        if not tokens.joined(here):
            return None
        if tokens.low(here + 1) in PLURAL_TYPES:
            return here
        comma = tokens.low(here + 1) == ","
        step = 1 + comma + (tokens.low(here + 1 + comma) in ("and", "to", "through"))
        if step == 1 or not _is_one(tokens, here + step):
            return None
        here += step
    return None


def _ends_list(tokens: Tokens, at: int) -> bool:
    """Whether another street stands before the last one."""
    joined = tokens.low(at - 1) in ("and", "to", "through", ",")
    return joined and _is_one(tokens, at - 2 - (tokens.low(at - 2) == ","))
