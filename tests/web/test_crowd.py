"""A map with more places than can be sent at once."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapapp.incident.geojson import dumps
from tests.many import MANY, many_places
from tests.people import ADA

PAGE = f"/maps/{MANY}"
EMBED = f"/embed/{MANY}"


def publish(app: Flask, number: int, incident_id: str = MANY) -> None:
    """A map of so many places, for readers to see."""
    desk = app.extensions["desk"]
    incident = replace(many_places(number), id=incident_id)
    desk.incidents.add_document(ADA, dumps(incident).encode())
    desk.publishing.publish(ADA, incident_id, 1)


@pytest.fixture
def crowd(app: Flask, client: FlaskClient) -> FlaskClient:
    """A reader of a newsroom with a map of 400 places."""
    publish(app, 400)
    return client


def overview(client: FlaskClient, address: str = EMBED) -> dict[str, Any]:
    found = re.search(r'data-places="([^"]+)"', client.get(address).text)
    assert found
    answer = client.get(found[1])
    assert "immutable" in answer.headers["Cache-Control"]
    read: dict[str, Any] = answer.json
    return read


def names(html: str) -> list[str]:
    return re.findall(r"<h3 data-name>([^<]+)</h3>", html)


@pytest.mark.parametrize("address", [PAGE, EMBED, f"/es{EMBED}"])
def test_the_list_goes_on_by_plain_links(crowd: FlaskClient, address: str) -> None:
    seen: list[str] = []
    following: str | None = address
    pages = []
    while following:
        answer = crowd.get(following)
        assert ("X-Robots-Tag" in answer.headers) == (following != address)
        framed = "*" if "/embed/" in address else "'none'"
        assert answer.headers["Content-Security-Policy"].endswith(f"frame-ancestors {framed}")
        seen += names(answer.text)
        pages.append(following)
        link = re.search(r'rel="next" href="([^"]+)"', answer.text)
        following = link[1] if link else None
    assert pages == [address, *(f"{address}/places/{number}" for number in range(2, 9))]
    assert sorted(seen, key=lambda one: int(one.split()[1])) == [f"Report {i}" for i in range(1, 401)]


def test_counts_are_said_in_words_in_the_language_of_the_page(crowd: FlaskClient) -> None:
    assert "Places 1 to 50 of 400" in crowd.get(PAGE).text
    assert "Lugares 51 a 100 de 400" in crowd.get(f"/es{PAGE}/places/2").text


def test_there_are_no_other_pages(crowd: FlaskClient, app: Flask) -> None:
    publish(app, 3, "three")
    for nowhere in (f"{PAGE}/places/1", f"{PAGE}/places/9", f"{EMBED}/places/x", "/maps/three/places/2"):
        assert crowd.get(nowhere).status_code == 404


def test_pages_of_an_earlier_time_stay_in_it(crowd: FlaskClient, app: Flask) -> None:
    at = app.extensions["desk"].publishing.standing(MANY).at
    text = crowd.get(PAGE, query_string={"at": at}).text
    link = re.search(r'rel="next" href="([^"]+)"', text)
    assert link
    assert "?at=" in link[1]
    assert names(crowd.get(link[1]).text)[0] != names(text)[0]


def test_tiles_hold_the_places_and_are_kept_for_good(crowd: FlaskClient) -> None:
    tiles = overview(crowd)["tiles"]
    answer = crowd.get(tiles.format(z=0, x=0, y=0))
    assert "immutable" in answer.headers["Cache-Control"]
    (everything,) = answer.json["items"]
    assert sum(everything["counts"].values()) == 399
    outdated = re.sub(r"/[0-9a-f]{12}/", "/000000000000/", tiles).format(z=0, x=0, y=0)
    assert crowd.get(outdated).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_there_are_no_tiles_elsewhere_nor_of_what_readers_have_not_seen(
    crowd: FlaskClient, app: Flask
) -> None:
    tiles = overview(crowd)["tiles"]
    for z, x, y in ((0, 1, 0), (18, 0, 0), (12, 0, 0)):
        assert crowd.get(tiles.format(z=z, x=x, y=y)).status_code == 404
    assert crowd.get(tiles.replace(f"/{MANY}/1/", f"/{MANY}/2/").format(z=0, x=0, y=0)).status_code == 404
    desk = app.extensions["desk"]
    desk.publishing.retract(ADA, MANY, "It was another storm.")
    assert crowd.get(tiles.format(z=0, x=0, y=0)).status_code == 410


def test_nothing_that_is_loaded_grows_with_the_number_of_places(app: Flask, client: FlaskClient) -> None:
    sizes = []
    for number in (1_000, 6_000):
        incident_id = f"storm-{number}"
        publish(app, number, incident_id)
        page, embed = (client.get(f"/{one}/{incident_id}") for one in ("maps", "embed"))
        sent = overview(client, f"/embed/{incident_id}")
        script = re.search(r'(/embed/[^" ]+/map\.js)', embed.text)
        assert script
        tile = client.get(sent["tiles"].format(z=12, x=524, y=755), headers={"Accept-Encoding": "br"})
        svg = client.get(f"/maps/{incident_id}.svg")
        bodies = (page.data, embed.data, str(sent).encode(), client.get(script[1]).data, tile.data, svg.data)
        sizes.append([len(one) for one in bodies])
    for few, many in zip(*sizes, strict=True):
        assert many < 1.5 * few + 500
