"""A small map as inline SVG: streets around a few marked spots, from the street index, without a script."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import shapely
from markupsafe import Markup, escape
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import LonLat, metres_per_degree
from mapapp.maps.lettering import LETTER, Lettering, Written
from mapapp.maps.sheet import round_length, svg_path
from mapapp.streets.layers import BaseFeature, IndexLayers

WIDTH, HEIGHT = 480, 320

# A map shows this much around its marks, and never less than a few blocks.
_MARGIN = 1.35
_LEAST_HALF_M = 190.0

# Up to which half height, in metres, which roads are drawn: everything, local streets, main roads, motorways.
_RANKS = ((900.0, 4), (4_000.0, 3), (20_000.0, 2), (math.inf, 1))

_KINDS = frozenset({"road", "water", "rail", "stream"})
_MOST_NAMES = 7
_NAME_PX = 12.0

MarkKind = Literal["truth", "pin", "choice"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot to mark, in degrees; a radius in metres is drawn as a ring."""

    kind: MarkKind
    lon: float
    lat: float
    radius_m: float = 0.0
    words: str = ""


@dataclass(frozen=True)
class _Frame:
    """What is seen: the centre in degrees and metres to a pixel; x runs east and y south, in pixels."""

    lon: float
    lat: float
    metres: float

    @classmethod
    def around(cls, marks: Sequence[Mark]) -> "_Frame":
        west, east = min(one.lon for one in marks), max(one.lon for one in marks)
        south, north = min(one.lat for one in marks), max(one.lat for one in marks)
        lon, lat = (west + east) / 2, (south + north) / 2
        per_lon, per_lat = metres_per_degree(lat)
        widest = max(one.radius_m for one in marks)
        half = max((north - south) / 2 * per_lat + widest, _LEAST_HALF_M) * _MARGIN
        wide = ((east - west) / 2 * per_lon + widest) * _MARGIN
        return cls(lon, lat, max(half / (HEIGHT / 2), wide / (WIDTH / 2)))

    @property
    def rank(self) -> int:
        half = self.metres * HEIGHT / 2
        return next(rank for most, rank in _RANKS if half <= most)

    @property
    def bounds(self) -> Box:
        per_lon, per_lat = metres_per_degree(self.lat)
        x, y = self.metres * WIDTH / 2 / per_lon, self.metres * HEIGHT / 2 / per_lat
        return self.lon - x, self.lat - y, self.lon + x, self.lat + y

    def at(self, position: LonLat) -> tuple[float, float]:
        """Where a position is on the paper."""
        per_lon, per_lat = metres_per_degree(self.lat)
        x = (position[0] - self.lon) * per_lon / self.metres + WIDTH / 2
        y = (self.lat - position[1]) * per_lat / self.metres + HEIGHT / 2
        return x, y

    def drawn(self, figure: BaseGeometry) -> BaseGeometry:
        """A figure as it is on the paper, cut at its edges."""
        per_lon, per_lat = metres_per_degree(self.lat)
        x, y = per_lon / self.metres, per_lat / self.metres
        moved = affine_transform(figure, [x, 0, 0, -y, WIDTH / 2 - self.lon * x, HEIGHT / 2 + self.lat * y])
        return shapely.clip_by_rect(shapely.simplify(moved, 0.4), -4, -4, WIDTH + 4, HEIGHT + 4)


