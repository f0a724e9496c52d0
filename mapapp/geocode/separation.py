"""How close two streets that do not meet come to each other."""

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.incident.words import about_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import NamedStreet


def closest_approach(index: StreetIndex, first: NamedStreet, second: NamedStreet) -> str:
    """A sentence on the shortest way between two streets, as lines on the map."""
    return approach(first.title, index.course(first.street_id), second.title, index.course(second.street_id))


def approach(first: str, course: BaseGeometry, second: str, other: BaseGeometry) -> str:
    """The same for two titles and their lines, in degrees."""
    shortest = shapely.shortest_line(course, other)
    start, end = ((one[0], one[1]) for one in shortest.coords)
    metres = distance_m(start, end)
    side = f" {compass_word(bearing(start, end))}" if metres >= 1 else ""
    return f"At the closest {second} runs {about_m(metres)}{side} of {first}."
