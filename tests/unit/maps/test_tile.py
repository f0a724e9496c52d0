import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.maps.grid import UNITS, Tile
from mapapp.maps.tile import LABEL_MARGIN, MARGIN, MAX_ZOOM, MIN_ZOOM, deepest_rank, encode, kinds_at
from mapapp.streets.layers import BaseFeature

DEEP = Tile(14, 4194, 6045)


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    z = draw(st.integers(MIN_ZOOM, MAX_ZOOM))
    last = (1 << z) - 1
    return Tile(z, draw(st.integers(0, last)), draw(st.integers(0, last)))


def within(tile: Tile, right: float, down: float) -> tuple[float, float]:
    """(lon, lat) of a position in a tile, as a linear share of its bounds: close enough to draw with."""
    west, south, east, north = tile.bounds()
    return west + (east - west) * right / UNITS, north - (north - south) * down / UNITS


def line(tile: Tile, *positions: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([within(tile, *one) for one in positions])


def decoded(tile: Tile, *features: BaseFeature) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(tile, features))
    return document


def corners(steps: list[int]) -> list[tuple[int, int]]:
    pairs = np.cumsum(np.array(steps).reshape(-1, 2), axis=0)
    return [(int(right), int(down)) for right, down in pairs]


def numbers(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for one in value:
            yield from numbers(one)
    else:
        yield value


@given(tiles())
def test_a_tiles_corners_are_its_bounds(tile: Tile) -> None:
    west, south, east, north = tile.bounds()
    inside = tile.inside(np.array([[west, north], [east, south]]))
    assert inside == pytest.approx(np.array([[0, 0], [UNITS, UNITS]]), abs=0.01)


@given(tiles(), st.integers(1, UNITS))
def test_a_margin_widens_a_tile_on_every_side(tile: Tile, margin: int) -> None:
    west, south, east, north = tile.bounds(margin)
    inner = tile.bounds()
    assert west < inner[0]
    assert east > inner[2]
    assert south <= inner[1]
    assert north >= inner[3]


@pytest.mark.parametrize(
    ("tile", "exists"), [(Tile(5, 31, 31), True), (Tile(5, 32, 0), False), (Tile(5, 0, -1), False)]
)
def test_the_grid_ends(tile: Tile, exists: bool) -> None:
    assert tile.exists is exists


def test_a_tile_of_nothing_is_an_empty_object() -> None:
    assert encode(DEEP, []) == b"{}"


def test_a_road_is_joined_thinned_and_named() -> None:
    pieces = [line(DEEP, (100, 200), (600, 200.4)), line(DEEP, (600, 200.4), (1100, 200))]
    features = [BaseFeature("road", "28th Ave", 3, piece) for piece in pieces]
    ((rank, name, steps),) = decoded(DEEP, *features)["road"]
    assert (rank, name) == (3, "28th Ave")
    assert sorted(corners(steps)) == [(100, 200), (1100, 200)]


def test_important_roads_come_last_so_that_they_lie_on_top() -> None:
    ranks = (1, 4, 2, 3)
    features = [BaseFeature("road", f"R{rank}", rank, line(DEEP, (0, 99), (900, 99))) for rank in ranks]
    assert [entry[0] for entry in decoded(DEEP, *features)["road"]] == [4, 3, 2, 1]


def test_small_streets_are_not_named_before_they_can_be_read() -> None:
    tile = Tile(12, 1048, 1511)
    street = BaseFeature("road", "28th Ave", 3, line(tile, (0, 99), (900, 99)))
    assert [entry[:2] for entry in decoded(tile, street)["road"]] == [[3, ""]]


def test_what_cannot_be_seen_is_left_out() -> None:
    speck = shapely.Point(within(DEEP, 500, 500)).buffer(1e-6)
    stub = line(DEEP, (100, 100), (105, 100))
    assert decoded(DEEP, BaseFeature("water", "", 1, speck), BaseFeature("road", "", 4, stub)) == {}


def test_water_keeps_its_islands_and_its_name() -> None:
    west, south, east, north = DEEP.bounds()
    island = shapely.Point((west + east) / 2, (south + north) / 2).buffer((east - west) / 8)
    lake = BaseFeature("water", "Lk Mary", 1, shapely.box(west, south, east, north).difference(island))
    document = decoded(DEEP, lake)
    ((outer, inner),) = document["water"]
    assert len(corners(outer)) >= 5
    assert len(corners(inner)) >= 8
    ((right, down, name),) = document["lake"]
    assert name == "Lake Mary"
    assert (right - UNITS / 2) ** 2 + (down - UNITS / 2) ** 2 > (UNITS / 8) ** 2


def test_a_boundary_ends_at_the_shore() -> None:
    west, south, east, north = DEEP.bounds()
    lake = BaseFeature("water", "", 1, shapely.box((west + east) / 2, south, east, north))
    border = BaseFeature("boundary", "", 2, line(DEEP, (0, 2000), (4096, 2000)))
    (steps,) = decoded(DEEP, lake, border)["boundary"]
    assert 2000 < max(right for right, _ in corners(steps)) < 2048


def test_a_place_is_named_once_by_its_most_important_bearer() -> None:
    village, city = (
        BaseFeature("place", "Kenosha", rank, shapely.Point(within(DEEP, rank * 100, 50))) for rank in (2, 1)
    )
    assert decoded(DEEP, village, city)["place"] == [[100, 50, 1, "Kenosha", 11]]


figures = st.one_of(
    st.lists(st.tuples(st.floats(-9000, 9000), st.floats(-9000, 9000)), min_size=2, max_size=20).map(
        shapely.LineString
    ),
    st.lists(st.tuples(st.floats(-9000, 9000), st.floats(-9000, 9000)), min_size=3, max_size=12).map(
        shapely.Polygon
    ),
)


@given(
    tiles(), st.lists(st.tuples(st.sampled_from(["water", "road", "rail", "boundary"]), figures), max_size=4)
)
def test_any_figure_becomes_whole_numbers_in_or_near_the_tile(
    tile: Tile, drawn: list[tuple[str, Any]]
) -> None:
    west, south, east, north = tile.bounds()

    def placed(units: np.ndarray) -> np.ndarray:
        share = units / UNITS
        return np.column_stack([west + (east - west) * share[:, 0], north - (north - south) * share[:, 1]])

    features = [
        BaseFeature(kind, "A", 2, shapely.transform(figure, placed))  # type: ignore[arg-type]
        for kind, figure in drawn
        if (kind == "water") == (figure.geom_type == "Polygon")
    ]
    document = decoded(tile, *features)
    rings = [ring for polygon in document.get("water", []) for ring in polygon]
    lines = [*document.get("rail", []), *document.get("boundary", [])]
    lines += [steps for entry in document.get("road", []) for steps in entry[2:]]
    assert all(isinstance(one, int) for one in numbers([rings, lines]))
    for steps in (*rings, *lines):
        for position in corners(steps):
            assert all(-MARGIN - 1 <= one <= UNITS + MARGIN + 1 for one in position)
    for ring in rings:
        assert corners(ring)[0] == corners(ring)[-1]


def test_deeper_zooms_show_more() -> None:
    zooms = range(MIN_ZOOM, MAX_ZOOM + 1)
    assert all(kinds_at(zoom) <= kinds_at(zoom + 1) for zoom in zooms)
    assert [deepest_rank(zoom) for zoom in zooms] == sorted(deepest_rank(zoom) for zoom in zooms)
    assert deepest_rank(MAX_ZOOM) == 4
    assert LABEL_MARGIN > MARGIN
