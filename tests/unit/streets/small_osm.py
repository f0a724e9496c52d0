"""OpenStreetMap files of our own making, written by libosmium itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import osmium
import osmium.osm.mutable
import pyogrio.raw
import shapely

HIGHWAYS = {"S1100": "motorway", "S1200": "primary", "S1400": "residential", "S1630": "motorway_link"}


class Node(NamedTuple):
    at: tuple[float, float]
    tags: Mapping[str, str] = {}


class Way(NamedTuple):
    nodes: Sequence[int]
    tags: Mapping[str, str]


class Relation(NamedTuple):
    ways: Sequence[int]
    tags: Mapping[str, str]


def write(
    path: Path,
    nodes: Mapping[int, Node],
    ways: Sequence[Way],
    relations: Sequence[Relation] = (),
    date: str = "2026-11-01T20:21:00Z",
) -> Path:
    """Write a file; ways and relations are numbered from 1, and relations have ways as outer members."""
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", date)
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for number in sorted(nodes):
            lon, lat = nodes[number].at
            writer.add_node(
                osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=dict(nodes[number].tags))
            )
        for number, way in enumerate(ways, 1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=list(way.nodes), tags=dict(way.tags)))
        for number, relation in enumerate(relations, 1):
            members = [("w", one, "outer") for one in relation.ways]
            writer.add_relation(
                osmium.osm.mutable.Relation(id=number, members=members, tags=dict(relation.tags))
            )
    return path


class Tiger(NamedTuple):
    """A county's EDGES as OpenStreetMap would have them: TIGER's node ids, ways across several blocks."""

    nodes: dict[int, Node]
    ways: list[Way]


def from_tiger(path: Path) -> Tiger:
    """Read the roads of an EDGES zip."""
    meta, _, wkb, values = pyogrio.raw.read(f"/vsizip/{{{path}}}", where="ROADFLG = 'Y'")
    columns = dict(zip(meta["fields"].tolist(), values, strict=True))
    chosen = [columns[field].tolist() for field in ("FULLNAME", "MTFCC", "TNIDF", "TNIDT")]
    rows = list(zip(shapely.from_wkb(wkb), *chosen, strict=True))
    nodes: dict[int, Node] = {}
    fresh = max(max(int(start), int(end)) for *_, start, end in rows) + 1
    edges: defaultdict[tuple[str | None, str], list[list[int]]] = defaultdict(list)
    for line, name, mtfcc, start, end in rows:
        inner = list(range(fresh, fresh + len(line.coords) - 2))
        fresh += len(inner)
        chain = [int(start), *inner, int(end)]
        nodes |= {number: Node(at) for number, at in zip(chain, line.coords, strict=True)}
        edges[name, mtfcc].append(chain)
    ways = [
        Way(chain, _tags(name, mtfcc)) for (name, mtfcc), chains in edges.items() for chain in _joined(chains)
    ]
    return Tiger(nodes, ways)


def _tags(name: str | None, mtfcc: str) -> dict[str, str]:
    highway = HIGHWAYS.get(mtfcc, "service" if name else "residential")
    return {"highway": highway, **({"name": name} if name else {})}


def _joined(chains: Iterable[list[int]]) -> list[list[int]]:
    """Chains put end to end as long as nothing forks."""
    by_end: defaultdict[int, list[list[int]]] = defaultdict(list)
    for chain in chains:
        by_end[chain[0]].append(chain)
        by_end[chain[-1]].append(chain)
    used: set[int] = set()
    found = []
    for chain in chains:
        if id(chain) in used:
            continue
        used.add(id(chain))
        whole = list(chain)
        for _ in (0, 1):
            while (following := _only(by_end[whole[-1]], used)) is not None and whole[0] != whole[-1]:
                used.add(id(following))
                whole += following[1:] if following[0] == whole[-1] else following[-2::-1]
            whole.reverse()
        found.append(whole)
    return found


def _only(chains: list[list[int]], used: set[int]) -> Any:
    left = [one for one in chains if id(one) not in used]
    return left[0] if len(chains) == 2 and len(left) == 1 else None
