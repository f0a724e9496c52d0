"""Where to look: which street indexes, and which places inside them, the words about the locality mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce

import shapely

from mapapp.geocode.asides import is_description, leads_away, without_lead
from mapapp.geocode.coordinates import read_position
from mapapp.geocode.cues import ARTICLES, LEAD_WORDS, LOCALITY_LEADS, PLACING_WORDS
from mapapp.geocode.directory import Directory
from mapapp.geocode.gazetteer import City, CountyName, Gazetteer, place_key
from mapapp.geocode.locality import LocalityName, LocalityPart, read_parts
from mapapp.geocode.phrase import Position
from mapapp.geocode.street_words import mentions_street
from mapapp.incident.geodesy import LonLat, distance_m, metres_per_degree
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import Edge, IndexPlace
from mapapp.streets.vocabulary import STATE_NAMES, ZIP_STATES

# A street along a municipal boundary belongs to both sides; TIGER's boundaries and streets are drawn
# apart by up to this much.
BOUNDARY_SLACK_M = 100.0

# A town this far from the middle of a county is one that its news speaks of.
TOWN_M = 60_000.0

# How far around a position given as context a story's places are looked for: about a county across.
AROUND_M = 25_000.0


@dataclass(frozen=True, eq=False)
class Scope:
    """One index, and the places in it that are meant; no places means all of it.

    `also` holds further groups of places: what is meant lies in one place of each group as well; `within` as
    much of scopes in other indexes, where this one does not know the place's outline. `firm` when
    the phrase itself says so; otherwise it is the context that the caller gave. `centre` is that of a context
    given as a position, in degrees.
    """

    index: StreetIndex
    places: tuple[IndexPlace, ...] = ()
    firm: bool = False
    zip_code: str = ""
    centre: LonLat | None = None
    also: tuple[tuple[IndexPlace, ...], ...] = ()
    within: tuple[tuple["Scope", ...], ...] = ()

    @property
    def title(self) -> str:
        """The place as a person would write it: "Kenosha, WI"."""
        region = self.index.region
        return f"{self.places[0].name}, {region.state}" if self.places else region.title

    def supersedes(self, other: "Scope") -> bool:
        """Whether it answers for another where both have the same: one of two sources, built later.

        One that does not know the place that is meant never does: it would give another's name.
        """
        sources = {(one.index.region.source, one.index.region.vintage) for one in (self, other)}
        mine, its = ((not one.within, one.index.built_at) for one in (self, other))
        return len(sources) == 2 and mine > its

    def is_served(self, edges: Iterable[Edge]) -> bool:
        """Whether any of the edges lies in the ZIP code that is meant, or none is.

        Where the index knows no ZIP codes, the code's first digit must be that of the state.
        """
        if not self.zip_code:
            return True
        if not self.index.zips:
            return self.index.region.state in ZIP_STATES[int(self.zip_code[0])]
        return any(self.zip_code in one.zips for one in edges)

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
        return all(self._any_holds(group, at, place_id) for group in (self.places, *self.also)) and all(
            any(one.holds(at, None) for one in group) for group in self.within
        )

    def covers(self, city: City) -> bool:
        """Whether a city's middle lies in one of the places."""
        middle = shapely.Point(city.lon, city.lat)
        return any(self.index.outline(one.place_id).covers(middle) for one in self.places)

    def _any_holds(self, group: Sequence[IndexPlace], at: LonLat, place_id: int | None) -> bool:
        if not group or any(one.place_id == place_id for one in group):
            return True
        # What lies in some place of an index lies in its county.
        if place_id is not None and any(one.kind == "county" for one in group):
            return True
        east, _ = metres_per_degree(at[1])
        point = shapely.Point(at)
        slack = BOUNDARY_SLACK_M / east
        return any(self.index.outline(one.place_id).distance(point) <= slack for one in group)


@dataclass(frozen=True)
class Where:
    """The answer to "in which locality?": scopes to search, or what is known of a place without streets.

    `firm` when the phrase itself said it; `contested` when a larger place of the same name exists that no
    installed index covers; `state_said` when the state is given or follows from the context, `state` when
    nothing but a state is. `unread` are the parts of what was said that name nothing known; `contrary` when
    the parts that do cannot all hold. `side` is the part of the place that is meant, as a direction.
    """

    title: str = ""
    scopes: tuple[Scope, ...] = ()
    cities: tuple[City, ...] = ()
    counties: tuple[CountyName, ...] = ()
    firm: bool = False
    contested: bool = False
    state_said: bool = False
    position: Position | None = None
    state: str = ""
    unread: tuple[str, ...] = ()
    contrary: bool = False
    side: str = ""

    @property
    def known(self) -> bool:
        """Whether any of it names a real place."""
        return bool(self.scopes or self.cities or self.counties or self.state or self.contrary)

    def agrees(self, other: "Where") -> bool:
        """Whether something can lie in both."""
        return not _both(self, other).contrary


