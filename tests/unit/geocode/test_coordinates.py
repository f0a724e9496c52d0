import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.answer import Outcome
from mapapp.geocode.coordinates import read_position
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.model import PIN_PRECISIONS, Precision


@pytest.mark.parametrize(
    "text",
    [
        "42.6008, -87.8433",
        "42.6008 -87.8433",
        "(42.6008,-87.8433)",
        "-87.8433, 42.6008",
        "42.6008 N 87.8433 W",
        "42.6008° N, 87.8433° W",
        "N 42.6008 W 87.8433",
        "87.8433W 42.6008N",
        "lat: 42.6008, lon: -87.8433",
        "latitude 42.6008 longitude -87.8433",
        "42.6008, −87.8433",
        "42.6008, –87.8433",
        "42.6008, ‒87.8433",
        "42.6008, －87.8433",
        "42°36′02.88″N 87°50′35.88″W",
        "42°36'02.88\"N, 87°50'35.88\"W",
        "42 36 02.88 N 87 50 35.88 W",
        "N 42° 36.048' W 87° 50.598'",
    ],
)
def test_coordinates_are_read_however_they_are_written(text: str) -> None:
    found = read_position(text)
    assert found is not None
    assert (found.lon, found.lat) == (pytest.approx(-87.8433), pytest.approx(42.6008))


@pytest.mark.parametrize(
    "text",
    [
        "40, 28", "40 28", "40 and 28", "28-40", "1.5 2.5", "12:30, 4:45", "42.6.7, 8.9", "200.5, 10.25",
        "91.25 92.25", "42.6008", "42.6008 N", "42.6008 N 87.8433 N", "42°61′N 87°50′W", "1000 55th Street",
        "", "42.6008, -87.8433, 5.25", "28.50, 40.50", "12.34 56.78", "52.20, -30.10",
    ],
)  # fmt: skip
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert read_position(text) is None


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [
        ("42.600802, -87.843258", 5),
        ("42.6008, -87.8433", 5.6),
        ("lat 42.60, lon -87.84", 555.4),
        ("42°36′N 87°50′W", 925.6),
    ],
)
def test_the_radius_is_what_the_digits_leave_open(text: str, radius_m: float) -> None:
    found = read_position(text)
    assert found is not None
    assert found.radius_m == pytest.approx(radius_m, rel=0.01)


@given(st.floats(-59, 59), st.floats(-179, 179))
def test_what_is_written_is_read(lat: float, lon: float) -> None:
    found = read_position(f"{lat:.6f}, {lon:.6f}")
    assert found is not None
    assert (found.lat, found.lon) == (pytest.approx(lat, abs=1e-6), pytest.approx(lon, abs=1e-6))


@given(st.text(max_size=200))
def test_any_text_is_read_or_not(text: str) -> None:
    found = read_position(text)
    assert found is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180 and found.radius_m >= 5)


def test_coordinates_are_a_spot_with_their_own_words_as_source() -> None:
    answer = Geocoder([]).geocode("near 42.6008, -87.8433")
    found = answer.candidates[0]
    assert answer.outcome is Outcome.RESOLVED
    assert (found.precision, found.provenance.method) == (Precision.POI_SMALL, "coordinates as written")
    assert found.radius_m == pytest.approx(155.6)


@pytest.mark.parametrize("minus", "−–—‒﹣－")
def test_every_dash_before_a_number_is_a_minus(minus: str) -> None:
    found = Geocoder([]).geocode(f"42.600802, {minus}87.843258").candidates[0]
    assert (found.lat, found.lon) == (42.600802, -87.843258)


@pytest.mark.parametrize("text", ["42°N 87°W", "42°36'N 87°50'W", "lat 42.60, lon -87.84", "42.601, -87.843"])
def test_coarse_coordinates_are_an_area_and_no_pin(text: str) -> None:
    answer = Geocoder([]).geocode(text)
    pin = answer.candidates[0].precision in PIN_PRECISIONS
    assert (answer.outcome is Outcome.RESOLVED) == pin == (answer.candidates[0].radius_m <= 60)


def test_a_position_as_context_without_streets_is_said_to_have_none(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street", "12.0,34.0")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.explanation == "No street index covers 12.0,34.0."
