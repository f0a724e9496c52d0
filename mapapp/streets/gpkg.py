"""GeoPackage 1.3 (OGC 12-128r18) in plain SQLite: tables, geometry blobs and R*Trees.

Coordinates are degrees, longitude first, EPSG:4326.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300
SRS_ID = 4326

# "GP", version 0, flags: little-endian and no envelope (the R*Tree holds it), then the SRS.
_BLOB_HEADER = b"GP\x00\x01" + SRS_ID.to_bytes(4, "little")

Geometries = np.ndarray[Any, np.dtype[np.object_]]

_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
"""

_LAYER = Template("""
CREATE TABLE "$layer" (fid INTEGER PRIMARY KEY, geom BLOB NOT NULL, $columns);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
  VALUES ('$layer', 'features', '$layer', $srs);
INSERT INTO gpkg_geometry_columns VALUES ('$layer', 'geom', '$geometry_type', $srs, 0, 0);
INSERT INTO gpkg_extensions VALUES
  ('$layer', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE VIRTUAL TABLE "rtree_${layer}_geom" USING rtree(id, minx, maxx, miny, maxy);
""")

# What the extension asks of whoever edits a layer later, in QGIS for example; nothing of ours runs them.
_TRIGGERS = Template("""
CREATE TRIGGER "rtree_${layer}_geom_insert" AFTER INSERT ON "$layer"
  WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)
  BEGIN $put END;
CREATE TRIGGER "rtree_${layer}_geom_update1" AFTER UPDATE OF geom ON "$layer"
  WHEN OLD.fid = NEW.fid AND NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)
  BEGIN $put END;
CREATE TRIGGER "rtree_${layer}_geom_update2" AFTER UPDATE OF geom ON "$layer"
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN $drop END;
CREATE TRIGGER "rtree_${layer}_geom_update3" AFTER UPDATE ON "$layer"
  WHEN OLD.fid != NEW.fid AND NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)
  BEGIN $drop $put END;
CREATE TRIGGER "rtree_${layer}_geom_update4" AFTER UPDATE ON "$layer"
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM "rtree_${layer}_geom" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_${layer}_geom_delete" AFTER DELETE ON "$layer"
  WHEN OLD.geom NOT NULL
  BEGIN $drop END;
""")
_PUT = Template(
    'INSERT OR REPLACE INTO "rtree_${layer}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), '
    "ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
)
_DROP = Template('DELETE FROM "rtree_${layer}_geom" WHERE id = OLD.fid;')
_STATE_BOUNDS = Template("""
UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = (
  SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "rtree_${layer}_geom") WHERE table_name = '$layer'
""")
_INSERT = Template('INSERT INTO "$table" ($names) VALUES ($marks)')


@dataclass(frozen=True)
class Layer:
    """A layer's name, its OGC geometry type and its columns in SQL, besides `fid` and `geom`."""

    name: str
    geometry_type: str
    columns: str


def initialise(connection: sqlite3.Connection) -> None:
    """Make an empty database a GeoPackage without layers."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    connection.executescript(_CORE)
    wgs84 = CRS.from_epsg(SRS_ID).to_wkt("WKT1_GDAL")
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, '')",
        [
            ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
            ("Undefined geographic", 0, "NONE", 0, "undefined"),
            ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, wgs84),
        ],
    )


def create_layer(connection: sqlite3.Connection, layer: Layer) -> None:
    """Make an empty layer with its R*Tree."""
    connection.executescript(
        _LAYER.substitute(
            layer=layer.name, columns=layer.columns, geometry_type=layer.geometry_type, srs=SRS_ID
        )
    )


def fill_layer(
    connection: sqlite3.Connection,
    layer: Layer,
    geometries: Geometries,
    columns: Mapping[str, Sequence[Any]],
    first: int = 1,
) -> None:
    """Add rows to a layer, numbered from `first` in the order given.

    Geometries hold degrees, longitude first.
    """
    fids = range(first, first + len(geometries))
    insert(connection, layer.name, {"fid": fids, "geom": to_blobs(geometries), **columns})
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    boxes = bounds[:, [0, 2, 1, 3]].tolist()
    rows = ((fid, *box) for fid, box in zip(fids, boxes, strict=True))
    name = f"rtree_{layer.name}_geom"
    connection.executemany(
        _INSERT.substitute(table=name, names="id,minx,maxx,miny,maxy", marks="?,?,?,?,?"), rows
    )


def close_layer(connection: sqlite3.Connection, layer: Layer) -> None:
    """State the layer's bounds and add the triggers, once all rows are in."""
    connection.execute(_STATE_BOUNDS.substitute(layer=layer.name))
    put, drop = _PUT.substitute(layer=layer.name), _DROP.substitute(layer=layer.name)
    connection.executescript(_TRIGGERS.substitute(layer=layer.name, put=put, drop=drop))


def insert(connection: sqlite3.Connection, table: str, columns: Mapping[str, Iterable[Any]]) -> None:
    """Write rows given as columns of equal length."""
    names, marks = ",".join(columns), ",".join("?" * len(columns))
    statement = _INSERT.substitute(table=table, names=names, marks=marks)
    connection.executemany(statement, zip(*columns.values(), strict=True))


def to_blobs(geometries: Geometries) -> list[bytes]:
    """GeoPackage blobs of shapely geometries."""
    return [_BLOB_HEADER + wkb for wkb in shapely.to_wkb(geometries, byte_order=1)]


def from_blobs(blobs: Sequence[bytes]) -> Geometries:
    """Shapely geometries of blobs that `to_blobs` made."""
    skip = len(_BLOB_HEADER)
    found: Geometries = shapely.from_wkb(np.array([blob[skip:] for blob in blobs], dtype=object))
    return found