class Sketchbook:
    """Draws maps from the street indexes at `paths`. Raises BadInput for a damaged one."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._layers = [IndexLayers(path) for path in paths]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._layers:
            one.close()

    def sketch(self, marks: Sequence[Mark], words: str) -> Markup:
        """The map around the marks as one SVG element; `words` say what it shows to who cannot see it.

        The page styles it: `land`, `water`, `road r1` … `road r4`, `ring`, `gap`, `truth`, `pin`, `choice`.
        """
        frame = _Frame.around(marks)
        found = (each.features(frame.bounds, _KINDS, frame.rank) for each in self._layers)
        features = [one for each in found for one in each]
        parts = [
            f'<svg class="sketch" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"',
            f' role="img" aria-label="{escape(words)}">',
            f'<rect class="land" width="{WIDTH}" height="{HEIGHT}"/>',
            *_ground(frame, features),
            *_names(frame, features, marks),
            *_marks(frame, marks),
            _scale(frame),
            "</svg>",
        ]
        return Markup("".join(parts))  # noqa: S704 (every text in it is escaped)


def _ground(frame: _Frame, features: Sequence[BaseFeature]) -> Iterator[str]:
    """Water first, then the lesser roads under the greater ones; one path for each kind."""
    for name in ("water", "stream", "rail"):
        yield _path(name, (frame.drawn(one.geometry) for one in features if one.kind == name))
    roads = [one for one in features if one.kind == "road"]
    for rank in (4, 3, 2, 1):
        yield _path(f"road r{rank}", (frame.drawn(one.geometry) for one in roads if one.rank == rank))


def _path(name: str, figures: Iterable[BaseGeometry]) -> str:
    data = svg_path(figures)
    return f'<path class="{name}" d="{data}"/>' if data else ""


def _names(frame: _Frame, features: Sequence[BaseFeature], marks: Sequence[Mark]) -> Iterator[str]:
    """The names of the few streets that matter most: those at the marks, then the greatest and longest."""
    courses: dict[str, list[BaseGeometry]] = {}
    ranks: dict[str, int] = {}
    for one in features:
        if one.kind == "road" and one.name:
            courses.setdefault(one.name, []).append(frame.drawn(one.geometry))
            ranks[one.name] = min(one.rank, ranks.get(one.name, 9))
    spots = shapely.multipoints([frame.at((one.lon, one.lat)) for one in marks])
    lines = {name: shapely.line_merge(shapely.union_all(parts)) for name, parts in courses.items()}
    at_mark = {name: line.distance(spots) < 8 for name, line in lines.items()}
    order = sorted(lines, key=lambda name: (not at_mark[name], ranks[name], -lines[name].length, name))
    lettering = Lettering(WIDTH, HEIGHT, _taken(frame, marks))
    found = (lettering.along(name, lines[name], _NAME_PX) for name in order)
    yield from islice((_text(one) for one in found if one), _MOST_NAMES)


def _taken(frame: _Frame, marks: Sequence[Mark]) -> list[BaseGeometry]:
    """What no name may be written over: the scale, the marks with their words, the line between them."""
    spots = {one.kind: shapely.Point(frame.at((one.lon, one.lat))) for one in marks}
    taken: list[BaseGeometry] = [shapely.box(0, HEIGHT - 32, 130, HEIGHT)]
    for one in marks:
        x, y = frame.at((one.lon, one.lat))
        taken.append(shapely.Point(x, y).buffer(13))
        if one.words:
            reach = len(one.words) * _NAME_PX * LETTER / 2 + 16
            taken.append(shapely.box(x - reach, y - 22, x + reach, y + 26))
    if "pin" in spots and "truth" in spots:
        taken.append(shapely.LineString([spots["pin"], spots["truth"]]).buffer(3))
    return taken


def _text(written: Written) -> str:
    return (
        f'<text class="name" transform="translate({written.x:.0f} {written.y:.0f}) '
        f'rotate({written.turn:.0f})" dy=".35em">{escape(written.name)}</text>'
    )


def _marks(frame: _Frame, marks: Sequence[Mark]) -> Iterator[str]:
    """Rings below, then the line from the pin to the truth, then the marks, the truth on top."""
    truth = next((one for one in marks if one.kind == "truth"), None)
    for one in marks:
        if one.radius_m:
            x, y = frame.at((one.lon, one.lat))
            yield f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{one.radius_m / frame.metres:.1f}"/>'
    for one in marks:
        if truth and one.kind == "pin":
            (x, y), (to_x, to_y) = frame.at((one.lon, one.lat)), frame.at((truth.lon, truth.lat))
            yield f'<path class="gap" d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"/>'
    for one in sorted(marks, key=lambda one: ("choice", "pin", "truth").index(one.kind)):
        yield _mark(frame, one)


def _mark(frame: _Frame, mark: Mark) -> str:
    x, y = frame.at((mark.lon, mark.lat))
    shape = {
        "truth": f'<circle class="truth" cx="{x:.1f}" cy="{y:.1f}" r="7.5"/>',
        "pin": f'<circle class="pin" cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>',
        "choice": f'<rect class="choice" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>',
    }[mark.kind]
    if mark.kind == "choice":
        where = f'x="{x + 9:.0f}" y="{y + 4:.0f}"'
    else:
        below = 22 if y < HEIGHT - 40 else -13
        anchor = "end" if x > WIDTH - 70 else "start" if x < 70 else "middle"
        where = f'x="{x:.0f}" y="{y + below:.0f}" text-anchor="{anchor}"'
    return shape + (f'<text class="word" {where}>{escape(mark.words)}</text>' if mark.words else "")


def _scale(frame: _Frame) -> str:
    """A bar of a round length, and the length in words."""
    length = round_length(frame.metres * 110)
    width = length / frame.metres
    words = f"{length:,.0f} m" if length < 1_000 else f"{length / 1000:,.0f} km"
    y = HEIGHT - 12
    return (
        f'<path class="scale" d="M12 {y - 5}V{y}H{12 + width:.0f}V{y - 5}"/>'
        f'<text class="measure" x="{16 + width:.0f}" y="{y}">{words}</text>'
    )
