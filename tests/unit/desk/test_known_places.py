from dataclasses import replace

import pytest

from mapapp.desk import Desk, KnownPlaceFields, Outcome, Override, Person, PlaceFields, StaffRole
from mapapp.errors import BadInput, Denied
from mapapp.geocode.answer import Candidate, Provenance
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import destination
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Precision, Source
from tests.people import ADA, BEN, CAY

EVE = Person(9, "Eve", StaffRole.ADMIN)
AT = (-87.81, 42.58)
SPOT = Candidate(
    lon=AT[0],
    lat=AT[1],
    geometry=Geometry.point(*AT),
    precision=Precision.POI_SMALL,
    radius_m=25.0,
    score=100.0,
    label="A spot",
    provenance=Provenance("facility", "OpenStreetMap", "2026", "ODbL 1.0"),
)
PARK = PlaceFields("Heron Point Park, Kenosha, WI", status="confirmed", sources=(Source("The Paper"),))
FIELDS = KnownPlaceFields(
    "Heron Point Park", "Kenosha, WI", "Heron Park\nThe Point", *AT, "poi_small", 40.0, "a visit"
)


@pytest.fixture
def fire(desk: Desk) -> Incident:
    return desk.incidents.create(ADA, "A fire")


def _names(desk: Desk) -> list[str]:
    return [one.name for one in desk.known_places.all() if one.confirmed_by]


def _park(desk: Desk) -> KnownPlace:
    return next(one for one in desk.known_places.all() if one.name == "Heron Point Park")


def test_what_is_confirmed_is_offered_first_next_time(desk: Desk, fire: Incident) -> None:
    desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT)
    answer = desk.finder.geocode("heron point park in Kenosha")
    assert answer.outcome is Outcome.RESOLVED
    assert (answer.candidates[0].lon, answer.candidates[0].lat) == AT
    assert "a known place of this newsroom, confirmed by Ada on " in answer.explanation
    assert answer.candidates[0].provenance.confirmed.startswith("by Ada on ")
    # Who confirmed it stays in the newsroom; whose data it is goes with the place.
    placed = desk.incidents.add_place(ADA, fire.id, 2, PlaceFields("The park"), answer.candidates[0])
    assert placed.credits == ("Places: OpenStreetMap, 2026; ODbL 1.0",)
    assert "Ada" not in str(placed.places[-1].georeference)


@pytest.mark.parametrize(
    ("fields", "candidate"),
    [
        (replace(PARK, status="reported"), SPOT),
        (replace(PARK, label="The scene"), SPOT),
        (replace(PARK, label="near Heron Point Park, Kenosha, WI"), SPOT),
        (replace(PARK, label="2815 40th Street, Kenosha, WI"), SPOT),
        (replace(PARK, verbatim="2815 40th Street, Kenosha, WI", label="2815 40th Street"), SPOT),
        (replace(PARK, label="Heron Point Park"), SPOT),
        (PARK, replace(SPOT, precision=Precision.ADDRESS)),
        (PARK, replace(SPOT, precision=Precision.BLOCK)),
        (PARK, replace(SPOT, precision=Precision.RELATIVE)),
        (PARK, None),
    ],
)
def test_what_is_not_a_named_spot_is_not_remembered(
    desk: Desk, fire: Incident, fields: PlaceFields, candidate: Candidate | None
) -> None:
    desk.incidents.add_place(ADA, fire.id, 1, fields, candidate)
    assert _names(desk) == []


def test_a_house_is_not_remembered_though_an_editor_plots_it(desk: Desk, fire: Incident) -> None:
    override = Override(exact_reason="It is the town hall's door.")
    house = replace(SPOT, precision=Precision.ADDRESS)
    desk.incidents.add_place(ADA, fire.id, 1, PARK, house, override=override)
    assert _names(desk) == []


def test_the_later_confirmation_counts_and_a_contradiction_is_in_the_log(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT).places
    north = destination(AT, 0, 300)
    desk.incidents.move_place(BEN, fire.id, 2, place.id, lon=north[0], lat=north[1])
    [park] = [one for one in desk.known_places.all() if one.confirmed_by]
    assert park.confirmed_by == "Ben"
    assert park.lat == pytest.approx(north[1], abs=1e-5)
    detail = desk._store.audit.latest()[0].detail
    assert detail.startswith("It is about 300 m north of it: where it was before, confirmed by Ada on ")


