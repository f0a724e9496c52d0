from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.geocode.answer import Answer, Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import PIN_PRECISIONS, Precision
from mapapp.streets.index import StreetIndex
from tests.unit.geocode.town import Spot, at, build, numbered, street


def is_pin(answer: Answer) -> bool:
    return answer.outcome is Outcome.RESOLVED and answer.candidates[0].precision in PIN_PRECISIONS


def off_m(answer: Answer, spot: Spot) -> float:
    return distance_m((answer.candidates[0].lon, answer.candidates[0].lat), at(*spot))


@pytest.mark.parametrize(
    "phrase",
    [
        "28th Avenue and 40th Street, Quillby",
        "40th Street and 28th Avenue, Quillby",
        "28TH AVE & 40TH ST, QUILLBY",
        "28th ave. @ 40th st. in Quillby",
        "28th Ave at 40th St, Quillby, WI",
        "28th Ave/40th St, Quillby, Wisconsin",
        "the corner of 28th Avenue and 40th Street in Quillby",
        "the southwest corner of 28th Avenue and 40th Street, Quillby",
        "at the intersection of 28th Avenue and 40th Street, Quillby, Wis.",
        "Twenty-Eighth Avenue and Fortieth Street, Quillby",
        "twenty eighth ave and fortieth st, city of Quillby",
        "28 Ave and 40 St, Quillby",
        "28th Avenue, and 40th Street, Quillby",
        "28th Ave n/b @ 40th St, Quillby",
        "28th Ave northbound at 40th St, Quillby",
        "28th Ave (by the school) and 40th Street, Quillby",
        "28th Avenue and 40th Street Quillby WI",
        "Quillby, 28th Avenue and 40th Street",
        "28th Avenue and 40th Street near the park, Quillby",
        "28th Avenue and 40th Street, 53140",
        "28th and 40th, Quillby",
        "28th Avneue and 40th Street, Quillby",
        "28ht Avenue and 40th Street, Quillby",
        "28th Avenue adn 40th Street, Quillby",
        "28th Avenue and 40thStreet, Quillby",
    ],
)
def test_a_corner_is_found_however_it_is_written(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase)
    assert answer.outcome is Outcome.RESOLVED, answer
    assert answer.candidates[0].precision is Precision.INTERSECTION
    assert off_m(answer, (2, 2)) < 1
    assert answer.candidates[0].radius_m <= 30


def test_near_widens_the_circle_and_leaves_the_point(geocoder: Geocoder) -> None:
    exact = geocoder.geocode("28th Avenue and 40th Street", "Quillby, WI").candidates[0]
    near = geocoder.geocode("near 28th Avenue and 40th Street in the city", "Quillby, WI").candidates[0]
    assert (near.lon, near.lat) == (exact.lon, exact.lat)
    assert near.radius_m == exact.radius_m + 150


@pytest.mark.parametrize(
    "phrase",
    [
        "a crash near 28th Avenue and 40th Street",
        "a house outside 28th Avenue and 40th Street",
        "28th Avenue near 40th Street",
        "the 28th Avenue and 40th Street area",
        "in the area of 28th Avenue and 40th Street",
        "Police were called to the area of 28th Avenue and 40th Street",
        "a crash near the intersection of 28th Avenue and 40th Street",
        "28th Avenue at or near 40th Street",
    ],
)
def test_what_is_only_near_a_corner_has_the_wider_circle(geocoder: Geocoder, phrase: str) -> None:
    exact = geocoder.geocode("28th Avenue and 40th Street", "Quillby, WI").candidates[0]
    near = geocoder.geocode(phrase, "Quillby, WI").candidates[0]
    assert (near.lon, near.lat, near.radius_m) == (exact.lon, exact.lat, exact.radius_m + 150)


def test_what_stands_by_something_else_at_a_corner_is_at_the_corner(geocoder: Geocoder) -> None:
    phrase = "a man outside a home at 28th Avenue and 40th Street near the park"
    assert geocoder.geocode(phrase, "Quillby, WI").candidates[0].radius_m <= 30


def test_an_answer_says_what_it_rests_on(geocoder: Geocoder) -> None:
    found = geocoder.geocode("28th Avenue and 40th Street, Quillby").candidates[0]
    assert found.label == "28th Ave & 40th St, Quillby"
    assert found.provenance.dataset == "US Census TIGER/Line EDGES"
    assert found.provenance.vintage == "TIGER/Line 2014"
    assert found.provenance.ids == ("120020",)
    assert "public domain" in found.provenance.licence


