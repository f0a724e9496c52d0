import json
from dataclasses import replace

import pytest

from mapapp.errors import BadInput, Conflict, NotFound, StaleRevision
from mapapp.incident.geometry import Geometry
from mapapp.incident.masking import cell_centre
from mapapp.incident.model import Incident, Layer, Place, Precision, Source, Status
from mapapp.incident.words import is_masked
from mapapp.store import Act, PublicationKind, Store, Wanted
from tests.unit.incident.documents import a_place

AT = (-87.834171, 42.597634)
HOUSE = Place(
    "house",
    Layer.SCENE,
    "2815 Larkspur Terrace",
    Geometry.point(*AT),
    Precision.ADDRESS,
    radius_m=15.0,
    verbatim="at 2815 Larkspur Terrace",
    sources=(Source("The Paper", quote="It burned at 2815."),),
)
FIRE = Incident("fire", "A fire", places=(HOUSE, a_place(id="other")))
WANTED = Wanted(1_000, "A house", "A kitchen burned.", "The family asked for it.")


def _house(incident: Incident) -> Place:
    return incident.places[0]


@pytest.fixture
def masked(store: Store) -> Incident:
    """A map whose house was edited, published, then masked."""
    first = store.incidents.create(FIRE, "Ada", "Added 2815 Larkspur Terrace")
    edited = replace(HOUSE, status=Status.CONFIRMED)
    store.incidents.save(replace(first, places=(edited, *first.places[1:])), "Ben", "Looked at no. 2815")
    store.publications.add("fire", Act(PublicationKind.PUBLISHED, "Ada", 2))
    return store.masks.mask("fire", "house", WANTED, "Ada")


def test_a_masked_place_is_masked_in_every_revision_and_for_readers(store: Store, masked: Incident) -> None:
    assert masked.revision == 3
    shown = [store.incidents.load("fire", number) for number in (1, 2, 3)]
    for one in shown:
        house = _house(one)
        assert house.geometry == Geometry.point(*cell_centre(AT, 1_000))
        assert (house.label, house.what, house.verbatim) == ("A house", "A kitchen burned.", "")
        assert [source.quote for source in house.sources] == [""]
        assert one.places[1] == a_place(id="other")
    assert [_house(one).status for one in shown] == [Status.REPORTED, Status.CONFIRMED, Status.CONFIRMED]


def test_no_note_of_its_history_tells_the_place(store: Store, masked: Incident) -> None:
    notes = [one.note for one in store.incidents.history("fire")]
    assert notes == ["Masked A house", "About a place that is masked now", "Added A house"]


def test_a_version_that_came_too_late_shows_the_mask(store: Store, masked: Incident) -> None:
    stale = replace(FIRE, revision=1, title="A blaze")
    with pytest.raises(StaleRevision) as caught:
        store.incidents.save(stale, "Ben", "At 2815")
    refused = store.incidents.refused("fire", caught.value.refused_id)
    assert is_masked(_house(refused.incident))
    assert (refused.incident.title, refused.note) == ("A blaze", "About a place that is masked now")


def test_the_audit_log_says_who_and_why_and_not_where(store: Store, masked: Incident) -> None:
    entry = next(one for one in store.audit.latest() if one.deed == "masked a place")
    assert (entry.who, entry.deed, entry.subject) == ("Ada", "masked a place", "fire")
    assert entry.detail == "A house, within about 1.0 km. The family asked for it."
    mask = store.masks.find("fire", "house")
    assert (mask.who, mask.reason, mask.radius_m) == ("Ada", "The family asked for it.", 1_000.0)


def test_unmasking_brings_everything_back_with_what_was_changed_since(store: Store, masked: Incident) -> None:
    changed = replace(_house(masked), status=Status.DISPUTED)
    store.incidents.save(replace(masked, places=(changed, *masked.places[1:])), "Ben")
    back = store.masks.unmask("fire", "house", "They asked again.", "Ada")
    assert _house(back) == replace(HOUSE, status=Status.DISPUTED)
    assert _house(store.incidents.load("fire", 1)) == HOUSE
    # What was saved while it was masked never held the place.
    assert is_masked(_house(store.incidents.load("fire", 3)))
    assert "unmasked a place" in [one.deed for one in store.audit.latest()[:2]]
    with pytest.raises(Conflict, match="not masked"):
        store.masks.unmask("fire", "house", "Once more.", "Ada")


