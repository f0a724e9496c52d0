import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapapp.errors import BadInput
from mapapp.incident.geodesy import LonLat, destination, distance_m
from mapapp.incident.geometry import Geometry, parse_geometry
from mapapp.incident.masking import (
    RADII_M,
    cell_centre,
    hidden_words,
    masked,
    suggested_label,
    under,
    unmasked,
    width_for,
)
from mapapp.incident.model import Correction, Georeference, Place, Precision, Source, Status
from mapapp.incident.words import is_masked, precision_words
from tests.unit.incident.documents import a_place

widths = st.sampled_from(RADII_M)
spots = st.tuples(st.floats(-180, 180), st.floats(-90, 90))

HOUSE = Place(
    id="house",
    layer=a_place().layer,
    label="2815 Larkspur Terrace, Kenosha, WI",
    geometry=Geometry.point(-87.834171, 42.597634),
    precision=Precision.ADDRESS,
    radius_m=15.0,
    what="A fire at 2815.",
    status=Status.CONFIRMED,
    occurred_at="2026-11-01",
    verbatim="at 2815 Larkspur Terrace",
    sources=(
        Source("The Paper", "https://paper.example/2026/fire", "It burned at 2815.", "2026-11-02", {"x": 1}),
        Source("Police", "https://police.example/2815-larkspur", "No. 2815-B"),
    ),
    georeference=Georeference("address", "TIGER", "2014", "", ("near: x",), {"ids": ["77"], "before": {}}),
    corrections=(Correction("2026-11-02", "It is 2815, not 2851."),),
    extra={"x-at": [-87.834171, 42.597634]},
    feature_extra={"bbox": [-87.834171, 42.597634, -87.834171, 42.597634]},
)


@given(spots, widths)
def test_a_cell_is_within_its_width_of_every_spot_in_it(at: LonLat, width: int) -> None:
    middle = cell_centre(at, width)
    assert abs(middle[0]) <= 180
    assert abs(middle[1]) <= 90
    assert distance_m(at, middle) <= width * math.sqrt(0.5) + 1


@given(spots, widths)
def test_the_middle_of_a_cell_lies_in_it_so_that_masking_twice_changes_nothing(
    at: LonLat, width: int
) -> None:
    middle = cell_centre(at, width)
    assert cell_centre(middle, width) == middle


@given(spots, widths, st.floats(0, 360), st.floats(0, 1))
def test_spots_of_one_cell_have_one_answer(at: LonLat, width: int, degrees: float, part: float) -> None:
    middle = cell_centre(at, width)
    other = destination(middle, degrees, part * width * 0.3)
    assume(abs(other[1]) < 89.9)
    # Less than a third of the width from the middle is inside, wherever the cell is not a sliver at a pole.
    assume(abs(middle[1]) < 89)
    assert cell_centre(other, width) == middle


@pytest.mark.parametrize("width", RADII_M)
def test_the_poles_and_the_date_line_are_in_cells_like_any_other(width: int) -> None:
    assert cell_centre((180.0, 10.0), width) == cell_centre((-180.0, 10.0), width)
    for at in ((0.0, 90.0), (77.0, -90.0), (179.9999999, 0.0), (-180.0, -33.0)):
        assert distance_m(cell_centre(at, width), at) < width


@given(spots, widths, st.floats(0, 400))
def test_a_mask_holds_the_place_and_its_doubt(at: LonLat, width: int, radius_m: float) -> None:
    place = replace(HOUSE, geometry=Geometry.point(*at), radius_m=radius_m)
    mask = masked(place, width, "A place")
    assert mask.geometry is not None
    assert mask.radius_m is not None
    assert mask.radius_m >= width
    assert distance_m(mask.geometry.representative_point(), at) + radius_m <= mask.radius_m * 1.001


def test_how_wide_a_mask_is_does_not_tell_where_in_its_cell_the_place_lies() -> None:
    found = {
        width_for(replace(HOUSE, geometry=Geometry.point(-87.8 + i / 997, 42.6 + i / 991)), 500)
        for i in range(200)
    }
    assert found == {500}


