"""The street indexes that are installed: files in one folder, a county each or several together."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mapapp.errors import BadInput, Conflict, NotFound
from mapapp.streets.indexfile import (
    Bounds,
    Region,
    open_index,
    read_bounds,
    read_errors,
    read_meta,
    read_regions,
)
from mapapp.streets.storage import storage_errors

_ENDING = ".gpkg"
_NAME = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")
_BUILDING, _LOCK = ".building", ".lock"


@dataclass(frozen=True)
class IndexInfo:
    """What an installed file says of itself; `bounds` are west, south, east, north in degrees.

    `name` is that of the file: a county's code, or what several regions were installed as.
    """

    name: str
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
    regions: tuple[Region, ...]
    path: Path
    size_bytes: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file's own words. Raises DamagedIndex when it is none of ours, or of another version."""
        with closing(open_index(path)) as connection, read_errors(path.name):
            meta = read_meta(connection)
            return cls(
                name=path.stem,
                title=meta["title"],
                source=meta["source"],
                vintage=meta["vintage"],
                licence=meta["licence"],
                built_at=meta["built_at"],
                build_seconds=float(meta["build_seconds"]),
                bounds=read_bounds(meta),
                streets=int(meta["streets"]),
                edges=int(meta["edges"]),
                crossings=int(meta["crossings"]),
                regions=read_regions(connection),
                path=path,
                size_bytes=path.stat().st_size,
            )

    def summary(self) -> str:
        """One line for a person: what it covers, how much, from what, and what it took."""
        title = self.title if len(self.regions) == 1 else f"{self.name}, {self.title}"
        return (
            f"{title}: {self.streets:,} streets, {self.edges:,} edges and {self.crossings:,} crossings "
            f"from {self.vintage}; built in {self.build_seconds:.1f} s, {self.size_bytes / 1e6:.1f} MB"
        )


@dataclass(frozen=True)
class Library:
    """A folder of street indexes, `<name>.gpkg` each; it need not exist yet."""

    folder: Path

    def installed(self) -> tuple[IndexInfo, ...]:
        """The indexes that can be read, by name."""
        return tuple(one for one in map(_read, self.files()) if isinstance(one, IndexInfo))

    def left_out(self) -> tuple[str, ...]:
        """A sentence on each file that cannot be read or was built by another version, and what to do."""
        return tuple(str(one) for one in map(_read, self.files()) if isinstance(one, BadInput))

    def files(self) -> tuple[Path, ...]:
        """Whatever should be an index, by name."""
        return tuple(sorted(self.folder.glob(f"[!.]*{_ENDING}")))

    def version(self) -> str:
        """A short word that changes whenever an index comes, goes or is replaced."""
        return hashlib.sha256(repr(list(self._stamps())).encode()).hexdigest()[:12]

    def touched(self) -> int:
        """When an index last came, went or was replaced, in nanoseconds; 0 for a folder that is not there."""
        with suppress(OSError):
            return self.folder.stat().st_mtime_ns
        return 0

    def _stamps(self) -> Iterator[tuple[str, int, int, int]]:
        for path in self.files():
            # Another process may remove it just now.
            with suppress(FileNotFoundError):
                found = path.stat()
                yield path.name, found.st_size, found.st_mtime_ns, found.st_ino

    def remove(self, name: str) -> None:
        """Remove the index of that name, or of the region of that code where it has a file of its own.

        Raises NotFound when there is none, Conflict when the region shares its file with others.
        """
        path = {one.stem: one for one in self.files()}.get(name) or self._own_file(name)
        with storage_errors(self.folder):
            path.unlink(missing_ok=True)

    def _own_file(self, code: str) -> Path:
        """The file that holds the region of that code and no other."""
        holding = [one for one in self.installed() if code in {region.code for region in one.regions}]
        for info in holding:
            if len(info.regions) == 1:
                return info.path
        if not holding:
            raise NotFound(f"There are no streets of “{code}” here; see: python -m mapapp streets list")
        info = holding[0]
        raise Conflict(
            f"These streets are a part of {info.path.name} ({info.title}); "
            f"to remove all of it: python -m mapapp streets remove {info.name}"
        )

    @contextmanager
    def adding(self, name: str) -> Iterator[Path]:
        """Hold the name and give a path to build its index at; whatever is left there is removed after.

        Raises Conflict while another process or thread holds the name. What a crash left behind is
        cleared away first.
        """
        with storage_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with self._held(self._path(name).stem) as held:
            if not held:
                raise Conflict(f"The streets of {name} are being added already; wait until that is done.")
            self._clear_leftovers(name)
            building = self._building(name)
            try:
                yield building
            finally:
                building.unlink(missing_ok=True)

    def install(self, temp_path: Path, name: str) -> IndexInfo:
        """Put a finished index, in this folder under another name, in its place at one stroke.

        It is on the disk before it takes the place of an older one, so a crash leaves one or the other.
        """
        path = self._path(name)
        IndexInfo.read(temp_path)
        with storage_errors(self.folder):
            _sync(temp_path)
            temp_path.replace(path)
            _sync(self.folder)
        return IndexInfo.read(path)

    @staticmethod
    def check_name(name: str) -> None:
        """Make sure that an index may have that name; raises BadInput."""
        if not _NAME.fullmatch(name):
            raise BadInput(f"“{name[:40]}” cannot name an index: use small letters, digits and hyphens.")

    def _path(self, name: str) -> Path:
        self.check_name(name)
        return self.folder / f"{name}{_ENDING}"

    def _building(self, name: str) -> Path:
        return self.folder / f".{name}{_BUILDING}"

    def _clear_leftovers(self, held: str) -> None:
        for path in self.folder.glob(f".*{_BUILDING}"):
            name = path.name.removeprefix(".").removesuffix(_BUILDING)
            if name == held:
                path.unlink(missing_ok=True)
                continue
            with self._held(name) as free:
                if free:
                    path.unlink(missing_ok=True)

    @contextmanager
    def _held(self, name: str) -> Iterator[bool]:
        """Whether the name could be taken; the lock dies with its process, so a crash leaves none."""
        with storage_errors(self.folder):
            descriptor = os.open(self.folder / f".{name}{_LOCK}", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(descriptor)


def _read(path: Path) -> IndexInfo | BadInput:
    try:
        return IndexInfo.read(path)
    except BadInput as error:
        return error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
