"""Opening the newsroom for a command; one that is new is set up first, and its password told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from mapapp.desk import Desk
from mapapp.settings import Settings

DATA = Path(__file__).parent.parent.parent / "data"


@contextmanager
def newsroom(settings: Settings) -> Iterator[Desk]:
    """The desk of `settings.home`, set up if it never was by this version."""
    with closing(Desk(settings)) as desk:
        if not desk.setup.is_done():
            _set_up(desk)
        yield desk


def set_up(settings: Settings) -> None:
    """Create or migrate the newsroom in `settings.home` and load its starting data."""
    with closing(Desk(settings)) as desk:
        _set_up(desk)


def _set_up(desk: Desk) -> None:
    account = desk.setup.initialise(DATA)
    if account is not None:
        click.echo(f"First account: {account.name}   password: {account.password}", err=True)
        click.echo("Write it down: it is shown only now.", err=True)
