from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from mapapp.errors import Conflict, NotFound
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Precision
from mapapp.store import Store
from tests.unit.incident.documents import a_place

CORNER = KnownPlace("A & B", "Kenosha, WI", -87.8, 42.6, Precision.INTERSECTION, 20.0, "a survey")
MILL = KnownPlace(
    "The Old Mill", "Kenosha, WI", -87.9, 42.5, Precision.POI_SMALL, 30.0, "a visit", ("Old Mill Inn",)
)


def test_what_is_confirmed_says_who_did_and_when(store: Store) -> None:
    store.known_places.remember(MILL, "Ada")
    [kept] = store.known_places.all()
    assert (kept.confirmed_by, kept.aliases, kept.name) == ("Ada", ("Old Mill Inn",), "The Old Mill")
    assert kept.confirmed_at.endswith("Z")
    assert store.known_places.get(kept.id) == kept
    [entry] = store.audit.latest()
    assert (entry.deed, entry.subject) == ("remembered a known place", "The Old Mill, Kenosha, WI")


def test_a_second_confirmation_is_only_told_when_it_says_something_new(store: Store) -> None:
    store.known_places.remember(MILL, "Ada")
    store.known_places.remember(replace(MILL, radius_m=10.0), "Ben")
    store.known_places.remember(replace(MILL, lat=42.6), "Cay", "It is about 11 km north.")
    assert [(one.confirmed_by, one.lat) for one in store.known_places.all()] == [("Cay", 42.6)]
    assert [one.detail for one in store.audit.latest()] == ["It is about 11 km north.", ""]


def test_a_file_does_not_replace_what_people_edited_nor_bring_back_what_they_deleted(store: Store) -> None:
    store.known_places.load([CORNER, MILL])
    corner, mill = store.known_places.all()
    store.known_places.edit(replace(corner, radius_m=55.0), "Ada", "radius")
    store.known_places.delete(mill, "Ada")
    store.known_places.load([CORNER, MILL])
    assert [one.radius_m for one in store.known_places.all()] == [55.0]
    with pytest.raises(NotFound):
        store.known_places.get(mill.id)


def test_a_name_that_was_changed_does_not_come_back(store: Store) -> None:
    store.known_places.load([CORNER])
    [corner] = store.known_places.all()
    store.known_places.edit(replace(corner, name="A and B"), "Ada", "name")
    store.known_places.load([CORNER])
    assert [one.name for one in store.known_places.all()] == ["A and B"]
    # Changed back, it is that place again.
    store.known_places.edit(corner, "Ada", "name")
    assert [(one.name, one.id) for one in store.known_places.all()] == [("A & B", corner.id)]


def test_two_places_have_two_names(store: Store) -> None:
    store.known_places.load([CORNER, MILL])
    corner, mill = store.known_places.all()
    with pytest.raises(Conflict, match="merge the two"):
        store.known_places.edit(replace(mill, name=corner.name), "Ada", "name")
    assert store.known_places.all() == (CORNER, MILL)


def test_of_two_that_are_merged_one_stays_for_good(store: Store) -> None:
    store.known_places.load([CORNER, MILL])
    corner, mill = store.known_places.all()
    store.known_places.merge(replace(corner, aliases=(mill.name,)), mill, "Ada", "with the mill")
    store.known_places.load([CORNER, MILL])
    assert [(one.name, one.aliases) for one in store.known_places.all()] == [("A & B", ("The Old Mill",))]
    with pytest.raises(NotFound):
        store.known_places.merge(corner, mill, "Ada", "")


def test_what_was_taken_back_is_forgotten_where_people_had_confirmed_it(store: Store) -> None:
    store.known_places.load([CORNER])
    store.known_places.remember(replace(MILL, lon=CORNER.lon, lat=CORNER.lat + 0.0001), "Ada")
    store.known_places.forget(a_place(geometry=Geometry.point(CORNER.lon, CORNER.lat)), "Ben")
    assert store.known_places.all() == (CORNER,)
    assert store.audit.latest()[0].deed == "forgot a known place"
    store.known_places.forget(a_place(geometry=None), "Ben")


def test_nothing_of_a_position_is_left_of_what_was_forgotten(store: Store, store_url: str) -> None:
    store.known_places.remember(MILL, "Ada")
    store.known_places.delete(store.known_places.all()[0], "Ada")
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT lon, lat, aliases FROM known_place")).all() == [(0, 0, "[]")]
    engine.dispose()


def test_every_change_is_counted(store: Store) -> None:
    seen = [store.gazetteer.version()]
    store.known_places.load([CORNER])
    seen.append(store.gazetteer.version())
    [corner] = store.known_places.all()
    for change in (
        lambda: store.known_places.remember(MILL, "Ada"),
        lambda: store.known_places.edit(replace(corner, radius_m=9.0), "Ada", ""),
        lambda: store.known_places.delete(corner, "Ada"),
    ):
        change()
        seen.append(store.gazetteer.version())
    assert len(set(seen)) == 5
