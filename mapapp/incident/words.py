"""Plain words for what a map knows: precision, status, layers and distances."""

import math

from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, bearing, compass_word, distance_m
from mapapp.incident.model import PIN_PRECISIONS, Layer, Place, Precision, Status
from mapapp.incident.tongue import ENGLISH, Tongue, Units, translatable

LAYER_TITLES = {
    Layer.SCENE: translatable("Scenes"),
    Layer.FACILITY: translatable("Related facilities"),
    Layer.CONTEXT: translatable("Context"),
    Layer.ROUTE: translatable("Routes"),
    Layer.AREA: translatable("Areas"),
}

CANDIDATES_TITLE = translatable("Facilities it could be")

STATUS_WORDS = {
    Status.REPORTED: translatable("reported, not confirmed"),
    Status.CONFIRMED: translatable("confirmed"),
    Status.DISPUTED: translatable("disputed"),
    Status.RETRACTED: translatable("retracted"),
}

PRECISION_WORDS = {
    Precision.ADDRESS: translatable("a street address"),
    Precision.POI_SMALL: translatable("a building"),
    Precision.INTERSECTION: translatable("a street corner"),
    Precision.POI_LARGE: translatable("a large site"),
    Precision.BLOCK: translatable("one block of a street"),
    Precision.SEGMENT: translatable("a stretch of street"),
    Precision.ROAD: translatable("somewhere along a street"),
    Precision.HIGHWAY: translatable("somewhere along a highway"),
    Precision.NEIGHBOURHOOD: translatable("a neighbourhood"),
    Precision.PLACE: translatable("a city or town as a whole"),
    Precision.COUNTY: translatable("a county as a whole"),
    Precision.RELATIVE: translatable("a distance and direction from a known place"),
}

DRAWN_BY_HAND = "drawn by hand"
"""The method of a line or an area that a person drew."""

PIN_RADIUS_LIMIT_M = 60.0

FEET_PER_MILE = 5_280

_AWAY = {
    "north": translatable("%(distance)s north"),
    "north-east": translatable("%(distance)s north-east"),
    "east": translatable("%(distance)s east"),
    "south-east": translatable("%(distance)s south-east"),
    "south": translatable("%(distance)s south"),
    "south-west": translatable("%(distance)s south-west"),
    "west": translatable("%(distance)s west"),
    "north-west": translatable("%(distance)s north-west"),
}

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


def about_m(metres: float, tongue: Tongue = ENGLISH) -> str:
    """A length as people say it: "about 150 m", "about 1.2 km", "about 11 km"."""
    if metres < 1:
        return tongue.text("less than 1 m")
    said = _rounded(metres, 2)
    if said < 1000:
        return tongue.text("about %(metres)s m", metres=f"{said:.0f}")
    return tongue.text("about %(km)s km", km=tongue.number(said / 1000, 1 if said < 10_000 else 0))


def about_miles(metres: float, tongue: Tongue = ENGLISH) -> str:
    """A length in miles as people say it: "about 0.3 miles", "about 32 miles"."""
    miles = metres / METRES_PER_MILE
    digits = 0 if miles >= 10 else 1
    count = 1 if round(miles, digits) == 1 else 2
    return tongue.plural(
        "about %(miles)s mile", "about %(miles)s miles", count, miles=tongue.number(miles, digits)
    )


def about_feet(metres: float, tongue: Tongue = ENGLISH) -> str:
    """A length in feet, from a quarter of a mile on in miles: "about 490 feet", "about 0.3 miles"."""
    feet = metres * FEET_PER_MILE / METRES_PER_MILE
    if feet < 2:
        return tongue.text("less than 2 feet")
    if feet >= FEET_PER_MILE / 4:
        return about_miles(metres, tongue)
    return tongue.text("about %(feet)s feet", feet=tongue.number(_rounded(feet, 2), 0))


def within_words(radius_m: float | None, tongue: Tongue = ENGLISH) -> str:
    """A radius as readers see it: "within about 150 m"; empty where there is none."""
    if not radius_m:
        return ""
    said = about_feet if tongue.units is Units.MILES else about_m
    return tongue.text("within %(distance)s", distance=said(radius_m, tongue))


def precision_words(place: Place, tongue: Tongue = ENGLISH) -> str:
    """Precision and radius in one phrase: "a street corner, within about 150 m"."""
    is_drawn = place.georeference is not None and place.georeference.method == DRAWN_BY_HAND
    kind = PRECISION_WORDS[place.precision]
    if is_drawn and place.precision is Precision.RELATIVE:
        kind = translatable("an area drawn by hand")
    if is_masked(place):
        kind = translatable("shown only roughly, on purpose")
    words = [tongue.text(kind), within_words(place.radius_m, tongue)]
    return ", ".join(one for one in words if one)


def from_words(start: LonLat, end: LonLat, tongue: Tongue = ENGLISH) -> str:
    """Where `end` lies as seen from `start`: "about 32 miles north"; empty when they coincide."""
    metres = distance_m(start, end)
    if metres < 80:
        return ""
    said = about_m if tongue.units is Units.KM else about_miles
    return tongue.text(_AWAY[compass_word(bearing(start, end))], distance=said(metres, tongue))


def _rounded(value: float, digits: int) -> float:
    """Rounded to so many leading digits: 163 m said as 160 m."""
    return round(value, digits - 1 - math.floor(math.log10(value)))
