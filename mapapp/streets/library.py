"""The street indexes that are installed: one file per region in one folder."""

import fcntl
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mapapp.errors import BadInput, Conflict, NotFound
from mapapp.streets.schema import SCHEMA_VERSION
from mapapp.streets.storage import storage_errors

_ENDING = ".gpkg"
_REGION = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")
_BUILDING, _LOCK = ".building", ".lock"

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class IndexInfo:
    """What an installed index says of itself; `bounds` are west, south, east, north in degrees."""

    region: str
    title: str
    source: str
    vintage: str
    licence: str
    built_at: str
    build_seconds: float
    bounds: Bounds
    streets: int
    edges: int
    crossings: int
    path: Path
    size_bytes: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file's own words. Raises BadInput when it is not a street index of ours."""
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as connection:
                meta = dict(connection.execute("SELECT key, value FROM meta"))
            return cls._from_meta(meta, path)
        except (sqlite3.Error, KeyError, ValueError, OSError) as error:
            raise BadInput(
                f"{path.name} is not a street index; remove it and add its county again."
            ) from error

    @classmethod
    def _from_meta(cls, meta: dict[str, str], path: Path) -> Self:
        if meta["schema_version"] != SCHEMA_VERSION:
            raise ValueError(meta["schema_version"])
        west, south, east, north = (float(meta[side]) for side in ("west", "south", "east", "north"))
        return cls(
            region=meta["region"],
            title=meta["title"],
            source=meta["source"],
            vintage=meta["vintage"],
            licence=meta["licence"],
            built_at=meta["built_at"],
            build_seconds=float(meta["build_seconds"]),
            bounds=(west, south, east, north),
            streets=int(meta["streets"]),
            edges=int(meta["edges"]),
            crossings=int(meta["crossings"]),
            path=path,
            size_bytes=path.stat().st_size,
        )

    def summary(self) -> str:
        """One line for a person: what it covers, how much, from what, and what it took."""
        return (
            f"{self.title}: {self.streets:,} streets, {self.edges:,} edges and {self.crossings:,} crossings "
            f"from {self.vintage}; built in {self.build_seconds:.1f} s, {self.size_bytes / 1e6:.1f} MB"
        )


@dataclass(frozen=True)
class Library:
    """A folder of street indexes, `<region>.gpkg` each; it need not exist yet."""

    folder: Path

    def installed(self) -> tuple[IndexInfo, ...]:
        """The indexes that can be read, by region; a file that is none of ours is passed over."""
        found = []
        for path in self._files():
            try:
                found.append(IndexInfo.read(path))
            except BadInput:
                continue
        return tuple(found)

    def paths(self) -> tuple[Path, ...]:
        """The files of the installed indexes, by region."""
        return tuple(one.path for one in self.installed())

    def version(self) -> str:
        """A short word that changes whenever an index comes, goes or is replaced."""
        stats = [(path.name, path.stat()) for path in self._files()]
        stamp = [(name, one.st_size, one.st_mtime_ns, one.st_ino) for name, one in stats]
        return hashlib.sha256(repr(stamp).encode()).hexdigest()[:12]

    def remove(self, region: str) -> None:
        """Remove a region's index. Raises NotFound when there is none."""
        path = {one.stem: one for one in self._files()}.get(region)
        if path is None:
            raise NotFound(f"There are no streets of “{region}” here; see: python -m mapapp streets list")
        with storage_errors(self.folder):
            path.unlink(missing_ok=True)

    @contextmanager
    def adding(self, region: str) -> Iterator[Path]:
        """Hold the region and give a path to build its index at; whatever is left there is removed after.

        Raises Conflict while another process or thread holds the region. What a crash left behind is
        cleared away first.
        """
        with storage_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with self._held(self._path(region).stem) as held:
            if not held:
                raise Conflict(f"The streets of {region} are being added already; wait until that is done.")
            self._clear_leftovers(region)
            building = self._building(region)
            try:
                yield building
            finally:
                building.unlink(missing_ok=True)

    def install(self, temp_path: Path, region: str) -> IndexInfo:
        """Put a finished index, in this folder under another name, in its place at one stroke.

        It is on the disk before it takes the place of an older one, so a crash leaves one or the other.
        """
        path = self._path(region)
        IndexInfo.read(temp_path)
        with storage_errors(self.folder):
            _sync(temp_path)
            temp_path.replace(path)
            _sync(self.folder)
        return IndexInfo.read(path)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"[!.]*{_ENDING}"))

    def _path(self, region: str) -> Path:
        if not _REGION.fullmatch(region):
            raise BadInput(f"“{region[:40]}” cannot name a region: use small letters, digits and hyphens.")
        return self.folder / f"{region}{_ENDING}"

    def _building(self, region: str) -> Path:
        return self.folder / f".{region}{_BUILDING}"

    def _clear_leftovers(self, held: str) -> None:
        for path in self.folder.glob(f".*{_BUILDING}"):
            region = path.name.removeprefix(".").removesuffix(_BUILDING)
            if region == held:
                path.unlink(missing_ok=True)
                continue
            with self._held(region) as free:
                if free:
                    path.unlink(missing_ok=True)

    @contextmanager
    def _held(self, region: str) -> Iterator[bool]:
        """Whether the region could be taken; the lock dies with its process, so a crash leaves none."""
        with storage_errors(self.folder):
            descriptor = os.open(self.folder / f".{region}{_LOCK}", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
