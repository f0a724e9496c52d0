import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.web.app import create_app
from tests.conftest import Auth, Fresh
from tests.people import ADA
from tests.unit.geocode import nominatim
from tests.unit.geocode.nominatim import Nominatim

ADD = "/newsroom/maps/fire-2026-11-01/add"
MUSEUM = {
    "lat": "42.73", "lon": "-87.78", "display_name": "Harbor Museum, Racine, Wisconsin",
    "addresstype": "tourism", "osm_type": "way", "osm_id": 7, "licence": nominatim.LICENCE,
    "address": {"city": "Racine", "ISO3166-2-lvl4": "US-WI"},
}  # fmt: skip
PHRASE = "Harbor Museum, Racine, WI"
ONLINE = {"phrase": PHRASE, "online": "1"}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for temporary files of the test's own, for the gate."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def server() -> Iterator[Nominatim]:
    with nominatim.serving() as server:
        server.says = [MUSEUM]
        yield server


def signed_in(settings: Settings, fresh: Fresh) -> Iterator[FlaskClient]:
    """The browser of a person of that newsroom, in which there is one map."""
    app = create_app(settings)
    app.testing = True
    desk: Desk = app.extensions["desk"]
    desk.incidents.create(ADA, "Fire", timezone="America/Chicago", occurred_at="2026-11-01T17:15:00-06:00")
    client = app.test_client()
    Auth(client, fresh.token).enter()
    yield client
    app.extensions["published"].close()
    desk.close()


@pytest.fixture
def own(settings: Settings, server: Nominatim) -> Settings:
    """Settings that name the server, with the newsroom's pages not asking it."""
    return replace(settings, geocoder_options=json.dumps(server.options), geocoder_interval=0.0)


@pytest.fixture
def silent(own: Settings, fresh: Fresh) -> Iterator[FlaskClient]:
    yield from signed_in(own, fresh)


@pytest.fixture
def asking(own: Settings, fresh: Fresh) -> Iterator[FlaskClient]:
    yield from signed_in(replace(own, online=True), fresh)


def test_nothing_is_asked_until_it_is_switched_on(silent: FlaskClient, server: Nominatim) -> None:
    page = silent.get(ADD, query_string=ONLINE).text
    assert "Ask the online geocoder" not in page
    assert "Ask the online geocoder" not in silent.get(ADD, query_string={"phrase": PHRASE}).text
    assert server.asked == []


def test_a_person_asks_once_and_gets_what_was_shown(
    asking: FlaskClient, server: Nominatim, fresh: Fresh
) -> None:
    offered = asking.get(ADD, query_string={"phrase": PHRASE}).text
    assert "Ask the online geocoder" in offered
    assert server.asked == []
    page = asking.get(ADD, query_string=ONLINE).text
    assert "Harbor Museum, Racine" in page
    assert "was not checked" in page
    key = page.partition('name="pick" value="')[2].partition('"')[0]
    details = {"label": "The museum", "layer": "scene", "status": "reported"}
    added = Auth(asking, fresh.token).post(ADD, base=1, pick=key, **ONLINE, **details)
    assert added.status_code == 302
    assert len(server.asked) == 1


def test_an_outage_is_said_and_a_position_may_be_given(asking: FlaskClient, server: Nominatim) -> None:
    server.faults = [nominatim.status(403)]
    page = asking.get(ADD, query_string=ONLINE).text
    assert "left alone until" in page
    assert "I know where it is" in page


def test_without_a_contact_the_public_server_is_not_asked(settings: Settings, fresh: Fresh) -> None:
    for client in signed_in(replace(settings, online=True), fresh):
        response = client.get(ADD, query_string=ONLINE)
        assert response.status_code == 400
        assert "MAPAPP_CONTACT" in response.text
