"""Two streets as an online service draws them -> where they meet.

No service answers "A and B" (Nominatim's issue 123), but Nominatim hands out the lines of a street. The
lines of both are cut where they share a vertex, as OpenStreetMap joins ways, and then held against each
other as the street index does it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.geocode.asking import OnlineQuestion
from mapapp.geocode.choose import decide, rivals
from mapapp.geocode.corners import CROSSING_SLACK_M, INTERCHANGE_M, SAME_CORNER_M
from mapapp.geocode.explain import listed, many, quoted, said
from mapapp.geocode.faults import score
from mapapp.geocode.online.candidates import Origin
from mapapp.geocode.online.places import Faults, is_inside, name_faults, names_of, town_of
from mapapp.geocode.online.service import Found
from mapapp.geocode.phrase import Corner
from mapapp.geocode.separation import approach
from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.crossings import Crossing, Network, find_crossings
from mapapp.streets.edges import Lines
from mapapp.streets.names import StreetName, parse_name
from mapapp.streets.noding import split_roads

_LINES = ("LineString", "MultiLineString")

# A way belongs to a crossing when it comes within this of its circle; a degree is about 111 km.
_TOUCH_DEGREES = 1e-5
_DEGREE_M = 111_000.0


@dataclass(frozen=True)
class _Street:
    """All pieces of one name that a written name could mean."""

    title: str
    faults: Faults
    pieces: tuple[Found, ...]
    course: BaseGeometry


def corner_of(
    question: OnlineQuestion,
    corner: Corner,
    results: Sequence[Sequence[Found]],
    origin: Origin,
    *,
    beyond: bool = False,
) -> Answer:
    """Where the two streets meet, from the pieces that the service gave for each of their names.

    Streets of another name do not count, nor pieces in another place; with `beyond` these do where they
    meet one that is in the place. When only one of the two is there the answer is `not_found`, never that
    one street.
    """
    written = (corner.first, corner.second)
    within = [[one for one in found if beyond or is_inside(one, question)] for found in results]
    sides = [_streets(name, found) for name, found in zip(written, within, strict=True)]
    missing = [quoted(name) for name, side in zip(written, sides, strict=True) if not side]
    place = question.place or "that area"
    if missing:
        why = f"{origin.service} knows no street called {listed(missing, 'or')} in {place}."
        return Answer(question.phrase, Outcome.NOT_FOUND, (), why)
    firsts, seconds = sides
    meetings = [one for one in _meetings(firsts, seconds) if not beyond or _touches(*one, question)]
    if not meetings:
        return _no_meeting(question, firsts, seconds, place, origin)
    candidates = [_candidate(*one, origin, listed_only=corner.listed) for one in meetings]
    outcome, shown = decide(_apart(candidates))
    return Answer(question.phrase, outcome, shown, _why(outcome, shown, origin))


def meets_not(answer: Answer) -> bool:
    """Whether the streets are there and no true crossing is among what was found of them."""
    return answer.outcome is Outcome.NO_SUCH_INTERSECTION or any(
        {"near_miss", "grade_separated"} & set(one.faults) for one in answer.candidates[:1]
    )


def _touches(first: _Street, second: _Street, crossing: Crossing, question: OnlineQuestion) -> bool:
    """Whether a piece of either street that reaches the crossing lies in the place."""
    at = (*_pieces_at(first, crossing), *_pieces_at(second, crossing))
    return any(is_inside(one, question) for one in at)


def _streets(written: str, results: Iterable[Found]) -> list[_Street]:
    """The streets that a written name could mean."""
    asked = parse_name(written)
    groups: dict[StreetName, tuple[str, Faults, list[Found]]] = {}
    for found in results:
        if not _line_of(found):
            continue
        offered = [
            (title, (*faults, *differs))
            for title, faults in names_of(found)
            if (differs := name_faults(asked, parse_name(title))) is not None
        ]
        if offered:
            title, faults = max(offered, key=lambda one: score(one[1]))
            groups.setdefault(parse_name(title), (title, faults, []))[2].append(found)
    return _without_strays([_street(*one) for one in groups.values()])


def _street(title: str, faults: Faults, pieces: Sequence[Found]) -> _Street:
    return _Street(title, faults, tuple(pieces), shapely.union_all([_line_of(one) for one in pieces]))


def _without_strays(streets: list[_Street]) -> list[_Street]:
    """Without streets that lack a type or direction of the words which another of them has."""
    lacking = {"direction_not_in_data", "type_not_in_data"}
    whole = [one for one in streets if not lacking & set(one.faults)]
    return whole or streets


def _line_of(found: Found) -> Any:
    """The line of a piece of street, None for anything else."""
    if str(found.raw.get("class") or found.raw.get("category")) != "highway":
        return None
    drawn = found.raw.get("geojson")
    if not isinstance(drawn, dict) or drawn.get("type") not in _LINES:
        return None
    line = shape(drawn)
    return None if line.is_empty else line


def _meetings(
    firsts: Sequence[_Street], seconds: Sequence[_Street]
) -> Iterable[tuple[_Street, _Street, Crossing]]:
    """Every crossing of one of the first streets with one of the second; true ones beat all others."""
    streets = {one.title: one for one in (*firsts, *seconds)}
    numbers = {title: number for number, title in enumerate(streets, 1)}
    found: dict[tuple[int, int], list[Crossing]] = {}
    for crossing in find_crossings(_network(streets, numbers)):
        found.setdefault((crossing.street_a, crossing.street_b), []).append(crossing)
    every = [
        (first, second, crossing)
        for first, second in product(firsts, seconds)
        for crossing in found.get(_pair(numbers[first.title], numbers[second.title]), ())
    ]
    true = [one for one in every if one[2].kind == "node"]
    return true or every


def _apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each corner, the best: several names of a street make no further corner."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: -one.score):
        apart = [distance_m((one.lon, one.lat), (other.lon, other.lat)) for other in kept]
        at = next((i for i, metres in enumerate(apart) if metres <= SAME_CORNER_M), None)
        if at is None:
            kept.append(one)
        else:
            wider = max(kept[at].radius_m, round(apart[at] + one.radius_m, 1))
            kept[at] = replace(kept[at], radius_m=wider)
    return kept


def _pair(one: int, other: int) -> tuple[int, int]:
    return (min(one, other), max(one, other))


def _network(streets: Mapping[str, _Street], numbers: Mapping[str, int]) -> Network:
    pieces = [
        (line, title, found.raw.get("type") == "motorway" or parse_name(title).pre_type == "i")
        for title, street in streets.items()
        for found in street.pieces
        for line in shapely.get_parts(_line_of(found))
    ]
    edges = split_roads(
        Lines(
            geometry=np.array([line for line, _, _ in pieces], dtype=object),
            name=np.array([title for _, title, _ in pieces], dtype=object),
            mtfcc=np.array(["motorway" if limited else "" for _, _, limited in pieces], dtype=object),
            route_type=np.full(len(pieces), None, dtype=object),
        )
    )
    row, name = edges.named()
    street = np.array([numbers[one] for one in name])
    order = np.lexsort((street, row))
    return Network(
        geometry=edges.geometry,
        node_from=edges.node_from,
        node_to=edges.node_to,
        limited=edges.mtfcc == "motorway",
        row=row[order],
        street=street[order],
    )


def _candidate(
    first: _Street, second: _Street, crossing: Crossing, origin: Origin, *, listed_only: bool
) -> Candidate:
    faults = [*first.faults, *second.faults, *origin.faults()]
    if crossing.kind != "node":
        faults.append("grade_separated" if crossing.kind == "overpass" else "near_miss")
    if listed_only:
        faults.append("only_listed")
    lon, lat = round(crossing.lon, 6), round(crossing.lat, 6)
    nearby = _pieces_at(first, crossing) + _pieces_at(second, crossing)
    names = f"{first.title} & {second.title}"
    licence = next((str(one.raw["licence"]) for one in nearby if one.raw.get("licence")), "")
    ids = dict.fromkeys(f"{one.raw.get('osm_type')}/{one.raw.get('osm_id')}" for one in nearby)
    slack_m = INTERCHANGE_M if crossing.kind == "overpass" else CROSSING_SLACK_M
    return Candidate(
        lon=lon,
        lat=lat,
        geometry=Geometry.point(lon, lat),
        precision=Precision.INTERSECTION if crossing.kind == "node" else Precision.SEGMENT,
        radius_m=round(crossing.radius_m + slack_m, 1),
        score=score(faults),
        label=", ".join(one for one in (names, town_of(nearby[0])) if one),
        provenance=origin.provenance(f"street crossing ({crossing.kind.replace('_', ' ')})", ids, licence),
        faults=tuple(faults),
    )


def _pieces_at(street: _Street, crossing: Crossing) -> list[Found]:
    """The pieces of a street that reach into the crossing's circle, the nearest at least."""
    at = shapely.Point(crossing.lon, crossing.lat)
    apart = sorted(((_line_of(one).distance(at), i) for i, one in enumerate(street.pieces)))
    reach = max(crossing.radius_m / _DEGREE_M + _TOUCH_DEGREES, apart[0][0])
    return [street.pieces[i] for distance, i in apart if distance <= reach]


def _why(outcome: Outcome, shown: Sequence[Candidate], origin: Origin) -> str:
    best = shown[0]
    if outcome is Outcome.RESOLVED:
        return f"{best.label}, where the lines of both streets meet according to {origin.service}."
    if "grade_separated" in best.faults:
        return f"{best.label}: according to {origin.service} the roads cross without meeting."
    if "near_miss" in best.faults:
        return f"{best.label}: according to {origin.service} the streets come close but do not meet."
    if rivals(shown):
        fit = many(len(rivals(shown)) + 1, "corner fits", "corners fit")
        return f"According to {origin.service} {fit} the words; choose the one that is meant."
    return f"{said(best)} Choose it if it is meant."


def _no_meeting(
    question: OnlineQuestion,
    firsts: Sequence[_Street],
    seconds: Sequence[_Street],
    place: str,
    origin: Origin,
) -> Answer:
    first, second = firsts[0], seconds[0]
    why = f"According to {origin.service} {first.title} and {second.title} do not meet in {place}."
    hint = approach(first.title, first.course, second.title, second.course)
    return Answer(question.phrase, Outcome.NO_SUCH_INTERSECTION, (), why, (hint,))
