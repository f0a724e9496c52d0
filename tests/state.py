"""A state of our own making, county after county: numbered grids, common names, jogs, divided roads.

Counties lie side by side in ten columns, 0.5° by 0.4°, and both neighbours have the road along their border.
A town of each county but those in the last column reaches over its eastern border. One county in eight is a
metropolis.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.streets.build import Material
from mapapp.streets.counties import County
from mapapp.streets.edges import Edges, no_aliases
from mapapp.streets.tiger import Areas

STATE, STATE_FIPS = "KS", "20"
WEST, SOUTH, WIDTH, HEIGHT = -101.5, 37.0, 0.5, 0.4
COLUMNS = 10
BLOCK, SECTION = 0.0012, 0.02  # degrees: some 120 m, and two kilometres
METROPOLIS_EVERY, METROPOLIS_SHARE = 8, 6

_TREES = (
    "Main", "Oak", "Maple", "Elm", "Walnut", "Cedar", "Pine", "Washington", "Lincoln", "Jefferson", "Park",
    "Church", "High", "Mill", "River", "Lake", "Hill", "Spring", "Franklin", "Jackson", "Madison", "Grant",
    "Sunset", "Ridge", "Center", "Spruce", "Locust", "Chestnut", "Cherry", "Willow", "Harrison", "Sheridan",
)  # fmt: skip
_FIRST = (
    "Fox", "Stone", "Clear", "Deer", "Eagle", "Amber", "Silver", "Winter", "Copper", "Heather", "Ivory",
    "Juniper", "Kettle", "Larkspur", "Meadow", "North", "Orchard", "Pheasant", "Quail", "Raven", "Saddle",
    "Timber", "Valley", "Whisper", "Yarrow", "Bramble", "Canyon", "Drift", "Ember", "Falcon", "Granite",
)  # fmt: skip
_SECOND = (
    "brook", "hollow", "crest", "field", "gate", "haven", "land", "mead", "point", "ridge", "run", "side",
    "stone", "trail", "view", "wood", "bend", "creek", "dale", "glen", "harbor", "knoll", "leaf", "moor",
)  # fmt: skip
_TYPES = ("St", "Ave", "Dr", "Ln", "Ct", "Rd", "Way", "Pl", "Cir", "Blvd")
_TOWN_STARTS = ("Ash", "Birch", "Col", "Dun", "Ever", "Fair", "Glad", "Hart", "Iron", "Kirk", "Lan", "Mar")
_TOWN_ENDS = ("bury", "combe", "ford", "ham", "ley", "mont", "stead", "ton", "ville", "wick", "worth", "by")
_SHARED_TOWNS = ("Franklin", "Lincoln", "Madison", "Jackson")
# Where a county's towns lie and their shares of its edges; in one county of four the last of them bears a
# name that other counties' towns bear too.
_TOWNS = ((0.10, 0.08, 0.6), (0.30, 0.05, 0.2), (0.32, 0.24, 0.1), (0.08, 0.28, 0.05))
_BORDER_TOWN, _BORDER_BLOCKS = 0.32, 8

Spot = tuple[float, float]
Path = tuple[str, list[Spot]]


class Town(NamedTuple):
    """A grid of streets: its name, its south-western corner, and how many blocks it has each way."""

    name: str
    geoid: str
    zip_code: str
    corner: Spot
    blocks: int

    @property
    def box(self) -> shapely.Polygon:
        """The town's limits, half a block around its streets."""
        (west, south), half = self.corner, BLOCK / 2
        size = self.blocks * BLOCK + half
        return shapely.box(west - half, south - half, west + size, south + size)


