"""The tables of a street index: a GeoPackage with layers `edge`, `place`, `water`, `line`, and plain tables.

Degrees, longitude first, EPSG:4326. TIGER/Line is in NAD 83, which lies within 1–2 m of WGS 84 in North
America (NOAA NGS); the coordinates are taken over as they are.
"""

import sqlite3

from mapapp.streets import gpkg

SCHEMA_VERSION = "2"

EDGE = gpkg.Layer(
    "edge",
    "LINESTRING",
    "street_id INTEGER, name TEXT, rank INTEGER NOT NULL, mtfcc TEXT NOT NULL, "
    "node_from INTEGER NOT NULL, node_to INTEGER NOT NULL, "
    "left_from INTEGER, left_to INTEGER, right_from INTEGER, right_to INTEGER, "
    "zip_left TEXT, zip_right TEXT, place_id INTEGER",
)
PLACE = gpkg.Layer(
    "place",
    "MULTIPOLYGON",
    "name TEXT NOT NULL, long_name TEXT NOT NULL, kind TEXT NOT NULL, geoid TEXT NOT NULL",
)
WATER = gpkg.Layer("water", "MULTIPOLYGON", "name TEXT, mtfcc TEXT NOT NULL")
LINE = gpkg.Layer("line", "LINESTRING", "kind TEXT NOT NULL, name TEXT")
LAYERS = (EDGE, PLACE, WATER, LINE)

# Streets are matched by their parsed names; `edge_alias` holds the further names an edge bears,
# each a street of its own ("State Hwy 31" on the edges of "Green Bay Rd"). A `mark` is an exit or a milepost
# of a street, by its number as the sign says it.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE street (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rank INTEGER NOT NULL);
CREATE TABLE street_name (
  street_id INTEGER NOT NULL REFERENCES street(id), pre_dir TEXT NOT NULL, pre_type TEXT NOT NULL,
  base TEXT NOT NULL, type TEXT NOT NULL, post_dir TEXT NOT NULL, alias INTEGER NOT NULL);
CREATE TABLE edge_alias (
  street_id INTEGER NOT NULL, fid INTEGER NOT NULL, PRIMARY KEY (street_id, fid)) WITHOUT ROWID;
CREATE TABLE crossing (
  street_a INTEGER NOT NULL, street_b INTEGER NOT NULL, n INTEGER NOT NULL,
  lon REAL NOT NULL, lat REAL NOT NULL, radius_m REAL NOT NULL, kind TEXT NOT NULL,
  nodes TEXT NOT NULL, place_id INTEGER,
  PRIMARY KEY (street_a, street_b, n), CHECK (street_a < street_b)) WITHOUT ROWID;
CREATE TABLE mark (
  kind TEXT NOT NULL, number TEXT NOT NULL, street_id INTEGER NOT NULL REFERENCES street(id),
  lon REAL NOT NULL, lat REAL NOT NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('street', 'attributes', 'street');
"""

_INDEXES = """
CREATE INDEX edge_street ON edge (street_id) WHERE street_id IS NOT NULL;
CREATE INDEX street_name_base ON street_name (base);
CREATE INDEX mark_number ON mark (number);
"""


def create(connection: sqlite3.Connection) -> None:
    """Make an empty database an empty street index."""
    gpkg.initialise(connection)
    for layer in LAYERS:
        gpkg.create_layer(connection, layer)
    connection.executescript(_TABLES)


def finish(connection: sqlite3.Connection) -> None:
    """Add the indexes and the planner's statistics once all rows are in."""
    connection.executescript(_INDEXES)
    connection.execute("ANALYZE")
