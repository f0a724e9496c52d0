import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pmtiles.tile import TileType
from werkzeug.test import TestResponse

from mapapp.desk import Desk, PublicationKind
from mapapp.errors import BadInput
from mapapp.incident.geojson import loads
from mapapp.incident.model import Incident, Status
from mapapp.settings import Settings
from mapapp.store import Act
from mapapp.web.app import create_app
from tests.people import ADA
from tests.unit.maps.documents import incident, place
from tests.unit.maps.test_providers import pmtiles

FOUNDING = "kenosha-2020-08-23"
HOSTILE = "${alert(1)}</script><img src=x onerror=alert(1)>`\\\"'"

Publish = Callable[[Incident], Incident]
Decide = Callable[..., None]


@pytest.fixture
def publish(desk: Desk) -> Publish:
    """Shows a document to readers: a new one, or a correction of what they see."""

    def publish(document: Incident) -> Incident:
        if document.revision:
            saved = desk.incidents.save(ADA, document)
            return desk.publishing.correct(ADA, saved.id, saved.revision, "The corner was wrong.")
        created = desk.incidents.create(ADA, document.title, timezone=document.timezone)
        saved = desk.incidents.save(ADA, replace(document, id=created.id, revision=created.revision), "")
        desk.publishing.publish(ADA, saved.id, saved.revision)
        return saved

    return publish


@pytest.fixture
def decide(desk: Desk) -> Decide:
    """Adds a publication of the founding map at any time, also one that has passed."""

    def decide(kind: PublicationKind, at: str, revision: int | None = 1, note: str = "") -> None:
        store = desk._store.publications
        store.add(FOUNDING, Act(kind, "Ada", revision, note, at), store.standing(FOUNDING))

    return decide


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
    (scripts,) = re.findall(r'data-scripts="([^"]+)"', client.get(f"/embed/{incident_id}").text)
    return str(scripts.split()[-1])


def test_the_list_leads_to_the_map(client: FlaskClient) -> None:
    text = client.get("/").text
    assert f'href="/maps/{FOUNDING}"' in text
    assert "Police shooting in Kenosha" in text


def test_a_newsroom_without_published_maps_says_so(app: Flask, client: FlaskClient) -> None:
    app.extensions["desk"].publishing.unpublish(ADA, FOUNDING)
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
                assert attributes.get(name, "/").startswith(("/", "#", "data:,", "http://localhost/"))


def test_the_script_and_its_places_are_kept_for_good(client: FlaskClient) -> None:
    script = client.get(script_url(client))
    assert script.mimetype == "text/javascript"
    (rest,) = links(script.text, f"/embed/{FOUNDING}/")
    places = client.get(f"/embed/{FOUNDING}/{rest}")
    assert places.json is not None
    assert len(places.json["features"]) == 12
    for response in (script, places):
        assert "immutable" in response.headers["Cache-Control"]
    unversioned = client.get(re.sub(r"/[0-9a-f]{12}/", "/000000000000/", script_url(client)))
    assert "immutable" not in unversioned.headers["Cache-Control"]


def test_only_revisions_that_readers_saw_are_served(client: FlaskClient, publish: Publish) -> None:
    first = publish(incident(place("a", 0, 0, label="Wrong corner")))
    shown = script_url(client, first.id)
    draft = shown.replace(f"/{first.revision}/", f"/{first.revision + 1}/")
    publish(replace(first, places=(replace(first.places[0], label="Right corner"),)))
    assert client.get(shown).status_code == 200
    assert client.get(draft).status_code == 404
    assert client.get(draft.replace("map.js", "places.json")).status_code == 404
    assert "Wrong corner" not in client.get(f"/maps/{first.id}").text
    assert "Right corner" in client.get(f"/maps/{first.id}").text
    assert "Right corner" in client.get(f"/maps/{first.id}.geojson").text


def test_a_draft_and_an_unpublished_map_are_not_there(app: Flask, client: FlaskClient) -> None:
    desk = app.extensions["desk"]
    draft = desk.incidents.create(ADA, "A draft").id
    desk.publishing.unpublish(ADA, FOUNDING)
    for one in (draft, FOUNDING):
        for path in (
            f"/maps/{one}",
            f"/embed/{one}",
            f"/maps/{one}.geojson",
            f"/embed/{one}/1/000000000000/map.js",
        ):
            assert client.get(path).status_code == 404


