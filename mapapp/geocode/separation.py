"""How close two streets that do not meet come to each other."""

from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.geocode.overlap import is_beside
from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.incident.words import about_m
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import NamedStreet


def closest_approach(index: StreetIndex, first: NamedStreet, second: NamedStreet) -> str:
    """A sentence on the shortest way between two streets, as lines on the map."""
    return approach(first.title, index.course(first.street_id), second.title, index.course(second.street_id))


def closest_approaches(pairs: Iterable[tuple[StreetIndex, NamedStreet, NamedStreet]]) -> Iterator[str]:
    """A sentence for each pair of streets, once for a pair that several indexes have on the same ground."""
    told: list[tuple[tuple[str, str], BaseGeometry]] = []
    for index, first, second in pairs:
        course = index.course(first.street_id)
        titles = first.title, second.title
        if not any(one == titles and is_beside(course, other) for one, other in told):
            told.append((titles, course))
            yield closest_approach(index, first, second)


def approach(first: str, course: BaseGeometry, second: str, other: BaseGeometry) -> str:
    """The same for two titles and their lines, in degrees."""
    shortest = shapely.shortest_line(course, other)
    start, end = ((one[0], one[1]) for one in shortest.coords)
    metres = distance_m(start, end)
    side = f" {compass_word(bearing(start, end))}" if metres >= 1 else ""
    return f"At the closest {second} runs {about_m(metres)}{side} of {first}."
