"""Road edges as columns: what the builder works on, whichever file they came from."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

Column = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Lines:
    """Named lines that may overlap: geometry (shapely LineStrings, degrees, lon/lat), name or None, MTFCC.

    `route_type` is TIGER's RTTYP (I, U, S, C, M, O) or None.
    """

    geometry: Column
    name: Column
    mtfcc: Column
    route_type: Column


@dataclass(frozen=True)
class Edges:
    """Road edges that meet only at their ends, one row each.

    `ranges` has the columns left from, left to, right from, right to (house numbers as int, or None);
    `zips` left and right. `alias_edge` and `alias_name` pair a row's number with a further name of it.
    """

    geometry: Column
    name: Column
    mtfcc: Column
    node_from: Column
    node_to: Column
    ranges: Column
    zips: Column
    alias_edge: Column
    alias_name: Column

    def __len__(self) -> int:
        return len(self.geometry)

    def named(self) -> tuple[Column, Column]:
        """Every (row, name) there is, first names and aliases alike."""
        rows = np.flatnonzero(self.name != None)  # noqa: E711 - elementwise
        return np.concatenate([rows, self.alias_edge]), np.concatenate([self.name[rows], self.alias_name])

    def by_name(self) -> "Edges":
        """The same edges in the order of their first names; those without come last."""
        rows, nameless = np.flatnonzero(self.name != None), np.flatnonzero(self.name == None)  # noqa: E711
        order = np.concatenate([rows[np.argsort(self.name[rows].astype(str), kind="stable")], nameless])
        place = np.empty(len(self), dtype=np.int64)
        place[order] = np.arange(len(self))
        columns = ("geometry", "name", "mtfcc", "node_from", "node_to", "ranges", "zips")
        moved: dict[str, Column] = {column: getattr(self, column)[order] for column in columns}
        return replace(self, **moved, alias_edge=place[self.alias_edge])


@dataclass(frozen=True)
class Marks:
    """Exits and mileposts, one row for each street that one belongs to.

    `kind` is `exit` or `milepost`, `number` what the sign says, `street` a name that some edge bears,
    `lonlat` n × 2 in degrees.
    """

    kind: Column
    number: Column
    street: Column
    lonlat: Column


def no_aliases() -> tuple[Column, Column]:
    """The alias columns of edges that have none."""
    return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
