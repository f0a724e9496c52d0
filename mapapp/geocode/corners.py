"""Where two streets meet: from matched names to clusters of crossings, and from those to an answer."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.choose import MARGIN, MOST_CANDIDATES, decide, rivals
from mapapp.geocode.explain import listed, many, quoted, said
from mapapp.geocode.faults import forbids, in_words, score
from mapapp.geocode.match import StreetMatch, StreetMatcher
from mapapp.geocode.phrase import Corner
from mapapp.geocode.scope import Scope, Where
from mapapp.geocode.separation import closest_approaches
from mapapp.geocode.telling import told_by_surroundings
from mapapp.incident.geodesy import metres_per_degree
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import parse_name
from mapapp.streets.records import Crossing

# What the crossing's own circle leaves out: half the width of two main streets (15 m), the positional error
# of the source (TIGER/Line: 7.6 m, Census "TIGER/Line accuracy", 2014) and what others take for the middle of
# a corner (10 m), in quadrature: the upper end of the 10–20 m that the point-radius method gives a corner.
CROSSING_SLACK_M = 20.0

# Roads that cross on two levels are joined by ramps, if at all: a full interchange reaches about this far
# from its middle (AASHTO "Green Book", 2018, figures of diamond and cloverleaf interchanges).
INTERCHANGE_M = 250.0

# Crossings of differently named pairs closer than this are one corner (the index's own cluster size).
SAME_CORNER_M = 50.0

# Two streets that meet in several places this close do so at one junction. It is less than the 100 m from
# which on a pin counts as wrong, so that no part of the junction can be the wrong one.
ONE_JUNCTION_M = 80.0

# A kilometre of latitude: many times farther than any two parts of one junction.
_FAR_DEGREES = 0.01

# What two bare names may lack and still be just what the streets are called.
_AS_CALLED = frozenset({"type_missing", "direction_missing", "alias", "abbreviated"})


@dataclass(frozen=True, slots=True)
class _Hit:
    """One crossing of two matched streets, and everything that is doubtful about it."""

    scope: Scope
    first: StreetMatch
    second: StreetMatch
    crossing: Crossing
    faults: tuple[str, ...]
    score: float
    radius_m: float


class CornerFinder:
    """Answers phrases that name two streets."""

    def __init__(self, matcher_of: Callable[[StreetIndex], StreetMatcher]) -> None:
        self._matcher_of = matcher_of

    def answer(self, phrase: str, corner: Corner, where: Where) -> Answer:
        """The corner, or why there is none; `not_found` when a name is unknown in every scope."""
        if parse_name(corner.first) == parse_name(corner.second):
            why = f"{quoted(corner.first)} is named twice; give the street that crosses it."
            return Answer(phrase, Outcome.UNPARSED, (), why)
        scopes = _knowing(where.scopes, corner)
        pairs, hits = self._hits(scopes, corner, where)
        if len(scopes) < len(where.scopes) and all(forbids(one.faults) for one in hits):
            pairs, hits = self._hits(where.scopes, corner, where)
        if hits:
            return _choice(phrase, where, _corners([_told(hit, corner, where) for hit in hits]))
        if any(one.both_known for one in pairs):
            return _no_meeting(phrase, corner, where, pairs)
        why = _missing(corner, pairs, where.title or "any installed county")
        return Answer(phrase, Outcome.NOT_FOUND, (), why)

    def _hits(
        self, scopes: Iterable[Scope], corner: Corner, where: Where
    ) -> tuple[list["_Pair"], list[_Hit]]:
        """What the names could mean in each scope, and all their crossings."""
        pairs = [self._pair(scope, corner, where.side) for scope in scopes]
        hits = [hit for pair in pairs for hit in pair.hits(_doubts(corner, where))]
        if corner.third:
            hits = [one for hit in hits if (one := self._with_third(hit, corner.third))]
        return pairs, hits

    def _with_third(self, hit: _Hit, third: str) -> _Hit | None:
        """The hit with what is doubtful about a third street that meets both there; None where none does."""
        for match in self._matcher_of(hit.scope.index).matches(third, _quadrant(hit.first.street.title)):
            if not match.forbidden and any(self._meet(match, one, hit) for one in (hit.first, hit.second)):
                faults = (*hit.faults, *match.faults)
                return replace(hit, faults=faults, score=score(faults))
        return None

    @staticmethod
    def _meet(match: StreetMatch, other: StreetMatch, hit: _Hit) -> bool:
        found = hit.scope.index.crossings(match.street.street_id, other.street.street_id)
        return any(one.kind == "node" and _apart_m(one, hit.crossing) <= ONE_JUNCTION_M for one in found)

    def _pair(self, scope: Scope, corner: Corner, side: str) -> "_Pair":
        matcher = self._matcher_of(scope.index)
        # The part of the city is a quadrant only where streets are named by quadrants.
        side = side if len(side) == 2 and scope.index.uses_direction(side) else ""
        first_dir, second_dir = _quadrant(corner.first), _quadrant(corner.second)
        return _Pair(
            scope,
            matcher.matches(corner.first, second_dir or side),
            matcher.matches(corner.second, first_dir or side),
            side,
        )


@dataclass(frozen=True)
class _Pair:
    """What the two written names could mean in one scope."""

    scope: Scope
    firsts: Sequence[StreetMatch]
    seconds: Sequence[StreetMatch]
    side: str

    @property
    def both_known(self) -> bool:
        """Whether both streets exist there as written, near enough."""
        return any(not one.forbidden for one in self.firsts) and any(
            not one.forbidden for one in self.seconds
        )

    def hits(self, doubts: Sequence[str]) -> list[_Hit]:
        """The crossings of what was written; only where a street is unknown as written, those of its kin."""
        written = self._crossings(lambda one: not one.forbidden)
        true = [one for one in written if one[2].kind == "node"]
        found = true or written
        if not found and not self.both_known:
            found = [one for one in self._crossings(lambda _: True) if one[2].kind == "node"]
        return [self._hit(*one, doubts) for one in found]

    def swapped(self) -> Iterator[tuple[str, str]]:
        """Corners of the same numbers or names with other types, for a hint."""
        for first, second, crossing in self._crossings(lambda one: set(one.faults) <= {"type_wrong"}):
            if crossing.kind == "node":
                yield first.street.title, second.street.title

    def _crossings(
        self, admits: Callable[[StreetMatch], bool]
    ) -> list[tuple[StreetMatch, StreetMatch, Crossing]]:
        return [
            (first, second, crossing)
            for first in self.firsts
            if admits(first)
            for second in self.seconds
            if admits(second) and second.street.street_id != first.street.street_id
            for crossing in self.scope.index.crossings(first.street.street_id, second.street.street_id)
        ]

    def _other_exists(self, matches: Sequence[StreetMatch], used: StreetMatch) -> bool:
        """Whether a street there has just the type and direction of the words, and the one used has not."""
        exact = (one for one in matches if not one.forbidden and not one.strayed)
        return used.strayed > 0 and any(self._is_there(one) for one in exact)

    def _is_there(self, match: StreetMatch) -> bool:
        """Whether a street has any edge in the places that are meant."""
        meant = {one.place_id for one in self.scope.places if one.kind != "county"}
        return not meant or not meant.isdisjoint(self.scope.index.places_along(match.street.street_id))

    def _is_inside(self, matches: Iterable[StreetMatch], crossing: Crossing) -> bool:
        index, nodes = self.scope.index, set(crossing.nodes)
        if not self.scope.zip_code:
            return self.scope.holds((crossing.lon, crossing.lat), crossing.place_id)
        edges = (edge for match in matches for edge in index.edges(match.street.street_id))
        return self.scope.is_served(one for one in edges if {str(one.node_from), str(one.node_to)} & nodes)

    def _hit(
        self,
        first: StreetMatch,
        second: StreetMatch,
        crossing: Crossing,
        doubts: Sequence[str],
    ) -> _Hit:
        faults = [*first.faults, *second.faults, *doubts]
        if faults.count("type_wrong") == 2:
            faults = ["type_swapped", *(one for one in faults if one != "type_wrong")]
        if self._other_exists(self.firsts, first) or self._other_exists(self.seconds, second):
            faults.append("other_street")
        if crossing.kind != "node":
            faults.append("grade_separated" if crossing.kind == "overpass" else "near_miss")
        if not self._is_inside((first, second), crossing):
            highways = first.street.name.is_route and second.street.name.is_route
            faults.append(self.scope.outside_fault(highways=highways))
        if self.side and self.side not in (first.street.name.post_dir, second.street.name.post_dir):
            faults.append("side_differs")
        return _Hit(
            self.scope,
            first,
            second,
            crossing,
            tuple(faults),
            score(faults),
            crossing.radius_m + (INTERCHANGE_M if crossing.kind == "overpass" else CROSSING_SLACK_M),
        )


def _knowing(scopes: Sequence[Scope], corner: Corner) -> Sequence[Scope]:
    """Of several scopes those with streets of both names, but for spaces and titles; all when none has them.

    So a town of the same name elsewhere is searched for slips of the pen only where the words fit nowhere.
    """
    names = [parse_name(one) for one in (corner.first, corner.second)]
    knowing = [
        one
        for one in scopes
        if all(one.index.streets_named(name.base) or one.index.streets_joined(name) for name in names)
    ]
    return knowing or scopes


def _doubts(corner: Corner, where: Where) -> list[str]:
    """What is doubtful about every crossing of these words."""
    doubts = {
        "place_contested": where.contested,
        "only_listed": corner.listed,
    }
    return [fault for fault, holds in doubts.items() if holds]


def _told(hit: _Hit, corner: Corner, where: Where) -> _Hit:
    """The hit, unsure where nothing says that the names are streets.

    In a place that is named, two names that are just as the streets there are called do say so.
    """
    as_called = corner.named and where.title and set(hit.faults) <= _AS_CALLED
    if corner.sure or (as_called and not corner.numbers):
        return hit
    faults = (*hit.faults, "names_unsure")
    return replace(hit, faults=faults, score=score(faults))


def _quadrant(street: str) -> str:
    """The quadrant that a street's words end with ("Constitution Ave NW"); it may hold for both streets."""
    post_dir = parse_name(street).post_dir
    return post_dir if len(post_dir) == 2 else ""


