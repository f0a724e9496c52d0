from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapapp.incident.changes import MOST_SENTENCES, changes, corrected, restored
from mapapp.incident.difference import differences
from mapapp.incident.geodesy import destination
from mapapp.incident.geometry import Geometry, parse_geometry
from mapapp.incident.model import Correction, Incident, Layer, Place, Precision, Source, Status
from tests.unit.incident.documents import a_place, incidents

CORNER = a_place(label="28th Avenue and 40th Street", radius_m=15.0)
FIRE = Incident("fire", "A fire", revision=3, places=(CORNER,))
NORTH_EAST = Geometry.point(*destination((-87.8, 42.6), 45, 123))
AREA = parse_geometry({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "")
LARGER = parse_geometry({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "")


def _said(*places: Place, **members: object) -> tuple[str, ...]:
    return changes(FIRE, replace(FIRE, places=places or FIRE.places, **members)).sentences  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"geometry": NORTH_EAST}, ["28th Avenue and 40th Street moved about 120 m north-east."]),
        ({"status": Status.CONFIRMED}, ["28th Avenue and 40th Street is now confirmed."]),
        ({"status": Status.RETRACTED}, ["28th Avenue and 40th Street was retracted."]),
        ({"label": "The corner"}, ["A place has a new name: The corner."]),
        ({"layer": Layer.CONTEXT}, ["28th Avenue and 40th Street is now listed under Context."]),
        ({"geometry": None}, ["28th Avenue and 40th Street no longer has a position on the map."]),
        (
            {"what": "x", "sources": (Source("Fox 6"),)},
            ["28th Avenue and 40th Street: the description and sources were changed."],
        ),
        ({"verbatim": "x"}, ["28th Avenue and 40th Street: the quotation was changed."]),
        (
            {"precision": Precision.BLOCK, "radius_m": 300.0, "geometry": NORTH_EAST},
            [
                "28th Avenue and 40th Street is now shown less exactly: one block of a street, "
                "within about 300 m."
            ],
        ),
        (
            {"radius_m": 5.0},
            ["28th Avenue and 40th Street is now shown more exactly: within about 5 m."],
        ),
        (
            {"precision": Precision.BLOCK, "radius_m": 5.0},
            ["28th Avenue and 40th Street is now shown as one block of a street, within about 5 m."],
        ),
        ({"extra": {"x": 1}}, ["The record of 28th Avenue and 40th Street was changed."]),
    ],
)
def test_what_was_changed_of_a_place_is_said_in_a_sentence(
    members: dict[str, object], said: list[str]
) -> None:
    assert list(_said(replace(CORNER, **members))) == said  # type: ignore[arg-type]


def test_of_the_story_it_is_said_what_was_changed_but_not_what_it_was() -> None:
    assert _said(title="A large fire", summary="x") == ("The title and summary were changed.",)
    assert _said(credits=("x",)) == ("The credits were changed.",)
    assert _said(a_place(label="A shed"), credits=("x",)) != ("The credits were changed.",)


def test_places_that_come_and_go_are_named_and_facilities_counted() -> None:
    city = a_place(id="city", label="A hospital")
    may_be = [a_place(id=f"may-{i}", label="Not said", candidate_for="city") for i in range(8)]
    assert _said(CORNER, city, *may_be) == (
        "A new place: A hospital.",
        "8 facilities that “A hospital” could be were added.",
    )
    back = changes(replace(FIRE, places=(city, *may_be)), replace(FIRE, places=(city,)))
    assert back.sentences == ("8 facilities that “A hospital” could be were taken off the map.",)


def test_a_place_is_called_as_the_desk_says() -> None:
    moved = replace(FIRE, places=(replace(CORNER, label="4021 28th Ave", geometry=NORTH_EAST),))
    found = changes(FIRE, moved, lambda _: "4000 block of 28th Ave")
    assert "4021" not in " ".join(found.sentences)


def test_a_thousand_changes_are_not_written_out() -> None:
    after = replace(FIRE, places=tuple(a_place(id=f"p-{i}", label=str(i)) for i in range(1_000)))
    said = changes(FIRE, after).sentences
    assert len(said) == MOST_SENTENCES + 1
    assert said[-1] == "And 901 more changes."


def test_a_correction_is_kept_on_the_whole_and_on_each_place_changed() -> None:
    other = a_place(id="other")
    before = replace(FIRE, places=(CORNER, other))
    after = replace(before, places=(replace(CORNER, status=Status.CONFIRMED), other))
    done = corrected(after, changes(before, after), "2020-08-24T01:00:00Z", "Police confirmed it.")
    told = ("28th Avenue and 40th Street is now confirmed.",)
    assert done.corrections == (Correction("2020-08-24T01:00:00Z", "Police confirmed it.", told),)
    assert done.places[0].corrections == done.corrections
    assert done.places[1].corrections == ()


def test_restoring_brings_everything_back_but_the_record_of_corrections() -> None:
    told = Correction("2020-08-24T01:00:00Z", "Moved.", ())
    current = replace(
        FIRE, title="New", revision=5, corrections=(told,), places=(replace(CORNER, corrections=(told,)),)
    )
    back = restored(current, FIRE)
    assert (back.title, back.revision, back.corrections) == ("A fire", 5, (told,))
    assert back.places[0].corrections == (told,)
    assert differences(back, FIRE) == ()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(incidents, incidents)
def test_there_are_sentences_exactly_where_there_are_differences(one: Incident, other: Incident) -> None:
    assert bool(changes(one, other).sentences) == bool(differences(one, other))


@given(incidents)
def test_nothing_changed_is_nothing_said(one: Incident) -> None:
    assert changes(one, replace(one, revision=9, updated_at="2020-08-23")).sentences == ()


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 360), st.floats(2, 5_000))
def test_no_sentence_holds_a_position(lon: float, lat: float, degrees: float, metres: float) -> None:
    before = replace(FIRE, places=(replace(CORNER, geometry=Geometry.point(lon, lat)),))
    there = Geometry.point(*destination((lon, lat), degrees, metres))
    after = replace(before, places=(replace(CORNER, geometry=there),))
    said = " ".join(changes(before, after).sentences)
    assert "moved" in said
    for number in (*before.places[0].geometry.coordinates, *there.coordinates):  # type: ignore[union-attr]
        assert f"{number:.3f}" not in said
