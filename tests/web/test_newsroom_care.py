import html
import re

import pytest
from flask.testing import FlaskClient

from mapapp.desk import PROGRAM, Desk, StaffRole
from mapapp.incident.model import Precision
from mapapp.incident.words import is_masked
from tests.conftest import Auth
from tests.people import ADA

SCENE = "/newsroom/maps/kenosha-2020-08-23"
MASK = f"{SCENE}/places/scene/mask"
UNMASK = f"{SCENE}/places/scene/unmask"
KNOWN = "/newsroom/known-places"
WHY = "The family was threatened."
FORM = {"width": "1000", "label": "A corner in Kenosha", "what": "", "reason": WHY}
HOUSE = "2815 40th Street, Kenosha"


@pytest.fixture
def editor(auth: Auth) -> Auth:
    """Ada, who is an editor, signed in."""
    auth.enter()
    return auth


@pytest.fixture
def reporter(desk: Desk, auth: Auth) -> Auth:
    return _as(desk, auth, StaffRole.REPORTER)


@pytest.fixture
def admin(desk: Desk, auth: Auth) -> Auth:
    return _as(desk, auth, StaffRole.ADMIN)


def _as(desk: Desk, auth: Auth, role: StaffRole) -> Auth:
    desk.people.add(PROGRAM, "Dee", "correct horse battery", role)
    with auth.client.session_transaction() as session:
        session["token"] = desk.people.sign_in("Dee", "correct horse battery")
    return auth


def test_an_editor_masks_a_place_and_takes_the_mask_off(
    client: FlaskClient, editor: Auth, desk: Desk
) -> None:
    page = client.get(MASK).text
    assert "Readers will see a wide circle instead of the place" in page
    assert re.search(r'value="1000"[^>]*data-lon="-87\.\d+"[^>]* checked', page)

    assert editor.post(MASK, **FORM).headers["Location"] == SCENE
    shown = client.get(SCENE).text
    assert '<span class="tag">masked</span>' in shown
    assert UNMASK in shown
    assert f"{SCENE}/places/scene/move" not in shown
    assert "shown only roughly, on purpose" in html.unescape(client.get("/maps/kenosha-2020-08-23").text)
    assert "leave out the street" in client.get(f"{SCENE}/places/scene").text

    asked = client.get(UNMASK).text
    assert "Ada masked it on" in asked
    assert WHY in asked
    editor.post(UNMASK, reason="They said that it is safe.")
    assert not is_masked(desk.incidents.place("kenosha-2020-08-23", "scene")[1])


def test_what_is_wrong_with_a_mask_is_said_and_nothing_is_lost(client: FlaskClient, editor: Auth) -> None:
    for wrong, said in (
        ({"reason": "no"}, "Give a reason"),
        ({"label": ""}, "Give the label"),
        ({"width": "x"}, "Choose how wide"),
    ):
        refused = editor.post(MASK, **{**FORM, **wrong})
        assert refused.status_code == 400
        assert said in refused.text
        assert wrong.get("label", "A corner in Kenosha") in refused.text
    assert "Give a reason" not in client.get(MASK).text
    editor.post(MASK, **FORM)
    assert editor.post(UNMASK, reason="").status_code == 400


def test_a_masked_place_is_neither_masked_again_nor_moved(client: FlaskClient, editor: Auth) -> None:
    editor.post(MASK, **FORM)
    assert client.get(MASK).status_code == 409
    moved = client.get(f"{SCENE}/places/scene/move")
    assert (moved.status_code, "Unmask it before you move it" in moved.text) == (409, True)
    put = editor.post(f"{SCENE}/places/scene/move", base=2, lat="42.6", lon="-87.8")
    assert put.status_code == 409


def test_a_reporter_sees_no_mask_to_press_and_is_refused(client: FlaskClient, reporter: Auth) -> None:
    assert "/mask" not in client.get(SCENE).text
    for refused in (client.get(MASK), reporter.post(MASK, **FORM), reporter.post(UNMASK, reason=WHY)):
        assert refused.status_code == 403
        assert "Only editors and admins may" in refused.text


def test_readers_see_the_mask_in_the_revision_they_have(client: FlaskClient, editor: Auth) -> None:
    before = client.get("/maps/kenosha-2020-08-23").text
    editor.post(MASK, **FORM)
    after = client.get("/maps/kenosha-2020-08-23").text
    assert ("A corner in Kenosha" in before, "A corner in Kenosha" in after) == (False, True)
    # The address of the places holds their digest, so that no browser shows the ones it kept.
    addresses = [re.findall(r"/embed/kenosha-2020-08-23/1/\w+/map\.js", page) for page in (before, after)]
    assert addresses[0]
    assert addresses[0] != addresses[1]


