"""The ground of a static map as SVG: water, borders, railways, roads with their casings, and their names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import shapely
from markupsafe import escape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from mapapp.maps.lettering import Lettering, Written
from mapapp.maps.palette import Palette
from mapapp.maps.sheet import View, svg_path
from mapapp.maps.tile import LAST_PLACES, names_at
from mapapp.streets.layers import BaseFeature

_WIDTHS = {1: (4.6, 6.4), 2: (3.4, 4.8), 3: (2.2, 3.2), 4: (1.3, 2.1)}
_TYPE = {1: 11.5, 2: 11.0, 3: 10.0, 4: 9.5}
_PLACE_TYPE = {1: 14.0, 2: 12.0, 3: 11.0, 4: 10.0}
_MOST_STREETS = 26
_LEVEL = frozenset({"place", "region", "sea"})
_DASHED_FROM = 10
_SHORE_PX = 3.0
_AT_SCENE_PX = 40.0
_LEAST_AREA = 6.0
_LEAST_LENGTH = 3.0


def joined(features: Iterable[BaseFeature]) -> list[BaseFeature]:
    """The same ground with its lines joined through their crossings, by name: far fewer corners to write."""
    lines: dict[tuple[str, int, str], list[BaseFeature]] = {}
    others = []
    for one in features:
        if "LineString" in one.geometry.geom_type:
            lines.setdefault((one.kind, one.rank, one.name), []).append(one)
        else:
            others.append(one)
    return [*others, *(replace(alike[0], geometry=_join(alike)) for alike in lines.values())]


def _join(lines: Iterable[BaseFeature]) -> BaseGeometry:
    parts: Any = shapely.get_parts([one.geometry for one in lines])
    return linemerge(shapely.MultiLineString(list(parts)))


def ground(view: View, features: Sequence[BaseFeature], palette: Palette) -> Iterator[str]:
    """Water, then boundaries, railways, and roads with their casings, the lesser ones below."""

    def drawn(kind: str, rank: int = 0) -> list[BaseGeometry]:
        wanted = (one.geometry for one in features if one.kind == kind and rank in (0, one.rank))
        return [part for one in view.drawn(wanted) for part in shapely.get_parts(one) if _is_seen(part)]

    water = shapely.union_all(drawn("water"))
    ashore = water.buffer(_SHORE_PX)
    yield path([water], f'fill="{palette.water}" fill-rule="evenodd"')
    yield stroke(drawn("stream"), palette.stream, 1.2)
    dashes = "" if view.zoom < _DASHED_FROM else 'stroke-dasharray="7 3 1.5 3"'
    for rank, colour, width in ((2, palette.boundary, 1), (1, palette.border, 1.3)):
        inland = (line.difference(ashore) for line in drawn("boundary", rank))
        yield stroke(inland, colour, width, dashes)
    yield stroke(drawn("rail"), palette.rail, 1.1, 'stroke-dasharray="5 2.5"')
    shown = [(rank, drawn("road", rank)) for rank in (4, 3, 2, 1)]
    swell = min(max((view.zoom - 11) / 4, 0.45), 1.25)
    for rank, roads in shown:
        yield stroke(roads, palette.casing[rank], _WIDTHS[rank][1] * swell)
    for rank, roads in shown:
        yield stroke(roads, palette.road[rank], _WIDTHS[rank][0] * swell)


def _is_seen(part: BaseGeometry) -> bool:
    """Whether a piece of the ground is more than a speck on the sheet."""
    return bool(part.area >= _LEAST_AREA if part.geom_type == "Polygon" else part.length >= _LEAST_LENGTH)


def stroke(figures: Iterable[BaseGeometry], colour: str, width: float, more: str = "") -> str:
    """Figures on the sheet as one line of a colour, `width` pixels wide; empty where nothing is drawn."""
    look = f'fill="none" stroke="{colour}" stroke-width="{width:.2g}" stroke-linecap="round"'
    return path(figures, f'{look} stroke-linejoin="round" {more}'.rstrip())


def path(figures: Iterable[BaseGeometry], look: str) -> str:
    """Figures on the sheet as one path that looks as these attributes say; empty where nothing is drawn."""
    data = svg_path(figures)
    return f'<path d="{data}" {look}/>' if data else ""


def names(
    view: View,
    features: Sequence[BaseFeature],
    lettering: Lettering,
    palette: Palette,
    scenes: BaseGeometry,
) -> Iterator[str]:
    """Towns first, then streets: those at a scene, then those that matter most, as far as there is room."""
    level = (one for one in features if one.kind in _LEVEL and one.name and names_at(round(view.zoom), one))
    for one in sorted(level, key=_importance):
        lon, lat = one.geometry.coords[0]
        x, y = view.at((lon, lat))
        size, ink, look = _look(one, palette, near=view.zoom >= _DASHED_FROM)
        written = lettering.level(one.name.upper() if one.kind == "region" else one.name, x, y, size)
        if written:
            yield text(written, size, ink, palette, look)
    courses: dict[tuple[int, str], list[BaseGeometry]] = {}
    for one in features:
        if one.kind == "road" and one.name:
            courses.setdefault((one.rank, one.name), []).append(one.geometry)
    lines = {
        key: shapely.line_merge(shapely.union_all(list(view.drawn(one)))) for key, one in courses.items()
    }
    near = {key: scenes.distance(line) < _AT_SCENE_PX for key, line in lines.items()}
    texts: dict[str, str] = {}
    for rank, name in sorted(lines, key=lambda key: (not near[key], key)):
        if name in texts or len(texts) == _MOST_STREETS:
            continue
        found = lettering.along(name, lines[rank, name], _TYPE[rank])
        if found:
            texts[name] = text(found, _TYPE[rank], palette.road_ink, palette)
    yield from texts.values()


def _importance(name: BaseFeature) -> tuple[float, int]:
    """As on the interactive map: places as they appear, states and counties among them."""
    first = {1: 3.5, 2: 8.5}[name.rank] if name.kind == "region" else name.zoom or LAST_PLACES
    return first, name.rank


def _look(name: BaseFeature, palette: Palette, *, near: bool) -> tuple[float, str, str]:
    """Size, colour and further attributes of the type that a name is set in."""
    if name.kind == "region":
        return 9.5, palette.region_ink, 'letter-spacing=".08em"'
    if name.kind == "sea":
        return 12.0, palette.water_ink, 'font-style="italic"'
    return _PLACE_TYPE[name.rank] - (0 if near else 2), palette.place_ink, 'font-weight="600"'


def text(written: Written, size: float, colour: str, palette: Palette, more: str = "") -> str:
    """A name where it was set, `size` pixels high, with a halo that keeps it legible; escaped."""
    turn = f" rotate({written.turn:.0f})" if round(written.turn) else ""
    return (
        f'<text transform="translate({written.x:.0f} {written.y:.0f}){turn}" dy=".35em" text-anchor="middle" '
        f'font-size="{size:g}" fill="{colour}" stroke="{palette.halo}" stroke-width="3" '
        f'stroke-linejoin="round" paint-order="stroke" {more}>{escape(written.name)}</text>'
    )
