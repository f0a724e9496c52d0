"""Reading two or three streets that meet: every way to part words at what joins them. Pure."""

import re
from collections.abc import Iterator, Sequence

from mapapp.geocode.asides import is_vague, split_introduction, split_placing
from mapapp.geocode.cues import CONNECTORS, CORNER_WORDS, NEAR_WORDS, PLURAL_TYPES
from mapapp.geocode.phrase import Corner, Query
from mapapp.geocode.street_words import are_names, is_bare_number, is_street_like, street_and_tail
from mapapp.streets.names import parse_name
from mapapp.streets.vocabulary import DIRECTIONS

Words = Sequence[str]

_BETWEEN_THREE = re.compile(r" (?:,|and|&|/|@|-) |(?<=[^\W\d_])-(?=[^\W\d_])", re.I)
_LONGEST_NAME = 5
_HYPHEN = re.compile(r" [-xX] |(?<=[^\W\d_])\.?-(?=[^\W\d_])")


def without_cue(head: Words) -> tuple[Words, bool]:
    """`the northwest corner of A and B` -> `A and B`, and that it was said to be a corner."""
    lower = [one.lower() for one in head]
    at = next((i for i, one in enumerate(lower[:4]) if one in CORNER_WORDS), None)
    if at is not None and lower[at + 1 : at + 2] in (["of"], ["at"]):
        return head[at + 2 :], True
    if is_vague(head):
        return head[lower.index("of") + 1 :], True
    if len(lower) > 3 and lower[-1] in CORNER_WORDS | {"area"} and set(CONNECTORS) & set(lower):
        return head[:-1], lower[-1] != "area"
    return head, False


def read_corners(head: Words, *, cued: bool) -> Iterator[tuple[Query, str, str]]:
    """Every way to part the head at a connector; the words as they are come before any that are cut."""
    joins = CONNECTORS | {"with"} if cued else CONNECTORS
    at = [i for i, one in enumerate(head) if one.lower() in joins and 0 < i < len(head) - 1][:4]
    for i in at[:3]:
        yield from _corner(head[:i], head[i + 1 :], "", cued=cued, near=head[i].lower() in NEAR_WORDS)
    for i in at:
        aside, introduced = split_introduction(head[:i])
        first, said = without_cue(introduced)
        near = head[i].lower() in NEAR_WORDS or is_vague(introduced)
        if aside and first:
            yield from _corner(first, head[i + 1 :], " ".join(aside), cued=cued or said, near=near)


def hyphened(text: str) -> Iterator[tuple[Query, str, str]]:
    """`Western-Touhy`, `5th Street - Elm Street`, `5th Street x Elm Street`: perhaps a corner."""
    parts = [one.split() for one in _HYPHEN.split(text)]
    if len(parts) == 2 and all(parts):
        yield from _corner(parts[0], parts[1], "", cued=False)


def three_streets(words: Words) -> Corner | None:
    """`Damen, Diversey and Elston`, `Kimball-Lincoln-McCormick`: perhaps three streets that meet."""
    parts = [one.split() for one in _BETWEEN_THREE.split(" ".join(words))]
    if len(parts) != 3 or not all(0 < len(one) <= _LONGEST_NAME for one in parts):
        return None
    second, third = _shared_type(parts[1], parts[2])
    first, _ = _shared_type(parts[0], parts[2])
    if any({one.lower() for one in part} & CONNECTORS for part in parts) or not are_names(parts[0], parts[1]):
        return None
    sure = any(map(is_street_like, (first, second, third)))
    return Corner(" ".join(first), " ".join(second), sure, named=True, third=" ".join(third))


def _corner(
    first: Words, second: Words, aside: str, *, cued: bool, near: bool = False
) -> Iterator[tuple[Query, str, str]]:
    """The corner, with what a plural type says of both streets, and what is said about the second."""
    second, said = split_placing(second)
    first, second = _shared_type(first, second)
    bare = any(len(one) == 1 and one[0].isdigit() for one in (first, second))
    sure = not bare and (cued or is_street_like(first) or is_street_like(second))
    numbers = not cued and all(is_bare_number(one) for one in (first, second))
    for street, tail in street_and_tail(second):
        place = " ".join((*tail.split(), *said))
        named = are_names(first, street.split())
        yield Corner(" ".join(first), street, sure, numbers=numbers, named=named, near=near), place, aside


def _shared_type(first: Words, second: Words) -> tuple[Words, Words]:
    """`Main and Pine streets` -> both streets; `Highways 31 and 50` -> both highways."""
    end = len(second) - (second[-1].lower().replace(".", "") in DIRECTIONS)
    last = PLURAL_TYPES.get(second[end - 1].lower()) if end > 1 else None
    if last:
        typed = first if parse_name(" ".join(first)).type else [*first, last]
        return typed, [*second[: end - 1], last, *second[end:]]
    if len(second) == 1 and second[0].isdigit() and parse_name(" ".join(first)).is_route:
        return first, [*first[:-1], *second]
    lead = next((i for i, one in enumerate(first[:3]) if one.lower() in PLURAL_TYPES), None)
    if lead is not None and lead < len(first) - 1:
        start = [*first[:lead], PLURAL_TYPES[first[lead].lower()]]
        return [*start, *first[lead + 1 :]], [*start, *second] if len(second) == 1 else second
    return first, second
