"""Who may do what: the one table of it."""

from collections.abc import Mapping
from enum import Enum

from mapapp.errors import Denied
from mapapp.store import Person, StaffRole


class Right(Enum):
    """What not everyone may do; the value says it as the end of "may"."""

    CONFIRM_ALONE = "mark a place confirmed with one source"
    PLOT_EXACT = "plot an exact house number or somebody's home"
    MASK = "mask a place or take its mask away"
    READ_AUDIT = "read the audit log"
    MANAGE_PEOPLE = "manage people"
    MANAGE_KNOWN_PLACES = "change known places"


_EDITORS = frozenset({StaffRole.EDITOR, StaffRole.ADMIN})
_ADMINS = frozenset({StaffRole.ADMIN})

RIGHTS: Mapping[Right, frozenset[StaffRole]] = {
    Right.CONFIRM_ALONE: _EDITORS,
    Right.PLOT_EXACT: _EDITORS,
    Right.MASK: _EDITORS,
    Right.READ_AUDIT: _EDITORS,
    Right.MANAGE_PEOPLE: _ADMINS,
    Right.MANAGE_KNOWN_PLACES: _ADMINS,
}


def may(who: Person, right: Right) -> bool:
    """Whether a person may do it."""
    return who.role in RIGHTS[right]


def require(who: Person, right: Right) -> None:
    """Raise Denied, saying who may, unless a person may do it."""
    if not may(who, right):
        is_admins = RIGHTS[right] == _ADMINS
        whom, ask = ("admins", "an administrator") if is_admins else ("editors and admins", "one of them")
        raise Denied(f"Only {whom} may {right.value}; ask {ask}.")
