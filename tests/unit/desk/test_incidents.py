from dataclasses import replace

import pytest

from mapapp.desk import Desk, PlaceFields
from mapapp.errors import BadInput, InvalidDocument, NotFound, StaleRevision
from mapapp.geocode.answer import Candidate, Provenance
from mapapp.incident.geojson import dumps
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Layer, Precision, Source, Status
from tests.people import ADA, BEN
from tests.unit.incident.documents import a_place

CORNER = Candidate(
    lon=-87.843258,
    lat=42.600802,
    geometry=Geometry.point(-87.843258, 42.600802),
    precision=Precision.INTERSECTION,
    radius_m=20.0,
    score=100.0,
    label="28th Avenue & 40th Street, Kenosha, WI",
    provenance=Provenance("street intersection", "TIGER/Line", "2014", "public domain", ("65180185",)),
    faults=("misspelt", "from_a_newer_list"),
)
SCENE = PlaceFields(
    label="28th Avenue and 40th Street",
    layer="scene",
    what="A fire",
    status="confirmed",
    occurred_at="2020-08-23T17:15:00-05:00",
    verbatim="near 28th Avenue and 40th Street",
    sources=(Source("Fox 6", "https://example.org/fox6", "near 28th Avenue"),),
)


@pytest.fixture
def fire(desk: Desk) -> Incident:
    return desk.incidents.create(ADA, "A fire", "It burns.", "America/Chicago", "2020-08-23")


def test_a_new_incident_is_a_draft_under_a_readable_id(desk: Desk, fire: Incident) -> None:
    assert (fire.id, fire.revision, fire.places) == ("a-fire-2020-08-23", 1, ())
    assert desk.incidents.get(fire.id) == fire
    assert desk.incidents.summary(fire.id).published_revision is None
    assert desk.publishing.standing(fire.id) is None


def test_incidents_of_one_title_have_ids_of_their_own(desk: Desk) -> None:
    made = [desk.incidents.create(ADA, "Ein Ärger 火") for _ in range(3)]
    assert [one.id for one in made] == ["ein-arger", "ein-arger-2", "ein-arger-3"]
    assert len({desk.incidents.create(ADA, "x" * 500).id for _ in range(3)}) == 3
    assert desk.incidents.create(ADA, "火").id == "map"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"title": " "}, "title"),
        ({"title": "x", "timezone": "Mars/Olympus"}, "timezone"),
        ({"title": "x", "occurred_at": "2020-08-23T17:15:00"}, "occurred_at"),
        ({"title": "x", "occurred_at": "yesterday"}, "occurred_at"),
    ],
)
def test_an_incident_that_breaks_a_rule_is_not_created(desk: Desk, said: dict[str, str], path: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        desk.incidents.create(ADA, **said)
    assert caught.value.path == path
    assert [one.id for one in desk.incidents.all()] == ["fire-2020"]


def test_a_document_keeps_its_id_or_gets_the_next(desk: Desk) -> None:
    document = dumps(Incident("a" * 80, "Read in", places=(a_place(),))).encode()
    first, second = (desk.incidents.add_document(ADA, document) for _ in range(2))
    assert (first.id, second.id) == ("a" * 80, "a" * 72 + "-2")
    assert (first.revision, first.places) == (1, (a_place(),))
    with pytest.raises(InvalidDocument):
        desk.incidents.add_document(ADA, document.replace(b"42.6", b"NaN"))


def test_a_place_is_added_with_all_that_is_known_of_it(desk: Desk, fire: Incident) -> None:
    changed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    (place,) = changed.places
    assert (place.id, place.label) == ("28th-avenue-and-40th-street", "28th Avenue and 40th Street")
    assert (place.layer, place.status, place.precision) == (
        Layer.SCENE,
        Status.CONFIRMED,
        Precision.INTERSECTION,
    )
    assert (place.geometry, place.radius_m) == (CORNER.geometry, 20.0)
    assert (place.what, place.verbatim, place.sources) == (SCENE.what, SCENE.verbatim, SCENE.sources)
    how = place.georeference
    assert how is not None
    assert (how.method, how.dataset, how.vintage) == ("street intersection", "TIGER/Line", "2014")
    assert how.licence == "public domain"
    assert how.faults == (
        "misspelt: the spelling differs by one letter",
        "from_a_newer_list: from a newer list",
    )
    assert how.extra == {"ids": ["65180185"]}
    assert desk.incidents.get(fire.id) == changed
    assert desk.incidents.history(fire.id)[0].note == "Added 28th Avenue and 40th Street"


def test_places_of_one_label_have_ids_of_their_own(desk: Desk, fire: Incident) -> None:
    for _ in range(3):
        fire = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    assert [one.id[-4:] for one in fire.places] == ["reet", "et-2", "et-3"]


def test_a_place_may_have_no_position_yet(desk: Desk, fire: Incident) -> None:
    (place,) = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE).places
    assert (place.geometry, place.georeference) == (None, None)


