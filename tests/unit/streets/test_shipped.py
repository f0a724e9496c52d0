import gzip
import json
from pathlib import Path

import pytest

from mapapp.errors import BadInput
from mapapp.streets.layers import BaseFeature
from mapapp.streets.shipped import GeoJsonLayers, shipped_layers

AROUND = (-88.0, 42.5, -87.0, 43.5)
KINDS = frozenset({"place", "road"})


def written(path: Path, *features: dict[str, object], **head: object) -> Path:
    """A file as those that are shipped: a line for the head and one for each feature."""
    first = json.dumps({"type": "FeatureCollection", **head})[:-1] + ', "features": ['
    lines = ",\n".join(json.dumps(one) for one in features)
    text = f"{first}\n{lines}\n]}}\n".encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def feature(kind: str, geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


CITY = {"type": "Point", "coordinates": [-87.9, 43.0]}
TOWN = {"type": "Point", "coordinates": [-87.8, 43.0]}
ROAD = {"type": "LineString", "coordinates": [[-88, 42], [-87, 43]]}
LAKE = {"type": "Polygon", "coordinates": [[[-87.5, 43], [-87.4, 43], [-87.4, 43.1], [-87.5, 43]]]}


def names(found: GeoJsonLayers, *limits: int) -> list[str]:
    return [one.name for one in found.features(AROUND, KINDS, *limits)]


@pytest.mark.parametrize("name", ["base.geojson", "base.geojson.gz"])
def test_features_are_found_by_place_kind_rank_and_zoom(tmp_path: Path, name: str) -> None:
    layers = GeoJsonLayers(
        written(
            tmp_path / name,
            feature("place", CITY, name="Milwaukee"),
            feature("water", LAKE),
            feature("road", ROAD, name="Main St", rank=2),
            feature("place", TOWN, name="Bay View", rank=3, zoom=9),
            credits=["The Bureau"],
            covers=[-88, 42, -87, 43],
        )
    )
    assert (layers.credits, layers.covers) == (("The Bureau",), (-88, 42, -87, 43))
    assert layers.bounds == (-88.0, 42.0, -87.0, 43.1)
    assert names(layers, 4) == ["Milwaukee", "Main St", "Bay View"]
    assert names(layers, 1, 9) == ["Milwaukee", "Bay View"]
    assert names(layers, 4, 8) == ["Milwaukee", "Main St"]
    assert list(layers.features((0, 0, 1, 1), KINDS, 4)) == []
    (lake,) = layers.features(AROUND, frozenset({"water"}), 1)
    assert isinstance(lake, BaseFeature)
    assert json.loads(json.dumps(lake.geometry.__geo_interface__)) == LAKE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"features": 3}',
        '{"features": [\n{"properties": {"kind": "road"}, "geometry": null}\n]}',
        '{"features": [\n{"properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}\n]}',
        '{"features": [\n{"properties": {"kind": "road"}, "geometry": {"type": "Blob"}}\n]}',
    ],
)
def test_a_file_that_is_no_basemap_is_refused_when_it_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "base.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"base\.geojson"):
        names(GeoJsonLayers(path), 1)


def test_a_file_is_read_once_for_all_until_it_changes(tmp_path: Path) -> None:
    path = written(tmp_path / "base.geojson", feature("place", CITY, name="Milwaukee"))
    first = shipped_layers(path)
    assert shipped_layers(path) is first
    written(path, feature("place", CITY, name="Cream City"), credits=["Somebody"])
    assert names(shipped_layers(path), 1) == ["Cream City"]
    with pytest.raises(BadInput):
        shipped_layers(tmp_path / "none.geojson")
