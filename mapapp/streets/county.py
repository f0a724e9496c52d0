"""TIGER/Line files of counties, put together: a Material each."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from mapapp.streets.build import WATER_FIELDS, Material
from mapapp.streets.counties import County
from mapapp.streets.fetch import CountyFiles
from mapapp.streets.noding import add_names, split_roads
from mapapp.streets.places import COUSUB_FIELDS, PLACE_FIELDS
from mapapp.streets.tiger import Areas, CountyEdges, read_areas, read_edges, read_roads
from mapapp.streets.tiger_details import (
    add_address_ranges,
    add_edge_names,
    read_address_ranges,
    read_edge_names,
)


def county_materials(counties: Iterable[tuple[County, CountyFiles]]) -> Iterator[Material]:
    """Each county's rows, one county at a time; what a state's counties have in common is read once.

    Raises BadInput where one of the files is not what it should be.
    """
    read = lru_cache(maxsize=2)(read_areas)
    for county, files in counties:
        places, cousubs = (
            read(files.paths[kind], fields) if kind in files.paths else None
            for kind, fields in (("PLACE", PLACE_FIELDS), ("COUSUB", COUSUB_FIELDS))
        )
        yield _material(county, files, places, cousubs)


def _material(county: County, files: CountyFiles, places: Areas | None, cousubs: Areas | None) -> Material:
    paths = files.paths
    edges = _edges(paths)
    return Material(
        county=county,
        source=f"US Census TIGER/Line {'EDGES' if 'EDGES' in paths else 'ROADS'}",
        vintage=f"TIGER/Line {files.year}",
        checksum=files.checksum(),
        roads=edges.roads,
        rails=edges.rails,
        streams=edges.streams,
        places=places,
        cousubs=cousubs,
        water=read_areas(paths["AREAWATER"], WATER_FIELDS) if "AREAWATER" in paths else None,
    )


def _edges(paths: Mapping[str, Path]) -> CountyEdges:
    """EDGES, or what ROADS falls into, with the names and house numbers that the other files add."""
    found = _plain_edges(paths)
    roads, tlid = found.roads, found.tlid
    if tlid is not None and "FEATNAMES" in paths:
        roads = add_edge_names(roads, tlid, read_edge_names(paths["FEATNAMES"]))
    if "ADDRFEAT" in paths:
        roads = add_address_ranges(roads, tlid, read_address_ranges(paths["ADDRFEAT"]))
    return found._replace(roads=roads)


def _plain_edges(paths: Mapping[str, Path]) -> CountyEdges:
    """EDGES with the further names that ROADS gives them, or the edges that ROADS falls into."""
    if "EDGES" not in paths:
        return CountyEdges(split_roads(read_roads(paths["ROADS"])), tlid=None, streams=None, rails=None)
    edges = read_edges(paths["EDGES"])
    if "ROADS" not in paths:
        return edges
    return edges._replace(roads=add_names(edges.roads, read_roads(paths["ROADS"])))
