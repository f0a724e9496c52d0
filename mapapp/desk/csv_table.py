"""CSV files of unknown origin, strictly read: bounded in size, in UTF-8, with the columns we need."""

import csv
import gzip
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from mapapp.errors import BadInput, NotFound, TooLarge
from mapapp.incident.geometry import number

MAX_BYTES = 200_000_000
MAX_FIELD = 100_000

_GZIP = b"\x1f\x8b"

Row = dict[str, str]


def read_table(path: Path, needed: Collection[str]) -> Iterator[Row]:
    """The rows of a CSV or gzipped CSV file, by column; cells are stripped, absent ones empty.

    Reads as it goes, `MAX_BYTES` unpacked at most. Raises NotFound when there is no such file, BadInput
    when it is no such table (naming the missing columns) and TooLarge when it does not end.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            raw = gzip.GzipFile(fileobj=file) if packed else file
            yield from _rows(_lines(raw, path), needed, path)
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path} cannot be read; check that it is a whole CSV or .csv.gz file.") from error


def decimal(row: Row, name: str, most: float) -> float:
    """The finite number in a column, between -`most` and `most`; raises BadInput naming the column."""
    try:
        read = number(float(row[name]), name)
    except ValueError as error:
        raise BadInput(f"{name}: {row[name]!r} is not a number") from error
    if abs(read) > most:
        raise BadInput(f"{name}: {read:g} is out of range")
    return read


def _rows(lines: Iterator[str], needed: Collection[str], path: Path) -> Iterator[Row]:
    reader = csv.DictReader(lines, strict=True)
    try:
        _check_columns(reader.fieldnames or (), needed, path)
        for row in reader:
            yield {name: (cell or "").strip() for name, cell in row.items() if name is not None}
    except csv.Error as error:
        raise BadInput(f"{path}, line {reader.line_num}: this is not CSV ({error}).") from error


def _check_columns(found: Collection[str], needed: Collection[str], path: Path) -> None:
    missing = [name for name in needed if name not in found]
    if missing:
        raise BadInput(
            f"{path} lacks the columns {', '.join(missing)}; it is not the table that was asked for."
        )


def _lines(raw: BinaryIO | gzip.GzipFile, path: Path) -> Iterator[str]:
    """The lines of the file as text; no line and no file is read further than the limits."""
    left = MAX_BYTES
    while line := raw.readline(MAX_FIELD):
        left -= len(line)
        if left < 0 or len(line) >= MAX_FIELD:
            raise TooLarge(
                f"{path} is larger than {MAX_BYTES // 1_000_000} MB, or has a line without an end."
            )
        try:
            yield line.decode("utf-8-sig" if left + len(line) == MAX_BYTES else "utf-8")
        except UnicodeDecodeError as error:
            raise BadInput(f"{path} is not a CSV file in UTF-8.") from error
