"""OpenStreetMap files (.osm.pbf), read once into compact columns; nodes never become Python objects.

What libosmium needs to know of relations before it can assemble areas it looks up first, in a quick look
at the relations alone. Coordinates are degrees, lon/lat, in OSM's seven decimals.
"""

import shutil
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import osmium
import osmium.filter
import osmium.geom
import osmium.osm
import osmium.osm.types
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import BadInput, StorageFailed
from mapapp.streets.osm_tags import Tags, route_from_network, several, street_class, street_names
from mapapp.streets.storage import storage_errors

SCALE = 10_000_000
"""OSM's coordinates are whole ten-millionths of a degree."""

_AREA_KEYS = ("boundary", "place", "natural", "waterway", "landuse")
_KEYS = (*_AREA_KEYS, "highway", "route", "railway")
_QUARTERS = ("suburb", "quarter", "neighbourhood")
_LEVELS = ("4", "6", "7", "8")
# Bytes of disk while a file is read, 16 for every node: for each byte of the file, and at the least.
_ROOM, _LEAST_ROOM = 4, 100_000_000
_LEAST_WATER_DEG2 = 5e-7
"""About 5,000 m² in the middle of the United States: no pond without a name is drawn below that."""


class Named(NamedTuple):
    """An area or a line of the map with its tags."""

    geometry: BaseGeometry
    tags: dict[str, str]


class Sign(NamedTuple):
    """A node that bears a number: `exit` or `milepost`."""

    kind: str
    numbers: tuple[str, ...]
    lon: float
    lat: float


@dataclass
class OsmRows:
    """All that a file holds for us.

    A row of `starts`, `way`, `mtfcc` and `names` is a street, or a stretch of one where the file lacks some
    of its nodes: its nodes are those of `node` from its start to the next row's, at `x` and `y`. `names`
    numbers entries of `name_sets`. `route_way` and `route_name` pair the id of a way with a route's name.
    """

    node: "array[int]" = field(default_factory=lambda: array("q"))
    x: "array[int]" = field(default_factory=lambda: array("i"))
    y: "array[int]" = field(default_factory=lambda: array("i"))
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    way: "array[int]" = field(default_factory=lambda: array("q"))
    names: "array[int]" = field(default_factory=lambda: array("i"))
    mtfcc: list[str] = field(default_factory=list)
    name_sets: dict[tuple[str, ...], int] = field(default_factory=dict)
    route_way: "array[int]" = field(default_factory=lambda: array("q"))
    route_name: list[str] = field(default_factory=list)
    signs: dict[int, Sign] = field(default_factory=dict)
    boundaries: list[Named] = field(default_factory=list)
    quarters: list[Named] = field(default_factory=list)
    water: list[Named] = field(default_factory=list)
    rails: list[Named] = field(default_factory=list)
    streams: list[Named] = field(default_factory=list)
    date: str = ""


def read_osm(path: Path, scratch: Path) -> OsmRows:
    """Read a file. `scratch` is a folder for the nodes' places, about twice the file's size meanwhile.

    Raises BadInput where it is none or is damaged, StorageFailed where there is no room.
    """
    rows = OsmRows()
    with _scratch_file(path, scratch) as places, _osmium_errors(path):
        with osmium.io.Reader(str(path), osmium.osm.osm_entity_bits.NOTHING) as reader:
            rows.date = reader.header().get("osmosis_replication_timestamp", "")[:10]
        processor = (
            osmium.FileProcessor(str(path))
            .with_locations(f"sparse_file_array,{places}")
            .with_areas(osmium.filter.KeyFilter(*_AREA_KEYS))
            .with_filter(osmium.filter.KeyFilter(*_KEYS))
        )
        collect = _Collector(rows)
        for one in processor:
            collect.take(one)
    return rows


