from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.desk import Wanted
from mapapp.desk.nearby import TRAUMA_LEVELS, facilities_near
from mapapp.errors import BadInput
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, destination, distance_m

HERE: LonLat = (-87.8433, 42.6008)


def _facility(name: str, degrees: float, miles: float, **more: object) -> Facility:
    lon, lat = destination(HERE, degrees, miles * METRES_PER_MILE)
    plain = Facility("list", name, name, "hospital", "", "Town", "WI", lon, lat, "a list")
    return replace(plain, **more)  # type: ignore[arg-type]


NORTH = _facility("North", 0, 12.4, trauma="LEVEL II", helipad=True, beds=1_200)
EAST = _facility("East", 90, 3, helipad=False)
WEST = _facility("West", 270, 60, trauma="LEVEL I", helipad=True)
COURT = _facility("Court", 180, 1, kind="court")
ALL = [WEST, NORTH, COURT, EAST]


def _names(miles: float, wanted: Wanted) -> list[str]:
    return [one.facility.name for one in facilities_near(ALL, HERE, miles, wanted)]


def test_they_come_nearest_first_within_the_distance() -> None:
    assert _names(50, Wanted()) == ["Court", "East", "North"]
    assert _names(100, Wanted()) == ["Court", "East", "North", "West"]
    assert _names(0.5, Wanted()) == []


def test_kind_helipad_and_trauma_level_filter() -> None:
    assert _names(100, Wanted("hospital")) == ["East", "North", "West"]
    assert _names(100, Wanted(helipad=True)) == ["North", "West"]
    assert _names(100, Wanted(trauma="II")) == ["North", "West"]
    assert _names(100, Wanted("hospital", helipad=True, trauma="I")) == ["West"]


def test_what_matters_is_said_in_words() -> None:
    court, east, north = facilities_near(ALL, HERE, 50, Wanted())
    assert north.words() == "12.4 miles north; Level II trauma; takes helicopters; 1,200 beds"
    assert north.words(about=True).startswith("about 12 miles north;")
    assert east.words() == "3.0 miles east; no helipad"
    assert court.words() == "1.0 mile south"
    [itself] = facilities_near([_facility("Here", 0, 0)], HERE, 1, Wanted())
    assert itself.words() == "at the place itself"


@pytest.mark.parametrize("miles", [0, -1, 501, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(miles: float) -> None:
    with pytest.raises(BadInput, match="up to 500 miles"):
        facilities_near(ALL, HERE, miles, Wanted())


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="I, II, III, IV, V"):
        facilities_near(ALL, HERE, 50, Wanted(trauma="VI"))


_AT = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@given(_AT, st.lists(_AT, max_size=20), st.floats(0.1, 500), st.sampled_from(["", *TRAUMA_LEVELS]))
def test_nothing_within_the_distance_is_missed(
    at: LonLat, spots: list[LonLat], miles: float, trauma: str
) -> None:
    facilities = [
        Facility(
            "list", str(i), "A", "hospital", "", "", "", *spot, "", trauma=f"LEVEL {TRAUMA_LEVELS[i % 5]}"
        )
        for i, spot in enumerate(spots)
    ]
    wanted = Wanted(trauma=trauma)
    found = {one.facility.dataset_id for one in facilities_near(facilities, at, miles, wanted)}
    within = {
        one.dataset_id
        for one in facilities
        if distance_m(at, (one.lon, one.lat)) <= miles * METRES_PER_MILE and wanted.fits(one)
    }
    assert found == within
