"""A service's result for a name, a house or a street -> a candidate, as far as it is what was asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.asking import OnlineQuestion
from mapapp.geocode.choose import decide
from mapapp.geocode.explain import quoted, said
from mapapp.geocode.faults import score
from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.online.places import Faults, is_inside, name_faults, road_names
from mapapp.geocode.online.service import Found
from mapapp.geocode.online.wording import wordings
from mapapp.geocode.phrase import Corner, HouseNumber, Named, Road
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import PIN_PRECISIONS, Precision
from mapapp.streets.names import parse_name

# What Nominatim calls a result (its `addresstype`) and how exactly that names a place. Only a house is a pin.
_PRECISIONS: Mapping[str, Precision] = {
    "house": Precision.ADDRESS, "house_number": Precision.ADDRESS, "building": Precision.ADDRESS,
    "road": Precision.ROAD, "highway": Precision.ROAD, "amenity": Precision.POI_LARGE,
    "tourism": Precision.POI_LARGE, "leisure": Precision.POI_LARGE, "shop": Precision.POI_LARGE,
    "office": Precision.POI_LARGE, "aeroway": Precision.POI_LARGE, "railway": Precision.POI_LARGE,
    "suburb": Precision.NEIGHBOURHOOD, "neighbourhood": Precision.NEIGHBOURHOOD,
    "quarter": Precision.NEIGHBOURHOOD, "county": Precision.COUNTY,
}  # fmt: skip

# Least radius in metres for each precision, where the service's box is smaller or missing.
_LEAST_RADIUS_M = {Precision.ADDRESS: 30.0, Precision.POI_LARGE: 250.0, Precision.ROAD: 500.0}
_UNKNOWN_RADIUS_M = 5_000.0

_MOST = 8


@dataclass(frozen=True)
class Origin:
    """Where a service's answers come from, and what may be done with them; `got` is the day they were got."""

    service: str
    licence: str
    got: str
    published: bool

    def faults(self) -> Faults:
        """What is to be said of every candidate of this origin."""
        return ("from_online",) if self.published else ("from_online", "not_to_be_kept")

    def provenance(self, method: str, ids: Iterable[str], licence: str = "") -> Provenance:
        """The origin of one candidate."""
        return Provenance(method, self.service, f"asked {self.got}", licence or self.licence, tuple(ids))


def answer_of(question: OnlineQuestion, results: Sequence[Found], origin: Origin) -> Answer:
    """The answer: results that are something else than what was asked for are left out, and it is said so."""
    fitting = [_candidate(one, question, origin) for one in results if _fits(one, question)]
    what = quoted(_words(question))
    if not results:
        why = f"{origin.service} knows no place called {what} either."
        return Answer(question.phrase, Outcome.NOT_FOUND, (), why)
    if not fitting:
        other = quoted(results[0].label)
        why = f"{origin.service} does not know {what}; what it offers is something else: {other}."
        return Answer(question.phrase, Outcome.NOT_FOUND, (), why)
    outcome, shown = decide(fitting[:_MOST])
    if outcome is Outcome.RESOLVED and shown[0].precision not in PIN_PRECISIONS:
        outcome = Outcome.AREA
    return Answer(question.phrase, outcome, shown, _why(outcome, question, shown, origin))


def _why(outcome: Outcome, question: OnlineQuestion, shown: Sequence[Candidate], origin: Origin) -> str:
    if outcome is Outcome.OUTSIDE_PLACE:
        return f"{shown[0].label} exists according to {origin.service}, but outside {question.place}."
    if outcome is Outcome.AMBIGUOUS:
        if len(shown) > 1:
            return f"{origin.service} offers {len(shown)} places; choose the one meant."
        return f"{origin.service} offers only {said(shown[0])} Choose it if it is meant."
    if isinstance(question.query, HouseNumber) and shown[0].precision is not Precision.ADDRESS:
        return f"{origin.service} knows the street but not the number: {shown[0].label}."
    return f"{shown[0].label}, according to {origin.service}."


def _words(question: OnlineQuestion) -> str:
    """What is asked for, in words."""
    query = question.query
    if isinstance(query, HouseNumber):
        return f"{query.number} {query.street}"
    if isinstance(query, Road):
        return query.street
    return f"{query.first} and {query.second}" if isinstance(query, Corner) else query.words


def texts_of(question: OnlineQuestion) -> list[str]:
    """What is sent for a name, a house or a street; each further one only when nothing was found."""
    query = question.query
    asked = [_words(question)]
    if isinstance(query, HouseNumber | Road):
        number = f"{query.number} " if isinstance(query, HouseNumber) else ""
        asked = [number + one for one in wordings(query.street, question.place)]
    return [", ".join(one for one in (words, question.place) if one) for words in asked]


def _fits(found: Found, question: OnlineQuestion) -> bool:
    """Whether the result is of the street that was asked for, and of the house if it is one."""
    query = question.query
    if isinstance(query, Named):
        return _is_named(found, query.words, question.place)
    if not isinstance(query, HouseNumber | Road):
        return False
    if isinstance(query, HouseNumber) and _precision(found) is Precision.ADDRESS:
        address = found.raw.get("address")
        number = address.get("house_number") if isinstance(address, dict) else None
        if number is not None and str(query.number) not in str(number).replace(";", " ").split():
            return False
    return _street_faults(found, query) is not None


def _is_named(found: Found, words: str, place: str) -> bool:
    """Whether any of the words, but for those of its place, is in the label; a street must bear the name."""
    if _precision(found) is Precision.ROAD:
        asked = parse_name(words)
        return any(name_faults(asked, parse_name(one)) is not None for one in road_names(found))
    wanted = set(place_key(words).split()) - set(place_key(place).split())
    return not wanted or bool(wanted & set(place_key(found.label).split()))


def _street_faults(found: Found, query: HouseNumber | Road) -> Faults | None:
    asked = parse_name(query.street)
    offered = (name_faults(asked, parse_name(one)) for one in road_names(found))
    return min((one for one in offered if one is not None), key=score, default=None)


def _candidate(found: Found, question: OnlineQuestion, origin: Origin) -> Candidate:
    precision, at = _precision(found), (found.lon, found.lat)
    faults = origin.faults()
    if isinstance(question.query, HouseNumber | Road):
        faults += _street_faults(found, question.query) or ()
    if not is_inside(found, question):
        faults += ("outside_place" if question.firm else "outside_context",)
    key = [str(found.raw[name]) for name in ("osm_type", "osm_id") if name in found.raw]
    return Candidate(
        lon=found.lon,
        lat=found.lat,
        geometry=Geometry.point(found.lon, found.lat),
        precision=precision,
        radius_m=round(max(_LEAST_RADIUS_M.get(precision, 0.0), _box_radius_m(found.raw, at)), 1),
        score=score(faults),
        label=found.label,
        provenance=origin.provenance(
            "online geocoder", ("/".join(key),) if key else (), str(found.raw.get("licence") or "")
        ),
        faults=faults,
    )


def _precision(found: Found) -> Precision:
    return _PRECISIONS.get(str(found.raw.get("addresstype") or found.raw.get("type")), Precision.PLACE)


def _box_radius_m(raw: Mapping[str, Any], at: LonLat) -> float:
    """Metres to the farthest corner of the service's bounding box (south, north, west, east)."""
    box = raw.get("boundingbox")
    if not box:
        return _UNKNOWN_RADIUS_M
    south, north, west, east = map(float, box)
    return max(
        distance_m(at, corner) for corner in ((west, south), (east, north), (west, north), (east, south))
    )
