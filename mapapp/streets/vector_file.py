"""Lines out of any vector file that GDAL reads, in degrees."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from mapapp.errors import BadInput
from mapapp.streets.edges import Column

_DEGREES = "EPSG:4326"
# Portals name the column of a CSV file that holds its shapes in different ways.
_CSV_SHAPES = "WKT,the_geom,geometry,geom,shape,multiline,multilinestring"
_READABLE = "a vector file (shapefile, zipped or not, GeoPackage, GeoJSON, FileGDB, CSV with WKT)"
_LINES = [shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING]


@dataclass(frozen=True)
class VectorFile:
    """A layer of a file: its name and fields; `crs` as GDAL or the user says it, None where nobody does."""

    path: Path
    layer: str
    fields: tuple[str, ...]
    crs: str | None

    @classmethod
    def open(cls, path: Path, layer: str = "", crs: str = "") -> "VectorFile":
        """Look at a file: the layer asked for, or the only one with lines. Raises BadInput."""
        if not path.exists():
            raise BadInput(f"There is no file {path}.")
        name = _layer(path, layer)
        info = _gdal(path, pyogrio.read_info, layer=name)
        return cls(path, name, tuple(map(str, info["fields"])), crs or info["crs"])

    def lines(self, fields: Sequence[str]) -> tuple[Column, dict[str, Column]]:
        """Its lines in degrees (lon, lat), singlepart and flat, with their fields, by name.

        What is no line or empty is left out. Raises BadInput when nothing is left, when the coordinates'
        reference system is not known, and for a damaged file.
        """
        columns = list(dict.fromkeys(fields))
        meta, _, wkb, values = _gdal(
            self.path, pyogrio.raw.read, layer=self.layer, columns=columns, force_2d=True
        )
        found = dict(zip(meta["fields"].tolist(), values, strict=True))
        geometry, rows = _singlepart(np.empty(0, dtype=object) if wkb is None else wkb, self.path.name)
        if not len(geometry):
            raise BadInput(f"{self.path.name} has no lines in its layer {self.layer}: streets are lines.")
        return self._in_degrees(geometry), {name: column[rows] for name, column in found.items()}

    def _in_degrees(self, geometry: Column) -> Column:
        west, south, east, north = shapely.total_bounds(geometry).tolist()
        in_range = west >= -180 and south >= -90 and east <= 180 and north <= 90
        if not self.crs:
            if in_range:
                return geometry
            raise BadInput(
                f"{self.path.name} does not say which coordinate reference system it is in, and its "
                f"coordinates are no degrees (a corner is {west:.0f}, {south:.0f}): add --crs EPSG:… as its "
                "publisher states it."
            )
        degrees = self._reprojected(geometry)
        if not np.isfinite(shapely.total_bounds(degrees)).all():
            raise BadInput(
                f"The coordinates of {self.path.name} do not fit its reference system ({_short(self.crs)}): "
                "say the right one with --crs EPSG:…"
            )
        return degrees

    def _reprojected(self, geometry: Column) -> Column:
        try:
            transformer = Transformer.from_crs(CRS.from_user_input(self.crs), _DEGREES, always_xy=True)
            degrees: Column = shapely.transform(
                geometry, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
            )
        except ProjError as error:
            raise BadInput(
                f"“{_short(self.crs or '')}” is no reference system: write --crs EPSG:3071 or the like."
            ) from error
        return degrees


def _layer(path: Path, wanted: str) -> str:
    """The layer that is wanted; else the file's only one, or of several the one with lines."""
    layers = [(str(name), str(kind)) for name, kind in _gdal(path, pyogrio.list_layers).tolist()]
    if wanted:
        names = [name for name, _ in layers]
        if wanted not in names:
            raise BadInput(f"{path.name} has no layer {wanted}; it has {', '.join(names[:20])}.")
        return wanted
    lines = [name for name, kind in layers if "Line" in kind or "Curve" in kind or kind == "Unknown"]
    found = lines if len(layers) > 1 else [name for name, _ in layers]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(f"{path.name} has no layer of lines: streets are lines.")
    raise BadInput(f"{path.name} has {len(found)} layers: add --layer with one of {', '.join(found[:20])}.")


def _gdal(path: Path, function: Any, **values: Any) -> Any:
    """What a function of pyogrio gives for the file; what it may say on the way does not concern the user."""
    if path.suffix.lower() == ".csv" and values:
        values["GEOM_POSSIBLE_NAMES"] = _CSV_SHAPES
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return function(_address(path), **values)
    except (RuntimeError, ValueError, IndexError, OverflowError) as error:
        raise BadInput(f"{path.name} cannot be read as {_READABLE} ({_short(str(error))}).") from error


def _address(path: Path) -> str:
    absolute = path.resolve()
    return f"/vsizip/{{{absolute}}}" if absolute.suffix.lower() == ".zip" else str(absolute)


def _singlepart(wkb: Any, file: str) -> tuple[Column, Column]:
    """The lines in the geometries, without what is broken, and the row each came from."""
    try:
        with np.errstate(invalid="ignore"):
            figures = shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError as error:
        raise BadInput(
            f"{file} holds curves: straighten them first, with ogr2ogr -nlt CONVERT_TO_LINEAR for example."
        ) from error
    # A collection may hold collections of lines.
    parts, rows = shapely.get_parts(figures, return_index=True)
    parts, again = shapely.get_parts(parts, return_index=True)
    lines = np.isin(shapely.get_type_id(parts), _LINES)
    length = shapely.length(parts)
    lines &= np.isfinite(length) & (length > 0)
    return parts[lines], rows[again][lines]


def _short(text: str) -> str:
    """The beginning of a message or a definition, without paths."""
    words = " ".join(text.replace("'", "").split())
    return words if len(words) <= 120 else f"{words[:120]}…"
