"""A crowd of places on a static map: counted circles, and dots for places that stand alone."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from mapapp.incident.geodesy import LonLat
from mapapp.maps.clusters import CLOSEST
from mapapp.maps.features import Drawing, DrawnPlace
from mapapp.maps.palette import Palette
from mapapp.maps.sheet import View

_DOT_PX = 4.0
_SMALLEST_PX = 9.0
_TENFOLD_PX = 3.0
"""By so much a circle's radius grows for ten times the places."""


class Counted(NamedTuple):
    """Places of a crowd that are one mark on a sheet; `at` is (lon, lat) in degrees."""

    at: LonLat
    places: tuple[DrawnPlace, ...]

    @property
    def radius_px(self) -> float:
        """How large its mark is."""
        count = len(self.places)
        return _DOT_PX if count == 1 else _SMALLEST_PX + _TENFOLD_PX * math.log10(count)


def counted(drawing: Drawing, view: View) -> tuple[Counted, ...]:
    """The crowd as a view's zoom counts it, wherever it is; nothing where the map has no crowd."""
    if not drawing.is_crowded:
        return ()
    gathered = drawing.gathered
    zoom = min(max(round(view.zoom), 0), CLOSEST)
    return tuple(
        Counted(one.at, tuple(gathered[i] for i in one.members)) for one in drawing.clusters.all(zoom)
    )


def marks(counts: tuple[Counted, ...], view: View, palette: Palette, number: bool = True) -> Iterator[str]:
    """The circles on the sheet, the larger on top; small ones without a `number`."""
    for one in sorted(counts, key=lambda one: len(one.places)):
        x, y = view.at(one.at)
        if 0 <= x <= view.width and 0 <= y <= view.height:
            yield from _mark(one, x, y, palette, number)


def _mark(counted: Counted, x: float, y: float, palette: Palette, number: bool) -> Iterator[str]:
    count, radius = len(counted.places), counted.radius_px if number else _DOT_PX
    groups = {one.group for one in counted.places}
    colour = palette.group[groups.pop()] if len(groups) == 1 else palette.muted
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{palette.edge}"/>'
    if number and count > 1:
        yield (
            f'<text x="{x:.1f}" y="{y:.1f}" dy=".36em" text-anchor="middle" font-size="10" font-weight="700" '
            f'fill="{palette.edge}">{count:,}</text>'
        )
