import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapapp.incident.geodesy import LonLat
from mapapp.maps.clusters import CLOSEST, Clusters
from mapapp.maps.grid import Tile

# Anywhere, or within some hundred metres, where clusters are.
_NEAR = st.tuples(st.floats(-87.85, -87.84), st.floats(42.59, 42.6))
_ANYWHERE = st.tuples(st.floats(-200, 200), st.floats(-90, 90))
SPOTS = st.lists(_NEAR | _ANYWHERE, min_size=1, max_size=60)


@given(SPOTS)
@settings(deadline=None, max_examples=40)
def test_every_spot_is_counted_once_at_each_zoom_within_its_clusters_bounds(
    spots: list[LonLat],
) -> None:
    clusters = Clusters(spots)
    for zoom in range(CLOSEST + 1):
        found = list(clusters.all(zoom))
        assert sorted(one for each in found for one in each.members) == list(range(len(spots)))
        for each in found:
            west, south, east, north = each.bounds
            positions = [each.at, *(spots[one] for one in each.members)]
            assert all(west <= lon <= east and south <= lat <= north for lon, lat in positions)


@given(SPOTS)
@settings(deadline=None, max_examples=40)
def test_a_cluster_falls_apart_when_it_says_into_parts_that_add_up(spots: list[LonLat]) -> None:
    clusters = Clusters(spots)
    for zoom in range(CLOSEST + 1):
        for cluster in clusters.all(zoom):
            parts = clusters.parts(cluster)
            if cluster.splits is None:
                assert parts == ()
                assert sum(cluster.members == one.members for one in clusters.all(CLOSEST)) == 1
                continue
            assert zoom < cluster.splits <= CLOSEST
            assert len(parts) > 1
            assert sorted(one for each in parts for one in each.members) == list(cluster.members)
            for between in range(zoom, cluster.splits):
                assert any(cluster.members == one.members for one in clusters.all(between))


@given(SPOTS)
@settings(deadline=None, max_examples=40)
def test_the_same_spots_are_gathered_the_same_way(spots: list[LonLat]) -> None:
    one, other = Clusters(spots), Clusters(spots)
    assert [list(one.all(zoom)) for zoom in range(20)] == [list(other.all(zoom)) for zoom in range(20)]


@given(SPOTS, st.integers(0, CLOSEST))
@example([(0.0, 86.0), (0.0, -86.0)], 0)
@settings(deadline=None, max_examples=40)
def test_the_boxes_of_a_grid_hold_every_cluster_once(spots: list[LonLat], zoom: int) -> None:
    clusters = Clusters(spots)
    size = 0.25
    boxes = [(x * size, y * size) for x in range(-2, 6) for y in range(5)]
    found = [one for x, y in boxes for one in clusters.within(zoom, x, y, x + size, y + size)]
    assert sorted(found, key=lambda one: one.members) == sorted(
        clusters.all(zoom), key=lambda one: one.members
    )


def test_what_is_far_apart_on_screen_is_two_and_what_is_close_is_one() -> None:
    clusters = Clusters([(0.0, 0.0), (0.001, 0.0)])
    apart_px = [0.001 / 360 * 256 * 2**zoom for zoom in range(CLOSEST + 1)]
    assert [len(list(clusters.all(zoom))) for zoom in range(CLOSEST + 1)] == [
        1 if one <= 64 else 2 for one in apart_px
    ]


@pytest.mark.parametrize("spots", [[], [(3.0, 4.0)] * 500], ids=["none", "one spot"])
def test_no_spots_and_many_at_one_spot(spots: list[LonLat]) -> None:
    clusters = Clusters(spots)
    for zoom in (0, CLOSEST):
        assert [(len(one.members), one.splits) for one in clusters.all(zoom)] == [(500, None)] * bool(spots)
    assert (clusters.extent is None) == (not spots)


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_the_grid_leads_back_to_where_it_was(lon: float, lat: float) -> None:
    at = Tile(0, 0, 0).inside(np.array([[lon, lat]]))[0] / 4096
    assert Tile.outside(at) == pytest.approx((lon, lat), abs=1e-9)
