"""Answers for the terminal: one as text or JSON, a file of them as JSON lines."""

import codecs
import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click
from tqdm import tqdm

from mapapp.desk import Answer, Candidate, Geocoder, Outcome, geocode_rows
from mapapp.errors import BadInput, NotFound, StorageFailed, Unavailable, meaning
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
    yield f"     {candidate.lat:.6f}, {candidate.lon:.6f}   score {candidate.score:.0f}"
    yield f"     {PRECISION_WORDS[candidate.precision]}, {within_words(candidate.radius_m)}"
    yield "     " + " · ".join(one for one in (source.dataset, source.vintage, source.licence) if one)
    if candidate.faults:
        yield "     but: " + "; ".join(candidate.faults)


def geocode_file(geocoder: Geocoder, table: Path, out: Path | None, near: str | None) -> None:
    """Answer each row of a CSV file, with a progress bar; bad rows are reported and do not stop it.

    Raises BadInput when the file is no CSV with a column `phrase`, NotFound when it is not there,
    StorageFailed when `out` cannot be written.
    """
    bad = total = 0
    with _read(table) as file, _bar(table) as bar:
        rows = _rows(_reader(file, table, bar))
        with _written(out, table) as output:
            for answer in geocode_rows(geocoder, rows, near):
                total += 1
                if "error" in answer:
                    bad += 1
                    tqdm.write(f"row {total}: {answer['error']}", file=sys.stderr)
                output.write(json.dumps(answer, ensure_ascii=False) + "\n")
    click.echo(f"{total:,} phrases answered, {bad:,} of them bad rows.", err=True)


def _bar(table: Path) -> "tqdm[Any]":
    return tqdm(total=table.stat().st_size, unit="B", unit_scale=True, desc=table.name)


def _reader(file: BinaryIO, table: Path, bar: "tqdm[Any]") -> "csv.DictReader[str]":
    """A reader of the table; that it has phrases is known before anything is written."""
    reader = csv.DictReader(_lines(file, bar))
    with suppress(csv.Error):
        if "phrase" in (reader.fieldnames or ()):
            return reader
    raise BadInput(f"{table} has no column `phrase`; its first line must name the columns.")


def _rows(reader: "csv.DictReader[str]") -> Iterator[dict[str | Any, str | Any]]:
    """The rows by column name; a row that is not CSV comes without a phrase."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield {}


def _lines(file: BinaryIO, bar: "tqdm[Any]") -> Iterator[str]:
    """The file line by line; bytes that are no UTF-8 spoil their own row only."""
    for line in file:
        yield line.removeprefix(codecs.BOM_UTF8).decode(errors="replace")
        bar.update(len(line))


@contextmanager
def _read(table: Path) -> Iterator[BinaryIO]:
    try:
        file = table.open("rb")
    except OSError as error:
        raise NotFound(f"{table} cannot be read: {error.strerror}.") from error
    with file:
        yield file


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
