from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.credits import with_places
from mapapp.incident.difference import Change, differences, merge, settled
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Correction, Georeference, Incident, Layer, Place, Precision, Status


def a_place(place_id: str, **changes: object) -> Place:
    place = Place(
        id=place_id,
        layer=Layer.SCENE,
        label=place_id.title(),
        geometry=Geometry.point(-87.8, 42.6),
        precision=Precision.INTERSECTION,
    )
    return replace(place, **changes)  # type: ignore[arg-type]


CORNER, COURT = a_place("corner"), a_place("court")
BASE = Incident(id="test", title="A test", revision=1, places=(CORNER, COURT))

a_version = st.builds(
    lambda title, places: replace(BASE, title=title, places=tuple(places)),
    st.sampled_from(["A test", "Mine", "Theirs"]),
    st.lists(
        st.builds(
            a_place,
            st.sampled_from(["corner", "court", "clinic"]),
            label=st.sampled_from(["One", "Two"]),
            status=st.sampled_from(Status),
        ),
        unique_by=lambda one: one.id,
        max_size=3,
    ),
)


def test_the_same_document_in_two_revisions_holds_no_difference() -> None:
    assert differences(BASE, replace(BASE, revision=7, updated_at="2020-08-23T22:15:00Z")) == ()


def test_a_changed_member_is_named_with_both_values() -> None:
    after = replace(BASE, title="B", places=(replace(CORNER, status=Status.CONFIRMED), COURT))

    story, corner = differences(BASE, after)

    assert (story.place_id, story.changes) == ("", (Change("title", "A test", "B"),))
    assert corner.changes == (Change("status", Status.REPORTED, Status.CONFIRMED),)


def test_a_place_that_is_only_on_one_side_is_a_difference() -> None:
    found = differences(BASE, replace(BASE, places=(CORNER, a_place("clinic"))))

    assert [(one.place_id, one.before is None, one.after is None) for one in found] == [
        ("court", False, True),
        ("clinic", True, False),
    ]


def test_changes_to_different_members_of_one_place_are_both_kept() -> None:
    theirs = replace(BASE, revision=2, places=(replace(CORNER, label="Theirs"), COURT))
    mine = replace(BASE, places=(replace(CORNER, status=Status.DISPUTED), COURT))

    merged = merge(BASE, theirs, mine)

    assert merged.revision == 2
    assert merged.places == (replace(CORNER, label="Theirs", status=Status.DISPUTED), COURT)


def test_where_both_changed_the_same_member_mine_is_taken() -> None:
    merged = merge(BASE, replace(BASE, title="Theirs"), replace(BASE, title="Mine"))

    assert merged.title == "Mine"


def test_a_place_removed_by_one_side_goes_unless_the_other_edited_it() -> None:
    edited = replace(BASE, places=(replace(CORNER, label="Edited"), COURT))
    removed = replace(BASE, places=(COURT,))

    assert merge(BASE, BASE, removed).places == (COURT,)
    assert merge(BASE, removed, BASE).places == (COURT,)
    assert merge(BASE, edited, removed).places[0].label == "Edited"
    assert "Edited" in {one.label for one in merge(BASE, removed, edited).places}


def test_two_places_added_under_one_id_both_stay() -> None:
    theirs = replace(BASE, places=(*BASE.places, a_place("clinic", label="Theirs")))
    mine = replace(BASE, places=(*BASE.places, a_place("clinic", label="Mine")))

    added = merge(BASE, theirs, mine).places[2:]

    assert [(one.id, one.label) for one in added] == [("clinic", "Theirs"), ("clinic-2", "Mine")]


def test_a_place_removed_by_one_side_stays_when_the_other_says_what_it_may_be() -> None:
    may_be = replace(BASE, places=(*BASE.places, a_place("clinic", candidate_for="court")))
    removed = replace(BASE, places=(CORNER,))

    for theirs, mine in ((may_be, removed), (removed, may_be)):
        assert {one.id for one in merge(BASE, theirs, mine).places} == {"corner", "court", "clinic"}


@given(a_version, a_version)
def test_a_merge_invents_nothing_and_never_repeats_an_id(theirs: Incident, mine: Incident) -> None:
    merged = merge(BASE, theirs, mine)

    ids = [one.id for one in merged.places]
    assert len(ids) == len(set(ids))
    labels = {one.label for side in (BASE, theirs, mine) for one in side.places}
    assert {one.label for one in merged.places} <= labels


@given(a_version)
def test_a_merge_with_a_side_that_did_nothing_is_the_other_side(side: Incident) -> None:
    assert differences(merge(BASE, side, BASE), side) == ()
    assert differences(merge(BASE, BASE, side), side) == ()


def test_a_place_that_stays_keeps_its_credit() -> None:
    origin = Georeference(method="crossing", dataset="OpenStreetMap", licence="ODbL 1.0")
    base = with_places(BASE, (replace(CORNER, georeference=origin), COURT))
    theirs = with_places(base, (replace(base.places[0], label="Edited"), COURT))
    mine = with_places(base, (COURT,))
    merged = merge(base, theirs, mine)
    assert merged == theirs
    assert merged.credits == ("Places: OpenStreetMap; ODbL 1.0",)


@given(a_version, a_version)
def test_a_place_is_settled_as_one_side_has_it(theirs: Incident, mine: Incident) -> None:
    everything = {"", *(one.id for side in (BASE, theirs, mine) for one in side.places)}

    assert differences(settled(BASE, theirs, mine, only_theirs=everything), theirs) == ()
    assert differences(settled(BASE, theirs, mine, only_mine=everything), mine) == ()
    assert settled(BASE, theirs, mine) == merge(BASE, theirs, mine)


def test_what_is_settled_for_one_place_leaves_the_others_to_the_merge() -> None:
    theirs = replace(BASE, title="Theirs", places=(replace(CORNER, label="Theirs"), COURT))
    mine = replace(BASE, title="Mine", places=(replace(CORNER, label="Mine"), replace(COURT, label="Mine")))

    chosen = settled(BASE, theirs, mine, only_theirs={"corner", ""})

    assert (chosen.title, [one.label for one in chosen.places]) == ("Theirs", ["Theirs", "Mine"])


def test_a_correction_that_came_in_between_is_never_settled_away() -> None:
    told = Correction("2020-08-24T01:00:00Z", "Moved.", ())
    theirs = replace(BASE, corrections=(told,), places=(replace(CORNER, corrections=(told,)), COURT))
    mine = replace(BASE, places=(replace(CORNER, label="Mine"), COURT))

    for chosen in (settled(BASE, theirs, mine), settled(BASE, theirs, mine, only_mine={"", "corner"})):
        assert (chosen.corrections, chosen.places[0].corrections) == ((told,), (told,))
        assert chosen.places[0].label == "Mine"