class Localities:
    """Finds localities among the installed indexes and in the gazetteer."""

    def __init__(self, indexes: Sequence[StreetIndex], gazetteer: Gazetteer) -> None:
        self._indexes = tuple(indexes)
        self._directory = Directory(self._indexes)
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
        parts = self._each(text, firm=True)
        if not parts or not parts[0].known:
            return Where(text)
        return self._narrowed(_all_of(parts, text), self._context(near) if near else None)

    def _context(self, near: str) -> Where:
        position = read_position(near, least_decimals=1)
        if position:
            centre = (position.lon, position.lat)
            reached = self._directory.reaching(*centre)
            scopes = tuple(Scope(self._indexes[one], centre=centre) for one in sorted(reached))
            return Where(near, scopes, position=position)
        return self._find(near, firm=False)

    def misleads(self, aside: str, where: Where) -> bool:
        """Whether words that seem only to describe may place the spot elsewhere: a street, a city, "not"."""
        words = aside.split()
        if leads_away(words) or mentions_street(words):
            return True
        named = [found for name in _names_in(words) if (found := self._find(name, firm=True)).known]
        return any(not where.title or not where.agrees(one) for one in named)

    def has_town(self, words: str, where: Where) -> bool:
        """Whether bare words are the name of a town in or near a scope, and so may not be a street's."""
        key = place_key(words)
        indexes = [one.index for one in where.scopes]
        return any(place_key(place.name) == key for one in indexes for place in one.places) or any(
            distance_m((city.lon, city.lat), one.region.centre) <= TOWN_M
            for city in self._gazetteer.cities(key)
            for one in indexes
        )

    @staticmethod
    def _narrowed(found: Where, context: Where | None) -> Where:
        """Of several places with one name those in or near the context."""
        if not context:
            return found
        near_indexes = {id(one.index) for one in context.scopes}
        close = tuple(one for one in found.scopes if id(one.index) in near_indexes)
        if close:
            inside = tuple(one for one in found.cities if any(lies_in(one, each.index) for each in close))
            return replace(found, scopes=close, cities=inside, contested=False, state_said=True)
        states = _states(context)
        cities = tuple(one for one in found.cities if one.state in states)
        counties = tuple(one for one in found.counties if one.state in states) or found.counties
        scopes = tuple(one for one in found.scopes if one.index.region.state in states)
        if not cities and not scopes:
            return replace(found, counties=counties)
        return replace(found, scopes=scopes, cities=cities, counties=counties, state_said=True)

    def _find(self, text: str, *, firm: bool) -> Where:
        """What the words name, every part of them that names anything; all such parts hold together."""
        return _all_of(self._each(text, firm=firm), text.strip(" ,"), firm=firm)

    def _each(self, text: str, *, firm: bool) -> tuple[Where, ...]:
        """What each part of the words names."""
        return tuple(self._part(one, firm=firm) for one in read_parts(text))

    def _part(self, part: LocalityPart, *, firm: bool) -> Where:
        """The first way to read a part that names anything known."""
        for name in part.names:
            found = self._named(name, part.words, firm=firm)
            if found.known:
                return found
        return Where(part.words, firm=firm, unread=(part.words,))

    def _named(self, name: LocalityName, title: str, *, firm: bool) -> Where:
        if not name.key:
            scopes = tuple(self._whole(name, firm=firm))
            return Where(title, scopes, firm=firm, state=name.state, side=name.side)
        cities = () if name.county else self._gazetteer.cities(name.key, name.state)
        counties = self._gazetteer.counties(name.key, name.state) if name.county else ()
        scopes = tuple(self._scopes(name, cities, firm=firm))
        contested = bool(scopes) and not name.state and self._is_contested(scopes, cities)
        said = bool(name.state)
        return Where(title, scopes, cities, counties, firm, contested, said, side=name.side)

    def _whole(self, name: LocalityName, *, firm: bool) -> Iterator[Scope]:
        """Every index of a state, or every index with streets of a ZIP code."""
        if name.state:
            for index in self._directory.of_state(name.state):
                yield Scope(index, tuple(_filling(index)), firm, name.zip_code)
        else:
            for index in self._directory.with_zip(name.zip_code):
                yield Scope(index, firm=firm, zip_code=name.zip_code)

    def _scopes(self, name: LocalityName, cities: Sequence[City], *, firm: bool) -> Iterator[Scope]:
        named = self._directory.named(name)
        near = {at for one in cities for at in self._directory.reaching(one.lon, one.lat)}
        there = [at for at in sorted(named.keys() | near) if self._is_in(name.state, at)]
        known = [
            Scope(self._indexes[at], tuple(named[at]), firm, name.zip_code) for at in there if at in named
        ]
        yield from known
        for at in there:
            index = self._indexes[at]
            inside = [one for one in cities if at not in named and lies_in(one, index)]
            if inside:
                drawn = tuple(one for one in known if any(map(one.covers, inside)))
                yield Scope(index, (), firm, name.zip_code, within=(drawn,) if drawn else ())

    def _is_in(self, state: str, at: int) -> bool:
        return state in ("", self._indexes[at].region.state)

    def _is_contested(self, scopes: Sequence[Scope], cities: Sequence[City]) -> bool:
        """Whether the largest city of that name lies where no index is installed."""
        return bool(cities) and not any(lies_in(cities[0], one.index) for one in scopes)


