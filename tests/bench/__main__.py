"""Measures building, looking up and serving, and prints a table: `python -m tests.bench`."""

import argparse
import os
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.layers import IndexLayers
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent

from .figures import Figure, timed
from .serving import Rate, rates
from .statewide import statewide

DATA = Path(__file__).parents[2] / "data"
PHRASES = 5_000
ROADS = frozenset({"water", "road", "rail", "stream", "place", "boundary"})


def main() -> None:
    """Print every figure that can be measured here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--edges", type=int, default=250_000, help="how large the synthetic state is")
    edges = parser.parse_args().edges
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _set_up(home)
        figures = list(_serving(rates(home)))
        tiger = os.environ.get("MAPAPP_TIGER_URL", "")
        if tiger:
            figures += _streets(home, tiger)
        else:
            print("MAPAPP_TIGER_URL names no folder with Kenosha County: it is not measured.")
        figures += statewide(home, edges)
    width = max(len(one.what) for one in figures)
    for one in figures:
        print(f"{one.what:<{width}}  {one.measured:>22}  {one.target}")


def _set_up(home: Path) -> None:
    with closing(Desk(Settings(home=home))) as desk:
        desk.setup.initialise(DATA)


def _streets(home: Path, tiger: str) -> Iterator[Figure]:
    library = Library(home / "streets")
    took, info = timed(
        lambda: add_county(library, find_county("55059"), TigerSource(tiger), home / "cache", silent)
    )
    yield Figure("Kenosha County: fetch and build", f"{took:.1f} s", "target 10 s")
    yield Figure("Kenosha County: size", f"{info.size_bytes / 1e6:.1f} MB", "target 5 MB")
    yield from _geocoding(home, info)
    yield from _layers(info)


def _geocoding(home: Path, info: IndexInfo) -> Iterator[Figure]:
    with closing(Desk(Settings(home=home))) as desk:
        opened, geocoder = timed(desk.finder.geocoder)
        yield Figure("geocoder: made ready", f"{opened * 1000:.0f} ms")
        phrases = _corners(info)
        answered = [timed(lambda one=one: geocoder.geocode(one)) for one in phrases]
    times = sorted(took for took, _ in answered)
    resolved = sum(answer.outcome == "resolved" for _, answer in answered)
    yield Figure("corners resolved", f"{resolved / len(phrases):.1%} of {len(phrases):,}")
    yield Figure("a phrase: median", f"{statistics.median(times) * 1000:.2f} ms", "target 0.3 ms")
    yield Figure("a phrase: 99th of 100", f"{times[len(times) * 99 // 100] * 1000:.2f} ms", "target 1 ms")
    yield Figure("phrases a second, one core", f"{len(times) / sum(times):,.0f}")


def _corners(info: IndexInfo) -> list[str]:
    """Phrases for crossings drawn by chance, the same ones in every run."""
    query = (
        "SELECT a.name, b.name FROM crossing"
        " JOIN street a ON a.id = street_a JOIN street b ON b.id = street_b WHERE kind = 'node'"
    )
    with closing(sqlite3.connect(info.path)) as connection:
        names = connection.execute(query).fetchall()
    chosen = random.Random(1).sample(names, k=PHRASES)
    return [f"{first} and {second}, Kenosha County, WI" for first, second in chosen]


def _layers(info: IndexInfo) -> Iterator[Figure]:
    layers = IndexLayers(info.path)
    west, south = -87.85, 42.58
    for zoom, width in ((14, 0.022), (12, 0.088)):
        bounds = (west, south, west + width, south + width * 0.74)
        times = [timed(lambda b=bounds: list(layers.features(b, ROADS, 4)))[0] for _ in range(20)]
        yield Figure(f"basemap: layers of a tile at zoom {zoom}", f"{statistics.median(times) * 1000:.1f} ms")


def _serving(measured: Sequence[Rate]) -> Iterator[Figure]:
    same = measured[0]
    for one in measured:
        ratio = one.per_second / same.per_second
        target = "target 0.80" if one.is_map else ""
        yield Figure(one.what, f"{one.per_second:,.0f}/s, ratio {ratio:.2f}", target)


if __name__ == "__main__":
    main()
