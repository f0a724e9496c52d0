"""Street centrelines as cities and counties publish them: rows of any vector file become edges.

Lines meet in the vertices they share, ends or not, so it does not matter whether a file is split at
its intersections. Where two lines cross without a common vertex one passes over the other.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from mapapp.errors import BadInput
from mapapp.streets import field_values
from mapapp.streets.edges import Column, Edges, no_aliases
from mapapp.streets.field_map import NAME_PARTS, FieldMap
from mapapp.streets.field_values import objects
from mapapp.streets.house_ranges import Range, part_of, spanning
from mapapp.streets.noding import Cut, cut_lines, turned_one_way, with_names
from mapapp.streets.road_class import class_of
from mapapp.streets.snapping import snapped, with_crossings

_SIDES = ("left_from", "left_to", "right_from", "right_to")


@dataclass(frozen=True)
class Centrelines:
    """Rows of a centreline file: geometry in degrees, and columns of what is known, None where nothing is.

    `ranges` and `zips` as in Edges; `cities` left and right; `levels` at the start and the end, if known.
    """

    geometry: Column
    name: Column
    aliases: tuple[Column, ...]
    mtfcc: Column
    ranges: Column
    zips: Column
    cities: Column
    levels: Column | None


class _Pieces(NamedTuple):
    """Pieces turned one way: the row each came from, its part of it, and whether it was turned."""

    cut: Cut
    turned: Column


def centrelines(geometry: Column, columns: dict[str, Column], fields: FieldMap) -> Centrelines:
    """The rows of a file by its field map."""
    nothing = np.full(len(geometry), None, dtype=object)

    def column(*meanings: str) -> Column:
        return next((columns[fields[one][0]] for one in meanings if one in fields), nothing)

    if "name" in fields:
        name = field_values.names(column("name"))
    else:
        name = field_values.names(field_values.joined(column(one) for one in NAME_PARTS))
    known = ("level_from" in fields) and ("level_to" in fields)
    ranges = np.column_stack([field_values.house_numbers(column(side)) for side in _SIDES])
    for side in (slice(0, 2), slice(2, 4)):
        # Many files write 0 to 0 for a side without houses.
        empty = [not (start or end) or None in (start, end) for start, end in ranges[:, side]]
        ranges[np.array(empty, dtype=bool), side] = None
    sides = ("left", "right")
    return Centrelines(
        geometry=geometry,
        name=name,
        aliases=tuple(field_values.names(columns[one]) for one in fields.get("alias", ())),
        mtfcc=objects(map(class_of, field_values.texts(column("class")))),
        ranges=ranges,
        zips=np.column_stack([field_values.zip_codes(column(f"zip_{one}", "zip")) for one in sides]),
        cities=np.column_stack([field_values.municipalities(column(f"city_{one}", "city")) for one in sides]),
        levels=np.column_stack([field_values.levels(column(f"level_{one}")) for one in ("from", "to")])
        if known
        else None,
    )


def edges_of(rows: Centrelines, *, at_grade: bool = False) -> Edges:
    """The edges that the rows fall into; what coincides is one edge with all its names and numbers.

    With `at_grade` lines that cross without a common vertex meet there, on the same level at least. Raises
    BadInput where there is no named line.
    """
    if all(one is None for one in rows.name):
        raise BadInput("The field of the name is empty in every row: name another one with --map name=FIELD.")
    geometry = snapped(rows.geometry)
    if at_grade:
        geometry = with_crossings(geometry, None if rows.levels is None else rows.levels.max(axis=1))
    kept = np.flatnonzero(shapely.length(shapely.set_precision(geometry, 1e-6)) > 0)
    cut = cut_lines(geometry[kept])
    cut = _levelled(cut._replace(line=kept[cut.line]), rows.levels)
    return _merged(rows, cut)


def _levelled(cut: Cut, levels: Column | None) -> Cut:
    """Nodes of different levels apart; inside a line the level is that of its start."""
    if levels is None:
        return cut
    start = levels[cut.line, 0]
    end = np.where(cut.end > 1 - 1e-9, levels[cut.line, 1], start)
    keys = np.column_stack([np.r_[cut.node_from, cut.node_to], np.r_[start, end]])
    number = np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1) + 1
    return cut._replace(node_from=number[: len(start)], node_to=number[len(start) :])


def _merged(rows: Centrelines, cut: Cut) -> Edges:
    """One edge for the pieces that coincide: the first one's, named before unnamed."""
    shapes, turned = turned_one_way(cut.geometry)
    wkb = np.array(shapely.to_wkb(shapes), dtype=object)
    shape = np.unique(wkb, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((cut.line, rows.name[cut.line] == None, shape))  # noqa: E711 - elementwise
    cut, turned, shape = Cut(*(one[order] for one in cut)), turned[order], shape[order]
    starts = np.r_[True, shape[1:] != shape[:-1]]
    edge, first = np.cumsum(starts) - 1, np.flatnonzero(starts)
    edges = _plain(rows, cut, first)
    _number(edges, rows, _Pieces(cut, turned != turned[first][edge]), first)
    names = [one[cut.line] for one in (rows.name, *rows.aliases)]
    return with_names(edges, np.tile(edge, len(names)), np.concatenate(names))


def _plain(rows: Centrelines, cut: Cut, first: Column) -> Edges:
    line = cut.line[first]
    alias_edge, alias_name = no_aliases()
    return Edges(
        geometry=cut.geometry[first],
        name=rows.name[line],
        mtfcc=rows.mtfcc[line],
        node_from=cut.node_from[first],
        node_to=cut.node_to[first],
        ranges=rows.ranges[line],
        zips=rows.zips[line],
        alias_edge=alias_edge,
        alias_name=alias_name,
    )


def _number(edges: Edges, rows: Centrelines, pieces: _Pieces, first: Column) -> None:
    """Give the edges the house numbers and ZIP codes of all their pieces, as far as they are their own."""
    whole = (pieces.cut.start == 0) & (pieces.cut.end > 1 - 1e-9)
    for edge, group in enumerate(np.split(np.arange(len(whole)), first[1:])):
        if len(group) == 1 and whole[group[0]]:
            continue
        seen = [_seen(rows, pieces, at) for at in group.tolist()]
        for side in (0, 1):
            numbers = spanning(one for numbers, _ in seen if (one := numbers[side]))
            edges.ranges[edge, 2 * side : 2 * side + 2] = numbers or (None, None)
            edges.zips[edge, side] = next((zips[side] for _, zips in seen if zips[side]), None)


def _seen(rows: Centrelines, pieces: _Pieces, at: int) -> tuple[list[Range | None], list[str | None]]:
    """A piece's numbers and ZIP codes, left and right as seen along its edge."""
    line, start, end = (column[at] for column in (pieces.cut.line, pieces.cut.start, pieces.cut.end))
    left_from, left_to, right_from, right_to = rows.ranges[line].tolist()
    sides = [(left_from, left_to), (right_from, right_to)]
    found = [None if None in one else part_of(one, float(start), float(end)) for one in sides]
    zips = rows.zips[line].tolist()
    if pieces.turned[at]:
        return [one and one[::-1] for one in reversed(found)], zips[::-1]
    return found, zips
