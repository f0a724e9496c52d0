"""What the map says of a claim: both distances, the bearing and a verdict, with plain words for them. Pure.

The figures come from ten distance claims in news that were checked on a map: seven lay within 15 % of the
geodesic, the others were by road, which is 1.15 to 1.40 times as long; directions held within 22.5°.
"""

import math
from dataclasses import dataclass

from mapapp.article.measures import HEDGES, PLAIN
from mapapp.article.model import Claim, ClaimKind, Verdict
from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, bearing, compass_word, distance_m

ROAD_LEAST, ROAD_MOST = 1.15, 1.40
DIRECTION_HOLDS = 22.5

# A city block, with its street, is 70 to 280 m long: 79 m in Portland, 80 by 274 m in Manhattan, 230 m in
# Salt Lake City. Two blocks may go round a corner.
_BLOCK_LEAST_M, _BLOCK_MOST_M = 70.0, 280.0
# "Between" holds where the way through the place is little longer than the way without it.
_DETOUR_STRAIGHT, _DETOUR_ROAD = 1.15, 1.40


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mention is: degrees, and the metres within which it lies (for a city, as far as it reaches)."""

    lon: float
    lat: float
    radius_m: float = 0.0

    @property
    def point(self) -> LonLat:
        """As (lon, lat)."""
        return self.lon, self.lat


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim beside the map: metres straight from centre to centre, the estimate by road, the bearing.

    `degrees` is the direction of the subject as seen from the reference, clockwise from north; None for
    the same spot. All are None where a position is unknown. `doubt_m` is how far the ends may be from
    where they are taken to be, together. `why` says in a sentence what the verdict rests on.
    """

    verdict: Verdict
    why: str
    straight_m: float | None = None
    road_least_m: float | None = None
    road_most_m: float | None = None
    degrees: float | None = None
    doubt_m: float = 0.0


def verdict(
    claim: Claim,
    subject: Position | None,
    reference: Position | None,
    second_reference: Position | None = None,
) -> Checked:
    """Check a claim; a text that is only imprecise, or a map that is, never makes it inconsistent."""
    if subject is None or reference is None:
        return Checked(Verdict.CANNOT_CHECK, "One of the places has no position.")
    if claim.kind is ClaimKind.BETWEEN:
        found = _between(subject, reference, second_reference)
    else:
        distance, direction = _distance(claim, subject, reference), _direction(claim, subject, reference)
        found = _combined(claim, distance, direction)
    straight = distance_m(reference.point, subject.point)
    degrees = bearing(reference.point, subject.point) if straight >= 1 else None
    doubt = subject.radius_m + reference.radius_m
    return Checked(*found, straight, straight * ROAD_LEAST, straight * ROAD_MOST, degrees, doubt)


def said_range_m(claim: Claim) -> tuple[float, float] | None:
    """The least and most metres that the words of a claim leave open; None where they name no distance."""
    if claim.blocks is not None:
        most = _BLOCK_MOST_M * (claim.blocks + 0.5)
        least = _BLOCK_LEAST_M * claim.blocks / math.sqrt(2)
        return least if _loose(claim.hedge)[0] < 1 else 0.0, most
    if not claim.miles:
        return None
    slack = max((claim.digits or 0.0) / 2 / claim.miles, PLAIN)
    below, above = (max(share, slack) for share in _loose(claim.hedge))
    metres = claim.miles * METRES_PER_MILE
    return metres * max(0.0, 1 - below), metres * (1 + above)


Finding = tuple[Verdict, str]


def _loose(hedge: str) -> tuple[float, float]:
    return HEDGES.get(hedge, (0.0, 0.0))


def _distance(claim: Claim, subject: Position, reference: Position) -> Finding | None:
    """What the distance alone says; None where the words name none."""
    said = said_range_m(claim)
    if said is None:
        return None
    straight = distance_m(reference.point, subject.point)
    doubt = subject.radius_m + reference.radius_m
    for extra in (0.0, doubt) if doubt else (0.0,):
        least, most = max(0.0, straight - extra), straight + extra
        if least <= said[1] and most >= said[0]:
            return _fits(Verdict.CONSISTENT_STRAIGHT_LINE, extra, said)
        if least <= said[1] and most * ROAD_MOST >= said[0]:
            return _fits(Verdict.CONSISTENT_BY_ROAD_ESTIMATED, extra, said)
    return Verdict.INCONSISTENT, "The distance does not fit, neither straight nor by road."


