"""What of a phrase may be asked of an online service, and in which words. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapapp.geocode.phrase import Corner, HouseNumber, Named, Reading, Road
from mapapp.geocode.scope import Where
from mapapp.incident.geodesy import LonLat
from mapapp.streets.names import parse_name


@dataclass(frozen=True, slots=True)
class OnlineQuestion:
    """A query for an online service; `place` says in which locality, `around` (degrees) near which position.

    `reading` is what it comes from, `firm` whether the phrase itself says where.
    """

    phrase: str
    query: Corner | HouseNumber | Road | Named
    place: str
    around: LonLat | None
    firm: bool
    reading: Reading


def question_of(
    phrase: str, readings: Sequence[Reading], where_of: Callable[[str], Where], near: str | None
) -> OnlineQuestion | None:
    """The one reading that a service may be asked for; None when there is none.

    Two streets are only ever asked for as two streets. What is neither a name, a house nor a street (a
    stretch, a distance from somewhere) no service understands: it would answer with some part of it.
    """
    reading = _askable(readings)
    if not reading or not isinstance(reading.query, Corner | HouseNumber | Road | Named):
        return None
    where = where_of(reading.locality)
    if where.contrary:
        return None
    at = where.position
    around = (at.lon, at.lat) if at else None
    place = "" if around and not reading.locality else _place(reading.locality, where, near)
    return OnlineQuestion(phrase, reading.query, place, around, bool(reading.locality), reading)


def _askable(readings: Sequence[Reading]) -> Reading | None:
    """The likeliest reading as two streets if they surely are that, else the likeliest as anything else."""
    corners = [
        (one, one.query)
        for one in readings
        if isinstance(one.query, Corner) and one.query.sure and not one.query.third
    ]
    if not corners:
        return _as_one(readings)
    # Of several ways to part a street from its city the one that leaves the city over is to be trusted.
    reading, query = min(corners, key=lambda one: (not one[0].locality, one[1].listed))
    return None if parse_name(query.first) == parse_name(query.second) else reading


def _as_one(readings: Sequence[Reading]) -> Reading | None:
    """The likeliest reading; as a house on a street, if it can be read so, and with its city set apart."""
    found = next((one for one in readings if not isinstance(one.query, Corner)), None)
    if not found or not isinstance(found.query, HouseNumber | Road | Named):
        return None
    houses = [one for one in readings if isinstance(one.query, HouseNumber)]
    alike = houses or [one for one in readings if type(one.query) is type(found.query)]
    return next((one for one in alike if one.locality), alike[0])


def _place(locality: str, where: Where, near: str | None) -> str:
    """The locality in words that tell it from others of its name, as far as that is known."""
    if not where.known:
        return ", ".join(one for one in (locality, near) if one)
    states = {one.state for one in where.cities} | {one.state for one in where.counties}
    states |= {one.index.region.state for one in where.scopes if one.index.region.state}
    state = next(iter(states)) if len(states) == 1 and (where.state_said or where.scopes) else ""
    if not state or where.state == state or where.title.upper().endswith(f", {state}"):
        return where.title
    return f"{re.sub(rf'[ .]+{state}[.]?$', '', where.title, flags=re.I)}, {state}"
