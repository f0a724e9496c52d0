"""How a place is drawn on paper and in pictures: the signs of the page's map and list (css/reader.css).

A drop has its tip at an exact place; a circle stands for what is somewhere around. An area's edge is dashed,
what sources dispute has a dotted one, and a stretch of street has its number alone.
"""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.incident.model import Status
from mapapp.maps.features import Draw, DrawnPlace, GroupId
from mapapp.maps.ground import path, stroke
from mapapp.maps.palette import Palette
from mapapp.maps.sheet import View

RADIUS_PX = 11.0
_EDGE_PX = 2.0
_CANDIDATE_PX = 4.0
_ROUND_PX = 0.05
Dash = tuple[float, float]
_DASHED: Dash = (4.0, 2.0)
_DASHED_AREA: Dash = (5.0, 3.0)
_DOTTED: Dash = (0.1, 4.0)
_SIDE = math.sqrt(0.5)


class Sign(NamedTuple):
    """The sign of one place; `dash` is how long the strokes of its edge and the gaps between them are.

    Without `has_edge` there is only the number.
    """

    is_drop: bool
    is_filled: bool
    has_edge: bool
    dash: Dash | None

    @property
    def is_dotted(self) -> bool:
        """Whether the strokes are dots, whose ends are round."""
        return self.dash == _DOTTED


def sign_of(place: DrawnPlace) -> Sign:
    """The sign of a place, in lists too."""
    is_pin = place.draw is Draw.PIN
    return Sign(
        is_drop=is_pin,
        is_filled=is_pin and place.status is not Status.DISPUTED,
        has_edge=place.draw not in (Draw.NOTHING, Draw.LINE),
        dash=_dash(place, _DASHED if place.draw is Draw.AREA else None),
    )


def figures(places: Iterable[DrawnPlace], view: View, palette: Palette) -> Iterator[str]:
    """Areas, stretches and circles of confidence, the candidates' below the rest."""
    for one in reversed(list(places)):
        colour = palette.group[one.group]
        if one.ring is not None and one.draw is not Draw.NOTHING:
            yield _wash(view.drawn([one.ring.shape()], _ROUND_PX), colour, 0.14, _dash(one, None))
        elif one.draw is Draw.AREA and one.geometry is not None:
            yield _wash(view.drawn([one.geometry.shape()]), colour, 0.08, _dash(one, _DASHED_AREA))
        elif one.draw is Draw.LINE and one.geometry is not None:
            yield stroke(view.drawn([one.geometry.shape()]), colour, 5, 'stroke-opacity=".7"')


def symbols(places: Iterable[DrawnPlace], view: View, palette: Palette) -> Iterator[str]:
    """The signs with the numbers of the list, scenes on top."""
    for one in reversed(list(places)):
        at = spot(one, view)
        if at is not None:
            yield _symbol(one, *at, palette)


def taken(places: Iterable[DrawnPlace], view: View) -> Iterator[BaseGeometry]:
    """Where signs stand on the sheet."""
    for one in places:
        at = spot(one, view)
        if at is not None:
            middle = shapely.Point(_head(*at, sign_of(one))).buffer(RADIUS_PX + 3)
            yield shapely.convex_hull(shapely.union(middle, shapely.Point(at)))


def spot(place: DrawnPlace, view: View) -> tuple[float, float] | None:
    """Where a place is on the sheet; None of one that is not on it."""
    if place.centre is None or place.draw is Draw.NOTHING:
        return None
    x, y = view.at(place.centre)
    return (x, y) if 0 <= x <= view.width and 0 <= y <= view.height else None


def _head(x: float, y: float, sign: Sign) -> tuple[float, float]:
    """Where the number of a sign stands that is put at a point: a drop's head is above its tip."""
    return (x, y - RADIUS_PX / _SIDE) if sign.is_drop else (x, y)


def _wash(area: Iterable[BaseGeometry], colour: str, opacity: float, dash: Dash | None) -> str:
    look = f'fill="{colour}" fill-opacity="{opacity:g}" stroke="{colour}" stroke-width="1.3"'
    return path(area, f'{look} fill-rule="evenodd"{_strokes(dash)}')


def _dash(place: DrawnPlace, usual: Dash | None) -> Dash | None:
    return _DOTTED if place.status is Status.DISPUTED else usual


def _strokes(dash: Dash | None) -> str:
    """The attributes of an edge that is not drawn through."""
    if dash is None:
        return ""
    ends = ' stroke-linecap="round"' if dash == _DOTTED else ""
    return f' stroke-dasharray="{dash[0]:g} {dash[1]:g}"{ends}'


def _symbol(place: DrawnPlace, x: float, y: float, palette: Palette) -> str:
    colour = palette.group[place.group]
    if place.group is GroupId.CANDIDATES:
        look = f'fill="{palette.edge}" stroke="{colour}" stroke-width="{_EDGE_PX:g}"'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_CANDIDATE_PX:g}" {look}/>'
    sign = sign_of(place)
    ink = palette.edge if sign.is_filled else colour
    middle, level = _head(x, y, sign)
    return (
        f"{_outline(x, y, sign)} {_look(sign, colour, palette)}/>"
        f'<text x="{middle:.1f}" y="{level:.1f}" dy=".36em" text-anchor="middle" font-size="12" '
        f'font-weight="700" fill="{ink}">{place.number}</text>'
    )


def _outline(x: float, y: float, sign: Sign) -> str:
    if not sign.is_drop:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS_PX:g}"'
    side = RADIUS_PX * _SIDE
    left, right, up = x - side, x + side, y - side
    arc = f"A{RADIUS_PX:g} {RADIUS_PX:g} 0 1 1 {right:.1f} {up:.1f}"
    return f'<path d="M{x:.1f} {y:.1f}L{left:.1f} {up:.1f}{arc}Z"'


def _look(sign: Sign, colour: str, palette: Palette) -> str:
    fill = f'fill="{colour if sign.is_filled else palette.edge}"'
    if not sign.has_edge:
        return f'{fill} fill-opacity=".8"'
    edge = palette.edge if sign.is_filled else colour
    look = f'stroke="{edge}" stroke-width="{_EDGE_PX:g}" stroke-linejoin="round"'
    return f"{fill} {look}{_strokes(sign.dash)}"
