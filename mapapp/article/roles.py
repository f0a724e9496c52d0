"""What a mentioned place is to the story, by the words around it. Pure."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from mapapp.article.background import (
    MOVES,
    is_background,
    is_of_court,
    is_of_the_past,
    is_told_wrong,
    is_way_round,
    of_limits,
    since_comma,
)
from mapapp.article.found import Found
from mapapp.article.lexicon import DIRECTION_WORDS, EVENT_WORDS
from mapapp.article.model import MentionKind, Role
from mapapp.article.residence import is_residence
from mapapp.article.tokens import Tokens

_TO = frozenset({"to", "toward", "towards", "for", "into"})
_CARE = frozenset({
    "treated", "died", "hospitalized", "recovering", "treatment", "admitted", "condition", "dead",
    "pronounced", "undergoing", "surgery", "stable", "critical", "injuries", "undergoes", "care", "arrived",
    "walked", "showed", "drove",
})  # fmt: skip
_SITES = frozenset({MentionKind.INTERSECTION, MentionKind.BLOCK, MentionKind.ADDRESS, MentionKind.STRETCH,
                    MentionKind.RELATIVE, MentionKind.NEIGHBOURHOOD})  # fmt: skip
_PLACED = frozenset({
    "in", "at", "on", "near", "outside", "inside", "along", "around", "of", "by", "behind", "across",
    "through", "throughout", "between",
})  # fmt: skip
_BACK = 14
_NEAR = 6
_MOST_GAP = 4
_AREAS = (MentionKind.PLACE, MentionKind.COUNTY)
_INSIDE = frozenset({"in", "the", "city", "town", "village", "of", "downtown", "nearby", *DIRECTION_WORDS})
_BESIDE = frozenset({
    "at", "near", "outside", "inside", "behind", "in", "on", "by", "beside", "around", "through", "over",
    "across", "along", "off", "under", "onto", "past",
})  # fmt: skip
# What befalls a building, and where people are as it is told.
_STRUCK = frozenset({
    "closed", "evacuated", "damaged", "searched", "hit", "struck", "destroyed", "burned", "close", "closes",
    "left", "leaving", "entered", "reached",
})  # fmt: skip
_MAYBE = frozenset({"may", "might", "could"})
_WHEREABOUTS = frozenset({
    "in", "near", "around", "trying", "headed", "heading", "staying", "traveling", "hiding", "with",
    "driving",
})  # fmt: skip
_SHELTERING = frozenset({"waited", "sheltered", "sheltering", "shelter", "reunited", "reunification"})
_SAFE = frozenset({"safe", "unharmed", "abandoned", "empty", "alive", "recovered"})
_IN = frozenset({"in", "near", "outside", "through", "across", "throughout"})
# What somebody or something does in a town that is no scene.
_ELSEWHERE = frozenset({
    "office", "offices", "born", "grew", "raised", "based", "works", "worked", "headquartered",
    "headquarters", "studied", "plant", "company", "trial", "court", "judge", "spoke", "relatives",
    "friends", "hotel", "lawyer", "attorney", "study", "games", "played", "relative", "store", "stores",
    "job", "business", "university",
})  # fmt: skip
_JAILS = frozenset({"jail", "prison", "correctional"})
_RESPONDERS = frozenset({
    "officers", "police", "deputies", "firefighters", "crews", "paramedics", "troopers", "units", "medics",
    "ambulance", "rescuers", "responders", "squads",
})  # fmt: skip
_DISPATCHED = frozenset({"sent", "called", "dispatched", "responded", "responding", "rushed", "summoned"})
_CARE_NOUNS = frozenset({"hospital", "hospitals", "medical", "clinic", "trauma", "health"})
_CLAUSE_ENDS = frozenset({";", ":", "—", "–"})


def roles_of(tokens: Tokens, founds: Sequence[Found], of_story: Callable[[Found], bool]) -> list[Role]:
    """The role of each mention in turn; `of_story` tells a town that the story is of."""
    roles: list[Role] = []
    tried = is_of_court(tokens)
    for at, found in enumerate(founds):
        holds = at > 0 and _holds(tokens, found, founds[at - 1])
        is_story = of_story(found)
        # The story's place is a scene, even where it only says where something else lies.
        told = holds and not (is_story and roles[-1] is Role.OTHER)
        role = roles[-1] if told else _role_of(tokens, found, of_story=is_story, tried=tried)
        if at and not holds and role is not Role.RESIDENCE:
            role = of_limits(tokens, found, founds[at - 1], role, roles[-1])
        roles.append(_carried(tokens, found, founds[at - 1], role, roles[-1]) if at else role)
    return roles


def _holds(tokens: Tokens, found: Found, before: Found) -> bool:
    """Whether a town or county says where the mention before it lies: `28th and Main in Kenosha`."""
    if found.kind not in _AREAS or before.kind in (*_AREAS, MentionKind.AGENCY):
        return False
    gap = tokens.lows(before.end, found.start)
    same = tokens.sentence(before.end - 1) == tokens.sentence(found.start)
    if same and before.kind is MentionKind.FACILITY and gap in ([",", "near"], ["near"]):
        return True
    return same and (gap == [","] or (gap[:1] == ["in"] and len(gap) <= _MOST_GAP and set(gap) <= _INSIDE))


def _is_also_in(tokens: Tokens, found: Found, before: Found) -> bool:
    """Whether a town is named beside a scene: `at A and B and in the village of C`."""
    same = tokens.sentence(before.end - 1) == tokens.sentence(found.start)
    led = any(one in ("in", "near") for one in tokens.back(found.start, 4))
    return found.kind in _AREAS and same and led


def _carried(tokens: Tokens, found: Found, before: Found, role: Role, last: Role) -> Role:
    """The role, or that of the mention before it where the two are told in one breath."""
    if last is Role.RESIDENCE and _goes_on(tokens, found, before):
        return last
    beside = role is Role.OTHER and last is Role.SCENE and _is_also_in(tokens, found, before)
    return last if beside else role


def _goes_on(tokens: Tokens, found: Found, before: Found) -> bool:
    """Whether a town goes on a list: `live in A and in B`."""
    gap = tokens.lows(before.end, min(found.start, before.end + _MOST_GAP))
    return found.kind in (*_AREAS, MentionKind.NEIGHBOURHOOD) and gap in (
        ["and"],
        ["and", "in"],
        [",", "and", "in"],
        [",", "and"],
        ["or", "in"],
    )


def _role_of(tokens: Tokens, found: Found, *, of_story: bool, tried: bool) -> Role:
    if found.kind is MentionKind.AGENCY or found.dateline:
        return Role.DATELINE if found.dateline else Role.AGENCY
    before = _clause(tokens.back(found.start, _BACK))
    if is_residence(tokens, found, before):
        return Role.RESIDENCE
    site = found.kind in _SITES
    if is_told_wrong(tokens, found) or ((site or _is_road(found)) and is_way_round(tokens, found, before)):
        return Role.OTHER
    if _is_goal(tokens, found, before):
        return Role.DESTINATION
    if (site or _is_road(found)) and is_background(tokens, found, before, tried=tried):
        return Role.OTHER
    return Role.SCENE if site or _is_scene(tokens, found, before, of_story=of_story) else Role.OTHER


def _is_road(found: Found) -> bool:
    return found.kind is MentionKind.ROAD


def _is_goal(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """Where somebody is taken, goes, shelters or may be; a place that a march only passes is none."""
    after = tokens.forward(found.end, 2, found.start)
    if found.kind is MentionKind.ROAD and after in ([",", "then"], ["and", "then"]):
        return False
    if _is_destination(before) or _is_cared_for(tokens, found, before):
        return True
    here = since_comma(before)
    sheltered = any(one in _SHELTERING for one in here) and "place" not in here
    person = found.kind in (*_AREAS, MentionKind.NEIGHBOURHOOD) and _may_be(here)
    return (sheltered and here[-1:] not in (["from"], ["of"])) or person


def _may_be(here: Sequence[str]) -> bool:
    """`may be in`, `might be trying to reach`, `believed to be near`."""
    for at, (one, after) in enumerate(pairwise(here)):
        be = (
            at + 1 if one in _MAYBE and after == "be" else at + 2 if (one, after) == ("believed", "to") else 0
        )
        if be and here[be + 1 : be + 2] and here[be + 1] in _WHEREABOUTS:
            return True
    return False


def _clause(before: Sequence[str]) -> Sequence[str]:
    """The words since the last break of the sentence."""
    for i in range(len(before) - 1, -1, -1):
        if before[i] in _CLAUSE_ENDS:
            return before[i + 1 :]
    return before


def _is_destination(before: Sequence[str]) -> bool:
    """`was airlifted to`, `headed for`, `on her way to`: near enough, and nothing else between."""
    last = next((i for i in range(len(before) - 1, max(-1, len(before) - 5), -1) if before[i] in _TO), None)
    if last is None or any(one in ("at", "on", "near", "from", "and") for one in before[last + 1 :]):
        return False
    if any(one in (",", ".") for one in before[last + 1 :]) or _is_dispatch(before):
        return False
    return any(one in MOVES for one in before[max(0, last - 6) : last])


def _is_dispatch(before: Sequence[str]) -> bool:
    """`Officers were sent to`: where they go something has happened."""
    return any(one in _RESPONDERS for one in before) and any(one in _DISPATCHED for one in before)


def _is_cared_for(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """A hospital without a name, or one where somebody is treated."""
    hospital = found.kind is MentionKind.FACILITY and any(
        one in _CARE_NOUNS for one in tokens.lows(found.start, found.end)
    )
    return hospital and (found.unnamed or any(one in _CARE for one in before))


def _is_scene(tokens: Tokens, found: Found, before: Sequence[str], *, of_story: bool) -> bool:
    if before[-1:] == ["from"]:
        return _is_road(found) and before[-2:-1] not in (["seen"], ["visible"])
    bare = before[-1:] == ["of"] and len(before) > 1 and before[-2] in DIRECTION_WORDS
    if bare or _is_compared(before):
        return False
    if _is_road(found) or (of_story and found.kind is MentionKind.PLACE):
        return True
    if found.kind is MentionKind.FACILITY:
        return _is_at_facility(tokens, found, before)
    return _is_scene_area(tokens, found, before)


def _is_at_facility(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """`outside the library`, `on the steps of the courthouse`; a jail is where somebody is held."""
    jailed = any(one in _JAILS for one in tokens.lows(found.start, found.end))
    beside = any(one in _BESIDE or one in _STRUCK for one in before[-2:])
    return not jailed and (beside or before[-3:-1] in (["steps", "of"], ["front", "of"], ["grounds", "of"]))


def _is_scene_area(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """Whether something happens in a town or county that the story is not of."""
    if any(one in _ELSEWHERE or one in _SAFE for one in before[-_NEAR:]) or is_of_the_past(tokens, found):
        return False
    around = [*before, *tokens.forward(found.end, _BACK, found.start)]
    eventful = any(one in EVENT_WORDS for one in around)
    if any(one in _IN for one in before[-3:]) and not any(one in ("its", "their") for one in before[-4:-1]):
        return eventful or found.kind is MentionKind.COUNTY
    return eventful and any(one in _PLACED for one in before[-3:])


def _is_compared(near: Sequence[str]) -> bool:
    """`as far away as`."""
    return near[-1:] == ["as"] and "far" in near
