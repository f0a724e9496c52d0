"""Answers for the terminal: one as text or JSON, a file of them as JSON lines."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from tqdm import tqdm

from mapapp.cli.tables import opened
from mapapp.desk import Answer, Bulk, Candidate, Outcome, fault_words
from mapapp.errors import BadInput, StorageFailed, Unavailable, meaning
from mapapp.incident.words import PRECISION_WORDS, within_words

_OUTCOME_COLOURS = {"resolved": "green", "ambiguous": "yellow", "area": "yellow"}


def as_json_line(answer: Answer) -> str:
    """The answer as one JSON object on one line."""
    return json.dumps(answer.as_json(), ensure_ascii=False)


def exit_status(answer: Answer) -> int:
    """What the process ends with: 0, and when a service did not answer what that means."""
    return meaning(Unavailable()).exit if answer.outcome is Outcome.UNAVAILABLE else 0


def as_text(answer: Answer) -> str:
    """The answer as a person reads it: outcome, reason, then the candidates, best first."""
    colour = _OUTCOME_COLOURS.get(answer.outcome.value, "red")
    outcome = click.style(answer.outcome.value.replace("_", " "), fg=colour, bold=True)
    lines = [f"{outcome}: {answer.explanation}"]
    lines += [f"  hint: {one}" for one in answer.hints]
    for number, candidate in enumerate(answer.candidates, 1):
        lines += ["", *_candidate_lines(number, candidate)]
    return "\n".join(lines)


def _candidate_lines(number: int, candidate: Candidate) -> Iterator[str]:
    source = candidate.provenance
    yield f"{number:3}. {candidate.label}"
    yield f"     {candidate.lat:.6f}, {candidate.lon:.6f}   score {candidate.score:.0f} of 100"
    yield f"     {PRECISION_WORDS[candidate.precision]}, {within_words(candidate.radius_m)}"
    origin = [one for one in (source.dataset, source.vintage, source.licence) if one]
    yield "     " + " · ".join(origin or [source.method])
    if candidate.faults:
        yield "     but: " + "; ".join(fault_words(one) for one in dict.fromkeys(candidate.faults))


def geocode_file(
    bulk: Bulk, path: Path, out: Path | None, near: str | None, *, jobs: int | None, online: bool
) -> None:
    """Answer each row of a CSV file, with a progress bar; bad rows are reported and do not stop it.

    Raises BadInput when the file is no CSV with a column `phrase`, NotFound when it is not there,
    StorageFailed when `out` cannot be written.
    """
    bad = total = 0
    with opened(path) as table:
        if "phrase" not in table.headings:
            raise BadInput(f"{path} has no column `phrase`; its first line must name the columns.")
        with _written(out, path) as output:
            for line in bulk.answers(table.rows(), near, jobs=jobs, online=online):
                total += 1
                if line.error:
                    bad += 1
                    tqdm.write(f"row {total}: {line.error}", file=sys.stderr)
                output.write(line.text + "\n")
                table.finished()
    click.echo(f"{total:,} phrases answered, {bad:,} of them bad rows.", err=True)


@contextmanager
def _written(out: Path | None, table: Path) -> Iterator[TextIO]:
    """Where the answers go, as they come: standard output or a file."""
    if out is None:
        yield sys.stdout
        return
    if out.exists() and out.samefile(table):
        raise BadInput("The answers would overwrite the phrases; give --out another name.")
    try:
        with out.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise StorageFailed(f"{out} cannot be written: {error.strerror}.") from error