@pytest.mark.usefixtures("streets")
def test_an_editor_plots_a_house_number_with_a_reason(client: FlaskClient, editor: Auth, desk: Desk) -> None:
    made = desk.incidents.create(ADA, "A fire")
    address = f"/newsroom/maps/{made.id}/add"
    page = client.get(address, query_string={"phrase": HOUSE}).text
    assert "It is off by default" in page
    [key] = re.findall(r'name="pick" value="([0-9a-f]{16})"', page)
    said = {"base": 1, "phrase": HOUSE, "pick": key, "label": "Town hall", "layer": "scene"}
    said |= {"status": "reported", "exact": "1"}

    refused = editor.post(address, **said)
    assert refused.status_code == 400
    assert "Reason: give the reason, in 10 characters or more" in refused.text
    assert re.search(r'name="exact" value="1" checked', refused.text)

    editor.post(address, **said, exact_reason="It is the town hall's own door.")
    [place] = desk.incidents.get(made.id).places
    assert place.precision is Precision.ADDRESS


@pytest.mark.usefixtures("streets")
def test_a_reporter_is_not_offered_house_numbers_and_is_refused(
    client: FlaskClient, reporter: Auth, desk: Desk
) -> None:
    made = desk.incidents.create(ADA, "A fire")
    address = f"/newsroom/maps/{made.id}/add"
    page = client.get(address, query_string={"phrase": HOUSE}).text
    assert "exact_reason" not in page
    [key] = re.findall(r'name="pick" value="([0-9a-f]{16})"', page)
    said = {"base": 1, "phrase": HOUSE, "pick": key, "label": "Town hall", "layer": "scene"}
    sent = reporter.post(address, **said, status="reported", exact="1", exact_reason="It is a town hall.")
    assert sent.status_code == 403
    assert desk.incidents.get(made.id).revision == 1


def test_everyone_reads_the_known_places_and_finds_them(client: FlaskClient, reporter: Auth) -> None:
    page = client.get(f"{KNOWN}/").text
    assert html.escape("28th Avenue & 40th Street, Kenosha, WI") in page
    assert "/delete" not in page
    found = client.get(f"{KNOWN}/?q=22nd").text
    assert "22nd Avenue" in found
    assert "28th Avenue" not in found
    assert "No known place is written so." in client.get(f"{KNOWN}/?q=nowhere").text
    features = client.get(f"{KNOWN}/places.json?q=22nd").get_json()["features"]
    assert [one["geometry"]["coordinates"] for one in features] == [[-87.83571, 42.58356]]


def _first(desk: Desk) -> int:
    return desk.known_places.all()[0].id


def test_an_admin_edits_a_known_place(client: FlaskClient, admin: Auth, desk: Desk) -> None:
    address = f"{KNOWN}/{_first(desk)}"
    assert 'value="22nd Avenue &amp; 56th Street"' in client.get(address).text
    fields = {
        "name": "22nd Avenue and 56th Street",
        "aliases": "The library corner\n\nLibrary corner",
        "locality": "Kenosha, WI",
        "lat": "42.5836",
        "lon": "-87.8357",
        "precision": "intersection",
        "radius": "25",
        "source": "a visit",
    }
    for wrong, said in (
        ({"radius": "wide"}, "not a number of metres"),
        ({"locality": "here"}, "city and its state"),
    ):
        refused = admin.post(address, **{**fields, **wrong})
        assert (refused.status_code, said in html.unescape(refused.text)) == (400, True)
    assert admin.post(address, **fields).status_code == 302
    place = desk.known_places.get(_first(desk))
    assert (place.radius_m, place.aliases) == (25.0, ("The library corner", "Library corner"))
    assert "Also written: The library corner; Library corner" in client.get(f"{KNOWN}/").text


def test_an_admin_merges_two_that_are_far_apart_after_a_warning(
    client: FlaskClient, admin: Auth, desk: Desk
) -> None:
    first, second = desk.known_places.all()
    address = f"{KNOWN}/{first.id}/merge"
    assert "Show both" in client.get(address).text
    page = client.get(f"{address}?with={second.id}").text
    assert "farther apart than either of them is uncertain" in page
    assert "about 2.0 km north of it" in page
    both = client.get(f"{address}/{second.id}.json").get_json()
    assert len(both["features"]) == 2
    assert admin.post(address, **{"with": second.id, "position": ""}).status_code == 400
    assert admin.post(address, **{"with": second.id, "position": second.id}).status_code == 302
    [kept] = desk.known_places.all()
    assert (kept.name, kept.aliases, kept.lat) == (first.name, (second.name,), second.lat)


def test_an_admin_deletes_a_known_place(client: FlaskClient, admin: Auth, desk: Desk) -> None:
    address = f"{KNOWN}/{_first(desk)}/delete"
    assert "Delete this known place?" in client.get(address).text
    admin.post(address)
    assert len(desk.known_places.all()) == 1
    assert client.get(address).status_code == 404


def test_others_than_admins_change_no_known_place(client: FlaskClient, editor: Auth, desk: Desk) -> None:
    one = _first(desk)
    for address in (f"{KNOWN}/{one}", f"{KNOWN}/{one}/merge", f"{KNOWN}/{one}/delete"):
        assert client.get(address).status_code == 403
        assert editor.post(address).status_code == 403
    assert len(desk.known_places.all()) == 2
