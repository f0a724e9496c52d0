from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mapapp.errors import BadInput
from mapapp.settings import Settings
from mapapp.web.app import create_app
from mapapp.web.tongues import LANGUAGES

from .test_reader import FOUNDING


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
    app.extensions["published"].close()
    app.extensions["desk"].close()


def test_a_language_that_is_not_shipped_is_refused(settings: Settings) -> None:
    with pytest.raises(BadInput, match=", ".join(LANGUAGES)):
        create_app(replace(settings, language="fr"))
