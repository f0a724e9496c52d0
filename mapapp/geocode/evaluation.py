"""Answers against known positions: a verdict for each phrase, and the figures of all of them. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import shapely

from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.incident.geodesy import LonLat, distance_m

# A pin farther than this from the true place is a wrong pin.
WRONG_M = 100.0

# The quantile of the normal distribution that leaves 2.5 % on either side.
_Z = 1.959964


class Verdict(StrEnum):
    """What an answer is worth, given the true place; the worst first."""

    WRONG = "wrong"
    AMBIGUOUS_WITHOUT = "ambiguous_without_truth"
    AREA_ELSEWHERE = "area_without_truth"
    REFUSED = "refused"
    AMBIGUOUS_WITH = "ambiguous_with_truth"
    AREA_AROUND = "area_with_truth"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Truth:
    """A phrase and where it is, in degrees.

    `row` counts from 1, `near` is the phrase's context, `extra` whatever else the row said, by column.
    """

    row: int
    phrase: str
    lon: float
    lat: float
    near: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """What an answer offered: a candidate's position in degrees and its radius in metres."""

    lon: float
    lat: float
    radius_m: float
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer against the truth.

    `off_m` is the distance from the best candidate's position to the true place, None without a candidate;
    `seconds` what the answer took.
    """

    truth: Truth
    outcome: Outcome
    verdict: Verdict
    off_m: float | None
    seconds: float
    explanation: str
    spots: tuple[Spot, ...]

    @property
    def is_covered(self) -> bool:
        """Whether the true place lies within the stated radius of the best candidate."""
        return self.off_m is not None and self.off_m <= self.spots[0].radius_m


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that cannot be judged, and why."""

    row: int
    why: str


def judged(truth: Truth, answer: Answer, seconds: float) -> Judged:
    """The verdict on an answer.

    A candidate drawn as a stretch or an area is as far from the truth as its nearest part; `off_m` is that of
    its position all the same.
    """
    at = (truth.lon, truth.lat)
    spots = tuple(Spot(one.lon, one.lat, one.radius_m, one.label) for one in answer.candidates)
    off_m = distance_m((spots[0].lon, spots[0].lat), at) if spots else None
    verdict = _verdict(answer, at)
    return Judged(truth, answer.outcome, verdict, off_m, seconds, answer.explanation, spots)


def _verdict(answer: Answer, at: LonLat) -> Verdict:
    if answer.outcome is Outcome.RESOLVED:
        return Verdict.RIGHT if _from_m(answer.candidates[0], at) <= WRONG_M else Verdict.WRONG
    if answer.outcome is Outcome.AMBIGUOUS:
        found = any(_from_m(one, at) <= WRONG_M for one in answer.candidates)
        return Verdict.AMBIGUOUS_WITH if found else Verdict.AMBIGUOUS_WITHOUT
    if answer.outcome is Outcome.AREA:
        return Verdict.AREA_AROUND if _holds(answer.candidates[0], at) else Verdict.AREA_ELSEWHERE
    return Verdict.REFUSED


def _from_m(candidate: Candidate, at: LonLat) -> float:
    """Metres from the nearest part of a candidate's figure."""
    if candidate.geometry.type == "Point":
        return distance_m((candidate.lon, candidate.lat), at)
    line = shapely.shortest_line(candidate.geometry.shape(), shapely.Point(at))
    nearest = shapely.get_point(line, 0)
    return distance_m((nearest.x, nearest.y), at)


def _holds(area: Candidate, at: LonLat) -> bool:
    """Whether an area holds a position: inside its outline, or within its radius where it has none."""
    if "Polygon" in area.geometry.type:
        return bool(area.geometry.shape().covers(shapely.Point(at)))
    return distance_m((area.lon, area.lat), at) <= area.radius_m


@dataclass(frozen=True, slots=True)
class Errors:
    """How far the resolved answers are off, in metres, by nearest rank; None where there are none."""

    p50: float | None
    p90: float | None
    p95: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation comes to. Counts are of phrases, rates lie between 0 and 1, lengths are metres.

    `wrong_pin_rate` is `wrong` of `resolved`, with its 95 % Wilson interval; `right_share` is `right` of all;
    `refused` counts each outcome that offers nothing. A rate of nothing is None. `seconds_*` are per phrase,
    as measured where it was answered; `phrases_per_second` is that of all processes together.
    """

    phrases: int
    unusable: int
    resolved: int
    wrong: int
    wrong_pin_rate: float | None
    wrong_pin_interval: tuple[float, float] | None
    right: int
    right_share: float | None
    ambiguous: int
    ambiguous_with_truth: int
    area: int
    area_with_truth: int
    refused: dict[str, int]
    error_m: Errors
    radius_coverage: float | None
    radius_median_m: float | None
    seconds_p50: float | None
    seconds_p99: float | None
    phrases_per_second: float | None
    jobs: int

    def as_json(self) -> dict[str, Any]:
        """The figures as a JSON object."""
        return asdict(self)


def figures(results: Iterable[Judged], unusable: int, seconds: float, jobs: int) -> Figures:
    """The figures of all results, of which `jobs` processes took `seconds` together."""
    results = list(results)
    verdicts = Counter(one.verdict for one in results)
    resolved = [one for one in results if one.outcome is Outcome.RESOLVED]
    off = sorted(one.off_m for one in resolved if one.off_m is not None)
    took = sorted(one.seconds for one in results)
    wrong, right = verdicts[Verdict.WRONG], verdicts[Verdict.RIGHT]
    with_truth, around = verdicts[Verdict.AMBIGUOUS_WITH], verdicts[Verdict.AREA_AROUND]
    return Figures(
        phrases=len(results),
        unusable=unusable,
        resolved=len(resolved),
        wrong=wrong,
        wrong_pin_rate=share(wrong, len(resolved)),
        wrong_pin_interval=wilson(wrong, len(resolved)),
        right=right,
        right_share=share(right, len(results)),
        ambiguous=with_truth + verdicts[Verdict.AMBIGUOUS_WITHOUT],
        ambiguous_with_truth=with_truth,
        area=around + verdicts[Verdict.AREA_ELSEWHERE],
        area_with_truth=around,
        refused=dict(Counter(str(one.outcome) for one in results if one.verdict is Verdict.REFUSED)),
        error_m=Errors(rank(off, 0.5), rank(off, 0.9), rank(off, 0.95), rank(off, 1.0)),
        radius_coverage=share(sum(one.is_covered for one in resolved), len(resolved)),
        radius_median_m=rank(sorted(one.spots[0].radius_m for one in resolved), 0.5),
        seconds_p50=rank(took, 0.5),
        seconds_p99=rank(took, 0.99),
        phrases_per_second=len(results) / seconds if results else None,
        jobs=jobs,
    )


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None


def rank(ascending: Sequence[float], fraction: float) -> float | None:
    """The value below or at which that fraction of the values lies (nearest rank); None of nothing."""
    return ascending[max(0, math.ceil(fraction * len(ascending)) - 1)] if ascending else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson, 1927); None of nothing."""
    if not whole:
        return None
    rate, square = part / whole, _Z * _Z
    middle = (rate + square / (2 * whole)) / (1 + square / whole)
    half = _Z * math.sqrt(rate * (1 - rate) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return max(0.0, middle - half), min(1.0, middle + half)
