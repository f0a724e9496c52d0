"""The tables of a street index: a GeoPackage with layers `edge`, `place`, `water`, `line`, and plain tables.

A file holds one region or several, a county each as a rule. A street belongs to one region: "Main St" of two
counties is two streets, and each region is complete by itself. The streets of a region are numbered in a row,
from `region.first_street` on, and the edges that bear a street's first name are `street.first_edge` to
`street.last_edge`; so neither needs an index.

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
    "name TEXT NOT NULL, long_name TEXT NOT NULL, kind TEXT NOT NULL, geoid TEXT NOT NULL, "
    "region_id INTEGER NOT NULL",
)
WATER = gpkg.Layer("water", "MULTIPOLYGON", "name TEXT, mtfcc TEXT NOT NULL")
LINE = gpkg.Layer("line", "LINESTRING", "kind TEXT NOT NULL, name TEXT")
LAYERS = (EDGE, PLACE, WATER, LINE)

# Streets are matched by their parsed names. `street_key` finds them: by the name proper, and by the forms
# that differ from it in spaces and the like. `edge_alias` holds the further names an edge bears, each a
# street of its own ("State Hwy 31" on the edges of "Green Bay Rd"). A `mark` is an exit or a milepost of a
# street, by its number as the sign says it. `region.directions` are those that its streets' names bear,
# `prefixes` and `suffixes` those that are common before and after a name.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE region (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, state TEXT NOT NULL,
  source TEXT NOT NULL, vintage TEXT NOT NULL, licence TEXT NOT NULL, checksum TEXT NOT NULL,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
  streets INTEGER NOT NULL, edges INTEGER NOT NULL, crossings INTEGER NOT NULL,
  first_street INTEGER NOT NULL, directions TEXT NOT NULL, prefixes TEXT NOT NULL, suffixes TEXT NOT NULL,
  has_ranges INTEGER NOT NULL);
CREATE TABLE zip (
  code TEXT NOT NULL, region_id INTEGER NOT NULL REFERENCES region(id), PRIMARY KEY (code, region_id)
) WITHOUT ROWID;
CREATE TABLE street (
  id INTEGER PRIMARY KEY, region_id INTEGER NOT NULL REFERENCES region(id), name TEXT NOT NULL,
  rank INTEGER NOT NULL, first_edge INTEGER, last_edge INTEGER);
CREATE TABLE street_name (
  street_id INTEGER NOT NULL REFERENCES street(id), alias INTEGER NOT NULL, pre_dir TEXT NOT NULL,
  pre_type TEXT NOT NULL, base TEXT NOT NULL, type TEXT NOT NULL, post_dir TEXT NOT NULL,
  PRIMARY KEY (street_id, alias)) WITHOUT ROWID;
CREATE TABLE street_key (
  key TEXT NOT NULL, street_id INTEGER NOT NULL, alias INTEGER NOT NULL,
  PRIMARY KEY (key, street_id, alias)) WITHOUT ROWID;
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
CREATE INDEX mark_number ON mark (number, kind, street_id);
CREATE INDEX place_names ON place (region_id, kind, name, long_name, geoid);
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('street', 'attributes', 'street');
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('region', 'attributes', 'region');
"""


def create(connection: sqlite3.Connection) -> None:
    """Make an empty database an empty street index."""
    gpkg.initialise(connection)
    for layer in LAYERS:
        gpkg.create_layer(connection, layer)
    connection.executescript(_TABLES)


def finish(connection: sqlite3.Connection) -> None:
    """Close the layers and add the planner's statistics once all rows are in."""
    for layer in LAYERS:
        gpkg.close_layer(connection, layer)
    connection.execute("ANALYZE")