def test_the_data_is_geojson_that_reads_back(app: Flask, client: FlaskClient) -> None:
    response = client.get(f"/maps/{FOUNDING}.geojson")
    assert response.mimetype == "application/geo+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{FOUNDING}.geojson"'
    assert loads(response.data) == app.extensions["desk"].incidents.get(FOUNDING)


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
        f"/embed/{FOUNDING}/99999999999999999999999999/000000000000/map.js",
        f"/embed/{FOUNDING}/-1/000000000000/map.js",
        f"/embed/{FOUNDING}/7/000000000000/places.json",
        "/basemap/x/2/0/0.json",
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
    assert client.get("/basemap/x/14/4200/6200.json").json == {}


def test_hostile_text_stays_text(client: FlaskClient, publish: Publish) -> None:
    source = {"publisher": HOSTILE, "quote": HOSTILE, "url": "https://example.org/?a=\"'<b>"}
    hostile = place("a", 0, 0, label=HOSTILE, what=HOSTILE, verbatim=HOSTILE, sources=[source])
    saved = publish(incident(hostile, title=HOSTILE, summary=HOSTILE, credits=[HOSTILE]))
    for path in ("/", f"/maps/{saved.id}", f"/embed/{saved.id}"):
        text = client.get(path).text
        assert "<img src=x" not in text
        assert "${alert(1)}&lt;/script&gt;" in text
    script = client.get(script_url(client, saved.id)).text
    assert not any(mark in script for mark in ("${", "<", "`", "onerror="))
    data = json.loads(client.get(f"/maps/{saved.id}.geojson").data)
    assert data["title"] == HOSTILE


def test_a_map_of_one_exact_corner_opens(client: FlaskClient, publish: Publish) -> None:
    saved = publish(incident(place("a", -93.2, 45.0, label="A corner", radius_m=12.0)))
    for path in (f"/maps/{saved.id}", f"/embed/{saved.id}", f"/maps/{saved.id}/archive.html"):
        assert "A corner" in client.get(path).text


def test_a_map_without_positions_has_no_map_but_its_list(client: FlaskClient, publish: Publish) -> None:
    saved = publish(incident(place("a", 0, 0, label="Somewhere", status="retracted")))
    text = client.get(f"/embed/{saved.id}").text
    assert "<s>Somewhere</s>" in text
    assert "not on the map" in text
    assert text.count("<script") == 1  # the one that learns of corrections
    data = client.get(f"/maps/{saved.id}.geojson").get_json(force=True)
    assert [one["geometry"] for one in data["features"]] == [None]


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


