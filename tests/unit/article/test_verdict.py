import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.article.model import Claim, ClaimKind, Span, Verdict
from mapapp.article.verdict import Checked, Position, checked_words, said_range_m, verdict
from mapapp.incident.geodesy import METRES_PER_MILE, destination

KENOSHA = Position(-87.82119, 42.58474)
MILWAUKEE = Position(-87.90647, 43.0389)
RACINE = Position(-87.78285, 42.72613)
CORNER = Position(-87.843258, 42.600802, 170)
MILWAUKEE_AS_LARGE_AS_IT_IS = Position(-87.90647, 43.0389, 13_000)

STRAIGHT, BY_ROAD = Verdict.CONSISTENT_STRAIGHT_LINE, Verdict.CONSISTENT_BY_ROAD_ESTIMATED
WRONG, UNKNOWN = Verdict.INCONSISTENT, Verdict.CANNOT_CHECK


def said(
    miles: float | None = None,
    hedge: str = "",
    direction: float | None = None,
    *,
    digits: float = 1.0,
    kind: ClaimKind = ClaimKind.DISTANCE,
    blocks: float | None = None,
) -> Claim:
    return Claim(Span(0, 1), "x", kind, 0, 1, None, miles, digits, direction, hedge, blocks)


def away(miles: float, degrees: float = 0.0, radius_m: float = 0.0) -> Position:
    return Position(*destination(KENOSHA.point, degrees, miles * METRES_PER_MILE), radius_m)


def test_kenosha_to_milwaukee_is_true_by_road() -> None:
    checked = verdict(said(40, "close to", 0.0, digits=10), MILWAUKEE, KENOSHA)
    assert checked.verdict is BY_ROAD
    assert checked.straight_m == pytest.approx(31.6 * METRES_PER_MILE, rel=0.005)
    assert checked.degrees == pytest.approx(352, abs=1)
    expected = "31.6 miles in a straight line, about 36 to 44 by road; north. Fits by road."
    assert checked_words(checked) == expected


def test_it_is_so_for_a_hospital_somewhere_in_milwaukee() -> None:
    checked = verdict(said(40, "close to", 0.0, digits=10), MILWAUKEE_AS_LARGE_AS_IT_IS, CORNER)
    assert checked.verdict is BY_ROAD
    assert checked.doubt_m == 13_170


@pytest.mark.parametrize(
    ("claim", "subject", "expected"),
    [
        (said(32, "about"), away(31.6), STRAIGHT),
        (said(32, "about"), away(28), STRAIGHT),
        (said(32, ""), away(30.5), STRAIGHT),
        (said(10), away(9), BY_ROAD),
        (said(10), away(12), WRONG),
        (said(40, "nearly", digits=10), away(33), STRAIGHT),
        (said(40, "nearly", digits=10), away(47), WRONG),
        (said(30, "more than"), away(40), STRAIGHT),
        (said(30, "more than"), away(45), WRONG),
        (said(30, "more than"), away(20), WRONG),
        (said(5, "within"), away(0.4), STRAIGHT),
        (said(5, "within"), away(8), WRONG),
        (said(20), away(14), BY_ROAD),
        (said(20), away(13), WRONG),
        (said(13.7), away(12.7), BY_ROAD),
        (said(400, digits=100), away(355), STRAIGHT),
        (said(0.5, digits=0.25), away(0.4), STRAIGHT),
        (said(0.5, digits=0.25), away(2), WRONG),
        (said(kind=ClaimKind.TRAVEL), away(10), UNKNOWN),
        (said(15, kind=ClaimKind.TRAVEL), away(12), BY_ROAD),
        (said(blocks=2), away(0.15), STRAIGHT),
        (said(blocks=2), away(1.5), WRONG),
        (said(blocks=12), away(0.05), WRONG),
    ],
)
def test_a_distance_is_held_against_the_map(claim: Claim, subject: Position, expected: Verdict) -> None:
    assert verdict(claim, subject, KENOSHA).verdict is expected


@pytest.mark.parametrize(
    ("degrees", "expected"), [(0, STRAIGHT), (22, STRAIGHT), (338, STRAIGHT), (24, WRONG), (180, WRONG)]
)
def test_a_direction_holds_within_half_a_wind(degrees: float, expected: Verdict) -> None:
    claim = said(direction=0.0, kind=ClaimKind.DIRECTION)
    assert verdict(claim, away(10, degrees), KENOSHA).verdict is expected
    assert verdict(said(10, direction=0.0), away(10, degrees), KENOSHA).verdict is expected


def test_the_size_of_the_ends_turns_a_direction_no_further_than_it_can() -> None:
    claim = said(direction=0.0, kind=ClaimKind.DIRECTION)
    ten_miles_wide = 5 * METRES_PER_MILE
    assert verdict(claim, away(10, 50, ten_miles_wide), KENOSHA).verdict is STRAIGHT
    assert verdict(claim, away(10, 55, ten_miles_wide), KENOSHA).verdict is WRONG
    assert verdict(claim, away(10, 0, 11 * METRES_PER_MILE), KENOSHA).verdict is UNKNOWN


