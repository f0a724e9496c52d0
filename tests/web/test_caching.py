import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from mapapp.settings import Settings
from mapapp.web.app import create_app
from mapapp.web.caching import REVALIDATE, Packed, Shelf, respond

BODY = b"twenty-eighth and fortieth " * 100


@pytest.fixture
def sender() -> FlaskClient:
    app = Flask("sender")
    packed = Packed(BODY, "text/plain")

    @app.get("/")
    def send() -> Response:
        return respond(request, packed, REVALIDATE, {"X-Extra": "yes"})

    return app.test_client()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("zstd", None),
    ],
)
def test_the_best_accepted_encoding_is_sent(sender: FlaskClient, accepted: str, encoding: str | None) -> None:
    response = sender.get("/", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(response.data) == BODY
    assert int(response.headers["Content-Length"]) == len(response.data)


@pytest.mark.parametrize("address", ["/maps/kenosha-2020-08-23.png", "/maps/kenosha-2020-08-23.pdf"])
def test_what_is_compressed_by_nature_is_sent_as_it_is(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" not in response.headers.get("Vary", "")


def test_each_encoding_has_a_strong_tag_of_its_own(sender: FlaskClient) -> None:
    tags = [sender.get("/", headers={"Accept-Encoding": one}).headers["ETag"] for one in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    assert not any(one.startswith("W/") for one in tags)


def test_a_tag_that_a_proxy_made_weak_is_known_too(sender: FlaskClient) -> None:
    tag = sender.get("/").headers["ETag"]
    assert sender.get("/", headers={"If-None-Match": f"W/{tag}"}).status_code == 304
    assert sender.get("/", headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_what_is_known_is_answered_with_304(sender: FlaskClient, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = sender.get("/", headers=headers)
    again = sender.get("/", headers={**headers, "If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "X-Extra"):
        assert again.headers[name] == first.headers[name]
    assert sender.get("/", headers={**headers, "If-None-Match": '"other"'}).status_code == 200


def test_head_tells_the_length_and_sends_nothing(sender: FlaskClient) -> None:
    response = sender.head("/", headers={"Accept-Encoding": "gzip"})
    assert response.data == b""
    assert int(response.headers["Content-Length"]) == len(Packed(BODY, "text/plain").gzipped)


def test_compressed_bytes_are_the_same_whenever_they_are_made() -> None:
    one, other = Packed(BODY, "text/plain"), Packed(BODY, "text/plain")
    assert (one.gzipped, one.brotlied, one.digest) == (other.gzipped, other.brotlied, other.digest)
    assert one.gzipped[4:8] == bytes(4)


def test_a_shelf_makes_each_value_once_however_many_ask() -> None:
    shelf: Shelf[str, object] = Shelf(limit=8)
    gate = threading.Barrier(16)
    made = []

    def make() -> object:
        made.append(1)
        return object()

    def ask(_: int) -> object:
        gate.wait()
        return shelf.get("key", make)

    with ThreadPoolExecutor(16) as pool:
        values = set(pool.map(ask, range(16)))
    assert len(values) == len(made) == 1


def test_a_shelf_drops_what_was_asked_for_longest_ago() -> None:
    shelf: Shelf[int, int] = Shelf(limit=2)
    made = []

    def value(key: int) -> int:
        return shelf.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    for key in (1, 2, 1, 3, 1, 2):
        assert value(key) == key
    assert made == [1, 2, 3, 2]
    assert len(shelf) == 2


def test_a_shelf_does_not_keep_a_failure() -> None:
    shelf: Shelf[str, int] = Shelf(limit=2)

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        shelf.get("key", fail)
    assert shelf.get("key", lambda: 7) == 7


def test_every_process_makes_the_same_bytes(app: Flask, settings: Settings) -> None:
    other = create_app(settings)
    for address in ("/maps/kenosha-2020-08-23", "/es/embed/kenosha-2020-08-23"):
        one, same = (each.test_client().get(address) for each in (app, other))
        assert one.data == same.data
        assert one.headers["ETag"] == same.headers["ETag"]
    other.extensions["published"].close()
    other.extensions["desk"].close()
