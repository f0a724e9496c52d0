"""TIGER/Line zip files of the US Census Bureau, read into columns.

Field meanings: TIGER/Line Shapefiles Technical Documentation, 2014, appendices E (MTFCC) and F (records).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyogrio.raw
import shapely

from mapapp.errors import BadInput
from mapapp.streets.edges import Column, Edges, Lines, no_aliases

_EDGE_FIELDS = (
    "TLID", "FULLNAME", "MTFCC", "ROADFLG", "RAILFLG", "HYDROFLG", "TNIDF", "TNIDT",
    "LFROMADD", "LTOADD", "RFROMADD", "RTOADD", "ZIPL", "ZIPR",
)  # fmt: skip
_WANTED_EDGES = "ROADFLG = 'Y' OR RAILFLG = 'Y' OR HYDROFLG = 'Y'"
_ROAD_CLASS = "S"


class TigerFile(NamedTuple):
    """One file of the Census server's layout; `area` is a state's or county's FIPS code."""

    year: int
    kind: str
    area: str

    @property
    def stem(self) -> str:
        """The name without its ending, as the members of the zip carry it too."""
        return f"tl_{self.year}_{self.area}_{self.kind.lower()}"

    @property
    def path(self) -> str:
        """Where it lies below the base address."""
        return f"TIGER{self.year}/{self.kind}/{self.stem}.zip"


@dataclass(frozen=True)
class Areas:
    """Polygons (degrees, lon/lat) with the columns asked for, by TIGER's field names."""

    geometry: Column
    columns: dict[str, Column]


class CountyEdges(NamedTuple):
    """What an EDGES file holds for us: the roads, and the streams and railways to draw, if known.

    `tlid` is TIGER's number of each road edge, by which other files speak of it; None where it is not known.
    """

    roads: Edges
    tlid: Column | None
    streams: Lines | None
    rails: Lines | None


def read_edges(path: Path) -> CountyEdges:
    """Read an EDGES zip. Raises BadInput where it is not one."""
    geometry, columns = read_lines(path, _EDGE_FIELDS, _WANTED_EDGES)
    is_road = columns["ROADFLG"] == "Y"
    is_rail = ~is_road & (columns["RAILFLG"] == "Y")
    is_stream = ~is_road & ~is_rail
    return CountyEdges(
        _edges(geometry[is_road], {name: column[is_road] for name, column in columns.items()}),
        columns["TLID"][is_road].astype(np.int64),
        _lines(geometry, columns, is_stream),
        _lines(geometry, columns, is_rail),
    )


def read_roads(path: Path) -> Lines:
    """Read a ROADS zip: whole roads, one row per name. Raises BadInput where it is not one."""
    geometry, columns = read_lines(path, ("FULLNAME", "MTFCC", "RTTYP"))
    return _lines(geometry, columns, np.char.startswith(columns["MTFCC"].astype(str), _ROAD_CLASS))


def read_areas(path: Path, fields: Sequence[str]) -> Areas:
    """Read a zip of polygons (PLACE, COUSUB, AREAWATER). Raises BadInput where it is not one."""
    geometry, columns = _read(path, fields, "Polygon")
    return Areas(shapely.make_valid(geometry), columns)


def _edges(geometry: Column, columns: dict[str, Column]) -> Edges:
    sides = ("LFROMADD", "LTOADD", "RFROMADD", "RTOADD")
    alias_edge, alias_name = no_aliases()
    return Edges(
        geometry=geometry,
        name=columns["FULLNAME"],
        mtfcc=columns["MTFCC"],
        node_from=columns["TNIDF"].astype(np.int64),
        node_to=columns["TNIDT"].astype(np.int64),
        ranges=np.column_stack([house_numbers(columns[side]) for side in sides]),
        zips=np.column_stack([columns["ZIPL"], columns["ZIPR"]]),
        alias_edge=alias_edge,
        alias_name=alias_name,
    )


def _lines(geometry: Column, columns: dict[str, Column], rows: Column) -> Lines:
    nothing = np.full(len(geometry), None, dtype=object)
    route_type = columns.get("RTTYP", nothing)
    return Lines(geometry[rows], columns["FULLNAME"][rows], columns["MTFCC"][rows], route_type[rows])


def house_numbers(texts: Column) -> Column:
    """House numbers as int; None where there is none or it is not a plain number ("N64W123")."""
    numbers = [int(text) if text and text.isascii() and text.isdigit() else None for text in texts]
    return np.array(numbers, dtype=object)


def read_table(path: Path, fields: Sequence[str]) -> dict[str, Column]:
    """Read a zip of rows without geometry (FEATNAMES). Raises BadInput where it is not one."""
    _, _, columns = _raw(path, fields, None)
    return {name: _empty_as_none(column) for name, column in columns.items()}


def read_lines(
    path: Path, fields: Sequence[str], where: str | None = None
) -> tuple[Column, dict[str, Column]]:
    """Read a zip of lines, singlepart, and columns of it. Raises BadInput where it is not one."""
    return _read(path, fields, "LineString", where)


def _read(
    path: Path, fields: Sequence[str], geometry_type: str, where: str | None = None
) -> tuple[Column, dict[str, Column]]:
    """Geometry (shapely, singlepart for lines) and columns of the shapefile in a zip."""
    found_type, wkb, columns = _raw(path, fields, where)
    if not found_type.endswith(geometry_type) or wkb is None:
        raise BadInput(f"{path.name} is not the TIGER/Line file that was expected (no {geometry_type}s).")
    return _singlepart(wkb, columns) if geometry_type == "LineString" else _present(wkb, columns)


def _raw(path: Path, fields: Sequence[str], where: str | None) -> tuple[str, Any, dict[str, Column]]:
    """The geometry's type and WKB, none for a mere table, and the columns asked for."""
    try:
        meta, _, wkb, values = pyogrio.raw.read(f"/vsizip/{{{path}}}", columns=list(fields), where=where)
    except (RuntimeError, ValueError, IndexError) as error:
        raise BadInput(_not_a_shapefile(path)) from error
    columns: dict[str, Column] = dict(zip(meta["fields"].tolist(), values, strict=True))
    missing = [name for name in fields if name not in columns]
    if missing:
        raise BadInput(f"{path.name} is not the TIGER/Line file that was expected (no {', '.join(missing)}).")
    if "FULLNAME" in columns:
        columns["FULLNAME"] = _as_signed(columns["FULLNAME"])
    return str(meta["geometry_type"]), wkb, columns


def _as_signed(names: Column) -> Column:
    """Names with interstates as their signs have them: "I-94", for which the Census writes "I- 94"."""
    return np.array(
        [one.replace("I- ", "I-") if one and one.startswith("I- ") else one for one in names], object
    )


def _not_a_shapefile(path: Path) -> str:
    return f"{path.name} is not a zipped shapefile: fetch it again, or check MAPAPP_TIGER_URL."


def _present(wkb: Any, columns: dict[str, Column]) -> tuple[Column, dict[str, Column]]:
    geometry = shapely.from_wkb(wkb)
    rows = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    return geometry[rows], {name: _empty_as_none(column[rows]) for name, column in columns.items()}


def _singlepart(wkb: Any, columns: dict[str, Column]) -> tuple[Column, dict[str, Column]]:
    geometry, columns = _present(wkb, columns)
    parts, rows = shapely.get_parts(geometry, return_index=True)
    return parts, {name: column[rows] for name, column in columns.items()}


def _empty_as_none(column: Column) -> Column:
    if column.dtype == object:
        column[column == ""] = None
    return column