def _corners(hits: Iterable[_Hit]) -> list[_Hit]:
    """One hit for each corner, best first: hits closer than 50 m are the same one under several names."""
    corners: list[_Hit] = []
    spots: list[Crossing] = []
    for hit in sorted(hits, key=lambda one: (-one.score, one.crossing.lon, one.crossing.lat)):
        apart = [_apart_m(one, hit.crossing) for one in spots]
        at = next((i for i, metres in enumerate(apart) if metres <= SAME_CORNER_M), None)
        if at is None:
            corners.append(hit)
            spots.append(hit.crossing)
        elif hit.score >= corners[at].score - MARGIN:
            kept, other = corners[at], hit
            if hit.score == kept.score and hit.scope.supersedes(kept.scope):
                kept, other = other, kept
            wider = max(kept.radius_m, _apart_m(kept.crossing, other.crossing) + other.radius_m)
            corners[at] = replace(kept, radius_m=wider)
    return _one_junction(corners)


def _one_junction(corners: list[_Hit]) -> list[_Hit]:
    """Equal corners all within 80 m are one junction (a jog, a wide median): its largest part, with a
    radius that covers the others, and a fault that says so. Farther apart they stay what they are: a choice.
    """
    equal = [one for one in corners if one.score >= corners[0].score - MARGIN]
    reach = {id(one): max(_apart_m(one.crossing, other.crossing) for other in equal) for one in equal}
    if (
        len(equal) == 1
        or max(reach.values()) > ONE_JUNCTION_M
        or any(one.crossing.kind != "node" for one in equal)
    ):
        return corners
    best = max(equal, key=lambda one: (len(one.crossing.nodes), -reach[id(one)], one.crossing.lon))
    faults = (*best.faults, "meets_twice")
    radius_m = reach[id(best)] + max(one.radius_m for one in equal)
    return [replace(best, faults=faults, score=score(faults), radius_m=radius_m), *corners[len(equal) :]]


