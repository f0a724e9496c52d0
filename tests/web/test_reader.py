import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.incident.geojson import loads
from mapapp.incident.model import Incident
from mapapp.settings import Settings
from mapapp.web.app import create_app
from tests.people import ADA
from tests.unit.maps.documents import incident, place

FOUNDING = "kenosha-2020-08-23"
HOSTILE = "${alert(1)}</script><img src=x onerror=alert(1)>`\\\"'"

Publish = Callable[[Incident], Incident]


@pytest.fixture
def publish(app: Flask) -> Publish:
    def publish(document: Incident) -> Incident:
        incidents = app.extensions["desk"].incidents
        if document.revision:
            saved = incidents.save(ADA, document, "A correction")
        else:
            created = incidents.create(ADA, document.title, timezone=document.timezone)
            saved = incidents.save(ADA, replace(document, id=created.id, revision=created.revision), "")
        incidents.publish(ADA, saved.id, saved.revision)
        return saved

    return publish


class Elements(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))


def links(text: str, start: str) -> list[str]:
    """The addresses in double quotes that begin so."""
    return [part.split('"')[0].replace("&amp;", "&") for part in text.split(f'"{start}')[1:]]


def script_url(client: FlaskClient, incident_id: str = FOUNDING) -> str:
    (rest,) = links(client.get(f"/embed/{incident_id}").text, f"/embed/{incident_id}/")
    return f"/embed/{incident_id}/{rest}"


def test_the_list_leads_to_the_map(client: FlaskClient) -> None:
    text = client.get("/").text
    assert f'href="/maps/{FOUNDING}"' in text
    assert "Police shooting in Kenosha" in text


def test_a_newsroom_without_published_maps_says_so(app: Flask, client: FlaskClient) -> None:
    app.extensions["desk"].incidents.unpublish(ADA, FOUNDING)
    assert "No map has been published yet" in client.get("/").text


