"""The static map of an incident: one SVG with the ground, the places, an inset, scale, north and credit.

Every text in it is escaped, every colour is an attribute: it needs no style sheet and no script, so it is
the same as a picture in a page, as a file, in print and in an archive.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from textwrap import shorten

import shapely
from markupsafe import escape
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import METRES_PER_MILE
from mapapp.incident.tongue import Tongue
from mapapp.incident.words import FEET_PER_MILE
from mapapp.maps import signs
from mapapp.maps.density import Counted, counted, marks
from mapapp.maps.extent import Bounds
from mapapp.maps.features import Drawing, DrawnPlace, GroupId
from mapapp.maps.ground import ground, joined, names, text
from mapapp.maps.lettering import LETTER, Lettering, Written
from mapapp.maps.palette import LIGHT, Palette
from mapapp.maps.sheet import View, round_length, svg_path
from mapapp.maps.xml import as_xml
from mapapp.streets.layers import BaseFeature

FORMAT = 2
"""Raise it when the same places and ground give another picture."""

FeaturesOf = Callable[[Bounds, int], Iterable[BaseFeature]]
"""What lies on the ground within (west, south, east, north), as much as a zoom of the web's grid shows."""

FONT = "system-ui, 'Source Sans Pro', sans-serif"
"""Browsers have the first, and look no further; `picture.py` has the second only."""

_CLOSEST = 15.5
_PADDING = 56
_STRIP = 22
_INSET_SHARE = 0.27
_WITHOUT_STREETS = 9.5
"""No closer is a sheet drawn where no street is known: there would be nothing on it."""
_MOST_TOLD = 50
_MARGIN = 12
_WORLD = (-125.0, 24.0, -66.5, 49.5)


@dataclass(frozen=True)
class Size:
    """A sheet in pixels; all of it is drawn for these, and enlarges without loss."""

    width: int = 720
    height: int = 480


def locator(
    drawing: Drawing,
    features_of: FeaturesOf,
    title: str,
    credit: str = "",
    *,
    size: Size = Size(),
    palette: Palette = LIGHT,
) -> str:
    """The map of a drawing as an SVG document; `title` names it, `credit` says whose data it shows."""
    features_of = _on_both_sides(features_of)
    view, features = _view(drawing, features_of, size)
    crowd = counted(drawing, view)
    symbols = list(_taken(drawing, crowd, view))
    corner = _inset_corner(drawing, crowd, view, symbols)
    lettering = Lettering(view.width, view.height, [*symbols, *_furniture(view)])
    if corner is not None:
        lettering.take(corner.buffer(6))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" '
        f'width="{size.width}" height="{size.height}" role="img" font-family="{FONT}">',
        f"<title>{escape(title)}</title><desc>{escape(_description(drawing))}</desc>",
        f'<rect width="{size.width}" height="{size.height}" fill="{palette.land}"/>',
        *ground(view, features, palette),
        *signs.figures(drawing.standing_out, view, palette),
        *names(view, features, lettering, palette, _scenes(drawing, view)),
        *marks(crowd, view, palette),
        *signs.symbols(drawing.standing_out, view, palette),
        *(_inset(drawing, features_of, view, corner, palette) if corner is not None else ()),
        *_scale(view, palette, drawing.tongue),
        *_north(view, palette),
        _strip(size, credit, palette),
        "</svg>",
    ]
    return as_xml("".join(parts))


def _on_both_sides(features_of: FeaturesOf) -> FeaturesOf:
    """The same ground for bounds that go on beyond ±180, where sources know it by its other longitudes."""

    def found(bounds: Bounds, zoom: int) -> Iterator[BaseFeature]:
        west, south, east, north = bounds
        for turn in range(floor((west + 180) / 360), ceil((east + 180) / 360)):
            to_east = 360.0 * turn
            part = max(west - to_east, -180.0), south, min(east - to_east, 180.0), north
            for one in features_of(part, zoom):
                yield replace(one, geometry=affinity.translate(one.geometry, to_east)) if turn else one

    return found


