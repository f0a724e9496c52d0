"""Where names may stand on a drawn map: along their streets, beside their spots, never over one another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

# A letter's mean width and a line's height, as parts of the size of the type (measured on DejaVu Sans and
# Liberation Sans, the wider of the two).
LETTER = 0.56
LINE = 1.0

# Where along its street a name may stand, as fractions of the length, the likeliest first.
_ALONG = (0.5, 0.3, 0.7, 0.15, 0.85, 0.08, 0.92)
_STRAIGHT = 0.97
_EDGE = 4.0
_UPRIGHT = 0.15


@dataclass(frozen=True)
class Written:
    """A name that has found its room: the middle of its line in pixels, and its turn in degrees clockwise."""

    name: str
    x: float
    y: float
    turn: float = 0.0


class Lettering:
    """Hands out the free room of a sheet, `width` by `height` pixels, to names; first come, first served."""

    def __init__(self, width: float, height: float, taken: Sequence[BaseGeometry] = ()) -> None:
        self._sheet = shapely.box(_EDGE, _EDGE, width - _EDGE, height - _EDGE)
        self._taken = list(taken)

    def take(self, room: BaseGeometry) -> None:
        """Let no name stand here."""
        self._taken.append(room)

    def along(self, name: str, course: BaseGeometry, size: float) -> Written | None:
        """The name along the straightest free stretch of its street; None when there is no room."""
        length = max(len(name) * size * LETTER, 1.6 * size)
        for line in sorted(shapely.get_parts(course), key=lambda one: -one.length):
            if line.geom_type != "LineString" or line.length < length:
                continue
            for fraction in _ALONG:
                found = self._at(name, line, fraction * line.length, length, size)
                if found:
                    return found
        return None

    def level(self, name: str, x: float, y: float, size: float) -> Written | None:
        """The name with its middle at (x, y), where there is room for it."""
        half = len(name) * size * LETTER / 2
        box = shapely.box(x - half - 2, y - size * LINE / 2 - 2, x + half + 2, y + size * LINE / 2 + 2)
        return Written(name, x, y) if self._claim(box) else None

    def _at(self, name: str, line: BaseGeometry, middle: float, length: float, size: float) -> Written | None:
        start, end = line.interpolate(middle - length / 2), line.interpolate(middle + length / 2)
        fits = length / 2 <= middle <= line.length - length / 2
        if not fits or start.distance(end) < _STRAIGHT * length:
            return None
        box = shapely.LineString([start, end]).buffer(size * LINE / 2 + 2, cap_style="flat")
        return _turned(name, start, end) if self._claim(box) else None

    def _claim(self, box: BaseGeometry) -> bool:
        if not self._sheet.covers(box) or any(box.intersects(one) for one in self._taken):
            return False
        self._taken.append(box)
        return True


def _turned(name: str, start: shapely.Point, end: shapely.Point) -> Written:
    """Read from the left, or upwards where the street runs up and down."""
    is_upright = abs(start.x - end.x) < abs(start.y - end.y) * _UPRIGHT
    if (start.y < end.y) if is_upright else (start.x > end.x):
        start, end = end, start
    turn = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    return Written(name, (start.x + end.x) / 2, (start.y + end.y) / 2, turn)
