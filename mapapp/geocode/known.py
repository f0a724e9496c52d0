"""Known places: what this newsroom has confirmed before, found by the same key as a phrase."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.locality import LocalityName, read_locality, read_parts
from mapapp.geocode.parse import read_phrase
from mapapp.geocode.phrase import Block, Corner, HouseNumber, Named, Query, Reading, Road
from mapapp.geocode.spelling import has_odd_ordinal
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geometry import Geometry
from mapapp.streets.names import parse_name


class KnownPlaces:
    """The newsroom's own gazetteer."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        self._by_key: defaultdict[Hashable, list[KnownPlace]] = defaultdict(list)
        for place in places:
            for reading in read_phrase(place.name)[:1]:
                self._by_key[_key(reading.query)].append(place)

    def answer(self, phrase: str, reading: Reading, near: str | None) -> Answer | None:
        """The known place a reading names in that locality, or in the context; None when there is none.

        Where more is said than a city and its state, or a number is written oddly, the streets are asked, who
        can check it.
        """
        parts = read_parts(reading.locality or near or "")
        if len(parts) != 1 or has_odd_ordinal(phrase):
            return None
        localities = parts[0].names
        fitting = [
            one
            for one in self._by_key.get(_key(reading.query), ())
            if any(_same(asked, own) for asked in localities for own in read_locality(one.locality))
        ]
        if len(fitting) != 1:
            return None
        place = fitting[0]
        candidate = _candidate(place)
        why = f"{place.name}, {place.locality}: a known place of this newsroom ({place.source})."
        return Answer(phrase, Outcome.RESOLVED, (candidate,), why)


def _key(query: Query) -> Hashable:
    """What two ways to write one place have in common; the order of a corner's streets does not count."""
    match query:
        case Corner(first, second, third=""):
            return frozenset({parse_name(first), parse_name(second)})
        case Block(low, high, street):
            return low, high, parse_name(street)
        case HouseNumber(number, street):
            return number, parse_name(street)
        case Road(street):
            return parse_name(street)
        case Named(words):
            return place_key(words)
        case _:
            return query


def _same(asked: LocalityName, own: LocalityName) -> bool:
    return (asked.key, asked.county, asked.zip_code) == (own.key, own.county, "") and asked.state in (
        "",
        own.state,
    )


def _candidate(place: KnownPlace) -> Candidate:
    return Candidate(
        lon=place.lon,
        lat=place.lat,
        geometry=Geometry.point(place.lon, place.lat),
        precision=place.precision,
        radius_m=place.radius_m,
        score=100.0,
        label=f"{place.name}, {place.locality}",
        provenance=Provenance(method="known place of this newsroom", dataset=place.source),
    )
