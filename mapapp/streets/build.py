"""Building a street index: rows of TIGER/Line in, one GeoPackage out."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput, StorageFailed
from mapapp.streets import gpkg, schema
from mapapp.streets.counties import County
from mapapp.streets.crossings import Crossing, Network, find_crossings
from mapapp.streets.edges import Column, Edges, Lines, Marks
from mapapp.streets.names import alternate_names, parse_name
from mapapp.streets.places import Place, PlaceLocator, multipolygons, region_places
from mapapp.streets.storage import storage_errors
from mapapp.streets.tiger import Areas

LICENCE = "public domain (US Census Bureau)"
WATER_FIELDS = ("FULLNAME", "MTFCC")
_MOTORWAY = "S1100"
_RANKS = {_MOTORWAY: 1, "S1200": 2, "S1400": 3}
_MINOR = 4


@dataclass(frozen=True)
class Material:
    """All that goes into a county's index; `source` and `vintage` as they are to be credited.

    `places`, `cousubs` and `neighbourhoods` have the columns PLACE_FIELDS, `water` WATER_FIELDS; None where
    there is no such file. `outline` is the region's own area (degrees), where it is known; `code` its code
    where that is not the county's. `checksum` is the SHA-256 over the source files.
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
    code: str = ""
    licence: str = LICENCE


class _Streets(NamedTuple):
    """The streets' names, numbered from 1 in order, and every (edge row, street id), ordered."""

    names: list[str]
    row: Column
    street: Column


def build_index(material: Material, path: Path) -> None:
    """Write the index of a region to a new file and check it.

    Raises BadInput when there is no named road in the material, StorageFailed when the disk is full; the
    file is of no use then.
    """
    started = time.monotonic()
    if not len(material.roads.named()[0]):
        raise BadInput(f"There is no named road in {material.county.title}: these are not its street files.")
    with storage_errors(path.parent):
        path.unlink(missing_ok=True)
        with closing(_connection(path)) as connection:
            schema.create(connection)
            counts = _write(connection, material)
            schema.finish(connection)
            _write_meta(connection, material, counts, time.monotonic() - started)
            connection.commit()
            _check(connection, counts)


def _connection(path: Path) -> sqlite3.Connection:
    """A database nobody else sees yet: no journal, and the disk is waited for once, on installing it."""
    connection = sqlite3.connect(path)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _write(connection: sqlite3.Connection, material: Material) -> dict[str, int]:
    """Write all rows; returns how many of each sort that a person may want to know."""
    streets = _streets(material.roads)
    places = region_places(
        material.county,
        material.outline if material.outline is not None else material.roads.geometry,
        material.places,
        material.cousubs,
        material.neighbourhoods,
    )
    locator = PlaceLocator(places)
    rank = _ranks(material.roads)
    crossings = find_crossings(_network(material.roads, streets))
    _write_streets(connection, streets, rank)
    _write_edges(connection, material.roads, streets, rank, locator)
    _write_crossings(connection, crossings, locator)
    _write_places(connection, places)
    _write_water(connection, material.water)
    _write_marks(connection, material.marks, streets)
    _write_lines(connection, {"rail": material.rails, "stream": material.streams})
    return {"streets": len(streets.names), "edges": len(material.roads), "crossings": len(crossings)}


def _streets(roads: Edges) -> _Streets:
    row, name = roads.named()
    names, street = np.unique(name.astype(str), return_inverse=True)
    order = np.lexsort((street, row))
    return _Streets(names.tolist(), row[order], street.reshape(-1)[order] + 1)


def _ranks(roads: Edges) -> Column:
    """The rank of each edge."""
    return np.array([_RANKS.get(mtfcc, _MINOR) for mtfcc in roads.mtfcc])


def _network(roads: Edges, streets: _Streets) -> Network:
    return Network(
        geometry=roads.geometry,
        node_from=roads.node_from,
        node_to=roads.node_to,
        limited=_limited(roads, streets),
        row=streets.row,
        street=streets.street,
    )


def _limited(roads: Edges, streets: _Streets) -> Column:
    """Which edges are of limited access for certain: primary roads that bear an Interstate's name.

    A primary road alone (S1100) may well have crossroads, as New York Avenue NE in Washington has.
    """
    interstate = np.array([False, *(parse_name(name).pre_type == "i" for name in streets.names)])
    limited = np.zeros(len(roads), dtype=bool)
    limited[streets.row[interstate[streets.street]]] = True
    limited &= roads.mtfcc == _MOTORWAY
    return limited


def _write_streets(connection: sqlite3.Connection, streets: _Streets, edge_rank: Column) -> None:
    best = np.full(len(streets.names) + 1, _MINOR)
    np.minimum.at(best, streets.street, edge_rank[streets.row])
    ids = range(1, len(streets.names) + 1)
    gpkg.insert(connection, "street", {"id": ids, "name": streets.names, "rank": best[1:].tolist()})
    connection.executemany(
        "INSERT INTO street_name VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row for street, name in zip(ids, streets.names, strict=True) for row in _name_rows(street, name)),
    )


