"""The commands for what outlasts the server: a map as one file, and the published maps as plain files."""

from pathlib import Path

import click

from mapapp.cli import progress
from mapapp.cli.newsroom import newsroom
from mapapp.errors import BadInput, StorageFailed
from mapapp.settings import Settings


@click.command(short_help="Write a published map as one file, or check one.")
@click.argument("incident_id", metavar="[ID]", required=False)
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; ID.html unless given.")
@click.option(
    "--url", default="", help="The address that readers know the maps by; MAPAPP_PUBLIC_URL unless given."
)
@click.option("--verify", "file", type=click.Path(path_type=Path), help="Say whether this file was changed.")
@click.pass_obj
def archive(
    settings: Settings, incident_id: str | None, output: Path | None, url: str, file: Path | None
) -> None:
    """Write the published map ID as one file that opens from a disk, for good, or check one with --verify."""
    if (incident_id is None) == (file is None):
        raise click.UsageError("Give either the ID of a map or --verify FILE, and not both.")
    if file is not None:
        _verify(file)
    else:
        _archive(settings, incident_id or "", output, url)


def _archive(settings: Settings, incident_id: str, output: Path | None, url: str) -> None:
    from mapapp.web.asking import archive_of  # noqa: PLC0415 (only these commands need the pages)
    from mapapp.web.seal import verify  # noqa: PLC0415

    with newsroom(settings):
        pass
    made = archive_of(settings, incident_id, url)
    path = output or Path(f"{incident_id}.html")
    try:
        path.write_bytes(made)
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"{path}: {len(made):,} bytes. SHA-256 of its document: {verify(made).document}")


def _verify(file: Path) -> None:
    from mapapp.web.seal import verify  # noqa: PLC0415 (as above)

    try:
        seal = verify(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error
    click.echo(f"{file} is as it was made.")
    click.echo(f"SHA-256 of its lines but the last: {seal.file}")
    click.echo(f"SHA-256 of its document:           {seal.document}")


@click.command(short_help="Write every published map as plain files.")
@click.argument("target")
@click.option(
    "--url", default="", help="The address that readers know the maps by; MAPAPP_PUBLIC_URL unless given."
)
@click.pass_obj
def publish(settings: Settings, target: str, url: str) -> None:
    """Write every published map to TARGET, a folder or an fsspec URL such as s3://bucket/maps.

    Any file server can then serve readers. Run it again after each change: only what changed is written.
    """
    from mapapp.site.static_site import publish as write  # noqa: PLC0415
    from mapapp.site.target import Target  # noqa: PLC0415
    from mapapp.web.asking import readers  # noqa: PLC0415 (as above)

    with newsroom(settings):
        pass
    with readers(settings, url) as known, progress.files("Publishing") as report:
        done = write(known, Target(target), report)
    if done.left_by:
        click.echo(f"An earlier run was cut short there, {done.left_by}: this one took over.", err=True)
    click.echo(
        f"{target}: {done.written:,} files written ({done.bytes:,} bytes), {done.unchanged:,} unchanged, "
        f"{done.removed:,} removed."
    )
