"""Phrases by the table: answered, or judged against known positions, on all cores."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from mapapp.desk.crew import all_cores, in_order
from mapapp.desk.finder import Finder
from mapapp.desk.truth import TruthColumns
from mapapp.errors import BadInput
from mapapp.geocode.batch import geocode_row
from mapapp.geocode.evaluation import Judged, Unusable, judged
from mapapp.geocode.geocoder import Geocoder
from mapapp.settings import Settings
from mapapp.store import Store

Row = Mapping[Any, Any]


class Line(NamedTuple):
    """The answer to a row as one line of JSON; `error` when the row cannot be used."""

    text: str
    error: str


class Bulk:
    """Answers and judges whole tables. Other processes open the newsroom for themselves."""

    def __init__(self, finder: Finder, settings: Settings) -> None:
        self._finder = finder
        self._settings = settings

    def answers(
        self, rows: Iterable[Row], near: str | None = None, *, jobs: int | None = None, online: bool = False
    ) -> Iterator[Line]:
        """The answer to each row of a CSV reader, in order; see `geocode_row` for the columns.

        `jobs` processes do it, by default one for each core; online always this one alone, since services
        are asked one thing at a time. Raises WorkerLost.
        """
        work = partial(_line, near=near)
        if online:
            return map(partial(work, self._finder.geocoder(online=True)), rows)
        return in_order(partial(_worker, self._settings, work), rows, jobs or all_cores())

    def judged(
        self, columns: TruthColumns, rows: Iterable[Row], near: str | None = None, *, jobs: int | None = None
    ) -> Iterator[Judged | Unusable]:
        """The verdict on the answer to each row of a CSV reader, in order. Raises WorkerLost."""
        work = partial(_verdict, columns=columns, near=near)
        return in_order(partial(_worker, self._settings, work), enumerate(rows, 1), jobs or all_cores())


def _worker(settings: Settings, work: Callable[[Geocoder, Any], Any]) -> Callable[[Any], Any]:
    """The work with a geocoder of this process's own."""
    geocoder = Finder(Store(settings.database_url), settings).geocoder()
    geocoder.warm()
    return partial(work, geocoder)


def _line(geocoder: Geocoder, row: Row, near: str | None) -> Line:
    answer = geocode_row(geocoder, row, near)
    return Line(json.dumps(answer, ensure_ascii=False), str(answer.get("error", "")))


def _verdict(
    geocoder: Geocoder, numbered: tuple[int, Row], columns: TruthColumns, near: str | None
) -> Judged | Unusable:
    number, row = numbered
    try:
        truth = columns.truth(number, row, near)
        begun = time.perf_counter()
        answer = geocoder.geocode(truth.phrase, truth.near)
        seconds = time.perf_counter() - begun
    except BadInput as error:
        return Unusable(number, str(error))
    return judged(truth, answer, seconds)
