"""Whether somebody lives where a mention is, by the words around it. Pure."""

from collections.abc import Sequence

from mapapp.article.found import Found
from mapapp.article.lexicon import CALLINGS, RESIDENT_NOUNS
from mapapp.article.model import MentionKind
from mapapp.article.tokens import Tokens

_AREAS = (MentionKind.PLACE, MentionKind.COUNTY, MentionKind.NEIGHBOURHOOD)
_LIVING = frozenset({"lives", "lived", "live", "living", "reside", "resides", "resided", "residing"})
_OWNERS = frozenset({"his", "her", "their", "victim's", "suspect's", "man's", "woman's", "'s", "family"})
_HOMES = frozenset({"home", "house", "apartment", "residence", "homes", "apartments", "condo", "townhouse"})
_SETTLED = frozenset({"was", "were", "been", "being", "be", "is", "are"})
_LIVED_AT = frozenset({
    "at", "the", "time", "in", "on", "near", "a", "an", "of", "with", "his", "her", "their", "family",
    "alone", "just", "off", "around", "outside", "along", "by", "now", "still", "home", "house", "apartment",
    "block",
    "blocks", "building", "complex", "few", "there", "away", "since",
})  # fmt: skip
_TENANTS = frozenset({"tenants", "tenant", "resident", "residents", "homeowners"})
_PEOPLE = RESIDENT_NOUNS | CALLINGS
_KNOWN_BY = RESIDENT_NOUNS | {",", "both", "all"}


def is_residence(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """Whether the words `before` a mention in its clause, or after it, make it somebody's home or origin."""
    near = [one for one in before[-5:] if one != "the"]
    if _is_settled(found, before):
        return True
    if _is_lived_in(near) or (found.kind in _AREAS and _is_come_from(near)):
        return True
    return found.kind in _AREAS and _is_of_people(tokens, found)


def _is_lived_in(near: Sequence[str]) -> bool:
    """`lives in`, `residents of`, `, 34, of`, `a man of`, `his home in`."""
    living = any(one in _LIVING for one in near) or any(one in _TENANTS for one in near[-3:])
    living = living and "out" not in near[-2:]
    known_by = near[-1:] == ["of"] and (_is_aged(near) or bool(_KNOWN_BY & set(near[-2:-1])))
    homes = [i for i, one in enumerate(near) if one in _HOMES and i]
    return living or known_by or bool(homes and near[homes[-1] - 1] in _OWNERS)


def _is_settled(found: Found, before: Sequence[str]) -> bool:
    """`lived at the time in`, `tenants of a complex on`, `has since moved to`, `was visiting from`."""
    lived = [i for i, one in enumerate(before) if one in _LIVING or one in _TENANTS]
    if lived and before[lived[-1] + 1 :] and all(one in _LIVED_AT for one in before[lived[-1] + 1 :]):
        return True
    moved = before[-2:] == ["moved", "to"] and not any(one in _SETTLED for one in before[-4:-2])
    return found.kind in _AREAS and (moved or before[-2:] == ["visiting", "from"])


def _is_come_from(near: Sequence[str]) -> bool:
    """`a 52-year-old from`, `he is from`."""
    if near[-1:] != ["from"]:
        return False
    return near[-2:-1] in (["is"], ["was"], ["are"], ["were"]) or any(
        one in _PEOPLE or one.endswith("-old") for one in near[-3:-1]
    )


def _is_of_people(tokens: Tokens, found: Found) -> bool:
    """`Kenosha man`, `Antioch, Ill., man`."""
    comma = bool(found.state) and tokens.low(found.end) == ","
    return tokens.joined(found.end - 1) and tokens.low(found.end + comma) in RESIDENT_NOUNS


def _is_aged(near: Sequence[str]) -> bool:
    """`, 34, of`."""
    return len(near) > 2 and near[-2] == "," and near[-3].isdigit()
