import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import Desk
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Incident, Layer, Place, Precision, Status
from mapapp.maps.features import Draw, draw
from mapapp.streets.library import IndexInfo
from tests.conftest import Auth
from tests.people import ADA

FIRE = "fire-2026-11-01"
MAP = f"/newsroom/maps/{FIRE}"
CORNER = "Green Bay Road and 52nd Street, Kenosha"
DETAILS = {"label": "The corner", "layer": "scene", "status": "reported"}
SAID = {"source-0-publisher": "Fox 6"}


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


@pytest.fixture
def desk(app: Flask) -> Desk:
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    found.incidents.create(ADA, "Fire", timezone="America/Chicago", occurred_at="2026-11-01T17:15:00-06:00")
    return found


def _found(client: FlaskClient, phrase: str, **more: str) -> str:
    response = client.get(f"{MAP}/add", query_string={"phrase": phrase, **more})
    assert response.status_code == 200
    return response.text


def _keys(page: str, name: str = "pick") -> list[str]:
    return re.findall(rf'name="{name}" value="([0-9a-f]{{16}})"', page)


def _last(desk: Desk) -> Place:
    return desk.incidents.get(FIRE).places[-1]


def _fault(page: str, field: str) -> str:
    found = re.search(rf'id="fault-{field}">([^<]*)<', page)
    assert found, f"nothing is said about {field}"
    return html.unescape(found[1])


@pytest.mark.usefixtures("streets")
def test_a_corner_by_phrase_is_found_explained_and_added(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    page = _found(client, CORNER)
    assert "a street corner, within about" in page
    assert "US Census TIGER/Line" in page
    [key] = _keys(page)
    assert re.search(rf'value="{key}"[^>]* checked', page, re.S)

    said = {"what": "A shed burned.", "date": "2026-11-01", "time": "17:20", "verbatim": CORNER}
    source = {
        "source-0-publisher": "The Paper",
        "source-0-url": "https://paper.example/1",
        "source-0-quote": "Q.",
    }
    added = auth.post(f"{MAP}/add", base=1, phrase=CORNER, pick=key, **DETAILS, **said, **source)

    assert added.headers["Location"] == MAP
    place = _last(desk)
    assert (place.label, place.precision, place.layer) == ("The corner", Precision.INTERSECTION, Layer.SCENE)
    assert place.occurred_at == "2026-11-01T17:20:00-06:00"
    assert (place.sources[0].publisher, place.sources[0].quote) == ("The Paper", "Q.")
    assert place.geometry is not None
    assert distance_m(place.geometry.representative_point(), (-87.8847, 42.5865)) < 500
    assert "The corner was added." in client.get(MAP).text


_SAID = {Draw.LINE: "a stretch of street", Draw.AREA: "a distance and direction from a known place"}


@pytest.mark.parametrize(
    ("phrase", "drawn"),
    [
        ("40th Street between 28th and 30th avenues, Kenosha", Draw.LINE),
        ("Sheridan Road just north of 60th Street, Kenosha", Draw.LINE),
        ("Highway 50 between I-94 and Highway 31", Draw.LINE),
        ("5 miles north of Kenosha", Draw.AREA),
        ("just outside Kenosha", Draw.AREA),
    ],
)
@pytest.mark.usefixtures("streets")
def test_a_stretch_or_an_area_is_added_as_what_it_is(
    client: FlaskClient, auth: Auth, desk: Desk, phrase: str, drawn: Draw
) -> None:
    page = _found(client, phrase)
    [key] = _keys(page)
    assert _SAID[drawn] in page
    assert re.search(rf'value="{key}"[^>]* checked', page, re.S)

    auth.post(f"{MAP}/add", base=1, phrase=phrase, pick=key, **DETAILS, **SAID)
    auth.post(f"{MAP}/publish", base=2)

    place = _last(desk)
    assert place.geometry is not None
    assert ("Line" in place.geometry.type) is (drawn is Draw.LINE)
    [shown] = draw(desk.incidents.get(FIRE)).places
    assert shown.draw is drawn
    assert client.get(f"/embed/{FIRE}/2/000000000000/places.json").status_code == 200


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ("108th Ave and 65th St, Kenosha", "More than one place fits"),
        ("107th Ave and 79th St, Kenosha", "Not in the place you named"),
    ],
)
@pytest.mark.usefixtures("streets")
def test_in_doubt_nothing_is_chosen_beforehand(
    client: FlaskClient, auth: Auth, desk: Desk, phrase: str, title: str
) -> None:
    page = _found(client, phrase)
    assert title in page
    assert _keys(page)
    assert not re.search(r'name="pick"[^>]* checked', page)

    refused = auth.post(f"{MAP}/add", base=1, phrase=phrase, **DETAILS)

    assert refused.status_code == 400
    assert "Choose one of the places, or give the position." in refused.text
    assert desk.incidents.get(FIRE).revision == 1


