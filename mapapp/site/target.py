"""Where files are published to: a folder, or whatever fsspec has a filesystem for."""

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import fsspec
from fsspec.implementations.local import LocalFileSystem

from mapapp.errors import BadInput, MapappError, StorageFailed, Unavailable
from mapapp.site.hold import MARKER, Hold, of_folder, of_store

_PART = ".part"
_AT_ONCE = 16
_MOST_WAITING = 256
_IN_A_BUCKET = {
    "Content-Type": "ContentType",
    "Content-Encoding": "ContentEncoding",
    "Content-Disposition": "ContentDisposition",
    "Cache-Control": "CacheControl",
}
"""What S3 keeps of an object and sends with it, by s3fs's names for it."""

T = TypeVar("T")


class Target:
    """A folder of files named by paths such as "maps/x/index.html"; each is written whole or not at all.

    `address` is a path or an fsspec URL ("s3://bucket/maps", "memory://maps"). Raises BadInput when nothing
    is known that speaks it, StorageFailed when a disk and Unavailable when a service refuses.
    """

    def __init__(self, address: str) -> None:
        try:
            self._files, root = fsspec.core.url_to_fs(address)
        except (ValueError, ImportError) as error:
            raise BadInput(f"{address} cannot be published to: {error}") from error
        self.address = address
        self._root = str(root).rstrip("/")
        self._is_local = isinstance(self._files, LocalFileSystem)
        self.is_bucket = "s3" in self._files.protocol
        """Whether readers are sent the objects as they are, each by its exact name and with its headers."""
        self._writers = ThreadPoolExecutor(_AT_ONCE) if self.is_bucket else None
        self._waiting: list[Future[None]] = []

    def held(self) -> AbstractContextManager[Hold]:
        """Keep other runs out meanwhile; raises Conflict while one is under way."""
        if self._is_local:
            self._done(lambda: self._files.makedirs(self._root, exist_ok=True))
            return of_folder(self._root, self.address)
        marker = _Object(self._files, f"{self._root}/{MARKER}", self._done)
        return of_store(marker, self.address)

    def sizes(self) -> dict[str, int]:
        """Every file that is there, by its path, with its size in bytes; not those whose name is hidden."""
        return {path: size for path, size in self._all().items() if not _is_hidden(path)}

    def read(self, path: str) -> bytes:
        """The bytes of a file that is there."""
        return bytes(self._done(lambda: self._files.cat_file(self._full(path))))

    def write(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Put a file there, in place of what is there under its name; `headers` are for a bucket.

        There several are under way at a time, until they are settled.
        """
        full = self._full(path)
        if self._writers is None:
            self._done(lambda: self._write(full, body))
            return
        said = {_IN_A_BUCKET[name]: value for name, value in (headers or {}).items()}
        work = partial(self._files.pipe_file, full, body, **said)
        self._waiting.append(self._writers.submit(self._done, work))
        if len(self._waiting) >= _MOST_WAITING:
            self.settle()

    def settle(self) -> None:
        """Wait until everything is there that was written; raises what writing raised."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.result()

    def tidy(self) -> None:
        """Take away what runs left that were cut short: only a folder holds parts of files."""
        for path in self._all() if self._is_local else ():
            if _is_hidden(path) and path.endswith(_PART):
                self._done(partial(self._files.rm_file, f"{self._root}/{path}"))

    def remove(self, paths: Iterable[str]) -> None:
        """Take files away, and folders that are empty then."""
        for path in paths:
            self._done(partial(self._remove, self._full(path)))

    def _all(self) -> dict[str, int]:
        self._files.invalidate_cache()
        found = self._done(lambda: self._files.find(self._root, detail=True) if self._exists() else {})
        begin = len(self._root.lstrip("/")) + 1
        return {str(name).lstrip("/")[begin:]: int(one["size"]) for name, one in found.items()}

    def _done(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except OSError as error:
            kind: type[MapappError] = StorageFailed if self._is_local else Unavailable
            raise kind(f"{self.address} cannot be written to: {error.strerror or error}.") from error
        except Exception as error:
            # What a store's own client raises has no kind in common: no key to sign with, no such host.
            if self._is_local or isinstance(error, MapappError):
                raise
            raise Unavailable(f"{self.address} cannot be written to: {error}.") from error

    def _exists(self) -> bool:
        return bool(self._files.exists(self._root))

    def _full(self, path: str) -> str:
        parts = path.split("/")
        if not all(parts) or any(one.startswith(".") or "\\" in one or "\0" in one for one in parts):
            raise BadInput(f"{path!r} is no name for a published file.")
        return f"{self._root}/{path}"

    def _write(self, full: str, body: bytes) -> None:
        if not self._is_local:
            # A store of objects shows the new one when all of it is there.
            self._files.pipe_file(full, body)
            return
        self._files.makedirs(posixpath.dirname(full), exist_ok=True)
        part = posixpath.join(posixpath.dirname(full), f".{posixpath.basename(full)}{_PART}")
        self._files.pipe_file(part, body)
        _distinguish(Path(part), Path(full))
        self._files.mv(part, full)

    def _remove(self, full: str) -> None:
        if self.is_bucket or self._files.exists(full):
            self._files.rm_file(full)
        folder = posixpath.dirname(full)
        while self._is_local and len(folder) > len(self._root) and not self._files.ls(folder):
            self._files.rmdir(folder)
            folder = posixpath.dirname(folder)


class _Object:
    """One object of a store."""

    def __init__(self, files: Any, path: str, done: Callable[[Callable[[], Any]], Any]) -> None:
        self._files = files
        self._path = path
        self._done = done

    def read(self) -> bytes | None:
        def read() -> bytes | None:
            try:
                return bytes(self._files.cat_file(self._path))
            except FileNotFoundError:
                return None

        found: bytes | None = self._done(read)
        return found

    def create(self, body: bytes) -> bool:
        def create() -> bool:
            try:
                self._files.pipe_file(self._path, body, mode="create")
            except FileExistsError:
                return False
            return True

        return bool(self._done(create))

    def write(self, body: bytes) -> None:
        self._done(lambda: self._files.pipe_file(self._path, body))

    def remove(self) -> None:
        self._done(lambda: self._files.rm_file(self._path))


def _distinguish(fresh: Path, present: Path) -> None:
    """Give a file another second than the one it replaces: by that alone file servers tell them apart.

    Whoever asked between two writes of one second would be told for good that nothing has changed.
    """
    if not present.exists():
        return
    before = int(present.stat().st_mtime)
    if int(fresh.stat().st_mtime) <= before:
        os.utime(fresh, (before + 1, before + 1))


def _is_hidden(path: str) -> bool:
    return posixpath.basename(path).startswith(".")
