"""Recognising police, sheriffs, fire brigades, patrols and departments: who acts, never a position. Pure."""

import re

from mapapp.article.found import Found
from mapapp.article.lexicon import AGENCY_ACRONYMS
from mapapp.article.model import MentionKind
from mapapp.article.street_names import is_ordinal
from mapapp.article.tokens import Tokens

# What the name of an agency ends with, longest first.
_HEADS = tuple(
    tuple(one.split())
    for one in (
        "fire and rescue department", "fire and rescue", "fire & rescue", "fire rescue", "fire department",
        "fire protection district", "fire district",
        "police department", "police dept", "police service", "police bureau", "department of police",
        "sheriff 's department", "sheriff 's office", "sheriff 's dept", "sheriffs department",
        "sheriff 's deputies", "sheriffs office", "sheriff department", "sheriff office",
        "state patrol", "state police", "highway patrol", "transit police", "park police",
        "capitol police", "marshals service", "secret service", "national guard", "coast guard",
        "national weather service", "weather service", "transportation safety board",
        "medical examiner 's office", "district attorney 's office", "coroner 's office",
        "attorney general 's office", "state 's attorney 's office", "attorney 's office",
        "bureau of investigation", "emergency management agency", "emergency management",
        "geological survey", "fire and ems", "fire and ems department", "fire & ems",
        "circuit court", "district court", "superior court", "supreme court", "court of appeals",
        "appeals court", "municipal court", "county court", "probate court", "family court",
        "court of claims",
        "juvenile court", "housing authority", "transit authority", "port authority", "water authority",
        "protection agency", "city council", "dc council", "common council", "county council", "town council",
        "village council", "county board", "county board of supervisors", "village board", "town board",
        "school board", "school district", "board of supervisors", "board of education", "park district",
        "park service", "postal service", "fire commission", "fire and police commission",
        "police and fire commission", "planning commission", "plan commission", "county commission",
        "highway department", "highways department", "transportation department", "parks department",
        "water department", "water utility", "public works department", "department of public works",
        "health department", "police",
    )
)  # fmt: skip
_BY_FIRST = {first: [one for one in _HEADS if one[0] == first] for first in {one[0] for one in _HEADS}}
_LOWER_HEADS = tuple(
    tuple(one.split())
    for one in (
        "police department", "fire department", "fire and rescue department", "fire and rescue",
        "sheriff 's department", "sheriff 's office", "sheriff 's deputies", "sheriff 's deputy", "police",
        "sheriff 's detectives", "sheriff 's investigators", "firefighters", "fire officials", "fire crews",
        "paramedics", "city council", "county board", "village board", "town board", "school board",
        "medical examiner 's office", "medical examiner", "district attorney 's office",
    )
)  # fmt: skip
_DEPARTMENTS = frozenset({"department", "division", "bureau", "office", "dept"})
_LINKS = frozenset({"of", "and", "&", "'s", "the", "for"})
_LOCAL_FORCE = re.compile(r"[A-Z]{1,4}(?:PD|FD|SO)")
# Before "police" these name none, with a capital where they begin a sentence.
_WHOSEVER = frozenset({
    "local", "state", "area", "military", "riot", "campus", "federal", "suburban", "city", "county", "armed",
    "undercover", "transit", "village", "town", "university", "metro", "uniformed", "plainclothes",
})  # fmt: skip
_OFFICERS = frozenset(
    {"officers", "police", "detectives", "officer", "station", "commander", "call", "contact"}
)
_MOST_WORDS = 9
_MOST_PLACE_WORDS = 4


def agency_at(tokens: Tokens, at: int) -> Found | None:
    """An agency by its name, its letters, or a place's name with "police" after it."""
    if not tokens.is_capital(at):
        return None
    word = tokens.word(at).replace(".", "")
    if word in AGENCY_ACRONYMS or _LOCAL_FORCE.fullmatch(word):
        return None if tokens.in_headline(at) and word not in AGENCY_ACRONYMS else _agency(at, at + 1)
    return (
        _precinct_at(tokens, at)
        or _department_at(tokens, at)
        or _headed_at(tokens, at)
        or _placed_at(tokens, at)
    )


def _agency(start: int, end: int) -> Found:
    return Found(start, end, MentionKind.AGENCY)


def _precinct_at(tokens: Tokens, at: int) -> Found | None:
    """`officers from the Seventh District`: a district of the police."""
    district = is_ordinal(tokens, at) and tokens.low(at + 1) in ("district", "precinct")
    if not district or not tokens.is_capital(at + 1) or tokens.is_name_word(at + 2):
        return None
    around = [*tokens.back(at, 5), *tokens.forward(at + 2, 2, at)]
    return _agency(at, at + 2) if any(one in _OFFICERS for one in around) else None


def _headed_at(tokens: Tokens, at: int) -> Found | None:
    """`Kenosha Sheriff's Department`, `Wisconsin State Patrol`, `National Weather Service`."""
    if not tokens.is_name_word(at) or tokens.low(at + 1) == "the":
        return None
    for here in range(at, at + _MOST_WORDS):
        if here > at and (not tokens.joined(here - 1) or not _continues(tokens, here)):
            return None
        for head in _BY_FIRST.get(tokens.low(here), ()):
            end = here + len(head)
            if tokens.starts_with(here, *head) and tokens.is_capital(here) and tokens.is_capital(end - 1):
                if here == at and len(head) == 1:
                    return None
                return _agency(at, end)
    return None


def _continues(tokens: Tokens, at: int) -> bool:
    return tokens.is_name_word(at) or tokens.low(at) in _LINKS


def _department_at(tokens: Tokens, at: int) -> Found | None:
    """`Wisconsin Department of Justice`, `Division of Criminal Investigation`."""
    for here in range(at, at + 5):
        if here > at and not tokens.joined(here - 1):
            return None
        if not tokens.is_name_word(here) and not (tokens.low(here) == "'s" and here > at):
            return None
        if tokens.low(here) in _DEPARTMENTS and tokens.low(here + 1) == "of" and tokens.joined(here):
            end = here + 2 + (tokens.low(here + 2) == "the")
            if not tokens.is_name_word(end):
                return None
            return _agency(at, _names_end(tokens, end))
    return None


def _names_end(tokens: Tokens, at: int) -> int:
    """The end of capitalised words joined by "and"."""
    end = at + 1
    while end < at + 8 and tokens.joined(end - 1):
        if tokens.is_name_word(end):
            end += 1
        elif (
            tokens.low(end) in ("and", "&")
            and tokens.is_name_word(end + 1)
            and tokens.joined(end)
            and tokens.word(end + 1) not in AGENCY_ACRONYMS
        ):
            end += 2
        else:
            break
    return end


def _is_of_place(tokens: Tokens, at: int) -> bool:
    """Whether a word is part of a place's name: `Prince`, `George`, `'s`, `County`."""
    return tokens.is_name_word(at) or (tokens.low(at) == "'s" and tokens.is_name_word(at + 1))


def _placed_at(tokens: Tokens, at: int) -> Found | None:
    """`Kenosha police`, `Kenosha County sheriff's deputies`, `Racine firefighters`."""
    if not tokens.is_name_word(at) or (tokens.low(at) in _WHOSEVER and not tokens.joined(at - 1)):
        return None
    here = at
    while here < at + _MOST_PLACE_WORDS and tokens.joined(here) and _is_of_place(tokens, here):
        here += 1
    for head in _LOWER_HEADS:
        if tokens.starts_with(here, *head):
            return _agency(at, here + len(head))
    return None
