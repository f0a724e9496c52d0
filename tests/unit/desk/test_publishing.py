from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.desk import Desk, MapState, PublicationKind
from mapapp.errors import BadInput, Conflict, NotFound
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Source, Status
from mapapp.settings import Settings
from tests.people import ADA, BEN, CAY
from tests.unit.incident.documents import a_place

CORNER = a_place(label="28th Avenue and 40th Street", sources=(Source("Fox 6"),))


@pytest.fixture
def fire(desk: Desk) -> Incident:
    created = desk.incidents.create(ADA, "A fire", timezone="America/Chicago")
    return desk.incidents.save(ADA, replace(created, places=(CORNER,)))


@pytest.fixture
def shown(desk: Desk, fire: Incident) -> Incident:
    """A published map, confirmed in a draft since."""
    desk.publishing.publish(ADA, fire.id, fire.revision)
    return desk.incidents.save(BEN, replace(fire, places=(replace(CORNER, status=Status.CONFIRMED),)))


def _state(desk: Desk, incident_id: str) -> MapState:
    return desk.incidents.summary(incident_id).state


def test_a_reporter_publishes_and_takes_back(desk: Desk, fire: Incident) -> None:
    desk.publishing.publish(CAY, fire.id, 2)
    assert _state(desk, fire.id) is MapState.PUBLISHED
    desk.publishing.unpublish(CAY, fire.id)
    assert _state(desk, fire.id) is MapState.UNPUBLISHED
    assert fire.id not in {one.id for one in desk.incidents.published()}