def _apart_m(one: Crossing, other: Crossing) -> float:
    # Most corners of one name are in other towns, and all that is asked of those is whether they are near.
    if abs(one.lat - other.lat) > _FAR_DEGREES:
        return math.inf
    east, north = metres_per_degree(one.lat)
    return math.hypot((one.lon - other.lon) * east, (one.lat - other.lat) * north)


def _choice(phrase: str, where: Where, corners: list[_Hit]) -> Answer:
    found = corners[:MOST_CANDIDATES]
    pairs = [(one.scope.index, (one.first.street, one.second.street)) for one in found]
    outcome, shown = decide(told_by_surroundings([_candidate(one) for one in found], pairs))
    if outcome is Outcome.OUTSIDE_PLACE:
        why = f"{shown[0].label} exists, but outside {where.title}."
    elif outcome is Outcome.AMBIGUOUS:
        why = _doubt(corners[0], shown, where)
    else:
        why = said(shown[0])
    return Answer(phrase, outcome, shown, why)


def _doubt(best: _Hit, shown: Sequence[Candidate], where: Where) -> str:
    if "grade_separated" in best.faults:
        return (
            f"{_names(best)} cross without meeting: an overpass or an interchange. "
            "Choose it only if the story means that place."
        )
    if "near_miss" in best.faults:
        return f"{_names(best)} come within {best.crossing.radius_m:.0f} m of each other but do not meet."
    if rivals(shown):
        fit = many(len(rivals(shown)) + 1, "corner fits", "corners fit")
        return f"{fit} the words; choose the one that is meant."
    if "place_contested" in best.faults:
        return f"There is a larger {where.title} without street index; say which state is meant."
    doubts = in_words(best.faults)
    return f"Only the corner of {_names(best)} comes close to the words: {doubts}. Choose it if it is meant."


