import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.geocode.stretches import middle_of

_HALF = st.integers(1, 50)


@given(_HALF, _HALF)
def test_a_street_in_parts_has_a_middle_on_it_even_where_its_centre_lies_on_it(reach: int, arm: int) -> None:
    cross = [[(-reach, 0), (0, 0)], [(0, 0), (reach, 0)], [(0, -arm), (0, 0)], [(0, 0), (0, arm)]]
    figure = shapely.MultiLineString(cross)
    assert middle_of(figure) == (0, 0)


def test_a_street_in_two_parts_has_its_middle_on_one_of_them() -> None:
    figure = shapely.MultiLineString([[(-2, 0), (-1, 0)], [(1, 0), (2, 0)]])
    assert middle_of(figure) in ((1, 0), (-1, 0))