@pytest.mark.parametrize("path", [f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"])
def test_page_and_embed_say_everything_in_words(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    for words in (
        "Near 28th Avenue and 40th Street, Kenosha",
        "a street corner, within about 160 m",
        "Sunday, August 23, 2020, 5:15 p.m. CDT",
        "reported, not confirmed",
        "about 31 miles north of the scene",
        "Facilities it could be",
        "Froedtert",
        "near 28th Avenue and 40th Street in the city",
        "TIGER/Line",
    ):
        assert escape(words) in text


def test_the_page_offers_data_and_code_to_embed(client: FlaskClient) -> None:
    text = client.get(f"/maps/{FOUNDING}").text
    assert f'href="/maps/{FOUNDING}.geojson"' in text
    assert f'<iframe src="http://localhost/embed/{FOUNDING}" title="Map: ' in unescape(text)


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: FlaskClient) -> None:
    for path in ("/", f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"):
        seen = Elements()
        seen.feed(client.get(path).text)
        assert not any(tag == "style" for tag, _ in seen.all)
        for tag, attributes in seen.all:
            assert not any(name == "style" or name.startswith("on") for name in attributes)
            assert tag != "script" or attributes["src"].startswith("/")
            for name in ("src", "href", "action") if tag != "a" else ():
                assert attributes.get(name, "/").startswith(("/", "#", "data:,"))


def test_the_script_and_its_places_are_kept_for_good(client: FlaskClient) -> None:
    script = client.get(script_url(client))
    assert script.mimetype == "text/javascript"
    (rest,) = links(script.text, f"/embed/{FOUNDING}/")
    places = client.get(f"/embed/{FOUNDING}/{rest}")
    assert places.json is not None
    assert len(places.json["features"]) == 12
    for response in (script, places):
        assert "immutable" in response.headers["Cache-Control"]
    unversioned = client.get(script_url(client).split("?")[0])
    assert "immutable" not in unversioned.headers["Cache-Control"]


def test_only_the_published_revision_is_served(client: FlaskClient, publish: Publish) -> None:
    first = publish(incident(place("a", 0, 0, label="Wrong corner")))
    old = script_url(client, first.id)
    assert client.get(old).status_code == 200
    publish(replace(first, places=(replace(first.places[0], label="Right corner"),)))
    assert client.get(old).status_code == 404
    assert client.get(old.replace("map.js", "places.json")).status_code == 404
    assert "Wrong corner" not in client.get(f"/maps/{first.id}").text
    assert "Right corner" in client.get(f"/maps/{first.id}").text
    assert "Right corner" in client.get(f"/maps/{first.id}.geojson").text


def test_a_draft_and_an_unpublished_map_are_not_there(app: Flask, client: FlaskClient) -> None:
    incidents = app.extensions["desk"].incidents
    draft = incidents.create(ADA, "A draft").id
    incidents.unpublish(ADA, FOUNDING)
    for one in (draft, FOUNDING):
        for path in (f"/maps/{one}", f"/embed/{one}", f"/maps/{one}.geojson", f"/embed/{one}/1/map.js"):
            assert client.get(path).status_code == 404


def test_the_data_is_geojson_that_reads_back(app: Flask, client: FlaskClient) -> None:
    response = client.get(f"/maps/{FOUNDING}.geojson")
    assert response.mimetype == "application/geo+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{FOUNDING}.geojson"'
    assert loads(response.data) == app.extensions["desk"].incidents.published_incident(FOUNDING)


def test_the_data_is_compressed_tagged_and_not_sent_twice(client: FlaskClient) -> None:
    path = f"/maps/{FOUNDING}.geojson"
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert loads(gzip.decompress(packed.data)).id == FOUNDING
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
    assert client.head(path).data == b""
    assert client.head(path).status_code == 200


def test_pages_are_asked_about_each_time_and_answered_with_304(client: FlaskClient) -> None:
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"):
        first = client.get(path)
        assert "must-revalidate" in first.headers["Cache-Control"]
        assert "Set-Cookie" not in first.headers
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/maps/nothing-here",
        "/maps/../etc/passwd",
        "/maps/%2e%2e/passwd",
        "/maps/a%00b",
        "/maps/" + "a" * 5000,
        "/maps/UPPER",
        "/maps/%F0%9F%98%80",
        "/maps/a'b",
        "/embed/nothing-here",
        f"/embed/{FOUNDING}/99999999999999999999999999/map.js",
        f"/embed/{FOUNDING}/-1/map.js",
        f"/embed/{FOUNDING}/7/places.json",
        "/basemap/x/4/0/0.json",
        "/basemap/x/17/0/0.json",
        "/basemap/x/5/32/0.json",
        "/basemap/x/5/0/99999999999999999999999999999.json",
        "/static/../settings.py",
        "/static/leaflet/../../../../secret",
    ],
)
def test_ugly_addresses_lead_nowhere_and_say_so(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    if path.endswith(".json"):
        assert response.json is not None
        assert response.json["error"]["status"] == 404
    else:
        assert "<h1>" in response.text
    assert "Traceback" not in response.text


def test_json_is_answered_with_json(client: FlaskClient) -> None:
    for path in ("/maps/nothing.geojson", "/maps/nothing"):
        response = client.get(path, headers={"Accept": "application/json"})
        assert response.status_code == 404
        assert response.is_json


def test_tiles_are_kept_by_their_version(client: FlaskClient) -> None:
    script = client.get(script_url(client)).text
    (template,) = (one for one in links(script, "/basemap/") if "{z}" in one)
    current = f"/basemap/{template}".format(z=14, x=4194, y=6045)
    response = client.get(current)
    assert "28th Ave" in response.text
    assert response.mimetype == "application/json"
    assert "immutable" in response.headers["Cache-Control"]
    old = client.get("/basemap/0123456789ab/14/4194/6045.json")
    assert old.data == response.data
    assert "immutable" not in old.headers["Cache-Control"]
    assert client.get("/basemap/x/14/0/0.json").json == {}


def test_hostile_text_stays_text(client: FlaskClient, publish: Publish) -> None:
    source = {"publisher": HOSTILE, "quote": HOSTILE, "url": "https://example.org/?a=\"'<b>"}
    hostile = place("a", 0, 0, label=HOSTILE, what=HOSTILE, verbatim=HOSTILE, sources=[source])
    saved = publish(incident(hostile, title=HOSTILE, summary=HOSTILE, credits=[HOSTILE]))
    for path in ("/", f"/maps/{saved.id}", f"/embed/{saved.id}"):
        text = client.get(path).text
        assert "<img" not in text
        assert "${alert(1)}&lt;/script&gt;" in text
    script = client.get(script_url(client, saved.id)).text
    assert not any(mark in script for mark in ("${", "<", "`", "onerror="))
    data = json.loads(client.get(f"/maps/{saved.id}.geojson").data)
    assert data["title"] == HOSTILE


def test_a_map_without_positions_has_no_map_but_its_list(client: FlaskClient, publish: Publish) -> None:
    nowhere = {**place("a", 0, 0, label="Somewhere"), "geometry": None}
    saved = publish(incident(nowhere))
    text = client.get(f"/embed/{saved.id}").text
    assert "Somewhere" in text
    assert "not on the map" in text
    assert "<script" not in text


def test_headers_keep_the_page_to_itself(client: FlaskClient) -> None:
    page, embed = client.get(f"/maps/{FOUNDING}").headers, client.get(f"/embed/{FOUNDING}").headers
    for headers in (page, embed, client.get("/maps/none").headers, client.get("/healthz").headers):
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "frame-ancestors *" not in page["Content-Security-Policy"]


def test_a_tile_provider_is_let_in_alone(settings: Settings) -> None:
    tiles = "https://{s}.tile.example/{z}/{x}/{y}.png"
    app = create_app(replace(settings, tiles_url=tiles, tiles_attribution="© Somebody"))
    client = app.test_client()
    response = client.get(f"/embed/{FOUNDING}")
    assert "img-src 'self' data: https://*.tile.example;" in response.headers["Content-Security-Policy"]
    script = client.get(script_url(client)).text
    assert tiles in script
    assert "/basemap/" not in script
    app.extensions["published"].close()
    app.extensions["desk"].close()


def test_health_is_json(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "maps": 1}


@pytest.mark.parametrize("page", ["maps", "embed"])
def test_a_map_credits_the_data_of_its_places_with_a_link_to_the_licence(
    client: FlaskClient, publish: Publish, page: str
) -> None:
    credit = "Places: OpenStreetMap of 2026-11-01; ODbL 1.0, © OpenStreetMap contributors, https://osm.org/copyright"
    saved = publish(replace(incident(place("scene", -87.84, 42.6)), credits=(credit, "<b>bold</b>")))
    text = client.get(f"/{page}/{saved.id}").text
    assert "ODbL 1.0, © OpenStreetMap contributors" in text
    assert 'href="https://osm.org/copyright"' in text
    assert "<b>bold" not in text
    assert credit in client.get(f"/maps/{saved.id}.geojson").get_json(force=True)["credits"]
