import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import Desk, MapState
from mapapp.incident.model import Incident, Source, Status
from tests.conftest import Auth
from tests.people import BEN
from tests.unit.incident.documents import a_place

FOUNDING = "kenosha-2020-08-23"
KENOSHA = f"/newsroom/maps/{FOUNDING}"
FIRE = "/newsroom/maps/a-fire"


@pytest.fixture
def desk(app: Flask, auth: Auth) -> Desk:
    auth.enter()
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    return found


@pytest.fixture
def fire(desk: Desk) -> Incident:
    """A draft with one place that has a source."""
    created = desk.incidents.create(BEN, "A fire", timezone="America/Chicago")
    corner = a_place(sources=(Source("Fox 6"),))
    return desk.incidents.save(BEN, replace(created, places=(corner,)))


def _panel(client: FlaskClient, page: str) -> str:
    text = client.get(page).text
    found = re.search(r'<section class="publish card".*?</section>', text, re.S)
    assert found
    return found[0]


def _confirm(desk: Desk, incident_id: str = FOUNDING) -> Incident:
    current = desk.incidents.get(incident_id)
    first, *rest = current.places
    return desk.incidents.save(BEN, replace(current, places=(replace(first, status=Status.CONFIRMED), *rest)))


def test_what_is_missing_is_said_before_the_button_with_a_way_to_it(
    client: FlaskClient, auth: Auth, desk: Desk, fire: Incident
) -> None:
    desk.incidents.save(BEN, replace(fire, places=(replace(fire.places[0], sources=()),)))
    panel = _panel(client, FIRE)
    assert f'<a href="{FIRE}/places/corner">A corner has no source: say who reported it.</a>' in panel
    assert "Publish revision" not in panel
    refused = auth.post(f"{FIRE}/publish", base=3)
    assert refused.status_code == 400
    assert "This map cannot be published yet: A corner has no source" in refused.text
    assert client.get("/maps/a-fire").status_code == 404


def test_an_embargo_is_set_shown_everywhere_and_withdrawn(
    client: FlaskClient, auth: Auth, desk: Desk, fire: Incident
) -> None:
    when = {"publish-date": "2999-07-01", "publish-time": "06:00"}
    set_ = auth.post(f"{FIRE}/publish", base=2, **when)
    assert "Revision 2 will be published on 1 Jul 2999, 06:00 CDT." in client.get(set_.location).text
    assert "will be published on <strong>1 Jul 2999, 06:00 CDT</strong>, as Ada decided" in _panel(
        client, FIRE
    )
    assert "will be published 1 Jul 2999, 06:00 CDT" in client.get("/newsroom/").text
    assert "Revision 2 will be published on 1 Jul 2999, 06:00 CDT" in client.get(f"{FIRE}/history").text
    assert client.get("/maps/a-fire").status_code == 404
    auth.post(f"{FIRE}/withdraw")
    assert desk.incidents.summary("a-fire").state is MapState.DRAFT
    assert auth.post(f"{FIRE}/withdraw").status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2020-08-23", "18:00"), "That time has passed"),
        (("2999-08-23", ""), "Give the day and the time"),
        (("", "18:00"), "Give the day and the time"),
        (("2999-02-31", "18:00"), "Give a day and a time such as 17:15"),
        (("2999-02-03", "25:00"), "Give a day and a time such as 17:15"),
    ],
)
def test_an_embargo_that_cannot_be_is_refused_and_stays_as_typed(
    auth: Auth, desk: Desk, fire: Incident, typed: tuple[str, str], said: str
) -> None:
    day, clock = typed
    refused = auth.post(f"{FIRE}/publish", base=2, **{"publish-date": day, "publish-time": clock})
    assert refused.status_code == 400
    assert said in refused.text
    assert f'value="{day}"' in refused.text
    assert "<details open>" in refused.text
    assert desk.incidents.summary(fire.id).state is MapState.DRAFT


def test_a_correction_takes_a_note_and_tells_what_changed(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    _confirm(desk)
    panel = _panel(client, KENOSHA)
    assert "Near 28th Avenue and 40th Street, Kenosha is now confirmed." in panel
    refused = auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": "  "})
    assert refused.status_code == 400
    assert "Say in a note what was wrong" in refused.text
    typed = "The police confirmed the corner. " + "x" * 2_000
    assert typed in auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": typed}).text

    done = auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": "The police confirmed the corner."})

    assert "Readers now see revision 3, and your note." in client.get(done.location).text
    assert "The police confirmed the corner." in client.get(f"/maps/{FOUNDING}").text
    assert ">corrected<" in client.get("/newsroom/").text
    assert "Publish" not in _panel(client, KENOSHA)


def test_a_map_that_readers_have_seen_is_not_published_without_a_note(auth: Auth, desk: Desk) -> None:
    _confirm(desk)
    refused = auth.post(f"{KENOSHA}/publish", base=2)
    assert refused.status_code == 400
    assert "as a correction, with a note" in refused.text


def test_a_correction_of_what_someone_else_has_changed_since_is_looked_at_again(
    auth: Auth, desk: Desk
) -> None:
    _confirm(desk)
    current = desk.incidents.get(FOUNDING)
    desk.incidents.save(BEN, replace(current, title="Another"))
    refused = auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": "Confirmed."})
    assert refused.status_code == 409
    assert "saved by someone else in the meantime" in refused.text
    assert "Confirmed." in refused.text
    assert desk.incidents.summary(FOUNDING).published_revision == 1


def test_a_map_is_retracted_with_a_note_and_brought_back_with_another(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    assert auth.post(f"{KENOSHA}/retract", **{"retract-note": ""}).status_code == 400
    auth.post(f"{KENOSHA}/retract", **{"retract-note": "It was another day."})
    assert "It was another day." in _panel(client, KENOSHA)
    assert client.get(f"/maps/{FOUNDING}").status_code == 410
    assert ">retracted<" in client.get("/newsroom/").text
    assert auth.post(f"{KENOSHA}/publish", base=1).status_code == 400
    auth.post(f"{KENOSHA}/correct", base=1, **{"correct-note": "It was that day after all."})
    assert "It was that day after all." in client.get(f"/maps/{FOUNDING}").text


def test_what_readers_do_not_see_is_neither_retracted_nor_unpublished(auth: Auth, fire: Incident) -> None:
    for act in ("retract", "unpublish"):
        refused = auth.post(f"{FIRE}/{act}", **{"retract-note": "A note"})
        assert refused.status_code == 400
        assert "Readers do not see this map." in refused.text


def test_hostile_notes_stay_words(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    hostile = "<script>alert(1)</script>\"'${7*7}{{7*7}}<img src=x onerror=alert(1)>"
    _confirm(desk)
    auth.post(f"{KENOSHA}/correct", base=2, **{"correct-note": hostile})
    pages = [KENOSHA, f"{KENOSHA}/history", f"/maps/{FOUNDING}", f"/embed/{FOUNDING}"]
    texts = [client.get(one).text for one in pages]
    auth.post(f"{KENOSHA}/retract", **{"retract-note": hostile})
    texts += [client.get(one).text for one in pages]
    for text in texts:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
