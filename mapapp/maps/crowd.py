"""The places of a crowded map for the map's script, in tiles: counted clusters, and places that stand alone.

A tile is `TILE_PX` pixels wide on the reader's map. Its zoom is the map's; `x` and `y` count from 180° W and
from the north. Longitudes go on where a story crosses the antimeridian, and so does `x`.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from mapapp.maps.clusters import Cluster
from mapapp.maps.features import Drawing, DrawnPlace, GroupId, as_bytes, feature, told

TILE_PX = 512
DEEPEST = 17
"""The deepest zoom with tiles of its own; they hold what the zooms beyond it need."""

LISTED = 20
"""So many of the places at one spot can be read on the map, of each layer; all are in the list."""

_WORLD_PX = 256


class PlacesTile(NamedTuple):
    """The address of a tile."""

    z: int
    x: int
    y: int


def tiles(drawing: Drawing) -> Iterator[PlacesTile]:
    """Every tile that has something in it, for whoever writes them all."""
    for z in range(DEEPEST + 1):
        where = np.floor(drawing.clusters.middles(z) * _across(z)).astype(int)
        yield from (PlacesTile(z, int(x), int(y)) for x, y in np.unique(where, axis=0))


def has_tile(drawing: Drawing, tile: PlacesTile) -> bool:
    """Whether a tile lies where the map has places: it may be empty, as any between them."""
    extent = drawing.clusters.extent if drawing.is_crowded else None
    if extent is None or not 0 <= tile.z <= DEEPEST:
        return False
    west, north, east, south = (math.floor(one * _across(tile.z)) for one in extent)
    return west <= tile.x <= east and north <= tile.y <= south


def tile_json(drawing: Drawing, tile: PlacesTile) -> bytes:
    """What lies in a tile: places as Features with their words, and clusters with bounds.

    Of each layer in it a cluster has the count, and how many of these are told for each step of the timeline.
    """
    size = 1 / _across(tile.z)
    box = tile.x * size, tile.y * size, (tile.x + 1) * size, (tile.y + 1) * size
    found = drawing.clusters.within(tile.z, *box)
    return as_bytes({"items": [_item(drawing, one, tile.z) for one in found]})


def tree_json(drawing: Drawing) -> bytes:
    """The tiles in one: what zoom 0 has, each count with what it falls into, and so every place once."""
    return as_bytes({"items": [_item(drawing, one, DEEPEST) for one in drawing.clusters.all(0)]})


def _item(drawing: Drawing, cluster: Cluster, zoom: int) -> dict[str, Any]:
    """A place, or a count: of one that never falls apart with some of its places, of one that does with
    what it falls into where no deeper tile follows.
    """
    if len(cluster.members) == 1:
        return feature(drawing.gathered[cluster.members[0]], drawing)
    of_group = _by_group(drawing.gathered[one] for one in cluster.members)
    item: dict[str, Any] = {
        "at": _rounded(cluster.at),
        "bounds": _rounded(cluster.bounds),
        "counts": {group: len(places) for group, places in of_group.items()},
        "steps": {
            group: steps
            for group, places in of_group.items()
            if (steps := drawing.timeline.tally(one.id for one in places))
        },
        "splits": cluster.splits,
    }
    if cluster.splits is None:
        item["features"] = [
            {"id": one.id, "properties": told(one, drawing)}
            for places in of_group.values()
            for one in _listed(places, drawing)
        ]
    elif zoom == DEEPEST:
        item["items"] = [_item(drawing, one, zoom) for one in drawing.clusters.parts(cluster)]
    return item


def _by_group(places: Iterable[DrawnPlace]) -> dict[GroupId, list[DrawnPlace]]:
    found: dict[GroupId, list[DrawnPlace]] = {}
    for one in places:
        found.setdefault(one.group, []).append(one)
    return found


def _listed(places: Iterable[DrawnPlace], drawing: Drawing) -> list[DrawnPlace]:
    """The first to be told, so that at every time some of those that are there can be read."""
    return sorted(places, key=lambda one: drawing.timeline.step_of.get(one.id, -1))[:LISTED]


def _rounded(degrees: tuple[float, ...]) -> list[float]:
    """To a decimetre."""
    return [round(one, 6) for one in degrees]


def _across(zoom: int) -> float:
    """How many tiles are as wide as the world: at zoom 0 half a tile is."""
    return 2.0**zoom * _WORLD_PX / TILE_PX
