"""Masks: a place shown only as the cell of a fixed grid that holds it, so that nobody is found by a map.

A random offset is not used: of several offsets of one spot the mean comes ever closer to it, and who learns
how the numbers were drawn undoes them. The cell of a grid that is the same for everyone gives one answer for
one spot, however often and by whomever it is asked, and readers learn which cell and no more. (Masks of
different widths on one spot do not nest, so together they say a little more than the narrower alone.)
"""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from itertools import chain, count

from mapapp.errors import BadInput
from mapapp.incident.geodesy import LonLat, distance_m, metres_per_degree
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Georeference, Place, Precision, Source
from mapapp.incident.words import MASKED, about_m

RADII_M = (500, 1_000, 2_000, 5_000)
"""The widths there are, in metres: of a cell from side to side, and of the circle's radius around it."""

_ROUNDED = 6
_HALFWAY = 180
# The circle has room beside its square cell: (1 - sqrt(2) / 2) of the radius, less a hundredth for the ground
# not being flat.
_ROOM = 0.28
_NUMBERED = re.compile(r"[^\W_]*\d[\w-]*")
_LEAST_IN_ADDRESS = 3


def cell_centre(at: LonLat, width_m: float) -> LonLat:
    """The middle (lon, lat) of the grid's cell that holds `at`; all in degrees.

    Rows of latitude and, in each, columns of longitude, at most `width_m` metres to a side, from the south
    pole and the date line on; every point of a cell lies within `width_m` of its middle.
    """
    lon, lat = at
    rows = math.ceil(180 * metres_per_degree(90)[1] / width_m)
    row = min(math.floor((lat + 90) / 180 * rows), rows - 1)
    south, north = (180 * edge / rows - 90 for edge in (row, row + 1))
    widest = 0.0 if south < 0 < north else min(abs(south), abs(north))
    columns = math.ceil(360 * metres_per_degree(widest)[0] / width_m)
    column = math.floor((lon + 180) / 360 * columns) % columns
    return round(360 * (column + 0.5) / columns - 180, _ROUNDED), round((south + north) / 2, _ROUNDED)


def width_for(place: Place, wanted_m: int) -> int:
    """The least width, `wanted_m` or more, whose circle holds the place wherever it lies in its cell.

    It depends on how far the place reaches, not on where it is, which the width must not tell. Raises
    BadInput for a place without a position, for a width there is none of, and for a place that is too large.
    """
    if place.geometry is None:
        raise BadInput("This place has no position; there is nothing to mask.")
    if wanted_m not in RADII_M:
        raise BadInput("Choose how wide the mask is: 500 m, 1 km, 2 km or 5 km.")
    reach_m = _reach_m(place.geometry, place.radius_m)
    found = next((one for one in RADII_M if one >= wanted_m and _ROOM * one >= reach_m), None)
    if found is None:
        raise BadInput(
            f"This place reaches {about_m(reach_m)} from its middle, farther than the widest mask hides. "
            "Remove it, or put a smaller one in its place."
        )
    return found


def masked(
    place: Place,
    wanted_m: int,
    label: str,
    what: str = "",
    *,
    hidden: Collection[str] = (),
    taken: Collection[str] = (),
) -> Place:
    """The place as its mask: the middle of its cell and a circle that holds the cell, under `label`.

    Words of sources, details of how it was placed, corrections and members we do not know are left out. It
    keeps its id, unless that tells a word that is `hidden`: then it gets one that is not `taken`. Raises
    BadInput as `width_for`.
    """
    width_m = width_for(place, wanted_m)
    return Place(
        id=masked_id(place.id, hidden, taken),
        layer=place.layer,
        label=label,
        geometry=Geometry.point(*cell_centre(_middle(place), width_m)),
        precision=Precision.NEIGHBOURHOOD,
        radius_m=float(width_m),
        what=what,
        status=place.status,
        occurred_at=place.occurred_at,
        sources=bare_sources(place.sources, hidden),
        georeference=Georeference(method=MASKED),
    )


def masked_id(place_id: str, hidden: Collection[str], taken: Collection[str] = ()) -> str:
    """The id of the place, or one that is not `taken` where the id itself tells what is hidden."""
    if not set(numbered_words(place_id)) & set(hidden):
        return place_id
    others = (f"masked-place-{number}" for number in count(2))
    return next(one for one in chain(["masked-place"], others) if one not in taken)


def under(mask: Place, place: Place, hidden: Collection[str]) -> Place:
    """A place of an earlier revision as its `mask` shows it, with the layer, status and time given then."""
    return replace(
        mask,
        layer=place.layer,
        status=place.status,
        occurred_at=place.occurred_at,
        sources=bare_sources(place.sources, hidden),
    )


def unmasked(exact: Place, mask: Place, now: Place) -> Place:
    """The place as it was before the mask, with what was changed of it `now`, since the mask was made."""
    changed = {
        one.name: getattr(now, one.name)
        for one in fields(Place)
        if one.name not in ("id", "geometry", "precision", "radius_m", "georeference")
        and getattr(now, one.name) != getattr(mask, one.name)
    }
    return replace(exact, **changed)


def bare_sources(sources: Iterable[Source], hidden: Collection[str]) -> tuple[Source, ...]:
    """Who said it and when it was looked up: no quotes, and no web address that holds a `hidden` word."""
    telling = {one for one in hidden if len(one) >= _LEAST_IN_ADDRESS}
    return tuple(
        Source(one.publisher, "" if telling & set(numbered_words(one.url)) else one.url, "", one.retrieved_at)
        for one in sources
    )


def hidden_words(places: Iterable[Place], label: str, what: str = "") -> frozenset[str]:
    """The words with a digit that places say of themselves: house numbers; without those of the mask."""
    telling = {word for place in places for text in _texts(place) for word in numbered_words(text)}
    return frozenset(telling - {*numbered_words(label), *numbered_words(what)})


def numbered_words(text: str) -> list[str]:
    """The words of a text that hold a digit, in small letters; the parts of a word with hyphens too."""
    found = [one.casefold() for one in _NUMBERED.findall(text)]
    parts = (part for one in found if "-" in one for part in one.split("-"))
    return [*found, *(part for part in parts if any(letter.isdigit() for letter in part))]


def suggested_label(label: str) -> str:
    """A label without numbers to go on from: "2815 40th Street, Kenosha" -> "A place in Kenosha"."""
    if not numbered_words(label):
        return label
    around = ", ".join(one for one in label.split(", ")[1:] if not numbered_words(one))
    return f"A place in {around}" if around else "A place in this area"


def _texts(place: Place) -> Iterable[str]:
    yield from (place.label, place.what, place.verbatim)
    yield from (one.quote for one in place.sources)
    yield from (one.note for one in place.corrections)


def _middle(place: Place) -> LonLat:
    """The point itself, or the middle of the box around a figure."""
    if place.geometry is None:
        raise BadInput("This place has no position; there is nothing to mask.")
    if place.geometry.type == "Point":
        return place.geometry.representative_point()
    west, south, east, north = place.geometry.bounds()
    return (west + east) / 2, (south + north) / 2


def _reach_m(geometry: Geometry, radius_m: float | None) -> float:
    """How far a figure reaches from the middle of its box, with its doubt, in metres."""
    west, south, east, north = geometry.bounds()
    if east - west > _HALFWAY:
        raise BadInput(
            "This place lies on both sides of the date line and cannot be masked; put a point there."
        )
    half = max(distance_m((west, lat), (east, lat)) for lat in (south, north)) / 2
    return math.hypot(half, distance_m((west, south), (west, north)) / 2) + (radius_m or 0.0)
