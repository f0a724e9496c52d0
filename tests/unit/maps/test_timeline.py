from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.maps.timeline import Timeline, timeline
from tests.unit.maps.documents import founding, incident, place

ZONE = "America/Chicago"
NINE = "2020-08-23T09:00:00-05:00"
FIVE = "2020-08-23T17:00:00-05:00"
NEXT_DAY = "2020-08-24T12:00:00-05:00"


def steps(*times: str, most: int | None = None, **members: Any) -> Timeline:
    """The timeline of places called by their turn, "0", "1" and so on."""
    places = [place(str(i), -87.8, 42.6, occurred_at=one) for i, one in enumerate(times)]
    return timeline(incident(*places, timezone=ZONE, **members), most=most)


def test_times_are_steps_in_order_and_in_the_incidents_zone() -> None:
    found = steps(NEXT_DAY, "2020-08-23T22:00:00Z", "", FIVE)
    assert [one.words for one in found.steps] == [
        "Sunday, August 23, 2020, 5 p.m. CDT",
        "Monday, August 24, 2020, noon CDT",
    ]
    assert found.steps[0].at == 1598220000
    assert found.step_of == {"0": 1, "1": 0, "3": 0}


@pytest.mark.parametrize("times", [(), ("", ""), (FIVE, "", FIVE), (FIVE, "2020-08-23"), ("2020-08-23",)])
def test_times_that_tell_nothing_apart_make_no_timeline(times: tuple[str, ...]) -> None:
    assert steps(*times) == Timeline()


def test_a_date_alone_is_the_whole_day() -> None:
    """It is there as soon as anything of its day is, in either order of the list."""
    for times in ((NINE, FIVE, "2020-08-23"), ("2020-08-23", FIVE, NINE)):
        found = steps(*times)
        assert [one.words[-6:] for one in found.steps] == ["m. CDT", "m. CDT"]
        assert [found.step_of[str(times.index(one))] for one in (NINE, "2020-08-23", FIVE)] == [0, 0, 1]


def test_a_day_without_times_is_a_step_of_its_own_in_local_days() -> None:
    # 11:30 p.m. on the 23rd in Chicago is the 24th in UTC.
    found = steps("2020-08-24T04:30:00Z", "2020-08-24", "2020-08-22")
    assert [one.words for one in found.steps] == [
        "Saturday, August 22, 2020",
        "Sunday, August 23, 2020, 11:30 p.m. CDT",
        "Monday, August 24, 2020",
    ]
    assert found.step_of == {"0": 1, "1": 2, "2": 0}


def test_what_a_place_could_be_has_its_time() -> None:
    hospital = place("hospital", -87.9, 43, layer="area", occurred_at=NEXT_DAY)
    maybe = place("maybe", -87.9, 43, layer="facility", candidate_for="hospital")
    scene = place("scene", -87.8, 42.6, occurred_at=FIVE)
    found = timeline(incident(scene, hospital, maybe, timezone=ZONE))
    assert found.step_of == {"scene": 0, "hospital": 1, "maybe": 1}


def test_the_founding_map_says_nothing_of_an_order() -> None:
    assert timeline(founding()) == Timeline()


def _every(number: int, apart: timedelta, begin: str = "2025-01-01T06:30:00+00:00") -> list[str]:
    first = datetime.fromisoformat(begin)
    return [(first + i * apart).isoformat() for i in range(number)]


