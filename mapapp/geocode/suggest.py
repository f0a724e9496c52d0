"""What a phrase may be about to say, from the installed data alone: streets, corners, blocks, places."""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.match import StreetMatcher
from mapapp.geocode.scope import Scope, Where
from mapapp.geocode.typed import Typed, read_typed
from mapapp.geocode.word_index import WordIndex
from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.geodesy import LonLat
from mapapp.streets.index import StreetIndex
from mapapp.streets.prefixes import Spoken, StreetPrefixes, begins
from mapapp.streets.records import Edge
from mapapp.streets.spoken import spoken

MOST_SUGGESTIONS = 8

# So many of each kind are offered at most while there are others; streets then fill up.
_KNOWN, _PLACES, _STREETS, _FACILITIES = 2, 2, 3, 3

# Where the story's place is known, a facility so far from it (degrees of latitude) is not what is meant.
_REACH_DEG = 2.0

# So many regions are looked in, and so many streets of each for a block; where nothing says which, it is the
# regions with most streets.
_MOST_REGIONS = 4
_MOST_BLOCK_STREETS = 40

_SHORTEST_NAME = 2

Spot = TypeVar("Spot", KnownPlace, Facility)


class Kind(StrEnum):
    """What a suggestion names."""

    KNOWN = "known place"
    STREET = "street"
    CORNER = "corner"
    BLOCK = "block"
    PLACE = "place"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that the geocoder answers, and what it names."""

    phrase: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Town:
    """A municipality, a neighbourhood or a county of an installed region."""

    title: str
    index: StreetIndex
    is_county: bool


class Suggester:
    """Suggests phrases from what is installed; threads may share it.

    `context` is what the words of a story's place mean, `answers` whether a phrase in that context has a
    candidate. What is read of a region is kept, for 8 regions at a time.
    """

    def __init__(
        self,
        indexes: Sequence[StreetIndex],
        known: Iterable[KnownPlace],
        facilities: Iterable[Facility],
        context: Callable[[str], Where],
        answers: Callable[[str, str], bool],
    ) -> None:
        self._indexes = tuple(indexes)
        self._known, self._facilities = tuple(known), tuple(facilities)
        self._towns = tuple(_towns(self._indexes))
        self._known_words = WordIndex((one.name, one.locality) for one in self._known)
        self._facility_words = WordIndex((one.name, one.city) for one in self._facilities)
        self._context = context
        # One cache per instance, dropped with it.
        self._answers = lru_cache(maxsize=8_192)(answers)
        self._prefixes = lru_cache(maxsize=8)(StreetPrefixes)
        self._matcher = lru_cache(maxsize=8)(StreetMatcher)

    def suggest(self, text: str, near: str = "") -> tuple[Suggestion, ...]:
        """Up to eight phrases that begin with what was typed, the likeliest first. None for one letter.

        `near` is the story's place: what lies there comes first and without its name.
        """
        typed = read_typed(text)
        if typed is None:
            return ()
        distinct: dict[str, Suggestion] = {}
        for one in self._found(typed, near, self._context(near)):
            distinct.setdefault(one.phrase.lower(), Suggestion(typed.lead + one.phrase, one.kind))
            if len(distinct) == MOST_SUGGESTIONS:
                break
        return tuple(distinct.values())

    def _found(self, typed: Typed, near: str, where: Where) -> Iterator[Suggestion]:
        if typed.head:
            yield from self._localities(typed, near, where)
        elif typed.first:
            yield from self._corners(typed, where)
        else:
            yield from self._beginning(typed, near, where)

    def _beginning(self, typed: Typed, near: str, where: Where) -> Iterator[Suggestion]:
        """Anything, what was confirmed here before all others; a block where a number stands first."""
        yield from self._known_places(typed.said, where)
        for town in self._towns_named(typed.said, where)[:_PLACES]:
            yield Suggestion(town.title, Kind.PLACE)
        streets = list(islice(self._streets(typed.said, where), MOST_SUGGESTIONS))
        yield from streets[:_STREETS]
        if typed.hundred is not None:
            yield from self._blocks(typed, typed.hundred, where)
        yield from islice(self._facilities_named(typed.said, near, where), _FACILITIES)
        yield from streets

    def _known_places(self, said: str, where: Where) -> Iterator[Suggestion]:
        found = (self._known[at] for at in self._known_words.starting(said))
        for one in _nearest(_KNOWN, found, where):
            words = f"{one.name}, {one.locality}" if one.locality else one.name
            yield Suggestion(words, Kind.KNOWN)

    def _towns_named(self, said: str, where: Where) -> list[_Town]:
        """The places whose names begin as typed, those of the story's regions first."""
        key = place_key(said)
        near = {id(one.index) for one in where.scopes} if where.title else set()
        fitting = [
            one for one in self._towns if len(key) >= _SHORTEST_NAME and place_key(one.title).startswith(key)
        ]
        return sorted(fitting, key=lambda one: (id(one.index) not in near, one.is_county, one.title))

    def _facilities_named(self, said: str, near: str, where: Where) -> Iterator[Suggestion]:
        found = (self._facilities[at] for at in self._facility_words.starting(said))
        for one in _nearest(2 * _FACILITIES, found, where):
            words = f"{one.name}, {one.city.title()}, {one.state}"
            if self._answers(words, near):
                yield Suggestion(words, Kind.FACILITY)

    def _localities(self, typed: Typed, near: str, where: Where) -> Iterator[Suggestion]:
        """What was typed, in each place whose name begins behind the comma, where there is such a thing."""
        for town in self._towns_named(typed.rest, where)[: 2 * MOST_SUGGESTIONS]:
            words = f"{typed.head}, {town.title}"
            if self._answers(typed.lead + words, near):
                yield Suggestion(words, Kind.CORNER if " and " in typed.head else Kind.STREET)

    def _streets(self, said: str, where: Where) -> Iterator[Suggestion]:
        elsewhere = []
        for scope in self._scopes(where):
            prefixes = self._prefixes(scope.index)
            for street in islice(prefixes.starting(said), 8 * MOST_SUGGESTIONS):
                words = self._placed(street.full, prefixes.places(street.street_id), scope, where)
                if words == street.full:
                    yield Suggestion(words, Kind.STREET)
                else:
                    elsewhere.append(Suggestion(words, Kind.STREET))
        yield from elsewhere

    def _corners(self, typed: Typed, where: Where) -> Iterator[Suggestion]:
        """The streets that truly cross the first one, beginning as typed, in the story's place first."""
        street, _, locality = typed.first.partition(",")
        where = self._context(locality.strip()) if locality.strip() else where
        elsewhere = []
        for scope in self._scopes(where):
            for first, second, places in self._crossing(scope, street, typed.rest):
                words = f"{first} and {second.full}"
                placed = self._placed(words, places, scope, where)
                if locality.strip():
                    yield Suggestion(f"{words}, {locality.strip()}", Kind.CORNER)
                elif placed == words:
                    yield Suggestion(words, Kind.CORNER)
                else:
                    elsewhere.append(Suggestion(placed, Kind.CORNER))
        yield from elsewhere

    def _crossing(
        self, scope: Scope, street: str, rest: str
    ) -> Iterator[tuple[str, Spoken, frozenset[int | None]]]:
        """A street, one that crosses it, and in which places: for every street that the words fit best."""
        matches = [one for one in self._matcher(scope.index).matches(street) if not one.forbidden]
        prefixes = self._prefixes(scope.index)
        for match in matches:
            if match.score < matches[0].score:
                return
            crossed = prefixes.meeting(match.street.street_id)
            first = spoken(match.street.title, match.street.name)
            for second in prefixes.named(crossed):
                if second.name != match.street.name and (not rest or begins(rest, second.name)):
                    yield first, second, frozenset(crossed[second.street_id])

    def _blocks(self, typed: Typed, hundred: int, where: Where) -> Iterator[Suggestion]:
        """The blocks of that hundred, on the streets that begin as typed and have such numbers."""
        for scope in self._scopes(where):
            if not scope.index.has_ranges:
                continue
            prefixes = self._prefixes(scope.index)
            for street in islice(prefixes.starting(typed.rest), _MOST_BLOCK_STREETS):
                edges = scope.index.edges(street.street_id)
                if any(_has_hundred(one, hundred) for one in edges):
                    words = f"{hundred} block of {street.full}"
                    places = frozenset(one.place_id for one in edges if _has_hundred(one, hundred))
                    yield Suggestion(self._placed(words, places, scope, where), Kind.BLOCK)

    def _scopes(self, where: Where) -> Sequence[Scope]:
        """Where to look for streets: in the story's place, else where most streets are."""
        scopes = where.scopes
        if not where.title:
            scopes = tuple(sorted(scopes, key=lambda one: -one.index.region.streets))
        return scopes[:_MOST_REGIONS]

    def _placed(self, words: str, places: frozenset[int | None], scope: Scope, where: Where) -> str:
        """The words with the place they need: none in the story's own, and where there is but one region."""
        if not where.title:
            return words if len(self._indexes) == 1 else f"{words}, {scope.index.region.title}"
        whole = not scope.places or any(one.kind == "county" for one in scope.places)
        if whole or not places or any(one.place_id in places for one in scope.places):
            return words
        found = sorted(place.name for one in places if (place := scope.index.place(one)))
        return f"{words}, {found[0]}" if found else f"{words}, {scope.index.region.title}"