def test_a_tile_provider_is_let_in_alone_and_only_where_maps_are(settings: Settings) -> None:
    tiles = "https://{s}.tile.example/{z}/{x}/{y}.png"
    app = create_app(replace(settings, tiles=tiles, tiles_attribution="© Somebody"))
    client = app.test_client()
    for path in (f"/embed/{FOUNDING}", f"/maps/{FOUNDING}", f"/es/embed/{FOUNDING}"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://*.tile.example;" in policy
        assert policy.count("example") == 1
    for path in ("/", "/newsroom/", "/healthz"):
        assert "example" not in client.get(path).headers["Content-Security-Policy"]
    script = client.get(script_url(client)).text
    assert tiles in script
    assert "mapapp.consent(" in script
    app.extensions["desk"].close()


def test_who_may_frame_a_map_is_set_for_embeds_in_every_language(settings: Settings) -> None:
    app = create_app(replace(settings, frame_ancestors="https://paper.example"))
    client = app.test_client()
    for path in (f"/embed/{FOUNDING}", f"/es/embed/{FOUNDING}", "/embed/no-such-map"):
        assert "frame-ancestors https://paper.example" in client.get(path).headers["Content-Security-Policy"]
    for path in (f"/maps/{FOUNDING}", "/newsroom/", "/sign-in", "/embed", "/nowhere"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]
    app.extensions["desk"].close()


def test_pictures_of_a_pmtiles_file_come_from_us(settings: Settings, tmp_path: Path) -> None:
    path = pmtiles(tmp_path / "photos.pmtiles", TileType.WEBP)
    app = create_app(replace(settings, tiles=str(path)))
    client = app.test_client()
    assert "example" not in client.get(f"/embed/{FOUNDING}").headers["Content-Security-Policy"]
    address = re.search(r'"(/tiles/\w+/){z}/{x}/{y}.webp"', client.get(script_url(client)).text)
    assert address
    picture = client.get(address[1] + "1/0/0.webp")
    assert (picture.status_code, picture.mimetype, picture.data) == (200, "image/webp", b"picture 1")
    assert "immutable" in picture.headers["Cache-Control"]
    assert client.get(address[1] + "1/1/1.webp").status_code == 404
    assert "immutable" not in client.get("/tiles/old/1/0/0.webp").headers["Cache-Control"]
    app.extensions["desk"].close()


def test_without_such_a_file_there_are_no_pictures(client: FlaskClient) -> None:
    assert client.get("/tiles/any/1/0/0.png").status_code == 404


def test_tiles_that_cannot_be_shown_stop_the_start_with_a_sentence(settings: Settings) -> None:
    with pytest.raises(BadInput, match="MAPAPP_TILES"):
        create_app(replace(settings, tiles="Nobody.Knows"))


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


def test_a_correction_is_read_on_the_page_in_the_embed_and_in_the_data(
    client: FlaskClient, desk: Desk, publish: Publish
) -> None:
    current = desk.incidents.get(FOUNDING)
    confirmed = replace(current.places[0], status=Status.CONFIRMED)
    publish(replace(current, places=(confirmed, *current.places[1:])))
    change = "Near 28th Avenue and 40th Street, Kenosha is now confirmed."
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"):
        text = client.get(path).text
        assert text.count("The corner was wrong.") == 2  # for the map, and for the place
        assert change in text
    data = client.get(f"/maps/{FOUNDING}.geojson").get_json(force=True)
    (told,) = data["corrections"]
    assert (told["note"], told["changes"]) == ("The corner was wrong.", [change])
    assert data["features"][0]["properties"]["corrections"] == [told]
    assert "corrected" in client.get("/").text


def test_a_retracted_map_says_so_and_shows_nothing_else(client: FlaskClient, desk: Desk) -> None:
    old = script_url(client)
    desk.publishing.retract(ADA, FOUNDING, "It was <b>another</b> day.")
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}", f"/maps/{FOUNDING}?at=2999-01-01"):
        response = client.get(path)
        assert response.status_code == 410
        assert "Police shooting in Kenosha" in response.text
        assert "This map was retracted on " in response.text
        assert "It was &lt;b&gt;another&lt;/b&gt; day." in response.text
        assert "28th Avenue" not in response.text
        assert response.headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors *" in client.get(f"/embed/{FOUNDING}").headers["Content-Security-Policy"]
    for path in (f"/maps/{FOUNDING}.geojson", old.replace("map.js", "places.json")):
        response = client.get(path)
        assert response.status_code == 410
        assert response.get_json()["error"]["message"].endswith("It was <b>another</b> day.")
    assert client.get(old).status_code == 410
    assert FOUNDING not in client.get("/").text


def test_an_open_page_learns_of_every_change_for_a_304(
    client: FlaskClient, desk: Desk, publish: Publish
) -> None:
    def ask(etag: str = "") -> TestResponse:
        return client.get(f"/embed/{FOUNDING}/state.json", headers={"If-None-Match": etag})

    first = ask()
    assert first.get_json()["state"] == "published"
    assert first.get_json()["version"] in client.get(f"/embed/{FOUNDING}").text
    assert (ask(first.headers["ETag"]).status_code, ask(first.headers["ETag"]).data) == (304, b"")
    desk.incidents.save(ADA, replace(desk.incidents.get(FOUNDING), title="A draft"))
    assert ask(first.headers["ETag"]).status_code == 304

    publish(desk.incidents.get(FOUNDING))
    corrected = ask(first.headers["ETag"]).get_json()
    assert corrected["version"] != first.get_json()["version"]
    assert corrected["said"].startswith("This map was corrected on ")
    assert corrected["said"].endswith(": The corner was wrong.")
    desk.publishing.retract(ADA, FOUNDING, "All of it was wrong.")
    assert ask().get_json()["said"].endswith(": All of it was wrong.")
    desk.publishing.unpublish(ADA, FOUNDING)
    assert ask().get_json() == {"state": "unpublished", "said": "This map is no longer published."}


def test_the_state_of_a_draft_is_nobody_s_business(client: FlaskClient, desk: Desk) -> None:
    draft = desk.incidents.create(ADA, "A draft").id
    for one in (draft, "never-there"):
        assert client.get(f"/embed/{one}/state.json").status_code == 404


