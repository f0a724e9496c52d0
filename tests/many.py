"""A map of many places, made up: reports scattered around a few towns, the same for the same number."""

import random
from typing import Any

from mapapp.incident.geojson import parse_incident
from mapapp.incident.model import Incident

MANY = "reports-of-the-storm"
_TOWNS = ((-87.84, 42.59), (-87.80, 42.72), (-88.01, 42.70), (-87.95, 43.04), (-88.25, 42.57))


def many_places(number: int) -> Incident:
    """An incident with one scene and `number` - 1 reports: corners, blocks and roughly told places.

    Nine of ten lie around one of the towns, the rest anywhere between; some share a spot to the last digit.
    """
    chance = random.Random(number)
    features = [_report(i, chance) for i in range(1, number + 1)]
    return parse_incident(
        {
            "type": "FeatureCollection",
            "id": MANY,
            "title": "Reports of the storm",
            "timezone": "America/Chicago",
            "credits": ["Made-up reports"],
            "features": features,
        }
    )


def _report(number: int, chance: random.Random) -> dict[str, Any]:
    lon, lat = _spot(chance)
    precision, radius = chance.choice((("intersection", 15.0), ("block", 90.0), ("neighbourhood", 900.0)))
    properties = {
        "layer": "scene" if number == 1 else chance.choice(("facility", "context", "context")),
        "label": f"Report {number}",
        "precision": precision,
        "radius_m": radius,
        "what": "A tree lay across the road.",
        "status": chance.choice(("reported", "confirmed")),
        "occurred_at": f"2026-06-0{chance.randint(1, 9)}T{chance.randint(10, 23)}:00:00-05:00",
        "sources": [{"publisher": "The Paper", "url": f"https://paper.example/reports/{number}"}],
    }
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": f"report-{number}", "geometry": geometry, "properties": properties}


def _spot(chance: random.Random) -> tuple[float, float]:
    if chance.random() < 0.1:
        return round(chance.uniform(-88.3, -87.8), 5), round(chance.uniform(42.5, 43.1), 5)
    lon, lat = chance.choice(_TOWNS)
    if chance.random() < 0.02:
        return lon, lat
    return round(chance.gauss(lon, 0.03), 5), round(chance.gauss(lat, 0.02), 5)
