"""Adding counties: fetch, build, install, tidy up."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from mapapp.errors import BadInput, MapappError, StorageFailed
from mapapp.streets.build import build_index
from mapapp.streets.counties import County
from mapapp.streets.county import county_materials
from mapapp.streets.download import Patience
from mapapp.streets.fetch import CountyFiles, TigerSource, fetch_counties
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import Report

__all__ = ["Patience", "TigerSource", "add_counties", "add_county"]

_PATIENCE = Patience()
_STALE_AFTER_S = 7 * 24 * 3600


def add_county(
    library: Library,
    county: County,
    source: TigerSource,
    cache: Path,
    report: Report,
    *,
    patience: Patience = _PATIENCE,
) -> IndexInfo:
    """Add one county under its code; as `add_counties`."""
    return add_counties(library, [county], source, cache, report, name=county.fips, patience=patience)


def add_counties(
    library: Library,
    counties: Sequence[County],
    source: TigerSource,
    cache: Path,
    report: Report,
    *,
    name: str,
    patience: Patience = _PATIENCE,
) -> IndexInfo:
    """Fetch the TIGER/Line files of counties, build one index of them all and install it as `name`.

    What was fetched lies below `cache` while it is needed; after a break it stays, and the next call goes
    on from there. Raises Conflict while that name is being added elsewhere, NotFound when the source has
    not got one of the counties, Unavailable, BadInput, StorageFailed; in every such case an older index
    stays as it was.
    """
    folder = cache / "tiger" / name
    with library.adding(name) as building:
        _clear_stale(folder.parent)
        with _cleared_after(folder, StorageFailed):
            files = list(fetch_counties(source, counties, folder, report, patience))
        with _cleared_after(folder, StorageFailed, BadInput):
            build_index(county_materials(_announced(counties, files, report)), building)
            report("Installing the index", len(counties), len(counties))
            info = library.install(building, name)
        shutil.rmtree(folder, ignore_errors=True)
    report("Done", len(counties), len(counties))
    return info


@contextmanager
def _cleared_after(folder: Path, *errors: type[MapappError]) -> Iterator[None]:
    """Remove what was fetched after such errors: it is of no use, or it takes the room that is missing."""
    try:
        yield
    except errors:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _announced(
    counties: Sequence[County], files: Sequence[CountyFiles], report: Report
) -> Iterator[tuple[County, CountyFiles]]:
    """Each county with its files, and its turn told as it is taken."""
    for number, (county, found) in enumerate(zip(counties, files, strict=True)):
        report(f"Building the streets of {county.title}", number, len(counties))
        yield county, found


def _clear_stale(folder: Path) -> None:
    """Remove what was fetched more than a week ago and never finished."""
    oldest = time.time() - _STALE_AFTER_S
    for county in folder.glob("*/"):
        # Another process may be done with its files and remove them just now.
        with suppress(FileNotFoundError):
            if max(one.stat().st_mtime for one in (county, *county.iterdir())) < oldest:
                shutil.rmtree(county)
