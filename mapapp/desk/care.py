"""Care for people on the map: what an editor may decide against the defaults, and the reason that is kept."""

from dataclasses import dataclass

from mapapp.article.model import Role
from mapapp.desk.rights import Right, require
from mapapp.errors import BadInput
from mapapp.geocode.answer import Candidate
from mapapp.incident.masking import RADII_M
from mapapp.incident.model import Precision
from mapapp.store import Person

LEAST_REASON = 10
MOST_REASON = 500

USUAL_MASK_M = RADII_M[1]


@dataclass(frozen=True)
class Override:
    """What is asked for beyond the defaults when a place is added.

    `exact_reason` plots an exact house number instead of its block. `role` is what the place is to the story;
    a residence is only added with a `residence_reason`, and then masked `mask_m` metres wide under
    `mask_label`, or with 0 shown as its block.
    """

    role: Role | str = Role.OTHER
    exact_reason: str = ""
    residence_reason: str = ""
    mask_m: int = USUAL_MASK_M
    mask_label: str = ""


def may_plot(role: Role | str, who: Person, reason: str) -> str:
    """The reason to plot a mention of that role as it is to be kept; empty where none is needed.

    Raises Denied for a residence unless an editor asks, and BadInput when no reason is given or there is no
    such role.
    """
    if role not in set(Role):
        raise BadInput(f"{role!r} is not one of {', '.join(Role)}.")
    if role != Role.RESIDENCE:
        return ""
    require(who, Right.PLOT_EXACT)
    return checked_reason(reason)


def check(override: Override, who: Person, candidate: Candidate | None) -> tuple[str, str]:
    """The reasons to keep: for an exact house number, and for a residence; empty where there is none.

    Raises Denied unless an editor asks, and BadInput for a reason that will not do. A home is never exact.
    """
    home = may_plot(override.role, who, override.residence_reason)
    is_address = candidate is not None and candidate.precision is Precision.ADDRESS
    if home or not override.exact_reason or not is_address:
        return "", home
    require(who, Right.PLOT_EXACT)
    return checked_reason(override.exact_reason), ""


def checked_reason(reason: str) -> str:
    """The reason in one line; raises BadInput unless it is of 10 to 500 characters."""
    said = " ".join(reason.split())
    if not LEAST_REASON <= len(said) <= MOST_REASON or "\x00" in said:
        raise BadInput(
            f"Give a reason of {LEAST_REASON} to {MOST_REASON} characters; it is kept with your name."
        )
    return said
