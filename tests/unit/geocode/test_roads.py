from collections.abc import Iterator
from typing import Any

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode.town import Spot, at, build, street


@pytest.mark.parametrize(
    "phrase",
    [
        "2800 block of 40th Street, Quillby",
        "the 2800 block of 40th St. in Quillby",
        "2800 blk 40th St, Quillby",
        "2800-2899 block of Fortieth Street, Quillby",
        "2800 - 2899 BLOCK OF 40TH STREET, QUILLBY",
        "the 2800-block of 40th Street, Quillby, WI",
        "2817 block of 40th Street, Quillby",
        "2800 block of 40th Street Quillby WI",
        "2800 blk. of 40th Street, Quillby",
        "police in the 2800 block of 40th Street, Quillby",
        "2800 hundred block of 40th Street, Quillby",
        "the 28 hundred block of 40th Street, Quillby",
        "28-hundred block of 40th Street, Quillby",
        "2800th block of 40th Street, Quillby",
        "28XX 40TH ST, QUILLBY",
        "28xx block of 40th Street, Quillby",
        "2800-2899 BLK 40TH ST, QUILLBY",
        "2800-block 40th St, Quillby",
    ],
)
def test_a_block_is_the_stretch_of_street_with_its_numbers(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    found = answer.candidates[0]
    assert answer.outcome is Outcome.RESOLVED
    assert found.precision is Precision.BLOCK
    assert found.geometry.type == "LineString"
    assert {found.geometry.coordinates[0][:2], found.geometry.coordinates[-1][:2]} == {at(2, 2), at(3, 2)}
    assert distance_m((found.lon, found.lat), at(2.5, 2)) < 1
    assert found.radius_m == pytest.approx(50 + 15, abs=2)
    assert found.label == "2800–2899 block of 40th St, Quillby"


@pytest.mark.parametrize(
    "span",
    ["2600 to 2800 block", "the 2600 and 2800 blocks", "2600/2800 block", "the 2600, 2700 and 2800 blocks"],
)
def test_several_blocks_are_one_stretch_and_no_spot(geocoder: Geocoder, span: str) -> None:
    phrase = f"{span} of 40th Street, Quillby"
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].radius_m == pytest.approx(150 + 15, abs=2)


def test_half_a_block_is_half_the_stretch(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("2801-2849 block of 40th Street, Quillby")
    assert answer.candidates[0].radius_m == pytest.approx(25 + 15, abs=2)


def test_near_widens_a_block(geocoder: Geocoder) -> None:
    exact = geocoder.geocode("2800 block of 40th Street, Quillby").candidates[0]
    near = geocoder.geocode("near the 2800 block of 40th Street, Quillby").candidates[0]
    assert near.radius_m == exact.radius_m + 150


@pytest.mark.parametrize("block", ["unit block", "zero block", "the 0 block"])
def test_a_unit_block_has_the_numbers_below_a_hundred(geocoder: Geocoder, block: str) -> None:
    answer = geocoder.geocode(f"{block} of 40th Street, Quillby")
    assert answer.explanation.startswith("No 0–99 block is known on 40th St.")


@pytest.mark.parametrize("phrase", ["9900 block of 40th Street, Quillby", "9917 40th Street, Quillby"])
def test_a_number_outside_every_range_is_never_snapped(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()
    assert answer.hints == ("The nearest known on 40th St: 2899.",)


def test_a_street_without_ranges_places_no_number(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("100 Pine Road, Quillby")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()


def test_a_house_lies_along_its_block_on_the_side_of_its_parity(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("2850 40th Street, Quillby, WI")
    found = answer.candidates[0]
    assert answer.outcome is Outcome.RESOLVED
    assert found.precision is Precision.ADDRESS
    assert distance_m((found.lon, found.lat), at(2.51, 2)) < 2
    assert found.radius_m >= 50


def test_a_house_radius_is_never_under_30_m(geocoder: Geocoder) -> None:
    found = [
        geocoder.geocode(f"{number} 40th Street, Quillby").candidates[0] for number in range(2600, 2899, 7)
    ]
    assert min(one.radius_m for one in found) >= 30


@pytest.mark.parametrize("phrase", ["40th Street, Quillby", "40th St.", "Fortieth Street in Quillby"])
def test_a_street_alone_is_an_area(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].precision is Precision.ROAD
    assert answer.candidates[0].radius_m > 150


def test_a_highway_alone_is_a_highway(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Highway 50", "Quillby, WI")
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].precision is Precision.HIGHWAY


def test_a_street_is_cut_to_the_place_named(geocoder: Geocoder) -> None:
    whole = geocoder.geocode("Pine Road, WI").candidates[0]
    inside = geocoder.geocode("Pine Road, Quillby").candidates[0]
    assert inside.radius_m < whole.radius_m
    assert inside.label.endswith("Quillby")


def test_a_street_without_its_type_is_found_when_it_is_the_only_one(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Sheridan", "Quillby, WI")
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].label == "Sheridan Rd, Quillby"


def test_halves_of_a_street_are_a_choice(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Main Street", "Quillby, WI")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert {one.label for one in answer.candidates} == {"N Main St, Quillby", "S Main St, Quillby"}


@pytest.fixture(scope="module")
def long_road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """A road of one edge of 700 m for 9501 to 9699; and one whose ranges leave out 10400."""

    def edge(name: str, first: int, last: int, *spots: Spot) -> Iterator[dict[str, Any]]:
        return street(name, *spots, LFROMADD=str(first), LTOADD=str(last))

    edges = [
        *edge("Long Rd", 9501, 9699, (0, 0), (7, 0)),
        *edge("Gap St", 10301, 10399, (0, 2), (0.5, 2)),
        *edge("Gap St", 10401, 10499, (0.5, 2), (1, 2)),
        *edge("Gap St", 10701, 10799, (1.5, 2), (2, 2)),
    ]
    index = StreetIndex.open(build(tmp_path_factory.mktemp("long"), edges).path)
    yield Geocoder([index])
    index.close()


def test_a_house_somewhere_on_a_long_edge_is_its_block(long_road: Geocoder) -> None:
    answer = long_road.geocode("9555 Long Road", "Kenosha County, WI")
    found = answer.candidates[0]
    assert (answer.outcome, found.precision) == (Outcome.AREA, Precision.BLOCK)
    assert found.label == "9500–9599 block of Long Rd, Quillby"
    assert "9555" not in found.label
    assert distance_m((found.lon, found.lat), at(7 * 54 / 198, 0)) <= found.radius_m


def test_a_number_in_a_small_gap_lies_between_its_neighbours(long_road: Geocoder) -> None:
    answer = long_road.geocode("10400 Gap Street", "Kenosha County, WI")
    found = answer.candidates[0]
    assert (answer.outcome, found.faults) == (Outcome.RESOLVED, ("number_between",))
    assert distance_m((found.lon, found.lat), at(0.5, 2)) < 5


@pytest.mark.parametrize("number", [10500, 10600, 10800, 10803, 10299])
def test_a_number_in_a_wide_gap_or_beyond_the_end_stays_unknown(long_road: Geocoder, number: int) -> None:
    assert long_road.geocode(f"{number} Gap Street", "Kenosha County, WI").outcome is Outcome.NOT_FOUND