def test_streets_that_do_not_meet_get_a_hint_and_no_pin(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Avenue, Quillby")
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()
    assert answer.hints[0] == "At the closest 40th Ave runs about 1.0 km east of 28th Ave."


def test_swapped_types_never_lead_to_the_other_corner(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Street and 40th Avenue, Quillby")
    assert answer.outcome is Outcome.NO_SUCH_INTERSECTION
    assert answer.candidates == ()
    assert "Did you mean 28th Ave and 40th St?" in answer.hints


def test_a_type_that_no_street_has_is_a_question_not_an_answer(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Boulevard and 40th Street, Quillby")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "type_wrong" in answer.candidates[0].faults


def test_a_wrong_ordinal_ending_may_be_a_wrong_digit(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28rd Avenue and 40th Street, Quillby")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "number_odd" in answer.candidates[0].faults


def test_streets_that_meet_far_apart_are_a_choice_told_apart_by_compass(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Loop Drive and Pine Road, WI")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert {one.label for one in answer.candidates} == {
        "Loop Dr & Pine Rd, Quillby",
        "Loop Dr & Pine Rd, Overmere",
    }


def test_the_place_named_decides_between_two_meetings(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Loop Drive and Pine Road, Overmere")
    assert is_pin(answer)
    assert off_m(answer, (9, 4)) < 1


def test_the_context_decides_between_two_meetings(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Loop Drive and Pine Road", "Quillby, WI")
    assert is_pin(answer)
    assert off_m(answer, (5, 4)) < 1


def test_a_jog_is_one_junction_whose_circle_covers_both_ends(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Jog Lane and Pine Road, Overmere")
    best = answer.candidates[0]
    assert answer.outcome is Outcome.RESOLVED
    assert "meets_twice" in best.faults
    spots = [at(10, 4), at(10.6, 4)]
    assert (best.lon, best.lat) in spots
    assert all(distance_m((best.lon, best.lat), spot) < best.radius_m for spot in spots)


def test_an_overpass_is_offered_as_a_stretch_of_highway(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("I-94 at Pine Road, Overmere")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert answer.candidates[0].precision is Precision.HIGHWAY
    assert "grade_separated" in answer.candidates[0].faults
    assert answer.candidates[0].radius_m >= 250


@pytest.mark.parametrize(
    "phrase",
    [
        "Highways 50 and 45",
        "Highway 50 and Highway 45",
        "SR-50 & US 45",
        "Hwy. 50 at US-45",
        "STH 50 and USH 45",
        "Highway 50 and 45",
        "US 45 and Highway 50 Quillby WI",
    ],
)
def test_a_highway_has_many_names(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert is_pin(answer)
    assert off_m(answer, (4, -1)) < 1


@pytest.mark.parametrize("phrase", ["CR-H and Highway 50", "County Highway H & SR 50", "CTH H at Hwy 50"])
def test_a_county_highway_has_a_letter(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert is_pin(answer)
    assert off_m(answer, (6, -1)) < 1


def test_the_wrong_class_of_highway_is_a_question(geocoder: Geocoder) -> None:
    assert geocoder.geocode("I-50 and US 45", "Quillby, WI").outcome is Outcome.AMBIGUOUS


def test_a_missing_direction_is_found_where_only_one_fits(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Main Street and 41st Street, Quillby")
    assert is_pin(answer)
    assert off_m(answer, (0, 3)) < 1
    assert "direction_missing" in answer.candidates[0].faults


def test_halves_of_one_street_that_meet_in_one_node_are_one_corner(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Main and Oak streets, Quillby")
    assert is_pin(answer)
    assert off_m(answer, (0, 6)) < 1


def test_a_wrong_direction_is_never_resolved(geocoder: Geocoder) -> None:
    assert not is_pin(geocoder.geocode("North Main Street and 41st Street, Quillby"))
    assert not is_pin(geocoder.geocode("28th Avenue NW and 40th Street, Quillby"))


def test_one_slip_in_a_name_is_forgiven_and_said(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Sheriden Road and Pine Road, Quillby")
    assert is_pin(answer)
    assert off_m(answer, (5, 4)) < 1
    assert "misspelt" in answer.candidates[0].faults


def test_a_name_between_two_streets_is_not_guessed(geocoder: Geocoder) -> None:
    assert not is_pin(geocoder.geocode("Sherdian Road and 40th Street, Quillby"))
    assert not is_pin(geocoder.geocode("Sheridan Street and Pine Road, Quillby"))


def test_numbers_are_never_matched_loosely(geocoder: Geocoder) -> None:
    assert geocoder.geocode("29th Avenue and 40th Street, Quillby").outcome is Outcome.NOT_FOUND


def test_a_corner_outside_the_place_named_is_shown_and_not_resolved(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street, Overmere")
    assert answer.outcome is Outcome.OUTSIDE_PLACE
    assert "outside_place" in answer.candidates[0].faults


def test_a_corner_outside_the_zip_code_named_is_not_resolved(geocoder: Geocoder) -> None:
    assert geocoder.geocode("28th Avenue and 41st Street, 53140").outcome is Outcome.OUTSIDE_PLACE


def test_a_place_without_streets_is_named_and_how_to_add_it(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street, Milwaukee")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.explanation == "No street index covers Milwaukee."
    assert answer.hints == ('Add its streets with: python -m mapapp streets add "Milwaukee County, WI"',)


def test_an_unknown_place_is_never_ignored(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40th Street, Nowhereville")
    assert answer.outcome is Outcome.NOT_FOUND


def test_the_phrase_s_own_place_comes_before_the_context(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("Loop Drive and Pine Road, Overmere", "Quillby, WI")
    assert off_m(answer, (9, 4)) < 1
    assert (
        geocoder.geocode("28th Avenue and 40th Street, Milwaukee", "Quillby, WI").outcome is Outcome.NOT_FOUND
    )


def test_the_same_street_twice_is_no_corner(geocoder: Geocoder) -> None:
    assert geocoder.geocode("28th Avenue and 28th Ave., Quillby").outcome in (
        Outcome.UNPARSED,
        Outcome.NOT_FOUND,
    )


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Geocoder]:
    """Streets that are nearly each other: without a type or a direction, or spelled alike."""
    edges = [
        *street("16th", (0, 0), (0, 2)),
        *street("16th St", (8, 0), (8, 2)),
        *street("39th Ave", (-2, 2), (0, 2), (2, 2)),
        *street("31st St", (20, 0), (20, 2)),
        *street("S 31", (30, 0), (30, 2)),
        *street("Green Bay Rd", (19, 2), (20, 2), (30, 2)),
        *street("2nd Ave", (40, 0), (40, 2)),
        *street("D St", (39, 2), (40, 2), (42, 2)),
        *street("2nd St NW", (60, 0), (60, 2)),
        *street("D St NW", (59, 2), (60, 2)),
        *street("2nd St SE", (70, 0), (70, 2)),
        *street("D St SE", (69, 2), (70, 2)),
        *numbered("1st St", 300, (0, 9), (1, 9), (2, 9)),
        *street("S 1st St", (30, 9), (30, 11)),
        *street("Elm Ln", (0, 20), (0, 22)),
        *street("Larch Rd", (3, 20), (3, 22)),
        *street("Brightwater Rd", (6, 20), (6, 22)),
        *street("Rail Trl", (-2, 22), (0, 22), (3, 22), (6, 22)),
    ]
    index = StreetIndex.open(build(tmp_path_factory.mktemp("twins"), edges).path)
    yield Geocoder([index])
    index.close()


@pytest.mark.parametrize(
    "phrase",
    [
        "16th Road and 39th Avenue",
        "31st and Green Bay Road",
        "2nd and D",
        "2nd Street and D Street",
        "300 block of South First Street",
        "347 South First Street",
        "South 1st and Green Bay Road",
        "Ulm Lane and Rail Trail",
        "March and Rail Trail",
        "Larck and Rail Trail",
    ],
)
def test_the_next_best_street_is_no_answer(twins: Geocoder, phrase: str) -> None:
    assert twins.geocode(phrase, "Kenosha County, WI").outcome is not Outcome.RESOLVED


@pytest.mark.parametrize(
    "phrase", ["Larck Road and Rail Trail", "Brigthwater and Rail Trail", "Brightwater Rd and Rail Trail"]
)
def test_a_slip_in_a_longer_name_is_no_doubt(twins: Geocoder, phrase: str) -> None:
    assert twins.geocode(phrase, "Kenosha County, WI").outcome is Outcome.RESOLVED


def test_a_house_the_words_do_not_have_is_said_to_be_unknown(twins: Geocoder) -> None:
    answer = twins.geocode("347 South First Street", "Kenosha County, WI")
    assert answer.outcome is Outcome.NOT_FOUND


def test_the_words_that_are_odd_are_the_ones_named(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Avenue and 40rd Street, Quillby")
    assert answer.outcome is Outcome.AMBIGUOUS
    answer = geocoder.geocode("27th Avenue and 28rd Street, Quillby")
    assert "28rd Street" in answer.explanation
    assert "27th Avenue" not in answer.explanation


def test_a_corner_is_offered_once_whatever_the_order(geocoder: Geocoder) -> None:
    (hint,) = [
        one
        for one in geocoder.geocode("28th Street and 40th Avenue, Quillby").hints
        if one.startswith("Did you mean")
    ]
    assert hint == "Did you mean 28th Ave and 40th St?"


@pytest.mark.parametrize(
    "phrase",
    [
        "28TH AVE / 40TH ST (SE CORNER)",
        "28th Ave & 40th St (NB)",
        "Intersection: 28th Ave & 40th St",
        "28th Ave at 40th St, facing south",
        "28th Ave x 40th St",
        "28th Ave intersecting 40th St",
        "28th Avenue where it meets 40th Street",
        "WB 40th St at 28th Ave",
    ],
)
def test_what_is_said_about_a_side_of_the_corner_does_not_move_it(geocoder: Geocoder, phrase: str) -> None:
    answer = geocoder.geocode(phrase, "Quillby, WI")
    assert answer.outcome is Outcome.RESOLVED, answer.explanation
    assert off_m(answer, (2, 2)) < 1


@pytest.mark.parametrize("said", ["Nowhereville", "in heavy rain tonight or so", "SE CORNER STORE"])
def test_words_of_a_corner_that_are_not_read_make_it_a_question(geocoder: Geocoder, said: str) -> None:
    answer = geocoder.geocode(f"28th Ave and 40th St, {said}", "Quillby, WI")
    assert answer.outcome is Outcome.AMBIGUOUS
    assert "words_not_read" in answer.candidates[0].faults


def test_a_semicolon_is_a_comma(geocoder: Geocoder) -> None:
    answer = geocoder.geocode("28th Ave; 40th St", "Quillby, WI")
    assert answer.candidates[0].faults == ("only_listed",)


def test_corners_of_one_name_are_told_apart_by_the_street_beside_them(tmp_path: Path) -> None:
    edges = [
        *street("Loop Dr", (0, 2), (0, 4), (5, 4), (5, 2)),
        *street("Pine Rd", (-2, 2), (0, 2), (5, 2), (6, 2)),
        *street("West End", (1, 1.5), (1, 1)),
        *street("East End", (4, 1.5), (4, 1)),
    ]
    index = StreetIndex.open(build(tmp_path, edges).path)
    answer = Geocoder([index]).geocode("Loop Drive and Pine Road", "Kenosha County, WI")
    index.close()
    assert answer.outcome is Outcome.AMBIGUOUS
    labels = {one.label.partition(", by ")[2] for one in answer.candidates}
    assert labels == {"West End", "East End"}


def test_a_slip_in_another_town_of_that_name_is_no_rival_of_what_is_written(tmp_path: Path) -> None:
    here = [*street("Brightwater Rd", (0, 0), (0, 2)), *street("Rail Trl", (-1, 2), (0, 2))]
    there = [*street("Brightwatter Rd", (4, 0), (4, 2)), *street("Rail Trl", (3, 2), (4, 2))]
    indexes = [
        StreetIndex.open(build(tmp_path / name, edges).path) for name, edges in (("a", here), ("b", there))
    ]
    geocoder = Geocoder(indexes)
    exact = geocoder.geocode("Brightwater Road and Rail Trail, Quillby")
    slipped = geocoder.geocode("Brightwaer Road and Rail Trail, Quillby")
    for one in indexes:
        one.close()
    assert (exact.outcome, off_m(exact, (0, 2)) < 1) == (Outcome.RESOLVED, True)
    assert slipped.outcome is Outcome.AMBIGUOUS