def _names_in(words: Sequence[str]) -> Iterator[str]:
    """The runs of up to three capitalised words that may be a place's name, and a description's noun."""
    for length in (3, 2, 1):
        for i in range(len(words) - length + 1):
            run = words[i : i + length]
            if all(one[:1].isupper() for one in run):
                yield " ".join(run)
    if is_description(words):
        yield " ".join(without_lead(words, LEAD_WORDS | PLACING_WORDS | ARTICLES))


def _all_of(parts: Sequence[Where], text: str, *, firm: bool = True) -> Where:
    """What holds of all parts that name anything; the title is theirs, the other parts are unread."""
    known = [one for one in parts if one.known]
    if not known:
        return Where(text, firm=firm, unread=(text,))
    found = reduce(_both, known)
    unread = tuple(one.title for one in parts if not one.known)
    return replace(found, title=_without(text, unread), unread=unread)


def _without(text: str, unread: Sequence[str]) -> str:
    parts = [one for raw in text.split(",") if (one := raw.strip()) and one not in unread]
    return ", ".join(" ".join(without_lead(one.split(), LOCALITY_LEADS)) for one in parts)


def _both(one: Where, other: Where) -> Where:
    """What lies in both: the first of the two narrowed by the second."""
    others: defaultdict[int, list[Scope]] = defaultdict(list)
    for its in other.scopes:
        others[id(its.index)].append(its)
    scopes = tuple(_overlap(mine, its) for mine in one.scopes for its in others[id(mine.index)])
    cities = one.cities or other.cities
    apart = not _states(one) & _states(other)
    return replace(
        one,
        scopes=scopes,
        cities=cities,
        counties=(*one.counties, *other.counties),
        contested=one.contested and other.contested,
        contrary=one.contrary or other.contrary or apart or (bool(one.scopes or other.scopes) and not scopes),
        side=one.side or other.side,
    )


def _overlap(one: Scope, other: Scope) -> Scope:
    narrow, wide = (one, other) if one.places else (other, one)
    also = (*narrow.also, *wide.also, *((wide.places,) if wide.places else ()))
    within = (*narrow.within, *wide.within)
    return replace(narrow, also=also, within=within, zip_code=one.zip_code or other.zip_code)


def _states(where: Where) -> set[str]:
    """The states that a locality may lie in."""
    named = {one.state for one in where.cities} | {one.state for one in where.counties}
    return (
        named | {one.index.region.state for one in where.scopes} | ({where.state} if where.state else set())
    )


def _filling(index: StreetIndex) -> Iterator[IndexPlace]:
    """The county that is its whole state, as in the District of Columbia."""
    for place in index.places:
        if (
            place.kind == "county"
            and STATE_NAMES.get(place_key(place.name), "").upper() == index.region.state
        ):
            yield place


def lies_in(city: City, index: StreetIndex) -> bool:
    """Whether a city lies in an index's county, or its bounds where the outline is not known."""
    region = index.region
    if not region.reaches(city.lon, city.lat) or region.state not in ("", city.state):
        return False
    counties = [one for one in index.places if one.kind == "county"]
    point = shapely.Point(city.lon, city.lat)
    return not counties or any(index.outline(one.place_id).covers(point) for one in counties)
