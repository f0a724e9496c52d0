"""Adding a county: fetch, build, install, tidy up."""

import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mapapp.errors import BadInput, StorageFailed
from mapapp.streets.build import WATER_FIELDS, Material, build_index
from mapapp.streets.counties import County
from mapapp.streets.download import Patience
from mapapp.streets.fetch import CountyFiles, TigerSource, fetch_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.noding import add_names, split_roads
from mapapp.streets.places import COUSUB_FIELDS, PLACE_FIELDS
from mapapp.streets.report import Report
from mapapp.streets.tiger import CountyEdges, read_areas, read_edges, read_roads

__all__ = ["Patience", "TigerSource", "add_county"]

_PATIENCE = Patience()
_STALE_AFTER_S = 7 * 24 * 3600
_STEPS = 3


def add_county(
    library: Library,
    county: County,
    source: TigerSource,
    cache: Path,
    report: Report,
    *,
    patience: Patience = _PATIENCE,
) -> IndexInfo:
    """Fetch a county's TIGER/Line files, build its index and install it in place of an older one.

    What was fetched lies below `cache` while it is needed; after a break it stays, and the next call goes
    on from there. Raises Conflict while the county is being added elsewhere, NotFound when the source has
    not got it, Unavailable, BadInput, StorageFailed; in every such case an older index stays as it was.
    """
    folder = cache / "tiger" / county.fips
    with library.adding(county.fips) as building:
        _clear_stale(folder.parent)
        try:
            files = fetch_county(source, county, folder, report, patience)
            report("Reading the files", 0, _STEPS)
            material = _material(county, files)
            report("Building the index", 1, _STEPS)
            build_index(material, building)
            report("Installing the index", 2, _STEPS)
            info = library.install(building, county.fips)
        except (BadInput, StorageFailed):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)
    report("Done", _STEPS, _STEPS)
    return info


def _material(county: County, files: CountyFiles) -> Material:
    """All the files' rows."""
    paths = files.paths
    places, cousubs, water = (
        read_areas(paths[kind], fields) if kind in paths else None
        for kind, fields in (("PLACE", PLACE_FIELDS), ("COUSUB", COUSUB_FIELDS), ("AREAWATER", WATER_FIELDS))
    )
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
        water=water,
    )


def _edges(paths: Mapping[str, Path]) -> CountyEdges:
    """EDGES with the further names that ROADS gives them, or the edges that ROADS falls into."""
    if "EDGES" not in paths:
        return CountyEdges(split_roads(read_roads(paths["ROADS"])), streams=None, rails=None)
    edges = read_edges(paths["EDGES"])
    if "ROADS" not in paths:
        return edges
    return edges._replace(roads=add_names(edges.roads, read_roads(paths["ROADS"])))


def _clear_stale(folder: Path) -> None:
    """Remove what was fetched more than a week ago and never finished."""
    oldest = time.time() - _STALE_AFTER_S
    for county in folder.glob("*/"):
        # Another process may be done with its files and remove them just now.
        with suppress(FileNotFoundError):
            if max(one.stat().st_mtime for one in (county, *county.iterdir())) < oldest:
                shutil.rmtree(county)
