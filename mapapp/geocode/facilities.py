"""Hospitals, police stations, courts and schools: by name, or only by kind."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.choose import decide, rivals
from mapapp.geocode.explain import many, quoted, said
from mapapp.geocode.facility_words import (
    COMMON_FACILITY_WORDS,
    FACILITY_ABBREVIATIONS,
    FACILITY_WORDS,
    GENERIC_FACILITY_WORDS,
    KIND_NOUNS,
    KIND_WORDS,
)
from mapapp.geocode.faults import in_words, score
from mapapp.geocode.gazetteer import Gazetteer, place_key
from mapapp.geocode.phrase import SomeFacility
from mapapp.geocode.scope import Where
from mapapp.geocode.street_words import ends_in_street_type
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.names import name_words
from mapapp.streets.vocabulary import STATES

# A list gives one point for a whole site: a hospital's grounds reach about this far from it, a station's
# or a court's about one building.
SITE_RADIUS_M = 250.0
BUILDING_RADIUS_M = 50.0

# A facility this far from the place given as context is not the one a local story means.
CONTEXT_M = 60_000.0
SAME_SITE_M = 100.0
MOST_LISTED = 40


@dataclass(frozen=True)
class _Entry:
    """A facility with the words that can name it."""

    facility: Facility
    words: frozenset[str]
    town: frozenset[str]

    @property
    def telling(self) -> frozenset[str]:
        """The words that tell it from others: not the generic ones, not its town."""
        return self.words - GENERIC_FACILITY_WORDS - self.town

    @property
    def at(self) -> LonLat:
        return self.facility.lon, self.facility.lat


class FacilityFinder:
    """Answers phrases that name a facility, or a kind of facility in an area."""

    def __init__(self, facilities: Iterable[Facility], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._entries = _without_twins(facilities)
        self._towns = {one.town for one in self._entries}
        self._by_word: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            for word in entry.words | entry.town:
                self._by_word[word].append(entry)

    def named(self, phrase: str, words: str, where: Where) -> Answer | None:
        """The facility of that name, None when no name fits; two that fit are `ambiguous`.

        What ends like a street is one, and a word that many names hold ("County", "Memorial", a city's)
        names none by itself.
        """
        asked = _words(words)
        telling = asked - GENERIC_FACILITY_WORDS
        only_town = telling in self._towns and asked - telling <= {"hospital"}
        if not telling or only_town or ends_in_street_type(words) or _may_be_corner(words):
            return None
        bare = not asked & FACILITY_WORDS and not self._distinctive(telling)
        if bare and not (where.firm and len(telling) > 1):
            return None
        kinds = {KIND_WORDS[one] for one in asked if one in KIND_WORDS}
        rarest = min((self._by_word.get(word, []) for word in telling), key=len)
        fitting = [
            one
            for one in rarest
            if telling <= one.words | one.town and telling & one.words and kinds <= {one.facility.kind}
        ]
        doubts = ("name_common",) if bare else ()
        found = [
            _candidate(one, tuple(dict.fromkeys((*faults, *doubts))))
            for one in fitting
            if (faults := _faults(one, asked, where)) is not None
        ]
        if not found:
            return None
        outcome, shown = decide(found)
        return Answer(phrase, outcome, shown, _why(outcome, shown, where))

    def _distinctive(self, telling: frozenset[str]) -> bool:
        """Whether one of the words is no common one and no city's name."""
        return any(not self._gazetteer.cities(one) for one in telling - COMMON_FACILITY_WORDS)

    @staticmethod
    def says_facility(words: str) -> bool:
        """Whether the words themselves speak of a facility ("hospital", "police")."""
        return bool(_words(words) & FACILITY_WORDS)

    def some(self, phrase: str, asked: SomeFacility, area: Candidate, where: Where) -> Answer:
        """The area first, then the facilities of that kind in it: any of them, so never a pin."""
        inside = [one for one in self._entries if one.facility.kind == asked.kind and _inside(one, where)]
        inside.sort(key=lambda one: _eminence(one.facility, airlifted=asked.airlifted))
        listed = tuple(
            replace(
                _candidate(one, ("from_list",)),
                precision=Precision.POI_LARGE,
                radius_m=SITE_RADIUS_M,
            )
            for one in inside[:MOST_LISTED]
        )
        return Answer(phrase, Outcome.AREA, (area, *listed), _which(asked, area, inside))


def facility_candidate(facility: Facility) -> Candidate:
    """A facility as the place it is: a building or a site, by the list that names it."""
    return _candidate(_Entry(facility, frozenset(), frozenset()), ())


def _without_twins(facilities: Iterable[Facility]) -> list[_Entry]:
    """Each facility once, though two lists may hold it."""
    kept: dict[tuple[str, str], _Entry] = {}
    by_kind: defaultdict[tuple[str, frozenset[str]], list[_Entry]] = defaultdict(list)
    for facility in facilities:
        entry = _Entry(facility, _words(facility.name), _words(facility.city))
        key = (facility.dataset, facility.dataset_id)
        twins = by_kind[facility.kind, entry.telling]
        if key in kept or any(distance_m(one.at, entry.at) <= SAME_SITE_M for one in twins):
            continue
        kept[key] = entry
        twins.append(entry)
    return list(kept.values())


def _words(text: str) -> frozenset[str]:
    """The words of a facility's name in full, without a plural or possessive s."""
    spelled = (FACILITY_ABBREVIATIONS.get(one, one) for one in name_words(text))
    return frozenset(one[:-1] if len(one) > 4 and one.endswith("s") else one for one in spelled)


def _may_be_corner(words: str) -> bool:
    """Whether two names are joined, the first of which is no facility's: "Valley and Hospital"."""
    first, *rest = re.split(r" (?:and|&|at|@|/) ", words)
    return bool(rest) and not _words(first) & FACILITY_WORDS


def _faults(entry: _Entry, asked: frozenset[str], where: Where) -> tuple[str, ...] | None:
    """What is doubtful about a facility whose name fits; None when it is too far away to be meant."""
    faults = []
    if not entry.telling <= asked:
        faults.append("name_incomplete")
    if where.title and not _inside(entry, where):
        if not _within_reach(entry, where):
            return None
        faults.append("outside_place" if where.firm else "beyond_context")
    state = frozenset(STATES.get(entry.facility.state.lower(), "?").split())
    placed = where.title or (entry.town and entry.town <= asked) or state <= asked
    if not placed and asked & entry.telling <= COMMON_FACILITY_WORDS:
        faults.append("name_common")
    return tuple(faults)


def _inside(entry: _Entry, where: Where) -> bool:
    """Whether a facility lies in the places meant: by their outlines, else by the town of its address."""
    outlined = [one for one in where.scopes if one.places]
    if outlined:
        return any(one.index.region.reaches(*entry.at) and one.holds(entry.at, None) for one in outlined)
    town, state = place_key(entry.facility.city), entry.facility.state
    return any(place_key(one.name) == town and one.state == state for one in where.cities)


def _within_reach(entry: _Entry, where: Where) -> bool:
    centres: list[LonLat] = [(one.lon, one.lat) for one in where.cities]
    centres += [one.index.region.centre for one in where.scopes]
    if where.position:
        centres.append((where.position.lon, where.position.lat))
    return any(distance_m(entry.at, centre) <= CONTEXT_M for centre in centres)


def _eminence(facility: Facility, *, airlifted: bool) -> tuple[bool, bool, str, int, str]:
    """Sorts first what a story most likely means: a helipad when one was needed, trauma level, beds."""
    grounded = airlifted and not facility.helipad
    return grounded, not facility.trauma, facility.trauma, -(facility.beds or 0), facility.name


def _candidate(entry: _Entry, faults: tuple[str, ...]) -> Candidate:
    facility = entry.facility
    large = facility.kind.endswith("hospital")
    radius_m = SITE_RADIUS_M if large else BUILDING_RADIUS_M
    source, _, licence = facility.source.partition(" (")
    return Candidate(
        lon=facility.lon,
        lat=facility.lat,
        geometry=Geometry.point(facility.lon, facility.lat),
        precision=Precision.POI_LARGE if large else Precision.POI_SMALL,
        radius_m=radius_m,
        score=score(faults),
        label=f"{facility.name}, {facility.city.title()}, {facility.state}",
        provenance=Provenance(
            method="facility list",
            dataset=source or facility.dataset,
            licence=licence.removesuffix(")"),
            ids=(facility.dataset_id,),
        ),
        faults=faults,
    )


def _why(outcome: Outcome, shown: Sequence[Candidate], where: Where) -> str:
    best = shown[0]
    if outcome is Outcome.RESOLVED:
        return said(best)
    if outcome is Outcome.OUTSIDE_PLACE:
        return f"{best.label} fits the name, but lies outside {where.title}."
    if rivals(shown):
        fit = many(len(rivals(shown)) + 1, "facility fits", "facilities fit")
        return f"{fit} the name; choose the one that is meant."
    return f"Only {quoted(best.label)} fits: {in_words(best.faults)}. Choose it if it is meant."


def _which(asked: SomeFacility, area: Candidate, inside: Sequence[_Entry]) -> str:
    one, several = KIND_NOUNS.get(asked.kind, (asked.kind, asked.kind))
    if not inside:
        return f"Somewhere in {area.label}; no {one} there is on the facility list."
    if len(inside) == 1:
        count = f"Perhaps {inside[0].facility.name}, the only {one} listed in {area.label}"
    else:
        count = f"One of {len(inside)} {several} in {area.label}"
    flying = sum(bool(entry.facility.helipad) for entry in inside)
    return f"{count}; {many(flying, 'takes', 'take')} helicopters." if flying else f"{count}."
