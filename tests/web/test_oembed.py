"""What other sites ask for: oEmbed through a consumer's eyes, and the card of a link."""

import json
import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from oembedpy import consumer, discovery

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.web.app import create_app
from tests.browser.conftest import served
from tests.people import ADA

FOUNDING = "kenosha-2020-08-23"
PAGE = f"/maps/{FOUNDING}"
TITLE = "Police shooting in Kenosha, Aug. 23, 2020"
HERE = "http://localhost"


def ask(client: FlaskClient, url: str, **more: object) -> tuple[int, dict[str, object]]:
    response = client.get("/oembed", query_string={"url": url, **more})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.status_code, response.json or {}


@pytest.mark.parametrize("path", [PAGE, f"/embed/{FOUNDING}"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_consumer_finds_the_map_by_discovery(app: Flask, path: str, form: str) -> None:
    with served(app) as address:
        endpoint, parameters = discovery.find_from_content(address + path)
        parameters.max_width = 500
        found = consumer.fetch_content(endpoint.replace("json", form), parameters)
    assert (found.type, found.version, found.title) == ("rich", "1.0", TITLE)
    assert (int(found.width), int(found.height)) == (500, 640)
    assert f'<iframe src="{address}/embed/{FOUNDING}" title="Map: {TITLE}"' in found.html
    assert f'<blockquote><a href="{address}{PAGE}">' in found.html
    assert found.provider_url == f"{address}/"
    assert found.thumbnail_url is None


def test_discovery_is_in_the_headers_too(client: FlaskClient) -> None:
    head = client.head(PAGE).headers["Link"]
    (address,) = re.findall(r'<([^>]+)>; rel="alternate"; type="application/json\+oembed"', head)
    assert client.get(address).json["title"] == TITLE


@pytest.mark.parametrize("address", [f"https://localhost{PAGE}/", f"{HERE}{PAGE}?utm=1#corrections"])
def test_an_address_is_read_with_what_people_paste(client: FlaskClient, address: str) -> None:
    assert ask(client, address)[0] == 200


def test_a_map_stays_in_the_language_it_was_asked_for_in(client: FlaskClient) -> None:
    for address in (f"{HERE}/es/embed/{FOUNDING}", f"{HERE}/es{PAGE}"):
        assert f"{HERE}/es/embed/{FOUNDING}" in str(ask(client, address)[1]["html"])
    assert f"{HERE}/embed/{FOUNDING}" in str(ask(client, f"{HERE}/en{PAGE}")[1]["html"])
    text = client.get(f"/es{PAGE}").text
    assert f'<link rel="canonical" href="{HERE}/es{PAGE}">' in text
    assert f'href="{HERE}/es{PAGE}/oembed.json?url={HERE}/es{PAGE}"' in text


def test_an_earlier_time_is_kept(client: FlaskClient, app: Flask) -> None:
    at = app.extensions["desk"].publishing.now()
    status, found = ask(client, f"{HERE}{PAGE}?at={at}")
    assert status == 200
    assert f"/embed/{FOUNDING}?at={quote(at, safe=':')}" in str(found["html"])


@pytest.mark.parametrize(
    ("address", "more", "status"),
    [
        (f"{HERE}/maps/nothing", {}, 404),
        (f"{HERE}/", {}, 404),
        (f"{HERE}/newsroom/", {}, 404),
        (f"{HERE}{PAGE}.geojson", {}, 404),
        (f"https://elsewhere.example{PAGE}", {}, 404),
        (f"http://localhost@elsewhere.example{PAGE}", {}, 404),
        (f"javascript:{HERE}{PAGE}", {}, 404),
        ("http://[", {}, 404),
        ("", {}, 404),
        (HERE + PAGE, {"format": "yaml"}, 501),
        (HERE + PAGE, {"maxwidth": "wide"}, 400),
        (HERE + PAGE, {"maxheight": "0"}, 400),
    ],
)
def test_what_is_no_map_of_ours_is_refused_in_a_sentence(
    client: FlaskClient, address: str, more: dict[str, str], status: int
) -> None:
    got, said = ask(client, address, **more)
    assert got == status
    assert str(said["error"]["message"]).endswith(".")  # type: ignore[index]


def test_limits_are_kept_and_the_picture_keeps_to_them(client: FlaskClient) -> None:
    _, whole = ask(client, HERE + PAGE)
    assert (whole["thumbnail_width"], whole["thumbnail_height"]) == (1200, 630)
    _, small = ask(client, HERE + PAGE, maxwidth=400, maxheight=300)
    assert (small["width"], small["height"]) == (400, 300)
    assert 'height="300"' in str(small["html"])
    assert "thumbnail_url" not in small


def test_what_people_write_stays_text(client: FlaskClient, app: Flask) -> None:
    desk: Desk = app.extensions["desk"]
    title = "</title><script>\"'&\x0b\ufffe ]]>"
    kept = desk.incidents.get(FOUNDING)
    saved = desk.incidents.save(ADA, replace(kept, title=title))
    desk.publishing.correct(ADA, saved.id, saved.revision, "The title was wrong.")
    page = f"{HERE}/maps/{saved.id}"
    root = ET.fromstring(client.get("/oembed", query_string={"url": page, "format": "xml"}).data)
    assert root.findtext("title") == title.replace("\x0b", "").replace("\ufffe", "")
    assert "<script" not in (root.findtext("html") or "")
    assert "<script" not in json.loads(client.get("/oembed", query_string={"url": page}).data)["html"]


def test_a_retracted_map_is_gone_and_says_so(client: FlaskClient, app: Flask) -> None:
    app.extensions["desk"].publishing.retract(ADA, FOUNDING, "It was another day.")
    for address in (f"/oembed?url={HERE}{PAGE}", f"{PAGE}/oembed.xml"):
        response = client.get(address)
        assert response.status_code == 410
        assert "It was another day." in response.json["error"]["message"]
    for picture in (".pdf", "/card.png"):
        assert client.get(PAGE + picture).status_code == 410


def test_the_public_address_is_what_leads_back(settings: Settings) -> None:
    app = create_app(replace(settings, public_url="https://news.example/maps-of"))
    client = app.test_client()
    page = unescape(client.get(PAGE).text)
    own = "https://news.example/maps-of"
    for said in (
        f'<link rel="canonical" href="{own}{PAGE}">',
        f'<meta property="og:url" content="{own}{PAGE}">',
        f'<meta property="og:image" content="{own}{PAGE}/card.png?v=',
        f'<iframe src="{own}/embed/{FOUNDING}"',
        f'<script src="{own}/static/js/embed.js"',
    ):
        assert said in page
    assert ask(client, own + PAGE)[0] == 200
    assert ask(client, HERE + PAGE)[0] == 404
    app.extensions["published"].close()
    app.extensions["desk"].close()


def test_a_link_has_a_card(client: FlaskClient) -> None:
    text = client.get(PAGE).text
    card = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter|article):[^"]+)" content="([^"]*)"', text)
    )
    assert card["og:title"] == TITLE
    assert card["twitter:card"] == "summary_large_image"
    assert unescape(card["og:image:alt"]).startswith(f"Map: {TITLE}. 1: Near 28th Avenue")
    picture = client.get(card["og:image"])
    assert picture.mimetype == "image/png"
    size = (int(card["og:image:width"]), int(card["og:image:height"]))
    assert size == tuple(int.from_bytes(picture.data[at : at + 4]) for at in (16, 20))
