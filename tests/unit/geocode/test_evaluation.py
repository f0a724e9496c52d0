import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.evaluation import Judged, Truth, Verdict, figures, judged, rank, wilson
from mapapp.incident.geodesy import destination, ring
from mapapp.incident.geometry import Geometry, parse_geometry
from mapapp.incident.model import Precision

HERE = (-87.84, 42.6)
ELSEWHERE = ring(destination(HERE, 0, 3_000), 1_000)
TRUTH = Truth(1, "28th Ave and 40th St", *HERE)


def candidate(
    metres: float, degrees: float = 90, radius_m: float = 15, figure: Geometry | None = None
) -> Candidate:
    lon, lat = destination(HERE, degrees, metres)
    return Candidate(
        lon=lon,
        lat=lat,
        geometry=figure or Geometry.point(lon, lat),
        precision=Precision.INTERSECTION,
        radius_m=radius_m,
        score=100,
        label="a corner",
        provenance=Provenance("by hand", "this test"),
    )


def judge(outcome: Outcome, *candidates: Candidate, seconds: float = 0.001) -> Judged:
    return judged(TRUTH, Answer(TRUTH.phrase, outcome, candidates, "So it is."), seconds)


@pytest.mark.parametrize(
    ("outcome", "candidates", "verdict"),
    [
        (Outcome.RESOLVED, [candidate(99)], Verdict.RIGHT),
        (Outcome.RESOLVED, [candidate(101)], Verdict.WRONG),
        (Outcome.AMBIGUOUS, [candidate(500), candidate(99)], Verdict.AMBIGUOUS_WITH),
        (Outcome.AMBIGUOUS, [candidate(500), candidate(101)], Verdict.AMBIGUOUS_WITHOUT),
        (Outcome.AREA, [candidate(900, figure=ring(HERE, 1_000))], Verdict.AREA_AROUND),
        (Outcome.AREA, [candidate(0, figure=ELSEWHERE)], Verdict.AREA_ELSEWHERE),
        (Outcome.AREA, [candidate(900, radius_m=1_000)], Verdict.AREA_AROUND),
        (Outcome.AREA, [candidate(1_100, radius_m=1_000)], Verdict.AREA_ELSEWHERE),
        (Outcome.NOT_FOUND, [], Verdict.REFUSED),
        (Outcome.UNPARSED, [], Verdict.REFUSED),
        (Outcome.NO_SUCH_INTERSECTION, [], Verdict.REFUSED),
        (Outcome.OUTSIDE_PLACE, [candidate(0)], Verdict.REFUSED),
    ],
)  # fmt: skip
def test_a_verdict_is_what_the_distance_and_the_outcome_say(
    outcome: Outcome, candidates: list[Candidate], verdict: Verdict
) -> None:
    assert judge(outcome, *candidates).verdict is verdict


def test_a_stretch_is_as_far_away_as_its_nearest_part_but_its_error_is_that_of_its_middle() -> None:
    ends = [destination(HERE, 90, 50), destination(HERE, 90, 450)]
    stretch = parse_geometry({"type": "LineString", "coordinates": [list(one) for one in ends]}, "")
    found = judge(Outcome.RESOLVED, candidate(250, figure=stretch))
    assert found.verdict is Verdict.RIGHT
    assert found.off_m == pytest.approx(250, abs=0.1)
    assert not found.is_covered


def test_the_figures_count_everything_once() -> None:
    results = [
        *[judge(Outcome.RESOLVED, candidate(10), seconds=0.001) for _ in range(6)],
        judge(Outcome.RESOLVED, candidate(40), seconds=0.002),
        judge(Outcome.RESOLVED, candidate(400), seconds=0.009),
        judge(Outcome.AMBIGUOUS, candidate(500), candidate(1)),
        judge(Outcome.AMBIGUOUS, candidate(500)),
        judge(Outcome.AREA, candidate(10, radius_m=1_000)),
        judge(Outcome.NOT_FOUND),
        judge(Outcome.UNPARSED),
        judge(Outcome.NOT_FOUND),
    ]
    found = figures(results, unusable=3, seconds=2.0, jobs=2)
    assert (found.phrases, found.unusable, found.resolved, found.right, found.wrong) == (14, 3, 8, 7, 1)
    assert found.wrong_pin_rate == 1 / 8
    assert found.right_share == 7 / 14
    assert (found.ambiguous, found.ambiguous_with_truth) == (2, 1)
    assert (found.area, found.area_with_truth) == (1, 1)
    assert found.refused == {"not_found": 2, "unparsed": 1}
    assert found.error_m.p50 == pytest.approx(10, abs=0.1)
    assert found.error_m.max == pytest.approx(400, abs=0.1)
    assert found.radius_coverage == 6 / 8
    assert found.radius_median_m == 15
    assert (found.seconds_p50, found.seconds_p99) == (0.001, 0.009)
    assert found.phrases_per_second == 7
    assert found.as_json()["error_m"].keys() == {"p50", "p90", "p95", "max"}


def test_nothing_has_no_rates() -> None:
    found = figures([], unusable=0, seconds=1.0, jobs=1)
    assert found.wrong_pin_rate is found.right_share is found.error_m.max is found.phrases_per_second is None


def test_the_interval_is_wilson_s() -> None:
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole) or (math.nan, math.nan)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(st.lists(st.floats(0, 1e6), min_size=1).map(sorted), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values_with_enough_below_it(values: list[float], fraction: float) -> None:
    found = rank(values, fraction)
    assert found in values
    assert sum(one <= found for one in values) >= fraction * len(values) - 1e-9
