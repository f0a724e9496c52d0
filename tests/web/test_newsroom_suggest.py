import pytest
from flask.testing import FlaskClient

from tests.conftest import Auth

ADDRESS = "/newsroom/suggest.json"


def test_suggestions_are_for_those_who_signed_in(client: FlaskClient) -> None:
    response = client.get(f"{ADDRESS}?q=28th", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert "28th" not in response.text


@pytest.mark.usefixtures("streets")
def test_phrases_that_begin_as_typed_each_with_what_it_names(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    response = client.get(ADDRESS, query_string={"q": "28 ave & 40", "near": "Kenosha, WI"})
    assert response.json == {"suggestions": [{"phrase": "28th Avenue and 40th Street", "kind": "corner"}]}
    assert response.headers["Cache-Control"] == "no-store"


def test_without_any_streets_what_is_known_is_suggested(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    found = client.get(ADDRESS, query_string={"q": "28th av"}).json
    assert found == {
        "suggestions": [{"phrase": "28th Avenue & 40th Street, Kenosha, WI", "kind": "known place"}]
    }


@pytest.mark.parametrize("typed", ["", "2", "x" * 600, "\x00\x00", "28th\n& "])
def test_nothing_typed_breaks_it(client: FlaskClient, auth: Auth, typed: str) -> None:
    auth.enter()
    assert client.get(ADDRESS, query_string={"q": typed}).status_code == 200


@pytest.mark.usefixtures("streets")
def test_the_field_of_a_phrase_asks_for_them(client: FlaskClient, auth: Auth) -> None:
    auth.enter()
    page = client.get("/newsroom/maps/kenosha-2020-08-23/add").text
    assert 'data-suggest="/newsroom/suggest.json" data-suggest-near="near"' in page
