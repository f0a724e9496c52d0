"""Blocks, house numbers and whole streets: phrases that name one street."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mapapp.geocode import stretches
from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.geocode.choose import decide, rivals
from mapapp.geocode.explain import listed, many, quoted, said
from mapapp.geocode.faults import in_words
from mapapp.geocode.match import StreetMatch, StreetMatcher
from mapapp.geocode.phrase import Block, HouseNumber, Road
from mapapp.geocode.scope import Scope, Where
from mapapp.geocode.street_candidate import area_if_long, is_inside, street_candidate
from mapapp.geocode.stretches import Stretch
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import StreetName
from mapapp.streets.records import Edge, NamedStreet


@dataclass(frozen=True)
class _Street:
    """A street in a scope, with all edges that bear the name however the source writes it."""

    scope: Scope
    named: NamedStreet
    faults: tuple[str, ...]
    edges: tuple[Edge, ...]


class RoadFinder:
    """Answers phrases that name one street."""

    def __init__(self, matcher_of: Callable[[StreetIndex], StreetMatcher]) -> None:
        self._matcher_of = matcher_of

    def block(self, phrase: str, query: Block, where: Where) -> Answer:
        """The stretch of street that the block's numbers take up; never one outside the known ranges.

        `resolved` up to some 200 m, then an `area`.
        """
        streets = self._streets(query.street, where)
        what = f"{query.low}–{query.high} block of"
        found = [
            _candidate(street, stretch, Precision.BLOCK, what)
            for street in streets
            for stretch in stretches.block(street.edges, query.low, query.high)
        ]
        if not found:
            return _no_number(phrase, query, where, streets, what.removesuffix(" of"))
        return area_if_long(_chosen(phrase, found, where))

    def house(self, phrase: str, query: HouseNumber, where: Where) -> Answer:
        """The house by interpolation along the edge whose range holds its number.

        Its block where the edge is so long that the spot on it is not known.
        """
        streets = self._streets(query.street, where)
        found = [
            _house(street, stretch, query.number)
            for street in streets
            for stretch in stretches.houses(street.edges, query.number)
        ] or [
            _house(replace(street, faults=(*street.faults, "number_between")), stretch, query.number)
            for street in streets
            for stretch in stretches.between(street.edges, query.number)
        ]
        if not found:
            return _no_number(phrase, query, where, streets, f"number {query.number}")
        return area_if_long(_chosen(phrase, found, where))

    def road(self, phrase: str, query: Road, where: Where) -> Answer:
        """The whole street, as far as it lies in the place that is meant: an area, not a point."""
        found = [_whole(street) for street in self._streets(query.street, where)]
        if not found:
            return _unknown(phrase, query.street, where)
        answer = _chosen(phrase, found, where)
        if answer.outcome is not Outcome.RESOLVED:
            return answer
        why = f"{answer.candidates[0].label}, as a whole; a crossing street or a block gives a spot on it."
        return replace(answer, outcome=Outcome.AREA, explanation=why)

    def _streets(self, text: str, where: Where) -> list[_Street]:
        """What the words can mean in each scope; kin with forbidding faults only where nothing else fits."""
        found: dict[tuple[int, StreetName], _Street] = {}
        for scope in where.scopes:
            matches = self._matcher_of(scope.index).matches(text)
            for match in [one for one in matches if not one.forbidden] or matches:
                key = (id(scope), match.street.name)
                edges = scope.index.edges(match.street.street_id)
                found[key] = _joined(found.get(key), scope, match, edges, contested=where.contested)
        return list(found.values())


def _house(street: _Street, house: Stretch, number: int) -> Candidate:
    if house.radius_m <= stretches.FARTHEST_HOUSE_M:
        return _candidate(street, house, Precision.ADDRESS, str(number))
    low = number - number % 100
    blocks = stretches.block(house.edges, low, low + 99)
    loose = replace(street, faults=(*street.faults, "number_loose"))
    block = replace(blocks[0], other_side=house.other_side) if blocks else house
    return _candidate(loose, block, Precision.BLOCK, f"{low}–{low + 99} block of")


def _joined(
    known: _Street | None, scope: Scope, match: StreetMatch, edges: tuple[Edge, ...], *, contested: bool
) -> _Street:
    if known:
        return replace(known, edges=(*known.edges, *edges))
    faults = (*match.faults, "place_contested") if contested else match.faults
    return _Street(scope, match.street, faults, edges)


def _whole(street: _Street) -> Candidate:
    """The street as far as it lies in its scope, or all of it when it lies outside."""
    inside = [one for one in street.edges if is_inside(street.scope, stretches.middle_of(one.line), one)]
    is_highway = street.named.rank == 1 or street.named.name.is_route
    precision = Precision.HIGHWAY if is_highway else Precision.ROAD
    return _candidate(street, stretches.whole(inside or street.edges), precision, "")


def _candidate(street: _Street, stretch: Stretch, precision: Precision, what: str) -> Candidate:
    """A candidate on a street; `what` stands before the street in its label."""
    label = f"{what} {street.named.title}".strip()
    method = _METHODS[precision]
    return street_candidate(street.scope, stretch, precision, street.faults, method=method, label=label)


_METHODS = {
    Precision.BLOCK: "address ranges of a block",
    Precision.ADDRESS: "address interpolation",
    Precision.ROAD: "street centreline",
    Precision.HIGHWAY: "street centreline",
}


def _chosen(phrase: str, found: Sequence[Candidate], where: Where) -> Answer:
    outcome, shown = decide(found)
    return Answer(phrase, outcome, shown, _why(outcome, shown, where))


def _why(outcome: Outcome, shown: Sequence[Candidate], where: Where) -> str:
    best = shown[0]
    if outcome is Outcome.OUTSIDE_PLACE:
        return f"{best.label} exists, but outside {where.title}."
    if outcome is Outcome.RESOLVED:
        return said(best)
    if rivals(shown):
        fit = many(len(rivals(shown)) + 1, "place fits", "places fit")
        return f"{fit} the words; choose the one that is meant."
    return f"Only {best.label} comes close to the words: {in_words(best.faults)}. Choose it if it is meant."


def _no_number(
    phrase: str, query: Block | HouseNumber, where: Where, streets: Sequence[_Street], what: str
) -> Answer:
    """The street is there but not the number: say what is known of it, and never snap to what is close."""
    if not streets:
        return _unknown(phrase, query.street, where)
    titles = listed(list(dict.fromkeys(one.named.title for one in streets))[:3], "or")
    why = f"No {what} is known on {titles}."
    if not any(one.scope.index.has_ranges for one in streets):
        region = streets[0].scope.index.region
        why = f"{why} The street index of {region.title} holds no house numbers at all ({region.source})."
        return Answer(phrase, Outcome.NOT_FOUND, (), why, ("Give a crossing street instead.",))
    number = query.low if isinstance(query, Block) else query.number
    close = [(one.named.title, stretches.nearest_numbers(one.edges, number)) for one in streets[:3]]
    hints = [
        f"The nearest known on {title}: {listed(list(map(str, near)), 'and')}."
        for title, near in close
        if near
    ]
    return Answer(phrase, Outcome.NOT_FOUND, (), why, tuple(dict.fromkeys(hints)))


def _unknown(phrase: str, street: str, where: Where) -> Answer:
    area = where.title or "any installed county"
    why = f"No street called {quoted(street)} is in the street index of {area}."
    return Answer(phrase, Outcome.NOT_FOUND, (), why)
