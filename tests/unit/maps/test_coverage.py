from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Incident, Layer, Place, Precision
from mapapp.maps.coverage import levels, picture_levels
from mapapp.maps.features import draw
from mapapp.maps.grid import Tile
from mapapp.maps.tile import MAX_ZOOM, MIN_ZOOM

_SPOTS = st.lists(st.tuples(st.floats(-180, 180), st.floats(-84, 84)), min_size=1, max_size=6)


def _map(spots: list[tuple[float, float]]) -> Incident:
    places = tuple(
        Place(
            id=f"p{number}",
            layer=Layer.SCENE,
            label="A corner",
            precision=Precision.INTERSECTION,
            geometry=Geometry.point(*at),
        )
        for number, at in enumerate(spots)
    )
    return Incident(id="m", title="A map", places=places)


@given(_SPOTS)
@settings(max_examples=60, deadline=None)
def test_each_place_has_its_tile_at_every_zoom_and_no_tile_is_without_the_one_above_it(
    spots: list[tuple[float, float]],
) -> None:
    found = list(levels(draw(_map(spots))))
    assert [level[0].z for level in found] == list(range(MIN_ZOOM, MAX_ZOOM + 1))
    for level in found:
        assert all(one.exists for one in level)
        assert len(set(level)) == len(level)
    for above, below in pairwise(found):
        assert {Tile(one.z - 1, one.x >> 1, one.y >> 1) for one in below} <= set(above)
    for lon, lat in spots:
        for level in found:
            assert any(w <= lon <= e and s <= lat <= n for w, s, e, n in (one.bounds(1) for one in level))


def test_pictures_are_half_as_wide_so_there_are_more_of_them_and_only_at_the_zooms_that_a_file_has() -> None:
    drawing = draw(_map([(-87.84, 42.6)]))
    pictures = list(picture_levels(drawing, (0, 12)))
    assert [level[0].z for level in pictures] == list(range(13))
    (ours,) = (level for level in levels(drawing) if level[0].z == 10)
    below = {(one.x >> 1, one.y >> 1) for one in pictures[11]}
    assert below == {(one.x, one.y) for one in ours}


def test_a_map_of_a_whole_country_stays_small() -> None:
    wide = levels(draw(_map([(-120, 45), (-70, 30)])))
    assert max(map(len, wide)) <= 64 + 3 * 20


def test_a_map_without_positions_needs_no_tiles() -> None:
    assert list(levels(draw(Incident(id="m", title="A map", places=())))) == []
