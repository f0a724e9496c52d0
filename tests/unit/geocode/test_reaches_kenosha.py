"""Stretches on the real streets of Kenosha County, held against its own corners."""

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest
import shapely

from mapapp.geocode.answer import Candidate, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import METRES_PER_MILE, LonLat, bearing, distance_m
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from mapapp.streets.library import IndexInfo

NEAR = "Kenosha, WI"
COUNTY = "Kenosha County, WI"


@pytest.fixture(scope="module")
def kenosha(kenosha_index: IndexInfo) -> Iterator[Geocoder]:
    """A geocoder for Kenosha County."""
    index = StreetIndex.open(kenosha_index.path)
    yield Geocoder([index])
    index.close()


def corner(geocoder: Geocoder, phrase: str, near: str = NEAR) -> LonLat:
    """Where a corner is, by the same streets."""
    (found,) = geocoder.geocode(phrase, near).candidates
    return found.lon, found.lat


def off_m(found: Candidate, spot: LonLat) -> float:
    """Metres from a stretch to a position."""
    line = shapely.shortest_line(found.geometry.shape(), shapely.Point(spot))
    return distance_m(*((one[0], one[1]) for one in line.coords))


def length_m(found: Candidate) -> float:
    """Metres along a stretch in one piece."""
    assert found.geometry.type == "LineString"
    spots = [one[:2] for one in found.geometry.coordinates]
    return sum(distance_m(one, other) for one, other in pairwise(spots))


@pytest.mark.parametrize(
    "phrase",
    [
        "40th Street between 28th and 30th avenues",
        "40th Street between 30th and 28th avenues",
        "between 28th and 30th avenues on 40th Street",
        "40th St. from 28th Ave to 30th Ave",
        "from 28th to 30th avenues on 40th",
        "40th St btwn 28th Ave & 30th Ave",
    ],
)
def test_two_blocks_of_40th_street(kenosha: Geocoder, phrase: str) -> None:
    answer = kenosha.geocode(phrase, NEAR)
    (found,) = answer.candidates
    assert (answer.outcome, found.precision) == (Outcome.RESOLVED, Precision.SEGMENT)
    east, west = (corner(kenosha, f"{one} Avenue and 40th Street") for one in ("28th", "30th"))
    ends = [found.geometry.coordinates[0][:2], found.geometry.coordinates[-1][:2]]
    assert {min(distance_m(one, end) for end in ends) < 1 for one in (east, west)} == {True}
    assert length_m(found) == pytest.approx(distance_m(east, west), rel=0.01)


def test_a_highway_between_two_others(kenosha: Geocoder) -> None:
    answer = kenosha.geocode("Highway 50 between I-94 and Highway 31", COUNTY)
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert off_m(found, corner(kenosha, "Highway 50 and Highway 31")) < 30
    assert off_m(found, corner(kenosha, "Highway 50 and I-94")) < 60
    assert 2_500 < found.radius_m < 3_000


def test_a_stretch_without_one_of_its_ends_says_which(kenosha: Geocoder) -> None:
    answer = kenosha.geocode("40th Street between 28th Avenue and Green Bay Road", NEAR)
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()
    assert "Green Bay" in answer.explanation
    assert "28th" not in answer.explanation


@pytest.mark.parametrize(
    ("phrase", "degrees", "least", "most"),
    [
        ("Sheridan Road north of 60th Street", 0, 1_500, 1_620),
        ("Sheridan Road just south of 60th Street", 180, 290, 310),
        ("a quarter-mile north of 60th Street on Sheridan Road", 0, 380, 450),
    ],
)
def test_a_street_on_one_side_of_a_crossing(
    kenosha: Geocoder, phrase: str, degrees: float, least: float, most: float
) -> None:
    answer = kenosha.geocode(phrase, NEAR)
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    start = corner(kenosha, "Sheridan Road and 60th Street")
    spots = [one[:2] for one in found.geometry.coordinates]
    assert least <= max(distance_m(start, one) for one in spots) <= most
    far = max(spots, key=lambda one: distance_m(start, one))
    assert abs((bearing(start, far) - degrees + 180) % 360 - 180) < 30


