"""An evaluation of the geocoder, for the terminal: figures as text or JSON."""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from mapapp.cli.figures import rows_of
from mapapp.cli.tables import opened
from mapapp.desk import Desk, Figures, Judged, Outcome, TruthColumns, Unusable, Verdict, figures, processes
from mapapp.errors import StorageFailed

# What a person looks at to find what is wrong, the worst first; an answer that holds the truth is no miss.
MISSES = (Verdict.WRONG, Verdict.AMBIGUOUS_WITHOUT, Verdict.AREA_ELSEWHERE, Verdict.REFUSED)


@dataclass(frozen=True)
class Evaluation:
    """What came of a file of phrases: the figures, every miss, and the rows that cannot be used.

    `errors_m` holds how far off each resolved answer is.
    """

    table: str
    near: str | None
    figures: Figures
    errors_m: Sequence[float]
    misses: Sequence[Judged]
    unusable: Sequence[Unusable]


def evaluate(desk: Desk, path: Path, near: str | None, jobs: int | None) -> Evaluation:
    """Judge each row of a CSV file, with a progress bar; bad rows are named and do not stop it.

    Raises BadInput when a column is missing, NotFound when the file is not there.
    """
    results: list[Judged] = []
    unusable: list[Unusable] = []
    begun = time.perf_counter()
    with opened(path) as table:
        columns = TruthColumns.found(table.headings)
        for one in desk.bulk.judged(columns, table.rows(), near, jobs=jobs):
            if isinstance(one, Unusable):
                unusable.append(one)
                tqdm.write(f"row {one.row}: {one.why}", file=sys.stderr)
            else:
                results.append(one)
            table.finished()
    seconds = time.perf_counter() - begun
    misses = sorted((one for one in results if one.verdict in MISSES), key=_badness)
    found = figures(results, len(unusable), seconds, processes(len(results) + len(unusable), jobs))
    errors_m = [one.off_m for one in results if one.outcome is Outcome.RESOLVED and one.off_m is not None]
    return Evaluation(path.name, near, found, errors_m, misses, unusable)


def _badness(miss: Judged) -> tuple[int, float]:
    """Wrong pins first, the farthest first; what offers nothing last."""
    return MISSES.index(miss.verdict), -(miss.off_m or 0.0)


def as_json(done: Evaluation) -> str:
    """All figures, and every miss, as one JSON object on one line."""
    document = {
        "table": done.table,
        "near": done.near,
        **done.figures.as_json(),
        "unusable_rows": [{"row": one.row, "why": one.why} for one in done.unusable],
        "misses": [_miss_as_json(one) for one in done.misses],
    }
    return json.dumps(document, ensure_ascii=False)


def _miss_as_json(miss: Judged) -> dict[str, Any]:
    return {
        "row": miss.truth.row,
        "phrase": miss.truth.phrase,
        "near": miss.truth.near,
        "lat": miss.truth.lat,
        "lon": miss.truth.lon,
        "verdict": miss.verdict.value,
        "outcome": miss.outcome.value,
        "explanation": miss.explanation,
        "off_m": None if miss.off_m is None else round(miss.off_m, 1),
        "candidates": [
            {"lat": one.lat, "lon": one.lon, "radius_m": one.radius_m, "label": one.label}
            for one in miss.spots
        ],
        "input": dict(miss.truth.extra),
    }


def as_text(done: Evaluation) -> str:
    """The figures as a person reads them, the wrong-pin rate first; then every wrong pin by name."""
    rows = list(rows_of(done.figures))
    width = max(len(what) for what, _ in rows)
    lines = [f"{what:<{width}}  {value}" for what, value in rows]
    lines[0] = click.style(lines[0], bold=True)
    wrong = [one for one in done.misses if one.verdict is Verdict.WRONG]
    lines += ["", *(_wrong_line(one) for one in wrong[:20])] if wrong else []
    lines += (
        [f"… and {len(wrong) - 20:,} more; --json and --report name them all."] if len(wrong) > 20 else []
    )
    return "\n".join(lines)


def _wrong_line(miss: Judged) -> str:
    return f"row {miss.truth.row}: {miss.truth.phrase}: {miss.spots[0].label}, {miss.off_m:,.0f} m off"


def write_report(desk: Desk, done: Evaluation, path: Path) -> None:
    """Write the page with the figures and a map of each miss; raises StorageFailed."""
    from mapapp.cli.report import page  # noqa: PLC0415 (only a report needs templates and drawings)

    text = page(done, desk.streets.installed())
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written: {error.strerror}.") from error
