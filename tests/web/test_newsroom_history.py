import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import Desk, PlaceFields
from mapapp.incident.geometry import Geometry
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
    assert rows == [("Ben&#39;s title", "Ada&#39;s title", "both")]
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

    saved = auth.post(address, base=2)

    assert saved.headers["Location"] == MAP
    now = desk.incidents.get(ID)
    assert (now.revision, now.title, now.timezone) == (3, "Ben's title", "UTC")
    assert now.places[0].label == "Ada's corner"
    assert "Your changes were saved on top, as revision 3." in client.get(MAP).text
    assert auth.post(address, base=3).headers["Location"] == MAP
    assert desk.incidents.get(ID).revision == 3


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
    assert "Save what is chosen" in refused.text
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
    assert "Ben&#39;s corner" in refused.text
    assert re.search(r'name="keep-scene" value="theirs" checked', refused.text)
    address = re.search(rf'action="({MAP}/kept/\d+)"', refused.text)[1]
    assert "What was saved is kept as it is." in auth.client.get(auth.post(address, base=3).location).text
    auth.post(address, base=3, **{"keep-scene": "mine"})
    assert "scene" not in {one.id for one in desk.incidents.get(ID).places}


def test_each_place_is_settled_as_chosen(auth: Auth, desk: Desk) -> None:
    fields = {"layer": "scene", "status": "reported"}
    refused = auth.post(f"{MAP}/places/scene", base=1, label="Ada's corner", **fields)
    ways = re.findall(r'name="(keep-[a-z]*)" value="([a-z]+)"( checked)?', refused.text)
    assert ways == [
        ("keep-", "theirs", " checked"),
        ("keep-", "mine", ""),
        ("keep-scene", "theirs", ""),
        ("keep-scene", "mine", " checked"),
    ]
    address = re.search(rf'action="({MAP}/kept/\d+)"', refused.text)[1]
    auth.post(address, base=2, **{"keep-": "mine", "keep-scene": "theirs"})
    now = desk.incidents.get(ID)
    assert now.title == desk.incidents.get(ID, 1).title
    assert now.places[0] == desk.incidents.get(ID, 1).places[0]


def test_both_changes_of_one_place_are_offered_together(auth: Auth, desk: Desk) -> None:
    desk.incidents.edit_place(BEN, ID, 2, "scene", PlaceFields("Ben's corner"))
    refused = auth.post(f"{MAP}/places/scene/move", base=2, lat="42.61", lon="-87.84")
    assert re.search(r'name="keep-scene" value="both" checked', refused.text)
    address = re.search(rf'action="({MAP}/kept/\d+)"', refused.text)[1]
    auth.post(address, base=3, **{"keep-scene": "both"})
    scene = desk.incidents.get(ID).places[0]
    assert (scene.label, scene.geometry) == ("Ben's corner", Geometry.point(-87.84, 42.61))


def test_whoever_saves_while_one_chooses_is_not_written_over(auth: Auth, desk: Desk) -> None:
    refused = auth.post(MAP, base=1, title="Ada's title", **STORY)
    address = re.search(rf'action="({MAP}/kept/\d+)"', refused.text)[1]
    desk.incidents.edit(BEN, ID, 2, title="Third", summary="", timezone="UTC", occurred_at="")
    again = auth.post(address, base=2)
    assert again.status_code == 409
    assert "Third" in again.text
    assert "Ada&#39;s title" in again.text
    assert desk.incidents.get(ID).title == "Third"
    assert auth.post(address).status_code == 400


def test_history_tells_revisions_and_publications_with_what_changed(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    desk.publishing.correct(BEN, ID, 2, "The title was wrong.")
    page = client.get(f"{MAP}/history").text
    events = [re.sub(r"\s*<.*", "", one) for one in re.findall(r"<h2>(.*?)</h2>", page, re.S)]
    assert events == ["Correction published: revision 3", "Revision 3", "Revision 2", "Published: revision 1",
                      "Revision 1"]  # fmt: skip
    assert "The title was wrong." in page
    assert "The title, summary, time of the event and time zone were changed." in page
    assert f"{MAP}/history/compare?before=1&amp;after=2" in page
    assert client.get(f"{MAP}/history?from=5").status_code == 200
    assert re.search(rf'href="/maps/{ID}\?at=', page)


def test_a_long_history_is_read_page_by_page(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    for number in range(2, 32):
        desk.incidents.edit(BEN, ID, number, title=str(number), summary="", timezone="UTC", occurred_at="")
    first, second = (client.get(f"{MAP}/history?from={start}").text for start in (0, 25))
    assert (first.count("<li>\n    <h2>Revision"), ">Earlier<" in first) == (25, True)
    assert ">Revision 1" in second
    assert ">Earlier<" not in second
    assert client.get(f"{MAP}/history?from=x").status_code == 200


def test_two_revisions_are_compared_in_words_and_on_two_maps(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    desk.incidents.move_place(BEN, ID, 2, "scene", lon=-87.84, lat=42.61)
    page = client.get(f"{MAP}/history/compare?before=1&after=3").text
    assert "Near 28th Avenue and 40th Street, Kenosha moved about 1.1 km north." in page
    assert "<td>Police shooting in Kenosha, Aug. 23, 2020</td><td>Ben&#39;s title</td>" in page
    sources = [one.replace("&amp;", "&") for one in re.findall(r'data-places="([^"]*)"', page)]
    positions = [client.get(one).get_json()["features"][0]["geometry"]["coordinates"] for one in sources]
    assert positions == [[-87.843258, 42.600802], [-87.84, 42.61]]
    assert "They hold the same." in client.get(f"{MAP}/history/compare?before=2&after=2").text


@pytest.mark.parametrize(
    ("query", "status"),
    [("before=1&after=9", 404), ("before=x&after=1", 400), ("before=1", 400), ("before=-1&after=1", 400)],
)
def test_revisions_that_are_not_there_are_not_compared(
    client: FlaskClient, auth: Auth, desk: Desk, query: str, status: int
) -> None:
    assert client.get(f"{MAP}/history/compare?{query}").status_code == status


def test_a_revision_is_restored_and_the_last_change_undone(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    page = client.get(MAP).text
    assert "restore revision 1" in page
    auth.post(f"{MAP}/restore", base=2, revision=1)
    assert desk.incidents.get(ID).title == desk.incidents.get(ID, 1).title
    assert "Revision 1 was restored, as revision 3." in client.get(MAP).text
    assert auth.post(f"{MAP}/restore", base=3, revision=9).status_code == 404
    assert auth.post(f"{MAP}/restore", base=3).status_code == 400
    assert auth.post(f"{MAP}/restore", base=2, revision=1).status_code == 409