@pytest.mark.parametrize(
    "said", ["half a mile", "0.5 miles", "2,640 feet", "a half-mile", "½ mile", "1/2-mile", "880 yards"]
)
def test_half_a_mile_is_half_a_mile(kenosha: Geocoder, said: str) -> None:
    answer = kenosha.geocode(f"{said} west of Highway 31 on Highway 50", NEAR)
    (found,) = answer.candidates
    start = corner(kenosha, "Highway 31 and Highway 50")
    assert answer.outcome is Outcome.AREA
    assert distance_m(start, (found.lon, found.lat)) == pytest.approx(METRES_PER_MILE / 2, rel=0.05)
    assert abs(bearing(start, (found.lon, found.lat)) - 270) < 10


def test_a_block_is_the_way_to_the_next_street(kenosha: Geocoder) -> None:
    (found,) = kenosha.geocode("40th Street a block west of 28th Avenue", NEAR).candidates
    assert distance_m((found.lon, found.lat), corner(kenosha, "29th Avenue and 40th Street")) < 1


@pytest.mark.parametrize(
    "phrase", ["60th Street north of Sheridan Road", "28th Avenue ten miles north of 40th Street"]
)
def test_where_a_street_does_not_go_there_is_no_answer(kenosha: Geocoder, phrase: str) -> None:
    answer = kenosha.geocode(phrase, NEAR)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()


def test_a_town_is_measured_from_its_middle(kenosha: Geocoder) -> None:
    (found,) = kenosha.geocode("5 miles north of Kenosha").candidates
    assert found.precision is Precision.RELATIVE
    assert abs(found.lon - -87.821) < 0.01


def test_any_stretch_joins_its_corners_whichever_is_said_first(
    kenosha: Geocoder, kenosha_index: IndexInfo
) -> None:
    asked = found = 0
    for street, first, second in _triples(kenosha_index, 300):
        corners = [kenosha.geocode(f"{street} and {one}", COUNTY) for one in (first, second)]
        if any(one.outcome is not Outcome.RESOLVED for one in corners):
            continue
        spots = [(one.candidates[0].lon, one.candidates[0].lat) for one in corners]
        answer = kenosha.geocode(f"{street} between {first} and {second}", COUNTY)
        asked += 60 < distance_m(*spots) < 5_000
        if answer.outcome in (Outcome.RESOLVED, Outcome.AREA):
            found += 60 < distance_m(*spots) < 5_000
            other = kenosha.geocode(f"{street} between {second} and {first}", COUNTY)
            assert other.candidates[0].geometry == answer.candidates[0].geometry
            _check_stretch(answer.candidates[0], spots)
    assert asked > 150
    assert found >= 0.97 * asked


def _check_stretch(found: Candidate, corners: list[LonLat]) -> None:
    """A stretch that runs through reaches both corners; its radius covers the way between them."""
    if "street_interrupted" not in found.faults:
        assert all(off_m(found, one) < 60 for one in corners), found.label
        assert all(distance_m(one, (found.lon, found.lat)) <= found.radius_m + 60 for one in corners)


def _triples(info: IndexInfo, count: int) -> list[tuple[str, str, str]]:
    """Streets with two others that meet each of them once, at nodes."""
    with sqlite3.connect(f"file:{info.path}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT a.name, b.name FROM crossing "
            "JOIN street a ON a.id = street_a JOIN street b ON b.id = street_b "
            "GROUP BY street_a, street_b HAVING count(*) = 1 AND max(kind) = 'node' AND min(kind) = 'node'"
        ).fetchall()
    connection.close()
    met = defaultdict(set)
    for one, other in rows:
        met[one].add(other)
        met[other].add(one)
    choose = random.Random(3)
    streets = sorted(name for name, others in met.items() if len(others) >= 4)
    picked = [choose.choice(streets) for _ in range(count)]
    return [(name, *choose.sample(sorted(met[name]), 2)) for name in picked]
