import base64
import gzip
import hashlib
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from mapapp.cli.commands import main
from mapapp.desk import Desk
from mapapp.errors import BadInput
from mapapp.incident.geojson import loads
from mapapp.maps.tile import MIN_ZOOM
from mapapp.web import archives
from mapapp.web.seal import verify
from tests.many import MANY
from tests.people import ADA
from tests.web.test_crowd import publish

MAP = "kenosha-2020-08-23"
ADDRESS = f"/maps/{MAP}.html?archive"
HOSTILE = "</script><!--<script>alert(1)</script> \\u003c \\\\u003c <b>& \u2028 ]]> -->"


def _archive(client: FlaskClient) -> bytes:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.data


def _block(archive: bytes, opens: str) -> str:
    found = re.search(re.escape(opens) + "(.*?)</script>", archive.decode(), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.usefixtures("kept_tiles")
def test_an_archive_holds_everything_and_names_nothing_to_fetch(client: FlaskClient) -> None:
    archive = _archive(client)
    text = archive.decode()
    assert client.get(f"/maps/{MAP}/archive.html").data == archive
    for needed in ("Near 28th Avenue and 40th Street", "published, revision 1", "public domain", "<svg "):
        assert needed in text
    document = _block(archive, '<script type="application/geo+json" id="document">')
    assert json.loads(document) == client.get(f"/maps/{MAP}.geojson").get_json(force=True)
    kept = json.loads(_block(archive, '<script type="application/json" data-kept>'))
    assert len(kept) > 300
    assert kept["places.json"]["features"]
    # Nothing but the links that a reader may follow.
    assert not re.search(
        r"""\b(?:src|srcset|data|action|poster)=["']?(?!["']?data:)\S""", _without_scripts(text)
    )
    assert set(re.findall(r"<link[^>]*>", text)) == {'<link rel="icon" href="data:,">'}
    assert not re.search(r"@import|url\(", "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL)))


def _without_scripts(text: str) -> str:
    return re.sub(r"<script[ >].*?</script>", "", text, flags=re.DOTALL)


def test_the_same_revision_gives_the_same_bytes_and_readers_ask_with_an_etag(client: FlaskClient) -> None:
    response = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    client.application.extensions["archives"]._kept.clear()
    assert _archive(client) == response.data


def test_without_archive_the_address_leads_to_the_page(client: FlaskClient) -> None:
    assert client.get(f"/maps/{MAP}.html").location == f"/maps/{MAP}"


@pytest.mark.usefixtures("kept_tiles")
def test_hostile_words_stay_words_and_the_document_stays_whole(client: FlaskClient, desk: Desk) -> None:
    current = desk.incidents.get(MAP)
    scene = replace(current.places[0], what=HOSTILE)
    saved = desk.incidents.save(ADA, replace(current, title=HOSTILE, places=(scene, *current.places[1:])))
    desk.publishing.correct(ADA, MAP, saved.revision, HOSTILE)
    archive = _archive(client)
    served = client.get(f"/maps/{MAP}.geojson").data
    assert verify(archive).document == hashlib.sha256(served).hexdigest()
    assert json.loads(_block(archive, 'id="document">')) == json.loads(served)
    assert loads(_block(archive, 'id="document">')).title == HOSTILE.strip()
    assert b"<b>&" not in archive
    assert archive.count(b"<script") == 8
    assert archive.count(b"</script>") == 8
    assert archive.decode().count("corrected, revision 3") == 1


@pytest.mark.usefixtures("kept_tiles")
def test_what_is_yet_to_come_is_not_told(client: FlaskClient, desk: Desk) -> None:
    desk.publishing.unpublish(ADA, MAP)
    desk.publishing.publish(ADA, MAP, 1, "2999-01-01T00:00:00Z")
    assert client.get(ADDRESS).status_code == 404
    desk.publishing.withdraw(ADA, MAP)
    desk.publishing.publish(ADA, MAP, 1)
    text = _archive(client).decode()
    assert "unpublished" in text
    assert "2999-01" not in text
    desk.publishing.retract(ADA, MAP, "It was another day.")
    assert client.get(ADDRESS).status_code == 410


@pytest.mark.usefixtures("kept_tiles")
def test_a_budget_leaves_out_the_closest_zooms_and_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "TILE_BYTES", 600_000)
    archive = _archive(client)
    kept = json.loads(_block(archive, "data-kept>"))
    zooms = {int(url.split("/")[1]) for url in kept if url.startswith("basemap/")}
    assert zooms == set(range(MIN_ZOOM, max(zooms) + 1))
    assert max(zooms) < 16
    assert f"down to zoom {max(zooms) + 1};" in archive.decode()


def test_of_a_crowd_each_place_is_kept_once_and_the_list_is_whole(app: Flask, client: FlaskClient) -> None:
    publish(app, 400)
    archive = client.get(f"/maps/{MANY}/archive.html").data
    text = archive.decode()
    listed = re.findall(r"<h3 data-name>Report (\d+)</h3>", text)
    assert sorted(map(int, listed)) == list(range(1, 401))
    assert re.findall(r"<summary>\s*Places (\d+) to (\d+) of 400\s*</summary>", text) == [
        (str(first), str(first + 49)) for first in range(1, 401, 50)
    ]
    assert text.count('<details class="page-of-list" open>') == 1
    kept = json.loads(_block(archive, "data-kept>"))
    assert [one["id"] for one in kept["places.json"]["features"]] == ["report-1"]
    tree = json.loads(gzip.decompress(base64.b64decode(_block(archive, "data-crowd>"))))
    (everything,) = tree["items"]
    assert sum(everything["counts"].values()) == 399
    assert verify(archive)


@pytest.mark.usefixtures("kept_tiles")
def test_any_changed_byte_is_found(client: FlaskClient, tmp_path: Path) -> None:
    archive = _archive(client)
    seal = verify(archive)
    body, last = archive[:-1].rsplit(b"\n", 1)
    assert seal.file.encode() in last
    file = tmp_path / "a.html"
    file.write_bytes(archive)
    said = subprocess.run(f"head -n -1 {file} | sha256sum", shell=True, check=True, capture_output=True)
    assert said.stdout.split()[0].decode() == seal.file
    step = max(1, len(archive) // 97)
    places = [*range(0, len(archive), step), *range(len(body), len(archive))]
    for at in places:
        changed = bytearray(archive)
        changed[at] ^= 1
        with pytest.raises(BadInput):
            verify(bytes(changed))
    for other in (b"", archive + b"\n", archive[:-1], b"<p>No archive</p>\n", body):
        with pytest.raises(BadInput):
            verify(other)


def test_the_command_writes_and_checks(runner: CliRunner, tmp_path: Path, client: FlaskClient) -> None:
    file = tmp_path / "kept.html"
    done = runner.invoke(main, ["archive", MAP, "--output", str(file), "--url", "http://localhost"])
    assert done.exit_code == 0, done.output
    assert file.read_bytes() == _archive(client)
    assert runner.invoke(main, ["archive", "--verify", str(file)]).exit_code == 0
    file.write_bytes(file.read_bytes().replace(b"Officers", b"officers"))
    done = runner.invoke(main, ["archive", "--verify", str(file)])
    assert (done.exit_code, "was changed" in done.output) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        [],
        [MAP, "--verify", "x.html"],
        ["nothing"],
        ["../etc"],
        ["--verify", "no-such-file"],
        [MAP, "--url", "maps.example.org"],
        [MAP, "--output", "no/such/folder/x.html"],
    ],
)
def test_what_cannot_be_archived_is_said_in_a_sentence(runner: CliRunner, words: list[str]) -> None:
    done = runner.invoke(main, ["archive", *words])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
