"""Stretches of street and spots some way along one, in towns of our own making."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.geocode.answer import Answer, Candidate, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import METRES_PER_MILE, distance_m
from mapapp.incident.model import Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode.town import Spot, at, build, street


def ends(found: Candidate) -> set[Spot]:
    """Both ends of a stretch in one piece."""
    assert found.geometry.type == "LineString"
    return {found.geometry.coordinates[0][:2], found.geometry.coordinates[-1][:2]}


def stretch(answer: Answer) -> Candidate:
    """The only candidate, whose position lies on it and whose radius covers it."""
    (found,) = answer.candidates
    assert found.precision is Precision.SEGMENT
    figure = found.geometry.shape()
    spot = found.lon, found.lat
    assert distance_m(spot, shapely.shortest_line(figure, shapely.Point(spot)).coords[0]) < 1
    assert all(distance_m(spot, one) <= found.radius_m for one in shapely.get_coordinates(figure).tolist())
    return found


@pytest.mark.parametrize(
    "phrase",
    [
        "41st Street between 27th and 28th avenues, Quillby",
        "41st Street between 28th and 27th avenues, Quillby",
        "41st Street, between 27th Avenue and 28th Avenue, Quillby, WI",
        "on 41st St btwn 27th and 28th Aves in Quillby",
        "41st St. from 27th Ave. to 28th Ave., Quillby",
        "between 27th and 28th avenues on 41st Street, Quillby",
        "from 27th to 28th avenues on 41st Street in Quillby",
        "41st Street between 27th Avenue and 28th Avenue Quillby WI",
        "shots fired on 41st Street between 27th and 28th avenues, Quillby",
    ],
)
def test_a_short_stretch_between_two_streets_is_resolved(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    found = stretch(answer)
    assert answer.outcome is Outcome.RESOLVED
    assert ends(found) == {at(1, 3), at(2, 3)}
    assert found.radius_m == pytest.approx(50 + 15, abs=1)
    assert set(found.label.split(", ")) == {found.label.partition(", ")[0], "Quillby"}


def test_a_long_stretch_is_an_area(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Pine Road between Sheridan Road and 40th Avenue", "Kenosha County, WI")
    assert answer.outcome is Outcome.AREA
    found = stretch(answer)
    assert ends(found) == {at(5, 4), at(12, 4)}
    assert found.radius_m == pytest.approx(350 + 15, abs=2)
    assert "not a spot" in answer.explanation


def test_a_stretch_runs_across_the_halves_of_a_street(geocoder: Geocoder) -> None:
    found = stretch(geocoder.geocode("Main Street between 40th Street and Oak Street, Quillby"))
    assert ends(found) == {at(0, 2), at(0, 6)}


def test_a_stretch_ends_where_a_highway_passes_over(geocoder: Geocoder) -> None:
    found = stretch(geocoder.geocode("Pine Road between I-94 and 40th Avenue, Overmere"))
    assert ends(found) == {at(11, 4), at(12, 4)}


def test_streets_that_meet_again_leave_a_choice(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Pine Road between Loop Drive and 40th Avenue", "Kenosha County, WI")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert [ends(one) for one in answer.candidates] == [{at(5, 4), at(12, 4)}, {at(9, 4), at(12, 4)}]
    assert len({one.label for one in answer.candidates}) == 2


def test_a_jog_leaves_none(geocoder: Geocoder) -> None:
    found = stretch(geocoder.geocode("Pine Road between Jog Lane and 40th Avenue, Overmere"))
    assert ends(found) == {at(10, 4), at(12, 4)}


@pytest.mark.parametrize(
    ("phrase", "outcome", "said"),
    [
        (
            "41st Street between 27th Avenue and Sheridan Road",
            Outcome.NO_SUCH_INTERSECTION,
            "41st St does not meet Sheridan Rd in Quillby.",
        ),
        (
            "Sheridan Road between 27th and 28th avenues",
            Outcome.NO_SUCH_INTERSECTION,
            "Sheridan Rd does not meet 27th Ave or 28th Ave in Quillby.",
        ),
        ("41st Street between 27th Avenue and Bogus Road", Outcome.NOT_FOUND, "“Bogus Road”"),
        ("Bogus Road between 27th and 28th avenues", Outcome.NOT_FOUND, "“Bogus Road”"),
        ("41st Street between 27th Lane and 28th Avenue", Outcome.AMBIGUOUS, "type differs"),
        ("41st Street between 28th Avenue and 28th Avenue", Outcome.UNPARSED, "named twice"),
        ("41st Street north of 41st Street", Outcome.UNPARSED, "named twice"),
        ("between 27th and 28th avenues", Outcome.UNPARSED, "the street that crosses both"),
        ("Oak between Main and Pine", Outcome.NO_SUCH_INTERSECTION, "does not meet Pine Rd"),
    ],
)
def test_what_has_no_such_ends_is_no_stretch(
    geocoder: Geocoder, phrase: str, outcome: Outcome, said: str
) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    assert answer.outcome is outcome
    assert said in answer.explanation
    if outcome is Outcome.NO_SUCH_INTERSECTION:
        assert answer.candidates == ()
        assert answer.hints[0].startswith("At the closest")


def test_bare_names_need_a_locality_and_stay_a_question(geocoder: Geocoder) -> None:
    assert geocoder.geocode("Pine between Sheridan and Sherman").outcome is Outcome.UNPARSED
    answer = geocoder.geocode("Pine between Sheridan and Sherman, Quillby")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "names_unsure" in answer.candidates[0].faults


def test_towns_are_not_taken_for_streets(tmp_path: Path) -> None:
    edges = chain(
        street("Mill Rd", (0, 0), (4, 0), (6, 0)), street("Quillby St", (0, 0), (0, 1)),
        street("Overmere St", (6, 0), (6, 1)),
    )  # fmt: skip
    answer = _town(tmp_path, edges).geocode("Mill Road between Quillby and Overmere")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "names_unsure" in answer.candidates[0].faults


def test_a_street_that_fits_better_but_does_not_cross_is_a_question(tmp_path: Path) -> None:
    edges = chain(
        street("Mill Rd", (0, 0), (2, 0), (4, 0)), street("N Oak St", (0, 0), (0, 1)),
        street("Oak St", (0, 5), (4, 5)), street("4th Ave", (2, 0), (2, 1)),
    )  # fmt: skip
    geocoder = _town(tmp_path, edges)
    for phrase in ("Mill Road between Oak Street and 4th Avenue", "Mill Road east of Oak Street"):
        answer = geocoder.geocode(f"{phrase}, Quillby")
        assert answer.outcome is Outcome.AMBIGUOUS
        assert "other_street" in answer.candidates[0].faults


def test_a_block_that_lies_elsewhere_is_a_question(geocoder: Geocoder) -> None:
    fits = geocoder.geocode("the 2700 block of 40th Street between 27th and 28th avenues, Quillby")
    assert fits.outcome is Outcome.RESOLVED
    elsewhere = geocoder.geocode("the 2800 block of 40th Street between Main Street and 27th Avenue, Quillby")
    assert elsewhere.outcome is Outcome.AMBIGUOUS
    assert "block_elsewhere" in elsewhere.candidates[0].faults


def test_near_widens_a_stretch(geocoder: Geocoder) -> None:
    phrase = "41st Street between 27th and 28th avenues, Quillby"
    exact, near = (stretch(geocoder.geocode(one)) for one in (phrase, f"near {phrase}"))
    assert near.radius_m == exact.radius_m + 150


def test_both_carriageways_are_the_stretch(tmp_path: Path) -> None:
    edges = chain(
        street("Broad Blvd", (0, 0), (3, 0), (6, 0)), street("Broad Blvd", (0, 0.3), (3, 0.3), (6, 0.3)),
        *(street(f"{n}th Ave", (x, -1), (x, 0), (x, 0.3), (x, 1)) for n, x in ((4, 0), (5, 3), (6, 6))),
    )  # fmt: skip
    geocoder = _town(tmp_path, edges)
    answer = geocoder.geocode("Broad Boulevard between 4th and 6th avenues, Quillby")
    (found,) = answer.candidates
    assert found.geometry.type == "MultiLineString"
    assert {one[:2] for line in found.geometry.coordinates for one in line} == {
        at(x, y) for x in (0, 3, 6) for y in (0, 0.3)
    }
    east = geocoder.geocode("Broad Boulevard 1,000 feet east of 4th Avenue, Quillby").candidates
    assert len(east) == 1
    assert east[0].geometry.type == "MultiLineString"


def test_an_interrupted_street_is_what_there_is_of_it(tmp_path: Path) -> None:
    edges = chain(
        street("Mill St", (0, 0), (1, 0), (2, 0)), street("Mill St", (4, 0), (6, 0), (7, 0)),
        street("4th Ave", (1, -1), (1, 0), (1, 1)), street("5th Ave", (6, -1), (6, 0), (6, 1)),
    )  # fmt: skip
    answer = _town(tmp_path, edges).geocode("Mill Street between 4th and 5th avenues, Quillby")
    (found,) = answer.candidates
    assert answer.outcome is Outcome.AREA
    assert found.faults == ("street_interrupted",)
    spots = {one[:2] for line in found.geometry.coordinates for one in line}
    assert spots == {at(1, 0), at(2, 0), at(4, 0), at(6, 0)}


@pytest.mark.parametrize("phrase", ["Sheridan Road north of Pine Road", "Sheridan Rd. n/o Pine Rd."])
def test_a_direction_without_a_distance_is_the_street_on_that_side(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    assert answer.outcome is Outcome.AREA
    assert ends(stretch(answer)) == {at(5, 4), at(5, 6)}
    assert "The words give no distance: about 1.6 km" in answer.explanation


def test_just_north_is_300_m_at_most(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue just north of 40th Street, Quillby")
    found = stretch(answer)
    assert answer.outcome is Outcome.AREA
    assert found.geometry.shape().length * 111_209 == pytest.approx(300, abs=1)
    assert at(2, 2) in ends(found)


def test_a_mile_is_shown_of_a_long_street(tmp_path: Path) -> None:
    edges = chain(street("Long Rd", (0, 0), (60, 0)), street("4th Ave", (0, -1), (0, 0), (0, 1)))
    found = stretch(_town(tmp_path, edges).geocode("Long Road east of 4th Avenue"))
    assert max(distance_m(at(0, 0), one) for one in ends(found)) == pytest.approx(METRES_PER_MILE, rel=0.003)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Pine Road north of Sheridan Road", "Pine Rd does not go north from Sheridan Rd."),
        ("28th Avenue half a mile north of 40th Street", "28th Ave does not go north from 40th St for half"),
        ("28th Avenue five blocks north of 40th Street", "28th Ave does not go north from 40th St for five"),
    ],
)
def test_where_the_street_does_not_go_there_is_nothing(geocoder: Geocoder, phrase: str, said: str) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.candidates == ()
    assert answer.explanation.startswith(said)


def test_streets_that_do_not_meet_give_nothing_to_measure_from(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue 500 feet north of 28th Street, Quillby")
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()


@pytest.mark.parametrize(
    "phrase",
    [
        "528 feet north of 40th Street on 28th Avenue",
        "28th Avenue 528 feet north of 40th Street",
        "28th Avenue, 528 feet north of 40th Street",
        "a crash on 28th Avenue 176 yards north of 40th Street",
        "28th Avenue about 0.1 miles north of 40th Street",
        "28th Avenue a tenth of a mile north of 40th Street",
        "28th Avenue 161 metres north of 40th Street",
        "528 feet north of the intersection of 28th Avenue and 40th Street",
        "528 feet north of 28th Avenue and 40th Street",
    ],
)
def test_one_distance_however_it_is_said_is_one_spot(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(f"{phrase}, Quillby")
    found = stretch(answer)
    assert answer.outcome is Outcome.AREA
    assert distance_m((found.lon, found.lat), at(2, 3.609)) < 2
    assert found.radius_m <= 161 * 0.5 + 16


@pytest.mark.parametrize(
    ("blocks", "spot", "least", "most"),
    [("a block", (2, 3), 2.5, 3.5), ("two blocks", (2, 4), 3.5, 5), ("half a block", (2, 2.5), 2.25, 2.75)],
)
def test_blocks_are_counted_by_the_streets_that_cross(
    geocoder: Geocoder, blocks: str, spot: Spot, least: float, most: float
) -> None:
    found = stretch(geocoder.geocode(f"28th Avenue {blocks} north of 40th Street, Quillby"))
    assert distance_m((found.lon, found.lat), at(*spot)) < 1
    low, high = sorted(lat for _, lat in ends(found))
    assert (low, high) == (pytest.approx(at(2, least)[1], abs=2e-5), pytest.approx(at(2, most)[1], abs=2e-5))


def test_a_direction_is_that_of_the_way_a_curved_street_takes(tmp_path: Path) -> None:
    edges = chain(
        street("Bend Rd", (-3, 0), (0, 0), (1, 0), (1, 9)), street("4th Ave", (0, -1), (0, 0), (0, 1))
    )
    geocoder = _town(tmp_path, edges)
    north = stretch(geocoder.geocode("Bend Road half a mile north of 4th Avenue"))
    assert distance_m((north.lon, north.lat), at(1, 7.05)) < 5
    assert geocoder.geocode("Bend Road south of 4th Avenue").outcome is Outcome.NOT_FOUND


def test_corners_with_a_further_relation_lose_no_words(geocoder: Geocoder) -> None:
    corner = "28th Avenue and 40th Street"
    for said in (
        f"{corner}, north of 41st Street",
        f"{corner} north of 41st Street",
        f"{corner}, just off Pine Rd",
    ):
        answer = geocoder.geocode(f"{said}, Quillby")
        assert answer.outcome not in (Outcome.RESOLVED, Outcome.AREA), said


def _town(folder: Path, edges: Iterable[dict[str, Any]]) -> Geocoder:
    return Geocoder([StreetIndex.open(build(folder, edges).path)])


_WORDS = st.sampled_from([
    "28th Avenue", "27th Avenue", "40th Street", "41st Street", "Pine Road", "Sheridan Road", "Main", "I-94",
    "Loop Drive", "Jog Lane", "between", "and", "from", "to", "on", "of", "north of", "south of", "west of",
    "just", "half a mile", "two blocks", "500 feet", "about", "outside", "exit 342", ",", "Quillby", "near",
    "the 2800 block of", "avenues", "28th", "40th",
])  # fmt: skip


@settings(deadline=None, max_examples=600)
@given(st.lists(_WORDS, min_size=2, max_size=8))
def test_no_jumble_of_relations_makes_a_pin(geocoder: Geocoder, words: list[str]) -> None:
    answer = geocoder.geocode(" ".join(words), "Quillby, WI")
    for found in answer.candidates:
        if found.precision in (Precision.SEGMENT, Precision.RELATIVE):
            stretch_like = found.geometry.shape()
            assert stretch_like.is_valid
            assert (
                distance_m((found.lon, found.lat), found.geometry.representative_point())
                <= found.radius_m + 1
            )
            assert answer.outcome is not Outcome.RESOLVED or found.radius_m <= 125 + 150
