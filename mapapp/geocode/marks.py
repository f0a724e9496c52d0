"""Exits and mileposts of highways."""

from collections.abc import Callable, Iterator, Sequence

import shapely

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.choose import decide, rivals
from mapapp.geocode.corners import INTERCHANGE_M
from mapapp.geocode.explain import listed, many, quoted
from mapapp.geocode.faults import in_words, score
from mapapp.geocode.match import StreetMatch, StreetMatcher
from mapapp.geocode.phrase import Marked
from mapapp.geocode.scope import Scope, Where
from mapapp.geocode.stretches import reach_m
from mapapp.incident.geodesy import METRES_PER_MILE, distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import Mark

# Marks of one number on one road that lie this close are one: each direction of an interchange has its own.
ONE_MARK_M = 1_500.0

# A milepost stands beside the road, and a sentence rounds to it: half of the tenth of a mile between signs.
MILEPOST_M = 100.0


class MarkFinder:
    """Answers phrases that name an exit or a milepost, from indexes whose source has them."""

    def __init__(self, matcher_of: Callable[[StreetIndex], StreetMatcher]) -> None:
        self._matcher_of = matcher_of

    def answer(self, phrase: str, query: Marked, where: Where) -> Answer:
        """Where the sign stands on that road, an `area`: an interchange is no spot."""
        found = [one for scope in where.scopes for one in self._candidates(scope, query, where)]
        if not found:
            return self._nothing(phrase, query, where)
        outcome, shown = decide(found)
        if outcome is Outcome.RESOLVED:
            return Answer(phrase, Outcome.AREA, shown, f"{shown[0].label}; not a spot on the road.")
        if outcome is Outcome.OUTSIDE_PLACE:
            why = f"{shown[0].label} exists, but outside {where.title}."
        elif rivals(shown):
            fit = many(len(rivals(shown)) + 1, "place fits", "places fit")
            why = f"{fit} the words; choose the one that is meant."
        else:
            why = f"Only {shown[0].label} comes close to the words: {in_words(shown[0].faults)}."
        return Answer(phrase, outcome, shown, why)

    def _candidates(self, scope: Scope, query: Marked, where: Where) -> Iterator[Candidate]:
        matches = {one.street.street_id: one for one in self._matches(scope, query.street)}
        numbers = (query.number, query.number.partition(".")[0].rstrip("ABCDEFGH"))
        for number in dict.fromkeys(numbers):
            marks = [one for one in scope.index.marks(query.kind, number) if one.street_id in matches]
            for group in _groups(marks):
                loose = ("marks_differ",) if number != query.number else ()
                contested = ("place_contested",) if where.contested else ()
                yield _candidate(scope, group, matches[group[0].street_id], (*loose, *contested))
            if marks:
                return

    def _matches(self, scope: Scope, street: str) -> Sequence[StreetMatch]:
        found = self._matcher_of(scope.index).matches(street)
        return [one for one in found if not one.forbidden] or found

    def _nothing(self, phrase: str, query: Marked, where: Where) -> Answer:
        area = where.title or "any installed county"
        if not any(self._matches(one, query.street) for one in where.scopes):
            why = f"No street called {quoted(query.street)} is in the street index of {area}."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        hints = ("Give a crossing street instead.",)
        if not any(one.index.has_marks for one in where.scopes):
            sources = listed(list(dict.fromkeys(one.index.region.source for one in where.scopes))[:3], "and")
            why = f"The installed streets of {area} hold no exits and no mileposts ({sources})."
            return Answer(phrase, Outcome.NOT_FOUND, (), why, hints)
        why = f"No {query.kind} {query.number} of {query.street} is known in {area}."
        return Answer(phrase, Outcome.NOT_FOUND, (), why, hints)


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that are one, whatever names the road has there."""
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda one: (one.lon, one.lat)):
        own = next(
            (
                group
                for group in groups
                if any(distance_m((mark.lon, mark.lat), (one.lon, one.lat)) <= ONE_MARK_M for one in group)
            ),
            None,
        )
        if own is None:
            groups.append([mark])
        else:
            own.append(mark)
    return groups


def _candidate(scope: Scope, marks: Sequence[Mark], match: StreetMatch, faults: tuple[str, ...]) -> Candidate:
    """The middle of the marks, with a radius that covers the ways from all of them."""
    points = shapely.MultiPoint(sorted({(one.lon, one.lat) for one in marks}))
    middle = shapely.centroid(points)
    at = round(middle.x, 6), round(middle.y, 6)
    own = INTERCHANGE_M if marks[0].kind == "exit" else MILEPOST_M
    loose = METRES_PER_MILE if "marks_differ" in faults and marks[0].kind == "milepost" else 0.0
    outside = () if scope.holds(at, None) else (scope.outside_fault(highways=True),)
    faults = (*match.faults, *faults, *outside)
    region = scope.index.region
    return Candidate(
        lon=at[0],
        lat=at[1],
        geometry=Geometry.point(*at),
        precision=Precision.HIGHWAY,
        radius_m=round(reach_m(at, points) + own + loose, 1),
        score=score(faults),
        label=f"{marks[0].kind.title()} {marks[0].number} of {match.street.title}, {region.title}",
        provenance=Provenance(
            method=f"{marks[0].kind} of a highway",
            dataset=region.source,
            vintage=region.vintage,
            licence=region.licence,
        ),
        faults=faults,
    )