def test_what_was_never_saved_is_not_found(desk: Desk, fire: Incident) -> None:
    for act in (
        lambda: desk.publishing.publish(ADA, fire.id, 9),
        lambda: desk.publishing.publish(ADA, "flood", 1),
        lambda: desk.publishing.correct(ADA, "flood", 1, "note"),
        lambda: desk.publishing.retract(ADA, "flood", "note"),
        lambda: desk.publishing.unpublish(ADA, "flood"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_map_without_a_source_is_not_published(desk: Desk, fire: Incident) -> None:
    bare = desk.incidents.save(ADA, replace(fire, places=(replace(CORNER, sources=()), a_place(id="b"))))
    with pytest.raises(BadInput, match=r"28th Avenue and 40th Street has no source: .* And 1 more\."):
        desk.publishing.publish(ADA, fire.id, bare.revision)
    assert _state(desk, fire.id) is MapState.DRAFT


def test_an_embargo_waits_and_can_be_withdrawn(desk: Desk, fire: Incident) -> None:
    desk.publishing.publish(ADA, fire.id, 2, at="2999-01-01T06:00:00-06:00")
    pending = desk.publishing.pending(fire.id)
    assert pending is not None
    assert (pending.at, pending.revision, pending.who) == ("2999-01-01T12:00:00Z", 2, "Ada")
    assert _state(desk, fire.id) is MapState.SCHEDULED
    assert desk.publishing.standing(fire.id) is None
    desk.publishing.withdraw(BEN, fire.id)
    assert _state(desk, fire.id) is MapState.DRAFT


@pytest.mark.parametrize(
    "at", ["2020-08-23T18:00:00-05:00", "2999-01-01", "soon", "9999-12-31T23:59:59-12:00"]
)
def test_a_time_that_has_passed_or_is_none_is_refused(desk: Desk, fire: Incident, at: str) -> None:
    with pytest.raises(BadInput):
        desk.publishing.publish(ADA, fire.id, 2, at=at)
    assert desk.publishing.pending(fire.id) is None


def test_what_readers_have_seen_is_not_changed_silently(desk: Desk, shown: Incident) -> None:
    with pytest.raises(BadInput, match="as a correction"):
        desk.publishing.publish(ADA, shown.id, shown.revision)
    desk.publishing.unpublish(ADA, shown.id)
    with pytest.raises(BadInput, match="as a correction"):
        desk.publishing.publish(ADA, shown.id, shown.revision)
    desk.publishing.publish(ADA, shown.id, 2)
    with pytest.raises(BadInput, match="already"):
        desk.publishing.publish(ADA, shown.id, 2)


def test_a_correction_is_a_revision_that_readers_see_with_its_note(desk: Desk, shown: Incident) -> None:
    seen = desk.publishing.correct(CAY, shown.id, shown.revision, " Police confirmed it. ")
    (told,) = seen.corrections
    assert (told.note, told.changes) == (
        "Police confirmed it.",
        ("28th Avenue and 40th Street is now confirmed.",),
    )
    assert seen.places[0].corrections == (told,)
    standing = desk.publishing.standing(shown.id)
    assert standing is not None
    assert (standing.kind, standing.revision, standing.at) == (
        PublicationKind.CORRECTED,
        seen.revision,
        told.at,
    )
    assert desk.incidents.get(shown.id) == seen
    with pytest.raises(BadInput, match="Nothing has changed"):
        desk.publishing.correct(CAY, shown.id, seen.revision, "Again")


@pytest.mark.parametrize("note", ["", "   ", "x" * 2_001, "a\x00b"])
def test_a_correction_and_a_retraction_need_a_note(desk: Desk, shown: Incident, note: str) -> None:
    with pytest.raises(BadInput, match="note"):
        desk.publishing.correct(ADA, shown.id, shown.revision, note)
    with pytest.raises(BadInput, match="note"):
        desk.publishing.retract(ADA, shown.id, note)
    assert _state(desk, shown.id) is MapState.PUBLISHED


def test_a_correction_of_a_draft_or_of_an_older_revision_is_refused(desk: Desk, fire: Incident) -> None:
    with pytest.raises(BadInput, match="publish it"):
        desk.publishing.correct(ADA, fire.id, 2, "A note")
    desk.publishing.publish(ADA, fire.id, 2)
    desk.incidents.save(BEN, replace(fire, title="B"))
    with pytest.raises(Conflict):
        desk.publishing.correct(ADA, fire.id, 1, "A note")


def test_a_retracted_map_comes_back_only_as_a_correction(desk: Desk, shown: Incident) -> None:
    desk.publishing.retract(ADA, shown.id, "It never happened.")
    assert _state(desk, shown.id) is MapState.RETRACTED
    with pytest.raises(BadInput, match="was retracted"):
        desk.publishing.publish(ADA, shown.id, 2)
    with pytest.raises(BadInput, match="do not see"):
        desk.publishing.retract(ADA, shown.id, "Again")
    desk.publishing.correct(ADA, shown.id, shown.revision, "It did happen.")
    assert _state(desk, shown.id) is MapState.CORRECTED


def test_a_note_never_says_a_house_number_or_a_position(desk: Desk, fire: Incident) -> None:
    home = replace(CORNER, label="4021 28th Ave, Kenosha")
    first = desk.incidents.save(ADA, replace(fire, places=(home,)))
    desk.publishing.publish(ADA, fire.id, first.revision)
    moved = replace(home, geometry=Geometry.point(-87.81, 42.61))
    draft = desk.incidents.save(ADA, replace(first, places=(moved,)))
    (said,) = desk.publishing.correct(ADA, fire.id, draft.revision, "It moved.").corrections[0].changes
    assert said.startswith("4000 block of 28th Ave, Kenosha moved about 1.4 km ")


@pytest.fixture
def founding(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings)
    desk.setup.initialise(Path(__file__).parents[3] / "data")
    yield desk
    desk.close()


def test_what_the_newsroom_starts_with_is_corrected_like_any_other(founding: Desk) -> None:
    (first,) = founding.incidents.published()
    incident = founding.incidents.get(first.id)
    scene = replace(incident.places[0], status=Status.CONFIRMED)
    draft = founding.incidents.save(ADA, replace(incident, places=(scene, *incident.places[1:])))
    seen = founding.publishing.correct(ADA, first.id, draft.revision, "The police confirmed the corner.")
    assert seen.corrections[0].changes == ("Near 28th Avenue and 40th Street, Kenosha is now confirmed.",)
