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


def steps(*times: str, **members: Any) -> Timeline:
    """The timeline of places called by their turn, "0", "1" and so on."""
    places = [place(str(i), -87.8, 42.6, occurred_at=one) for i, one in enumerate(times)]
    return timeline(incident(*places, timezone=ZONE, **members))


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
