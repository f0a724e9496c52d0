"""Documents for tests: a plain one, and Hypothesis's whole range of them."""

from typing import Any

from hypothesis import strategies as st

from mapapp.incident.geometry import Geometry, parse_geometry
from mapapp.incident.model import (
    Correction,
    Georeference,
    Incident,
    Layer,
    Place,
    Precision,
    Source,
    Status,
)


def a_feature(**changes: Any) -> dict[str, Any]:
    """A valid Feature; `changes` replace its properties."""
    properties = {"layer": "scene", "label": "A corner", "precision": "intersection", **changes}
    return {
        "type": "Feature",
        "id": "corner",
        "geometry": {"type": "Point", "coordinates": [-87.8, 42.6]},
        "properties": properties,
    }


def a_document(*features: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A valid document of these features; `changes` replace its members."""
    return {
        "type": "FeatureCollection",
        "id": "test",
        "title": "A test",
        "features": list(features),
        **changes,
    }


lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
positions = st.one_of(st.tuples(lons, lats), st.tuples(lons, lats, st.floats(-1e4, 1e4)))
texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=40)
needed_texts = texts.filter(str.strip)
slugs = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
times = st.sampled_from(["", "2020-08-23", "2020-08-23T17:15:00-05:00", "2020-08-23T22:15:00Z"])
plain_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extras = st.dictionaries(texts.map(lambda text: f"x-{text}"), plain_json, max_size=2)
rings = st.lists(positions, min_size=3, max_size=6).map(lambda found: [*found, found[0]])
_coordinates = {
    "Point": positions,
    "MultiPoint": st.lists(positions, max_size=4),
    "LineString": st.lists(positions, min_size=2, max_size=5),
    "MultiLineString": st.lists(st.lists(positions, min_size=2, max_size=4), max_size=3),
    "Polygon": st.lists(rings, min_size=1, max_size=3),
    "MultiPolygon": st.lists(st.lists(rings, min_size=1, max_size=2), max_size=2),
}
simple_geometries = st.sampled_from(sorted(_coordinates)).flatmap(
    lambda kind: _coordinates[kind].map(lambda found: {"type": kind, "coordinates": _lists(found)})
)
raw_geometries = st.recursive(
    simple_geometries,
    lambda inner: st.lists(inner, max_size=2).map(
        lambda found: {"type": "GeometryCollection", "geometries": found}
    ),
    max_leaves=3,
)
geometries = raw_geometries.map(lambda found: parse_geometry(found, "")).filter(lambda one: not one.is_empty)
sources = st.builds(
    Source,
    publisher=needed_texts,
    url=st.sampled_from(["", "https://example.org/story?id=1"]),
    quote=texts,
    retrieved_at=times,
    extra=extras,
)
georeferences = st.builds(
    Georeference,
    method=texts,
    dataset=texts,
    vintage=texts,
    licence=texts,
    faults=st.lists(texts, max_size=2).map(tuple),
    extra=extras,
)
corrections = st.builds(
    Correction,
    at=times.filter(bool),
    note=needed_texts,
    changes=st.lists(texts, max_size=2).map(tuple),
    extra=extras,
)


def places(identifier: str) -> st.SearchStrategy[Place]:
    """Any place of that id."""
    return st.builds(
        Place,
        id=st.just(identifier),
        layer=st.sampled_from(Layer),
        label=needed_texts,
        geometry=st.none() | geometries,
        precision=st.sampled_from(Precision),
        radius_m=st.none() | st.floats(0.001, 1e6),
        what=texts,
        status=st.sampled_from(Status),
        occurred_at=times,
        verbatim=texts,
        sources=st.lists(sources, max_size=2).map(tuple),
        georeference=st.none() | georeferences,
        corrections=st.lists(corrections, max_size=2).map(tuple),
        extra=extras,
        feature_extra=extras,
    )


incidents = st.builds(
    Incident,
    id=slugs,
    title=needed_texts,
    summary=texts,
    timezone=st.sampled_from(["UTC", "America/Chicago"]),
    occurred_at=times,
    revision=st.integers(0, 99),
    updated_at=times,
    credits=st.lists(texts, max_size=2).map(tuple),
    corrections=st.lists(corrections, max_size=2).map(tuple),
    places=st.lists(slugs, max_size=3, unique=True).flatmap(
        lambda ids: st.tuples(*(places(one) for one in ids))
    ),
    extra=extras,
)


def a_place(**changes: Any) -> Place:
    """A plain place; `changes` replace its members."""
    members: dict[str, Any] = {
        "id": "corner",
        "layer": Layer.SCENE,
        "label": "A corner",
        "geometry": Geometry.point(-87.8, 42.6),
        "precision": Precision.INTERSECTION,
        **changes,
    }
    return Place(**members)


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, list | tuple) else value
