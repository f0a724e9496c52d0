"""Centreline files of our own making, in any format that GDAL writes."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from pyproj import Transformer

WEST, SOUTH, STEP = -87.83, 42.58, 0.001
_DRIVERS = {
    ".geojson": "GeoJSON",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".gdb": "OpenFileGDB",
    ".csv": "CSV",
}
Rows = Sequence[Mapping[str, Any]]


def at(*points: tuple[float, float]) -> shapely.LineString:
    """A line by steps east and north of a corner of Kenosha."""
    return shapely.LineString([(WEST + x * STEP, SOUTH + y * STEP) for x, y in points])


def write(path: Path, rows: Rows, crs: str = "EPSG:4326", layer: str | None = None) -> Path:
    """Write rows with a `geometry` in degrees to a file in that reference system.

    A .zip holds a shapefile; a .csv, which has no reference system, is written as it is.
    """
    if path.suffix == ".zip":
        return _zipped(write(path.with_suffix(".shp"), rows, crs))
    shapes = np.array([one["geometry"] for one in rows], dtype=object)
    if crs != "EPSG:4326":
        there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        shapes = shapely.transform(shapes, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    kinds = {one.geom_type for one in shapes}
    columns = {name: [one.get(name) for one in rows] for name in rows[0] if name != "geometry"}
    pyogrio.raw.write(
        path,
        geometry=np.array(shapely.to_wkb(shapes), dtype=object),
        field_data=[np.array(one, dtype=None if _numeric(one) else object) for one in columns.values()],
        fields=list(columns),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs=crs,
        driver=_DRIVERS[path.suffix],
        layer=layer,
        append=layer is not None and path.exists(),
        layer_options={"GEOMETRY": "AS_WKT"} if path.suffix == ".csv" else {},
    )
    return path


def _numeric(values: list[Any]) -> bool:
    return all(isinstance(one, int | float) for one in values)


def _zipped(path: Path) -> Path:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for part in path.parent.glob(f"{path.stem}.[!z]*"):
            archive.write(part, part.name)
            part.unlink()
    return target
