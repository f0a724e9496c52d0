import io
import json
import re

import pytest
from flask.testing import FlaskClient

from mapapp.desk import Desk, MapState
from mapapp.web.forms import Form
from tests.conftest import Auth
from tests.people import BEN

KENOSHA = "/newsroom/maps/kenosha-2020-08-23"
NEW = {"title": "Fire on 63rd Street", "summary": "A shed burned.", "timezone": "America/Chicago"}


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


def test_the_list_shows_every_map_with_its_state(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    auth.post("/newsroom/new", **NEW)
    desk.incidents.edit(
        BEN, "kenosha-2020-08-23", 1, title="Renamed", summary="", timezone="UTC", occurred_at=""
    )

    page = client.get("/newsroom/").text

    assert "Fire on 63rd Street" in page
    assert ">draft<" in page
    assert "Renamed" in page
    assert "published at revision 1, newer draft" in page
    assert "by Ben" in page


def test_creating_a_map_leads_to_its_page_and_says_so_once(client: FlaskClient, auth: Auth) -> None:
    created = auth.post("/newsroom/new", **NEW, date="2026-11-01", time="17:15")

    assert created.status_code == 302
    assert created.headers["Location"] == "/newsroom/maps/fire-on-63rd-street-2026-11-01"
    page = client.get(created.headers["Location"]).text
    assert "The map was created." in page
    assert 'value="17:15"' in page
    assert "The map was created." not in client.get(created.headers["Location"]).text


def test_times_are_kept_with_the_offset_of_the_map_s_zone(auth: Auth, desk: Desk) -> None:
    auth.post("/newsroom/new", **NEW, date="2020-08-23", time="17:15")
    auth.post("/newsroom/new", **NEW, date="2020-12-23", time="17:15")
    auth.post("/newsroom/new", **NEW, date="2020-12-24", time="")

    assert {one.occurred_at for one in desk.incidents.all() if one.id.startswith("fire")} == {
        "2020-08-23T17:15:00-05:00",
        "2020-12-23T17:15:00-06:00",
        "2020-12-24",
    }


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": "   "}, "title", "Is missing; give it a text."),
        ({"timezone": "Mars/Olympus"}, "timezone", "is not a time zone such as America/Chicago."),
        ({"date": "2026-02-31"}, "date", "is not a date or time such as"),
        ({"time": "17:15"}, "date", "Give the day as well as the time."),
        ({"date": "2026-02-03", "time": "25:99"}, "time", "is not a time such as 17:15."),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(
    auth: Auth, desk: Desk, wrong: dict[str, str], field: str, said: str
) -> None:
    count = len(desk.incidents.all())

    refused = auth.post("/newsroom/new", **{**NEW, **wrong})

    assert refused.status_code == 400
    assert said in re.search(rf'id="fault-{field}">([^<]*)<', refused.text)[1].replace("&#39;", "'")
    assert re.search(rf'href="#field-{field}">{Form.label(field)}: ', refused.text)
    assert re.search(rf'id="field-{field}"[^>]*aria-invalid="true"', refused.text)
    assert "A shed burned." in refused.text
    assert "<title>Error: " in refused.text
    assert len(desk.incidents.all()) == count


def test_ten_thousand_letters_of_title_are_taken_or_refused_but_never_lost(auth: Auth) -> None:
    refused = auth.post("/newsroom/new", **{**NEW, "title": "x" * 30_000})

    assert refused.status_code in (400, 413)
    assert "x" * 30_000 in refused.text


def test_the_page_of_a_map_lists_its_places_in_plain_words(client: FlaskClient) -> None:
    page = client.get(KENOSHA).text

    assert "Near 28th Avenue and 40th Street, Kenosha" in page
    assert "a street corner, within about 160 m" in page
    assert "The report says near the corner" in page
    assert "8 facilities it could be" in page


def test_describing_a_map_is_a_revision(auth: Auth, client: FlaskClient, desk: Desk) -> None:
    saved = auth.post(KENOSHA, base=1, title="Kenosha", summary="", timezone="America/Chicago")

    assert saved.status_code == 302
    assert desk.incidents.get("kenosha-2020-08-23").title == "Kenosha"
    assert [one.who for one in desk.incidents.history("kenosha-2020-08-23")] == ["Ada", "mapapp"]
    assert "Saved as revision 2." in client.get(KENOSHA).text


def test_a_refused_description_stays_as_typed_on_the_page(auth: Auth) -> None:
    refused = auth.post(KENOSHA, base=1, title="", summary="Typed with care", timezone="UTC")

    assert refused.status_code == 400
    assert "Typed with care" in refused.text
    assert 'id="fault-title"' in refused.text


def test_publishing_and_unpublishing(client: FlaskClient, auth: Auth) -> None:
    auth.post("/newsroom/new", **NEW)
    page, public = "/newsroom/maps/fire-on-63rd-street", "/maps/fire-on-63rd-street"
    assert client.get(public).status_code == 404

    assert auth.post(f"{page}/publish", base=1).headers["Location"] == page
    assert "Readers now see revision 1." in client.get(page).text
    assert client.get(public).status_code == 200
    assert "Publish revision" not in client.get(page).text

    auth.post(f"{page}/unpublish")
    assert "Readers no longer see this map." in client.get(page).text
    assert client.get(public).status_code == 404
    assert "Unpublished on " in client.get(page).text
    assert auth.post(f"{page}/publish", base=1).status_code == 302


def test_readers_keep_the_published_revision_while_the_draft_moves_on(
    client: FlaskClient, auth: Auth
) -> None:
    auth.post(KENOSHA, base=1, title="Not yet", summary="", timezone="UTC")

    assert "Not yet" not in client.get("/maps/kenosha-2020-08-23").text
    page = client.get(KENOSHA).text
    assert "The title, summary, time of the event and time zone were changed." in page
    assert "Publish the correction" in page
    assert "Publish revision" not in page


def test_publishing_a_revision_that_is_not_there(auth: Auth) -> None:
    assert auth.post(f"{KENOSHA}/publish", base=99).status_code == 404
    assert auth.post(f"{KENOSHA}/publish", base="x").status_code == 400
    assert auth.post(f"{KENOSHA}/publish").status_code == 400


@pytest.mark.parametrize("address", ["no-such-map", "..%2F..%2Fetc", "%00", "x" * 500])
def test_a_map_that_is_not_there(client: FlaskClient, address: str) -> None:
    for path in ("", "/history", "/add", "/places.json", "/places/scene"):
        assert client.get(f"/newsroom/maps/{address}{path}").status_code == 404


def _document(**members: object) -> str:
    place = {
        "type": "Feature",
        "id": "corner",
        "geometry": {"type": "Point", "coordinates": [-87.8, 42.6]},
        "properties": {"layer": "scene", "label": "A corner", "precision": "intersection"},
    }
    whole = {"type": "FeatureCollection", "id": "brought", "title": "Brought", "features": [place], **members}
    return json.dumps(whole)


def test_a_document_is_imported_from_text_and_from_a_file(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    pasted = auth.post("/newsroom/import", text=_document())
    chosen = auth.post(
        "/newsroom/import", text="", file=(io.BytesIO(_document().encode()), "../../x.geojson")
    )

    assert pasted.headers["Location"] == "/newsroom/maps/brought"
    assert chosen.headers["Location"] == "/newsroom/maps/brought-2"
    assert "Check its places before you publish it." in client.get("/newsroom/maps/brought").text
    assert desk.incidents.summary("brought").state is MapState.DRAFT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a GeoJSON file or paste its text."),
        ("not json", "the document is not JSON"),
        (_document(title=""), "title: is missing"),
        (_document(id="../../etc/passwd"), "id: must be lower-case letters, digits and hyphens"),
        (_document().replace("42.6", "NaN"), "features[0].geometry.coordinates[1]: "),
        (
            _document().replace("42.6", "420"),
            "features[0].geometry.coordinates[1]: latitude 420 is out of range",
        ),
        ("[" * 5_000, "nested more than"),
        (_document(crs={"type": "name"}), "crs: must not be there"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_by_its_path_and_stays_in_the_field(
    auth: Auth, desk: Desk, text: str, said: str
) -> None:
    count = len(desk.incidents.all())

    refused = auth.post("/newsroom/import", text=text)

    assert refused.status_code == 400
    assert said in refused.text
    assert len(desk.incidents.all()) == count
    if len(text) < 100:
        assert text in refused.text


def test_hostile_words_stay_words(client: FlaskClient, auth: Auth) -> None:
    hostile = "<script>alert(1)</script>\"'${7*7}{{7*7}}<img src=x onerror=alert(1)>"
    created = auth.post("/newsroom/new", **{**NEW, "title": hostile, "summary": hostile})

    for page in (created.headers["Location"], "/newsroom/", created.headers["Location"] + "/history"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<img" not in text


def test_a_time_zone_that_is_not_offered_stays_what_it_is(client: FlaskClient, auth: Auth) -> None:
    auth.post("/newsroom/import", text=_document(timezone="Etc/GMT+5"))

    page = client.get("/newsroom/maps/brought").text

    assert re.findall(r"<option selected>([^<]*)<", page) == ["Etc/GMT+5"]


ODD = [
    {"occurred_at": "0001-01-01T00:00:00Z", "timezone": "America/Chicago"},
    {"occurred_at": "9999-12-31T23:59:59Z", "timezone": "Asia/Tokyo"},
    {"occurred_at": "0001-01-01"},
]
EMPTY = {"type": "MultiPoint", "coordinates": []}


@pytest.mark.parametrize("odd", ODD)
def test_no_map_takes_the_readers_list_down(client: FlaskClient, auth: Auth, odd: dict[str, str]) -> None:
    place = {"layer": "scene", "label": "Nowhere", "precision": "place"}
    place |= {"sources": [{"publisher": "The Paper"}], "status": "retracted"}
    feature = {"type": "Feature", "id": "a", "geometry": EMPTY, "properties": place}
    document = {"type": "FeatureCollection", "id": "odd", "title": "Odd", "features": [feature], **odd}
    auth.post("/newsroom/import", text=json.dumps(document))
    auth.post("/newsroom/maps/odd/publish", base=1)

    assert client.get("/").status_code == 200
    assert client.get("/newsroom/maps/odd").status_code == client.get("/maps/odd").status_code
    assert client.get("/newsroom/maps/odd").status_code in (200, 404)