def _view(drawing: Drawing, features_of: FeaturesOf, size: Size) -> tuple[View, list[BaseFeature]]:
    """What the sheet shows, and what lies on the ground there."""
    for closest in (_CLOSEST, _WITHOUT_STREETS):
        view = View.around(
            drawing.opening or _WORLD, size.width, size.height - _STRIP, _PADDING, closest=closest
        )
        features = joined(features_of(view.bounds, round(view.zoom)))
        if any(one.kind == "road" for one in features):
            break
    return view, features


def _description(drawing: Drawing) -> str:
    """The places in words, for whoever cannot see the picture."""
    said = (f"{one.number}: {one.label}, {one.precision}" for one in drawing.places[:_MOST_TOLD])
    return shorten(drawing.tongue.text("Places: %(list)s", list="; ".join(said)), 600, placeholder=" …")


def _taken(drawing: Drawing, crowd: Iterable[Counted], view: View) -> Iterator[BaseGeometry]:
    """Where symbols and counts stand on the sheet."""
    yield from signs.taken(drawing.standing_out, view)
    sheet = shapely.box(0, 0, view.width, view.height)
    circles = (shapely.Point(view.at(one.at)).buffer(one.radius_px + 2) for one in crowd)
    yield from (one for one in circles if one.intersects(sheet))


def _scenes(drawing: Drawing, view: View) -> BaseGeometry:
    """The scenes on the sheet, else its middle."""
    found = (signs.spot(one, view) for one in drawing.places if one.group is GroupId.SCENES)
    return shapely.multipoints([one for one in found if one] or [(view.width / 2, view.height / 2)])


def _furniture(view: View) -> Iterator[BaseGeometry]:
    """What no name may stand on: the scale and the arrow."""
    yield shapely.box(0, view.height - 46, 190, view.height)
    yield shapely.box(view.width - 40, 0, view.width, 52)


def _inset_corner(
    drawing: Drawing, crowd: Iterable[Counted], view: View, symbols: Sequence[BaseGeometry]
) -> BaseGeometry | None:
    """The corner of the sheet for an inset, the one that hides least; None where the large view shows all."""
    shown = shapely.box(*view.bounds)
    if all(shown.covers(shapely.Point(one)) for one in _centres(drawing, crowd)):
        return None
    width, height = round(view.width * _INSET_SHARE), round(view.height * _INSET_SHARE * 1.15)
    right, bottom = view.width - width - _MARGIN, view.height - height - _MARGIN
    corners = [
        shapely.box(x, y, x + width, y + height)
        for x, y in ((right, bottom), (_MARGIN, _MARGIN), (right, 58), (_MARGIN, bottom - 46))
    ]
    rings = view.drawn(one.ring.shape() for one in drawing.standing_out if one.ring)
    hidden = [*symbols, *(one for one in rings if one.area < view.width * view.height / 4)]
    return min(corners, key=lambda box: sum(box.intersects(one) for one in hidden))


def _centres(drawing: Drawing, crowd: Iterable[Counted]) -> list[tuple[float, float]]:
    alone = [one.centre for one in drawing.standing_out if one.centre]
    return [*alone, *(one.at for one in crowd)]


def _inset(
    drawing: Drawing, features_of: FeaturesOf, view: View, corner: BaseGeometry, palette: Palette
) -> list[str]:
    """Everything the map is about, small, with the frame of the large view."""
    everywhere = _centres(drawing, counted(drawing, view))
    x, y, right, bottom = corner.bounds
    width, height = right - x, bottom - y
    around = _bounds([*everywhere, view.bounds[:2], view.bounds[2:]])
    small = View.around(around, width, height, 14, closest=view.zoom)
    crowd = counted(drawing, small)
    features = joined(features_of(small.bounds, min(round(small.zoom), 9)))
    spots = (small.at(one) for one in _centres(drawing, crowd))
    lettering = Lettering(width, height, [shapely.Point(one).buffer(7) for one in spots])
    towns = [one for one in features if one.kind == "place"]
    named = names(small, towns, lettering, palette, shapely.Point())
    box = svg_path([shapely.box(*_corners(view, small)).exterior])
    dots = (_dot(one, small, palette) for one in reversed(drawing.standing_out))
    return [
        f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">',
        f'<rect width="{width:g}" height="{height:g}" fill="{palette.land}"/>',
        *ground(small, features, palette),
        *named,
        *marks(crowd, small, palette, number=False),
        *dots,
        f'<path d="{box}" fill="none" stroke="{palette.ink}" stroke-width="1.5"/>',
        f'<rect width="{width:g}" height="{height:g}" fill="none" stroke="{palette.ink}" stroke-width="2"/>',
        "</svg>",
    ]


