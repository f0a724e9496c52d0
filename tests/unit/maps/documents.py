"""Incidents for the tests of this room."""

import json
from pathlib import Path
from typing import Any

from mapapp.incident.geojson import loads, parse_incident
from mapapp.incident.model import Incident

DATA = Path(__file__).parents[3] / "data"
SHIPPED = [DATA / "basemap" / "national.geojson.gz", DATA / "basemap" / "southeast-wisconsin.geojson"]


def founding() -> Incident:
    return loads((DATA / "incidents" / "kenosha-2020-08-23.geojson").read_bytes())


def place(place_id: str, lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    """A Feature; a scene at a street corner that a paper reported unless `properties` say otherwise."""
    defaults = {
        "layer": "scene",
        "label": place_id,
        "precision": "intersection",
        "radius_m": 15,
        "sources": [{"publisher": "The Paper"}],
    }
    return {
        "type": "Feature",
        "id": place_id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {**defaults, **properties},
    }


def incident(*features: dict[str, Any], **members: Any) -> Incident:
    document = {"type": "FeatureCollection", "id": "a-map", "title": "A map", **members}
    return parse_incident(json.loads(json.dumps({**document, "features": list(features)})))
