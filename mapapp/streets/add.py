"""Adding a county: fetch, build, install, tidy up."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

from mapapp.errors import BadInput, StorageFailed
from mapapp.streets.build import build_index
from mapapp.streets.counties import County
from mapapp.streets.county import county_material
from mapapp.streets.download import Patience
from mapapp.streets.fetch import TigerSource, fetch_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import Report

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
            material = county_material(county, files)
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


def _clear_stale(folder: Path) -> None:
    """Remove what was fetched more than a week ago and never finished."""
    oldest = time.time() - _STALE_AFTER_S
    for county in folder.glob("*/"):
        # Another process may be done with its files and remove them just now.
        with suppress(FileNotFoundError):
            if max(one.stat().st_mtime for one in (county, *county.iterdir())) < oldest:
                shutil.rmtree(county)
