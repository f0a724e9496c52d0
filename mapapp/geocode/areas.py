"""Cities and counties as a whole: the polygon where an index has it, else a circle by population."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.explain import listed
from mapapp.geocode.gazetteer import GEONAMES, City, Gazetteer, place_key
from mapapp.geocode.overlap import is_same_area
from mapapp.geocode.scope import Scope, Where, lies_in
from mapapp.geocode.stretches import reach_m
from mapapp.incident.geodesy import ring
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import IndexPlace

# Of cities with one name the largest is meant without saying so when it has this many times the people of
# the next. A place that the gazetteer does not list has fewer people than its smallest city.
DOMINANCE = 20
UNLISTED = 5_000

# A smaller city may share its name with things that are no city ("White House").
LARGER_CITY = 15_000

# Outlines are drawn to about 10 m; the difference is far below what "in the city" means.
OUTLINE_TOLERANCE = 1e-4

# People per square kilometre within US city limits, low enough that the circle covers most of them
# (median of incorporated places above 5,000 people: about 600; US Census 2010, places gazetteer).
PEOPLE_PER_KM2 = 600.0


@dataclass(frozen=True, slots=True)
class _Area:
    candidate: Candidate
    population: int


class AreaFinder:
    """Answers phrases that name a city or a county."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._place = lru_cache(maxsize=256)(_place_candidate)

    def answer(self, phrase: str, where: Where) -> Answer:
        """The area that a locality is, `ambiguous` when several share its name and none dominates."""
        areas = sorted(_each_once(self._areas(where)), key=lambda one: -one.population)
        if not areas:
            return self._nothing(phrase, where)
        candidates = tuple(one.candidate for one in areas)
        if _dominates(areas, said=bool(where.scopes) or where.state_said):
            best = candidates[0]
            why = f"{best.label} as a whole, not a spot in it."
            return Answer(phrase, Outcome.AREA, (best,), why)
        fit = f"{len(areas)} places are" if len(areas) > 1 else "Only a small place is"
        why = f"{fit} called {where.title}; say which state is meant."
        return Answer(phrase, Outcome.AMBIGUOUS, candidates[:8], why)

    def how_to_add(self, where: Where) -> str:
        """How to add the streets of a place, by the county's name where that is certain."""
        counties = [one.title for one in where.counties]
        if not counties and len(where.cities) == 1:
            city = where.cities[0]
            counties = [one.title for one in self._gazetteer.counties(place_key(city.name), city.state)]
        if len(counties) == 1:
            return f'Add its streets with: python -m mapapp streets add "{counties[0]}"'
        if len(where.cities) > 1 or len(counties) > 1:
            return "Say in which state it is."
        return (
            "Add the streets of the county it lies in: python -m mapapp streets add takes a county and its "
            'state, such as "Kenosha County, WI".'
        )

    def _nothing(self, phrase: str, where: Where) -> Answer:
        if where.contrary:
            why = f"The places named do not lie together: {where.title}."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        if len(where.counties) > 1:
            states = listed(sorted({one.state for one in where.counties}), "and")
            why = f"There is a {where.counties[0].name} in {states}; say which is meant."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        if where.counties:
            why = f"No street index covers {where.counties[0].title}, so its outline is not known."
            return Answer(phrase, Outcome.NOT_FOUND, (), why, (self.how_to_add(where),))
        if where.known:
            is_zip = where.title.isdigit()
            what = "a ZIP code, and has no outline here" if is_zip else "too large or too vague to map"
            why = f"{where.title} is {what}; name a city or a county in it."
            return Answer(phrase, Outcome.NOT_FOUND, (), why)
        why = f"No city or county called {where.title} is known here."
        return Answer(phrase, Outcome.NOT_FOUND, (), why)

    def _areas(self, where: Where) -> Iterator[_Area]:
        """One area for each place: the index's own, then cities that no index has."""
        told: set[City] = set()
        for scope in where.scopes:
            if not scope.places:
                continue
            place = min(scope.places, key=lambda one: _KIND_ORDER[one.kind])
            inside = [one for one in where.cities if lies_in(one, scope.index)]
            told.update(inside)
            population = max((one.population for one in inside), default=UNLISTED)
            yield _Area(self._place(scope.index, place), population)
        for city in where.cities:
            if city not in told:
                yield _Area(_city_candidate(city), city.population)


def _each_once(areas: Iterable[_Area]) -> list[_Area]:
    """The areas, those that are one under the first of them, with the most people that any of them has."""
    kept: list[_Area] = []
    for area in areas:
        i = next((i for i, one in enumerate(kept) if is_same_area(one.candidate, area.candidate)), None)
        if i is None:
            kept.append(area)
        else:
            kept[i] = replace(kept[i], population=max(kept[i].population, area.population))
    return kept


_KIND_ORDER = {"place": 0, "cousub": 1, "neighbourhood": 2, "county": 3}
_PRECISIONS = {"county": Precision.COUNTY, "neighbourhood": Precision.NEIGHBOURHOOD}


def _dominates(areas: Sequence[_Area], *, said: bool) -> bool:
    """Whether the largest is meant without doubt: the only one, where it was `said` where, or a big one."""
    if len(areas) == 1:
        return said or areas[0].population >= LARGER_CITY
    largest, next_largest = areas[0].population, areas[1].population
    return largest >= DOMINANCE * max(next_largest, UNLISTED)


def _place_candidate(index: StreetIndex, place: IndexPlace) -> Candidate:
    outline = shapely.simplify(index.outline(place.place_id), OUTLINE_TOLERANCE)
    figure = shapely.set_precision(outline, 1e-6)
    point = shapely.point_on_surface(figure)
    region = index.region
    county = place.kind == "county"
    return Candidate(
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        geometry=Geometry.from_shape(figure),
        precision=_PRECISIONS.get(place.kind, Precision.PLACE),
        radius_m=round(reach_m((point.x, point.y), figure), 1),
        score=100.0,
        label=region.title if county else Scope(index, (place,)).title,
        provenance=Provenance(
            "municipal boundary", region.source, region.vintage, region.licence, (place.geoid,)
        ),
    )


def _city_candidate(city: City) -> Candidate:
    """GeoNames' point and a circle whose area would hold the population."""
    radius_m = round(1_000 * math.sqrt(city.population / PEOPLE_PER_KM2 / math.pi), -2)
    return Candidate(
        lon=city.lon,
        lat=city.lat,
        geometry=ring((city.lon, city.lat), radius_m),
        precision=Precision.PLACE,
        radius_m=radius_m,
        score=95.0,
        label=city.title,
        provenance=Provenance(GEONAMES.method, GEONAMES.dataset, "", GEONAMES.licence, (city.geoname_id,)),
        faults=("extent_estimated",),
    )
