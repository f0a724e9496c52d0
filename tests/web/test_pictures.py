import re
import struct
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pdf import text_of
from tests.people import ADA
from tests.unit.maps.documents import incident, place

MAP = "/maps/kenosha-2020-08-23"


@pytest.mark.parametrize(
    ("size", "pixels"), [("page", (720, 480)), ("card", (1200, 630)), ("square", (800, 800))]
)
@pytest.mark.parametrize("scale", [1, 2])
def test_a_map_is_a_picture_of_the_size_that_was_asked_for(
    client: FlaskClient, size: str, pixels: tuple[int, int], scale: int
) -> None:
    response = client.get(f"{MAP}.png?size={size}&scale={scale}")
    assert response.mimetype == "image/png"
    assert struct.unpack(">II", response.data[16:24]) == (pixels[0] * scale, pixels[1] * scale)


def test_a_map_is_an_svg_in_light_and_dark(client: FlaskClient) -> None:
    light, dark = (client.get(f"{MAP}.svg?theme={one}") for one in ("light", "dark"))
    assert light.mimetype == dark.mimetype == "image/svg+xml"
    assert light.data != dark.data
    assert client.get(f"{MAP}.svg", headers={"If-None-Match": light.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["size=huge", "theme=pink", "scale=9", "scale=0", "scale=2.5"])
def test_what_there_is_not_is_named(client: FlaskClient, query: str) -> None:
    assert client.get(f"{MAP}.png?{query}").status_code == 400


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (".svg", ".svg?size=page&theme=light"),
        ("/card.png", ".png?size=card"),
        ("/square-dark@2x.png", ".png?size=square&theme=dark&scale=2"),
        ("/page-dark.svg", ".svg?theme=dark"),
    ],
)
def test_a_path_alone_names_the_same_picture(client: FlaskClient, name: str, query: str) -> None:
    assert client.get(MAP + name).data == client.get(MAP + query).data


@pytest.mark.parametrize("name", ["card@9x.png", "card@2x.svg", "huge.png", "card-pink.png", "card.gif"])
def test_no_path_leads_to_another_picture(client: FlaskClient, name: str) -> None:
    assert client.get(f"{MAP}/{name}").status_code == 404


def test_a_map_is_printed_on_both_papers_with_its_address(client: FlaskClient) -> None:
    letter, other = client.get(f"{MAP}.pdf"), client.get(f"/es{MAP}.pdf?paper=a4")
    assert letter.mimetype == other.mimetype == "application/pdf"
    assert f"http://localhost{MAP}" in text_of(letter.data)
    assert f"http://localhost/es{MAP}" in text_of(other.data)
    assert client.get(f"{MAP}.pdf", headers={"If-None-Match": letter.headers["ETag"]}).status_code == 304
    assert client.get(f"{MAP}.pdf?paper=vellum").status_code == 400


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_what_is_not_published_has_no_picture(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/maps/nothing.{kind}").status_code == 404


def _shown(client: FlaskClient, path: str = MAP) -> list[str]:
    """The addresses of the pictures that a page names."""
    return re.findall(r'(?:src|srcset)="([^"]+/[0-9a-f]{12}/[^"]+\.svg)"', client.get(path).text)


@pytest.mark.parametrize("path", [MAP, MAP.replace("maps", "embed")])
def test_a_page_shows_a_picture_for_each_width_and_theme(client: FlaskClient, path: str) -> None:
    shown = _shown(client, path)
    assert len(set(shown)) == 6
    for one in shown:
        response = client.get(one)
        assert response.mimetype == "image/svg+xml"
        assert "immutable" in response.headers["Cache-Control"]
    assert len({client.get(one).data for one in shown}) == 6


def test_a_correction_gives_the_picture_another_address_and_leaves_the_old_one(
    app: Flask, client: FlaskClient
) -> None:
    before = _shown(client)[-1]
    desk = app.extensions["desk"]
    current = desk.incidents.get("kenosha-2020-08-23")
    scene = replace(current.places[0], label="Another corner")
    saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
    desk.publishing.correct(ADA, current.id, saved.revision, "The corner was another.")
    after = _shown(client)[-1]
    assert before != after
    assert "Another corner" in client.get(after).text
    old = client.get(before)
    assert "Another corner" not in old.text
    assert "immutable" in old.headers["Cache-Control"]
    made_up = client.get(re.sub("/[0-9a-f]{12}/", "/000000000000/", after))
    assert made_up.status_code == 200
    assert "immutable" not in made_up.headers["Cache-Control"]


def test_characters_that_no_xml_may_hold_break_no_picture(app: Flask, client: FlaskClient) -> None:
    desk = app.extensions["desk"]
    made = desk.incidents.create(ADA, "Pasted\x0b from\x08 elsewhere\ufffe \x1b[1m", summary="\x0c\uffff")
    one = place("a", -87.84, 42.6, label="A\x0bcorner", what="\x01\ufffe", sources=[{"publisher": "B\x02"}])
    told = incident(one, credits=["C\x03"])
    shown = replace(made, places=told.places, credits=told.credits)
    desk.publishing.publish(ADA, made.id, desk.incidents.save(ADA, shown).revision)
    assert "Pasted from elsewhere" in "".join(
        ET.fromstring(client.get(f"/maps/{made.id}.svg").data).itertext()
    )
    for kind in ("png", "pdf"):
        assert client.get(f"/maps/{made.id}.{kind}").status_code == 200
