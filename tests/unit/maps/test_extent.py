from hypothesis import given
from hypothesis import strategies as st

from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry
from mapapp.maps.extent import NEAR_M, Bounds, opening_bounds, unwrapped

KENOSHA = (-87.85, 42.59, -87.84, 42.6)
DOWNTOWN = (-87.83, 42.58, -87.82, 42.585)
MILWAUKEE = (-88.04, 42.94, -87.77, 43.14)

longitudes = st.floats(-179, 179)
latitudes = st.floats(-80, 80)


def contains(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def test_a_map_opens_on_the_scene_and_what_is_near_it() -> None:
    opening = opening_bounds([KENOSHA], [MILWAUKEE, DOWNTOWN])
    assert opening == (-87.85, 42.58, -87.82, 42.6)


def test_a_map_without_a_scene_opens_on_everything() -> None:
    assert opening_bounds([], [MILWAUKEE, DOWNTOWN]) == (-88.04, 42.58, -87.77, 43.14)


def test_a_map_of_nothing_opens_nowhere() -> None:
    assert opening_bounds([], []) is None


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1), st.lists(st.tuples(longitudes, latitudes)))
def test_scenes_are_always_in_the_opening_view(
    scenes: list[tuple[float, float]], others: list[tuple[float, float]]
) -> None:
    opening = opening_bounds([(*one, *one) for one in scenes], [(*one, *one) for one in others])
    assert opening is not None
    alone = opening_bounds([(*one, *one) for one in scenes], [])
    assert alone is not None
    assert contains(opening, alone)
    assert opening == alone or distance_m(opening[:2], opening[2:]) <= NEAR_M


@given(longitudes, longitudes)
def test_unwrapped_longitudes_keep_to_their_meridian(lon: float, meridian: float) -> None:
    shown, lat = unwrapped(Geometry.point(lon, 10.0), meridian).coordinates
    assert abs(shown - meridian) <= 180 + 1e-9
    assert abs((shown - lon) / 360 - round((shown - lon) / 360)) < 1e-9
    assert lat == 10.0


def test_a_figure_across_the_antimeridian_stays_in_one_piece() -> None:
    line = Geometry("LineString", ((179.0, -17.0), (-179.0, -16.0)))
    assert unwrapped(line, 178.0).coordinates == ((179.0, -17.0), (181.0, -16.0))
    both = Geometry("GeometryCollection", (line, Geometry.point(-179.5, 0.0)))
    assert [one.coordinates for one in unwrapped(both, 178.0).coordinates] == [
        ((179.0, -17.0), (181.0, -16.0)),
        (180.5, 0.0),
    ]