def _dot(place: DrawnPlace, view: View, palette: Palette) -> str:
    at = signs.spot(place, view)
    if at is None:
        return ""
    radius = 2 if place.group is GroupId.CANDIDATES else 4
    colour = palette.group[place.group]
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" fill="{colour}" stroke="{palette.edge}"/>'


def _corners(view: View, small: View) -> tuple[float, float, float, float]:
    """The large view's frame on the inset, never smaller than can be seen."""
    west, south, east, north = view.bounds
    (left, top), (right, bottom) = small.at((west, north)), small.at((east, south))
    x, y = (left + right) / 2, (top + bottom) / 2
    half_x, half_y = max((right - left) / 2, 3.5), max((bottom - top) / 2, 3.5)
    return x - half_x, y - half_y, x + half_x, y + half_y


def _bounds(spots: Iterable[tuple[float, float]]) -> Bounds:
    lons, lats = zip(*spots, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _scale(view: View, palette: Palette, tongue: Tongue) -> Iterator[str]:
    """Two bars of round lengths, metric above and in miles below, with their words."""
    y = view.height - 24
    yield f'<g stroke="{palette.ink}" stroke-width="1.3" fill="none">'
    most = view.metres_per_px * 130
    metric, miles = round_length(most), round_length(most / METRES_PER_MILE)
    widths = metric / view.metres_per_px, miles * METRES_PER_MILE / view.metres_per_px
    yield f'<path d="M12 {y - 6}v6h{widths[0]:.1f}v-6M12 {y + 6}v-6h{widths[1]:.1f}v6"/></g>'
    words = _metric(metric, tongue), _miles(miles, tongue)
    for word, at in zip(words, (y - 4, y + 10), strict=True):
        middle = 18 + max(widths) + len(word) * 10 * LETTER / 2
        yield text(Written(word, middle, at), 10, palette.ink, palette)


def _metric(metres: float, tongue: Tongue) -> str:
    if metres < 1_000:
        return tongue.text("%(metres)s m", metres=tongue.number(metres, 0))
    return tongue.text("%(km)s km", km=tongue.number(metres / 1_000, 0))


def _miles(miles: float, tongue: Tongue) -> str:
    if miles < 0.1:
        return tongue.text("%(feet)s ft", feet=tongue.number(miles * FEET_PER_MILE, 0))
    return tongue.text("%(miles)s mi", miles=tongue.number(miles, 0 if miles >= 1 else 1))


def _north(view: View, palette: Palette) -> Iterator[str]:
    x = view.width - 22
    yield f'<path d="M{x} 12l6 17-6-4-6 4z" fill="{palette.ink}"/>'
    yield text(Written("N", x, 39), 11, palette.ink, palette, 'font-weight="700"')


def _strip(size: Size, credit: str, palette: Palette) -> str:
    """The line below the map that says whose data it shows, cut to the room there is."""
    most = int((size.width - 24) / (9.5 * LETTER))
    words = shorten(credit, most, placeholder=" …")
    y = size.height - _STRIP
    return (
        f'<rect y="{y}" width="{size.width}" height="{_STRIP}" fill="{palette.paper}"/>'
        f'<text x="12" y="{y + 15}" font-size="9.5" fill="{palette.muted}">{escape(words)}</text>'
    )
