"""Adding streets, with bars for a person who waits or in few words for one who does not."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
from tqdm import tqdm

from mapapp.desk import Addition, Desk
from mapapp.errors import MapappError, meaning

# Regions are counted in steps, fewer than that even for a nation; files in bytes.
_FEWEST_BYTES = 10_000


class Bars:
    """A bar for each file that is fetched, a plain line for any other stage, on standard error.

    Where that is no terminal every stage is a line: a bar would leave a line there for each step of it.
    """

    def __init__(self) -> None:
        self._stage = ""
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far `stage` has got; a new stage starts a new bar or line."""
        if stage != self._stage:
            self._close()
            self._stage = stage
            if not _has_bar(done, total):
                click.echo(_line(stage, done, total), err=True)
        if self._bar is None and _has_bar(done, total):
            self._bar = tqdm(desc=stage, total=total, unit="B", unit_scale=True)
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def say(self, sentence: str) -> None:
        """Say something beside the bars."""
        self._close()
        click.echo(sentence, err=True)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


@contextmanager
def files(stage: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of files for a person who waits, as a function that takes how many are done of how many."""
    with tqdm(desc=stage, unit=" files", disable=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _has_bar(done: int, total: int | None) -> bool:
    """Whether a bar is worth its place: for bytes to come, on a terminal."""
    return total is not None and total >= _FEWEST_BYTES and done < total and sys.stderr.isatty()


def _line(stage: str, done: int, total: int | None) -> str:
    """A stage in words, such as "Building the streets of Racine County, WI (3 of 72)"."""
    steps = total is not None and 1 < total < _FEWEST_BYTES and done < total
    return f"{stage} ({done + 1:,} of {total:,})" if steps else stage


def add_with_bars(desk: Desk, areas: Sequence[str], into: str) -> None:
    """Add counties and states and say what was built."""
    for addition in desk.streets.additions(areas, into):
        with Bars() as bars:
            info = desk.streets.add(addition, bars)
        click.echo(info.summary())


def build_with_bars(desk: Desk, files: Sequence[Path], **said: object) -> None:
    """Build an index from files; say what was guessed and what was built."""
    with Bars() as bars:
        info = desk.streets.build(files, report=bars, note=bars.say, **said)
    click.echo(info.summary())
    click.echo(f"Source: {info.source}. Licence: {info.licence}.")


def add_quietly(desk: Desk, areas: Sequence[str], into: str) -> None:
    """Add what is not there yet, in a sentence or two: it runs beside a server that is talking."""
    for addition in desk.streets.additions(areas, into):
        if not desk.streets.has(addition):
            _add_quietly(desk, addition)


def _add_quietly(desk: Desk, addition: Addition) -> None:
    click.echo(f"Adding the streets of {addition.title} in the background…", err=True)
    try:
        info = desk.streets.add(addition)
    except MapappError as error:
        click.echo(
            f"The streets of {addition.title} were not added: {error} Everything else works.", err=True
        )
        raise SystemExit(meaning(error).exit) from error
    click.echo(info.summary(), err=True)
