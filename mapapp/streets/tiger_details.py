"""What TIGER/Line's FEATNAMES and ADDRFEAT add to road edges: all their names, all their house numbers.

Field meanings: TIGER/Line Shapefiles Technical Documentation, sections 3.12 (relationship files) and 4.1
(address ranges), appendix F.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mapapp.streets.edges import Column, Edges
from mapapp.streets.house_ranges import spanning
from mapapp.streets.noding import alongside, with_names
from mapapp.streets.tiger import house_numbers, read_lines, read_table

_NAME_FIELDS = ("TLID", "FULLNAME", "PAFLAG", "MTFCC")
_RANGE_SIDES = ("LFROMHN", "LTOHN", "RFROMHN", "RTOHN")
_RANGE_FIELDS = ("TLID", "FULLNAME", *_RANGE_SIDES, "ZIPL", "ZIPR")
_ROAD_CLASS = "S"


class EdgeNames(NamedTuple):
    """One row per name of an edge, primary names first."""

    tlid: Column
    name: Column


class AddressRanges(NamedTuple):
    """One row per address range feature; `ranges` and `zips` as in Edges, in the direction of `geometry`."""

    geometry: Column
    tlid: Column
    name: Column
    ranges: Column
    zips: Column


class _Matches(NamedTuple):
    """Which rows of edges have which rows of ranges, and whether both run the same way."""

    edge: Column
    feature: Column
    ahead: Column


def read_edge_names(path: Path) -> EdgeNames:
    """Read the roads' names of a FEATNAMES zip. Raises BadInput where it is not one."""
    columns = read_table(path, _NAME_FIELDS)
    order = np.argsort(columns["PAFLAG"] != "P", kind="stable")
    order = order[np.char.startswith(columns["MTFCC"][order].astype(str), _ROAD_CLASS)]
    return EdgeNames(columns["TLID"][order].astype(np.int64), columns["FULLNAME"][order])


def read_address_ranges(path: Path) -> AddressRanges:
    """Read an ADDRFEAT zip. Raises BadInput where it is not one."""
    geometry, columns = read_lines(path, _RANGE_FIELDS)
    return AddressRanges(
        geometry=geometry,
        tlid=columns["TLID"].astype(np.int64),
        name=columns["FULLNAME"],
        ranges=np.column_stack([house_numbers(columns[side]) for side in _RANGE_SIDES]),
        zips=np.column_stack([columns["ZIPL"], columns["ZIPR"]]),
    )


def add_edge_names(edges: Edges, tlid: Column, names: EdgeNames) -> Edges:
    """The same edges with every name that FEATNAMES knows; an edge without a name takes the first."""
    row, of = _matched(tlid, names.tlid)
    return _named(edges, row, names.name[of])


def add_address_ranges(edges: Edges, tlid: Column | None, found: AddressRanges) -> Edges:
    """The same edges with the house numbers, ZIP codes and names of ADDRFEAT; the rest keep their own.

    Edges that do not know their TLID take them from the features that lie along them.
    """
    matches = _by_number(tlid, found) if tlid is not None else _by_shape(edges, found)
    ranges, zips = edges.ranges.copy(), edges.zips.copy()
    for edge, features, ahead in _by_edge(matches):
        turned = [_turned(found, one, ahead=way) for one, way in zip(features, ahead, strict=True)]
        for side in (0, 1):
            numbers = spanning(numbers[2 * side : 2 * side + 2] for numbers, _ in turned)
            codes = [codes[side] for _, codes in turned if codes[side]]
            if numbers:
                ranges[edge, 2 * side : 2 * side + 2] = numbers
            if codes:
                zips[edge, side] = codes[0]
    return _named(replace(edges, ranges=ranges, zips=zips), matches.edge, found.name[matches.feature])


def _matched(tlid: Column, other: Column) -> tuple[Column, Column]:
    """The pairs of rows that bear the same number, in the order of `other`'s rows."""
    order = np.argsort(tlid, kind="stable")
    at = np.searchsorted(tlid[order], other)
    at[at == len(tlid)] = 0
    hit = np.flatnonzero(tlid[order][at] == other) if len(tlid) else np.empty(0, dtype=np.int64)
    return order[at[hit]], hit


def _by_number(tlid: Column, found: AddressRanges) -> _Matches:
    edge, feature = _matched(tlid, found.tlid)
    return _Matches(edge, feature, np.ones(len(edge), dtype=bool))


def _by_shape(edges: Edges, found: AddressRanges) -> _Matches:
    along = alongside(found.geometry, edges.geometry)
    return _Matches(along.line, along.edge, along.ahead)


def _by_edge(matches: _Matches) -> Iterator[tuple[int, list[int], list[bool]]]:
    order = np.argsort(matches.edge, kind="stable")
    edges, starts = np.unique(matches.edge[order], return_index=True)
    parts = np.split(order, starts[1:]) if len(edges) else []
    for edge, rows in zip(edges.tolist(), parts, strict=True):
        yield edge, matches.feature[rows].tolist(), matches.ahead[rows].tolist()


def _turned(found: AddressRanges, feature: int, *, ahead: bool) -> tuple[list[int | None], list[str | None]]:
    """A feature's ranges and ZIP codes as seen along its edge."""
    left_from, left_to, right_from, right_to = found.ranges[feature].tolist()
    left, right = found.zips[feature].tolist()
    if ahead:
        return [left_from, left_to, right_from, right_to], [left, right]
    return [right_to, right_from, left_to, left_from], [right, left]


def _named(edges: Edges, row: Column, name: Column) -> Edges:
    """The same edges bearing these names too; the first one where an edge has none yet."""
    there = name != None  # noqa: E711 - elementwise
    row, name = row[there], name[there]
    first = edges.name.copy()
    rows, at = np.unique(row, return_index=True)
    bare = first[rows] == None  # noqa: E711 - elementwise
    first[rows[bare]] = name[at[bare]]
    return with_names(replace(edges, name=first), row, name)