def _towns(indexes: Sequence[StreetIndex]) -> Iterator[_Town]:
    told: set[tuple[str, int]] = set()
    for index in indexes:
        for place in index.places:
            state = index.region.state
            title = f"{place.name}, {state}" if state and place.name != index.region.title else place.name
            if (title, id(index)) not in told:
                told.add((title, id(index)))
                yield _Town(title, index, place.kind == "county")


def _nearest(most: int, found: Iterable[Spot], where: Where) -> list[Spot]:
    """Those nearest to the story's place; by name where that is not known."""
    centre = _centre(where)
    if not centre:
        return heapq.nsmallest(most, found, key=lambda one: one.name)
    lon, lat = centre
    narrow = math.cos(math.radians(lat))
    apart = ((math.hypot((one.lon - lon) * narrow, one.lat - lat), one.name, one) for one in found)
    close = (one for one in apart if one[0] <= _REACH_DEG)
    return [one for *_, one in heapq.nsmallest(most, close, key=lambda pair: pair[:2])]


def _centre(where: Where) -> LonLat | None:
    if where.position:
        return where.position.lon, where.position.lat
    if not where.title:
        return None
    if where.cities:
        return where.cities[0].lon, where.cities[0].lat
    return where.scopes[0].index.region.centre if where.scopes else None


def _has_hundred(edge: Edge, hundred: int) -> bool:
    ranges = [one for one in (edge.left, edge.right) if one]
    return any(min(one) <= hundred + 99 and max(one) >= hundred for one in ranges)
