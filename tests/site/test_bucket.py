"""Publishing to S3: a real s3fs, and a server of its protocol that sends readers what lies there."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
from flask import Flask

from mapapp.desk import Desk
from mapapp.errors import Conflict, Unavailable
from mapapp.site import addresses
from mapapp.site.static_site import Summary, publish
from mapapp.site.target import Target
from mapapp.web import archives
from mapapp.web.asking import Readers
from tests.people import ADA

pytest.importorskip("s3fs", reason="s3fs is not installed")
moto = pytest.importorskip("moto.server", reason="moto[server] is not installed")

MAP = "kenosha-2020-08-23"
PLACE = "s3://news/maps"
URL = "https://maps.example.org"
_EVERYONE_READS = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::news/*"}
    ],
}


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of this test's own, empty, at an address that answers like a reader's."""
    import boto3
    import s3fs

    monkeypatch.setattr(addresses, "MOST_TILES", 5)
    monkeypatch.setattr(archives, "TILE_BYTES", 20_000)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    requests.post(f"{endpoint}/moto-api/reset", timeout=10)
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="news")
    s3.put_bucket_policy(Bucket="news", Policy=json.dumps(_EVERYONE_READS))
    yield f"{endpoint}/news/maps"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def _publish(app: Flask) -> Summary:
    return publish(Readers(app, URL), Target(PLACE), lambda *_: None)


def _asked(address: str) -> requests.Response:
    return requests.get(address, timeout=10)


def test_a_bucket_answers_like_the_app_and_only_what_changed_goes_there(
    app: Flask, desk: Desk, bucket: str
) -> None:
    first = _publish(app)
    client = app.test_client()
    page = f"/embed/{MAP}"
    script = re.search(r'(/embed/[^" ]+/map\.js)"', client.get(page).text)
    assert script
    texts = [f"/maps/{MAP}", page, f"/es/embed/{MAP}", f"{page}/state.json", script[1], f"/maps/{MAP}.svg"]
    files = [f"/maps/{MAP}.geojson", f"/maps/{MAP}/archive.html", f"/maps/{MAP}.png"]
    for address in (*texts, *files):
        answer, own = _asked(bucket + address), client.get(address, base_url=URL)
        assert (answer.status_code, answer.content) == (200, own.data), address
        for name in ("Content-Type", "Cache-Control", "Content-Disposition"):
            assert answer.headers.get(name) == own.headers.get(name), (address, name)
        assert answer.headers.get("Content-Encoding") == (
            "gzip" if address in texts[:3] + texts[4:] else None
        )
    assert "immutable" in _asked(bucket + script[1]).headers["Cache-Control"]
    assert "must-revalidate" in _asked(bucket + page).headers["Cache-Control"]
    assert MAP in _asked(f"{bucket}/index.html").text
    assert MAP in _asked(f"{bucket}/es/index.html").text

    again = _publish(app)
    assert (again.written, again.removed, again.unchanged) == (0, 0, first.written)

    current = desk.incidents.get(MAP)
    scene = replace(current.places[0], what="Other words")
    saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
    desk.publishing.correct(ADA, MAP, saved.revision, "A word was wrong.")
    assert 0 < _publish(app).written < first.written
    assert "Other words" in _asked(bucket + page).text
    assert _asked(bucket + script[1]).status_code == 200  # for pages that are open

    desk.publishing.retract(ADA, MAP, "It was another day.")
    assert _publish(app).removed > 0
    assert "It was another day." in _asked(bucket + page).text
    assert _asked(f"{bucket}{page}/state.json").json()["state"] == "retracted"
    assert [_asked(bucket + one).status_code for one in (script[1], *files)] == [404] * 4
    desk.publishing.unpublish(ADA, MAP)
    _publish(app)
    assert _asked(bucket + page).status_code == 404


def test_one_run_at_a_time(bucket: str) -> None:
    with Target(PLACE).held(), pytest.raises(Conflict), Target(PLACE).held():
        pass
    with Target(PLACE).held():
        pass
    assert Target(PLACE).sizes() == {}


def test_what_the_store_refuses_is_said(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable, match="bucket does not exist"), Target("s3://nobodys/maps").held():
        pass
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(Unavailable, match="credentials"), Target(PLACE).held():
        pass
