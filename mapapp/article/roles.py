"""What a mentioned place is to the story, by the words around it. Pure."""

from collections.abc import Sequence

from mapapp.article.found import Found
from mapapp.article.lexicon import EVENT_WORDS, RESIDENT_NOUNS
from mapapp.article.model import MentionKind, Role
from mapapp.article.tokens import Tokens

_TO = frozenset({"to", "toward", "towards", "for", "into"})
_MOVES = frozenset({
    "taken", "airlifted", "flown", "transported", "rushed", "brought", "driven", "carried", "transferred",
    "moved", "headed", "heading", "route", "traveling", "travelling", "traveled", "drove", "driving",
    "flew", "flying", "evacuated", "bound", "way", "went", "going", "returning", "returned", "sent",
    "walking", "marched", "marching", "fled", "fleeing", "ran", "running", "led", "towed", "transport",
    "helicopter", "ambulance", "relocated", "directed", "redirected", "escorted", "continued", "proceeded",
})  # fmt: skip
_CARE = frozenset({
    "treated", "died", "hospitalized", "recovering", "treatment", "admitted", "condition", "dead",
    "pronounced", "undergoing", "surgery", "stable", "critical", "injuries", "undergoes", "care",
})  # fmt: skip
_LIVING = frozenset({"lives", "lived", "live", "living", "reside", "resides", "resided", "residing"})
_OWNERS = frozenset({"his", "her", "their", "victim's", "suspect's", "man's", "woman's", "'s", "family"})
_HOMES = frozenset({"home", "house", "apartment", "residence", "homes", "apartments", "condo", "townhouse"})
_SITES = frozenset({MentionKind.INTERSECTION, MentionKind.BLOCK, MentionKind.ADDRESS, MentionKind.STRETCH,
                    MentionKind.RELATIVE, MentionKind.NEIGHBOURHOOD})  # fmt: skip
_PLACED = frozenset({
    "in", "at", "on", "near", "outside", "inside", "along", "around", "of", "by", "behind", "across",
    "through", "throughout", "between",
})  # fmt: skip
_BACK = 14
_CARE_NOUNS = frozenset({"hospital", "hospitals", "medical", "clinic", "trauma", "health"})
_CLAUSE_ENDS = frozenset({";", ":", "—", "–"})


def role_of(tokens: Tokens, found: Found, *, of_story: bool) -> Role:
    """The role; `of_story` for the place that the story is of, or one that holds it."""
    if found.kind is MentionKind.AGENCY:
        return Role.AGENCY
    if found.dateline:
        return Role.DATELINE
    before = _clause(tokens.back(found.start, _BACK))
    if _is_residence(tokens, found, before):
        return Role.RESIDENCE
    if _is_destination(before):
        return Role.DESTINATION
    if found.kind is MentionKind.FACILITY and _is_hospital(tokens, found):
        if found.unnamed or any(one in _CARE for one in before):
            return Role.DESTINATION
    if found.kind in _SITES:
        return Role.SCENE
    return Role.SCENE if _is_scene(tokens, found, before, of_story=of_story) else Role.OTHER


def _clause(before: Sequence[str]) -> Sequence[str]:
    """The words since the last break of the sentence."""
    for i in range(len(before) - 1, -1, -1):
        if before[i] in _CLAUSE_ENDS:
            return before[i + 1 :]
    return before


def _is_residence(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    near = [one for one in before[-5:] if one != "the"]
    if any(one in _LIVING for one in near) or "resident" in near[-3:] or "residents" in near[-3:]:
        return True
    if near[-1:] == ["of"] and (_is_aged(near) or near[-2:-1] in ([","], *([one] for one in RESIDENT_NOUNS))):
        return True
    homes = [i for i, one in enumerate(near) if one in _HOMES]
    if homes and homes[-1] and near[homes[-1] - 1] in _OWNERS:
        return True
    if found.kind is MentionKind.PLACE and not found.state:
        after = tokens.forward(found.end, 2, found.start)
        return after[:1] != [] and (after[0] in RESIDENT_NOUNS or (after[0] == "-" and after[1:] == ["area"]))
    return False


def _is_aged(near: Sequence[str]) -> bool:
    """`, 34, of`."""
    return len(near) > 2 and near[-2] == "," and near[-3].isdigit()


def _is_destination(before: Sequence[str]) -> bool:
    """`was airlifted to`, `headed for`, `on her way to`: near enough, and nothing else between."""
    last = next((i for i in range(len(before) - 1, max(-1, len(before) - 5), -1) if before[i] in _TO), None)
    if last is None or any(one in ("at", "on", "near", "from", "and") for one in before[last + 1 :]):
        return False
    if any(one in (",", ".") for one in before[last + 1 :]):
        return False
    return any(one in _MOVES for one in before[max(0, last - 6) : last])


def _is_hospital(tokens: Tokens, found: Found) -> bool:
    return any(one in _CARE_NOUNS for one in tokens.lows(found.start, found.end))


def _is_scene(tokens: Tokens, found: Found, before: Sequence[str], *, of_story: bool) -> bool:
    if found.kind is MentionKind.PLACE and of_story:
        return True
    placed = any(one in _PLACED for one in before[-3:])
    around = [*before, *tokens.forward(found.end, 10, found.start)]
    return placed and any(one in EVENT_WORDS for one in around) and before[-1:] != ["from"]
