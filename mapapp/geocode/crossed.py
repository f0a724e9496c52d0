"""A street as one course, and where other streets cross it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.choose import SHOWN_WITHIN
from mapapp.geocode.course import JOG_M, Course
from mapapp.geocode.explain import listed, quoted
from mapapp.geocode.faults import in_words, score
from mapapp.geocode.match import StreetMatch, StreetMatcher
from mapapp.geocode.overlap import is_beside
from mapapp.geocode.scope import Scope, Where
from mapapp.geocode.separation import closest_approach
from mapapp.geocode.signs import Sign, read_sign
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import parse_name
from mapapp.streets.records import Crossing, Edge, NamedStreet

# How far from the drawn street a crossing on another level, or one that is only near, may lie.
BESIDE_M = 60.0

# How far from its road an exit or a milepost may be mapped.
SIGN_M = 300.0

# What may be meant by a name crosses a street in a few places; more of them are no answer.
MOST_ENDS = 6


@dataclass(frozen=True)
class Way:
    """A street in a scope: everything that bears the name, as one course; `matches` best first."""

    scope: Scope
    matches: tuple[StreetMatch, ...]
    faults: tuple[str, ...]
    course: Course

    @property
    def is_highway(self) -> bool:
        """Whether its name is a route's."""
        return self.matches[0].street.name.is_route

    def title(self, edges: Iterable[Edge]) -> str:
        """The street's name on these edges of it."""
        keys = {abs(one.fid) for one in edges}
        for match in self.matches[1:] and self.matches:
            if keys & {one.fid for one in self.scope.index.edges(match.street.street_id)}:
                return match.street.title
        return self.matches[0].street.title


@dataclass(frozen=True)
class End:
    """Where another street crosses: the course's nodes there, and the crossing's middle in degrees."""

    street: NamedStreet
    nodes: frozenset[int]
    at: LonLat
    faults: tuple[str, ...]

    @property
    def score(self) -> float:
        """What its faults leave of 100."""
        return score(self.faults)


class Crossed:
    """Finds streets as courses, and the crossings on them."""

    def __init__(self, matcher_of: Callable[[StreetIndex], StreetMatcher]) -> None:
        self._matcher_of = matcher_of
        # One cache per finder, dropped with it.
        self._course = lru_cache(maxsize=256)(_course)

    def ways(self, text: str, where: Where, *others: str) -> list[Way]:
        """The streets that `text` can mean in each scope; the `others` named with it may say its quadrant."""
        found = []
        for scope in where.scopes:
            same: defaultdict[object, list[StreetMatch]] = defaultdict(list)
            matches = self._matches(text, scope, where.side, others)
            for match in matches:
                same[_kin(match)].append(match)
            for kin in same.values():
                ids = tuple(sorted(one.street.street_id for one in kin))
                contested = ("place_contested",) if where.contested else ()
                faults = (*kin[0].faults, *_doubt(scope, kin[0], matches), *contested)
                found.append(Way(scope, tuple(kin), faults, self._course(scope.index, ids)))
        return found

    def ends(self, way: Way, text: str, where: Where, *others: str) -> tuple[Way, list[End]]:
        """Where the streets that `text` can mean cross, best first.

        The way comes back with nodes there, where a crossing on another level has none.
        """
        sign = read_sign(text)
        if sign:
            return _at_sign(way, sign)
        found: list[End] = []
        matches = self._matches(text, way.scope, where.side, others)
        for match in matches:
            for crossing in _crossings(way, match):
                way, end = _end(way, match, crossing, _doubt(way.scope, match, matches))
                found += [end] if end else []
        best = max((one.score for one in found), default=0.0)
        joined = _joined(one for one in found if one.score > best - SHOWN_WITHIN)
        return way, joined[:MOST_ENDS]

    def unmet(self, phrase: str, where: Where, street: str, crosses: Sequence[str]) -> Answer:
        """Why there is no such crossing: a name is unknown as it is written, or the streets do not meet."""
        area = where.title or "any installed county"
        known = {one: self._known(one, where) for one in (street, *crosses)}
        unknown = [quoted(one) for one, found in known.items() if not found]
        if unknown:
            why = f"No street called {listed(unknown, 'or')} is in the street index of {area}."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        for one, ((_, best), *_) in known.items():
            if best.forbidden:
                why = f"{quoted(one)} is not in the street index of {area} as it is written: "
                return Answer(phrase, Outcome.NOT_FOUND, (), f"{why}{in_words(best.faults)}.")
        ways = self.ways(street, where)
        apart = [one for one in crosses if not any(self.ends(way, one, where)[1] for way in ways)] or crosses
        names = listed([_name(one, known[one]) for one in apart], "or")
        why = f"{_name(street, known[street])} does not meet {names} in {area}."
        own, others = _only(known[street]) or known[street][0], [_only(known[one]) for one in apart]
        hints = [
            closest_approach(own[0], own[1].street, other[1].street)
            for other in others
            if other and other[0] is own[0]
        ]
        return Answer(phrase, Outcome.NO_SUCH_INTERSECTION, (), why, tuple(dict.fromkeys(hints)))

    def _known(self, text: str, where: Where) -> list[tuple[StreetIndex, StreetMatch]]:
        """The streets that a name can mean in any scope, best first; kin only where nothing else fits."""
        found = [
            (one.index, match) for one in where.scopes for match in self._matches(text, one, where.side, ())
        ]
        fitting = [one for one in found if not one[1].forbidden]
        return sorted(fitting or found, key=lambda one: -one[1].score)

    def _matches(self, text: str, scope: Scope, side: str, others: Iterable[str]) -> Sequence[StreetMatch]:
        """What a name can mean; kin with forbidding faults only where nothing else fits."""
        shared = next((one for other in others if (one := _quadrant(other))), "")
        side = side if len(side) == 2 and scope.index.uses_direction(side) else ""
        found = self._matcher_of(scope.index).matches(text, shared or side)
        return [one for one in found if not one.forbidden] or found


