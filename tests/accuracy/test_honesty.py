"""Rules that hold for any city: what meets twice is asked, numbers never swap, style never moves a pin."""

import re
from itertools import combinations

import pytest

from mapapp.geocode.answer import Outcome
from mapapp.incident.geodesy import LonLat, distance_m
from mapapp.streets.names import parse_name
from tests.accuracy.conftest import Ground
from tests.accuracy.phrasing import FORMS
from tests.accuracy.test_crossings import off_m, sample

APART_M = 100.0
_NUMBERED = re.compile(r"(\d+(?:st|nd|rd|th)) (Ave|St|Pl|Ct|Ter|Rd|Dr)( [NS][EW])?")
_SWAPPED = {"Ave": "St", "St": "Ave", "Pl": "Ct", "Ct": "Pl"}


def _spread_m(meetings: list[LonLat]) -> float:
    return max((distance_m(one, other) for one, other in combinations(meetings, 2)), default=0.0)


def test_streets_that_meet_far_apart_are_a_question_that_lists_each_place(ground: Ground) -> None:
    loops = {pair: meetings for pair, meetings in ground.meetings.items() if _spread_m(meetings) > APART_M}
    assert len(loops) > 20
    for (first, second), meetings in loops.items():
        answer = ground.geocoder.geocode(f"{first} and {second}", ground.near)
        assert answer.outcome is not Outcome.RESOLVED, (first, second)
        if answer.outcome is Outcome.AMBIGUOUS and len(meetings) < 8:
            listed = [(one.lon, one.lat) for one in answer.candidates]
            assert all(off_m(one, listed) <= 50 for one in meetings), (first, second)
            assert len({one.label for one in answer.candidates}) == len(listed)


def test_numbered_streets_never_swap_their_types_silently(ground: Ground) -> None:
    """28th Avenue and 40th Street is not 28th Street and 40th Avenue, be it there or not."""
    tried = 0
    for first, second in sorted(ground.meetings):
        one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(second)
        if not one or not other or {one[2], other[2]} not in ({"Ave", "St"}, {"Pl", "Ct"}):
            continue
        tried += 1
        turned = [f"{each[1]} {_SWAPPED[each[2]]}{each[3] or ''}" for each in (one, other)]
        answer = ground.geocoder.geocode(" and ".join(turned), ground.near)
        if answer.outcome is Outcome.RESOLVED:
            best = answer.candidates[0]
            named = best.label.partition(", ")[0].split(" & ")
            assert set(map(parse_name, named)) == set(map(parse_name, turned))
    assert tried or ground.near != "Kenosha County, WI"


def test_style_never_moves_a_pin_by_more_than_its_radius(ground: Ground) -> None:
    for (first, second), _ in sample(ground)[:200]:
        plain = ground.geocoder.geocode(f"{first} and {second}", ground.near)
        if plain.outcome is not Outcome.RESOLVED:
            continue
        best = plain.candidates[0]
        for name, form in FORMS.items():
            styled = ground.geocoder.geocode(form(first, second), ground.near)
            if styled.outcome is Outcome.RESOLVED:
                one = styled.candidates[0]
                moved = distance_m((one.lon, one.lat), (best.lon, best.lat))
                assert moved <= best.radius_m, (name, first, second)


NEGATIVES = (
    "Boys and Girls Club",
    "the Boys & Girls Clubs of America",
    "Washington and Lee",
    "Washington and Lee University",
    "William and Mary",
    "Barnes & Noble",
    "Smith and Wesson",
    "Johnson and Johnson",
    "Johnson & Johnson",
    "salt and pepper",
    "Procter & Gamble",
    "Lewis and Clark",
    "Simon and Garfunkel",
    "Adam and Eve",
    "Romeo and Juliet",
    "Laurel and Hardy",
    "Abbott and Costello",
    "Bonnie and Clyde",
    "Lincoln and Douglas",
    "Grant and Lee",
    "Adams and Jefferson",
    "Jackson and Van Buren",
    "Parks and Recreation",
    "Health and Human Services",
    "Fish and Wildlife Service",
    "track and field",
    "rock and roll",
    "bed and breakfast",
    "park and ride",
    "arts and crafts",
    "north and south",
    "pros and cons",
    "black and white",
    "first and foremost",
    "second and third",
    "first and goal",
    "third and long",
    "fourth and 10",
    "fourth and inches",
    "28-40",
    "won 28-40",
    "28 and 40",
    "lost 21 to 14 and 35 to 7",
    "aged 28 and 40",
    "a 28-year-old and a 40-year-old",
    "between 5 and 6 p.m.",
    "between 28 and 40 people",
    "between 28th and 40th",
    "8 and 10 inches of snow",
    "14 and under",
    "the 6-and-2 Wolves",
    "Acts 2 and 3",
    "Articles 1 and 2",
    "rounds 1 and 2",
    "Games 3 and 4",
    "$28 and $40",
    "24/7",
    "9/11",
    "50/50",
    "7/16 inch",
)


@pytest.mark.parametrize("context", [None, "here", "elsewhere"])
@pytest.mark.parametrize("phrase", NEGATIVES)
def test_what_is_no_corner_is_never_pinned(ground: Ground, phrase: str, context: str | None) -> None:
    near = {None: None, "here": ground.near, "elsewhere": "Chicago, IL"}[context]
    answer = ground.geocoder.geocode(phrase, near)
    assert answer.outcome is not Outcome.RESOLVED, answer.candidates[0].label
