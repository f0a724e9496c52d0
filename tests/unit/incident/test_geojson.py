import json
import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from shapely.geometry import shape

from mapapp.errors import InvalidDocument, TooLarge
from mapapp.incident.geojson import as_json, dumps, loads, parse_incident
from mapapp.incident.model import Incident

from .documents import a_document, a_feature, incidents


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(incidents)
def test_what_is_written_reads_back_equal(incident: Incident) -> None:
    assert loads(dumps(incident)) == incident


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(incidents)
def test_what_is_written_obeys_the_right_hand_rule(incident: Incident) -> None:
    for feature in as_json(incident)["features"]:
        for polygon in _polygons(feature["geometry"]):
            exterior, *holes = polygon
            assert _area(exterior) >= 0
            assert all(_area(hole) <= 0 for hole in holes)


def test_the_errors_name_the_path_of_the_bad_value() -> None:
    features = [a_feature() | {"id": f"p{i}"} for i in range(4)]
    features[3]["geometry"] = {"type": "Point", "coordinates": [420, 42.6]}
    with pytest.raises(InvalidDocument) as caught:
        parse_incident(a_document(*features))
    assert str(caught.value) == "features[3].geometry.coordinates[0]: longitude 420 is out of range"


def _change(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        *way, last = name.split(".")
        inner: Any = document
        for step in way:
            inner = inner[int(step)] if step.isdigit() else inner[step]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value

    return change


POLYGON_OPEN = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
BAD = [
    ("type", "Feature", "type"),
    ("id", "../etc/passwd", "id"),
    ("id", "", "id"),
    ("title", "  ", "title"),
    ("title", 7, "title"),
    ("crs", {"type": "name"}, "crs"),
    ("features", {}, "features"),
    ("features", [5], "features[0]"),
    ("timezone", "Mars/Olympus", "timezone"),
    ("timezone", "../../etc/passwd", "timezone"),
    ("occurred_at", "yesterday", "occurred_at"),
    ("occurred_at", "2020-08-23T17:15:00", "occurred_at"),
    ("occurred_at", "2020-W35-7", "occurred_at"),
    ("occurred_at", "20200823T171500Z", "occurred_at"),
    ("occurred_at", "2020-02-30T17:15:00Z", "occurred_at"),
    ("occurred_at", "0001-01-01T00:00:00Z", "occurred_at"),
    ("occurred_at", "9999-12-31T23:59:00-10:00", "occurred_at"),
    ("revision", -1, "revision"),
    ("revision", True, "revision"),
    ("credits", [5], "credits[0]"),
    ("title", "\ud800", "title"),
    ("note", {"deep": [math.inf]}, "note.deep[0]"),
    ("features.0.type", "Point", "features[0].type"),
    ("features.0.id", "A Place", "features[0].id"),
    ("features.0.geometry", "POINT(1 2)", "features[0].geometry"),
    ("features.0.geometry", {"type": "Circle"}, "features[0].geometry.type"),
    ("features.0.geometry", {"type": ["Point"]}, "features[0].geometry.type"),
    ("features.0.geometry.crs", {}, "features[0].geometry.crs"),
    ("features.0.geometry", POLYGON_OPEN, "features[0].geometry.coordinates[0]"),
    ("features.0.geometry.coordinates", [1], "features[0].geometry.coordinates"),
    ("features.0.geometry.coordinates", [1, 2, 3, 4], "features[0].geometry.coordinates"),
    ("features.0.geometry.coordinates", [0, 91], "features[0].geometry.coordinates[1]"),
    ("features.0.geometry.coordinates", [math.nan, 0], "features[0].geometry.coordinates[0]"),
    ("features.0.geometry.coordinates", [True, 0], "features[0].geometry.coordinates[0]"),
    ("features.0.geometry.coordinates", ["1", 0], "features[0].geometry.coordinates[0]"),
    ("features.0.geometry.coordinates", [10**400, 0], "features[0].geometry.coordinates[0]"),
    (
        "features.0.geometry",
        {"type": "LineString", "coordinates": [[0, 0]]},
        "features[0].geometry.coordinates",
    ),
    ("features.0.properties", None, "features[0].properties"),
    ("features.0.properties.layer", "hidden", "features[0].properties.layer"),
    ("features.0.properties.layer", ..., "features[0].properties.layer"),
    ("features.0.properties.label", ..., "features[0].properties.label"),
    ("features.0.properties.precision", "exact", "features[0].properties.precision"),
    ("features.0.properties.precision", [], "features[0].properties.precision"),
    ("features.0.properties.radius_m", 0, "features[0].properties.radius_m"),
    ("features.0.properties.radius_m", -3, "features[0].properties.radius_m"),
    ("features.0.properties.radius_m", 9e9, "features[0].properties.radius_m"),
    ("features.0.properties.radius_m", math.inf, "features[0].properties.radius_m"),
    ("features.0.properties.candidate_for", "nowhere", "features[0].properties.candidate_for"),
    ("features.0.properties.sources", {"publisher": "x"}, "features[0].properties.sources"),
    (
        "features.0.properties.sources",
        [{"url": "https://x.org"}],
        "features[0].properties.sources[0].publisher",
    ),
    (
        "features.0.properties.sources",
        [{"publisher": "x", "url": "javascript:alert(1)"}],
        "features[0].properties.sources[0].url",
    ),
    ("features.0.properties.corrections", [{"note": "x"}], "features[0].properties.corrections[0].at"),
]


@pytest.mark.parametrize(("name", "value", "path"), BAD)
def test_bad_values_are_refused_by_path(name: str, value: object, path: str) -> None:
    document = a_document(a_feature())
    parse_incident(document)
    _change(name, value)(document)
    with pytest.raises(InvalidDocument) as caught:
        parse_incident(document)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", "[]", "null", b"\xff\xfe", '{"a":1,"a":2}', "NaN", '{"x": NaN}', '{"x": -Infinity}',
        json.dumps(a_document(a_feature(), a_feature())),
    ],
)  # fmt: skip
def test_what_is_not_a_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidDocument):
        loads(text)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, '{"a":' * 2_000 + "1" + "}" * 2_000])
