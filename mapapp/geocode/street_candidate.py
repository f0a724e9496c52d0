"""A stretch of street as a candidate: position, label, faults and where they come from."""

import shapely

from mapapp.geocode.answer import Candidate, Provenance
from mapapp.geocode.faults import score
from mapapp.geocode.scope import Scope
from mapapp.geocode.stretches import Stretch
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.streets.index import Edge

# Keys of edges that provenance lists at most; a whole highway has hundreds.
MOST_IDS = 20


def is_inside(scope: Scope, at: LonLat, edge: Edge) -> bool:
    """Whether an edge with that middle (degrees) lies in the place that is meant."""
    return scope.is_served([edge]) and scope.holds(at, edge.place_id)


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
