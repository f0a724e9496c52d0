"""Known places: what this newsroom has confirmed before, found by the same key as a phrase."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import datetime

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.choose import MOST_CANDIDATES
from mapapp.geocode.explain import quoted
from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.locality import LocalityName, read_locality, read_parts
from mapapp.geocode.parse import read_phrase
from mapapp.geocode.phrase import Block, Corner, HouseNumber, Named, Query, Reading, Road
from mapapp.geocode.plain_text import MAX_PHRASE
from mapapp.geocode.spelling import has_odd_ordinal
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.words import about_m
from mapapp.streets.names import parse_name

# A name that tells one place from others is written as one: "Civic Center Park", not "The scene".
_LEAST_CAPITALS = 2


class KnownPlaces:
    """The newsroom's own gazetteer."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        self._by_key: defaultdict[Hashable, list[KnownPlace]] = defaultdict(list)
        for place in places:
            for key in keys(place):
                self._by_key[key].append(place)

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
        confirmed = f", confirmed {candidate.provenance.confirmed}" if place.confirmed_by else ""
        why = f"{place.title}: a known place of this newsroom{confirmed} ({place.source})."
        return Answer(phrase, Outcome.RESOLVED, (candidate,), why)


def beside(known: Answer, answer: Answer) -> Answer:
    """What the newsroom knows, first, with the other candidates that contradict it: that lie elsewhere.

    Two places contradict each other when their circles of confidence do not touch. Where what the data is
    sure of contradicts the known place the answer is ambiguous, since one of the two would be a false pin.
    """
    place = known.candidates[0]
    others = [one for one in answer.candidates if _apart_m(place, one) > place.radius_m + one.radius_m]
    if answer.outcome is Outcome.AREA or not others:
        return known
    shown = (place, *others[: MOST_CANDIDATES - 1])
    if answer.outcome is not Outcome.RESOLVED:
        return replace(known, candidates=shown)
    where = f"{about_m(_apart_m(place, others[0]))} {compass_word(bearing(_at(place), _at(others[0])))}"
    why = (
        f"{known.explanation} But {quoted(others[0].label)} lies {where} of it; choose the one that is meant."
    )
    return Answer(known.phrase, Outcome.AMBIGUOUS, shown, why)


def keys(place: KnownPlace) -> set[Hashable]:
    """What its name and its other names are found by."""
    readings = (read_phrase(one)[:1] for one in (place.name, *place.aliases))
    return {_key(one.query) for first in readings for one in first}


def memorable(phrase: str) -> tuple[str, str] | None:
    """The (name, locality) under which the spot that a phrase names may be remembered; None for most phrases.

    Only for two streets that surely meet, or a name of several words with capitals, and neither where the
    words only lie near it nor where they name a house: such a spot says little of the name.
    """
    if not phrase.strip() or len(phrase) > MAX_PHRASE:
        return None
    readings = read_phrase(phrase)
    if any(one.near or isinstance(one.query, HouseNumber) for one in readings):
        return None
    for one in readings:
        match one.query:
            case Corner(first, second, sure=True, listed=False, numbers=False, third="", near=False):
                return f"{first} and {second}", one.locality
            case Named(words) if sum(word[0].isupper() for word in words.split()) >= _LEAST_CAPITALS:
                return words, one.locality
    return None


def confirmed_words(place: KnownPlace) -> str:
    """Who confirmed it and when: "by Ada on 24 Nov 2026"; empty where nobody has."""
    if not place.confirmed_by:
        return ""
    return f"by {place.confirmed_by} on {datetime.fromisoformat(place.confirmed_at):%-d %b %Y}"


def in_one_town(one: str, other: str) -> bool:
    """Whether two localities may be read as the same."""
    return any(_same(a, b) for a in read_locality(one) for b in read_locality(other))


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
    origin = Provenance(
        method="known place of this newsroom",
        dataset=place.source,
        confirmed=confirmed_words(place),
    )
    return Candidate(
        lon=place.lon,
        lat=place.lat,
        geometry=Geometry.point(place.lon, place.lat),
        precision=place.precision,
        radius_m=place.radius_m,
        score=100.0,
        label=place.title,
        provenance=origin,
    )


def _at(candidate: Candidate) -> tuple[float, float]:
    return candidate.lon, candidate.lat


def _apart_m(one: Candidate, other: Candidate) -> float:
    return distance_m(_at(one), _at(other))
