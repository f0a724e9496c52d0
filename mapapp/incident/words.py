"""Plain words for what a map knows: precision, status, layers and distances."""

import math

from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, bearing, compass_word, distance_m
from mapapp.incident.model import PIN_PRECISIONS, Layer, Place, Precision, Status

LAYER_TITLES = {
    Layer.SCENE: "Scenes",
    Layer.FACILITY: "Related facilities",
    Layer.CONTEXT: "Context",
    Layer.ROUTE: "Routes",
    Layer.AREA: "Areas",
}

CANDIDATES_TITLE = "Facilities it could be"

STATUS_WORDS = {
    Status.REPORTED: "reported, not confirmed",
    Status.CONFIRMED: "confirmed",
    Status.DISPUTED: "disputed",
    Status.RETRACTED: "retracted",
}

PRECISION_WORDS = {
    Precision.ADDRESS: "a street address",
    Precision.POI_SMALL: "a building",
    Precision.INTERSECTION: "a street corner",
    Precision.POI_LARGE: "a large site",
    Precision.BLOCK: "one block of a street",
    Precision.SEGMENT: "a stretch of street",
    Precision.ROAD: "somewhere along a street",
    Precision.HIGHWAY: "somewhere along a highway",
    Precision.NEIGHBOURHOOD: "a neighbourhood",
    Precision.PLACE: "a city or town as a whole",
    Precision.COUNTY: "a county as a whole",
    Precision.RELATIVE: "a distance and direction from a known place",
}

DRAWN_BY_HAND = "drawn by hand"
"""The method of a line or an area that a person drew."""

PIN_RADIUS_LIMIT_M = 60.0

MASKED = "masked"
"""How a place was placed whose position is kept back: the method of its georeference."""


def is_masked(place: Place) -> bool:
    """Whether a place is shown only roughly, on purpose."""
    return place.georeference is not None and place.georeference.method == MASKED


def is_pin(place: Place) -> bool:
    """Whether a place may be drawn as a pin.

    Only a Point of a precise kind; an address or building that is only "near" is not one, since
    its pin would stand on a doorstep nobody named.
    """
    if place.geometry is None or place.geometry.type != "Point" or place.precision not in PIN_PRECISIONS:
        return False
    return place.precision is Precision.INTERSECTION or (place.radius_m or 0) <= PIN_RADIUS_LIMIT_M


def about_m(metres: float) -> str:
    """A length as people say it: "about 150 m", "about 1.2 km", "about 11 km"."""
    if metres < 1:
        return "less than 1 m"
    said = _rounded(metres, 2)
    if said < 1000:
        return f"about {said:.0f} m"
    return f"about {said / 1000:.1f} km" if said < 10_000 else f"about {said / 1000:.0f} km"


def about_miles(metres: float) -> str:
    """A length in miles as people say it: "about 0.3 miles", "about 32 miles"."""
    miles = metres / METRES_PER_MILE
    shown = f"{miles:.0f}" if miles >= 10 else f"{miles:.1f}"
    return f"about {shown} mile{'' if shown in ('1', '1.0') else 's'}"


def within_words(radius_m: float | None) -> str:
    """A radius as readers see it: "within about 150 m"; empty where there is none."""
    return f"within {about_m(radius_m)}" if radius_m else ""


def precision_words(place: Place) -> str:
    """Precision and radius in one phrase: "a street corner, within about 150 m"."""
    is_drawn = place.georeference is not None and place.georeference.method == DRAWN_BY_HAND
    kind = PRECISION_WORDS[place.precision]
    if is_drawn and place.precision is Precision.RELATIVE:
        kind = "an area drawn by hand"
    if is_masked(place):
        kind = "shown only roughly, on purpose"
    words = [kind, within_words(place.radius_m)]
    return ", ".join(one for one in words if one)


def from_words(start: LonLat, end: LonLat) -> str:
    """Where `end` lies as seen from `start`: "about 32 miles north"; empty when they coincide."""
    metres = distance_m(start, end)
    return f"{about_miles(metres)} {compass_word(bearing(start, end))}" if metres >= 80 else ""


def _rounded(value: float, digits: int) -> float:
    """Rounded to so many leading digits: 163 m said as 160 m."""
    return round(value, digits - 1 - math.floor(math.log10(value)))
