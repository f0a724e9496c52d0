import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mapapp.maps.features import DrawnPlace, draw
from mapapp.maps.palette import LIGHT
from mapapp.maps.sheet import View
from mapapp.maps.signs import RADIUS_PX, figures, sign_of, spot, symbols, taken
from tests.unit.maps.documents import incident, place

AROUND = (-87.85, 42.58, -87.83, 42.60)
SQUARE = [[-87.842, 42.588], [-87.838, 42.588], [-87.838, 42.592], [-87.842, 42.588]]
WAY = [[-87.842, 42.588], [-87.838, 42.592]]

PIN = {"radius_m": 150}
RING = {"precision": "neighbourhood", "radius_m": 300}
AREA = {"precision": "neighbourhood", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
LINE = {"precision": "segment", "geometry": {"type": "LineString", "coordinates": WAY}}


@pytest.fixture
def view() -> View:
    return View.around(AROUND, 720, 480, 56, closest=15.5)


def drawn(**said: Any) -> DrawnPlace:
    """A place as a map draws it."""
    geometry = said.pop("geometry", None)
    feature = place("a", -87.84, 42.59, **said)
    if geometry:
        feature["geometry"] = geometry
        del feature["properties"]["radius_m"]
    (found,) = draw(incident(feature)).places
    return found


def picture(shown: DrawnPlace, view: View) -> list[ET.Element]:
    """The elements of its figures and its symbol."""
    parts = [*figures([shown], view, LIGHT), *symbols([shown], view, LIGHT)]
    return list(ET.fromstring(f"<svg>{''.join(parts)}</svg>"))


@pytest.mark.parametrize(
    ("said", "is_drop", "is_filled", "has_edge", "has_dash"),
    [
        (PIN, True, True, True, False),
        (RING, False, False, True, False),
        (AREA, False, False, True, True),
        (LINE, False, False, False, False),
        (PIN | {"status": "disputed"}, True, False, True, True),
        (RING | {"status": "disputed"}, False, False, True, True),
        (PIN | {"status": "retracted"}, False, False, False, False),
    ],
)
def test_how_exact_and_how_sure_a_place_is_shows_in_its_sign(
    said: dict[str, Any], is_drop: bool, is_filled: bool, has_edge: bool, has_dash: bool
) -> None:
    sign = sign_of(drawn(**said))
    assert (sign.is_drop, sign.is_filled, sign.has_edge, bool(sign.dash)) == (
        is_drop,
        is_filled,
        has_edge,
        has_dash,
    )


def test_the_tip_of_a_drop_is_at_the_place_and_nothing_is_written_over_it(view: View) -> None:
    pin = drawn(**PIN)
    at = spot(pin, view)
    assert at
    *_, outline, number = picture(pin, view)
    begins = re.match(r"M([\d.]+) ([\d.]+)", outline.get("d", ""))
    assert begins
    assert [float(one) for one in begins.groups()] == pytest.approx(at, abs=0.1)
    assert float(number.get("y", "")) < at[1] - RADIUS_PX
    (room,) = taken([pin], view)
    left, top, right, bottom = room.bounds
    assert top == pytest.approx(float(number.get("y", "")) - RADIUS_PX - 3, abs=0.1)
    assert bottom == pytest.approx(at[1], abs=0.1)
    assert right - left == pytest.approx(2 * (RADIUS_PX + 3), abs=0.1)


@pytest.mark.parametrize(
    ("said", "dash"),
    [(PIN, None), (RING, None), (AREA, "5 3"), (RING | {"status": "disputed"}, "0.1 4")],
)
def test_the_edge_of_a_figure_says_the_same_as_that_of_its_sign(
    view: View, said: dict[str, Any], dash: str | None
) -> None:
    shown = drawn(**said)
    figure, outline, _ = picture(shown, view)
    assert figure.get("stroke-dasharray") == dash
    assert bool(outline.get("stroke-dasharray")) is bool(dash)


def test_a_stretch_of_street_has_its_number_alone(view: View) -> None:
    _, ground, number = picture(drawn(**LINE), view)
    assert ground.get("stroke") is None
    assert number.text == "1"


def test_what_was_taken_back_is_not_drawn(view: View) -> None:
    assert picture(drawn(**PIN, status="retracted"), view) == []
