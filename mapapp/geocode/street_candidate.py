"""A stretch of street as a candidate: position, label, faults, source; and whether it is an area."""

from dataclasses import replace

import shapely

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.faults import score
from mapapp.geocode.scope import Scope
from mapapp.geocode.stretches import HOUSE_OFFSET_M, Stretch
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.records import Edge

# A stretch is `resolved` when no part of it between the crossings lies 100 m from its middle, from where on a
# pin counts as wrong; a longer one is an area. It is drawn to the middle of the crossings, half a street's
# width (10 m) more.
RESOLVED_M = 110.0

# Keys of edges that provenance lists at most; a whole highway has hundreds.
MOST_IDS = 20


def is_inside(scope: Scope, at: LonLat, edge: Edge) -> bool:
    """Whether an edge with that middle (degrees) lies in the place that is meant."""
    return scope.is_served([edge]) and scope.holds(at, edge.place_id)


def area_if_long(answer: Answer) -> Answer:
    """The answer with a stretch that is too long to be one spot as an area."""
    is_long = answer.candidates[0].radius_m > RESOLVED_M + HOUSE_OFFSET_M
    return as_area(answer) if is_long else answer


def as_area(answer: Answer) -> Answer:
    """What is no spot is an area, unless a person must choose."""
    if answer.outcome is not Outcome.RESOLVED:
        return answer
    why = f"{answer.explanation} It is a stretch of street, not a spot on it."
    return replace(answer, outcome=Outcome.AREA, explanation=why)


def street_candidate(
    scope: Scope,
    stretch: Stretch,
    precision: Precision,
    faults: tuple[str, ...],
    *,
    method: str,
    label: str,
    highways: bool = False,
) -> Candidate:
    """The candidate; its label gets the town, its faults whether it lies outside what is meant.

    `highways` as for `Scope.outside_fault`.
    """
    held = {one: scope.holds(stretch.middle, one) for one in {edge.place_id for edge in stretch.edges}}
    inside = [one for one in stretch.edges if held[one.place_id] and scope.is_served([one])]
    outside = () if inside else (scope.outside_fault(highways=highways),)
    faults = (*faults, *(("other_side",) if stretch.other_side else ()), *outside)
    region = scope.index.region
    place = scope.index.place((inside or stretch.edges)[0].place_id)
    lon, lat = stretch.middle
    return Candidate(
        lon=round(lon, 6),
        lat=round(lat, 6),
        geometry=Geometry.from_shape(shapely.set_precision(stretch.figure, 1e-6, mode="pointwise")),
        precision=precision,
        radius_m=round(stretch.radius_m, 1),
        score=score(faults),
        label=f"{label}, {place.name if place else region.title}",
        provenance=Provenance(
            method=method,
            dataset=region.source,
            vintage=region.vintage,
            licence=region.licence,
            ids=tuple(str(abs(one.fid)) for one in stretch.edges[:MOST_IDS]),
        ),
        faults=faults,
    )
