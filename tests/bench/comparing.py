"""Others beside us, on the same phrases in the same run: usaddress parses, Nominatim geocodes."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import usaddress
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim

from mapapp.desk import Desk
from mapapp.geocode.parse import read_phrase
from mapapp.geocode.phrase import Corner
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.settings import Settings

from . import phrases
from .figure import Figure, cpu_timed, timed
from .streets import TITLE

_PARSED, _ASKED = 3_000, 300


def figures(home: Path, _tiger: str) -> Iterator[Figure]:
    """Reading beside usaddress; answering beside Nominatim where MAPAPP_TEST_NOMINATIM names a server."""
    yield from _beside_usaddress(phrases.phrasings(home, _PARSED))
    server = os.environ.get("MAPAPP_TEST_NOMINATIM", "")
    if server:
        yield from _beside_nominatim(home, server)


def _beside_usaddress(asked: list[str]) -> Iterator[Figure]:
    read_phrase.cache_clear()
    usaddress.parse(asked[0])
    took, theirs = cpu_timed(lambda: [_is_corner(one) for one in asked])
    our_time, ours = cpu_timed(
        lambda: [any(isinstance(r.query, Corner) for r in read_phrase(p)) for p in asked]
    )
    yield Figure("usaddress: reads as a corner of two streets", f"{sum(theirs) / len(asked):.1%}")
    yield Figure("mapapp: reads as a corner of two streets", f"{sum(ours) / len(asked):.1%}")
    yield Figure("usaddress: phrases a second", f"{len(asked) / took:,.0f}/s")
    yield Figure(
        "mapapp: phrases read a second", f"{len(asked) / our_time:,.0f}/s, ratio {took / our_time:.2f}"
    )


def _is_corner_to_us(phrase: str) -> bool:
    return any(isinstance(one.query, Corner) for one in read_phrase(phrase))


def _is_corner(phrase: str) -> bool:
    """Whether usaddress finds an intersection with a name on either side."""
    try:
        tagged, kind = usaddress.tag(phrase)
    except usaddress.RepeatedLabelError:
        return False
    return kind == "Intersection" and {"StreetName", "SecondStreetName"} <= tagged.keys()


def _beside_nominatim(home: Path, server: str) -> Iterator[Figure]:
    address = urlsplit(server)
    theirs = Nominatim(domain=address.netloc, scheme=address.scheme, user_agent="mapapp bench", timeout=10)
    asked = [(f"{a} and {b}, {TITLE}", at) for (a, b), at in list(phrases.corners(home).items())[:_ASKED]]
    took, found = timed(lambda: sum(_found(theirs, phrase, at) for phrase, at in asked))
    with closing(Desk(Settings(home=home))) as desk:
        geocoder = desk.finder.geocoder()
        our_time, answers = timed(lambda: [geocoder.geocode(phrase) for phrase, _ in asked])
    right = sum(
        one.outcome == "resolved" and _is_there((one.candidates[0].lon, one.candidates[0].lat), at)
        for one, (_, at) in zip(answers, asked, strict=True)
    )
    yield Figure("Nominatim: corners found within 100 m", f"{found / len(asked):.1%}")
    yield Figure("mapapp: corners found within 100 m", f"{right / len(asked):.1%}")
    yield Figure("Nominatim: answers a second", f"{len(asked) / took:,.0f}/s")
    yield Figure("mapapp: answers a second", f"{len(asked) / our_time:,.0f}/s, ratio {took / our_time:.1f}")


def _found(service: Nominatim, phrase: str, at: LonLat) -> bool:
    try:
        place = service.geocode(phrase)
    except GeopyError:
        return False
    return bool(place) and _is_there((place.longitude, place.latitude), at)


def _is_there(found: LonLat, at: LonLat) -> bool:
    return distance_m(found, at) <= 100