def _at(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T00:00:00Z").timestamp())


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@pytest.mark.parametrize(
    ("times", "number", "first", "last"),
    [
        (_every(50, timedelta(days=1)), 50, "Wednesday, January 1, 2025, 12:30 a.m. CST", None),
        (_every(200, timedelta(minutes=7)), 94, "Wednesday, January 1, 2025, 12:30 a.m. CST", None),
        (_every(301, timedelta(minutes=15)), 76, "Wednesday, January 1, 2025, 1 a.m. CST", None),
        (_every(300, timedelta(hours=7)), 88, "Wednesday, January 1, 2025", "Saturday, March 29, 2025"),
        (_every(365, timedelta(days=1)), 53, "Sunday, January 5, 2025", "Wednesday, December 31, 2025"),
        (_every(900, timedelta(days=2)), 60, "Friday, January 31, 2025", None),
        (_every(900, timedelta(days=90)), 23, "Thursday, December 6, 2029", None),
    ],
)
def test_many_times_become_fewer_steps_that_are_called_by_their_end(
    times: list[str], number: int, first: str, last: str | None
) -> None:
    found = steps(*times, most=100)
    assert len(found.steps) == number
    assert found.steps[0].words == first
    assert last in (None, found.steps[-1].words)


def test_what_is_there_by_an_hour_has_begun_by_then_and_no_earlier_one() -> None:
    """A clock's hour holds its last moment; the last ends with the last time that is told."""
    found = steps(
        "2025-01-01T16:00:00-06:00",
        "2025-01-01T16:00:01-06:00",
        "2025-01-01T16:59:00-06:00",
        "2025-01-01T17:00:00-06:00",
        "2025-01-01T17:20:00-06:00",
        most=3,
    )
    assert [one.words[28:] for one in found.steps] == ["4 p.m. CST", "5 p.m. CST", "5:20 p.m. CST"]
    assert list(found.step_of.values()) == [0, 1, 1, 1, 2]


def test_a_day_without_a_clock_is_over_at_no_hour() -> None:
    """So all steps are days where the time of one place is known as a day only."""
    found = steps(*_every(8, timedelta(hours=1), "2025-01-01T12:00:00-06:00"), "2025-01-02", most=4)
    assert [one.words for one in found.steps] == ["Wednesday, January 1, 2025", "Thursday, January 2, 2025"]


@given(
    st.lists(
        st.one_of(
            st.integers(_at("1850-01-01"), _at("2100-01-01")).map(_utc),
            st.dates(date(1850, 1, 1), date(2100, 1, 1)).map(date.isoformat),
            # Where clocks are put back and days are left out.
            st.integers(_at("2025-11-01"), _at("2025-11-03")).map(_utc),
            st.sampled_from(["2011-12-29", "2011-12-30", "2011-12-31"]),
        ),
        min_size=2,
        max_size=30,
        unique=True,
    ),
    st.integers(2, 12),
    st.sampled_from([ZONE, "Pacific/Apia", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"]),
)
def test_nothing_is_there_before_it_began(times: list[str], most: int, zone: str) -> None:
    places = [place(str(i), -87.8, 42.6, occurred_at=one) for i, one in enumerate(times)]
    exact = timeline(incident(*places, timezone=zone))
    found = timeline(incident(*places, timezone=zone), most=most)
    if not found.steps:
        return
    ats = [one.at for one in found.steps]
    assert ats == sorted(set(ats))
    assert len(ats) <= max(most, 4), "centuries are as coarse as it gets"
    assert set(found.step_of.values()) == set(range(len(ats)))
    for one, step in exact.step_of.items():
        begin = exact.steps[step].at
        now = found.step_of[one]
        assert begin <= ats[now]
        assert now == 0 or ats[now - 1] < begin


def test_the_first_and_the_last_day_of_the_calendar_have_their_place() -> None:
    places = [place(one, 0, 0, occurred_at=one) for one in ("9999-12-31", "0001-01-01")]
    for zone in ("Asia/Tokyo", "America/Chicago"):
        assert timeline(incident(*places, timezone=zone)).step_of == {"0001-01-01": 0, "9999-12-31": 1}


@given(st.lists(st.datetimes().map(lambda one: f"{one:%Y-%m-%dT%H:%M:%S}Z".zfill(20)), max_size=8))
def test_a_later_time_is_never_an_earlier_step(times: list[str]) -> None:
    usable = [one for one in times if "0002" <= one[:4] <= "9998"]
    found = steps(*usable)
    if found.steps:
        order = [found.step_of[str(usable.index(one))] for one in sorted(usable)]
        assert order == sorted(order)
        assert set(order) == set(range(len(found.steps)))
    else:
        assert len(set(usable)) < 2
