"""Areas that lie some way from a place or a corner: a sector, a circle, a belt, what is between two places.

Distances are geodesic and straight. People count them from a place's middle or from its edge, so an area
reaches from the nearest that is meant by the one to the farthest by the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.geocode.gazetteer import City
from mapapp.geocode.phrase import BEYOND, Away, Distance
from mapapp.geocode.stretches import reach_m
from mapapp.incident.geodesy import (
    DEGREES,
    METRES_PER_MILE,
    LonLat,
    bearing,
    compass_word,
    destination,
    distance_m,
    metres_per_degree,
    ring,
)
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision

# A direction said with a distance holds within a sixteenth of the compass on either side (checked against
# claims in news); one said alone only names a side, a quarter of the compass.
DIRECTION_DEGREES = 22.5
SIDE_DEGREES = 45.0

# "North of Kenosha" says no distance: up to ten miles, from where on another town would be named.
SIDE_M = 10 * METRES_PER_MILE

# "Just outside" a place: up to three miles from its edge, as far as a larger city of Wisconsin may zone
# beyond its limits (Wisconsin Statutes 62.23(7a)).
OUTSIDE_M = 3 * METRES_PER_MILE

# A belt three miles wide is drawn no finer than this.
SIMPLIFIED_M = 100.0

# Places farther apart than this have too much between them.
FARTHEST_APART_M = 150_000.0

MOST_AWAY_M = 200_000.0

_STEP_DEGREES = 3.75
_SPOTS = frozenset({
    Precision.INTERSECTION, Precision.POI_SMALL, Precision.POI_LARGE, Precision.ADDRESS, Precision.BLOCK,
    Precision.PLACE, Precision.COUNTY, Precision.NEIGHBOURHOOD,
})  # fmt: skip
_AREAS = frozenset({Precision.PLACE, Precision.COUNTY, Precision.NEIGHBOURHOOD})
_FOUND = (Outcome.RESOLVED, Outcome.AREA, Outcome.AMBIGUOUS)


def away_from(start: Answer, query: Away) -> Answer:
    """The areas that lie so far from what the start's answer found, under its outcome.

    A start that was not found, or that is a whole street, leaves nothing to measure from.
    """
    if start.outcome not in _FOUND:
        return start
    known = [one for one in start.candidates if one.precision in (_SPOTS if _is_far(query) else _AREAS)]
    if not known:
        what = start.candidates[0].label
        why = f"{what} is no spot to measure from; name a corner or a town."
        return Answer(start.phrase, Outcome.NOT_FOUND, (), why)
    if query.distance and query.distance.blocks:
        why = f"Blocks are counted along a street; name the street that leads away from {known[0].label}."
        return Answer(start.phrase, Outcome.NOT_FOUND, (), why)
    if query.distance and query.distance.most > MOST_AWAY_M:
        why = f"{query.distance.words[:60]} is too far to map; name a place that is closer."
        return Answer(start.phrase, Outcome.NOT_FOUND, (), why)
    found = tuple(_away(one, query) for one in known)
    if start.outcome is Outcome.AMBIGUOUS:
        return replace(start, candidates=found)
    how = ", in a straight line" if query.distance else ""
    why = f"{found[0].label}{how}: an area, not a spot."
    return Answer(start.phrase, Outcome.AREA, found[:1], why)


def centred(area: Candidate, cities: Iterable[City]) -> Candidate:
    """A town's area with its middle where the gazetteer has it, if that lies in it."""
    figure = area.geometry.shape()
    inside = [one for one in cities if figure.covers(shapely.Point(one.lon, one.lat))]
    if area.precision is not Precision.PLACE or len(inside) != 1:
        return area
    at = inside[0].lon, inside[0].lat
    return replace(area, lon=at[0], lat=at[1], radius_m=round(reach_m(at, figure), 1))


def between_places(first: Answer, second: Answer) -> Answer:
    """The circle on which two places lie opposite each other: seen from within they are on two sides."""
    for one in (first, second):
        if one.outcome is not Outcome.AREA or one.candidates[0].precision not in _AREAS:
            why = f"“{one.phrase}” is not one town or county, so nothing lies between it and another."
            return replace(one, outcome=Outcome.NOT_FOUND, candidates=(), explanation=why)
    start, end = first.candidates[0], second.candidates[0]
    ends = (start.lon, start.lat), (end.lon, end.lat)
    metres = distance_m(*ends)
    if not 1_000 <= metres <= FARTHEST_APART_M:
        why = f"{start.label} and {end.label} are too {'far apart' if metres > 1_000 else 'close'} to map."
        return Answer(first.phrase, Outcome.NOT_FOUND, (), why)
    middle = destination(ends[0], bearing(*ends), metres / 2)
    figure = ring(middle, metres / 2)
    label = f"Between {start.label} and {end.label}"
    found = _candidate(start, figure.shape(), middle, label)
    return Answer(first.phrase, Outcome.AREA, (found,), f"{label}: an area, not a spot.")