def test_a_place_that_could_be_several_facilities_brings_them_along(desk: Desk, fire: Incident) -> None:
    others = [replace(CORNER, label=name) for name in ("First Hospital", "Second Hospital")]
    changed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER, may_be=others)
    scene, *facilities = changed.places
    assert [one.label for one in facilities] == ["First Hospital", "Second Hospital"]
    assert {(one.layer, one.candidate_for) for one in facilities} == {(Layer.FACILITY, scene.id)}
    left = desk.incidents.remove_place(ADA, fire.id, changed.revision, scene.id)
    assert left.places == ()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (replace(SCENE, label=" "), InvalidDocument),
        (replace(SCENE, layer="doorstep"), BadInput),
        (replace(SCENE, status="certain"), BadInput),
        (replace(SCENE, occurred_at="17:15"), InvalidDocument),
        (replace(SCENE, sources=(Source("Fox 6", "javascript:alert(1)"),)), InvalidDocument),
        (replace(SCENE, sources=(Source(""),)), InvalidDocument),
    ],
)
def test_a_place_that_breaks_a_rule_is_not_saved(
    desk: Desk, fire: Incident, fields: PlaceFields, error: type[BadInput]
) -> None:
    with pytest.raises(error):
        desk.incidents.add_place(ADA, fire.id, fire.revision, fields, CORNER)
    assert desk.incidents.get(fire.id) == fire


def test_a_place_is_edited_where_it_stands(desk: Desk, fire: Incident) -> None:
    before = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    place = before.places[0]
    fields = replace(SCENE, label="The corner", status=Status.DISPUTED, layer=Layer.CONTEXT, sources=())
    after = desk.incidents.edit_place(BEN, fire.id, before.revision, place.id, fields)
    assert after.places == (
        replace(place, label="The corner", status=Status.DISPUTED, layer=Layer.CONTEXT, sources=()),
    )
    assert desk.incidents.get(fire.id, before.revision) == before


def test_a_place_moved_by_hand_remembers_how_it_was_placed(desk: Desk, fire: Incident) -> None:
    placed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    place_id = placed.places[0].id
    moved = desk.incidents.move_place(ADA, fire.id, placed.revision, place_id, lon=-87.84, lat=42.61)
    again = desk.incidents.move_place(ADA, fire.id, moved.revision, place_id, lon=-87.85, lat=42.62)
    (place,) = again.places
    assert place.geometry == Geometry.point(-87.85, 42.62)
    assert (place.precision, place.radius_m) == (Precision.INTERSECTION, 20.0)
    assert place.georeference is not None
    assert place.georeference.method == "placed by hand"
    before = place.georeference.extra["before"]
    assert (before["method"], before["before"]["method"]) == ("placed by hand", "street intersection")
    assert before["before"]["ids"] == ["65180185"]


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_a_place_is_not_moved_off_the_earth(desk: Desk, fire: Incident, lon: float, lat: float) -> None:
    placed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    with pytest.raises(InvalidDocument):
        desk.incidents.move_place(ADA, fire.id, placed.revision, placed.places[0].id, lon=lon, lat=lat)
    assert desk.incidents.get(fire.id) == placed