def doubted(way: Way, ends: Iterable[End], *doubts: str) -> tuple[str, ...]:
    """The faults of a street and of the crossings on it."""
    return (*way.faults, *(fault for one in ends for fault in one.faults), *doubts)


def _name(written: str, known: Sequence[tuple[StreetIndex, StreetMatch]]) -> str:
    """The street's title where only one fits, else the words themselves."""
    only = _only(known)
    return only[1].street.title if only else quoted(written)


def _only(known: Sequence[tuple[StreetIndex, StreetMatch]]) -> tuple[StreetIndex, StreetMatch] | None:
    """The one street that fits, or that alone has just the type and direction that are written.

    Streets of one title that several indexes have on the same ground are one.
    """
    exact = [one for one in known if not one[1].strayed]
    return next((found[0] for found in (known, exact) if found and _is_one(found)), None)


def _is_one(found: Sequence[tuple[StreetIndex, StreetMatch]]) -> bool:
    (index, first), *others = found
    course = index.course(first.street.street_id)
    return all(
        its is not index
        and match.street.title == first.street.title
        and is_beside(course, its.course(match.street.street_id))
        for its, match in others
    )


def _quadrant(street: str) -> str:
    post_dir = parse_name(street).post_dir
    return post_dir if len(post_dir) == 2 else ""


def _kin(match: StreetMatch) -> object:
    """What the halves of one street have in common: "Main St" without a direction is both N and S Main St.

    Streets of two quadrants are two streets.
    """
    name = match.street.name
    loose = "direction_missing" in match.faults and not {len(name.pre_dir), len(name.post_dir)} & {2}
    return name.base, name.type, name.pre_type, ("", "") if loose else (name.pre_dir, name.post_dir)


def _course(index: StreetIndex, ids: tuple[int, ...]) -> Course:
    return Course(edge for one in ids for edge in index.edges(one))


def _crossings(way: Way, match: StreetMatch) -> list[Crossing]:
    """The crossings of a street with another; a near miss only where there is nothing better."""
    own = {one.street.street_id for one in way.matches}
    other = match.street.street_id
    found = [crossing for one in own - {other} for crossing in way.scope.index.crossings(one, other)]
    return [one for one in found if one.kind != "near_miss"] or found


def _doubt(scope: Scope, used: StreetMatch, matches: Iterable[StreetMatch]) -> tuple[str, ...]:
    """Whether another street in the place that is meant has just the type and direction that are written."""
    meant = {one.place_id for one in scope.places if one.kind != "county"}
    exact = (one.street.street_id for one in matches if not one.strayed)
    there = used.strayed and any(
        not meant or any(edge.place_id in meant for edge in scope.index.edges(one)) for one in exact
    )
    return ("other_street",) if there else ()


def _end(way: Way, match: StreetMatch, crossing: Crossing, doubt: tuple[str, ...]) -> tuple[Way, End | None]:
    at = crossing.lon, crossing.lat
    nodes = frozenset(int(one) for one in crossing.nodes if int(one) in way.course.nodes())
    if not nodes:
        cut = way.course.cut_at(at, crossing.radius_m + BESIDE_M)
        if not cut:
            return way, None
        course, node = cut
        way, nodes = replace(way, course=course), frozenset({node})
    near = ("near_miss",) if crossing.kind == "near_miss" else ()
    return way, End(match.street, nodes, at, (*match.faults, *doubt, *near))


def _at_sign(way: Way, sign: Sign) -> tuple[Way, list[End]]:
    """Where an exit or a milepost of the street itself stands."""
    ends = []
    own = {one.street.street_id: one.street for one in way.matches}
    for mark in way.scope.index.marks(sign.kind, sign.number):
        cut = way.course.cut_at((mark.lon, mark.lat), SIGN_M) if mark.street_id in own else None
        if cut:
            way = replace(way, course=cut[0])
            street = replace(own[mark.street_id], title=f"{sign.kind} {sign.number}")
            ends.append(End(street, frozenset({cut[1]}), (mark.lon, mark.lat), ()))
    return way, _joined(ends)


def _joined(ends: Iterable[End]) -> list[End]:
    """The ends, best first, those within a jog of each other as one."""
    joined: list[End] = []
    for end in sorted(ends, key=lambda one: (-one.score, one.at)):
        i = next((i for i, one in enumerate(joined) if distance_m(one.at, end.at) <= JOG_M), None)
        if i is None:
            joined.append(end)
        else:
            joined[i] = replace(joined[i], nodes=joined[i].nodes | end.nodes)
    return joined