class _Collector:
    """Puts the file's objects, one by one, where they belong."""

    def __init__(self, rows: OsmRows) -> None:
        self._rows = rows
        self._shapes = osmium.geom.WKBFactory()

    def take(self, one: osmium.osm.types.OSMEntity) -> None:
        if isinstance(one, osmium.osm.Node):
            self._node(one)
        elif isinstance(one, osmium.osm.Way):
            self._way(one)
        elif isinstance(one, osmium.osm.Relation):
            self._route(one)
        elif isinstance(one, osmium.osm.Area):
            self._area(one)

    def _node(self, node: osmium.osm.Node) -> None:
        kind = node.tags.get("highway")
        if kind == "motorway_junction":
            self._sign(node, "exit", node.tags.get("ref") or "")
        elif kind == "milestone":
            number = next((node.tags[key] for key in ("distance", "pk", "ref") if key in node.tags), "")
            self._sign(node, "milepost", number)

    def _sign(self, node: osmium.osm.Node, kind: str, numbers: str) -> None:
        listed = tuple(_sign_number(one) for one in several(numbers))
        if listed and node.location.valid():
            self._rows.signs[node.id] = Sign(kind, listed, node.location.lon, node.location.lat)

    def _way(self, way: osmium.osm.Way) -> None:
        tags = dict(way.tags)
        mtfcc = street_class(tags)
        if mtfcc:
            self._street(way, tags, mtfcc)
        elif tags.get("railway") == "rail" and "service" not in tags:
            self._line(self._rows.rails, way, tags)
        elif tags.get("waterway") in ("river", "canal") or (
            tags.get("waterway") == "stream" and "name" in tags
        ):
            self._line(self._rows.streams, way, tags)

    def _street(self, way: osmium.osm.Way, tags: Tags, mtfcc: str) -> None:
        rows = self._rows
        names = rows.name_sets.setdefault(street_names(tags), len(rows.name_sets))
        for run in _known_runs(way):
            rows.starts.append(len(rows.node))
            rows.way.append(way.id)
            rows.names.append(names)
            rows.mtfcc.append(mtfcc)
            rows.node.extend(node for node, _, _ in run)
            rows.x.extend(x for _, x, _ in run)
            rows.y.extend(y for _, _, y in run)

    def _line(self, lines: list[Named], way: osmium.osm.Way, tags: dict[str, str]) -> None:
        shapes = ([(x / SCALE, y / SCALE) for _, x, y in run] for run in _known_runs(way))
        lines.extend(Named(shapely.LineString(one), tags) for one in shapes)

    def _route(self, relation: osmium.osm.Relation) -> None:
        tags = dict(relation.tags)
        if tags.get("type") != "route" or tags.get("route") != "road":
            return
        for ref in several(tags.get("ref", "")):
            name = route_from_network(tags.get("network", ""), ref)
            members = [one.ref for one in relation.members if one.type == "w"] if name else []
            self._rows.route_way.extend(members)
            self._rows.route_name.extend([name or ""] * len(members))

    def _area(self, area: osmium.osm.Area) -> None:
        tags = dict(area.tags)
        chosen = self._list_for(tags)
        if chosen is None:
            return
        figure = shapely.make_valid(shapely.from_wkb(self._shapes.create_multipolygon(area)))
        if chosen is not self._rows.water or "name" in tags or figure.area >= _LEAST_WATER_DEG2:
            chosen.append(Named(figure, tags))

    def _list_for(self, tags: Tags) -> list[Named] | None:
        named = "name" in tags
        if named and tags.get("boundary") == "administrative" and tags.get("admin_level") in _LEVELS:
            return self._rows.boundaries
        if named and tags.get("boundary") == "census":
            return self._rows.boundaries
        if named and tags.get("place") in _QUARTERS:
            return self._rows.quarters
        wet = tags.get("natural") == "water" or tags.get("waterway") == "riverbank"
        return self._rows.water if wet or tags.get("landuse") == "reservoir" else None


def _known_runs(way: osmium.osm.Way) -> Iterator[list[tuple[int, int, int]]]:
    """The stretches of a way whose nodes are in the file: (id, x, y) each, no place twice in a row."""
    places = [(one.ref, one.location) for one in way.nodes]
    for known, run in groupby(places, key=lambda one: one[1].valid()):
        if not known:
            continue
        found = [(ref, place.x, place.y) for ref, place in run]
        distinct = [one for at, one in enumerate(found) if at == 0 or one[1:] != found[at - 1][1:]]
        if len(distinct) > 1:
            yield distinct


def _sign_number(text: str) -> str:
    """`12 mi` -> `12`: what the sign says, without its unit."""
    number = text.removesuffix("mi").removesuffix("km").strip()
    return number.removesuffix(".0") or text


@contextmanager
def _scratch_file(path: Path, folder: Path) -> Iterator[Path]:
    """A place for the nodes on disk. Too little room would take the process down: it is asked for first."""
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        needed = max(_LEAST_ROOM, _ROOM * path.stat().st_size)
        if shutil.disk_usage(folder).free < needed:
            raise StorageFailed(
                f"Reading {path.name} takes {needed / 1e9:.1f} GB of disk: make room in {folder}."
            )
        scratch = tempfile.mkdtemp(prefix="osm-", dir=folder)
    try:
        yield Path(scratch) / "nodes"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _osmium_errors(path: Path) -> Iterator[None]:
    """Turn what libosmium says into a sentence."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        said = " ".join(str(error).split())[:120]
        raise BadInput(
            f"{path.name} cannot be read as an OpenStreetMap file, sorted by type and id ({said}): fetch it "
            "again, or sort it with osmium sort."
        ) from error
