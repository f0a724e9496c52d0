import html
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mapapp.desk import Desk
from mapapp.incident.model import Layer, Place, Precision
from mapapp.incident.words import is_pin
from tests.conftest import Auth
from tests.people import ADA

FIRE = "fire-2026-11-01"
DRAW = f"/newsroom/maps/{FIRE}/draw"
DETAILS = {"label": "The field", "layer": "scene", "status": "reported", "kind": ""}
LINE = {"type": "LineString", "coordinates": [[-87.84, 42.6], [-87.83, 42.61]]}
AREA = {"type": "Polygon", "coordinates": [[[-87.84, 42.6], [-87.83, 42.6], [-87.83, 42.61], [-87.84, 42.6]]]}
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-87.84, 42.6], [-87.83, 42.61], [-87.83, 42.6], [-87.84, 42.61], [-87.84, 42.6]]],
}


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


@pytest.fixture
def desk(app: Flask) -> Desk:
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    found.incidents.create(ADA, "Fire", timezone="America/Chicago", occurred_at="2026-11-01T17:15:00-06:00")
    return found


@pytest.fixture
def add(desk: Desk, auth: Auth) -> "Add":
    return Add(desk, auth)


class Add:
    """Sends the form of the page."""

    def __init__(self, desk: Desk, auth: Auth) -> None:
        self._desk, self._auth = desk, auth

    def __call__(self, geometry: object = "", **fields: str) -> TestResponse:
        text = geometry if isinstance(geometry, str) else json.dumps(geometry)
        return self._auth.post(DRAW, **{"base": 1, "geometry": text, "shape": "pin", **DETAILS, **fields})

    def place(self) -> Place:
        [place] = self._desk.incidents.get(FIRE).places
        return place


def _said(response: TestResponse) -> str:
    assert response.status_code == 400
    return html.unescape(response.text)


def test_a_pin_is_a_ring_and_no_doorstep(add: Add) -> None:
    assert add({"type": "Point", "coordinates": [-87.8432581, 42.6008021]}).status_code == 302
    place = add.place()
    assert (place.label, place.layer, place.precision) == ("The field", Layer.SCENE, Precision.BLOCK)
    assert place.radius_m == 100
    assert place.geometry is not None
    assert place.geometry.coordinates == (-87.84326, 42.6008)
    assert not is_pin(place)
    assert place.georeference is not None
    assert place.georeference.method == "placed by hand"


@pytest.mark.parametrize(
    ("geometry", "kind", "precision"),
    [
        (LINE, "", Precision.SEGMENT),
        (LINE, "road", Precision.ROAD),
        (LINE, "neighbourhood", Precision.SEGMENT),
        (AREA, "", Precision.RELATIVE),
        (AREA, "neighbourhood", Precision.NEIGHBOURHOOD),
    ],
)
def test_a_line_and_an_area_are_what_is_said_of_them(
    add: Add, geometry: dict[str, object], kind: str, precision: Precision
) -> None:
    assert add(geometry, kind=kind).status_code == 302
    place = add.place()
    assert place.precision is precision
    assert place.radius_m is None
    assert place.geometry is not None
    assert place.geometry.as_json() == geometry
    assert place.georeference is not None
    assert place.georeference.method == "drawn by hand"


@pytest.mark.usefixtures("desk")
def test_readers_hear_that_an_area_was_drawn_by_hand(add: Add, client: FlaskClient) -> None:
    add(AREA)
    assert "an area drawn by hand" in client.get(f"/newsroom/maps/{FIRE}").text


def test_pasting_works_without_any_script(add: Add) -> None:
    assert add(pasted="42.600, -87.840\n42.610, -87.830").status_code == 302
    place = add.place()
    assert place.geometry is not None
    assert place.geometry.as_json() == LINE


def test_what_is_pasted_can_be_seen_first_and_nothing_is_saved(add: Add, desk: Desk) -> None:
    page = add(pasted="42.600, -87.840\n42.600, -87.830\n42.610, -87.830", shape="area", preview="1")
    assert page.status_code == 200
    found = re.search(r'name="geometry" value="([^"]+)"', page.text)
    assert found
    assert json.loads(html.unescape(found[1])) == AREA
    assert re.search(r'name="shape" value="area" checked', page.text)
    assert desk.incidents.get(FIRE).places == ()


def test_what_cannot_be_drawn_is_refused_with_a_sentence_and_comes_back(add: Add, desk: Desk) -> None:
    page = _said(add(BOW_TIE))
    assert "the sides of the area cross or touch near 42.60500, -87.83500" in page.lower()
    assert 'value="The field"' in page
    assert "Line 1 is no position" in _said(add(pasted="nowhere"))
    assert "Draw the place on the map, or paste its coordinates here." in _said(add())
    assert desk.incidents.get(FIRE).places == ()


@pytest.mark.parametrize(
    "geometry", ["{", "[]", "null", '{"type":"Point"}', "[" * 5_000, '{"type":"Point","coordinates":[1,NaN]}']
)
def test_a_figure_that_is_none_is_refused(add: Add, geometry: str) -> None:
    assert _said(add(geometry))


def test_the_page_is_linked_from_the_map_and_from_adding(client: FlaskClient, desk: Desk) -> None:
    for page in (f"/newsroom/maps/{FIRE}", f"/newsroom/maps/{FIRE}/add"):
        assert f'href="{DRAW}"' in client.get(page).text
    assert client.get(DRAW).status_code == 200


def test_two_at_once_lose_nothing(add: Add, desk: Desk) -> None:
    assert add(LINE).status_code == 302
    assert add(AREA).status_code == 409
    assert len(desk.incidents.get(FIRE).places) == 1
