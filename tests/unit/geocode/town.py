"""A town of our own making, as a TIGER/Line county: blocks of 100 m in the middle of Lake Superior.

y                                             28th St and 40th Ave exist, far apart;
8  28th St ------------------                 28th Ave and 40th St meet at (2, 2).
7                                             Main St has a north and a south half.
4  N Main St and W, E Oak St                  Loop Dr meets Pine Rd twice, 400 m apart,
2  40th St --+--------------  40th Ave        Jog Ln twice, 60 m apart.
0          28th Ave          (x = 12)         I- 94 passes over Pine Rd.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely

from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from mapapp.streets.tiger import TigerFile
from tests.unit.streets.small_tiger import COUNTY, YEAR, edge, write, write_edges

WEST, SOUTH = -87.0, 48.0
EAST_M, NORTH_M = 74_629.0, 111_209.0

Spot = tuple[float, float]


def at(x: float, y: float) -> Spot:
    """(lon, lat) of a place in the town, counted in blocks of 100 m."""
    return round(WEST + 100 * x / EAST_M, 6), round(SOUTH + 100 * y / NORTH_M, 6)


def street(name: str, *spots: Spot, **fields: Any) -> Iterator[dict[str, Any]]:
    """The edges of a street from corner to corner; a corner's node number follows from where it is."""
    for start, end in pairwise(spots):
        line = shapely.LineString([at(*start), at(*end)])
        yield edge(1, 2, name, TNIDF=_node(start), TNIDT=_node(end), geometry=line, **fields)


def _node(spot: Spot) -> int:
    return int(100_000 + round(spot[1] * 10) * 1_000 + round(spot[0] * 10))


def _row(y: float, *xs: float) -> list[Spot]:
    return [(x, y) for x in xs]


def _column(x: float, *ys: float) -> list[Spot]:
    return [(x, y) for y in ys]


def numbered(name: str, first: int, *spots: Spot) -> Iterator[dict[str, Any]]:
    """A street with a hundred house numbers to a block, odd ones on the left."""
    for i, (start, end) in enumerate(pairwise(spots)):
        low = first + 100 * i
        yield from street(
            name, start, end,
            LFROMADD=str(low + 1), LTOADD=str(low + 99), RFROMADD=str(low), RTOADD=str(low + 98),
            ZIPL="53140",
        )  # fmt: skip


def _edges() -> Iterator[dict[str, Any]]:
    yield from numbered("40th St", 2600, *_row(2, 0, 1, 2, 3))
    yield from street("41st St", *_row(3, 0, 1, 2, 3), ZIPL="53142")
    yield from street("27th Ave", *_column(1, 0, 2, 3, 4, 6))
    yield from street("28th Ave", *_column(2, 0, 2, 3, 4, 6))
    yield from street("28th St", *_row(8, 0, 1, 2, 3, 10))
    yield from street("40th Ave", *_column(12, 0, 2, 4))
    yield from street("N Main St", *_column(0, 4, 5, 6))
    yield from street("S Main St", *_column(0, 2, 3, 4))
    yield from street("W Oak St", *_row(6, -2, -1, 0))
    yield from street("E Oak St", *_row(6, 0, 1, 2))
    yield from street("Sheridan Rd", *_column(5, 0, 2, 4, 6))
    yield from street("Sherman Rd", *_column(7, 0, 2, 4, 6))
    yield from street("Pine Rd", *_row(4, 2, 5, 7, 9, 12))
    yield from street("Loop Dr", (5, 4), (5, 5), (9, 5), (9, 4))
    yield from street("Jog Ln", (10, 3), (10, 4))
    yield from street("Jog Ln", (10.6, 4), (10.6, 5))
    yield from street("Pine Rd", (10, 4), (10.6, 4))
    yield from street("I- 94", (11, 2), (11, 4), (11, 6), MTFCC="S1100")
    yield from street("Pine Rd", (10.6, 4), (11, 4), (12, 4))
    yield from street("State Hwy 50", *_row(-1, 0, 2, 4, 6))
    yield from street("US Hwy 45", *_column(4, -2, -1, 0))
    yield from street("Co Hwy H", *_column(6, -2, -1, 0))


def _places() -> list[dict[str, Any]]:
    def town(name: str, geoid: str, west: float, east: float) -> dict[str, Any]:
        box = shapely.box(*at(west, -3), *at(east, 10))
        return {"NAME": name, "NAMELSAD": f"{name} city", "GEOID": geoid, "geometry": box}

    return [town("Quillby", "5500001", -3, 7), town("Overmere", "5500002", 7, 14)]


def build(folder: Path, edges: Iterable[dict[str, Any]] | None = None) -> IndexInfo:
    """Build and install the index of the town, or of other `edges` in its places, below `folder`."""
    tiger = folder / "tiger"
    write_edges(tiger, list(edges or _edges()))
    write(tiger, TigerFile(YEAR, "PLACE", COUNTY[:2]), _places())
    library = Library(folder / "streets")
    return add_county(library, find_county(COUNTY), TigerSource(str(tiger)), folder / "cache", silent)
