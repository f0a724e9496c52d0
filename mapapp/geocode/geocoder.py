"""From a phrase to an answer: read it, say where to look, ask the one who knows, explain."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from mapapp.errors import BadInput
from mapapp.geocode.afar import away_from, between_places, centred
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.areas import AreaFinder
from mapapp.geocode.asking import OnlineQuestion, question_of
from mapapp.geocode.corners import CornerFinder
from mapapp.geocode.explain import listed, quoted, with_fault
from mapapp.geocode.facilities import FacilityFinder
from mapapp.geocode.failing import most_telling, unknown
from mapapp.geocode.faults import forbids
from mapapp.geocode.gazetteer import Gazetteer
from mapapp.geocode.known import KnownPlaces, beside
from mapapp.geocode.match import StreetMatcher
from mapapp.geocode.parse import read_phrase, readings
from mapapp.geocode.phrase import (
    Along,
    Amid,
    Away,
    Between,
    Block,
    Corner,
    Marked,
    Named,
    Position,
    Reading,
    Road,
    SomeFacility,
    StreetQuery,
    Unplaceable,
)
from mapapp.geocode.plain_text import MAX_PHRASE, clean
from mapapp.geocode.reaches import ReachFinder
from mapapp.geocode.roads import RoadFinder
from mapapp.geocode.scope import Localities, Where
from mapapp.geocode.spelling import mended
from mapapp.geocode.towns import TownName, Towns
from mapapp.incident.gazetteer import Facility, KnownPlace
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.incident.words import about_m
from mapapp.streets.index import DamagedIndex, StreetIndex
from mapapp.streets.vocabulary import COMMON_STREET_NAMES

# "Near" a spot: the project's documented buffer, added to the radius of the spot itself (point-radius
# method, Wieczorek 2004).
NEAR_M = 150.0

# Coordinates that leave more open than this are no pin: it is about the width of a junction or a building.
PIN_RADIUS_M = 60.0

# A bare word is a street only if it is spelled like one: "near" is not Neal Street.
_GUESSED = frozenset({"misspelt", "misspelt_twice", "abbreviated"})

# Names whose matches are remembered, over all indexes, and at least in each.
_KEPT, _LEAST_KEPT = 65_536, 256

_FAILED = (Outcome.NOT_FOUND, Outcome.UNPARSED)
_TRUSTED = (Outcome.RESOLVED, Outcome.AREA)


class OnlineGeocoder(Protocol):
    """A service that is asked for what the installed data does not have."""

    def ask(self, question: OnlineQuestion) -> Answer:
        """The service's answer; `unavailable`, never `not_found`, when it cannot be reached."""
        ...


