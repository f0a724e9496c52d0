"""What of a story is no scene: detours, limits of a closure, corrections, what nothing happens at. Pure."""

from collections.abc import Sequence

from mapapp.article.found import Found
from mapapp.article.lexicon import EVENT_WORDS
from mapapp.article.model import MentionKind, Role
from mapapp.article.tokens import Tokens

# Verbs and nouns of going somewhere or being taken there.
MOVES = frozenset({
    "taken", "airlifted", "flown", "transported", "rushed", "brought", "driven", "carried", "transferred",
    "moved", "headed", "head", "heads", "run", "runs", "march", "marches", "walk", "heading", "route",
    "traveling", "travelling", "traveled", "drove", "driving", "flew", "flying", "evacuated", "bound",
    "way", "went", "going", "returning", "returned", "sent", "walking", "marched", "marching", "fled",
    "fleeing", "ran", "running", "led", "towed", "transport", "helicopter", "ambulance", "relocated",
    "directed", "redirected", "escorted", "continued", "proceeded",
})  # fmt: skip
_MOTION = MOVES | {
    "turned", "northbound", "southbound", "eastbound", "westbound", "stood", "stands", "trees", "lines",
    "power",
    "foot", "line", "shut", "blocked", "trains",
}  # fmt: skip
_BACK = 14
_NEAR = 6
_MOST_GAP = 4
# A line of a list has no verb to tell what happened.
_LISTED = 9
_LEAD_WORDS = 120
_LINES = (MentionKind.ROAD, MentionKind.STRETCH)
_CORRECTING = frozenset({"incorrectly", "misstated", "correction", "erroneously", "misidentified"})
# Before a road that is to be used in place of another, and after one that is.
_WAYS = frozenset({"use", "via", "using", "take", "taking", "detour", "detoured", "diverted", "rerouted"})
_SENT = frozenset({"sent", "directed", "moved", "shifted", "routed"})
_TRAFFIC = frozenset({"traffic", "drivers", "motorists", "buses", "vehicles", "trucks", "cars"})
_DETOURS = frozenset({"detour", "detours", "alternate", "alternates"})
_EARLIER = ("last year", "last month", "years ago", "year ago", "months ago", "a similar", "a previous")
_OPEN = frozenset({"open", "instead", "unaffected"})
_STAYING = frozenset(
    {"stay", "stays", "stayed", "remain", "remains", "remained", "instead", "be", "is", "are"}
)
_LEAVING = frozenset({"left", "sped", "drove", "away"})
_TOWARD = frozenset({"toward", "towards"})
_STROLLING = frozenset({"walk", "walks", "walked", "walking", "run", "runs", "ran", "running"})
_ON_FOOT = frozenset(
    {"march", "marched", "marching", "marchers", "parade", "paraded", "walked", "went", "run", "ran"}
)
_TRIALS = frozenset({
    "sentenced", "sentencing", "pleaded", "pleads", "convicted", "trial", "jury", "testified", "testimony",
    "prosecutors", "probation", "lawsuit", "indicted",
})  # fmt: skip
# Where somebody works, learns or has an office, whatever happens there.
_PREMISES = frozenset({
    "office", "offices", "headquarters", "headquartered", "goes", "attends", "based",
})  # fmt: skip


def is_of_court(tokens: Tokens) -> bool:
    """Whether a story is of a trial, which tells of much that is no scene."""
    lead = {tokens.low(at) for at in range(min(len(tokens), _LEAD_WORDS))}
    return len(lead & _TRIALS) > 1


def is_told_wrong(tokens: Tokens, found: Found) -> bool:
    """Whether a correction says that it was not there."""
    before = tokens.back(found.start, 3 * _BACK)
    return any(one in _CORRECTING for one in before) or "earlier version" in " ".join(before)


def is_of_the_past(tokens: Tokens, found: Found) -> bool:
    """Whether it is of something earlier: `a similar fire in Burlington last year`."""
    around = [*tokens.back(found.start, _BACK), *tokens.forward(found.end, _BACK, found.start)]
    said = " ".join(around)
    return any(f" {one} " in f" {said} " for one in _EARLIER)


def is_way_round(tokens: Tokens, found: Found, before: Sequence[str]) -> bool:
    """Whether it is a way to take instead, one that stays open, or one by which somebody got away."""
    near = [one for one in before[-4:] if one not in ("the", "to", "onto", "on", "of", "along")]
    if near[-1:] and (near[-1] in _WAYS or (near[-1] == "way" and "of" in before[-2:])):
        return True
    diverted = near[-1:] and near[-1] in _SENT and any(one in _TRAFFIC for one in before)
    if diverted or any(one in _DETOURS for one in before):
        return True
    after = tokens.forward(found.end, _NEAR, found.start)
    opened = next((i for i, one in enumerate(after) if one in _OPEN), None)
    stays = opened is not None and any(one in _STAYING for one in after[: opened + 1])
    left = before[-1:] in (["on"], ["down"]) and any(one in _LEAVING for one in before[-4:-1])
    strolled = any(one in _STROLLING for one in before) and "fled" not in before
    passed = found.kind is MentionKind.ROAD and before[-1:] != [] and before[-1] in _TOWARD and not strolled
    return stays or left or passed


def of_limits(tokens: Tokens, found: Found, before: Found, role: Role, last: Role) -> Role:
    """The role, but of the cross streets between which another is closed: `from A Street to B Street`."""
    if found.kind is not MentionKind.ROAD:
        return role
    lead = tokens.low(found.start - 1)
    beside = before.kind in _LINES and tokens.sentence(before.start) == tokens.sentence(found.start)
    moves = any(one in _ON_FOOT for one in tokens.back(found.start, _BACK))
    if lead == "between" or (lead == "from" and beside and not moves):
        return Role.OTHER
    gap = tokens.lows(before.end, min(found.start, before.end + _MOST_GAP))
    ends = beside and last is Role.OTHER and tokens.low(before.start - 1) in ("between", "from")
    return Role.OTHER if ends and gap in (["and"], ["to"], ["and", "the"], ["to", "the"]) else role


def is_background(tokens: Tokens, found: Found, before: Sequence[str], *, tried: bool) -> bool:
    """Whether nothing in the sentence happens: `plays on fields at A and B`, `a bank on Main Street`."""
    near = since_comma(before)[-_NEAR:]
    sentence = [*tokens.back(found.start, 4 * _BACK), *tokens.forward(found.end, 4 * _BACK, found.start)]
    if any(one in _PREMISES for one in near):
        return True
    listed = len(sentence) < _LISTED or tokens.low(found.start - 1) in ("", "\n")
    if listed or tokens.in_headline(found.start) or any(one in EVENT_WORDS for one in sentence):
        return False
    return tried or (found.kind is MentionKind.ROAD and not any(one in _MOTION for one in sentence))


def since_comma(before: Sequence[str]) -> Sequence[str]:
    """The words since the last comma."""
    last = max((i for i, one in enumerate(before) if one == ","), default=-1)
    return before[last + 1 :]
