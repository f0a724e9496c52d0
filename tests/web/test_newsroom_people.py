import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.desk import PROGRAM, Desk, StaffRole
from tests.conftest import Auth

FIRE = "/newsroom/maps/kenosha-2020-08-23"
As = Callable[[StaffRole], Auth]


@pytest.fixture
def signed_in_as(client: FlaskClient, desk: Desk) -> As:
    """Signs the client in as somebody of a role."""

    def sign_in(role: StaffRole) -> Auth:
        name = f"The {role}"
        token = desk.people.sign_in(name, desk.people.add(PROGRAM, name, role=role))
        auth = Auth(client, token)
        auth.enter()
        return auth

    return sign_in


@pytest.mark.parametrize(
    ("role", "people", "audit"),
    [(StaffRole.REPORTER, 403, 403), (StaffRole.EDITOR, 403, 200), (StaffRole.ADMIN, 200, 200)],
)
def test_each_role_sees_what_it_may(
    client: FlaskClient, signed_in_as: As, role: StaffRole, people: int, audit: int
) -> None:
    signed_in_as(role)
    assert client.get("/newsroom/people").status_code == people
    assert client.get("/newsroom/audit").status_code == audit
    page = client.get("/newsroom/").text
    assert ("/newsroom/people" in page) is (people == 200)
    assert ("/newsroom/audit" in page) is (audit == 200)
    assert client.get("/newsroom/account").status_code == 200


def test_an_administrator_adds_somebody_and_the_password_is_shown_once(
    client: FlaskClient, signed_in_as: As, desk: Desk
) -> None:
    auth = signed_in_as(StaffRole.ADMIN)
    added = auth.post("/newsroom/people", name="Dan", role="editor")
    found = re.search(r'class="password">([^<]+)<', added.text)
    assert found
    assert desk.people.sign_in("Dan", html.unescape(found[1]))
    assert found[1] not in client.get("/newsroom/people").text
    assert auth.post("/newsroom/people", name="Dan", role="editor").status_code == 400


def test_an_administrator_changes_roles_and_signs_people_out(signed_in_as: As, desk: Desk) -> None:
    auth = signed_in_as(StaffRole.ADMIN)
    password = desk.people.add(PROGRAM, "Dan")
    token = desk.people.sign_in("Dan", password)
    dan = desk.people.account("Dan").person.id
    auth.post(f"/newsroom/people/{dan}/role", role="editor")
    assert desk.people.account("Dan").person.role is StaffRole.EDITOR
    auth.post(f"/newsroom/people/{dan}/sign-out")
    assert desk.people.person(token) is None
    auth.post(f"/newsroom/people/{dan}/disable")
    assert desk.people.account("Dan").disabled
    auth.post(f"/newsroom/people/{dan}/enable")
    assert 'class="password"' in auth.post(f"/newsroom/people/{dan}/password").text
    assert auth.post(f"/newsroom/people/{dan}/role", role="king").status_code == 400
    assert auth.post(f"/newsroom/people/{dan}/crown").status_code == 400
    assert auth.post("/newsroom/people/999/disable").status_code == 404


@pytest.mark.parametrize("deed", ["role", "password", "disable", "enable", "sign-out"])
def test_nobody_else_manages_people(signed_in_as: As, deed: str, desk: Desk) -> None:
    auth = signed_in_as(StaffRole.EDITOR)
    before = desk.people.list()
    assert auth.post("/newsroom/people", name="Dan", role="admin").status_code == 403
    assert auth.post(f"/newsroom/people/1/{deed}", role="reporter").status_code == 403
    after = [(one.person, one.disabled) for one in desk.people.list()]
    assert after == [(one.person, one.disabled) for one in before]


def test_one_changes_ones_own_password(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    auth.sign_in()
    typed = {"current": auth.password, "new": "another horse", "again": "another horse"}
    assert auth.post("/newsroom/account/password", **{**typed, "again": "a typo of it"}).status_code == 400
    assert auth.post("/newsroom/account/password", **{**typed, "current": "wrong"}).status_code == 400
    assert auth.post("/newsroom/account/password", **typed).status_code == 302
    assert client.get(FIRE).status_code == 200
    assert desk.people.sign_in("Ada", "another horse")


def test_ones_sign_ins_are_listed_and_ended(app: Flask, client: FlaskClient, auth: Auth, desk: Desk) -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
    other = desk.people.sign_in("Ada", auth.password, address="203.0.113.9", browser=firefox)
    auth.enter()
    page = client.get("/newsroom/account").text
    assert "Firefox on Windows" in page
    assert "203.0.113.9" in page
    assert other not in page
    auth.post(f"/newsroom/account/sign-ins/{desk.people.handle(other)}/end")
    assert desk.people.person(other) is None
    other = desk.people.sign_in("Ada", auth.password)
    auth.post("/newsroom/account/sign-ins/end-others")
    assert desk.people.person(other) is None
    assert client.get(FIRE).status_code == 200


def test_the_audit_log_tells_who_did_what_and_is_filtered(client: FlaskClient, signed_in_as: As) -> None:
    auth = signed_in_as(StaffRole.EDITOR)
    auth.post("/newsroom/new", title="<b>Fire</b>", timezone="UTC")
    page = client.get("/newsroom/audit").text
    assert "made a map" in page
    assert "b-fire-b" in page
    only = client.get("/newsroom/audit?about=b-fire-b").text
    assert "signed in" not in only.split("<tbody>")[1]
    assert "Nothing" in client.get("/newsroom/audit?by=Nobody").text


def test_a_reporter_needs_two_sources_to_confirm_and_an_editor_does_not(
    signed_in_as: As, client: FlaskClient, desk: Desk
) -> None:
    auth = signed_in_as(StaffRole.REPORTER)
    incident = desk.incidents.get("kenosha-2020-08-23")
    place = incident.places[0]
    address = f"{FIRE}/places/{place.id}"
    typed = {
        "base": incident.revision,
        "label": place.label,
        "layer": "scene",
        "status": "confirmed",
        "source-0-publisher": "The Paper",
    }
    refused = auth.post(address, **typed)
    assert refused.status_code == 400
    assert "two different sources" in refused.text
    assert auth.post(address, **typed, **{"source-1-publisher": "The Radio"}).status_code == 302
    revision = desk.incidents.get("kenosha-2020-08-23").revision
    editor = signed_in_as(StaffRole.EDITOR)
    assert editor.post(address, **{**typed, "base": revision}).status_code == 302
