"""How right the answers are: every corner in every form, slips of the hand, streets that never meet."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tqdm import tqdm

from mapapp.cli.figures import metres, percent
from mapapp.desk import Desk, Figures, Judged, TruthColumns
from mapapp.desk import figures as figures_of
from mapapp.settings import Settings
from tests.accuracy.phrasing import FORMS, long
from tests.accuracy.typos import misspelt

from . import phrases
from .figure import Figure, timed
from .streets import TITLE

_COLUMNS = TruthColumns("phrase", "lat", "lon", "")
_STRANGERS = 10_000


def figures(home: Path, _tiger: str) -> Iterator[Figure]:
    """Against the county's own streets: what is right here may still be wrong on the ground."""
    with closing(Desk(Settings(home=home))) as desk:
        found = _judged(desk, phrases.truth_rows(home))
        yield Figure(f"every corner, {len(FORMS)} forms: wrong pins", _wrong(found), "target 1 %")
        yield Figure("… resolved and right", percent(found.right_share), "target 93 %")
        yield Figure("… truth inside the radius", percent(found.radius_coverage), "target 90 %")
        yield Figure("… median radius", metres(found.radius_median_m), "target 30 m")
        for slips, target in ((1, "target 88 %"), (2, "")):
            found = _judged(desk, _slipped(home, slips))
            typos = f"every corner, {slips} slip{'s' if slips > 1 else ''}"
            yield Figure(f"{typos}: wrong pins", _wrong(found))
            yield Figure("… resolved and right", percent(found.right_share), target)
        yield from _apart(desk, home)


def _judged(desk: Desk, rows: Iterable[dict[str, Any]]) -> Figures:
    bar = tqdm(rows, leave=False, file=sys.stderr)
    took, results = timed(lambda: list(desk.bulk.judged(_COLUMNS, bar, TITLE)))
    return figures_of([one for one in results if isinstance(one, Judged)], 0, took, 1)


def _wrong(found: Figures) -> str:
    return f"{percent(found.wrong_pin_rate)} of {found.resolved:,}"


def _slipped(home: Path, slips: int) -> Iterator[dict[str, Any]]:
    for (one, other), (lon, lat) in phrases.corners(home).items():
        phrase = misspelt(f"{long(one)} and {long(other)}", slips, 1)
        if phrase:
            yield {"phrase": phrase, "lat": str(lat), "lon": str(lon)}


def _apart(desk: Desk, home: Path) -> Iterator[Figure]:
    geocoder = desk.finder.geocoder()
    pairs = phrases.strangers(home, _STRANGERS)
    pins = sum(geocoder.geocode(f"{a} and {b}", TITLE).outcome == "resolved" for a, b in pairs)
    share = f"{percent(pins / len(pairs))} of {len(pairs):,}"
    yield Figure("streets that do not meet: pinned all the same", share, "target 0.3 %")