def test_the_state_is_tiny(client: FlaskClient) -> None:
    assert len(client.get(f"/embed/{FOUNDING}/state.json").data) < 200


@pytest.fixture
def past(desk: Desk, decide: Decide) -> None:
    """Shown wrongly for an hour of 2020, taken away, and shown again as it is now."""
    with desk._store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM publication")
    corner = replace(desk.incidents.get(FOUNDING).places[0], label="The wrong corner")
    rest = desk.incidents.get(FOUNDING).places[1:]
    desk.incidents.save(ADA, replace(desk.incidents.get(FOUNDING), places=(corner, *rest)))
    desk.incidents.restore(ADA, FOUNDING, 2, 1)
    decide(PublicationKind.PUBLISHED, "2020-08-23T23:00:00Z", 2)
    decide(PublicationKind.UNPUBLISHED, "2020-08-24T00:00:00Z", None)
    decide(PublicationKind.CORRECTED, "2020-08-24T04:30:00Z", 3, "Another corner")


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        ("2020-08-23T18:00", True),
        ("2020-08-23T18:59:59", True),
        ("2020-08-23T18:30-05:00", True),
        ("2020-08-24T01:30+02:00", True),
        ("2020-08-23T23:30Z", True),
        ("2020-08-23T23:30", False),
        ("2020-08-23", False),
    ],
)
def test_what_we_showed_then_is_shown_as_of_then(client: FlaskClient, at: str, wrong: bool) -> None:
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"):
        response = client.get(path, query_string={"at": at})
        assert response.status_code == 200
        assert ("The wrong corner" in response.text) == wrong
        assert "As it stood at Sunday, August 23, 2020, " in response.text
        assert ("It has been corrected since" in response.text) == wrong
        assert f'href="{path}"' in response.text
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "noindex" in response.text
        assert "live.js" not in response.text
        script = links(response.text, f"/embed/{FOUNDING}/")
        assert all(client.get(f"/embed/{FOUNDING}/{one}").status_code == 200 for one in script)
    data = client.get(f"/maps/{FOUNDING}.geojson", query_string={"at": at})
    assert ("The wrong corner" in data.text) == wrong


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2020-08-23T17:59", "readers have seen this map since Sunday, August 23, 2020, 6 p.m. CDT."),
        ("1066-10-14", "readers have seen this map since"),
        ("2020-08-23T20:00", "it had been unpublished on Sunday, August 23, 2020, 7 p.m. CDT."),
    ],
)
def test_where_nothing_was_shown_the_page_says_since_when(client: FlaskClient, at: str, said: str) -> None:
    response = client.get(f"/maps/{FOUNDING}", query_string={"at": at})
    assert response.status_code == 404
    assert said in response.text


@pytest.mark.parametrize(
    "at",
    [
        "",
        "yesterday",
        "2020-08-23T",
        "2020-02-31",
        "2020-08-23T25:00",
        "2020-08-23T18:00 EST",
        "9999-12-31",
        "0001-01-01T00:00+23:59",
        "2999-01-01T00:00",
        "20200823",
        "2020-08-23T18:00:00.5",
        "\u0662020-08-23",
    ],
)
def test_a_time_that_is_none_is_refused_with_a_sentence(client: FlaskClient, at: str) -> None:
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}", f"/maps/{FOUNDING}.geojson"):
        response = client.get(path, query_string={"at": at})
        assert response.status_code == 400
        assert "is not a time such as" in response.text or "yet to come" in response.text


@pytest.mark.usefixtures("past")
def test_of_a_map_that_was_taken_away_nothing_earlier_is_shown(client: FlaskClient, desk: Desk) -> None:
    desk.publishing.unpublish(ADA, FOUNDING)
    assert client.get(f"/maps/{FOUNDING}?at=2020-08-23T18:00").status_code == 404


def test_an_embargo_shows_nothing_before_its_time(client: FlaskClient, desk: Desk) -> None:
    desk.publishing.unpublish(ADA, FOUNDING)
    desk.publishing.publish(ADA, FOUNDING, 1, at="2999-01-01T06:00:00Z")
    for path in (f"/maps/{FOUNDING}", f"/embed/{FOUNDING}", f"/maps/{FOUNDING}.geojson"):
        assert client.get(path).status_code == 404
    assert FOUNDING not in client.get("/").text