def _name_rows(street: int, full_name: str) -> Iterator[tuple[int | str, ...]]:
    """The names in one field, parsed: the first is the street's own, any others are aliases."""
    for number, name in enumerate(alternate_names(full_name) or (full_name,)):
        parsed = parse_name(name)
        yield street, parsed.pre_dir, parsed.pre_type, parsed.base, parsed.type, parsed.post_dir, number > 0


def _write_edges(
    connection: sqlite3.Connection, roads: Edges, streets: _Streets, rank: Column, locator: PlaceLocator
) -> None:
    numbers = {name: number for number, name in enumerate(streets.names, 1)}
    middle = shapely.line_interpolate_point(roads.geometry, 0.5, normalized=True)
    columns = {
        "street_id": [numbers.get(name) for name in roads.name],
        "name": roads.name.tolist(),
        "rank": rank.tolist(),
        "mtfcc": roads.mtfcc.tolist(),
        "node_from": roads.node_from.tolist(),
        "node_to": roads.node_to.tolist(),
        **dict(zip(("left_from", "left_to", "right_from", "right_to"), roads.ranges.T.tolist(), strict=True)),
        **dict(zip(("zip_left", "zip_right"), roads.zips.T.tolist(), strict=True)),
        "place_id": locator.place_ids(middle),
    }
    gpkg.fill_layer(connection, schema.EDGE, roads.geometry, columns)
    further = {
        "street_id": [numbers[name] for name in roads.alias_name],
        "fid": (roads.alias_edge + 1).tolist(),
    }
    gpkg.insert(connection, "edge_alias", further)


def _write_crossings(
    connection: sqlite3.Connection, crossings: Sequence[Crossing], locator: PlaceLocator
) -> None:
    lonlat = np.array([(one.lon, one.lat) for one in crossings]).reshape(-1, 2)
    place_ids = locator.place_ids(np.asarray(shapely.points(lonlat)))
    connection.executemany(
        "INSERT INTO crossing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (*one[:-1], ",".join(map(str, one.nodes)), place_id)
            for one, place_id in zip(crossings, place_ids, strict=True)
        ),
    )


def _write_places(connection: sqlite3.Connection, places: Sequence[Place]) -> None:
    columns = {
        name: [getattr(one, name) for one in places] for name in ("name", "long_name", "kind", "geoid")
    }
    figures = np.array([one.geometry for one in places], dtype=object)
    gpkg.fill_layer(connection, schema.PLACE, _rounded(figures), columns)


def _write_water(connection: sqlite3.Connection, water: Areas | None) -> None:
    empty = np.empty(0, dtype=object)
    figures = multipolygons(water.geometry) if water else empty
    names, classes = (water.columns[name] if water else empty for name in ("FULLNAME", "MTFCC"))
    columns = {"name": names.tolist(), "mtfcc": classes.tolist()}
    gpkg.fill_layer(connection, schema.WATER, _rounded(figures), columns)


def _write_marks(connection: sqlite3.Connection, marks: Marks | None, streets: _Streets) -> None:
    if marks is None:
        return
    numbers = {name: number for number, name in enumerate(streets.names, 1)}
    columns = {
        "kind": marks.kind.tolist(),
        "number": [str(one).upper() for one in marks.number],
        "street_id": [numbers[name] for name in marks.street],
        "lon": marks.lonlat[:, 0].round(7).tolist(),
        "lat": marks.lonlat[:, 1].round(7).tolist(),
    }
    gpkg.insert(connection, "mark", columns)


def _write_lines(connection: sqlite3.Connection, by_kind: Mapping[str, Lines | None]) -> None:
    present = {kind: lines for kind, lines in by_kind.items() if lines is not None}
    figures = [one.geometry for one in present.values()]
    columns = {
        "kind": [kind for kind, one in present.items() for _ in one.name],
        "name": [name for one in present.values() for name in one.name],
    }
    geometry = np.concatenate([*figures, np.empty(0, dtype=object)])
    gpkg.fill_layer(connection, schema.LINE, _rounded(geometry), columns)


def _rounded(geometry: Column) -> Column:
    """To seven decimals, a centimetre: what TIGER's six and float noise leave."""
    rounded: Column = shapely.transform(geometry, lambda lonlat: lonlat.round(7))
    return rounded


def _write_meta(
    connection: sqlite3.Connection, material: Material, counts: Mapping[str, int], seconds: float
) -> None:
    west, south, east, north = shapely.total_bounds(material.roads.geometry).round(7).tolist()
    meta = {
        "schema_version": schema.SCHEMA_VERSION,
        "region": material.code or material.county.fips,
        "title": material.county.title,
        "source": material.source,
        "vintage": material.vintage,
        "licence": material.licence,
        "checksum": material.checksum,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "build_seconds": round(seconds, 2),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        **counts,
    }
    gpkg.insert(connection, "meta", {"key": meta.keys(), "value": map(str, meta.values())})


def _check(connection: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    """Read back what was written; what a full disk swallowed shows here at the latest."""
    (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
    (edges,) = connection.execute("SELECT count(*) FROM edge JOIN rtree_edge_geom ON id = fid").fetchone()
    (crossings,) = connection.execute("SELECT count(*) FROM crossing").fetchone()
    if verdict != "ok" or edges != counts["edges"] or crossings != counts["crossings"]:
        raise StorageFailed("The street index came out damaged: check the disk, then add the county again.")
