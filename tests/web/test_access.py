import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from mapapp.desk.people import FREE_TRIES
from mapapp.errors import StorageFailed
from mapapp.settings import Settings
from mapapp.web.access import PUBLIC
from mapapp.web.app import create_app
from tests.conftest import Auth

SCENE = "/newsroom/maps/kenosha-2020-08-23"


def _guarded(app: Flask) -> list[tuple[Rule, str]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]
    return [(rule, method) for rule in rules for method in sorted(rule.methods or ()) if method != "OPTIONS"]


def _address(app: Flask, rule: Rule) -> str:
    """An address of the rule, with something in each of its gaps."""
    values: dict[str, Any] = {
        name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments
    }
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=_method(rule))


def _method(rule: Rule) -> str:
    return next(one for one in ("GET", "POST", "PUT", "DELETE") if one in (rule.methods or ()))


def test_every_endpoint_that_is_not_named_public_wants_a_sign_in(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    guarded = _guarded(app)
    assert len(guarded) > 25
    for rule, method in guarded:
        response = client.open(_address(app, rule), method=method)
        sent_to_sign_in = response.headers.get("Location", "").startswith("/newsroom/sign-in")
        assert response.status_code == 401 or sent_to_sign_in, f"{method} {rule} answered {response.status}"


def test_the_public_names_are_all_endpoints_of_the_app(app: Flask) -> None:
    assert set(app.view_functions) >= PUBLIC


def test_a_new_endpoint_is_denied_without_anyone_thinking_of_it(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/newsroom/secret", "secret", lambda: "secret")

    assert client.get("/newsroom/secret").headers["Location"].startswith("/newsroom/sign-in")


def test_signing_in_leads_to_the_page_that_was_wanted(client: FlaskClient, auth: Auth) -> None:
    sent = client.get(SCENE + "?a=1").headers["Location"]
    assert sent == "/newsroom/sign-in?next=/newsroom/maps/kenosha-2020-08-23?a%3D1"
    assert 'value="/newsroom/maps/kenosha-2020-08-23?a=1"' in client.get(sent).text

    entered = auth.sign_in(next=SCENE)

    assert (entered.status_code, entered.headers["Location"]) == (302, SCENE)
    assert client.get(SCENE).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/newsroom\\..\\",
        "/newsroom/\r\nX: y",
        "/",
        "",
    ],
)
def test_signing_in_never_leads_elsewhere(auth: Auth, elsewhere: str) -> None:
    assert auth.sign_in(next=elsewhere).headers["Location"] == "/newsroom/"


def test_a_wrong_password_is_one_sentence_and_keeps_the_name(auth: Auth) -> None:
    refused = auth.sign_in(password="wrong", next=SCENE)

    assert refused.status_code == 403
    assert "The name and the password do not go together." in refused.text
    assert 'value="Ada"' in refused.text
    assert f'value="{SCENE}"' in refused.text
    assert "wrong" not in refused.text


def test_an_unknown_name_is_answered_like_a_wrong_password(auth: Auth) -> None:
    unknown = auth.sign_in(name="Nobody").text.replace("Nobody", "Ada")
    wrong = auth.sign_in(password="wrong").text

    strip = re.compile(r'name="csrf_token" value="[^"]+"')
    assert strip.sub("", unknown) == strip.sub("", wrong)


def test_signing_out_ends_the_session_here_and_in_the_records(
    app: Flask, client: FlaskClient, auth: Auth
) -> None:
    auth.sign_in()
    with client.session_transaction() as session:
        token = session["token"]
    desk = app.extensions["desk"]
    assert desk.people.person(token).name == "Ada"

    auth.sign_out()

    assert desk.people.person(token) is None
    assert client.get(SCENE).status_code == 302


def test_signing_out_ends_the_session_here_even_when_nothing_can_be_written(
    app: Flask, client: FlaskClient, auth: Auth, monkeypatch: pytest.MonkeyPatch
) -> None:
    auth.enter()
    people = app.extensions["desk"].people

    def full(token: str) -> None:
        raise StorageFailed("The disk is full.")

    monkeypatch.setattr(people, "sign_out", full)
    assert auth.sign_out().status_code == 507

    assert client.get(SCENE).status_code == 302


def test_an_old_session_does_not_survive_a_sign_in(client: FlaskClient, auth: Auth) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by someone else"
    before = auth.token()

    auth.sign_in()

    with client.session_transaction() as session:
        assert "planted" not in session
    assert auth.token("/newsroom/new") != before


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(app: Flask, client: FlaskClient, auth: Auth) -> None:
    auth.sign_in()
    cookie = client.get_cookie("newsroom")
    assert cookie is not None
    auth.sign_out()

    thief = app.test_client()
    thief.set_cookie("newsroom", cookie.value)

    assert thief.get(SCENE).status_code == 302


def test_the_cookie_is_for_this_site_and_no_script(auth: Auth) -> None:
    cookie = auth.sign_in().headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure_and_the_proxy_is_believed(settings: Settings) -> None:
    app = create_app(Settings(home=settings.home, https=True))
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}

    response = app.test_client().get("/newsroom/sign-in", headers=proxied)

    assert "Secure" in response.headers["Set-Cookie"]
    assert response.headers["Strict-Transport-Security"]
    app.extensions["desk"].close()


def test_readers_get_no_cookie_even_from_a_signed_in_browser(client: FlaskClient, auth: Auth) -> None:
    assert "Set-Cookie" not in client.get("/").headers
    auth.sign_in()
    assert "Set-Cookie" not in client.get("/").headers


def test_guessing_is_slowed_down_and_told_so(auth: Auth) -> None:
    for _ in range(FREE_TRIES):
        assert auth.sign_in(password="wrong").status_code == 403

    slowed = auth.sign_in()

    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1
    assert "Too many tries." in slowed.text
    assert auth.sign_in(name="editor").status_code == 403


@pytest.mark.parametrize("spelling", ["ADA", " ada ", "Ａｄａ", "ａｄａ"])
def test_no_spelling_of_a_name_gives_fresh_tries(auth: Auth, spelling: str) -> None:
    for _ in range(FREE_TRIES):
        auth.sign_in(password="wrong")

    assert auth.sign_in(name=spelling).status_code == 429