def counties(number: int, edges: int) -> Iterator[Material]:
    """The materials of so many counties with about so many edges in all, made as they are asked for."""
    shares = [METROPOLIS_SHARE if at % METROPOLIS_EVERY == 1 else 1 for at in range(number)]
    return (_material(at, edges * share // sum(shares)) for at, share in enumerate(shares))


def county(at: int) -> County:
    """A county by its place in the state."""
    return County(f"{STATE_FIPS}{2 * at + 1:03}", f"{town_name(at, 0)} County", STATE)


def _material(at: int, edges: int) -> Material:
    west, _ = _corner(at)
    own = [_town(at, nth, edges) for nth in range(len(_TOWNS))]
    towns = [*own, *(_border_town(one) for one in (at - 1, at) if one % COLUMNS < COLUMNS - 1)]
    laid = [(town, path) for town in towns for path in _within(_grid(town), west, west + WIDTH)]
    laid += [(None, path) for path in _country(at, shapely.union_all([one.box for one in towns]))]
    return Material(
        county=county(at),
        source="a state of our own making",
        vintage="2024",
        checksum=f"{at:064x}",
        roads=_edges(laid),
        places=_areas([(one.name, f"{one.name} city", one.geoid, one.box) for one in towns]),
        cousubs=_townships(at),
    )


def _edges(laid: Sequence[tuple[Town | None, Path]]) -> Edges:
    """Edges from corner to corner; in towns a hundred house numbers to a block."""
    rows = [
        (name, 100 * number, town.zip_code if town else None, ends)
        for town, (name, spots) in laid
        for number, ends in enumerate(pairwise(spots), 1)
    ]
    names, low, zips, ends = zip(*rows, strict=True)
    first = np.array(low)
    ranges = np.column_stack([first + 1, first + 99, first, first + 98]).astype(object)
    codes = np.array(zips, dtype=object)
    ranges[codes == None] = None  # noqa: E711 - elementwise
    lonlat = np.array(ends)
    nodes = np.round((lonlat - (WEST - 1, SOUTH - 1)) * 1e6).astype(np.int64) @ np.array([100_000_000, 1])
    alias_edge, alias_name = no_aliases()
    return Edges(
        geometry=shapely.linestrings(lonlat),
        name=np.array(names, dtype=object),
        mtfcc=np.array(["S1200" if " Hwy " in one else "S1400" for one in names], dtype=object),
        node_from=nodes[:, 0],
        node_to=nodes[:, 1],
        ranges=ranges,
        zips=np.column_stack([codes, codes]),
        alias_edge=alias_edge,
        alias_name=alias_name,
    )


def _corner(at: int) -> Spot:
    return WEST + at % COLUMNS * WIDTH, SOUTH + at // COLUMNS * HEIGHT


def town_name(at: int, nth: int) -> str:
    """The towns of a county by number, the last the one across its eastern border."""
    if nth == len(_TOWNS) - 1 and at % 4 == 0:
        return _SHARED_TOWNS[at // 4 % len(_SHARED_TOWNS)]
    again, number = divmod(at * 5 + nth, len(_TOWN_STARTS) * len(_TOWN_ENDS))
    start, end = divmod(number, len(_TOWN_ENDS))
    return f"{('', 'New ', 'Mount ', 'Port ')[again]}{_TOWN_STARTS[start]}{_TOWN_ENDS[end]}"


def _town(at: int, nth: int, edges: int) -> Town:
    (west, south), (x, y, share) = _corner(at), _TOWNS[nth]
    blocks = max(6, round((share * edges / 2) ** 0.5))
    code = at * 10 + nth
    return Town(
        town_name(at, nth), f"{STATE_FIPS}{code:05}", f"66{code:03}"[:5], (west + x, south + y), blocks
    )


def _border_town(at: int) -> Town:
    """The town across the eastern border of a county."""
    west, south = _corner(at)
    corner = (west + WIDTH - _BORDER_BLOCKS // 2 * BLOCK, south + _BORDER_TOWN)
    code = at * 10 + 9
    return Town(town_name(at, 4), f"{STATE_FIPS}{code:05}", f"66{code:03}"[:5], corner, _BORDER_BLOCKS)


def _within(paths: Iterable[Path], west: float, east: float) -> Iterator[Path]:
    """What of the paths lies between two meridians; a street along one of them belongs to both sides."""
    for name, spots in paths:
        inside = [one for one in spots if west - 1e-7 <= one[0] <= east + 1e-7]
        if len(inside) > 1:
            yield name, inside


def _grid(town: Town) -> Iterator[Path]:
    """Numbered streets by numbered and named avenues; some avenues jog, and the middle street is divided."""
    rng, middle = random.Random(town.geoid), town.blocks // 2
    lats = [[town.corner[1] + row * BLOCK] for row in range(town.blocks + 1)]
    lats[middle] = [lats[middle][0] - 1e-4, lats[middle][0] + 1e-4]
    lons = [_jogged(town, column) for column in range(town.blocks + 1)]
    for row, each in enumerate(lats):
        at_row = sorted({one for before, after in lons for one in _at_row(before, after, row, middle)})
        for lat in each:
            spots = [_spot(lon, lat) for lon in at_row]
            yield from _street(f"{_ordinal(row + 1)} St", spots, split=len(town.name) % 2 == 0)
    for column, (before, after) in enumerate(lons):
        spots = [_spot(before, lat) for each in lats[: middle + 1] for lat in each]
        rest = [
            _spot(after, lat)
            for lat in [lats[middle][-1], *(lat for each in lats[middle + 1 :] for lat in each)]
        ]
        runs = [spots + rest[1:]] if before == after else [spots, rest]
        for run in runs:
            if column % 3 == 0:
                yield f"{_ordinal(column + 1)} Ave", run
            else:
                yield from _pieces(run, rng)


def _jogged(town: Town, column: int) -> tuple[float, float]:
    """Where an avenue runs south and north of the middle street."""
    lon = town.corner[0] + column * BLOCK
    jog = {3: 4e-4, 5: 7e-4}.get(column % 11, 0.0) if 0 < column < town.blocks else 0.0
    return lon, lon + jog


def _at_row(before: float, after: float, row: int, middle: int) -> set[float]:
    if row == middle:
        return {before, after}
    return {before} if row < middle else {after}


def _street(name: str, spots: list[Spot], *, split: bool) -> Iterator[Path]:
    """A street, or its western and eastern halves."""
    if not split:
        yield name, spots
        return
    middle = len(spots) // 2
    yield f"W {name}", spots[: middle + 1]
    yield f"E {name}", spots[middle:]


def _pieces(spots: list[Spot], rng: random.Random) -> Iterator[Path]:
    """An avenue that changes its name every few blocks."""
    at = 0
    while at < len(spots) - 1:
        end = min(at + rng.randint(2, 8), len(spots) - 1)
        yield _some_name(rng), spots[at : end + 1]
        at = end


def _some_name(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return f"{rng.choice(_TREES)} {rng.choice(_TYPES)}"
    return f"{rng.choice(_FIRST)}{rng.choice(_SECOND)} {rng.choice(_TYPES)}"


def _country(at: int, towns: BaseGeometry) -> Iterator[Path]:
    """Section roads outside the towns, borders included."""
    column, row = at % COLUMNS * round(WIDTH / SECTION), at // COLUMNS * round(HEIGHT / SECTION)
    columns = range(column, column + round(WIDTH / SECTION) + 1)
    rows = range(row, row + round(HEIGHT / SECTION) + 1)
    roads = [(_road(y, _ROADS), [_section(x, y) for x in columns]) for y in rows]
    roads += [(_road(x, _AVENUES), [_section(x, y) for y in rows]) for x in columns]
    shapely.prepare(towns)
    for name, spots in roads:
        ends = list(pairwise(spots))
        open_land = ~shapely.intersects(towns, shapely.linestrings(ends))
        yield from ((name, list(pair)) for pair, free in zip(ends, open_land, strict=True) if free)


_ROADS, _AVENUES = ("State Hwy {}", "Co Rd {}"), ("US Hwy {}", "{} Trail")


def _road(number: int, patterns: tuple[str, str]) -> str:
    highway, road = patterns
    return highway.format(number + 1) if number % 6 == 0 else road.format(_ordinal(number + 1))


def _section(x: int, y: int) -> Spot:
    return _spot(WEST + x * SECTION, SOUTH + y * SECTION)


def _spot(lon: float, lat: float) -> Spot:
    return round(lon, 6), round(lat, 6)


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _townships(at: int) -> Areas:
    """The four quarters of a county."""
    west, south = _corner(at)
    quarters = [(x * WIDTH / 2, y * HEIGHT / 2) for x in (0, 1) for y in (0, 1)]
    named = [
        (f"Range {at}-{number}", f"Range {at}-{number} township", f"{county(at).fips}{number:05}",
         shapely.box(west + x, south + y, west + x + WIDTH / 2, south + y + HEIGHT / 2))
        for number, (x, y) in enumerate(quarters, 1)
    ]  # fmt: skip
    areas = _areas(named)
    return Areas(
        areas.geometry, {**areas.columns, "COUNTYFP": np.array([county(at).fips[2:]] * 4, dtype=object)}
    )


def _areas(named: Sequence[tuple[str, str, str, shapely.Polygon]]) -> Areas:
    names, long_names, geoids, geometry = (np.array(one, dtype=object) for one in zip(*named, strict=True))
    return Areas(geometry, {"NAME": names, "NAMELSAD": long_names, "GEOID": geoids})
