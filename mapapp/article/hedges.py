"""The words that loosen a mention: "near", "in the area of", "appeared". Pure."""

from dataclasses import dataclass

from mapapp.article.found import Found
from mapapp.article.model import MentionKind
from mapapp.article.tokens import Tokens

_NEAR = (
    ("in", "the", "area", "of"), ("in", "the", "vicinity", "of"), ("the", "area", "of"), ("close", "to"),
    ("not", "far", "from"), ("just", "off"), ("near",), ("around",), ("by",), ("outside",),
)  # fmt: skip
_SPOTS = (MentionKind.INTERSECTION, MentionKind.ADDRESS, MentionKind.BLOCK)
_EVIDENCE = frozenset({
    "appeared", "appears", "apparently", "reportedly", "allegedly", "possibly", "believed", "unconfirmed",
    "seemed", "seems", "suspected", "presumably", "perhaps",
})  # fmt: skip
_AIR = frozenset({"airlifted", "airlift", "helicopter", "flown", "medevac", "air", "medevaced"})
_BACK = 12


@dataclass(frozen=True, slots=True)
class Hedge:
    """The `words` as written, and whether they say that the spot lies only `near` what is named."""

    words: str = ""
    near: bool = False


def hedge_of(tokens: Tokens, found: Found) -> Hedge:
    """The word before a mention that loosens where it is, else one that doubts it."""
    if found.kind is MentionKind.AGENCY:
        return Hedge()
    before = tokens.back(found.start, 6)
    if before and before[-1] == "the":
        before.pop()
    if before[-3:] in (["the", "intersection", "of"], ["the", "corner", "of"]):
        before = before[:-3]
    for words in _NEAR:
        if tuple(before[-len(words) :]) == words:
            return Hedge(" ".join(words), near=found.kind in _SPOTS)
    doubt = next((one for one in reversed(tokens.back(found.start, _BACK)) if one in _EVIDENCE), "")
    return Hedge(doubt)


def airlifted(tokens: Tokens, found: Found) -> bool:
    """Whether somebody was flown there."""
    return any(one in _AIR for one in tokens.back(found.start, _BACK))
