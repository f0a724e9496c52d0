"""What a mentioned place is to the story, by the words around it. Pure."""

from collections.abc import Callable, Sequence

from mapapp.article.found import Found
from mapapp.article.lexicon import CALLINGS, DIRECTION_WORDS, EVENT_WORDS, RESIDENT_NOUNS
from mapapp.article.model import MentionKind, Role
from mapapp.article.tokens import Tokens

_TO = frozenset({"to", "toward", "towards", "for", "into"})
_MOVES = frozenset({
    "taken", "airlifted", "flown", "transported", "rushed", "brought", "driven", "carried", "transferred",
    "moved", "headed", "head", "heads", "run", "runs", "march", "marches", "walk", "heading", "route",
    "traveling", "travelling", "traveled", "drove", "driving", "flew", "flying", "evacuated", "bound",
    "way", "went", "going", "returning", "returned", "sent", "walking", "marched", "marching", "fled",
    "fleeing", "ran", "running", "led", "towed", "transport", "helicopter", "ambulance", "relocated",
    "directed", "redirected", "escorted", "continued", "proceeded",
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
_MOST_GAP = 4
_AREAS = (MentionKind.PLACE, MentionKind.COUNTY)
_INSIDE = frozenset({"in", "the", "city", "town", "village", "of", "downtown", "nearby", *DIRECTION_WORDS})
_BESIDE = frozenset(
    {"at", "near", "outside", "inside", "behind", "in", "on", "by", "beside", "around", "through"}
)
_PEOPLE = RESIDENT_NOUNS | CALLINGS
_IN = frozenset({"in", "near", "outside", "through", "across", "throughout"})
# What somebody or something does in a town that is no scene.
_ELSEWHERE = frozenset({
    "office", "offices", "born", "grew", "raised", "based", "works", "worked", "headquartered",
    "headquarters", "studied", "plant", "company", "trial", "court", "judge", "spoke", "relatives",
    "friends", "hotel", "lawyer", "attorney", "study", "games", "played", "relative", "store", "stores",
    "job", "business", "university",
})  # fmt: skip
_OF_PEOPLE = RESIDENT_NOUNS | {","}
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
    for at, found in enumerate(founds):
        holds = at > 0 and _holds(tokens, found, founds[at - 1])
        role = roles[-1] if holds else _role_of(tokens, found, of_story=of_story(found))
        roles.append(_carried(tokens, found, founds[at - 1], role, roles[-1]) if at else role)
    return roles


def _holds(tokens: Tokens, found: Found, before: Found) -> bool:
    """Whether a town or county says where the mention before it lies: `28th and Main in Kenosha`."""
    if found.kind not in _AREAS or before.kind in (*_AREAS, MentionKind.AGENCY):
        return False
    gap = tokens.lows(before.end, found.start)
    same = tokens.sentence(before.end - 1) == tokens.sentence(found.start)
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
    return found.kind in _AREAS and gap in (
        ["and"],
        ["and", "in"],
        [",", "and", "in"],
        [",", "and"],
        ["or", "in"],
    )


def _role_of(tokens: Tokens, found: Found, *, of_story: bool) -> Role:
    if found.kind is MentionKind.AGENCY:
        return Role.AGENCY
    if found.dateline:
        return Role.DATELINE
    before = _clause(tokens.back(found.start, _BACK))
    if _is_residence(tokens, found, before):
        return Role.RESIDENCE
    if _is_destination(before) or _is_cared_for(tokens, found, before):
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
    if _is_lived_in(near) or (found.kind in _AREAS and _is_come_from(near)):
        return True
    return found.kind is MentionKind.PLACE and _is_of_people(tokens, found)


def _is_lived_in(near: Sequence[str]) -> bool:
    """`lives in`, `residents of`, `, 34, of`, `a man of`, `his home in`."""
    living = any(one in _LIVING for one in near) or any(one in ("resident", "residents") for one in near[-3:])
    known_by = near[-1:] == ["of"] and (_is_aged(near) or bool(_OF_PEOPLE & set(near[-2:-1])))
    homes = [i for i, one in enumerate(near) if one in _HOMES and i]
    return living or known_by or bool(homes and near[homes[-1] - 1] in _OWNERS)


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


def _is_destination(before: Sequence[str]) -> bool:
    """`was airlifted to`, `headed for`, `on her way to`: near enough, and nothing else between."""
    last = next((i for i in range(len(before) - 1, max(-1, len(before) - 5), -1) if before[i] in _TO), None)
    if last is None or any(one in ("at", "on", "near", "from", "and") for one in before[last + 1 :]):
        return False
    if any(one in (",", ".") for one in before[last + 1 :]) or _is_dispatch(before):
        return False
    return any(one in _MOVES for one in before[max(0, last - 6) : last])


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
    if before[-1:] == ["from"] or (before[-1:] == ["of"] and before[-2:-1] and before[-2] in DIRECTION_WORDS):
        return False
    if found.kind is MentionKind.PLACE and of_story:
        return True
    if found.kind is MentionKind.FACILITY:
        jailed = any(one in _JAILS for one in tokens.lows(found.start, found.end))
        return not jailed and any(one in _BESIDE for one in before[-2:])
    if found.kind is MentionKind.ROAD:
        return before[-1:] not in (["use"], ["via"], ["using"])
    if any(one in _IN for one in before[-3:]) and not any(one in _ELSEWHERE for one in before):
        return True
    placed = any(one in _PLACED for one in before[-3:])
    around = [*before, *tokens.forward(found.end, _BACK, found.start)]
    return placed and any(one in EVENT_WORDS for one in around)
