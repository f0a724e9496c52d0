"""CSV files of phrases, read as they come and with a bar that tells how far the work has got."""

import codecs
import csv
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from tqdm import tqdm

from mapapp.errors import NotFound

# Who is refused, or done by then, sees no bar.
_PATIENCE_S = 0.5


class Table:
    """A CSV file and its progress bar, which moves as rows are finished, not as they are read."""

    def __init__(self, file: BinaryIO, bar: "tqdm[Any]") -> None:
        self._reader = csv.DictReader(self._lines(file))
        self._bar = bar
        self._read = 0
        self._under_way = deque[int]()

    @property
    def headings(self) -> Collection[str]:
        """The columns that the first line names; none where it is no CSV."""
        with suppress(csv.Error):
            return tuple(self._reader.fieldnames or ())
        return ()

    def rows(self) -> Iterator[dict[Any, Any]]:
        """The rows by column name; a row that is not CSV comes empty."""
        while True:
            row: dict[Any, Any] = {}
            with suppress(csv.Error):
                try:
                    row = next(self._reader)
                except StopIteration:
                    return
            self._under_way.append(self._read)
            yield row

    def finished(self) -> None:
        """Say that the next row, in order, is done."""
        self._bar.update(self._under_way.popleft() - self._bar.n)

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        """The file line by line; bytes that are no UTF-8 spoil their own row only."""
        for line in file:
            self._read += len(line)
            yield line.removeprefix(codecs.BOM_UTF8).decode(errors="replace")


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The table in a file; raises NotFound when it cannot be read."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    with file, _bar(path) as bar:
        yield Table(file, bar)


def _bar(path: Path) -> "tqdm[Any]":
    """A bar over the bytes of a file, on a terminal only, and not before it is worth looking at."""
    size = path.stat().st_size
    return tqdm(total=size, unit="B", unit_scale=True, desc=path.name, disable=None, delay=_PATIENCE_S)
