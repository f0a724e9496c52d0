import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import (
    bearing,
    compass_word,
    destination,
    distance_m,
    metres_per_degree,
    ring,
)

KENOSHA = (-87.82119, 42.58474)
MILWAUKEE = (-87.90647, 43.0389)
places = st.tuples(st.floats(-179, 179), st.floats(-80, 80))


def test_kenosha_to_milwaukee_is_the_published_distance_and_bearing() -> None:
    assert distance_m(KENOSHA, MILWAUKEE) / 1609.344 == pytest.approx(31.6, abs=0.05)
    assert bearing(KENOSHA, MILWAUKEE) == pytest.approx(352, abs=0.5)
    assert compass_word(bearing(KENOSHA, MILWAUKEE)) == "north"


@given(places, st.floats(1, 50_000))
def test_every_corner_of_a_ring_is_a_radius_away(centre: tuple[float, float], radius_m: float) -> None:
    corners = ring(centre, radius_m).coordinates[0]
    assert len(corners) == 65
    for corner in corners:
        assert distance_m(centre, corner) == pytest.approx(radius_m, abs=0.02)


@given(places, st.floats(0, 360), st.floats(1, 100_000))
def test_a_destination_is_as_far_as_asked(start: tuple[float, float], degrees: float, metres: float) -> None:
    assert distance_m(start, destination(start, degrees, metres)) == pytest.approx(metres, abs=0.001)


@given(st.floats(-80, 80))
def test_metres_per_degree_agree_with_the_geodesic(lat: float) -> None:
    east, north = metres_per_degree(lat)
    assert distance_m((0, lat), (0.001, lat)) == pytest.approx(east / 1000, rel=1e-4)
    assert distance_m((0, lat - 0.0005), (0, lat + 0.0005)) == pytest.approx(north / 1000, rel=1e-4)


@pytest.mark.parametrize(
    ("degrees", "word"), [(0, "north"), (22, "north"), (23, "north-east"), (180, "south"), (359, "north")]
)
def test_compass_words(degrees: float, word: str) -> None:
    assert compass_word(degrees) == word
