"""The rows of one region of a street index, written after those of the regions before it."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

from mapapp.streets import gpkg, schema
from mapapp.streets.crossings import Crossing
from mapapp.streets.edges import Column, Edges, Lines, Marks
from mapapp.streets.names import StreetName, alternate_names, joined_keys, parse_name, typed_key
from mapapp.streets.places import Place, PlaceLocator, multipolygons
from mapapp.streets.tiger import Areas

LEAST_RANK = 4

_NUMBERED = {"region": "id", "street": "id", "edge": "fid", "place": "fid", "water": "fid", "line": "fid"}


class Streets(NamedTuple):
    """The streets' names, numbered from 1 in order, and every (edge row, street id), ordered."""

    names: list[str]
    row: Column
    street: Column

    @classmethod
    def of(cls, roads: Edges) -> "Streets":
        """The streets of all names that the edges bear, aliases included."""
        row, name = roads.named()
        names, street = np.unique(name.astype(str), return_inverse=True)
        order = np.lexsort((street, row))
        return cls(names.tolist(), row[order], street.reshape(-1)[order] + 1)


class RegionRows:
    """Writes a region's rows; its numbers go on where those of the region before it end.

    Street and place numbers of what is given count from 1 within the region; edges are in the order of
    `Edges.by_name`.
    """

    def __init__(self, connection: sqlite3.Connection, streets: Streets) -> None:
        self._connection = connection
        self._names = streets.names
        self._before = {table: self._last(table, key) for table, key in _NUMBERED.items()}
        self._number = self._before["region"] + 1
        first = self._before["street"] + 1
        self._street_ids = {name: number for number, name in enumerate(streets.names, first)}

    def write_region(self, facts: Mapping[str, Any], roads: Edges) -> None:
        """Write the region itself, with `facts` as columns, and its ZIP codes."""
        west, south, east, north = shapely.total_bounds(roads.geometry).round(7).tolist()
        names = [name for each in self._names for name in _parsed(each)]
        before, after = [one.pre_dir for one in names], [one.post_dir for one in names]
        row = {
            **facts,
            "id": self._number,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "streets": len(self._names),
            "edges": len(roads),
            "first_street": self._before["street"] + 1,
            "directions": " ".join(sorted({*before, *after} - {""})),
            "prefixes": " ".join(_common(before)),
            "suffixes": " ".join(_common(after)),
            "has_ranges": bool((roads.ranges != None).any()),  # noqa: E711 - elementwise
        }
        gpkg.insert(self._connection, "region", {column: [value] for column, value in row.items()})
        codes = sorted({one for one in roads.zips.flat if one})
        gpkg.insert(self._connection, "zip", {"code": codes, "region_id": [self._number] * len(codes)})

    def write_streets(self, streets: Streets, roads: Edges, edge_rank: Column) -> None:
        """Write the streets, each with its best rank and its edges, and their names taken apart."""
        best = np.full(len(streets.names) + 1, LEAST_RANK)
        np.minimum.at(best, streets.street, edge_rank[streets.row])
        first_names = roads.name[roads.name != None].astype(str)  # noqa: E711 - elementwise
        first, last = (np.searchsorted(first_names, streets.names, side) for side in ("left", "right"))
        spans = np.column_stack([first + 1, last]).tolist()
        columns = {
            "id": self._street_ids.values(),
            "region_id": [self._number] * len(streets.names),
            "name": streets.names,
            "rank": best[1:].tolist(),
            "first_edge": self._after("edge", (start if start <= end else None for start, end in spans)),
            "last_edge": self._after("edge", (end if start <= end else None for start, end in spans)),
        }
        gpkg.insert(self._connection, "street", columns)
        self._write_names()

    def _write_names(self) -> None:
        names = [
            (street, alias, name)
            for full_name, street in self._street_ids.items()
            for alias, name in enumerate(_parsed(full_name))
        ]
        self._connection.executemany(
            "INSERT INTO street_name VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (street, alias, one.pre_dir, one.pre_type, one.base, one.type, one.post_dir)
                for street, alias, one in names
            ),
        )
        keys = [(key, street, alias) for street, alias, one in names for key in _keys(one)]
        self._connection.executemany("INSERT INTO street_key VALUES (?, ?, ?)", sorted(keys))

    def write_edges(self, roads: Edges, rank: Column, locator: PlaceLocator) -> None:
        """Write the edges and which further names they bear."""
        middle = shapely.line_interpolate_point(roads.geometry, 0.5, normalized=True)
        ranges, zips = roads.ranges.T.tolist(), roads.zips.T.tolist()
        columns = {
            "street_id": [self._street_ids.get(name) for name in roads.name],
            "name": roads.name.tolist(),
            "rank": rank.tolist(),
            "mtfcc": roads.mtfcc.tolist(),
            "node_from": roads.node_from.tolist(),
            "node_to": roads.node_to.tolist(),
            **dict(zip(("left_from", "left_to", "right_from", "right_to"), ranges, strict=True)),
            **dict(zip(("zip_left", "zip_right"), zips, strict=True)),
            "place_id": self._after("place", locator.place_ids(middle)),
        }
        self._fill(schema.EDGE, roads.geometry, columns)
        further = {
            "street_id": [self._street_ids[name] for name in roads.alias_name],
            "fid": (self._before["edge"] + roads.alias_edge + 1).tolist(),
        }
        gpkg.insert(self._connection, "edge_alias", further)

    def write_crossings(self, crossings: Sequence[Crossing], locator: PlaceLocator) -> None:
        """Write where the region's streets cross."""
        lonlat = np.array([(one.lon, one.lat) for one in crossings]).reshape(-1, 2)
        places = self._after("place", locator.place_ids(np.asarray(shapely.points(lonlat))))
        before = self._before["street"]
        self._connection.executemany(
            "INSERT INTO crossing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (before + a, before + b, *where, ",".join(map(str, nodes)), place)
                for (a, b, *where, nodes), place in zip(crossings, places, strict=True)
            ),
        )

    def write_places(self, places: Sequence[Place]) -> None:
        """Write the region's places in the order in which they are numbered."""
        words = ("name", "long_name", "kind", "geoid")
        columns: dict[str, list[Any]] = {word: [getattr(one, word) for one in places] for word in words}
        columns["region_id"] = [self._number] * len(places)
        figures = np.array([one.geometry for one in places], dtype=object)
        self._fill(schema.PLACE, _rounded(figures), columns)

    def write_water(self, water: Areas | None) -> None:
        """Write the waters, which have the columns FULLNAME and MTFCC."""
        if water is None:
            return
        names, classes = (water.columns[name].tolist() for name in ("FULLNAME", "MTFCC"))
        self._fill(schema.WATER, _rounded(multipolygons(water.geometry)), {"name": names, "mtfcc": classes})

    def write_marks(self, marks: Marks | None) -> None:
        """Write the exits and mileposts."""
        if marks is None:
            return
        columns = {
            "kind": marks.kind.tolist(),
            "number": [str(one).upper() for one in marks.number],
            "street_id": [self._street_ids[name] for name in marks.street],
            "lon": marks.lonlat[:, 0].round(7).tolist(),
            "lat": marks.lonlat[:, 1].round(7).tolist(),
        }
        gpkg.insert(self._connection, "mark", columns)

    def write_lines(self, by_kind: Mapping[str, Lines | None]) -> None:
        """Write the lines that are no roads."""
        present = {kind: lines for kind, lines in by_kind.items() if lines is not None}
        geometry = np.concatenate([*(one.geometry for one in present.values()), np.empty(0, dtype=object)])
        columns = {
            "kind": [kind for kind, one in present.items() for _ in one.name],
            "name": [name for one in present.values() for name in one.name],
        }
        self._fill(schema.LINE, _rounded(geometry), columns)

    def _last(self, table: str, key: str) -> int:
        (last,) = self._connection.execute(f"SELECT ifnull(max({key}), 0) FROM {table}").fetchone()  # noqa: S608 (our own names)
        return int(last)

    def _after(self, table: str, numbers: Iterable[int | None]) -> list[int | None]:
        """Numbers that count from 1 within the region, as numbers of the file."""
        before = self._before[table]
        return [None if one is None else before + one for one in numbers]

    def _fill(self, layer: gpkg.Layer, geometry: Column, columns: Mapping[str, Sequence[Any]]) -> None:
        gpkg.fill_layer(self._connection, layer, geometry, columns, self._before[layer.name] + 1)


def _parsed(full_name: str) -> Iterator[StreetName]:
    """The names in one field, parsed: the first is the street's own, any others are aliases."""
    return (parse_name(one) for one in alternate_names(full_name) or (full_name,))


def _keys(name: StreetName) -> set[str]:
    """What a street is found by: the name proper, and forms that differ from it in spaces and the like."""
    return {name.base, *joined_keys(name), typed_key(name)} - {""}


def _common(directions: Sequence[str]) -> list[str]:
    """The directions that at least one name in a hundred has."""
    counts = Counter(one for one in directions if one)
    return sorted(one for one, count in counts.items() if 100 * count >= len(directions))


def _rounded(geometry: Column) -> Column:
    """To seven decimals, a centimetre: what TIGER's six and float noise leave."""
    rounded: Column = shapely.transform(geometry, lambda lonlat: lonlat.round(7))
    return rounded