def _is_far(query: Away) -> bool:
    return bool(query.distance or query.direction)


def _away(start: Candidate, query: Away) -> Candidate:
    if query.distance and query.direction:
        return _sector(start, query.direction, query.distance)
    if query.distance:
        return _circle(start, query.distance)
    return _side(start, query.direction) if query.direction else _belt(start)


def _sector(start: Candidate, direction: str, distance: Distance) -> Candidate:
    """So far in a direction; what is nearer than the edge of a place is counted from there."""
    centre, degrees = (start.lon, start.lat), DEGREES[direction]
    edges = [_edge_m(start, degrees + turn) for turn in (-DIRECTION_DEGREES, 0.0, DIRECTION_DEGREES)]
    inner = min(edges) if distance.metres < edges[1] else 0.0
    figure = _wedge(centre, degrees, DIRECTION_DEGREES, distance.least + inner, distance.most + max(edges))
    at = destination(centre, degrees, distance.metres + (edges[1] if inner else edges[1] / 2))
    return _candidate(start, figure, at, f"{distance.words} {compass_word(degrees)} of {start.label}")


def _circle(start: Candidate, distance: Distance) -> Candidate:
    centre = (start.lon, start.lat)
    figure = ring(centre, distance.most + start.radius_m).shape()
    return _candidate(start, figure, centre, f"{distance.words} from {start.label}")


def _side(start: Candidate, direction: str) -> Candidate:
    """What lies on one side of a place, outside of it."""
    centre, degrees = (start.lon, start.lat), DEGREES[direction]
    beyond_m = SIDE_M if start.precision in _AREAS else BEYOND.most
    figure = _wedge(centre, degrees, SIDE_DEGREES, 0.0, _edge_m(start, degrees) + beyond_m)
    figure = _largest(figure.difference(start.geometry.shape().buffer(0)))
    inside = shapely.point_on_surface(figure)
    return _candidate(
        start, figure, (inside.x, inside.y), f"{compass_word(degrees).title()} of {start.label}"
    )


def _belt(start: Candidate) -> Candidate:
    """What lies around a place, outside of it."""
    scale = metres_per_degree(start.lat)
    own = start.geometry.shape()
    flat = shapely.simplify(shapely.transform(own, lambda lonlat: lonlat * scale), SIMPLIFIED_M)
    around = shapely.simplify(flat.buffer(OUTSIDE_M, 8), SIMPLIFIED_M)
    figure = _largest(shapely.transform(around, lambda xy: xy / scale).difference(own))
    inside = shapely.point_on_surface(figure)
    return _candidate(start, figure, (inside.x, inside.y), f"Outside {start.label}")


def _wedge(centre: LonLat, degrees: float, half: float, least_m: float, most_m: float) -> BaseGeometry:
    """A sector between two distances from a centre, as a polygon."""
    turns = [degrees - half + i * _STEP_DEGREES for i in range(round(2 * half / _STEP_DEGREES) + 1)]
    outer = [destination(centre, one, most_m) for one in turns]
    inner = [destination(centre, one, least_m) for one in reversed(turns)] if least_m > 1 else [centre]
    return shapely.Polygon([*outer, *inner])


def _edge_m(start: Candidate, degrees: float) -> float:
    """How far a place reaches from its middle in a direction; a spot's own radius."""
    centre = (start.lon, start.lat)
    if start.geometry.type == "Point":
        return start.radius_m
    ray = shapely.LineString([centre, destination(centre, degrees, max(start.radius_m, 1.0))])
    within = shapely.get_coordinates(ray.intersection(start.geometry.shape()))
    return max((distance_m(centre, (x, y)) for x, y in within.tolist()), default=0.0)


def _parts(figure: BaseGeometry) -> Iterator[BaseGeometry]:
    return (one for one in shapely.get_parts(figure) if one.geom_type == "Polygon")


def _largest(figure: BaseGeometry) -> BaseGeometry:
    return max(_parts(figure), key=lambda one: float(one.area))


def _candidate(start: Candidate, figure: BaseGeometry, at: LonLat, label: str) -> Candidate:
    figure = shapely.set_precision(figure, 1e-6)
    at = round(at[0], 6), round(at[1], 6)
    origin = replace(start.provenance, method=f"distance and direction ({start.provenance.method})")
    return replace(
        start,
        lon=at[0],
        lat=at[1],
        geometry=Geometry.from_shape(figure),
        precision=Precision.RELATIVE,
        radius_m=round(reach_m(at, figure), 1),
        label=label,
        provenance=origin,
    )
