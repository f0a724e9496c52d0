from dataclasses import replace

import pytest

from mapapp.desk import Desk, Override, PlaceFields, may_plot
from mapapp.errors import BadInput, Conflict, Denied
from mapapp.geocode.answer import Candidate, Provenance
from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Precision
from mapapp.incident.words import is_masked
from tests.people import ADA, CAY

DOOR = (-87.843257, 42.600803)
HOUSE = Candidate(
    lon=DOOR[0],
    lat=DOOR[1],
    geometry=Geometry.point(*DOOR),
    precision=Precision.ADDRESS,
    radius_m=15.0,
    score=100.0,
    label="4021 28th Avenue, Kenosha, WI",
    provenance=Provenance("address", "a list"),
)
SPOT = replace(HOUSE, precision=Precision.POI_SMALL, label="A spot")
SAID = PlaceFields("The house")
WHY = "It is the town hall's own door."


@pytest.fixture
def fire(desk: Desk) -> Incident:
    return desk.incidents.create(ADA, "A fire")


def test_by_default_a_house_number_becomes_its_block(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, HOUSE).places
    assert place.precision is Precision.BLOCK


def test_an_editor_plots_the_exact_number_with_a_reason_that_is_kept(desk: Desk, fire: Incident) -> None:
    override = Override(exact_reason=f"  {WHY} ")
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, HOUSE, override=override).places
    assert (place.precision, place.radius_m) == (Precision.ADDRESS, 15.0)
    assert place.geometry == Geometry.point(*DOOR)
    assert desk.incidents.history(fire.id)[0].note == f"Plotted an exact house number: {WHY}"
    entry = desk._store.audit.latest()[0]
    assert (entry.who, entry.deed, entry.subject, entry.detail) == (
        "Ada",
        "plotted an exact house number",
        fire.id,
        WHY,
    )


@pytest.mark.parametrize("reason", ["short", " " * 40, "x" * 501])
def test_a_reason_is_a_sentence(desk: Desk, fire: Incident, reason: str) -> None:
    with pytest.raises(BadInput, match="reason"):
        desk.incidents.add_place(ADA, fire.id, 1, SAID, HOUSE, override=Override(exact_reason=reason))
    assert desk.incidents.get(fire.id).revision == 1


def test_a_reporter_plots_no_house_number_whatever_the_reason(desk: Desk, fire: Incident) -> None:
    with pytest.raises(Denied, match="editors"):
        desk.incidents.add_place(CAY, fire.id, 1, SAID, HOUSE, override=Override(exact_reason=WHY))


def test_a_reason_for_what_is_no_address_changes_nothing(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(
        CAY, fire.id, 1, SAID, SPOT, override=Override(exact_reason=WHY)
    ).places
    assert place.precision is Precision.POI_SMALL
    assert desk.incidents.history(fire.id)[0].note == "Added The house"


def test_an_id_never_tells_a_house_number(desk: Desk, fire: Incident) -> None:
    override = Override(exact_reason=WHY)
    said = PlaceFields("4021 28th Avenue")
    [place] = desk.incidents.add_place(ADA, fire.id, 1, said, HOUSE, override=override).places
    assert place.id == "4000-block-of-28th-avenue"


def test_a_home_is_not_plotted_by_a_reporter(desk: Desk, fire: Incident) -> None:
    override = Override(role="residence", residence_reason=WHY)
    with pytest.raises(Denied, match="home"):
        desk.incidents.add_place(CAY, fire.id, 1, SAID, HOUSE, override=override)


def test_a_home_is_not_plotted_without_a_reason(desk: Desk, fire: Incident) -> None:
    with pytest.raises(BadInput, match="reason"):
        desk.incidents.add_place(ADA, fire.id, 1, SAID, HOUSE, override=Override(role="residence"))


def test_a_home_is_masked_at_once(desk: Desk, fire: Incident) -> None:
    override = Override(role="residence", residence_reason=WHY, mask_label="A home in Kenosha")
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, HOUSE, override=override).places
    assert (place.label, is_masked(place), place.radius_m) == ("A home in Kenosha", True, 1_000.0)
    assert "masked a place" in [one.deed for one in desk._store.audit.latest()[:2]]


@pytest.mark.parametrize("candidate", [HOUSE, SPOT])
def test_a_home_that_is_not_masked_is_its_block_and_never_its_door(
    desk: Desk, fire: Incident, candidate: Candidate
) -> None:
    # A reason to plot the number exactly does not hold for a home.
    override = Override(role="residence", residence_reason=WHY, exact_reason=WHY, mask_m=0)
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, candidate, override=override).places
    assert (place.precision, place.radius_m) == (Precision.BLOCK, 180.0)
    assert place.geometry is not None
    assert 1 < distance_m(place.geometry.representative_point(), DOOR) < 180
    assert desk._store.audit.latest()[0].deed == "plotted a residence"


def test_a_role_that_is_none_lets_nothing_through() -> None:
    with pytest.raises(BadInput, match="not one of"):
        may_plot("Residence", ADA, WHY)
    assert may_plot("scene", CAY, "") == ""


def test_a_masked_place_is_not_moved(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, SPOT).places
    desk.masks.mask(ADA, fire.id, place.id, radius_m=500, reason=WHY, label="A place")
    with pytest.raises(Conflict, match="Unmask it before"):
        desk.incidents.move_place(ADA, fire.id, 3, place.id, lon=0.0, lat=0.0)


def test_reporters_neither_mask_nor_unmask(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, SPOT).places
    for deed in (
        lambda: desk.masks.preview(CAY, fire.id, place.id),
        lambda: desk.masks.mask(CAY, fire.id, place.id, radius_m=500, reason=WHY, label="A place"),
        lambda: desk.masks.unmask(CAY, fire.id, place.id, WHY),
    ):
        with pytest.raises(Denied):
            deed()


def test_a_mask_needs_a_label_and_a_reason(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, SAID, SPOT).places
    for label, reason in ((" ", WHY), ("A place", "no")):
        with pytest.raises(BadInput):
            desk.masks.mask(ADA, fire.id, place.id, radius_m=500, reason=reason, label=label)


def test_a_preview_shows_each_width_and_what_else_tells_the_place(desk: Desk) -> None:
    fire = desk.incidents.create(ADA, "A fire", "It burned at 4021 on the 3rd floor.")
    desk.incidents.add_place(ADA, fire.id, 1, replace(SAID, label="4021 28th Avenue"), SPOT)
    desk.incidents.add_place(ADA, fire.id, 2, replace(SAID, label="A hydrant"), SPOT)
    preview = desk.masks.preview(ADA, fire.id, desk.incidents.get(fire.id).places[0].id)
    assert list(preview.masks) == [500, 1_000, 2_000, 5_000]
    assert (preview.label, preview.usual_m) == ("A place in this area", 1_000)
    assert [one.label for one in preview.beside] == ["A hydrant"]
    assert preview.telling == ("4021",)
