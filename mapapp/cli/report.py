"""The page of an evaluation: its figures, and every miss with a small map. One file, without scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mapapp.cli.evaluating import MISSES, Evaluation
from mapapp.cli.figures import metres, percent, rows_of
from mapapp.desk import Figures, IndexInfo, Judged, Verdict
from mapapp.incident.credits import source_words
from mapapp.incident.geodesy import bearing, compass_word, distance_m
from mapapp.maps.sketch import Mark, Sketchbook

# A map weighs some kilobytes, and nobody looks at more of them.
MOST_MAPS = 200

_BINS_M = (0.0, 5.0, 10.0, 20.0, 50.0, 100.0, float("inf"))
_HERE = Path(__file__).parent.parent

_TITLES: Mapping[Verdict, str] = {
    Verdict.WRONG: "Wrong pins",
    Verdict.AMBIGUOUS_WITHOUT: "Choices without the true place",
    Verdict.AREA_ELSEWHERE: "Areas that do not hold the true place",
    Verdict.REFUSED: "Refused",
}


@dataclass(frozen=True)
class Part:
    """A part of a whole, as a bar: its class for the colour, words and share (0 to 1)."""

    kind: str
    words: str
    count: int
    share: float


@dataclass(frozen=True)
class Miss:
    """A miss as the page shows it; `svg` is empty beyond the number of maps that are drawn."""

    judged: Judged
    distance: str
    svg: Markup


def page(done: Evaluation, indexes: Sequence[IndexInfo]) -> str:
    """The page as HTML, with the streets of the indexes in its maps."""
    templates = Environment(
        loader=FileSystemLoader(_HERE.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    with Sketchbook(one.path for one in indexes) as book:
        misses = [_shown(one, book if i < MOST_MAPS else None) for i, one in enumerate(done.misses)]
    return templates.get_template("evaluation/report.html").render(
        done=done,
        figures=done.figures,
        rows=[*rows_of(done.figures)],
        outcomes=[*_outcomes(done.figures)],
        errors=[*_errors(done.errors_m)],
        groups=[*_groups(misses)],
        drawn=min(MOST_MAPS, len(misses)),
        credits=[f"{one.title}: {source_words(one.source, one.vintage, one.licence)}." for one in indexes],
        percent=percent,
        metres=metres,
        base_css=(_HERE / "static" / "css" / "base.css").read_text(encoding="utf-8"),
    )


def _groups(misses: Sequence[Miss]) -> Iterator[tuple[str, str, list[Miss]]]:
    """Title, class and misses, the worst first."""
    for verdict in MISSES:
        found = [one for one in misses if one.judged.verdict is verdict]
        if found:
            yield _TITLES[verdict], verdict.value, found


def _outcomes(found: Figures) -> Iterator[Part]:
    """What became of the phrases, as parts of all."""
    counts = (
        ("right", "resolved and right", found.right),
        ("ask", "a choice that holds the truth", found.ambiguous_with_truth),
        ("area", "an area that holds the truth", found.area_with_truth),
        ("refused", "refused", sum(found.refused.values())),
        (
            "astray",
            "a choice or area without the truth",
            found.ambiguous - found.ambiguous_with_truth + found.area - found.area_with_truth,
        ),
        ("wrong", "wrong pin", found.wrong),
    )
    for kind, words, count in counts:
        yield Part(kind, words, count, count / found.phrases if found.phrases else 0.0)


def _errors(errors_m: Sequence[float]) -> Iterator[Part]:
    """How far off the resolved answers are, in bins; those past 100 m may be wrong pins."""
    for low, high in pairwise(_BINS_M):
        count = sum(low <= one < high or (not low and not one) for one in errors_m)
        words = f"{low:.0f}–{high:.0f} m" if high < _BINS_M[-1] else f"over {low:.0f} m"
        kind = "wrong" if low >= _BINS_M[-2] else "right"
        yield Part(kind, words, count, count / len(errors_m) if errors_m else 0.0)


def _shown(miss: Judged, book: Sketchbook | None) -> Miss:
    distance = _distance(miss)
    if book is None:
        return Miss(miss, distance, Markup())
    truth = Mark("truth", miss.truth.lon, miss.truth.lat, words="true place")
    said = f" {distance}." if distance else ""
    return Miss(
        miss, distance, book.sketch([*_offered(miss), truth], f"Streets around the true place.{said}")
    )


def _distance(miss: Judged) -> str:
    """How far off the pin is, or the nearest of the choices; empty where neither is drawn."""
    if miss.verdict not in (Verdict.WRONG, Verdict.AMBIGUOUS_WITHOUT):
        return ""
    truth = (miss.truth.lon, miss.truth.lat)
    spots = miss.spots[:1] if miss.verdict is Verdict.WRONG else miss.spots
    off_m, nearest = min((distance_m(truth, (one.lon, one.lat)), (one.lon, one.lat)) for one in spots)
    what = "The pin" if miss.verdict is Verdict.WRONG else "The nearest choice"
    return f"{what} is {metres(off_m)} {compass_word(bearing(truth, nearest))} of the true place"


def _offered(miss: Judged) -> Iterator[Mark]:
    """The pin with its radius, or the choices by number."""
    if miss.verdict is Verdict.WRONG:
        pin = miss.spots[0]
        yield Mark("pin", pin.lon, pin.lat, pin.radius_m, "pinned")
    elif miss.verdict is Verdict.AMBIGUOUS_WITHOUT:
        for number, one in enumerate(miss.spots, 1):
            yield Mark("choice", one.lon, one.lat, one.radius_m, str(number))
