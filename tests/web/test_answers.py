from collections.abc import Callable, Hashable

import pytest
from flask import Flask, Response, make_response, request
from flask.testing import FlaskClient

from mapapp.web import answers


class Newsroom:
    """A site that counts how often it is asked, and whose edition a test sets."""

    def __init__(self) -> None:
        self.edition: Hashable | None = 1
        self.asked = 0
        self.meanwhile: Callable[[], object] = lambda: None
        self.app = Flask("newsroom", static_folder=None)
        self.app.add_url_rule("/open/<int:status>", "static", self._answer)
        self.app.add_url_rule("/guarded/<int:status>", "guarded", self._answer)
        answers.init_app(self.app, lambda: self.edition)

    def _answer(self, status: int) -> Response:
        self.asked += 1
        self.meanwhile()
        response = make_response(f"answer {self.asked}", status)
        response.set_etag("tag")
        response.headers["X-Encoding"] = request.headers.get("Accept-Encoding", "")
        return response.make_conditional(request) if status == 200 else response


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def reader(newsroom: Newsroom) -> FlaskClient:
    return newsroom.app.test_client()


def test_what_was_answered_is_sent_again(newsroom: Newsroom, reader: FlaskClient) -> None:
    first, again = reader.get("/open/200"), reader.get("/open/200")
    assert (first.data, first.status, first.headers) == (again.data, again.status, again.headers)
    assert again.text == "answer 1"
    assert newsroom.asked == 1


def test_another_edition_is_asked_for_anew(newsroom: Newsroom, reader: FlaskClient) -> None:
    reader.get("/open/200")
    newsroom.edition = 2
    assert reader.get("/open/200").text == "answer 2"
    newsroom.edition = 1
    assert reader.get("/open/200").text == "answer 3"


def test_what_changes_while_an_answer_is_made_outdates_it(newsroom: Newsroom, reader: FlaskClient) -> None:
    def write() -> None:
        newsroom.edition = 2

    newsroom.meanwhile = write
    reader.get("/open/200")
    assert reader.get("/open/200").text == "answer 2"


def test_an_edition_that_cannot_be_told_keeps_nothing(newsroom: Newsroom, reader: FlaskClient) -> None:
    newsroom.edition = None
    reader.get("/open/200")
    assert reader.get("/open/200").text == "answer 2"


@pytest.mark.parametrize("address", ["/open/404", "/open/500", "/guarded/200", "/open/200?at=2026"])
def test_what_is_not_the_same_for_everyone_is_asked_for_anew(
    newsroom: Newsroom, reader: FlaskClient, address: str
) -> None:
    reader.get(address)
    assert reader.get(address).text == "answer 2"


def test_a_head_is_asked_for_by_itself(newsroom: Newsroom, reader: FlaskClient) -> None:
    reader.get("/open/200")
    assert reader.head("/open/200").data == b""
    assert newsroom.asked == 2


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Accept-Encoding": "gzip"}},
        {"headers": {"Host": "other.example"}},
        {"base_url": "https://localhost"},
        {"base_url": "http://localhost/below"},
    ],
)
def test_who_asks_otherwise_is_answered_otherwise(
    newsroom: Newsroom, reader: FlaskClient, other: dict[str, dict[str, str]]
) -> None:
    reader.get("/open/200")
    reader.get("/open/200", **other)
    assert newsroom.asked == 2


def test_who_has_it_already_is_told_so_again(newsroom: Newsroom, reader: FlaskClient) -> None:
    known = {"If-None-Match": '"tag"'}
    for _ in range(2):
        answer = reader.get("/open/200", headers=known)
        assert (answer.status_code, answer.data) == (304, b"")
    assert newsroom.asked == 1
    assert reader.get("/open/200").status_code == 200


def test_a_caller_cannot_change_what_the_next_is_sent(newsroom: Newsroom, reader: FlaskClient) -> None:
    reader.get("/open/200")
    reader.get("/open/200").headers["X-Encoding"] = "changed"
    assert reader.get("/open/200").headers["X-Encoding"] == ""