def test_the_size_of_the_ends_is_never_held_against_the_text() -> None:
    assert verdict(said(25), away(31), KENOSHA).verdict is WRONG
    assert verdict(said(25), away(31, 0, 6 * METRES_PER_MILE), KENOSHA).verdict is STRAIGHT
    assert verdict(said(2), away(9, 0, 8 * METRES_PER_MILE), KENOSHA).verdict is UNKNOWN


def test_a_time_with_a_wrong_direction_is_wrong() -> None:
    claim = said(direction=180.0, kind=ClaimKind.TRAVEL)
    assert verdict(claim, MILWAUKEE, KENOSHA).verdict is WRONG


def test_a_time_with_a_right_direction_cannot_be_checked() -> None:
    claim = said(direction=0.0, kind=ClaimKind.TRAVEL)
    assert verdict(claim, MILWAUKEE, KENOSHA).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (RACINE, STRAIGHT),
        (Position(-88.1, 42.8), BY_ROAD),
        (Position(-88.6, 42.8), WRONG),
        (Position(-88.6, 42.8, 30_000), BY_ROAD),
        (Position(-87.8, 42.0), WRONG),
        (Position(-87.85, 43.3), WRONG),
    ],
)
def test_between_is_on_the_way(subject: Position, expected: Verdict) -> None:
    claim = said(kind=ClaimKind.BETWEEN)
    checked = verdict(claim, subject, KENOSHA, MILWAUKEE)
    assert checked.verdict is expected
    assert "longer" in checked.why


def test_nothing_is_between_places_that_touch() -> None:
    claim = said(kind=ClaimKind.BETWEEN)
    assert verdict(claim, RACINE, KENOSHA, KENOSHA).verdict is UNKNOWN
    wide = Position(MILWAUKEE.lon, MILWAUKEE.lat, 60_000)
    assert verdict(claim, RACINE, KENOSHA, wide).verdict is UNKNOWN
    assert verdict(claim, RACINE, KENOSHA, None).verdict is UNKNOWN


def test_without_a_position_nothing_is_checked() -> None:
    checked = verdict(said(40), MILWAUKEE, None)
    assert checked == Checked(UNKNOWN, "One of the places has no position.")
    assert checked_words(checked) == "One of the places has no position."
    assert verdict(said(40), None, KENOSHA).straight_m is None


def test_one_spot_has_no_direction() -> None:
    checked = verdict(said(1, direction=0.0), KENOSHA, KENOSHA)
    assert checked.degrees is None
    assert checked_words(checked).startswith("0.0 feet in a straight line")


def test_short_ways_are_told_in_feet_and_long_ones_without_decimals() -> None:
    assert "feet in a straight line, about 345 to 420 by road" in checked_words(
        verdict(said(0.06, digits=0.01), away(300 / 5280), KENOSHA)
    )
    assert checked_words(verdict(said(400), away(400), KENOSHA)).startswith("400 miles in a straight line")


@given(
    st.floats(0.1, 500),
    st.sampled_from(["", "about", "nearly", "more than", "within", "just over", "unheard-of"]),
    st.floats(0, 359),
)
def test_what_is_said_as_the_map_has_it_is_never_wrong(miles: float, hedge: str, degrees: float) -> None:
    claim = said(miles, hedge, degrees)
    assert verdict(claim, away(miles, degrees), KENOSHA).verdict is STRAIGHT


@given(st.floats(0.1, 500), st.floats(1.0, 1.4))
def test_what_is_said_as_the_road_has_it_is_never_wrong(miles: float, circuity: float) -> None:
    assert verdict(said(miles * circuity), away(miles), KENOSHA).verdict is not WRONG


position = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 1e6))


@given(
    st.builds(
        said,
        st.none() | st.floats(0, 1e5),
        st.sampled_from(["", "about", "within"]),
        st.none() | st.floats(0, 359.9),
        digits=st.floats(0, 1e3),
        kind=st.sampled_from(ClaimKind),
        blocks=st.none() | st.floats(0, 100),
    ),
    st.none() | position,
    st.none() | position,
    st.none() | position,
)
def test_anything_gets_a_verdict(
    claim: Claim, subject: Position | None, reference: Position | None, second: Position | None
) -> None:
    checked = verdict(claim, subject, reference, second)
    assert checked.why.endswith(".")
    assert checked_words(checked).endswith(".")
    assert (checked.straight_m is None) == (subject is None or reference is None)
    if checked.straight_m is not None:
        assert math.isfinite(checked.straight_m)
    said_range = said_range_m(claim)
    assert said_range is None or said_range[0] <= said_range[1]


@given(position, position, st.floats(0.1, 100), st.floats(0, 1e5))
def test_more_doubt_never_makes_a_text_wrong(
    subject: Position, reference: Position, miles: float, more: float
) -> None:
    claim = said(miles, direction=0.0)
    wider = Position(subject.lon, subject.lat, subject.radius_m + more)
    if verdict(claim, subject, reference).verdict is not WRONG:
        assert verdict(claim, wider, reference).verdict is not WRONG
