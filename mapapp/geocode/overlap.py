"""What two sources both have, a city's own file and its county's say, is one thing and not a choice."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.geocode.answer import Candidate, Provenance
from mapapp.incident.geodesy import distance_m, metres_per_degree
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision

# Two sources put one spot less than this apart, and within the radius of either. From there on a pin counts
# as wrong.
ONE_SPOT_M = 100.0

# Two sources draw one street less than this apart: what the index takes for one corner.
ONE_STREET_M = 50.0

# Two figures are one when they share the greater part of the smaller: sources end streets and cities apart.
_GREATER_PART = 0.5

# Facilities are told apart by their names, and areas by their own outlines.
_ON_STREETS = frozenset({
    Precision.INTERSECTION, Precision.ADDRESS, Precision.BLOCK, Precision.SEGMENT, Precision.ROAD,
    Precision.HIGHWAY,
})  # fmt: skip
_WHOLE_STREETS = frozenset({Precision.ROAD, Precision.HIGHWAY})
_HOUSE_OR_ITS_BLOCK = frozenset({Precision.ADDRESS, Precision.BLOCK})


def each_once(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates on streets, each as one source has it: as the best does, of equals the first."""
    if len({source_of(one.provenance) for one in candidates}) < 2:
        return candidates
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: -one.score):
        if not any(_is_same(one, other) for other in kept):
            kept.append(one)
    return kept


def source_of(provenance: Provenance) -> tuple[str, str]:
    """What tells one source from another: the data set and its edition."""
    return provenance.dataset, provenance.vintage


def is_same_area(one: Candidate, other: Candidate) -> bool:
    """Whether two areas of one name are one: by their key, or drawn by two sources on the same ground."""
    if one.precision is not other.precision:
        return False
    if any(one.provenance.ids) and one.provenance.ids == other.provenance.ids:
        return True
    figures = one.geometry.shape(), other.geometry.shape()
    shared = shapely.intersection(*figures).area
    apart = source_of(one.provenance) != source_of(other.provenance)
    return apart and bool(shared > _GREATER_PART * min(each.area for each in figures))


def is_beside(course: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two lines, in degrees, come as close somewhere as one street does that two sources draw."""
    slack = ONE_STREET_M / metres_per_degree(course.bounds[1])[1]
    return bool(shapely.dwithin(course, other, slack))


def _is_same(one: Candidate, other: Candidate) -> bool:
    precisions = {one.precision, other.precision}
    if source_of(one.provenance) == source_of(other.provenance) or not precisions <= _ON_STREETS:
        return False
    if _is_line(one.geometry) and _is_line(other.geometry):
        return _is_same_stretch(one, other, whole=precisions <= _WHOLE_STREETS)
    if precisions == _HOUSE_OR_ITS_BLOCK:
        return _flat(one.geometry, one.lat).distance(_flat(other.geometry, one.lat)) <= ONE_STREET_M
    return len(precisions) == 1 and _is_one_spot(one, other)


def _is_same_stretch(one: Candidate, other: Candidate, *, whole: bool) -> bool:
    """Whether two lines run along each other; of a whole street one source may have only a part."""
    if not whole and one.precision is not other.precision:
        return False
    figures = _flat(one.geometry, one.lat), _flat(other.geometry, one.lat)
    shorter, longer = sorted(figures, key=lambda each: float(each.length))
    return _runs_along(shorter, longer) and (
        whole or _is_one_spot(one, other) or _runs_along(longer, shorter)
    )


def _is_one_spot(one: Candidate, other: Candidate) -> bool:
    apart_m = distance_m((one.lon, one.lat), (other.lon, other.lat))
    return apart_m <= min(one.radius_m, other.radius_m, ONE_SPOT_M)


def _runs_along(line: BaseGeometry, other: BaseGeometry) -> bool:
    beside = line.intersection(other.buffer(ONE_STREET_M, quad_segs=4))
    return bool(beside.length >= _GREATER_PART * line.length)


def _is_line(geometry: Geometry) -> bool:
    return geometry.type in ("LineString", "MultiLineString")


def _flat(geometry: Geometry, lat: float) -> BaseGeometry:
    """The figure in metres, as they are at that latitude."""
    scale = metres_per_degree(lat)
    return shapely.transform(geometry.shape(), lambda lonlat: lonlat * scale)
