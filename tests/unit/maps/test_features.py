import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Precision
from mapapp.maps.features import Draw, Drawing, GroupId, draw, for_readers
from mapapp.maps.sent import places_json
from tests.unit.maps.documents import founding, incident, place

SCENE = place("scene", -87.843, 42.6)


def drawn(*features: dict[str, Any], **members: Any) -> Drawing:
    return draw(incident(*features, **members))


def test_the_founding_map_in_words() -> None:
    drawing = draw(founding())
    assert [(one.id, len(one.places)) for one in drawing.groups] == [
        ("scenes", 1),
        ("facilities", 2),
        ("context", 1),
        ("candidates", 8),
    ]
    scene, police, _, hospital, *candidates = drawing.places
    assert [one.number for one in drawing.places] == list(range(1, 13))
    assert scene.precision == "a street corner, within about 160 m"
    assert scene.when == "Sunday, August 23, 2020, 5:15 p.m. CDT"
    assert scene.draw is Draw.PIN
    assert police.distance == "about 1.4 miles south-east of the scene"
    assert hospital.draw is Draw.AREA
    assert hospital.distance == "about 31 miles north of the scene"
    assert {one.draw for one in candidates} == {Draw.RING}


@pytest.mark.parametrize(
    ("at", "radius_m"), [((-87.8, 42.6), 20_000_000.0), ((0, 89.5), 150_000.0), ((120, -80), 1_500_000.0)]
)
def test_a_circle_too_wide_to_draw_is_no_spot_to_open_on(at: tuple[float, float], radius_m: float) -> None:
    drawing = drawn(place("a", *at, precision="relative", radius_m=radius_m))
    assert drawing.places[0].ring is None
    assert drawing.opening is not None
    _, south, _, north = drawing.opening
    assert distance_m((0, south), (0, north)) >= radius_m


@pytest.mark.parametrize("precision", Precision)
def test_only_exact_places_are_pins(precision: Precision) -> None:
    (shown,) = drawn(place("a", 0, 0, precision=precision.value)).places
    exact = {Precision.ADDRESS, Precision.POI_SMALL, Precision.INTERSECTION}
    assert (shown.draw is Draw.PIN) == (precision in exact)


@pytest.mark.parametrize(
    ("geometry", "how"),
    [
        ({"type": "MultiPoint", "coordinates": [[0, 0], [0.01, 0]]}, Draw.RING),
        ({"type": "LineString", "coordinates": [[0, 0], [0.01, 0]]}, Draw.LINE),
        ({"type": "MultiLineString", "coordinates": [[[0, 0], [0.01, 0]]]}, Draw.LINE),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]}, Draw.AREA),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}]}, Draw.AREA),
        (None, Draw.NOTHING),
    ],
)
def test_a_figure_is_drawn_as_what_it_is(geometry: dict[str, Any] | None, how: Draw) -> None:
    (shown,) = drawn({**place("a", 0, 0), "geometry": geometry}).places
    assert shown.draw is how
    assert (shown.centre is None) == (how is Draw.NOTHING)


def test_what_was_retracted_stays_in_the_list_and_leaves_the_map() -> None:
    drawing = drawn(SCENE, place("gone", -87.8, 42.6, status="retracted"))
    shown = next(one for one in drawing.places if one.id == "gone")
    assert (shown.draw, shown.geometry, shown.ring, shown.centre) == (Draw.NOTHING, None, None, None)
    assert shown.status_words == "retracted"
    assert b"gone" not in places_json(drawing)
    assert drawing.places[0].distance == ""


def test_the_facilities_that_a_retracted_place_could_be_go_with_it() -> None:
    gone = place("gone", -87.8, 42.6, status="retracted", layer="area", georeference={"method": "by ear"})
    maybe = place("maybe", -87.9, 43, layer="facility", candidate_for="gone")
    left = for_readers(incident(SCENE, gone, maybe)).places
    assert [one.id for one in left] == ["scene", "gone"]
    assert (left[1].geometry, left[1].radius_m, left[1].georeference) == (None, None, None)
    assert [one.id for one in drawn(SCENE, gone, maybe).places] == ["scene", "gone"]


def test_the_layers_are_grouped_for_readers() -> None:
    layers = ["area", "route", "context", "facility", "scene"]
    drawing = drawn(
        *(place(one, 0, 0, layer=one) for one in layers),
        place("maybe", 0, 0, layer="facility", candidate_for="area"),
    )
    assert {one.id: one.group for one in drawing.places} == {
        "scene": GroupId.SCENES,
        "facility": GroupId.FACILITIES,
        "area": GroupId.CONTEXT,
        "route": GroupId.CONTEXT,
        "context": GroupId.CONTEXT,
        "maybe": GroupId.CANDIDATES,
    }


def test_with_two_scenes_no_distance_pretends_to_know_from_which() -> None:
    drawing = drawn(SCENE, place("other", -87.9, 42.6), place("police", -87.8, 42.5, layer="facility"))
    assert [one.distance for one in drawing.places] == ["", "", ""]


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(20, 500_000))
def test_rings_are_geodesic(lon: float, lat: float, radius_m: float) -> None:
    (shown,) = drawn(place("a", lon, lat, radius_m=radius_m)).places
    assert shown.ring is not None
    for corner in shown.ring.coordinates[0]:
        assert distance_m((lon, lat), corner) == pytest.approx(radius_m, rel=1e-3, abs=0.1)
        assert abs(corner[0] - lon) < 180


@pytest.mark.parametrize(("lat", "radius_m"), [(0.0, 15.0), (0.0, None), (89.9, 50_000.0), (-89.9, 50_000.0)])
def test_no_ring_where_it_could_not_be_seen_or_drawn(lat: float, radius_m: float | None) -> None:
    (shown,) = drawn(place("a", 10.0, lat, radius_m=radius_m)).places
    assert shown.ring is None


def test_only_what_the_document_says_is_handed_out() -> None:
    secret = {"newsroom_note": "call her first", "georeference": {"method": "by ear"}}
    drawing = drawn(place("a", 0, 0, **secret), place("b", 1, 1, sources=[{"publisher": "P", "desk": "x"}]))
    handed_out = json.loads(places_json(drawing))
    assert "call her" not in str(handed_out)
    assert "by ear" not in str(handed_out)
    assert handed_out["features"][1]["properties"]["sources"] == [{"publisher": "P", "url": "", "quote": ""}]


def test_hostile_text_is_handed_out_unchanged() -> None:
    hostile = "${alert(1)}</script><img src=x onerror=alert(1)>`\\\"'"
    written = places_json(drawn(place("a", 0, 0, label=hostile, what=hostile)))
    properties = json.loads(written)["features"][0]["properties"]
    assert (properties["label"], properties["what"]) == (hostile, hostile)


def test_an_empty_map_has_nothing_to_open_on() -> None:
    drawing = drawn()
    assert (drawing.groups, drawing.opening) == ((), None)
    assert json.loads(places_json(drawing))["features"] == []


def test_the_maps_script_is_told_the_times_in_order() -> None:
    times = ("2020-08-24", "2020-08-23T17:00:00Z", "")
    places = [place(str(i), 0, 0, occurred_at=one) for i, one in enumerate(times)]
    told = json.loads(places_json(drawn(*places)))
    assert [one["words"] for one in told["times"]] == [
        "Sunday, August 23, 2020, 5 p.m. UTC",
        "Monday, August 24, 2020",
    ]
    assert [one["properties"]["step"] for one in told["features"]] == [1, 0, None]
