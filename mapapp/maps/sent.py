"""The places as the map's script gets them: GeoJSON with words and circles."""

import json
import math
from collections.abc import Iterable
from typing import Any

from mapapp.maps.extent import Bounds, opening_bounds
from mapapp.maps.features import Draw, Drawing, DrawnPlace

_METRES_PER_DEGREE = 111_320


def places_json(drawing: Drawing, tiles_url: str = "") -> bytes:
    """The drawing for the map's script: a GeoJSON FeatureCollection with words and rings, as UTF-8.

    With `tiles_url`, where the tiles of a crowd are, it holds of a crowd only what stands out, the
    `bounds` of all, and how many there are and begin at each of the times.
    """
    in_tiles = bool(tiles_url) and drawing.is_crowded
    shown = drawing.standing_out if in_tiles else drawing.places
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "groups": [{"id": one.id, "title": one.title} for one in drawing.groups],
        "times": [{"at": one.at, "words": one.words} for one in drawing.timeline.steps],
        "features": [feature(one, drawing) for one in shown if one.draw is not Draw.NOTHING],
    }
    if in_tiles:
        ids = [one.id for one in drawing.places if one.draw is not Draw.NOTHING]
        collection |= {
            "tiles": tiles_url,
            "bounds": _everywhere(drawing.places),
            "total": len(ids),
            "steps": drawing.timeline.tally(ids),
        }
    return as_bytes(collection)


def as_bytes(value: object) -> bytes:
    """A value as JSON for a script, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _everywhere(places: Iterable[DrawnPlace]) -> Bounds | None:
    """What holds every place."""
    return opening_bounds([], [one.extent for one in places if one.extent])


def feature(place: DrawnPlace, drawing: Drawing) -> dict[str, Any]:
    """A place for the map's script: a GeoJSON Feature with its words."""
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": place.geometry.as_json() if place.geometry else None,
        "properties": {**told(place, drawing), "centre": place.centre, "ring": _ring_json(place)},
    }


def told(place: DrawnPlace, drawing: Drawing) -> dict[str, Any]:
    """What the map's script says of a place, drawn or not."""
    return {
        "number": place.number,
        "group": place.group,
        "draw": place.draw,
        "label": place.label,
        "what": place.what,
        "when": place.when,
        "step": drawing.timeline.step_of.get(place.id),
        "precision": place.precision,
        "distance": place.distance,
        "status": place.status,
        "status_words": place.status_words,
        "sources": [
            {"publisher": one.publisher, "url": one.url, "quote": one.quote} for one in place.sources
        ],
    }


def _ring_json(place: DrawnPlace) -> dict[str, Any] | None:
    """The circle with as many decimals as are seen of it: a two hundredth of its radius, or finer."""
    if place.ring is None or place.ring_m is None:
        return None
    decimals = math.ceil(math.log10(200 * _METRES_PER_DEGREE / place.ring_m))
    (corners,) = place.ring.coordinates
    rounded = [(round(lon, decimals), round(lat, decimals)) for lon, lat in corners]
    return {"type": place.ring.type, "coordinates": [rounded]}
