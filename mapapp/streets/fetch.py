"""The files of a county: which year has them, from a server or from a folder of the same layout."""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from mapapp.errors import BadInput, NotFound, Unavailable
from mapapp.streets.archive import check_archive
from mapapp.streets.counties import County
from mapapp.streets.download import PartialFile, Patience, download
from mapapp.streets.report import Report
from mapapp.streets.tiger import TigerFile

FIRST_YEAR = 2011
"""The first year of the layout that every later year has kept."""

_ROADS = ("EDGES", "ROADS")
_BY_STATE, _BY_COUNTY = ("PLACE", "COUSUB"), ("FEATNAMES", "ADDRFEAT", "AREAWATER")
_YEAR_FOLDER = re.compile(r"TIGER(\d{4})")


@dataclass(frozen=True)
class TigerSource:
    """Where TIGER/Line lies: `url` is an http(s) address or a folder; `year` the only year to use, if any."""

    url: str
    year: int | None = None

    @property
    def is_server(self) -> bool:
        """Whether it is an address rather than a folder."""
        return self.url.lower().startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """As it may be shown to people: an address's host, or the folder."""
        return urlsplit(self.url).netloc.rpartition("@")[2] if self.is_server else self.url


@dataclass(frozen=True)
class CountyFiles:
    """A county's files of one year, by kind, checked; EDGES or ROADS is among them."""

    year: int
    paths: Mapping[str, Path]

    def checksum(self) -> str:
        """The SHA-256 over all files, in the order of their kinds, in hexadecimal."""
        digest = hashlib.sha256()
        for kind in sorted(self.paths):
            digest.update(self.paths[kind].read_bytes())
        return digest.hexdigest()


class _Shelf(Protocol):
    """Where files are had from."""

    def years(self) -> Iterable[int]:
        """The years worth asking for, newest first."""

    def get(self, file: TigerFile) -> Path | None:
        """The file, or None where there is none."""


def fetch_counties(
    source: TigerSource, counties: Sequence[County], cache: Path, report: Report, patience: Patience
) -> Iterator[CountyFiles]:
    """For each county the files of the newest year that has its EDGES or ROADS, and one year if it can be.

    With EDGES come ROADS too, for the further names that roads bear, and FEATNAMES for all of them;
    ADDRFEAT adds house numbers. All but the first may be absent, PLACE, COUSUB and AREAWATER too. Raises
    NotFound when no year has a county, Unavailable, StorageFailed, and BadInput for a source or a file that
    is not what it should be; such a file is removed from `cache`.
    """
    year = source.year
    try:
        tell = _Telling(report)
        shelf = _Checked(_shelf(source, cache, tell, patience), cache, {})
        for number, county in enumerate(counties, 1):
            tell.prefix = f"{number} of {len(counties)}: " if len(counties) > 1 else ""
            roads, path = _roads(shelf, source, county, tell, year)
            year = roads.year
            yield CountyFiles(year, {roads.kind: path, **_others(shelf, roads, county)})
    except OSError as error:
        raise BadInput(
            f"{source.shown} cannot be read ({error.strerror}): check MAPAPP_TIGER_URL."
        ) from error


def check_tiger(path: Path, file: TigerFile) -> None:
    """Make sure that a path holds that file, whole. Raises BadInput."""
    if file.kind == "FEATNAMES":
        check_archive(path, file.stem, ("dbf",))
    else:
        check_archive(path, file.stem)


class _Telling:
    """A report that says before each stage which county of how many it is for."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.prefix = ""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        self._report(self.prefix + stage, done, total)


@dataclass(frozen=True)
class _Checked:
    """A shelf whose files are checked, each asked for once: counties of a state have some in common."""

    shelf: _Shelf
    cache: Path
    found: dict[TigerFile, Path | None]

    def years(self) -> Iterable[int]:
        return self.shelf.years()

    def get(self, file: TigerFile) -> Path | None:
        if file not in self.found:
            path = self.shelf.get(file)
            self.found[file] = path and self._sound(file, path)
        return self.found[file]

    def _sound(self, file: TigerFile, path: Path) -> Path:
        try:
            check_tiger(path, file)
        except BadInput:
            if path.is_relative_to(self.cache):
                path.unlink(missing_ok=True)
                PartialFile(path).discard()
            raise
        return path


def _roads(
    shelf: _Shelf, source: TigerSource, county: County, report: Report, first: int | None
) -> tuple[TigerFile, Path]:
    """The first file of roads there is, looking in the year `first` and then from the newest downwards."""
    years = (source.year,) if source.year else chain([first] if first else [], shelf.years())
    for year in years:
        report(f"Looking for {county.title}, {year}", 0, None)
        for kind in _ROADS:
            file = TigerFile(year, kind, county.fips)
            if path := shelf.get(file):
                return file, path
    raise NotFound(_absent(source, county))


def _others(shelf: _Shelf, roads: TigerFile, county: County) -> dict[str, Path]:
    """What else the same year has for the county."""
    wanted = [roads._replace(kind=kind) for kind in ("ROADS", *_BY_COUNTY) if kind != roads.kind]
    wanted += [roads._replace(kind=kind, area=county.fips[:2]) for kind in _BY_STATE]
    found = ((file, shelf.get(file)) for file in wanted)
    return {file.kind: path for file, path in found if path is not None}


def _absent(source: TigerSource, county: County) -> str:
    what = f"{source.shown} has no streets of {county.title} ({county.fips})"
    if source.year:
        return f"{what} for {source.year}: leave MAPAPP_TIGER_YEAR unset to take the newest there is."
    return f"{what} in any year: check {'the network and ' if source.is_server else ''}MAPAPP_TIGER_URL."


def _shelf(source: TigerSource, cache: Path, report: Report, patience: Patience) -> _Shelf:
    if source.is_server:
        return _Server(source.url.rstrip("/"), cache, report, patience)
    if "://" in source.url:
        raise BadInput(f"{source.shown} is neither an http(s) address nor a folder: check MAPAPP_TIGER_URL.")
    folder = Path(source.url).expanduser()
    if not source.url or not folder.is_dir():
        raise BadInput(
            f"There is no folder “{source.url}”: set MAPAPP_TIGER_URL to one, or to an http(s) address."
        )
    return _Folder(folder)


@dataclass(frozen=True)
class _Server:
    base: str
    cache: Path
    report: Report
    patience: Patience

    def years(self) -> Iterator[int]:
        started = time.monotonic()
        for year in range(datetime.now(UTC).year, FIRST_YEAR - 1, -1):
            if time.monotonic() - started > self.patience.search_s:
                host = urlsplit(self.base).hostname
                raise Unavailable(f"{host} is too slow: try again later, or set MAPAPP_TIGER_YEAR.")
            yield year

    def get(self, file: TigerFile) -> Path | None:
        target = self.cache / f"{file.stem}.zip"
        return target if download(f"{self.base}/{file.path}", target, self.report, self.patience) else None


@dataclass(frozen=True)
class _Folder:
    base: Path

    def years(self) -> Iterable[int]:
        named = (_YEAR_FOLDER.fullmatch(one.name) for one in self.base.iterdir())
        return sorted((int(one[1]) for one in named if one), reverse=True)

    def get(self, file: TigerFile) -> Path | None:
        path = self.base / file.path
        return path if path.is_file() else None
