import html
import re

import pytest
from flask.testing import FlaskClient

from mapapp.desk import Desk
from mapapp.desk.stories import MOST_BYTES
from mapapp.incident.model import Layer, Precision
from tests.conftest import Auth
from tests.people import ADA

TEXT = """Shed burns in Kenosha, Wisconsin

KENOSHA, Wis. — A shed burned near 28th Avenue and 40th Street in the city, the Kenosha Fire Department said.

A 34-year-old man was airlifted to a hospital in Milwaukee, close to 40 miles to the north.
He lives in the 3900 block of 30th Avenue.
"""
ABOUT = {
    "publisher": "The Paper",
    "url": "https://paper.example/1",
    "published": "2026-11-02",
    "near": "",
    "timezone": "America/Chicago",
}


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


@pytest.fixture
def pasted(auth: Auth) -> str:
    """The address of the page of a story that was just pasted."""
    response = auth.post("/newsroom/story", text=TEXT, **ABOUT)
    assert response.status_code == 302
    return response.headers["Location"]


def _incident(desk: Desk, page: str) -> str:
    return page.split("/")[3]


def _card(text: str, words: str) -> str:
    """The card of a place, as HTML."""
    cards = re.findall(r'<li class="story-card.*?</li>\s*(?=<li class="story-card|</ol>)', text, re.S)
    found = [one for one in cards if f"<strong>{words}</strong>" in one]
    assert len(found) == 1, (words, [re.search(r"<strong>(.*?)</strong>", one) for one in cards])
    return found[0]


def _key(card: str) -> str:
    found = re.search(r'data-key="([0-9a-f]{16})"', card)
    assert found
    return found[1]


def _fields(card: str) -> dict[str, str]:
    """What the form that accepts a card sends as it stands."""
    form = card.split("data-accept>")[1].split("</form>", maxsplit=1)[0]
    values = dict(
        re.findall(r'<input type="(?:text|url|hidden|date|time)"[^>]* name="([^"]+)" value="([^"]*)"', form)
    )
    values |= dict(re.findall(r'<select[^>]* name="(\w+)">.*?<option value="([^"]+)" selected', form, re.S))
    picked = re.search(r'name="pick" value="([^"]+)"[^>]* checked', form, re.S)
    values["pick"] = picked[1] if picked else ""
    return {name: html.unescape(value) for name, value in values.items() if name != "csrf_token"}


def _accept(client: FlaskClient, auth: Auth, page: str, words: str, **changed: str) -> str:
    card = _card(client.get(page).text, words)
    response = auth.post(f"{page}/{_key(card)}/accept", **{**_fields(card), **changed})
    assert response.status_code == 302, response.text
    return _card(client.get(page).text, words)


def test_a_pasted_story_shows_each_place_in_its_words_and_on_a_card(client: FlaskClient, pasted: str) -> None:
    page = client.get(pasted).text
    assert '<a class="mention scene pending"' in page
    corner = _card(page, "28th Avenue and 40th Street")
    assert "where it happened" in corner
    assert "a street corner, within about" in corner
    hospital = _card(page, "a hospital in Milwaukee")
    assert "facilities it could be" in hospital
    assert "31.6 miles" in hospital
    words = html.unescape(
        re.sub(r"<span.*?</span>|<[^>]+>", "", page.split('id="story-text">')[1].split("</article>")[0])
    )
    assert " ".join(words.split()) == " ".join(TEXT.split())


def test_nothing_is_on_the_map_that_nobody_accepted(desk: Desk, pasted: str) -> None:
    incident = desk.incidents.get(_incident(desk, pasted))
    assert incident.places == ()
    assert incident.title == "Shed burns in Kenosha, Wisconsin"
    assert incident.timezone == "America/Chicago"
    assert desk.incidents.summary(incident.id).published_revision is None


