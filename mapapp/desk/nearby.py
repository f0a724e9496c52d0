"""The facilities around a position, nearest first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from mapapp.errors import BadInput
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, bearing, compass_word, distance_m

TRAUMA_LEVELS = ("I", "II", "III", "IV", "V")
MOST_MILES = 500.0

# A degree of latitude is never shorter than this (WGS 84, at the equator).
_LEAST_DEGREE_M = 110_574.0
_HERE_M = 80.0


@dataclass(frozen=True)
class Wanted:
    """Which facilities are asked for: any kind where `kind` is empty; a trauma level ("II") or a higher."""

    kind: str = ""
    helipad: bool = False
    trauma: str = ""

    def fits(self, facility: Facility) -> bool:
        """Whether a facility is one of them; what its list does not say counts as no."""
        if (self.kind and facility.kind != self.kind) or (self.helipad and not facility.helipad):
            return False
        return (
            not self.trauma or trauma_level(facility) in TRAUMA_LEVELS[: TRAUMA_LEVELS.index(self.trauma) + 1]
        )


@dataclass(frozen=True)
class NearFacility:
    """A facility, and how it lies from the place: geodesic metres, and one of the eight winds."""

    facility: Facility
    metres: float
    wind: str

    def words(self, *, about: bool = False) -> str:
        """What matters of it in a line: "12.4 miles north; Level II trauma; takes helicopters"."""
        level = trauma_level(self.facility)
        words = [
            self._away(about=about),
            f"Level {level} trauma" if level else "",
            {True: "takes helicopters", False: "no helipad", None: ""}[self.facility.helipad],
            f"{self.facility.beds:,} beds" if self.facility.beds else "",
        ]
        return "; ".join(one for one in words if one)

    def _away(self, *, about: bool) -> str:
        if self.metres < _HERE_M:
            return "at the place itself"
        miles = self.metres / METRES_PER_MILE
        said = f"about {miles:.0f}" if about and miles >= 1 else f"{miles:.1f}"
        return f"{said} mile{'' if said in ('1.0', 'about 1') else 's'} {self.wind}"


def facilities_near(
    facilities: Iterable[Facility], at: LonLat, miles: float, wanted: Wanted
) -> tuple[NearFacility, ...]:
    """Those that are wanted within so many miles of a position (degrees), nearest first, geodesic.

    Raises BadInput for a distance that is none or above 500 miles, and for a level that is none.
    """
    if not 0 < miles <= MOST_MILES:
        raise BadInput(f"Give a distance of up to {MOST_MILES:.0f} miles.")
    if wanted.trauma and wanted.trauma not in TRAUMA_LEVELS:
        raise BadInput(f"A trauma level is one of {', '.join(TRAUMA_LEVELS)}.")
    within_m = miles * METRES_PER_MILE
    reach = within_m / _LEAST_DEGREE_M
    close = [one for one in facilities if abs(one.lat - at[1]) <= reach and wanted.fits(one)]
    found = [(distance_m(at, (one.lon, one.lat)), one) for one in close]
    near = sorted((pair for pair in found if pair[0] <= within_m), key=lambda pair: (pair[0], pair[1].name))
    return tuple(_near(at, metres, one) for metres, one in near)


def trauma_level(facility: Facility) -> str:
    """The level of a trauma centre: "LEVEL II" -> "II"; empty where there is none."""
    level = facility.trauma.upper().removeprefix("LEVEL").strip()
    return level if level in TRAUMA_LEVELS else ""


def _near(at: LonLat, metres: float, facility: Facility) -> NearFacility:
    return NearFacility(facility, metres, compass_word(bearing(at, (facility.lon, facility.lat))))
