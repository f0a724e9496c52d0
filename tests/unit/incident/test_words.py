import pytest

from mapapp.incident.geodesy import compass_word, destination, ring
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Layer, Place, Precision, Status
from mapapp.incident.tongue import Tongue, Units
from mapapp.incident.words import (
    LAYER_TITLES,
    PRECISION_WORDS,
    STATUS_WORDS,
    about_feet,
    about_m,
    about_miles,
    from_words,
    is_pin,
    precision_words,
    within_words,
)

from .documents import a_place


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0.4, "less than 1 m"), (12.4, "about 12 m"), (162, "about 160 m"), (999, "about 1.0 km"),
        (1234, "about 1.2 km"), (11_000, "about 11 km"),
    ],
)  # fmt: skip
def test_lengths_are_said_no_finer_than_they_are_known(metres: float, words: str) -> None:
    assert about_m(metres) == words


@pytest.mark.parametrize(
    ("metres", "words"), [(1609.344, "about 1.0 mile"), (483, "about 0.3 miles"), (50_900, "about 32 miles")]
)
def test_miles(metres: float, words: str) -> None:
    assert about_miles(metres) == words


def test_every_word_of_the_vocabulary_has_a_plain_one() -> None:
    assert set(LAYER_TITLES) == set(Layer)
    assert set(STATUS_WORDS) == set(Status)
    assert set(PRECISION_WORDS) == set(Precision)


def test_precision_is_said_with_its_radius() -> None:
    assert precision_words(a_place(radius_m=162.0)) == "a street corner, within about 160 m"
    assert precision_words(a_place(precision=Precision.COUNTY)) == "a county as a whole"
    assert within_words(None) == ""


def test_where_a_place_lies_from_another() -> None:
    assert from_words((-87.82119, 42.58474), (-87.90647, 43.0389)) == "about 32 miles north"
    assert from_words((-87.8, 42.6), (-87.8, 42.6)) == ""


@pytest.mark.parametrize(
    ("place", "pin"),
    [
        (a_place(), True),
        (a_place(radius_m=162.0), True),
        (a_place(precision=Precision.ADDRESS, radius_m=40.0), True),
        (a_place(precision=Precision.ADDRESS, radius_m=190.0), False),
        (a_place(precision=Precision.POI_SMALL, radius_m=200.0), False),
        (a_place(precision=Precision.POI_LARGE), False),
        (a_place(precision=Precision.PLACE), False),
        (a_place(geometry=None), False),
        (a_place(geometry=ring((-87.8, 42.6), 50)), False),
        (a_place(geometry=Geometry("MultiPoint", ((-87.8, 42.6),))), False),
    ],
)
def test_only_precise_points_are_pins(place: Place, *, pin: bool) -> None:
    assert is_pin(place) is pin


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0.4, "less than 2 feet"), (150, "about 490 feet"), (402, "about 1,300 feet"), (403, "about 0.3 miles")],
)
def test_feet(metres: float, words: str) -> None:
    assert about_feet(metres) == words


def test_units_are_miles_between_places_and_metres_around_them_unless_told_otherwise() -> None:
    here, there, corner = (-87.82119, 42.58474), (-87.90647, 43.0389), a_place(radius_m=162.0)
    for units, away, around in [
        (Units.AMERICAN, "about 32 miles north", "within about 160 m"),
        (Units.MILES, "about 32 miles north", "within about 530 feet"),
        (Units.KM, "about 51 km north", "within about 160 m"),
    ]:
        tongue = Tongue(units=units)
        assert from_words(here, there, tongue) == away
        assert precision_words(corner, tongue) == f"a street corner, {around}"


@pytest.mark.parametrize("degrees", range(0, 360, 45))
def test_every_wind_is_said(degrees: int) -> None:
    there = destination((-87.8, 42.6), degrees, 5_000)
    assert from_words((-87.8, 42.6), there) == f"about 3.1 miles {compass_word(degrees)}"