def test_a_removed_place_stays_in_earlier_revisions(desk: Desk, fire: Incident) -> None:
    placed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    removed = desk.incidents.remove_place(ADA, fire.id, placed.revision, placed.places[0].id)
    assert removed.places == ()
    assert desk.incidents.get(fire.id, placed.revision).places == placed.places


def test_a_place_that_is_not_there_is_not_found(desk: Desk, fire: Incident) -> None:
    for change in (
        lambda: desk.incidents.edit_place(ADA, fire.id, 1, "nowhere", SCENE),
        lambda: desk.incidents.move_place(ADA, fire.id, 1, "nowhere", lon=0, lat=0),
        lambda: desk.incidents.remove_place(ADA, fire.id, 1, "nowhere"),
        lambda: desk.incidents.add_place(ADA, fire.id, 99, SCENE),
        lambda: desk.incidents.add_place(ADA, "nothing", 1, SCENE),
    ):
        with pytest.raises(NotFound):
            change()
    assert desk.incidents.get(fire.id) == fire


def test_the_second_of_two_who_edit_loses_nothing(desk: Desk, fire: Incident) -> None:
    theirs = desk.incidents.edit(
        BEN, fire.id, 1, title="A large fire", summary="", timezone="UTC", occurred_at=""
    )
    with pytest.raises(StaleRevision) as caught:
        desk.incidents.add_place(ADA, fire.id, 1, SCENE, CORNER)
    mine = desk.incidents.refused(fire.id, caught.value.refused_id)
    assert (mine.incident.title, mine.incident.places[0].label) == ("A fire", SCENE.label)
    assert (mine.who, mine.note) == ("Ada", "Added 28th Avenue and 40th Street")
    assert desk.incidents.get(fire.id) == theirs


def test_a_note_is_short(desk: Desk, fire: Incident) -> None:
    for note in ("x" * 2_001, "a\x00b"):
        with pytest.raises(BadInput, match="note"):
            desk.incidents.save(ADA, fire, note)
    assert desk.incidents.save(ADA, fire, "x" * 2_000).revision == 2


def test_an_earlier_revision_is_restored_as_a_new_one_and_undone(desk: Desk, fire: Incident) -> None:
    placed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    back = desk.incidents.restore(BEN, fire.id, placed.revision, 1)
    assert (back.revision, back.places, back.credits) == (3, (), ())
    assert desk.incidents.history(fire.id)[0].note == "Restored revision 1"
    again = desk.incidents.restore(BEN, fire.id, 3, 2)
    assert again.places == placed.places
    with pytest.raises(NotFound):
        desk.incidents.restore(BEN, fire.id, 4, 9)


def test_whose_data_a_place_comes_from_is_credited_until_it_is_moved_or_removed(
    desk: Desk, fire: Incident
) -> None:
    line = "Places: TIGER/Line, 2014; public domain"
    placed = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, CORNER)
    assert placed.credits == (line,)
    (scene,) = placed.places
    moved = desk.incidents.move_place(ADA, fire.id, placed.revision, scene.id, lon=-87.8, lat=42.6)
    assert moved.credits == ()
    again = desk.incidents.add_place(ADA, fire.id, moved.revision, SCENE, CORNER)
    removed = desk.incidents.remove_place(ADA, fire.id, again.revision, again.places[-1].id)
    assert (again.credits, removed.credits) == ((line,), ())


def test_a_doubt_that_holds_for_both_streets_is_kept_once(desk: Desk, fire: Incident) -> None:
    corner = replace(CORNER, faults=("misspelt", "misspelt"))
    (place,) = desk.incidents.add_place(ADA, fire.id, fire.revision, SCENE, corner).places
    assert place.georeference is not None
    assert place.georeference.faults == ("misspelt: the spelling differs by one letter",)
