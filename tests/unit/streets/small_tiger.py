"""A county of our own making in TIGER/Line's layout, small enough to reason about.

Three avenues cross three streets, 100 m apart, in the middle of Lake Superior:

        1st Ave  2nd Ave  3rd Ave
          7--------8--------9      3rd St
          |        |        |
          4--------5--------6      2nd St
          |        |        |
          1--------2--------3      1st St
"""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from mapapp.streets.tiger import TigerFile

COUNTY, YEAR = "55059", 2014
WEST, SOUTH, STEP = -87.0, 48.0, 0.001

EDGE_FIELDS = (
    "TLID", "FULLNAME", "MTFCC", "ROADFLG", "RAILFLG", "HYDROFLG",
    "LFROMADD", "LTOADD", "RFROMADD", "RTOADD", "ZIPL", "ZIPR",
)  # fmt: skip


def node(number: int) -> tuple[float, float]:
    """(lon, lat) of a node of the grid."""
    return WEST + (number - 1) % 3 * STEP, SOUTH + (number - 1) // 3 * STEP


def grid() -> list[dict[str, Any]]:
    """The twelve edges of the grid."""
    pairs = [(n, n + 1, f"{(n - 1) // 3 + 1}", "St") for n in (1, 2, 4, 5, 7, 8)]
    pairs += [(n, n + 3, f"{(n - 1) % 3 + 1}", "Ave") for n in range(1, 7)]
    ordinal = {"1": "1st", "2": "2nd", "3": "3rd"}
    return [edge(a, b, f"{ordinal[number]} {kind}") for a, b, number, kind in pairs]


def edge(start: int, end: int, name: str | None, **fields: Any) -> dict[str, Any]:
    """A row of EDGES between two nodes of the grid."""
    row = dict.fromkeys(EDGE_FIELDS)
    row |= {"MTFCC": "S1400", "ROADFLG": "Y", "RAILFLG": "N", "HYDROFLG": "N", "FULLNAME": name}
    return (
        row
        | {
            "TLID": 100 * start + end,
            "TNIDF": start,
            "TNIDT": end,
            "geometry": shapely.LineString([node(start), node(end)]),
        }
        | fields
    )


def write_edges(base: Path, rows: list[dict[str, Any]] | None = None, year: int = YEAR) -> Path:
    """Write an EDGES zip below `base` and return its path."""
    return write(base, TigerFile(year, "EDGES", COUNTY), rows or grid())


def write(base: Path, file: TigerFile, rows: list[dict[str, Any]]) -> Path:
    """Write rows as a zipped shapefile below `base`, where the Census server would have it."""
    path = base / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_shapefile(path.with_suffix(".shp"), rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(path.parent.glob(f"{file.stem}.[!z]*")):
            archive.write(part, part.name)
            part.unlink()
    return path


def _write_shapefile(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows without `geometry` make a dbf alone, as FEATNAMES is."""
    names = [name for name in rows[0] if name != "geometry"]
    columns = [np.array([row[name] for row in rows]) for name in names]
    shapes = [shapely.to_wkb(row["geometry"]) for row in rows if "geometry" in row]
    pyogrio.raw.write(
        path,
        geometry=np.array(shapes, dtype=object) if shapes else None,
        field_data=[one if one.dtype.kind == "i" else one.astype(object) for one in columns],
        fields=names,
        geometry_type=rows[0]["geometry"].geom_type if shapes else None,
        crs="EPSG:4269",
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