class Geocoder:
    """Answers phrases from street indexes, known places, facilities and the gazetteer.

    Threads may share it. It asks the network only when it is given `online`, and then only for what the
    rest does not know. An index that turns out to be damaged is left out from
    then on, and every answer says so in its hints, after those given as `hints`. A spot, a street or a place
    that several indexes have is one candidate, as the one built last has it.
    """

    def __init__(
        self,
        indexes: Sequence[StreetIndex],
        known_places: Sequence[KnownPlace] = (),
        facilities: Iterable[Facility] = (),
        online: OnlineGeocoder | None = None,
        hints: Iterable[str] = (),
    ) -> None:
        gazetteer = Gazetteer()
        kept = max(_LEAST_KEPT, _KEPT // max(1, len(indexes)))
        matchers = {id(one): StreetMatcher(one, self._is_name, kept) for one in indexes}
        self._gazetteer = gazetteer
        self._hints = tuple(hints)
        self._use(indexes)
        self._corners = CornerFinder(lambda index: matchers[id(index)])
        self._roads = RoadFinder(lambda index: matchers[id(index)])
        self._reaches = ReachFinder(lambda index: matchers[id(index)])
        self._areas = AreaFinder(gazetteer)
        self._facilities = FacilityFinder(facilities, gazetteer)
        self._known = KnownPlaces(known_places)
        self._online = online

    def context(self, near: str) -> Where:
        """What `near` means as the context of a phrase; every index where it is empty."""
        return self._localities.where("", near or None)

    def warm(self) -> None:
        """Read now what the first phrase that needs it would have to wait for, a fifth of a second."""
        self._gazetteer.load()

    def _is_name(self, base: str) -> bool:
        """Whether a name is one that places or streets bear, here or elsewhere."""
        if base in COMMON_STREET_NAMES or self._gazetteer.cities(base):
            return True
        return any(one.is_named_in_file(base) for one in self._files)

    def _use(self, indexes: Sequence[StreetIndex]) -> None:
        # Of what two indexes have the one built last answers, so it is asked first.
        self._indexes = tuple(sorted(indexes, key=lambda one: one.built_at, reverse=True))
        self._files = tuple({one.file: one for one in indexes}.values())
        self._localities = Localities(self._indexes, self._gazetteer)
        self._towns = Towns(indexes, self._gazetteer)

    def towns(self, name: str) -> Sequence[TownName]:
        """The towns of that name, those of an installed index first, then by population."""
        return self._towns.named(name)

    def covers(self, near: str) -> bool:
        """Whether an installed index has streets of that place."""
        return bool(self._localities.where("", near or None).scopes)

    def measured_from(self, candidate: Candidate) -> Candidate:
        """The same, a town from the middle that the gazetteer gives: distances are counted from there."""
        return centred(candidate, self._localities.place(candidate.label, "", None).cities)

    def geocode(self, phrase: str, near: str | None = None) -> Answer:
        """What the phrase names; `near` is its context: a city, a county, or "lat,lon".

        The phrase's own words about the locality come before `near`. Raises BadInput for an empty phrase and
        for one of more than 500 characters.
        """
        context = (near or "").strip() or None
        if context and len(context) > MAX_PHRASE:
            raise BadInput("The context is too long; give a city or county, such as Kenosha, WI.")
        try:
            answer = self._answer(phrase, context)
        except DamagedIndex as damage:
            self._leave_out(damage)
            return self.geocode(phrase, near)
        return replace(answer, hints=(*answer.hints, *self._hints)) if self._hints else answer

    def town_at(self, at: LonLat) -> str:
        """The municipality around a position (lon, lat in degrees) as "Kenosha, WI"; empty where unknown."""
        for index in self._indexes:
            if town := index.town_at(at):
                return f"{town.name}, {index.region.state}"
        return ""

    def _leave_out(self, damage: DamagedIndex) -> None:
        """Go on without a damaged index; another thread may have done so already."""
        self._use([one for one in self._indexes if one.file != damage.file])
        self._hints = tuple(dict.fromkeys((*self._hints, str(damage))))

    def _answer(self, phrase: str, context: str | None) -> Answer:
        answer = self._first_success(phrase, phrase, context)
        if answer.outcome in _FAILED:
            answer = self._with_slips_mended(phrase, context) or answer
        if self._online and answer.outcome in _FAILED:
            return self._asked_online(self._online, answer, context)
        return answer

    def _asked_online(self, online: OnlineGeocoder, answer: Answer, near: str | None) -> Answer:
        """What the service says where there is something to ask it; what was known before stays a hint."""
        where_of = partial(self._localities.where, near=near)
        question = question_of(answer.phrase, read_phrase(answer.phrase), where_of, near)
        if not question:
            return answer
        found = online.ask(question)
        if not found.candidates:
            return replace(found, hints=(*found.hints, *answer.hints))
        reading = question.reading
        # Of a place that is not known here the service's own addresses have told whether it is the one.
        located = not where_of(reading.locality).known
        return _with_radius(self._doubted(found, reading, near, located=located), near=reading.near)

    def _first_success(self, phrase: str, text: str, near: str | None) -> Answer:
        """The answer to the first reading of `text` that has one, else the failure that tells most."""
        failures = []
        for reading in readings(text):
            known = self._known.answer(phrase, reading, near)
            located = known is not None
            answer = self._read(phrase, reading, near)
            if known is not None:
                answer = beside(known, answer)
            if isinstance(reading.query, Corner) and reading.query.third and not answer.candidates:
                # Two of the three may be the corner, and the third its city.
                continue
            if answer.outcome not in _FAILED:
                answer = self._doubted(answer, reading, near, located=located)
                return _with_radius(answer, near=reading.near)
            failures.append(answer)
        return most_telling(phrase, failures)

    def _doubted(self, answer: Answer, reading: Reading, near: str | None, *, located: bool) -> Answer:
        """The answer, a question where words were left over that may name another place.

        `located` when the words about the locality are known to be right.
        """
        where = self._localities.where(reading.locality, near)
        read = located or not reading.locality or isinstance(reading.query, Position)
        unread = [] if read else [*where.unread]
        unread += [one for one in reading.asides if self._localities.misleads(one, where)]
        if not unread:
            return answer
        doubted = with_fault(answer, "words_not_read")
        if answer.outcome not in _TRUSTED or isinstance(reading.query, SomeFacility):
            return doubted
        what = listed([quoted(one) for one in unread], "and")
        why = f"{what} could not be read as a place; choose {doubted.candidates[0].label} if it is meant."
        return replace(doubted, outcome=Outcome.AMBIGUOUS, explanation=why)

    def _with_slips_mended(self, phrase: str, near: str | None) -> Answer | None:
        """The answer to the phrase with its closed words put right, which each candidate then says."""
        text, slips = mended(clean(phrase))
        if not 0 < slips <= 2 or len(text) > MAX_PHRASE:
            return None
        answer = self._first_success(phrase, text, near)
        if answer.outcome in _FAILED:
            return None
        answer = with_fault(answer, "misspelt" if slips == 1 else "misspelt_twice")
        if answer.outcome is Outcome.RESOLVED and forbids(answer.candidates[0].faults):
            return replace(answer, outcome=Outcome.AMBIGUOUS)
        return answer

    def _read(self, phrase: str, reading: Reading, near: str | None) -> Answer:
        match reading.query:
            case Position() as position:
                return _position(phrase, position)
            case Unplaceable(why):
                return Answer(phrase, Outcome.UNPARSED, (), f"This cannot be placed: {why}.")
            case Named(words):
                return self._name(phrase, words, reading, near)
            case SomeFacility() as some:
                return self._some_facility(phrase, some, reading, near)
            case Away() | Amid() as relative:
                return self._some_way_from(phrase, relative, reading, near)
            case query:
                return self._street(phrase, query, reading, near)

    def _some_way_from(self, phrase: str, query: Away | Amid, reading: Reading, near: str | None) -> Answer:
        """From a corner by its own streets where they lead there, else straight from what is named."""
        if isinstance(query, Amid):
            first, second = (self._measured(one, reading, near) for one in (query.first, query.second))
            return replace(between_places(first, second), phrase=phrase)
        if isinstance(query.start, Corner) and query.direction:
            where = self._localities.where(reading.locality, near)
            by_street = self._reaches.from_corner(phrase, query.start, query, where)
            if by_street:
                return by_street
        return replace(away_from(self._measured(query.start, reading, near), query), phrase=phrase)

    def _measured(self, start: Corner | Named, reading: Reading, near: str | None) -> Answer:
        """What one measures from; a town from the middle that the gazetteer gives, not its outline."""
        words = start.words if isinstance(start, Named) else f"{start.first} and {start.second}"
        itself = replace(reading, query=start)
        answer = self._known.answer(words, itself, near) or self._read(words, itself, near)
        if answer.outcome is not Outcome.AREA or not isinstance(start, Named):
            return answer
        cities = self._localities.place(start.words, reading.locality, near).cities
        return replace(answer, candidates=tuple(centred(one, cities) for one in answer.candidates))

    def _street(self, phrase: str, query: StreetQuery, reading: Reading, near: str | None) -> Answer:
        """Queries that need a street index."""
        unsure = isinstance(query, Corner | Between) and not _is_believable(query, reading.locality)
        if unsure and not (near and isinstance(query, Corner) and query.named):
            return _no_streets(phrase)
        where = self._localities.where(reading.locality, near)
        if near and not where.known and not isinstance(query, Road):
            # The words may say anything ("in heavy rain"); that they were not read is a fault of the answer.
            where = self._localities.where("", near)
        if not where.scopes:
            return self._uncovered(phrase, where)
        answer = self._on_streets(phrase, query, where)
        return answer if answer.candidates or not unsure else _no_streets(phrase)

    def _on_streets(self, phrase: str, query: StreetQuery, where: Where) -> Answer:
        if isinstance(query, Corner):
            # "Second and third" may be anything; with a place after them they are streets.
            sure = query.sure and (where.firm or not query.numbers)
            return self._corners.answer(phrase, replace(query, sure=sure), where)
        if isinstance(query, Between):
            # "I-94 between Kenosha and Racine" lies between towns, not streets of these names.
            towns = any(self._localities.has_town(one, where) for one in (query.first, query.second))
            return self._reaches.answer(phrase, replace(query, sure=query.sure and not towns), where)
        if isinstance(query, Along | Marked):
            return self._reaches.answer(phrase, query, where)
        if isinstance(query, Road):
            return self._roads.road(phrase, query, where)
        if isinstance(query, Block):
            return self._roads.block(phrase, query, where)
        return self._roads.house(phrase, query, where)

    def _name(self, phrase: str, words: str, reading: Reading, near: str | None) -> Answer:
        """A facility if the words say so, else a place, else a facility, else a street without its type."""
        where = self._localities.where(reading.locality, near)
        if where.contrary:
            return self._uncovered(phrase, where)
        facility = self._facilities.named(phrase, words, where)
        if facility and self._facilities.says_facility(words):
            return facility
        place = self._localities.place(words, reading.locality, near)
        area = self._areas.answer(phrase, place)
        if area.outcome is Outcome.AREA or (area.outcome in _FAILED and place.known and not where.title):
            return area
        street = self._bare_street(phrase, words, where)
        ranked = (facility, street, area) if where.title else (facility, area, street)
        found = next((one for one in ranked if one and one.outcome not in _FAILED), None)
        return found or (area if area.hints else unknown(phrase))

    def _bare_street(self, phrase: str, words: str, where: Where) -> Answer | None:
        """A street without its type; spelled as it is, since a bare word may be anything."""
        street = self._roads.road(phrase, Road(words), where) if where.scopes else None
        guessed = not street or not street.candidates or _GUESSED & set(street.candidates[0].faults)
        return None if guessed else street

    def _some_facility(self, phrase: str, some: SomeFacility, reading: Reading, near: str | None) -> Answer:
        """A facility of a kind, in the area that the words or the context name."""
        where = self._localities.where(reading.locality, near)
        if not where.title or where.position:
            why = f"A {some.kind} without a name needs a place: say in which city it is."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        area = self._areas.answer(phrase, where)
        if area.outcome is not Outcome.AREA:
            return area if some.indefinite else unknown(phrase)
        return self._facilities.some(phrase, some, area.candidates[0], where)

    def _uncovered(self, phrase: str, where: Where) -> Answer:
        """There are no streets to look in: say of which place, and how to add them."""
        if where.contrary:
            why = f"The places named do not lie together: {where.title}."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        if not where.known and where.title and not where.position:
            why = f"No place called {quoted(where.title)} is known here."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        why = f"No street index covers {where.title}." if where.title else "No street index is installed."
        return Answer(phrase, Outcome.NOT_FOUND, (), why, (self._areas.how_to_add(where),))


def _no_streets(phrase: str) -> Answer:
    why = "Nothing says that these are streets; write their types: Main Street and Oak Avenue."
    return Answer(phrase, Outcome.UNPARSED, (), why)


def _is_believable(query: Corner | Between, locality: str) -> bool:
    """Whether bare names may be streets at all: something in the words says so, or a locality follows."""
    bare_numbers = query.first.isdigit() or query.second.isdigit()
    return query.sure or (bool(locality) and not bare_numbers)


def _position(phrase: str, position: Position) -> Answer:
    """Coordinates as given: a spot where their digits are fine enough for a pin, else an area around it."""
    fine = position.radius_m <= PIN_RADIUS_M
    candidate = Candidate(
        lon=position.lon,
        lat=position.lat,
        geometry=Geometry.point(position.lon, position.lat),
        precision=Precision.POI_SMALL if fine else Precision.RELATIVE,
        radius_m=position.radius_m,
        score=100.0,
        label=f"{position.lat:.6f}, {position.lon:.6f}",
        provenance=Provenance(method="coordinates as written", dataset=""),
    )
    if fine:
        return Answer(phrase, Outcome.RESOLVED, (candidate,), "Coordinates as written.")
    why = f"Coordinates as written, too coarse for a spot: within {about_m(position.radius_m)}."
    return Answer(phrase, Outcome.AREA, (candidate,), why)


def _with_radius(answer: Answer, *, near: bool) -> Answer:
    """The answer with its radius in words; spots that the words only lie near are widened, not moved."""
    if answer.outcome is Outcome.AREA:
        return answer
    widened = tuple(replace(one, radius_m=round(one.radius_m + NEAR_M, 1)) for one in answer.candidates)
    candidates = widened if near else answer.candidates
    if answer.outcome is not Outcome.RESOLVED:
        return replace(answer, candidates=candidates)
    why = (
        f"{answer.explanation} Within {candidates[0].radius_m:.0f} m{', being only near it' if near else ''}."
    )
    return replace(answer, candidates=candidates, explanation=why)