@pytest.mark.usefixtures("streets")
def test_a_corner_that_is_adjusted_says_that_it_was_placed_by_hand(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    [key] = _keys(_found(client, CORNER))

    auth.post(f"{MAP}/add", base=1, phrase=CORNER, pick=key, lat="42.5870", lon="−87.8850", **DETAILS)

    place = _last(desk)
    assert place.geometry is not None
    assert place.geometry.coordinates == (-87.885, 42.587)
    assert place.georeference is not None
    assert place.georeference.method == "placed by hand"
    assert desk.incidents.get(FIRE).revision == 2


@pytest.mark.usefixtures("streets")
def test_streets_that_do_not_meet_are_explained_and_coordinates_offered(
    client: FlaskClient, desk: Desk
) -> None:
    page = _found(client, "28th Avenue and 41st Avenue, Kenosha")

    assert "These streets do not meet" in page
    assert _keys(page) == []
    assert re.search(r'value="elsewhere"[^>]* checked', page)
    assert "Ask the online geocoder" not in page


@pytest.mark.parametrize("phrase", ["xyzzy plugh", "???", "the old oak"])
def test_words_that_lead_nowhere_are_answered_with_what_to_do(
    client: FlaskClient, desk: Desk, phrase: str
) -> None:
    page = _found(client, phrase)

    assert _keys(page) == []
    assert "I know where it is" in page


def test_a_place_by_coordinates(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    added = auth.post(
        f"{MAP}/add", base=1, phrase="the old oak", pick="elsewhere", lat="42.6", lon="-87.85", **DETAILS
    )

    assert added.status_code == 302
    place = _last(desk)
    assert place.geometry is not None
    lon, lat = place.geometry.representative_point()
    assert distance_m((lon, lat), (-87.85, 42.6)) < 5


@pytest.mark.parametrize(
    ("lat", "lon", "field"),
    [
        ("", "", "lat"),
        ("north", "-87", "lat"),
        ("42", "west", "lon"),
        ("420", "-87", "lat"),
        ("nan", "1", "lat"),
    ],
)
def test_a_position_that_is_none_is_refused_beside_its_field(
    auth: Auth, desk: Desk, lat: str, lon: str, field: str
) -> None:
    typed = {**DETAILS, "label": "Typed with care"}
    refused = auth.post(
        f"{MAP}/add", base=1, phrase="the old oak", pick="elsewhere", lat=lat, lon=lon, **typed
    )

    assert refused.status_code == 400
    assert _fault(refused.text, field)
    assert "Typed with care" in refused.text
    assert desk.incidents.get(FIRE).revision == 1


def test_an_unnamed_hospital_becomes_an_area_with_the_hospitals_that_were_ticked(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    phrase = "a hospital in Milwaukee"
    page = _found(client, phrase)
    assert "An area, not a point" in page
    assert 'value="A hospital in Milwaukee"' in page
    [area], facilities = _keys(page), _keys(page, "facility")
    assert len(facilities) >= 8

    details = {**DETAILS, "label": "A hospital in Milwaukee", "layer": "area"}
    auth.post(f"{MAP}/add", base=1, phrase=phrase, pick=area, facility=facilities[:2], **details)

    incident = desk.incidents.get(FIRE)
    place, *others = incident.places
    assert (place.layer, place.precision) == (Layer.AREA, Precision.PLACE)
    assert "Polygon" in place.geometry.type if place.geometry else False
    assert [(one.layer, one.candidate_for) for one in others] == [(Layer.FACILITY, place.id)] * 2
    assert incident.revision == 2
    assert "2 facilities it could be" in client.get(MAP).text


def test_an_area_is_not_moved_to_a_point_in_passing(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    [key] = _keys(_found(client, "Milwaukee, WI"))

    refused = auth.post(
        f"{MAP}/add", base=1, phrase="Milwaukee, WI", pick=key, lat="43", lon="-88", **DETAILS
    )

    assert refused.status_code == 400
    assert "An area or a stretch of street cannot be moved" in refused.text


def test_an_answer_that_changed_in_the_meantime_is_not_guessed_at(auth: Auth, desk: Desk) -> None:
    refused = auth.post(f"{MAP}/add", base=1, phrase="Milwaukee, WI", pick="0" * 16, **DETAILS)

    assert refused.status_code == 400
    assert "What was found has changed in the meantime; choose again." in refused.text


@pytest.mark.parametrize("phrase", ["x" * 10_000, "\x00", "\u202e" * 20])
def test_noise_is_answered_with_a_sentence(client: FlaskClient, desk: Desk, phrase: str) -> None:
    response = client.get(f"{MAP}/add", query_string={"phrase": phrase})

    assert response.status_code in (200, 400)
    assert "Add a place" in response.text
    assert "Traceback" not in response.text


def test_an_empty_phrase_is_only_the_form(client: FlaskClient, desk: Desk) -> None:
    page = _found(client, "  ")

    assert "What is said of it" not in page
    assert 'role="alert"' not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": " "}, "label"),
        ({"date": "yesterday"}, "date"),
        ({"time": "17:15", "date": ""}, "date"),
        ({"source-0-publisher": "", "source-0-quote": "Who said so?"}, "source-0-publisher"),
        ({"source-2-publisher": "Paper", "source-2-url": "javascript:alert(1)"}, "source-2-url"),
    ],
)
def test_refused_details_keep_what_was_typed_and_say_why_beside_the_field(
    auth: Auth, desk: Desk, wrong: dict[str, str], field: str
) -> None:
    typed: dict[str, Any] = {**DETAILS, "what": "Typed with care", "source-0-publisher": "Paper", **wrong}
    refused = auth.post(
        f"{MAP}/add", base=1, phrase="oak", pick="elsewhere", lat="42.6", lon="-87.85", **typed
    )

    assert refused.status_code == 400
    assert _fault(refused.text, field)
    assert f'href="#field-{field}"' in refused.text
    assert "Typed with care" in refused.text
    assert 'value="42.6"' in refused.text
    assert re.search(r'value="elsewhere"[^>]* checked', refused.text)


KENOSHA = "/newsroom/maps/kenosha-2020-08-23"


def _scene(desk: Desk) -> tuple[Incident, Place]:
    incident = desk.incidents.get("kenosha-2020-08-23")
    return incident, next(one for one in incident.places if one.id == "scene")


def _fields(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    texts = re.findall(
        r'<input(?![^>]*type="checkbox")(?=[^>]*name="([\w-]+)")(?=[^>]*value="([^"]*)")[^>]*>', page
    )
    areas = re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>\n([^<]*)</textarea>', page)
    chosen = re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>.*?<option value="([^"]*)" selected', page, re.S)
    return {name: html.unescape(value) for name, value in [*texts, *areas, *chosen]}


def test_saving_a_place_as_it_is_changes_nothing_but_the_revision(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    before = _scene(desk)[1]
    fields = _fields(client.get(f"{KENOSHA}/places/scene").text)
    fields.pop("csrf_token")

    auth.post(f"{KENOSHA}/places/scene", **fields)

    incident, after = _scene(desk)
    assert (incident.revision, after) == (2, before)


def test_editing_a_place_and_adding_a_second_source(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    fields = _fields(client.get(f"{KENOSHA}/places/scene").text)
    fields.pop("csrf_token")
    fields |= {"status": "confirmed", "source-1-publisher": "The county"}

    auth.post(f"{KENOSHA}/places/scene", **fields)

    scene = _scene(desk)[1]
    assert scene.status is Status.CONFIRMED
    assert [one.publisher for one in scene.sources][1:] == ["The county"]
    assert "was saved." in client.get(KENOSHA).text


def test_moving_a_place(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    assert 'value="42.600802"' in client.get(f"{KENOSHA}/places/scene/move").text
    refused = auth.post(f"{KENOSHA}/places/scene/move", base=1, lat="x", lon="-87.84")
    assert refused.status_code == 400
    assert _fault(refused.text, "lat")

    auth.post(f"{KENOSHA}/places/scene/move", base=1, lat="42.6010", lon="-87.8430")

    scene = _scene(desk)[1]
    assert scene.geometry is not None
    assert scene.geometry.coordinates == pytest.approx((-87.8430, 42.6010), abs=1e-4)


def test_removing_a_place_is_asked_about_first(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    place_id = _scene(desk)[0].places[-1].id
    asked = client.get(f"{KENOSHA}/places/{place_id}/remove")
    assert "Remove this place?" in asked.text
    assert _scene(desk)[0].revision == 1

    auth.post(f"{KENOSHA}/places/{place_id}/remove", base=1)

    assert place_id not in {one.id for one in _scene(desk)[0].places}


def test_a_place_that_is_not_there(client: FlaskClient, auth: Auth) -> None:
    for path in ("", "/move", "/remove"):
        assert client.get(f"{KENOSHA}/places/nowhere{path}").status_code == 404
        assert (
            auth.post(f"{KENOSHA}/places/nowhere{path}", base=1, lat="1", lon="1", **DETAILS).status_code
            == 404
        )


def test_the_newsroom_s_map_shows_the_draft(client: FlaskClient, auth: Auth) -> None:
    auth.post(f"{KENOSHA}/places/scene/move", base=1, lat="42.6010", lon="-87.8430")

    scene = client.get(f"{KENOSHA}/places.json").get_json()["features"][0]

    assert scene["geometry"]["coordinates"] == pytest.approx([-87.843, 42.601], abs=1e-4)


@pytest.mark.usefixtures("streets")
def test_the_published_map_shows_what_was_added(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    [key] = _keys(_found(client, CORNER))
    auth.post(f"{MAP}/add", base=1, phrase=CORNER, pick=key, **DETAILS, **SAID)
    auth.post(f"{MAP}/publish", base=2)

    assert "The corner" in client.get(f"/maps/{FIRE}").text
    assert (
        client.get(f"/maps/{FIRE}.geojson").get_json()["features"][0]["properties"]["label"] == "The corner"
    )


def test_the_fixture_has_real_streets(streets: IndexInfo) -> None:
    assert streets.crossings > 5_000


def test_removing_an_area_says_that_the_facilities_it_could_be_go_with_it(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    asked = client.get(f"{KENOSHA}/places/hospital/remove")
    assert "The 8 facilities it could be will go with it." in asked.text

    auth.post(f"{KENOSHA}/places/hospital/remove", base=1)

    assert not [one for one in _scene(desk)[0].places if one.candidate_for]


HOUSE = "2815 40th Street, Kenosha"


@pytest.mark.usefixtures("streets")
def test_nothing_that_readers_get_tells_the_house_number(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    page = _found(client, HOUSE)
    [key] = _keys(page)
    assert 'data-label="2800 block of 40th St, Kenosha"' in page
    fields = _fields(page.split("data-chooser")[1])
    fields.pop("csrf_token")
    assert (fields["label"], fields["verbatim"]) == ("2800 block of 40th St, Kenosha", "")

    auth.post(f"{MAP}/add", **{**fields, "pick": key})
    auth.post(f"{MAP}/publish", base=2)

    assert _last(desk).precision is Precision.BLOCK
    for address in (f"/maps/{FIRE}", f"/maps/{FIRE}.geojson", f"/embed/{FIRE}/2/000000000000/places.json"):
        assert "2815" not in client.get(address).text


@pytest.mark.usefixtures("streets")
def test_an_address_that_is_nudged_still_hides_the_door(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    [key] = _keys(_found(client, HOUSE))

    auth.post(f"{MAP}/add", base=1, phrase=HOUSE, pick=key, lat="42.600812", lon="-87.843912", **DETAILS)

    place = _last(desk)
    assert place.precision is Precision.BLOCK
    assert place.geometry is not None
    assert place.geometry.coordinates == (-87.844, 42.601)


@pytest.mark.usefixtures("streets")
def test_only_a_scene_is_suggested_to_be_of_the_incident_s_time(client: FlaskClient, desk: Desk) -> None:
    assert _fields(_found(client, CORNER))["time"] == "17:15"
    hospital = _fields(_found(client, "a hospital in Milwaukee"))
    assert (hospital["date"], hospital["time"]) == ("", "")


@pytest.mark.parametrize(
    ("lat", "lon", "field"), [("91", "0", "lat"), ("-87.85", "142.6", ""), ("42", "181", "lon")]
)
def test_a_position_is_never_read_the_other_way_round(
    auth: Auth, desk: Desk, lat: str, lon: str, field: str
) -> None:
    sent = auth.post(f"{MAP}/add", base=1, phrase="oak", pick="elsewhere", lat=lat, lon=lon, **DETAILS)

    if field:
        assert "is out of range" in _fault(sent.text, field)
    else:
        geometry = _last(desk).geometry
        assert geometry is not None
        assert geometry.representative_point() == (float(lon), float(lat))


def test_the_position_of_a_retracted_place_is_not_in_the_data(client: FlaskClient, auth: Auth) -> None:
    fields = _fields(client.get(f"{KENOSHA}/places/scene").text)
    fields.pop("csrf_token")
    auth.post(f"{KENOSHA}/places/scene", **{**fields, "status": "retracted"})
    auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": "Not there."})

    scene = client.get("/maps/kenosha-2020-08-23.geojson").get_json()["features"][0]

    assert (scene["id"], scene["geometry"], scene["properties"]["status"]) == ("scene", None, "retracted")


@pytest.mark.parametrize(("label", "status"), [("x" * 20_000, 302), ("x" * 20_001, 400), ("a\x00b", 400)])
def test_a_label_is_judged_as_a_label(
    client: FlaskClient, auth: Auth, desk: Desk, label: str, status: int
) -> None:
    typed = {**DETAILS, "label": label}
    sent = auth.post(f"{MAP}/add", base=1, phrase="oak", pick="elsewhere", lat="42.6", lon="-87.8", **typed)

    assert sent.status_code == status
    if status == 302:
        assert len(sent.headers["Set-Cookie"]) < 4_000
        assert "was added." in client.get(MAP).text
    else:
        assert _fault(sent.text, "label")
