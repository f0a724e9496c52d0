import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import Desk, PlaceFields
from tests.conftest import Auth
from tests.people import BEN

MAP = "/newsroom/maps/kenosha-2020-08-23"
ID = "kenosha-2020-08-23"
STORY = {"summary": "As it was.", "timezone": "America/Chicago"}


@pytest.fixture
def desk(app: Flask, auth: Auth) -> Desk:
    """The desk, after Ben has saved revision 2 while Ada works on revision 1."""
    auth.enter()
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    found.incidents.edit(
        BEN, ID, 1, title="Ben's title", summary="As it was.", timezone="UTC", occurred_at=""
    )
    return found


def test_a_stale_save_shows_both_versions_and_loses_neither(auth: Auth, desk: Desk) -> None:
    refused = auth.post(MAP, base=1, title="Ada's title", **STORY)

    assert refused.status_code == 409
    assert "Nothing is lost." in refused.text
    assert "Ben saved revision 2 while you worked on revision 1" in refused.text
    rows = re.findall(
        r'<tr><th scope="row">Title</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>', refused.text
    )
    assert rows == [("Ben&#39;s title", "Ada&#39;s title", "both; yours is taken")]
    assert "<td>UTC</td><td>America/Chicago</td><td>Ben</td>" in refused.text
    assert desk.incidents.get(ID).title == "Ben's title"


def test_the_kept_version_has_an_address_of_its_own(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    refused = auth.post(MAP, base=1, title="Ada's title", **STORY)
    address = re.search(rf'href="({MAP}/kept/\d+)"', refused.text)[1]

    page = client.get(address)

    assert page.status_code == 200
    assert "Ada&#39;s title" in page.text
    assert client.get(f"{MAP}/kept/999").status_code == 404


def test_saving_again_puts_only_one_s_own_changes_on_top(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    place = {"label": "Ada's corner", "layer": "scene", "status": "confirmed"}
    refused = auth.post(f"{MAP}/places/scene", base=1, **place)
    assert refused.status_code == 409
    assert "Ada&#39;s corner" in refused.text
    address = re.search(rf'action="({MAP}/kept/\d+)"', refused.text)[1]

    saved = auth.post(address)

    assert saved.headers["Location"] == MAP
    now = desk.incidents.get(ID)
    assert (now.revision, now.title, now.timezone) == (3, "Ben's title", "UTC")
    assert now.places[0].label == "Ada's corner"
    assert "Your changes were saved on top, as revision 3." in client.get(MAP).text
    assert "There is nothing of yours left to put on top" in client.get(address).text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/places/scene", {"label": "Late", "layer": "scene", "status": "reported"}),
        ("/places/scene/move", {"lat": "42.61", "lon": "-87.84"}),
        ("/places/scene/remove", {}),
        ("/add", {"pick": "elsewhere", "lat": "42.6", "lon": "-87.8", "label": "Late", "layer": "scene",
                  "status": "reported"}),
    ],
)  # fmt: skip
def test_every_form_of_a_map_notices_that_it_came_too_late(
    auth: Auth, desk: Desk, path: str, fields: dict[str, str]
) -> None:
    refused = auth.post(MAP + path, base=1, **fields)

    assert refused.status_code == 409
    assert "Save my changes on top" in refused.text
    assert desk.incidents.get(ID).revision == 2


def test_a_place_that_one_removed_and_the_other_did_not_touch_is_named(auth: Auth, desk: Desk) -> None:
    refused = auth.post(f"{MAP}/places/scene/remove", base=1)

    assert "Near 28th Avenue and 40th Street, Kenosha" in refused.text
    assert "<td>there</td>" in refused.text
    assert "<td>not there</td>" in refused.text


def test_a_program_is_told_of_the_conflict_in_json(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    fields = {"csrf_token": auth.token(), "base": "1", "title": "Ada's title", **STORY}

    told = client.post(MAP, data=fields, headers={"Accept": "application/json"})

    assert told.status_code == 409
    assert "Nothing is lost" in told.get_json()["error"]["message"]


def test_a_place_that_one_edited_and_the_other_removed_stays(auth: Auth, desk: Desk) -> None:
    base = desk.incidents.get(ID)
    desk.incidents.edit_place(BEN, ID, base.revision, "scene", PlaceFields("Ben's corner"))

    refused = auth.post(f"{MAP}/places/scene/remove", base=base.revision)
    assert "both; the place stays" in refused.text
    assert "There is nothing of yours left to put on top" in refused.text
    assert "Ben&#39;s corner" in refused.text