def test_a_place_can_be_masked_anew(store: Store, masked: Incident) -> None:
    with pytest.raises(Conflict, match="masked already"):
        store.masks.mask("fire", "house", WANTED, "Ada")
    store.masks.unmask("fire", "house", "They asked again.", "Ada")
    again = store.masks.mask("fire", "house", replace(WANTED, radius_m=2_000), "Ada")
    assert {_house(store.incidents.load("fire", n)).radius_m for n in range(1, again.revision + 1)} == {2_000}


def test_every_masking_and_unmasking_is_counted(store: Store) -> None:
    store.incidents.create(FIRE, "Ada")
    seen = [store.masks.changes("fire")]
    store.masks.mask("fire", "house", WANTED, "Ada")
    seen.append(store.masks.changes("fire"))
    store.masks.unmask("fire", "house", "They asked again.", "Ada")
    seen.append(store.masks.changes("fire"))
    assert seen == sorted(set(seen))


def test_the_facilities_a_place_could_be_go_with_it(store: Store) -> None:
    nearby = a_place(id="hydrant", candidate_for="house")
    store.incidents.create(replace(FIRE, places=(HOUSE, nearby)), "Ada")
    masked = store.masks.mask("fire", "house", WANTED, "Ada")
    for one in (masked, store.incidents.load("fire", 1)):
        assert [place.id for place in one.places] == ["house"]


def test_one_of_several_facilities_is_not_masked(store: Store) -> None:
    nearby = a_place(id="hydrant", candidate_for="house")
    store.incidents.create(replace(FIRE, places=(HOUSE, nearby)), "Ada")
    with pytest.raises(Conflict, match="remove it instead"):
        store.masks.mask("fire", "hydrant", WANTED, "Ada")


def test_a_mask_that_cannot_be_made_leaves_nothing_behind(store: Store) -> None:
    store.incidents.create(replace(FIRE, places=(replace(HOUSE, geometry=None),)), "Ada")
    with pytest.raises(BadInput, match="no position"):
        store.masks.mask("fire", "house", WANTED, "Ada")
    assert len(store.incidents.history("fire")) == 1
    assert [one.deed for one in store.audit.latest()] == ["made a map"]
    assert store.masks.changes("fire") == 0


def test_what_is_not_there_is_not_found(store: Store) -> None:
    store.incidents.create(FIRE, "Ada")
    for ask in (
        lambda: store.masks.mask("flood", "house", WANTED, "Ada"),
        lambda: store.masks.mask("fire", "shed", WANTED, "Ada"),
        lambda: store.masks.unmask("fire", "house", "They asked.", "Ada"),
        lambda: store.masks.find("fire", "house"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_mask_never_comes_too_late(store: Store) -> None:
    first = store.incidents.create(FIRE, "Ada")
    moved = replace(HOUSE, geometry=Geometry.point(-87.5, 42.5))
    store.incidents.save(replace(first, places=(moved,)), "Ben")
    masked = store.masks.mask("fire", "house", WANTED, "Ada")
    assert _house(masked).geometry == Geometry.point(*cell_centre((-87.5, 42.5), 1_000))


def test_an_id_with_the_number_is_exchanged_and_still_leads_to_the_place(store: Store) -> None:
    house = replace(HOUSE, id="2815-larkspur-terrace")
    store.incidents.create(replace(FIRE, places=(house,)), "Ada")
    masked = store.masks.mask("fire", house.id, WANTED, "Ada")
    assert [_house(one).id for one in (masked, store.incidents.load("fire", 1))] == ["masked-place"] * 2
    assert store.masks.shown_as("fire", house.id) == "masked-place"
    assert _house(store.masks.unmask("fire", "masked-place", "They asked.", "Ada")).id == house.id
    assert store.masks.shown_as("fire", house.id) == house.id


def test_a_place_added_masked_is_in_no_revision_and_can_be_unmasked(store: Store) -> None:
    store.incidents.create(replace(FIRE, places=()), "Ada")
    added = store.masks.add("fire", HOUSE, WANTED, "Ada")
    assert (added.revision, is_masked(_house(added))) == (2, True)
    assert _house(store.masks.unmask("fire", "house", "They asked.", "Ada")) == HOUSE
    with pytest.raises(Conflict):
        store.masks.add("fire", HOUSE, WANTED, "Ada")


def test_notes_are_json_however_odd_the_words(store: Store) -> None:
    odd = replace(HOUSE, label='No. 7 "the\\barn"; DROP TABLE mask')
    store.incidents.create(replace(FIRE, places=(odd,)), "Ada", f"Added {odd.label}")
    store.masks.mask("fire", "house", WANTED, "Ada")
    assert store.incidents.history("fire")[-1].note == "Added A house"
    assert json.loads(json.dumps(_house(store.incidents.load("fire", 1)).label)) == "A house"
