"""What a zipped shapefile must be before anything reads it."""

import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from mapapp.errors import BadInput, TooLarge

MAX_UNPACKED = 2_000_000_000
_MAX_RATIO, _RATIO_FROM = 200, 20_000_000
_MAX_MEMBERS = 50
_SHAPEFILE = ("shp", "shx", "dbf")
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def check_archive(path: Path, stem: str, endings: Collection[str] = _SHAPEFILE) -> None:
    """Make sure that a file is a zip with the shapefile `stem` in it, whole to the last checksum.

    Nothing is unpacked to disk; `endings` are the members it needs. Raises BadInput, or TooLarge for what
    would unpack to more than any county's files do.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(path.name, {f"{stem}.{ending}" for ending in endings}, members)
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise BadInput(_damaged(path.name)) from error
    if damaged:
        raise BadInput(_damaged(path.name))


def _check_members(name: str, needed: set[str], members: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    too_dense = unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * packed
    if unpacked > MAX_UNPACKED or too_dense or len(members) > _MAX_MEMBERS:
        raise TooLarge(f"{name} would unpack to more than a county's files can be: it was not opened.")
    missing = sorted(needed - {one.filename for one in members})
    if missing:
        raise BadInput(f"{name} is not the shapefile it should be: it has no {missing[-1]}.")
    if any(one.compress_type not in _PACKINGS for one in members):
        raise BadInput(f"{name} is packed in a way that cannot be read: pack it anew as a plain zip file.")


def _damaged(name: str) -> str:
    return (
        f"{name} is not a whole zip file: run the command again to fetch it anew, or check MAPAPP_TIGER_URL."
    )
