"""Building a county's index, its size, and the layers of a basemap."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.layers import IndexLayers
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent

from .figure import Figure, timed

COUNTY, TITLE = "55059", "Kenosha County, WI"
_KINDS = frozenset({"water", "road", "rail", "stream", "place", "boundary"})


def figures(home: Path, tiger: str) -> Iterator[Figure]:
    """Add Kenosha County's streets to the newsroom in `home`, and look at them."""
    library = Library(home / "streets")
    took, info = timed(
        lambda: add_county(library, find_county(COUNTY), TigerSource(tiger), home / "cache", silent)
    )
    yield Figure("Kenosha County: fetch and build", f"{took:.1f} s", "target 10 s")
    yield Figure("Kenosha County: size", f"{info.size_bytes / 1e6:.1f} MB", "target 5 MB")
    yield from _layers(info)


def _layers(info: IndexInfo) -> Iterator[Figure]:
    layers = IndexLayers(info.path)
    west, south = -87.85, 42.58
    for zoom, width in ((14, 0.022), (12, 0.088)):
        bounds = (west, south, west + width, south + width * 0.74)
        times = [timed(lambda b=bounds: list(layers.features(b, _KINDS, 4)))[0] for _ in range(20)]
        yield Figure(f"basemap: layers of a tile at zoom {zoom}", f"{statistics.median(times) * 1000:.1f} ms")