def _names(hit: _Hit) -> str:
    return f"{hit.first.street.title} and {hit.second.street.title}"


def _candidate(hit: _Hit) -> Candidate:
    region, crossing = hit.scope.index.region, hit.crossing
    place = hit.scope.index.place(crossing.place_id)
    town = place.name if place else region.title
    return Candidate(
        lon=round(crossing.lon, 6),
        lat=round(crossing.lat, 6),
        geometry=Geometry.point(round(crossing.lon, 6), round(crossing.lat, 6)),
        precision=_precision(hit),
        radius_m=round(hit.radius_m, 1),
        score=hit.score,
        label=f"{hit.first.street.title} & {hit.second.street.title}, {town}",
        provenance=Provenance(
            method=f"street crossing ({crossing.kind.replace('_', ' ')})",
            dataset=region.source,
            vintage=region.vintage,
            licence=region.licence,
            ids=crossing.nodes,
        ),
        faults=hit.faults,
    )


def _precision(hit: _Hit) -> Precision:
    """A corner is a pin; where the streets do not really meet it is a stretch of road, never a pin."""
    if hit.crossing.kind == "node":
        return Precision.INTERSECTION
    roads = (hit.first.street, hit.second.street)
    return (
        Precision.HIGHWAY if any(one.rank == 1 or one.name.is_route for one in roads) else Precision.SEGMENT
    )


def _no_meeting(phrase: str, corner: Corner, where: Where, pairs: Sequence[_Pair]) -> Answer:
    """Both streets exist and do not meet: how close they come, and which similar corners there are."""
    known = [one for one in pairs if one.both_known]
    apart = ((one.scope.index, one.firsts[0].street, one.seconds[0].street) for one in known)
    hints = list(islice(closest_approaches(apart), 3))
    swapped = list(
        {frozenset(names): " and ".join(names) for one in known for names in one.swapped()}.values()
    )
    if swapped:
        hints.append(f"Did you mean {listed(swapped[:3], 'or')}?")
    first, second = _name(corner.first, known[0].firsts), _name(corner.second, known[0].seconds)
    why = f"{first} and {second} do not meet in {where.title or known[0].scope.title}."
    return Answer(phrase, Outcome.NO_SUCH_INTERSECTION, (), why, tuple(hints))


def _name(written: str, matches: Sequence[StreetMatch]) -> str:
    """The street's title where only one fits, else the words themselves."""
    fitting = [one for one in matches if not one.forbidden]
    return fitting[0].street.title if len(fitting) == 1 else quoted(written)


def _missing(corner: Corner, pairs: Sequence[_Pair], area: str) -> str:
    """Which of the written names no scope knows; when all know them, which is doubtful, and why."""
    written = (corner.first, corner.second)
    found = [[one for pair in pairs for one in pair.firsts], [one for pair in pairs for one in pair.seconds]]
    unknown = [quoted(name) for name, matches in zip(written, found, strict=True) if not matches]
    if unknown:
        return f"No street called {listed(unknown, 'or')} is in the street index of {area}."
    doubtful = [
        f"{quoted(name)} is not in the street index of {area} as it is written: {in_words(best.faults)}"
        for name, (best, *_) in zip(written, found, strict=True)
        if best.forbidden
    ]
    return f"{'; '.join(doubtful) or 'The streets are in different counties'}."
