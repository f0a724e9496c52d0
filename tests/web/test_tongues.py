import json
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.settings import Settings
from mapapp.web.app import create_app
from tests.conftest import Auth, Fresh

from .test_reader import FOUNDING


def close(app: Flask) -> None:
    app.extensions["published"].close()
    app.extensions["desk"].close()


def test_the_language_is_in_the_address_and_links_stay_in_it(client: FlaskClient) -> None:
    page = client.get(f"/es/embed/{FOUNDING}").text
    assert '<html lang="es">' in page
    assert f'data-state="/es/embed/{FOUNDING}/state.json"' in page
    assert f'href="/es/maps/{FOUNDING}"' in page
    assert f"/es/embed/{FOUNDING}/" in page.split("data-places=")[1]
    assert '<html lang="en">' in client.get(f"/embed/{FOUNDING}").text
    assert client.get(f"/fr/embed/{FOUNDING}").status_code == 404


def test_the_newsrooms_own_language_has_one_address(client: FlaskClient) -> None:
    moved = client.get(f"/en/maps/{FOUNDING}?at=2026-01-01")
    assert (moved.status_code, moved.location) == (308, f"http://localhost/maps/{FOUNDING}?at=2026-01-01")


def test_browsers_are_not_asked_for_a_language(client: FlaskClient) -> None:
    answer = client.get(f"/embed/{FOUNDING}", headers={"Accept-Language": "es"})
    assert '<html lang="en">' in answer.text
    assert "Accept-Language" not in answer.headers["Vary"]


def test_another_language_may_be_the_newsrooms_own(settings: Settings) -> None:
    app = create_app(replace(settings, language="es"))
    client = app.test_client()
    assert '<html lang="es">' in client.get(f"/maps/{FOUNDING}").text
    assert '<html lang="en">' in client.get(f"/en/maps/{FOUNDING}").text
    assert client.get(f"/es/maps/{FOUNDING}").location == f"http://localhost/maps/{FOUNDING}"
    assert '<html lang="en">' in client.get("/newsroom/sign-in").text
    close(app)


def test_the_newsroom_speaks_english_and_links_to_readers_pages_in_their_language(
    settings: Settings, fresh: Fresh
) -> None:
    app = create_app(replace(settings, language="es"))
    client = app.test_client()
    Auth(client, fresh.token).enter()
    page = client.get(f"/newsroom/maps/{FOUNDING}").text
    assert '<html lang="en">' in page
    assert "Skip to the content" in page
    assert f'"/maps/{FOUNDING}"' in page
    close(app)


def test_a_readers_page_is_in_spanish_down_to_its_list(client: FlaskClient) -> None:
    page = client.get(f"/es/maps/{FOUNDING}").text
    for said in (
        "domingo, 23 de agosto de 2020, 5:15\u202fp.m. CDT",
        "una esquina, a menos de unos 160 m",
        "unas 32 millas al norte del lugar de los hechos",
        "reportado, no confirmado",
        "title=&#34;Mapa: Police shooting in Kenosha, Aug. 23, 2020&#34;",
    ):
        assert said in page
    assert '<a href="/maps/kenosha-2020-08-23" lang="en" hreflang="en">English</a>' in page
    assert f'<link rel="alternate" hreflang="es" href="http://localhost/es/maps/{FOUNDING}">' in page


def test_what_the_map_draws_and_its_picture_speak_the_pages_language(client: FlaskClient) -> None:
    page = client.get(f"/es/embed/{FOUNDING}").text
    places = client.get(re.findall(r'data-places="([^"]+)"', page)[0]).get_json()
    assert places["groups"][0]["title"] == "Lugares de los hechos"
    assert places["features"][0]["properties"]["precision"] == "una esquina, a menos de unos 160 m"
    assert "Lugares: 1: " in client.get(f"/es/maps/{FOUNDING}.svg").text
    assert "Places: 1: " in client.get(f"/maps/{FOUNDING}.svg").text
    assert "no-such-map" in client.get("/es/embed/no-such-map/state.json").get_json()["error"]["message"]


def test_scripts_are_brought_their_words_and_english_needs_none(client: FlaskClient) -> None:
    spanish, english = (client.get(f"{one}/embed/{FOUNDING}").text for one in ("/es", ""))
    [brought] = re.findall(r'<script type="application/json" data-words>(.*?)</script>', spanish)
    assert json.loads(brought)["Every place"] == "Todos los lugares"
    assert "data-words" not in english


def test_errors_speak_the_language_of_the_address(client: FlaskClient) -> None:
    missing = client.get("/es/maps/no-such-map").text
    assert "No hay ningún mapa publicado con el identificador" in missing
    assert 'href="/es/"' in missing
    assert "Ese momento todavía no ha llegado." in client.get(f"/es/maps/{FOUNDING}?at=2999-01-01").text


def test_a_frame_is_allowed_around_the_map_in_every_language(client: FlaskClient) -> None:
    for address in (f"/embed/{FOUNDING}", f"/es/embed/{FOUNDING}"):
        assert "frame-ancestors *" in client.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get(f"/es/maps/{FOUNDING}").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("units", "said"), [("km", "unos 51 km al norte"), ("miles", "a menos de unos 530 pies")]
)
def test_units_are_the_settings(settings: Settings, units: str, said: str) -> None:
    app = create_app(replace(settings, units=units))
    assert said in app.test_client().get(f"/es/embed/{FOUNDING}").text
    close(app)
