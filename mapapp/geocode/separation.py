"""How close two streets that do not meet come to each other."""

import shapely

from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.incident.words import about_m
from mapapp.streets.index import NamedStreet, StreetIndex


def closest_approach(index: StreetIndex, first: NamedStreet, second: NamedStreet) -> str:
    """A sentence on the shortest way between two streets, as lines on the map."""
    shortest = shapely.shortest_line(index.course(first.street_id), index.course(second.street_id))
    start, end = ((one[0], one[1]) for one in shortest.coords)
    metres = distance_m(start, end)
    side = f" {compass_word(bearing(start, end))}" if metres >= 1 else ""
    return f"At the closest {second.title} runs {about_m(metres)}{side} of {first.title}."