def test_depth_is_bounded(text: str) -> None:
    with pytest.raises(TooLarge, match="levels deep"):
        loads(text)


def test_members_we_do_not_know_are_not_too_deep() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(TooLarge, match="levels deep"):
        loads(json.dumps(a_document(note=deep)))


@pytest.mark.parametrize(("literal", "said"), [("NaN", "nan"), ("-Infinity", "-inf"), ("1e999", "inf")])
def test_a_number_that_is_not_finite_is_named_by_its_path(literal: str, said: str) -> None:
    text = json.dumps(a_document(a_feature())).replace("-87.8", literal)
    with pytest.raises(InvalidDocument) as caught:
        loads(text)
    assert str(caught.value) == f"features[0].geometry.coordinates[0]: {said} is not a finite number"


def test_text_that_is_no_unicode_is_refused() -> None:
    for text in ('{"id": "\ud800"}', "\ud800", b'{"id": "\xff"}'):
        with pytest.raises(InvalidDocument):
            loads(text)


def test_brackets_inside_text_are_not_depth() -> None:
    document = a_document(a_feature(what='["' * 500))
    assert loads(json.dumps(document)).places[0].what == '["' * 500


def test_size_is_bounded() -> None:
    with pytest.raises(TooLarge):
        loads(" " * 20_000_001)
    line = {"type": "LineString", "coordinates": [[0, 0]] * 200_001}
    with pytest.raises(TooLarge, match="positions"):
        parse_incident(a_document(a_feature() | {"geometry": line}))
    with pytest.raises(InvalidDocument, match="characters"):
        parse_incident(a_document(a_feature(label="x" * 20_001)))


def test_nested_collections_are_bounded() -> None:
    geometry: dict[str, Any] = {"type": "Point", "coordinates": [0, 0]}
    for _ in range(6):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    with pytest.raises(InvalidDocument, match="nested"):
        parse_incident(a_document(a_feature() | {"geometry": geometry}))


def test_unknown_members_survive_a_round_trip() -> None:
    feature = a_feature(colour="blue") | {"bbox": [-87.8, 42.6, -87.8, 42.6]}
    document = a_document(feature, license="CC BY 4.0", nested={"a": [1, None]})
    written = json.loads(dumps(parse_incident(document)))
    assert written["license"] == "CC BY 4.0"
    assert written["nested"] == {"a": [1, None]}
    assert written["features"][0]["bbox"] == feature["bbox"]
    assert written["features"][0]["properties"]["colour"] == "blue"


def test_rings_are_turned_to_the_right_hand_rule_on_reading() -> None:
    clockwise = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [clockwise]}
    place = parse_incident(a_document(a_feature() | {"geometry": geometry})).places[0]
    assert place.geometry is not None
    assert place.geometry.as_json()["coordinates"][0] == [[float(x), float(y)] for x, y in clockwise[::-1]]
    assert shape(place.geometry.as_json()).exterior.is_ccw


def _polygons(geometry: dict[str, Any] | None) -> list[Any]:
    if geometry is None:
        return []
    if geometry["type"] == "GeometryCollection":
        return [one for member in geometry["geometries"] for one in _polygons(member)]
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else []


def _area(ring: list[list[float]]) -> float:
    """Exactly, in fractions, so that the check does not share the code's rounding."""
    points = [(Fraction(one[0]), Fraction(one[1])) for one in ring]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))
    return 0.0 if abs(area) < Fraction(1, 10**9) else float(area)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "MultiPoint", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "GeometryCollection", "geometries": [{"type": "MultiLineString", "coordinates": []}]},
    ],
)
def test_a_geometry_without_a_position_is_none(geometry: dict[str, Any]) -> None:
    assert parse_incident(a_document({**a_feature(), "geometry": geometry})).places[0].geometry is None
