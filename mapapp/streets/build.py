"""Building a street index: rows of one region after another in, one GeoPackage out."""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput, StorageFailed
from mapapp.streets import gpkg, schema
from mapapp.streets.counties import County
from mapapp.streets.crossings import Network, find_crossings
from mapapp.streets.edges import Column, Edges, Lines, Marks
from mapapp.streets.indexfile import Region, read_regions
from mapapp.streets.names import parse_name
from mapapp.streets.places import PlaceLocator, region_places
from mapapp.streets.rows import LEAST_RANK, RegionRows, Streets
from mapapp.streets.storage import storage_errors
from mapapp.streets.tiger import Areas

LICENCE = "public domain (US Census Bureau)"
WATER_FIELDS = ("FULLNAME", "MTFCC")
_MOTORWAY = "S1100"
_RANKS = {_MOTORWAY: 1, "S1200": 2, "S1400": 3}
_COUNTS = ("streets", "edges", "crossings")


@dataclass(frozen=True)
class Material:
    """All that goes into one region of an index; `source` and `vintage` as they are to be credited.

    `places`, `cousubs` and `neighbourhoods` have the columns PLACE_FIELDS, `water` WATER_FIELDS; None where
    there is no such file. `outline` is the region's own area (degrees), where it is known. `checksum` is the
    SHA-256 over the source files.
    """

    county: County
    source: str
    vintage: str
    checksum: str
    roads: Edges
    rails: Lines | None = None
    streams: Lines | None = None
    places: Areas | None = None
    cousubs: Areas | None = None
    water: Areas | None = None
    marks: Marks | None = None
    neighbourhoods: Areas | None = None
    outline: BaseGeometry | None = None
    licence: str = LICENCE


def build_index(materials: Iterable[Material], path: Path) -> None:
    """Write the index of one region or several to a new file and check it.

    Materials are taken one at a time and let go of before the next, so that the largest decides how much
    memory it takes. Raises BadInput when there is no named road in one of them or two are of one region,
    StorageFailed when the disk is full; the file is of no use then.
    """
    codes: set[str] = set()
    started = time.monotonic()
    with storage_errors(path.parent):
        path.unlink(missing_ok=True)
        with closing(_connection(path)) as connection:
            schema.create(connection)
            for material in materials:
                _take(codes, material.county)
                _write(connection, material)
                # The loop's own name would keep it alive while the next one is read.
                del material
            schema.finish(connection)
            _write_meta(connection, time.monotonic() - started)
            connection.commit()
            _check(connection)


def _connection(path: Path) -> sqlite3.Connection:
    """A database nobody else sees yet: no journal, and the disk is waited for once, on installing it."""
    connection = sqlite3.connect(path)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _take(codes: set[str], county: County) -> None:
    if county.code in codes:
        raise BadInput(
            f"The streets of {county.title} are there twice: give the files of a region once, in one edition."
        )
    codes.add(county.code)


def _write(connection: sqlite3.Connection, material: Material) -> None:
    """Write all rows of a region."""
    county, roads = material.county, material.roads.by_name()
    streets = Streets.of(roads)
    if not streets.names:
        raise BadInput(f"There is no named road in {county.title}: these are not its street files.")
    around = roads.geometry if material.outline is None else material.outline
    places = region_places(county, around, material.places, material.cousubs, material.neighbourhoods)
    locator = PlaceLocator(places)
    rank = _ranks(roads)
    crossings = find_crossings(_network(roads, streets))
    rows = RegionRows(connection, streets)
    rows.write_region({**_facts(material), "crossings": len(crossings)}, roads)
    rows.write_streets(streets, roads, rank)
    rows.write_edges(roads, rank, locator)
    rows.write_crossings(crossings, locator)
    rows.write_places(places)
    rows.write_water(material.water)
    rows.write_marks(material.marks)
    rows.write_lines({"rail": material.rails, "stream": material.streams})


def _facts(material: Material) -> dict[str, str]:
    """What a region says of itself."""
    return {
        "code": material.county.code,
        "title": material.county.title,
        "state": material.county.state,
        "source": material.source,
        "vintage": material.vintage,
        "licence": material.licence,
        "checksum": material.checksum,
    }


def _ranks(roads: Edges) -> Column:
    """The rank of each edge."""
    return np.array([_RANKS.get(mtfcc, LEAST_RANK) for mtfcc in roads.mtfcc])


def _network(roads: Edges, streets: Streets) -> Network:
    return Network(
        geometry=roads.geometry,
        node_from=roads.node_from,
        node_to=roads.node_to,
        limited=_limited(roads, streets),
        row=streets.row,
        street=streets.street,
    )


def _limited(roads: Edges, streets: Streets) -> Column:
    """Which edges are of limited access for certain: primary roads that bear an Interstate's name.

    A primary road alone (S1100) may well have crossroads, as New York Avenue NE in Washington has.
    """
    interstate = np.array([False, *(parse_name(name).pre_type == "i" for name in streets.names)])
    limited = np.zeros(len(roads), dtype=bool)
    limited[streets.row[interstate[streets.street]]] = True
    limited &= roads.mtfcc == _MOTORWAY
    return limited


def _write_meta(connection: sqlite3.Connection, seconds: float) -> None:
    """What the file as a whole says of itself, from its regions."""
    regions = read_regions(connection)
    corners = np.array([one.bounds for one in regions])
    west, south = corners[:, :2].min(axis=0).tolist()
    east, north = corners[:, 2:].max(axis=0).tolist()
    meta = {
        "schema_version": schema.SCHEMA_VERSION,
        "title": _title(regions),
        **{word: _said_by_all(regions, word) for word in ("source", "vintage", "licence")},
        "built_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "build_seconds": round(seconds, 2),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "regions": len(regions),
        **{count: sum(getattr(one, count) for one in regions) for count in _COUNTS},
    }
    gpkg.insert(connection, "meta", {"key": meta.keys(), "value": map(str, meta.values())})


def _title(regions: Sequence[Region]) -> str:
    if len(regions) == 1:
        return regions[0].title
    states = ", ".join(sorted({one.state for one in regions if one.state}))
    kind = "counties" if all(one.code.isdigit() for one in regions) else "regions"
    return f"{len(regions)} {kind}" + (f" of {states}" if states else "")


def _said_by_all(regions: Sequence[Region], word: str) -> str:
    return "; ".join(dict.fromkeys(getattr(one, word) for one in regions))


def _check(connection: sqlite3.Connection) -> None:
    """Read back what was written; what a full disk swallowed shows here at the latest."""
    (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
    counted = (
        "SELECT (SELECT count(*) FROM edge JOIN rtree_edge_geom ON id = fid), (SELECT count(*) FROM crossing)"
    )
    expected = "SELECT sum(edges), sum(crossings) FROM region"
    if verdict != "ok" or connection.execute(counted).fetchone() != connection.execute(expected).fetchone():
        raise StorageFailed("The street index came out damaged: check the disk, then add the county again.")
