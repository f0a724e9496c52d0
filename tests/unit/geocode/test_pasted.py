import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import BadInput, MapappError, TooLarge
from mapapp.geocode.pasted import MAX_LINES, read_pasted
from mapapp.incident.geometry import Geometry, parse_geometry

CORNER = (-87.843258, 42.600802)
LINE = {"type": "LineString", "coordinates": [[-87.84, 42.6], [-87.83, 42.61]]}


@pytest.mark.parametrize(
    "text",
    [
        "42.600802, -87.843258",
        "  42.600802 -87.843258\n",
        "42.600802° N, 87.843258° W",
        "geo:42.600802,-87.843258",
        "GEO:42.600802,-87.843258,180;u=35",
        "POINT (-87.843258 42.600802)",
        "point z (-87.843258 42.600802 180)",
        '{"type": "Point", "coordinates": [-87.843258, 42.600802]}',
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [-87.843258, 42.600802]}}',
        "lat 42.600802 lon -87.843258",
    ],
)
def test_one_position_in_any_form_is_a_point(text: str) -> None:
    read = read_pasted(text)
    assert read.type == "Point"
    assert read.coordinates[:2] == pytest.approx(CORNER)


def test_degrees_minutes_and_seconds_are_read() -> None:
    read = read_pasted("42°36'2.9\"N 87°50'35.7\"W")
    assert read.coordinates == pytest.approx(CORNER, abs=1e-5)


def test_several_positions_are_a_line_or_an_area() -> None:
    lines = "42.600,-87.840\n\n42.610,-87.830\n42.610,-87.850"
    assert read_pasted(lines).type == "LineString"
    area = read_pasted(lines, area=True)
    assert area == read_pasted(f"{lines}\n42.600,-87.840")
    assert area.type == "Polygon"
    assert len(area.coordinates[0]) == 4


def test_an_area_needs_three_corners() -> None:
    with pytest.raises(BadInput, match="three corners"):
        read_pasted("42.600,-87.840\n42.610,-87.830", area=True)


def test_the_line_that_is_no_position_is_named() -> None:
    with pytest.raises(BadInput, match="Line 2 is no position: 'the old oak'"):
        read_pasted("42.600, -87.840\nthe old oak")


@pytest.mark.parametrize(
    "text",
    [
        "", "POINT", "POINT EMPTY", "POINT (1 2", "POLYGON ((0 0, 1 1))", "{", "{}", '{"type":"Feature"}',
        '{"type":"Point","coordinates":[200,0]}', "geo:95.000,0.000", "POINT (500 3)",
        "SRID=3857;POINT (1 2)",
        "POINT (nan nan)", "{" * 3_000,
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput):
        read_pasted(text)


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        read_pasted("42.600, -87.840\n" * (MAX_LINES + 1))
    with pytest.raises(TooLarge):
        read_pasted("x" * 400_001)


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,- NSWE°'\n(){}POINTgeo:", max_size=60))
def test_anything_pasted_is_a_figure_or_a_sentence(text: str) -> None:
    with suppress(MapappError):
        assert isinstance(read_pasted(text), Geometry)


_POSITIONS = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(
    lambda at: [round(at[0], 6), round(at[1], 6)]
)


@given(st.lists(_POSITIONS, min_size=2, max_size=20))
def test_geojson_and_wkt_say_the_same(positions: list[list[float]]) -> None:
    line = {"type": "LineString", "coordinates": positions}
    wkt = "LINESTRING (" + ", ".join(f"{lon:.6f} {lat:.6f}" for lon, lat in positions) + ")"
    assert read_pasted(json.dumps(line)) == read_pasted(wkt) == parse_geometry(line, "")
