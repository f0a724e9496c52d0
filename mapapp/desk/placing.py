"""Where a place of an incident goes: from a candidate of the geocoder, or by a person's hand."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from mapapp.desk.house_numbers import block_words
from mapapp.desk.slugs import free_slug, slug_of
from mapapp.errors import BadInput
from mapapp.geocode.answer import Candidate
from mapapp.geocode.facilities import facility_candidate
from mapapp.geocode.faults import FAULTS
from mapapp.incident.drawn import checked_drawing, is_line
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import distance_m
from mapapp.incident.geojson import place_as_json
from mapapp.incident.geometry import Geometry, in_range, number
from mapapp.incident.model import Georeference, Layer, Place, Precision, Source, Status
from mapapp.incident.words import DRAWN_BY_HAND

BY_HAND = "placed by hand"

# What a line and what an area that a person draws may be said to be, the usual first.
DRAWN_LINES = (Precision.SEGMENT, Precision.ROAD)
DRAWN_AREAS = (Precision.RELATIVE, Precision.NEIGHBOURHOOD)

# A city block is about 100 m long, and rounding its middle to three decimals moves it by up to 80 m.
BLOCK_RADIUS_M = 180.0
BLOCK_DECIMALS = 3

# Who puts a place on the map by hand vouches for the block, not for the door.
HAND_RADIUS_M = 100.0

DECIMALS = 6
_METRES_PER_DEGREE = 111_320

E_ = TypeVar("E_", bound=StrEnum)


@dataclass(frozen=True)
class PlaceFields:
    """What a reporter says about a place; `layer` and `status` may be given by their words.

    `verbatim` is the words of the source; `occurred_at` an RFC 3339 date, or a time with its offset.
    """

    label: str
    layer: Layer | str = Layer.SCENE
    what: str = ""
    status: Status | str = Status.REPORTED
    occurred_at: str = ""
    verbatim: str = ""
    sources: tuple[Source, ...] = ()


def placed(
    fields: PlaceFields, candidate: Candidate | None, taken: Collection[str], *, exact: bool = False
) -> Place:
    """A place where `candidate` says, under an id made from its label that is not among those `taken`.

    Without a candidate it has no position yet. An address becomes its block unless it is to be `exact`; the
    id never tells a house number. Raises BadInput for an unknown layer or status, and for a
    candidate whose service does not allow it to be kept.
    """
    free = free_slug(slug_of(block_words(fields.label), otherwise="place"))
    place = Place(
        id=next(one for one in free if one not in taken),
        layer=Layer.SCENE,
        label="",
        geometry=None,
        precision=Precision.RELATIVE,
    )
    place = described(place, fields)
    return place if candidate is None else _at(place, candidate, exact=exact)


def possible(place: Place, candidates: Iterable[Candidate], taken: Collection[str]) -> list[Place]:
    """A facility for each candidate that `place` may be, with the same status and sources.

    When it happened is not said of them: at all but one of them nothing did.
    """
    found: list[Place] = []
    for candidate in candidates:
        fields = PlaceFields(
            label=candidate.label,
            layer=Layer.FACILITY,
            status=place.status,
            sources=place.sources,
        )
        facility = placed(fields, candidate, {*taken, *(one.id for one in found)})
        found.append(replace(facility, candidate_for=place.id))
    return found


def facility_places(facilities: Iterable[Facility], taken: Collection[str]) -> list[Place]:
    """A place for each facility, where its list says, with the list as its source."""
    found: list[Place] = []
    for facility in facilities:
        candidate = facility_candidate(facility)
        source = Source(publisher=candidate.provenance.dataset)
        fields = PlaceFields(label=candidate.label, layer=Layer.FACILITY, sources=(source,))
        found.append(placed(fields, candidate, {*taken, *(one.id for one in found)}))
    return found


def is_there(facility: Facility, places: Iterable[Place]) -> bool:
    """Whether a facility is one of these places already, by its list and its id there."""
    dataset, ids = facility_candidate(facility).provenance.dataset, [facility.dataset_id]
    origins = (one.georeference for one in places)
    return any(one is not None and (one.dataset, one.extra.get("ids")) == (dataset, ids) for one in origins)


def described(place: Place, fields: PlaceFields) -> Place:
    """The place with what `fields` say about it; raises BadInput for an unknown layer or status."""
    said: dict[str, Any] = {
        **vars(fields),
        "label": fields.label.strip(),
        "layer": _one_of(Layer, fields.layer),
        "status": _one_of(Status, fields.status),
    }
    return replace(place, **said)


def moved(place: Place, lon: float, lat: float) -> Place:
    """The place put by hand at (lon, lat) in degrees; how it was placed before is kept under "before".

    Raises InvalidDocument for a position that is none.
    """
    in_range(number(lon, "lon"), 180, "longitude", "lon")
    in_range(number(lat, "lat"), 90, "latitude", "lat")
    before = place_as_json(place)["properties"].get("georeference")
    extra = {"before": before} if before else {}
    radius_m = _reach_m(place)
    return replace(
        place,
        geometry=Geometry.point(*_rounded((lon, lat), _decimals(radius_m))),
        precision=Precision.BLOCK if place.geometry is None else place.precision,
        radius_m=radius_m,
        georeference=Georeference(method=BY_HAND, extra=extra),
    )


def drawn(place: Place, geometry: Geometry, precision: Precision | None = None) -> Place:
    """The place where a person drew it: a point as `moved`, with its ring; a line or an area as it is.

    `precision` says what the line (segment or road) or the area (neighbourhood or relative) is; what does not
    go with the figure counts as unsaid. Raises InvalidDocument for a figure that cannot be drawn.
    """
    figure = checked_drawing(geometry)
    if figure.type == "Point":
        return moved(place, *figure.coordinates)
    # What crosses only once it is rounded must be refused as well.
    rounded = checked_drawing(Geometry(figure.type, _rounded(figure.coordinates, _decimals(None))))
    kinds = DRAWN_LINES if is_line(figure) else DRAWN_AREAS
    return replace(
        place,
        geometry=rounded,
        precision=precision if precision in kinds else kinds[0],
        radius_m=None,
        georeference=Georeference(method=DRAWN_BY_HAND),
    )


def moved_block(place: Place, lon: float, lat: float) -> Place:
    """A block whose address a person put elsewhere by hand, as `moved`: its circle hides that door too."""
    put = moved(place, lon, lat)
    return replace(
        put,
        geometry=Geometry.point(*_rounded((lon, lat), BLOCK_DECIMALS)),
        radius_m=max(put.radius_m or 0.0, BLOCK_RADIUS_M),
    )


def hidden_home(place: Place) -> Place:
    """A home as its block: a spot becomes a circle whose middle, rounded, is not the house."""
    if place.geometry is None or place.geometry.type != "Point":
        return place
    lon, lat = _rounded(place.geometry.coordinates[:2], BLOCK_DECIMALS)
    radius_m = max(place.radius_m or 0.0, BLOCK_RADIUS_M)
    return replace(place, geometry=Geometry.point(lon, lat), precision=Precision.BLOCK, radius_m=radius_m)


def block_around(address: Candidate) -> Candidate:
    """An address as its block: a circle that holds it and whose middle, rounded, is not the house."""
    block = replace(address, precision=Precision.BLOCK, label=block_words(address.label))
    if address.geometry.type != "Point":
        return block
    lon, lat = _rounded((address.lon, address.lat), BLOCK_DECIMALS)
    radius_m = max(address.radius_m, BLOCK_RADIUS_M)
    return replace(block, lon=lon, lat=lat, geometry=Geometry.point(lon, lat), radius_m=radius_m)


def fault_words(fault: str) -> str:
    """What a fault of a candidate means, for a person."""
    known = FAULTS.get(fault)
    return known.words if known else fault.replace("_", " ")


def _at(place: Place, candidate: Candidate, *, exact: bool) -> Place:
    if "not_to_be_kept" in candidate.faults:
        raise BadInput(
            f"{candidate.provenance.dataset} does not allow its answers to be kept or published; find the "
            "place in another source, and give its position by hand."
        )
    if candidate.precision is Precision.ADDRESS and not exact:
        candidate = block_around(candidate)
    origin = candidate.provenance
    georeference = Georeference(
        method=origin.method,
        dataset=origin.dataset,
        vintage=origin.vintage,
        licence=origin.licence,
        faults=tuple(f"{one}: {fault_words(one)}" for one in dict.fromkeys(candidate.faults)),
        extra={"ids": list(origin.ids)} if origin.ids else {},
    )
    geometry = candidate.geometry
    decimals = _decimals(candidate.radius_m) if geometry.type == "Point" else DECIMALS
    return replace(
        place,
        geometry=Geometry(geometry.type, _rounded(geometry.coordinates, decimals)),
        precision=candidate.precision,
        radius_m=None if "Polygon" in geometry.type else round(candidate.radius_m, 1) or None,
        georeference=georeference,
    )


def _reach_m(place: Place) -> float:
    """How far from its middle a place reaches: its radius, or half of its figure from corner to corner."""
    if place.geometry is None:
        return HAND_RADIUS_M
    west, south, east, north = place.geometry.bounds()
    half = distance_m((west, south), (east, north)) / 2
    return round(max(half, place.radius_m or 0.0), 1) or HAND_RADIUS_M


def _decimals(radius_m: float | None) -> int:
    """As many decimals of a degree as a radius justifies: steps of a fiftieth of it, 0.1 m at the finest."""
    if not radius_m:
        return DECIMALS
    needed = math.ceil(math.log10(50 * _METRES_PER_DEGREE / radius_m))
    return min(max(needed, BLOCK_DECIMALS), DECIMALS)


def _rounded(coordinates: Any, decimals: int) -> Any:
    if isinstance(coordinates, tuple):
        return tuple(_rounded(one, decimals) for one in coordinates)
    if isinstance(coordinates, Geometry):
        return Geometry(coordinates.type, _rounded(coordinates.coordinates, decimals))
    return round(coordinates, decimals)


def _one_of(kinds: type[E_], word: str) -> E_:
    try:
        return kinds(word)
    except ValueError as error:
        raise BadInput(f"{word!r} is not one of {', '.join(kinds)}.") from error