def test_accepting_a_scene_puts_it_on_the_map_with_its_source(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _accept(client, auth, pasted, "28th Avenue and 40th Street")
    assert "On the map as" in card
    [place] = desk.incidents.get(_incident(desk, pasted)).places
    assert (place.layer, place.precision) == (Layer.SCENE, Precision.INTERSECTION)
    assert (place.radius_m or 0) > 150
    assert "Fire Department" in place.sources[0].publisher
    assert "28th Avenue and 40th Street" in place.sources[0].quote


def test_the_only_time_of_day_of_a_story_is_proposed_for_its_scene(client: FlaskClient, auth: Auth) -> None:
    text = TEXT.replace(
        "A 34-year-old man was", "It began just before 5:15 p.m. on Sunday. A 34-year-old man was"
    )
    page = auth.post("/newsroom/story", text=text, **ABOUT).headers["Location"]
    corner = _card(client.get(page).text, "28th Avenue and 40th Street")
    assert "When: 1 Nov 2026, 17:15 CST" in corner
    assert (_fields(corner)["date"], _fields(corner)["time"]) == ("2026-11-01", "17:15")
    assert "When:" not in _card(client.get(page).text, "a hospital in Milwaukee")


def test_an_unnamed_hospital_is_its_city_and_the_ticked_ones(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _card(client.get(pasted).text, "a hospital in Milwaukee")
    ticked = re.findall(r'name="facility" value="([0-9a-f]{16})"', card)[:2]
    auth.post(f"{pasted}/{_key(card)}/accept", **_fields(card), facility=ticked)
    area, *others = desk.incidents.get(_incident(desk, pasted)).places
    assert area.precision is Precision.PLACE
    assert area.label.lower().endswith("hospital in milwaukee")
    assert [one.candidate_for for one in others] == [area.id] * 2


def test_a_residence_is_not_plotted_and_not_waited_for(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _card(client.get(pasted).text, "3900 block of 30th Avenue")
    assert "Where a person lives. It is not plotted" in card
    assert "data-accept" not in card
    refused = auth.post(f"{pasted}/{_key(card)}/accept", pick="elsewhere", lat="42.6", lon="-87.8", label="x")
    assert refused.status_code in (400, 403)
    assert desk.incidents.get(_incident(desk, pasted)).places == ()


@pytest.mark.usefixtures("streets")
def test_an_editor_may_put_a_home_on_the_map_with_a_reason_and_masked(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _card(client.get(pasted).text, "3900 block of 30th Avenue")
    [pick] = re.findall(r'name="pick" value="([0-9a-f]{16})"', card)[:1]
    typed = {"pick": pick, "label": "3900 block of 30th Avenue", "layer": "context", "status": "reported"}
    home = {**typed, "mask_m": "2000", "mask_label": "A home in Kenosha"}
    refused = auth.post(f"{pasted}/{_key(card)}/accept", **home, residence_reason=" ")
    assert refused.status_code == 400
    assert desk.incidents.get(_incident(desk, pasted)).places == ()
    reason = {"residence_reason": "The family spoke of it themselves."}
    for width in ("500", "", "x"):
        refused = auth.post(f"{pasted}/{_key(card)}/accept", **{**home, "mask_m": width}, **reason)
        assert refused.status_code == 400, "what is not offered is not taken for the block"
        assert desk.incidents.get(_incident(desk, pasted)).places == ()
    assert auth.post(f"{pasted}/{_key(card)}/accept", **home, **reason).status_code == 302
    [place] = desk.incidents.get(_incident(desk, pasted)).places
    assert (place.label, place.precision, place.radius_m) == (
        "A home in Kenosha", Precision.NEIGHBOURHOOD, 2_000.0,
    )  # fmt: skip


def test_a_decision_is_taken_back_with_its_place(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _accept(client, auth, pasted, "28th Avenue and 40th Street")
    auth.post(f"{pasted}/{_key(card)}/reopen")
    assert desk.incidents.get(_incident(desk, pasted)).places == ()
    auth.post(f"{pasted}/{_key(card)}/drop")
    assert 'data-state="dropped"' in _card(client.get(pasted).text, "28th Avenue and 40th Street")


def test_two_names_of_one_place_are_one_place(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    _accept(client, auth, pasted, "28th Avenue and 40th Street")
    [place] = desk.incidents.get(_incident(desk, pasted)).places
    card = _card(client.get(pasted).text, "a hospital in Milwaukee")
    auth.post(f"{pasted}/{_key(card)}/same", place=place.id)
    assert "On the map as" in _card(client.get(pasted).text, "a hospital in Milwaukee")
    auth.post(f"{pasted}/{_key(card)}/reopen")
    assert desk.incidents.get(_incident(desk, pasted)).places == (place,)
    assert auth.post(f"{pasted}/{_key(card)}/same", place="nowhere").status_code == 404


def test_other_words_are_asked_and_the_role_is_changed(client: FlaskClient, auth: Auth, pasted: str) -> None:
    card = _card(client.get(pasted).text, "3900 block of 30th Avenue")
    auth.post(
        f"{pasted}/{_key(card)}/adjust",
        phrase="Green Bay Road and 52nd Street",
        near="Kenosha, WI",
        role="scene",
    )
    changed = _card(client.get(pasted).text, "3900 block of 30th Avenue")
    assert 'value="Green Bay Road and 52nd Street"' in changed
    assert "where it happened" in changed
    refused = auth.post(f"{pasted}/{_key(card)}/adjust", phrase="x" * 2_000, near="", role="scene")
    assert refused.status_code == 400


def test_a_refused_card_comes_back_as_it_was_typed(client: FlaskClient, auth: Auth, pasted: str) -> None:
    card = _card(client.get(pasted).text, "28th Avenue and 40th Street")
    typed = {**_fields(card), "label": " ", "what": "A <b>shed</b>."}
    refused = auth.post(f"{pasted}/{_key(card)}/accept", **typed)
    assert refused.status_code == 400
    again = _card(refused.text, "28th Avenue and 40th Street")
    assert "A &lt;b&gt;shed&lt;/b&gt;." in again
    assert "Label:" in again


def test_a_changed_text_keeps_what_was_decided(client: FlaskClient, auth: Auth, pasted: str) -> None:
    _accept(client, auth, pasted, "28th Avenue and 40th Street")
    changed = TEXT.replace("A shed burned", "According to first reports a shed burned")
    assert auth.post(f"{pasted}/text", text=changed, **ABOUT).status_code == 302
    page = client.get(pasted).text
    assert "According to first reports" in page
    assert "On the map as" in _card(page, "28th Avenue and 40th Street")


def test_the_text_of_a_story_is_never_markup(client: FlaskClient, auth: Auth) -> None:
    hostile = "Fire </script><img src=x onerror=alert(1)> ${7*7} {{ 7*7 }}\r\n\r\n"
    hostile += "Near 28th Avenue and 40th Street 😀 é\r\n"
    page = auth.post("/newsroom/story", text=hostile, **{**ABOUT, "near": "Kenosha, WI"}).headers["Location"]
    text = client.get(page).text
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt; ${7*7} {{ 7*7 }}" in text
    assert '<a class="mention' in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": " \n "}, "Paste the text of the story."),
        ({"text": "a\x00b"}, "a character that is not text"),
        ({"published": "yesterday"}, "is not a day"),
        ({"text": "x" * (MOST_BYTES + 1)}, "200 kB at most"),
        ({"timezone": "Mars/Base"}, "not a time zone"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused_and_not_lost(
    auth: Auth, changed: dict[str, str], said: str
) -> None:
    refused = auth.post("/newsroom/story", **{"text": TEXT, **ABOUT, **changed})
    assert refused.status_code == 400
    assert said in html.unescape(refused.text)
    assert "The Paper" in refused.text


def test_a_map_without_a_story_can_be_given_one(client: FlaskClient, auth: Auth) -> None:
    auth.post("/newsroom/new", title="A shed burned", timezone="UTC")
    page = "/newsroom/maps/a-shed-burned"
    assert "Paste the story" in client.get(page).text
    assert client.get(f"{page}/story").headers["Location"] == f"{page}/story/text"
    auth.post(f"{page}/story/text", text=TEXT, **ABOUT)
    assert "wait for your decision" in client.get(page).text


def test_drafts_are_kept_offered_and_forgotten_once_sent(client: FlaskClient, auth: Auth) -> None:
    headers = {"X-CSRFToken": auth.token()}
    kept = client.put("/newsroom/drafts/new%20story", json={"text": TEXT, "csrf_token": "x"}, headers=headers)
    assert kept.status_code == 204
    left = client.get("/newsroom/drafts/new%20story").get_json()
    assert left["fields"] == {"text": TEXT}
    assert left["saved"].startswith("on ")
    auth.post("/newsroom/story", text=" ", draft="new story", **ABOUT)
    assert client.get("/newsroom/drafts/new%20story").get_json()["fields"] == {"text": TEXT}
    auth.post("/newsroom/story", text=TEXT, draft="new story", **ABOUT)
    assert client.get("/newsroom/drafts/new%20story").get_json()["fields"] is None


def test_a_draft_is_discarded_and_what_is_none_refused(client: FlaskClient, auth: Auth) -> None:
    headers = {"X-CSRFToken": auth.token()}
    client.put("/newsroom/drafts/x", json={"a": "b"}, headers=headers)
    assert client.delete("/newsroom/drafts/x", headers=headers).status_code == 204
    assert client.get("/newsroom/drafts/x").get_json()["fields"] is None
    for bad in ([], {"a": 1}, {"a": {"b": "c"}}, None):
        assert client.put("/newsroom/drafts/x", json=bad, headers=headers).status_code == 400
    assert client.put("/newsroom/drafts/x", json={"a": "b" * 400_000}, headers=headers).status_code == 413
    assert client.put("/newsroom/drafts/x", json={"a": "b"}).status_code == 400


@pytest.mark.usefixtures("streets")
def test_the_card_of_a_masked_place_does_not_tell_where_it_is(
    client: FlaskClient, auth: Auth, desk: Desk, pasted: str
) -> None:
    card = _accept(client, auth, pasted, "28th Avenue and 40th Street")
    assert "<svg" in card
    incident_id = _incident(desk, pasted)
    [place] = desk.incidents.get(incident_id).places
    reason = "People were threatened there."
    desk.masks.mask(ADA, incident_id, place.id, radius_m=1_000, reason=reason, label="A place in Kenosha")

    masked = _card(client.get(pasted).text, "28th Avenue and 40th Street")
    assert "A place in Kenosha" in masked
    assert "<svg" not in masked
    assert not re.search(r"42\.60[01]|87\.84[34]", masked)
    refused = auth.post(f"{pasted}/{_key(masked)}/reopen")
    assert refused.status_code == 409
    assert "Unmask it before you take the decision back" in html.unescape(refused.text)
    # Taken off the map it is no less hidden.
    desk.incidents.remove_place(ADA, incident_id, desk.incidents.get(incident_id).revision, place.id)
    assert "<svg" not in _card(client.get(pasted).text, "28th Avenue and 40th Street")
