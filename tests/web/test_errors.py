import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import Desk
from mapapp.errors import BadInput, InvalidDocument, MapappError, StorageFailed, TooLarge, Unavailable
from mapapp.web import access
from mapapp.web.app import MAX_DOCUMENT_BYTES, MAX_FORM_BYTES
from tests.conftest import Auth
from tests.people import ADA

JSON = {"Accept": "application/json"}


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser for an app with public addresses that fail in every way."""
    ways = {
        "bad": BadInput("Type less."),
        "document": InvalidDocument("features[3].id", "is used twice"),
        "large": TooLarge("Too large by half."),
        "away": Unavailable("The census server does not answer."),
        "full": StorageFailed("The disk is full."),
        "defect": ZeroDivisionError("secret inner detail"),
    }

    def fail(way: str) -> str:
        raise ways[way]

    monkeypatch.setattr(access, "PUBLIC", access.PUBLIC | {"fail"})
    app.add_url_rule("/fail/<way>", "fail", fail)
    return app.test_client()


@pytest.mark.parametrize(
    ("way", "status", "said"),
    [
        ("bad", 400, "Type less."),
        ("document", 400, "features[3].id: is used twice"),
        ("large", 413, "Too large by half."),
        ("away", 503, "The census server does not answer."),
        ("full", 507, "The disk is full."),
    ],
)
def test_an_error_is_a_page_for_people_and_an_object_for_programs(
    failing: FlaskClient, way: str, status: int, said: str
) -> None:
    page = failing.get(f"/fail/{way}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert said in page.text

    told = failing.get(f"/fail/{way}", headers=JSON)
    assert told.status_code == status
    error = told.get_json()["error"]
    assert (error["status"], error["message"]) == (status, said)


def test_a_bad_document_names_the_path_of_the_bad_value(failing: FlaskClient) -> None:
    assert failing.get("/fail/document", headers=JSON).get_json()["error"]["path"] == "features[3].id"


def test_a_defect_shows_its_number_and_nothing_else(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = failing.get("/fail/defect")

    assert page.status_code == 500
    assert "secret" not in page.text
    assert "Traceback" not in page.text
    number = caplog.records[-1].getMessage().split()[1]
    assert f"error {number}" in page.text
    assert "ZeroDivisionError" in caplog.text


def test_an_address_that_leads_nowhere(client: FlaskClient) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "There is nothing at this address." in page.text
    assert client.get("/nowhere.geojson").get_json()["error"]["status"] == 404
    assert client.get("/maps/../../etc/passwd").status_code == 404
    assert client.get("/maps/no-such-map").status_code == 404


@pytest.mark.parametrize("kind", ["", ".geojson", ".png", ".pdf", "/archive.html"])
def test_no_cache_keeps_that_a_map_is_not_there(client: FlaskClient, desk: Desk, kind: str) -> None:
    desk.publishing.retract(ADA, "kenosha-2020-08-23", "It was wrong.")
    for incident_id, status in (("kenosha-2020-08-23", 410), ("yet-to-come", 404)):
        response = client.get(f"/maps/{incident_id}{kind}")
        assert response.status_code == status
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_method_that_is_not_meant_keeps_its_allow_header(client: FlaskClient) -> None:
    response = client.delete("/healthz", headers=JSON)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.get_json()["error"]["status"] == 405


def test_a_body_beyond_the_limit_is_refused_with_a_sentence(auth: Auth) -> None:
    auth.enter()

    for address, most in (("/newsroom/new", MAX_FORM_BYTES), ("/newsroom/import", MAX_DOCUMENT_BYTES)):
        refused = auth.post(address, text="x" * most)
        assert refused.status_code == 413
        assert "larger than this newsroom accepts" in refused.text


def test_only_a_document_may_be_large_and_only_of_someone_signed_in(auth: Auth) -> None:
    large = "[" * (MAX_FORM_BYTES + 1)
    assert auth.post("/newsroom/sign-in", name=large, password="x").status_code == 413
    assert auth.post("/newsroom/import", text=large).status_code == 401
    auth.enter()
    assert "nested more than 32 levels deep" in auth.post("/newsroom/import", text=large).text


def test_without_its_token_no_form_is_heard(client: FlaskClient, auth: Auth) -> None:
    auth.enter()

    refused = client.post("/newsroom/new", data={"title": "Forged", "timezone": "UTC"})

    assert refused.status_code == 400
    assert "Your form expired" in refused.text
    assert "Forged" not in refused.text
    assert "Forged" not in client.get("/newsroom/").text


def test_every_form_that_changes_something_carries_a_token(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    map_page = "/newsroom/maps/kenosha-2020-08-23"
    pages = ["", "new", "import", "streets/"]
    places = ["", "/places/scene", "/places/scene/move", "/places/scene/remove", "/add?phrase=42.6,-87.8"]
    for page in [f"/newsroom/{one}" for one in pages] + [map_page + one for one in places]:
        text = client.get(page).text
        assert text.count('method="post"') == text.count('name="csrf_token"') > 0, page


def test_an_expired_form_of_ours_comes_back_with_what_was_typed(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    typed = {"title": 'A "quoted" <title>', "timezone": "UTC", "csrf_token": "stale", "password": "hidden"}

    page = client.post("/newsroom/new", data=typed, headers={"Origin": "http://localhost"})

    assert page.status_code == 400
    assert "Nothing is lost" in page.text
    assert 'value="A &#34;quoted&#34; &lt;title&gt;"' in page.text
    assert "stale" not in page.text
    assert 'value="hidden"' not in page.text


def test_a_form_sent_after_the_sign_in_expired_is_not_lost_either(client: FlaskClient) -> None:
    page = client.post(
        "/newsroom/new", data={"title": "Hours of work"}, headers={"Origin": "http://localhost"}
    )

    assert page.status_code == 401
    assert "Your sign-in has expired" in page.text
    assert "Hours of work" in page.text
    assert client.post("/newsroom/new", headers=JSON).get_json()["error"]["status"] == 401


@pytest.mark.parametrize(
    ("error", "status"),
    [(StorageFailed("The disk is full."), 507), (Unavailable("The database is busy."), 503)],
)
def test_a_form_that_could_not_be_saved_comes_back_with_what_was_typed(
    client: FlaskClient, auth: Auth, monkeypatch: pytest.MonkeyPatch, error: MapappError, status: int
) -> None:
    auth.enter()

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(client.application.extensions["desk"].incidents, "create", fail)
    typed = {"title": "Hours of work", "timezone": "UTC", "csrf_token": auth.token("/newsroom/new")}
    page = client.post("/newsroom/new", data=typed, headers={"Origin": "http://localhost"})

    assert page.status_code == status
    assert str(error) in page.text
    assert "Nothing is lost" in page.text
    assert 'name="title" value="Hours of work"' in page.text
    elsewhere = client.post("/newsroom/new", data=typed, headers={"Origin": "http://evil.example"})
    assert "Hours of work" not in elsewhere.text


EVERYWHERE = ["/", "/nowhere", "/healthz", "/newsroom/sign-in", "/newsroom/", "/static/nothing.css"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_response_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"]


def test_parts_of_a_page_are_only_what_they_say_they_are(client: FlaskClient) -> None:
    headers = client.get("/static/css/base.css").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert "Content-Security-Policy" not in headers


def test_only_an_embed_may_be_framed(client: FlaskClient) -> None:
    embed = client.get("/embed/kenosha-2020-08-23").headers["Content-Security-Policy"]
    page = client.get("/maps/kenosha-2020-08-23").headers["Content-Security-Policy"]

    assert embed.endswith("frame-ancestors *")
    assert page.endswith("frame-ancestors 'none'")


def test_newsroom_pages_are_kept_nowhere(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    for page in ("/newsroom/", "/newsroom/maps/kenosha-2020-08-23", "/newsroom/sign-in"):
        assert client.get(page).headers["Cache-Control"] == "no-store"


def test_static_files_come_compressed_and_are_kept_when_versioned(client: FlaskClient) -> None:
    versioned = client.get("/").text.split("/css/base.css")[0].split("/static/")[-1]

    kept = client.get(f"/static/{versioned}/css/base.css", headers={"Accept-Encoding": "br"})
    assert kept.headers["Content-Encoding"] == "br"
    assert "immutable" in kept.headers["Cache-Control"]
    asked = client.get("/static/css/base.css")
    assert "must-revalidate" in asked.headers["Cache-Control"]
    again = client.get("/static/css/base.css", headers={"If-None-Match": asked.headers["ETag"]})
    assert again.status_code == 304


def test_leaflet_comes_from_us_and_nothing_else_from_its_folder(client: FlaskClient) -> None:
    script = client.get("/static/leaflet/leaflet.js")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    for path in (
        "leaflet/../__init__.py",
        "leaflet/%2e%2e/__init__.py",
        "../app.py",
        "leaflet//etc/passwd",
        "leaflet/",
    ):
        assert client.get(f"/static/{path}").status_code == 404