def test_the_same_again_only_renews_it(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT).places
    desk.incidents.edit_place(BEN, fire.id, 2, place.id, replace(PARK, what="Rain"))
    assert _park(desk).confirmed_by == "Ben"
    # To publish is no confirmation of its own.
    desk.publishing.publish(CAY, fire.id, 3)
    assert _park(desk).confirmed_by == "Ben"
    remembered = [one for one in desk._store.audit.latest() if one.deed == "remembered a known place"]
    assert len(remembered) == 1


def test_what_is_published_as_confirmed_is_remembered(desk: Desk) -> None:
    document = (
        b'{"type":"FeatureCollection","title":"x","id":"x","features":[{"type":"Feature","id":"p",'
        b'"geometry":{"type":"Point","coordinates":[-87.81,42.58]},"properties":{"layer":"scene",'
        b'"label":"Heron Point Park, Kenosha, WI","precision":"poi_small","status":"confirmed",'
        b'"sources":[{"publisher":"The Paper"}]}}]}'
    )
    desk.incidents.add_document(ADA, document)
    assert _names(desk) == []
    desk.publishing.publish(CAY, "x", 1)
    assert _names(desk) == ["Heron Point Park"]


def test_what_is_masked_or_retracted_is_forgotten(desk: Desk, fire: Incident) -> None:
    [place] = desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT).places
    desk.incidents.edit_place(ADA, fire.id, 2, place.id, replace(PARK, status="retracted"))
    assert _names(desk) == []
    desk.incidents.edit_place(ADA, fire.id, 3, place.id, PARK)
    assert _names(desk) == ["Heron Point Park"]
    desk.masks.mask(ADA, fire.id, place.id, radius_m=500, reason="The family asked.", label="A park")
    assert _names(desk) == []


def test_an_admin_edits_a_known_place_and_its_other_names_find_it(desk: Desk, fire: Incident) -> None:
    desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT)
    desk.known_places.edit(EVE, _park(desk).id, FIELDS)
    assert desk.finder.geocode("Heron Park, Kenosha").candidates[0].radius_m == 40.0
    assert desk._store.audit.latest()[0].detail == "other names, radius, source"
    assert [one.name for one in desk.known_places.all("POINT kenosha")] == ["Heron Point Park"]
    assert desk.known_places.all("racine") == ()


@pytest.mark.parametrize(
    "fields",
    [
        replace(FIELDS, name=" "),
        replace(FIELDS, locality="Kenosha"),
        replace(FIELDS, locality=""),
        replace(FIELDS, lat=91.0),
        replace(FIELDS, radius_m=0.0),
        replace(FIELDS, radius_m=float("nan")),
        replace(FIELDS, precision="somewhere"),
        replace(FIELDS, name="x" * 201),
        replace(FIELDS, aliases="\n".join(f"name {i}" for i in range(51))),
    ],
)
def test_a_known_place_that_will_not_do_is_not_saved(
    desk: Desk, fire: Incident, fields: KnownPlaceFields
) -> None:
    desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT)
    park = _park(desk)
    with pytest.raises(BadInput):
        desk.known_places.edit(EVE, park.id, fields)
    assert _park(desk) == park


def test_two_are_merged_under_all_of_their_names(desk: Desk, fire: Incident) -> None:
    desk.incidents.add_place(ADA, fire.id, 1, PARK, SPOT)
    park, corner = _park(desk), next(one for one in desk.known_places.all() if not one.confirmed_by)
    with pytest.raises(BadInput):
        desk.known_places.merge(EVE, park.id, park.id, position_of=park.id)
    merged = desk.known_places.merge(EVE, park.id, corner.id, position_of=corner.id)
    assert (merged.name, merged.aliases) == ("Heron Point Park", (corner.name,))
    assert (merged.lon, merged.lat, merged.source) == (corner.lon, corner.lat, corner.source)
    for phrase in ("Heron Point Park, Kenosha", "28th Ave and 40th St, Kenosha"):
        assert desk.finder.geocode(phrase).candidates[0].lat == corner.lat
    assert desk._store.audit.latest()[0].detail.startswith(f"with {corner.title}, about ")


def test_only_admins_change_known_places(desk: Desk) -> None:
    one = desk.known_places.all()[0]
    for deed in (
        lambda: desk.known_places.edit(ADA, one.id, FIELDS),
        lambda: desk.known_places.merge(ADA, one.id, one.id, position_of=one.id),
        lambda: desk.known_places.delete(ADA, one.id),
    ):
        with pytest.raises(Denied, match="admins"):
            deed()
