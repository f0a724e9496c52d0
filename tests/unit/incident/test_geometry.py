from hypothesis import given

from mapapp.incident.geometry import Geometry
from tests.unit.incident.documents import geometries


@given(geometries)
def test_every_figure_has_a_point_to_stand_for_it(figure: Geometry) -> None:
    """Also one with heights here and there, one around nothing, and empty members of a collection."""
    lon, lat = figure.representative_point()
    assert -180 <= lon <= 180
    assert -90 <= lat <= 90