def test_a_mask_says_nothing_else_of_the_place() -> None:
    hidden = hidden_words([HOUSE], "A house in Kenosha")
    mask = masked(HOUSE, 1_000, "A house in Kenosha", "A fire.", hidden=hidden)
    assert (mask.id, mask.label, mask.what, mask.verbatim) == ("house", "A house in Kenosha", "A fire.", "")
    assert (mask.layer, mask.status, mask.occurred_at) == (HOUSE.layer, HOUSE.status, HOUSE.occurred_at)
    assert (mask.precision, mask.radius_m) == (Precision.NEIGHBOURHOOD, 1_000.0)
    assert mask.georeference == Georeference(method="masked")
    assert mask.sources == (
        Source("The Paper", "https://paper.example/2026/fire", "", "2026-11-02"),
        Source("Police"),
    )
    assert (mask.corrections, mask.extra, mask.feature_extra) == ((), {}, {})
    assert is_masked(mask)
    assert precision_words(mask) == "shown only roughly, on purpose, within about 1.0 km"


def test_an_id_that_tells_the_number_is_replaced() -> None:
    place = replace(HOUSE, id="2815-larkspur-terrace")
    hidden = hidden_words([place], "A house")
    assert masked(place, 500, "A house", hidden=hidden).id == "masked-place"
    assert masked(place, 500, "A house", hidden=hidden, taken=["masked-place"]).id == "masked-place-2"


def test_hidden_words_are_those_with_digits_that_the_mask_does_not_say() -> None:
    assert hidden_words([HOUSE], "A house") == {"2815", "2851", "2815-b"}
    assert hidden_words([replace(HOUSE, verbatim="on 28th Avenue")], "Near 28th Avenue") >= {"2815"}
    assert "28th" not in hidden_words([replace(HOUSE, verbatim="on 28th Avenue")], "Near 28th Avenue")


@pytest.mark.parametrize(
    ("label", "suggested"),
    [
        ("2815 40th Street, Kenosha, WI", "A place in Kenosha, WI"),
        ("28th Avenue and 40th Street", "A place in this area"),
        ("The shelter", "The shelter"),
    ],
)
def test_a_label_is_suggested_without_numbers(label: str, suggested: str) -> None:
    assert suggested_label(label) == suggested


LONG = [[-87.83, 42.59], [-87.83, 42.594]]


def test_a_line_is_masked_by_all_of_it_or_not_at_all() -> None:
    line = replace(
        HOUSE, geometry=parse_geometry({"type": "LineString", "coordinates": LONG}, ""), radius_m=5.0
    )
    mask = masked(line, 500, "A street")
    assert mask.radius_m == 1_000
    assert mask.geometry is not None
    assert all(distance_m(mask.geometry.representative_point(), (lon, lat)) < 1_000 for lon, lat in LONG)
    far = parse_geometry({"type": "LineString", "coordinates": [[-87.83, 42.5], [-87.83, 42.6]]}, "")
    with pytest.raises(BadInput, match="farther than the widest mask"):
        masked(replace(line, geometry=far), 500, "A street")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (replace(HOUSE, geometry=None), "no position"),
        (
            replace(
                HOUSE,
                geometry=parse_geometry({"type": "MultiPoint", "coordinates": [[179.9, 0], [-179.9, 0]]}, ""),
            ),
            "date line",
        ),
    ],
)
def test_what_cannot_be_masked_is_refused_with_a_sentence(place: Place, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        masked(place, 500, "A place")


def test_only_the_widths_there_are_can_be_chosen() -> None:
    with pytest.raises(BadInput, match="Choose how wide"):
        masked(HOUSE, 300, "A place")


def test_an_earlier_revision_shows_the_mask_with_what_was_said_then() -> None:
    mask = masked(HOUSE, 1_000, "A house")
    then = replace(HOUSE, status=Status.REPORTED, sources=HOUSE.sources[:1])
    shown = under(mask, then, {"2815"})
    assert (shown.status, len(shown.sources), shown.sources[0].quote) == (Status.REPORTED, 1, "")
    assert (shown.geometry, shown.label, shown.verbatim) == (mask.geometry, "A house", "")


def test_unmasking_puts_back_what_nobody_has_changed_since() -> None:
    mask = masked(HOUSE, 1_000, "A house")
    assert unmasked(HOUSE, mask, mask) == HOUSE
    now = replace(mask, status=Status.RETRACTED, label="A home", geometry=Geometry.point(0.0, 0.0))
    back = unmasked(HOUSE, mask, now)
    assert (back.status, back.label) == (Status.RETRACTED, "A home")
    assert (back.geometry, back.verbatim) == (HOUSE.geometry, HOUSE.verbatim)
