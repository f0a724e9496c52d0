"""The commands that `python -m mapapp --help` lists."""

import errno
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mapapp.cli.lasting import archive, publish
from mapapp.cli.newsroom import newsroom, set_up
from mapapp.cli.people import audit, user
from mapapp.errors import BadInput, MapappError, StorageFailed, meaning
from mapapp.settings import Settings


class _Translated(click.Group):
    """Turns our errors into one sentence on standard error and the exit status of the one table."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MapappError as error:
            click.echo(f"mapapp: {error}", err=True)
            ctx.exit(meaning(error).exit)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            click.echo(f"mapapp: the output cannot be written: {error.strerror}.", err=True)
            # What is left in the buffer would fail once more when the process ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(meaning(StorageFailed()).exit)


@click.group(cls=_Translated, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Geocode the places of a news story and publish them as an honest map."""
    ctx.obj = Settings.from_env()


@main.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Create or migrate the newsroom and load its starting data."""
    set_up(settings)
    click.echo(f"The newsroom is ready in {settings.home}.")


@main.command()
@click.option("--host", help="The address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to serve on.")
@click.option("--streets", "county", metavar="COUNTY", help="Add this county's streets in the background.")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, county: str | None) -> None:
    """Serve the newsroom and its maps, until interrupted."""
    from mapapp.cli.serving import serve as run  # noqa: PLC0415 (only this command needs a server)

    run(settings, host or settings.host, port or settings.port, county)


_JOBS = click.IntRange(1, 256)


# A phrase may begin with a minus sign: "-87.84, 42.6".
@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("phrase", required=False)
@click.option("--near", help='What the phrase is said of, such as "Kenosha, WI".')
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--file", "table", type=click.Path(path_type=Path), help="A CSV file with a column `phrase`.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write an answer per line, as JSON.")
@click.option("--jobs", type=_JOBS, help="How many processes answer a file; every core unless given.")
@click.option("--online", is_flag=True, help="Ask the online geocoder for what is not found here.")
@click.pass_obj
def geocode(
    settings: Settings,
    phrase: str | None,
    near: str | None,
    table: Path | None,
    out: Path | None,
    *,
    jobs: int | None,
    as_json: bool,
    online: bool,
) -> None:
    """Say where PHRASE, or every phrase of a CSV file, is."""
    from mapapp.cli import geocoding  # noqa: PLC0415 (the geocoder brings shapely with it)

    if (phrase is None) == (table is None):
        raise click.UsageError("Give either a phrase or --file, and not both.")
    if out is not None and table is None:
        raise click.UsageError("--out goes with --file.")
    if phrase is not None and not phrase.isascii() and phrase != phrase.encode(errors="ignore").decode():
        raise BadInput("The phrase is not UTF-8 text.")
    with newsroom(settings) as desk:
        if table is not None:
            geocoding.geocode_file(desk.bulk, table, out, near, jobs=jobs, online=online)
        else:
            answer = desk.finder.geocode(phrase or "", near, online=online)
            click.echo(geocoding.as_json_line(answer) if as_json else geocoding.as_text(answer))
            click.get_current_context().exit(geocoding.exit_status(answer))


@main.command(short_help="Find the places, claims and times of a story.")
@click.argument("story")
@click.option("--title", default="", help="The headline, where the text does not begin with it.")
@click.option("--near", default="", help='The place the story is of, such as "Kenosha, WI".')
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day it appeared, YYYY-MM-DD.")
@click.option("--timezone", default="", help="Where its times are told, such as America/Chicago.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def read(
    settings: Settings,
    story: str,
    title: str,
    near: str,
    *,
    published: datetime | None,
    timezone: str,
    as_json: bool,
) -> None:
    """Find the places, claims and times of STORY, a text file, or of standard input for "-"."""
    from mapapp.cli import reading  # noqa: PLC0415 (the geocoder brings shapely with it)

    text = reading.story_in(story)
    with newsroom(settings) as desk:
        day = published.date() if published else None
        found = desk.reader.read(text, title=title, near=near, published=day, timezone=timezone)
        click.echo(reading.as_json(found) if as_json else reading.as_text(found))


@main.command(short_help="Measure the geocoder against phrases whose places are known.")
@click.argument("truth", type=click.Path(path_type=Path))
@click.option("--near", help='What the phrases are said of, such as "Kenosha, WI".')
@click.option(
    "--report", type=click.Path(path_type=Path), help="Where to write a page with a map of each miss."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jobs", type=_JOBS, help="How many processes answer; every core unless given.")
@click.pass_obj
def evaluate(
    settings: Settings, truth: Path, near: str | None, report: Path | None, *, jobs: int | None, as_json: bool
) -> None:
    """Measure the geocoder against TRUTH, a CSV file with the columns `phrase`, `lat` and `lon`.

    A column `near` says for each row what its phrase is said of. `phrase` may be headed `location`, `address`
    or `intersection`. Rows are numbered from 1, the headings not counted.
    """
    from mapapp.cli import evaluating  # noqa: PLC0415 (the geocoder brings shapely with it)

    with newsroom(settings) as desk:
        done = evaluating.evaluate(desk, truth, near, jobs)
        click.echo(evaluating.as_json(done) if as_json else evaluating.as_text(done))
        if report is not None:
            evaluating.write_report(desk, done, report)


@main.group()
def streets() -> None:
    """The street indexes: add, build, list, remove."""


@streets.command("add")
@click.argument("areas", metavar="AREA...", nargs=-1, required=True)
@click.option("--into", default="", metavar="NAME", help="Put them all into one index of this name.")
@click.option("--background", is_flag=True, help="Say little, and leave an index that is there as it is.")
@click.pass_obj
def streets_add(settings: Settings, areas: tuple[str, ...], into: str, *, background: bool) -> None:
    """Fetch the streets of each AREA and build its index.

    An area is a county ("55059" or "Kenosha County, WI") or a whole state ("WI" or "Wisconsin").
    """
    from mapapp.cli import progress  # noqa: PLC0415 (only this command draws bars)

    # Told to stop in whichever way, the work ends as interrupted and its record says so.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with newsroom(settings) as desk:
        if background:
            progress.add_quietly(desk, areas, into)
        else:
            progress.add_with_bars(desk, areas, into)


@streets.command("build", short_help="Build an index from files: TIGER/Line, OpenStreetMap, centrelines.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "name", default="", metavar="NAME", help="What the index is called, such as madison.")
@click.option("--title", default="", help='Which place it is: "Madison, WI".')
@click.option(
    "--map", "fields", multiple=True, metavar="name=FIELD", help="Which field holds what; may be repeated."
)
@click.option("--layer", default="", help="The layer, where a file has several.")
@click.option(
    "--crs", default="", metavar="EPSG:…", help="The coordinate reference system, if the file is silent."
)
@click.option("--at-grade", is_flag=True, help="Lines that cross without a common vertex meet.")
@click.option("--source", default="", help="Who published the file; every answer says it.")
@click.option("--vintage", default="", help="The date or edition of the file.")
@click.option("--licence", default="", help="The licence of the file.")
@click.pass_obj
def streets_build(settings: Settings, /, files: tuple[Path, ...], **said: Any) -> None:
    """Build an index from FILES: TIGER/Line zips, an OpenStreetMap extract, or street centrelines."""
    from mapapp.cli import progress  # noqa: PLC0415 (only this command draws bars)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with newsroom(settings) as desk:
        progress.build_with_bars(desk, files, **said)


@streets.command("list")
@click.pass_obj
def streets_list(settings: Settings) -> None:
    """List the installed indexes by name, and what is in each."""
    from mapapp.cli import listing  # noqa: PLC0415 (only this command sets columns)

    with newsroom(settings) as desk:
        installed, left_out = desk.streets.installed(), desk.streets.left_out()
    if installed:
        click.echo(listing.listing(installed))
    for sentence in left_out:
        click.echo(sentence, err=True)
    if not installed:
        click.echo('There are none yet. Add one: python -m mapapp streets add "Kenosha County, WI"')


@streets.command("remove")
@click.argument("name")
@click.pass_obj
def streets_remove(settings: Settings, name: str) -> None:
    """Remove the index NAME, or that of a county or a state."""
    with newsroom(settings) as desk:
        desk.streets.remove(name)
    click.echo(f"The streets of {name} are removed.")


@main.group()
def facilities() -> None:
    """The facilities: hospitals, police, courts."""


@facilities.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def facilities_add(settings: Settings, file: Path) -> None:
    """Load the hospitals of FILE, a HIFLD hospitals list (.csv or .csv.gz)."""
    with newsroom(settings) as desk:
        done = desk.facilities.add_file(file)
    click.echo(
        f"{done.added:,} hospitals added or renewed; {done.kept:,} kept in the newsroom's own wording;"
    )
    click.echo(f"{done.closed:,} closed and left out; {done.bad:,} rows that cannot be read.")
    for problem in done.problems:
        click.echo(f"  {problem}", err=True)


main.add_command(archive)
main.add_command(publish)
main.add_command(user)
main.add_command(audit)
