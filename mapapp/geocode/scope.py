"""Where to look: which street indexes, and which places inside them, the words about the locality mean."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely

from mapapp.geocode.coordinates import read_position
from mapapp.geocode.gazetteer import City, CountyName, Gazetteer, place_key
from mapapp.geocode.locality import LocalityName, read_locality
from mapapp.geocode.phrase import Position
from mapapp.incident.geodesy import LonLat, distance_m, metres_per_degree
from mapapp.streets.index import Edge, IndexPlace, StreetIndex

# A street along a municipal boundary belongs to both sides; TIGER's boundaries and streets are drawn
# apart by up to this much.
BOUNDARY_SLACK_M = 100.0

# How far around a position given as context a story's places are looked for: about a county across.
AROUND_M = 25_000.0


@dataclass(frozen=True, eq=False)
class Scope:
    """One index, and the places in it that are meant; no places means all of it.

    `firm` when the phrase itself says so; otherwise it is the context that the caller gave. `centre` is that
    of a context given as a position, in degrees.
    """

    index: StreetIndex
    places: tuple[IndexPlace, ...] = ()
    firm: bool = False
    zip_code: str = ""
    centre: LonLat | None = None

    @property
    def title(self) -> str:
        """The place as a person would write it: "Kenosha, WI"."""
        region = self.index.region
        return f"{self.places[0].name}, {region.state}" if self.places else region.title

    def is_served(self, edges: Iterable[Edge]) -> bool:
        """Whether any of the edges lies in the ZIP code that is meant, or none is."""
        return not self.zip_code or any(self.zip_code in one.zips for one in edges)

    def outside_fault(self, *, highways: bool) -> str:
        """What is wrong with a candidate that lies outside.

        Outside a mere context a street may be another one of the same name, so that too must be asked. A
        highway's number is one of a kind in its county.
        """
        if self.firm:
            return "outside_place"
        return "beyond_context" if highways else "outside_context"

    def holds(self, at: LonLat, place_id: int | None) -> bool:
        """Whether a position (degrees), known to lie in the place of that id, is inside what is meant."""
        if self.centre:
            return distance_m(at, self.centre) <= AROUND_M
        if not self.places or any(one.place_id == place_id for one in self.places):
            return True
        east, _ = metres_per_degree(at[1])
        point = shapely.Point(at)
        slack = BOUNDARY_SLACK_M / east
        return any(self.index.outline(one.place_id).distance(point) <= slack for one in self.places)


@dataclass(frozen=True)
class Where:
    """The answer to "in which locality?": scopes to search, or what is known of a place without streets.

    `firm` when the phrase itself said it; `contested` when a larger place of the same name exists that no
    installed index covers; `state_said` when the state is given or follows from the context.
    """

    title: str = ""
    scopes: tuple[Scope, ...] = ()
    cities: tuple[City, ...] = ()
    counties: tuple[CountyName, ...] = ()
    firm: bool = False
    contested: bool = False
    state_said: bool = False
    position: Position | None = None

    @property
    def known(self) -> bool:
        """Whether any of it names a real place."""
        return bool(self.scopes or self.cities or self.counties)


class Localities:
    """Finds localities among the installed indexes and in the gazetteer."""

    def __init__(self, indexes: Sequence[StreetIndex], gazetteer: Gazetteer) -> None:
        self._indexes = tuple(indexes)
        self._gazetteer = gazetteer
        # One cache per instance, dropped with it.
        self.where = lru_cache(maxsize=4_096)(self._where)
        self.place = lru_cache(maxsize=4_096)(self._place)

    def _where(self, locality: str, near: str | None) -> Where:
        """What the phrase's own words and the context (`near`) say together; the phrase's come first."""
        context = self._context(near) if near else None
        if locality:
            return self._narrowed(self._find(locality, firm=True), context)
        if context:
            return context
        return Where(scopes=tuple(Scope(one) for one in self._indexes))

    def _place(self, words: str, locality: str, near: str | None) -> Where:
        """The place that `words` themselves name, if it lies in the locality, nearest the context."""
        text = f"{words}, {locality}" if locality else words
        found = self._find(text, firm=True, only={one.key for one in read_locality(words)})
        if locality and not _is_state(locality):
            around = self._find(locality, firm=True)
            found = self._narrowed(found, around) if around.known else Where(text)
            if not (_states(found) & _states(around)):
                return Where(text)
        return self._narrowed(found, self._context(near) if near else None)

    def _context(self, near: str) -> Where:
        position = read_position(near, least_decimals=1)
        if position:
            centre = (position.lon, position.lat)
            reached = [one for one in self._indexes if one.region.reaches(position.lon, position.lat)]
            return Where(near, tuple(Scope(one, centre=centre) for one in reached), position=position)
        return self._find(near, firm=False)

    @staticmethod
    def _narrowed(found: Where, context: Where | None) -> Where:
        """Of several places with one name those in or near the context."""
        if not context:
            return found
        near_indexes = {id(one.index) for one in context.scopes}
        close = tuple(one for one in found.scopes if id(one.index) in near_indexes)
        if close:
            return replace(found, scopes=close, contested=False)
        states = _states(context)
        cities = tuple(one for one in found.cities if one.state in states)
        return replace(found, cities=cities, state_said=True) if cities else found

    def _find(self, text: str, *, firm: bool, only: Container[str] | None = None) -> Where:
        """The first way to read the words that names anything known (of the keys in `only`, if given)."""
        for name in read_locality(text):
            if only is not None and name.key not in only:
                continue
            found = self._named(name, text.strip(" ,"), firm=firm)
            if found.known:
                return found
        return Where(text.strip(" ,"), firm=firm)

    def _named(self, name: LocalityName, title: str, *, firm: bool) -> Where:
        if not name.key:
            return Where(title, tuple(self._whole(name, firm=firm)), firm=firm)
        cities = () if name.county else self._gazetteer.cities(name.key, name.state)
        counties = self._gazetteer.counties(name.key, name.state) if name.county else ()
        scopes = tuple(self._scopes(name, cities, firm=firm))
        contested = bool(scopes) and not name.state and self._is_contested(scopes, cities)
        return Where(title, scopes, cities, counties, firm, contested, bool(name.state))

    def _whole(self, name: LocalityName, *, firm: bool) -> Iterator[Scope]:
        """Every index of a state, or every index with streets of a ZIP code."""
        for index in self._indexes:
            if name.state and index.region.state == name.state:
                yield Scope(index, firm=firm)
            elif not name.state and index.has_zip(name.zip_code):
                yield Scope(index, firm=firm, zip_code=name.zip_code)

    def _scopes(self, name: LocalityName, cities: Sequence[City], *, firm: bool) -> Iterator[Scope]:
        for index in self._indexes:
            if name.state not in ("", index.region.state):
                continue
            places = tuple(_places_named(index, name))
            if places:
                yield Scope(index, places, firm)
            elif any(lies_in(one, index) for one in cities):
                yield Scope(index, (), firm)

    def _is_contested(self, scopes: Sequence[Scope], cities: Sequence[City]) -> bool:
        """Whether the largest city of that name lies where no index is installed."""
        return bool(cities) and not any(lies_in(cities[0], one.index) for one in scopes)


def _states(where: Where) -> set[str]:
    """The states that a locality may lie in."""
    named = {one.state for one in where.cities} | {one.state for one in where.counties}
    return named | {one.index.region.state for one in where.scopes}


def _is_state(text: str) -> bool:
    return any(not one.key for one in read_locality(text))


def _places_named(index: StreetIndex, name: LocalityName) -> Iterator[IndexPlace]:
    for place in index.places:
        key = place_key(place.name)
        if place.kind == "county":
            if name.county and key in (name.key, f"{name.key} county", f"{name.key} parish"):
                yield place
        elif not name.county and key == name.key:
            yield place


def lies_in(city: City, index: StreetIndex) -> bool:
    """Whether a city lies in an index's county, or its bounds where the outline is not known."""
    region = index.region
    if not region.reaches(city.lon, city.lat) or region.state not in ("", city.state):
        return False
    counties = [one for one in index.places if one.kind == "county"]
    point = shapely.Point(city.lon, city.lat)
    return not counties or any(index.outline(one.place_id).covers(point) for one in counties)
