"""Adding streets, with bars for a person who waits or in few words for one who does not."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
from tqdm import tqdm

from mapapp.desk import Desk
from mapapp.errors import MapappError, meaning


class Bars:
    """A bar for each stage of the work, on standard error; plain lines where that is no terminal."""

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
        """Show how far `stage` has got; a new stage starts a new bar."""
        if stage != self._stage or self._bar is None:
            self._close()
            self._stage = stage
            self._bar = tqdm(desc=stage, total=total, unit_scale=True)
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


def add_with_bars(desk: Desk, county: str) -> None:
    """Add the county and say what was built."""
    with Bars() as bars:
        info = desk.streets.add(county, bars)
    click.echo(info.summary())


def build_with_bars(desk: Desk, files: Sequence[Path], **said: object) -> None:
    """Build an index from files; say what was guessed and what was built."""
    with Bars() as bars:
        info = desk.streets.build(files, report=bars, note=bars.say, **said)
    click.echo(info.summary())
    click.echo(f"Source: {info.source}. Licence: {info.licence}.")


def add_quietly(desk: Desk, county: str) -> None:
    """Add the county unless it is there, in a sentence or two: it runs beside a server that is talking."""
    found = desk.streets.county(county)
    if any(one.region == found.fips for one in desk.streets.installed()):
        return
    click.echo(f"Adding the streets of {found.title} in the background…", err=True)
    try:
        info = desk.streets.add(found.fips)
    except MapappError as error:
        click.echo(f"The streets of {found.title} were not added: {error} Everything else works.", err=True)
        raise SystemExit(meaning(error).exit) from error
    click.echo(info.summary(), err=True)
