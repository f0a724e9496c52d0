"""OpenStreetMap's ways as edges: cut at the nodes they share, so that an overpass is no crossing."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.incident.geodesy import metres_per_degree
from mapapp.streets.edges import Column, Edges, Marks
from mapapp.streets.field_values import objects
from mapapp.streets.osm_file import SCALE, OsmRows, Sign
from mapapp.streets.osm_tags import distinct
from mapapp.streets.road_class import MAIN, MOTORWAY, RAMP

# A milestone stands beside its road: within this much of one that is large enough to have any.
_BESIDE_M = 50.0
_WITH_MILESTONES = (MOTORWAY, MAIN)


class OsmNetwork:
    """The edges of a file, numbered from 0, as ranges of its nodes; figures are made of those asked for."""

    def __init__(self, rows: OsmRows) -> None:
        self._node = np.frombuffer(rows.node, dtype=np.int64)
        self._xy = np.column_stack([np.frombuffer(one, dtype=np.int32) for one in (rows.x, rows.y)])
        starts = np.frombuffer(rows.starts, dtype=np.int64)
        ends = np.append(starts[1:], len(self._node)) - 1
        begins = _repeated(self._node)
        begins[starts] = True
        begins[ends] = False
        self._first = np.flatnonzero(begins)
        self._street = np.searchsorted(starts, self._first, side="right") - 1
        self._last = np.minimum(np.append(self._first[1:], len(self._node)), ends[self._street])
        self._mtfcc = objects(rows.mtfcc)
        self._name_sets, self._names = _names(rows)
        self._signs = rows.signs
        self._boxes = self._bounding_boxes()

    def __len__(self) -> int:
        return len(self._first)

    def touching(self, area: BaseGeometry) -> Column:
        """The numbers of the edges that lie in an area, or partly, or on its border."""
        west, south, east, north = area.bounds
        low_x, low_y, high_x, high_y = self._boxes
        near = np.flatnonzero((low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south))
        shapely.prepare(area)
        found: Column = near[shapely.intersects(area, self.lines(near))]
        return found

    def lines(self, chosen: Column) -> Column:
        """The figures of edges, in degrees."""
        count = self._last[chosen] - self._first[chosen] + 1
        edge = np.repeat(np.arange(len(chosen)), count)
        at = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + self._first[chosen][edge]
        figures: Column = np.asarray(shapely.linestrings(self._xy[at] / SCALE, indices=edge))
        return figures

    def edges(self, chosen: Column) -> Edges:
        """The edges of these numbers, with OSM's ids for nodes."""
        street = self._street[chosen]
        names = [self._name_sets[one] for one in self._names[street].tolist()]
        further = [(row, one) for row, listed in enumerate(names) for one in listed[1:]]
        return Edges(
            geometry=self.lines(chosen),
            name=objects(listed[0] if listed else None for listed in names),
            mtfcc=self._mtfcc[street],
            node_from=self._node[self._first[chosen]],
            node_to=self._node[self._last[chosen]],
            ranges=np.full((len(chosen), 4), None, dtype=object),
            zips=np.full((len(chosen), 2), None, dtype=object),
            alias_edge=np.array([row for row, _ in further], dtype=np.int64),
            alias_name=objects(name for _, name in further),
        )

    def marks(self, chosen: Column) -> Marks | None:
        """The exits and mileposts of these edges, once for each of their streets' names; None if none."""
        found = [*self._on(chosen), *self._beside(chosen)]
        rows = list(
            dict.fromkeys(
                (sign.kind, number, name, sign.lon, sign.lat)
                for sign, edge in found
                for name in self._name_sets[self._names[self._street[edge]]]
                for number in sign.numbers
            )
        )
        if not rows:
            return None
        kind, number, name, lon, lat = zip(*rows, strict=True)
        return Marks(objects(kind), objects(number), objects(name), np.column_stack([lon, lat]))

    def _on(self, chosen: Column) -> Iterator[tuple[Sign, int]]:
        """The signs that are nodes of these edges, each with the edges of the largest road there."""
        at = np.flatnonzero(np.isin(self._node, np.fromiter(self._signs, dtype=np.int64)))
        edge = np.searchsorted(self._first, at, side="right") - 1
        kept = np.isin(edge, chosen) & (self._mtfcc[self._street[edge]] != RAMP)
        rows = list(zip(self._node[at[kept]].tolist(), edge[kept].tolist(), strict=True))
        # TIGER's codes put a larger road before a lesser one.
        largest: dict[int, str] = {}
        for node, one in rows:
            mtfcc = self._mtfcc[self._street[one]]
            largest[node] = min(mtfcc, largest.get(node, mtfcc))
        for node, one in rows:
            if self._mtfcc[self._street[one]] == largest[node]:
                yield self._signs[node], one

    def _beside(self, chosen: Column) -> Iterator[tuple[Sign, int]]:
        """The milestones beside these edges, each with the nearest that may have any."""
        on_streets = set(self._node[np.isin(self._node, np.fromiter(self._signs, dtype=np.int64))].tolist())
        signs = [
            one for node, one in self._signs.items() if one.kind == "milepost" and node not in on_streets
        ]
        large = chosen[np.isin(self._mtfcc[self._street[chosen]].astype(str), _WITH_MILESTONES)]
        if not signs or not len(large):
            return
        scale = np.array(metres_per_degree(signs[0].lat))
        tree = shapely.STRtree(shapely.transform(self.lines(large), lambda lonlat: lonlat * scale))
        points = np.asarray(shapely.points([(one.lon, one.lat) * scale for one in signs]))
        for at, edge in tree.query_nearest(points, max_distance=_BESIDE_M, all_matches=False).T.tolist():
            yield signs[at], int(large[edge])

    def _bounding_boxes(self) -> tuple[Column, Column, Column, Column]:
        """West, south, east, north of every edge."""
        sides = []
        for extreme in (np.minimum, np.maximum):
            for axis in (0, 1):
                along = self._xy[:, axis]
                inner = extreme.reduceat(along, self._first) if len(self._first) else along
                sides.append(extreme(inner, along[self._last]) / SCALE)
        west, south, east, north = sides
        return west, south, east, north


def _repeated(nodes: Column) -> Column:
    """Which places in a list of nodes hold one that is there more than once."""
    ordered = np.sort(nodes)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return np.zeros(len(nodes), dtype=bool)
    found: Column = twice[np.minimum(np.searchsorted(twice, nodes), len(twice) - 1)] == nodes
    return found


def _names(rows: OsmRows) -> tuple[list[tuple[str, ...]], Column]:
    """All sets of names there are, and for each street the number of its own: its tags' and its routes'."""
    routes: defaultdict[int, list[str]] = defaultdict(list)
    for way, name in zip(rows.route_way, rows.route_name, strict=True):
        routes[way].append(name)
    sets = [distinct(one) for one in rows.name_sets]
    numbers = {one: number for number, one in enumerate(sets)}
    street = np.frombuffer(rows.names, dtype=np.int32).copy()
    for at, way in enumerate(rows.way):
        if way in routes:
            named = distinct((*sets[street[at]], *routes[way]))
            street[at] = numbers.setdefault(named, len(sets))
            if street[at] == len(sets):
                sets.append(named)
    return sets, street