def _fits(kind: Verdict, doubt: float, said: tuple[float, float]) -> Finding:
    """A fit; nothing is said where only places larger than the distance allow it."""
    if doubt > said[1]:
        return Verdict.CANNOT_CHECK, "The places are larger than the distance between them."
    by = "in a straight line" if kind is Verdict.CONSISTENT_STRAIGHT_LINE else "by road"
    return kind, f"Fits {by}, given how large the places are." if doubt else f"Fits {by}."


def _direction(claim: Claim, subject: Position, reference: Position) -> Finding | None:
    """What the direction alone says; None where the words name none."""
    if claim.direction is None:
        return None
    straight = distance_m(reference.point, subject.point)
    doubt = subject.radius_m + reference.radius_m
    if straight < 1 or doubt >= straight:
        return Verdict.CANNOT_CHECK, "The places are too large, or too close, to tell a direction."
    off = abs((bearing(reference.point, subject.point) - claim.direction + 180) % 360 - 180)
    if off <= DIRECTION_HOLDS:
        return Verdict.CONSISTENT_STRAIGHT_LINE, "The direction fits."
    if off <= DIRECTION_HOLDS + math.degrees(math.asin(doubt / straight)):
        return Verdict.CONSISTENT_STRAIGHT_LINE, "The direction fits, given how large the places are."
    return Verdict.INCONSISTENT, "The direction does not fit."


def _combined(claim: Claim, distance: Finding | None, direction: Finding | None) -> Finding:
    """One verdict of both: what is wrong in either is wrong; the distance says by which way it is right."""
    for one in (distance, direction):
        if one and one[0] is Verdict.INCONSISTENT:
            return one
    if claim.kind is ClaimKind.TRAVEL and distance is None:
        fits = f"{direction[1]} " if direction else ""
        return Verdict.CANNOT_CHECK, f"{fits}How long a way takes cannot be checked on a map."
    return distance or direction or (Verdict.CANNOT_CHECK, "It names no distance and no direction.")


def _between(subject: Position, first: Position, second: Position | None) -> Finding:
    """Whether a place lies on the way from one to the other."""
    if second is None:
        return Verdict.CANNOT_CHECK, "One of the places has no position."
    whole = distance_m(first.point, second.point)
    parts = distance_m(first.point, subject.point) + distance_m(subject.point, second.point)
    ends, own = first.radius_m + second.radius_m, 2 * subject.radius_m
    if whole <= ends or not whole:
        return Verdict.CANNOT_CHECK, "The two places are too close together to be between them."
    longer = f"The way through it is {max(0.0, parts / whole - 1):.0%} longer."
    if parts <= whole * _DETOUR_STRAIGHT:
        return Verdict.CONSISTENT_STRAIGHT_LINE, longer
    if parts - own - ends <= (whole + ends) * _DETOUR_ROAD:
        return Verdict.CONSISTENT_BY_ROAD_ESTIMATED, longer
    return Verdict.INCONSISTENT, longer


def checked_words(checked: Checked) -> str:
    """A check in words: "31.6 miles in a straight line, about 36 to 44 by road; north. Fits by road."."""
    if checked.straight_m is None or checked.road_least_m is None or checked.road_most_m is None:
        return checked.why
    unit, metres = (
        ("feet", 0.3048) if checked.straight_m < METRES_PER_MILE / 10 else ("miles", METRES_PER_MILE)
    )
    straight = _shown(checked.straight_m / metres, exact=True)
    least, most = (_shown(one / metres) for one in (checked.road_least_m, checked.road_most_m))
    road = f"about {least} to {most}" if least != most else f"about {least}"
    wind = f"; {compass_word(checked.degrees)}" if checked.degrees is not None else ""
    return f"{straight} {unit} in a straight line, {road} by road{wind}. {checked.why}"


def _shown(value: float, *, exact: bool = False) -> str:
    """A length as exact as it is useful: 31.6 or 32; hundreds without decimals."""
    return f"{value:.1f}" if value < (100 if exact else 10) else f"{value:,.0f}"
