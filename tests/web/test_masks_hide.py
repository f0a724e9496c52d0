"""A masked place is searched for in everything that the app, the commands and the logs give out."""

import json
import logging
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from mapapp.cli.commands import main
from mapapp.desk import Desk, Override, PlaceFields
from mapapp.errors import StaleRevision
from mapapp.incident.model import Source, Status
from mapapp.maps import features, listing
from mapapp.maps.crowd import PlacesTile
from mapapp.maps.grid import Tile
from mapapp.settings import LANGUAGES
from tests.conftest import Auth
from tests.pdf import text_of
from tests.people import ADA, BEN

MAP = "fire-at-the-terrace"
HOUSE = "2815-larkspur-terrace"
CORNER = "the-corner"
LON, LAT = -87.834171, 42.597634
MOVED = -87.836928, 42.596318
AT_CORNER = -87.851742, 42.611359

pytestmark = pytest.mark.usefixtures("kept_tiles")

NUMBER = "2815"
SPOTS = ((LON, LAT), MOVED, AT_CORNER)


_APART = 40


def _written(value: float, decimals: int) -> str:
    """A pattern for a coordinate: its digits to so many decimals, cut off or rounded, and any that follow."""
    cut = math.floor(abs(value) * 10**decimals) / 10**decimals
    ways = {f"{cut:.{decimals}f}", f"{abs(value):.{decimals}f}"}
    return "(?:" + "|".join(sorted(one.replace(".", "[.,]") for one in ways)) + ")"


def _patterns() -> Iterator[str]:
    """The house number; either coordinate by itself to five decimals; both together to three, in any order.

    To three decimals by itself each also stands among the corners of the circle that is shown instead.
    """
    yield NUMBER
    for spot in SPOTS:
        yield from (_written(value, 5) for value in spot)
        lon, lat = (_written(value, 3) for value in spot)
        yield from (f"{one}[^<>]{{0,{_APART}}}?{other}" for one, other in ((lon, lat), (lat, lon)))


_SEEN = re.compile("|".join(_patterns()), re.DOTALL)
# Digests, tokens, signatures and an archive's tiles, in which any four digits stand now and then.
_CHANCE = re.compile(
    r'\b[0-9a-f]{12,64}\b|name="csrf_token" value="[^"]*"|^Set-Cookie: [^\r\n]*|^"basemap/.*$'
    r"|'sha256-[^']*'",
    re.MULTILINE,
)


def _document() -> bytes:
    """A map with a house at an exact position, told in every member that can tell it, and a corner."""
    house: dict[str, Any] = {
        "layer": "scene",
        "label": "2815 Larkspur Terrace, Kenosha",
        "precision": "address",
        "radius_m": 15,
        "what": "A kitchen burned at 2815.",
        "verbatim": "at 2815 Larkspur Terrace",
        "sources": [
            {"publisher": "The Paper", "url": "https://paper.example/2815-larkspur", "quote": "It is 2815."}
        ],
        "georeference": {"method": "address", "dataset": "Survey", "before": {"lon": LON, "lat": LAT}},
        "corrections": [{"at": "2026-11-02", "note": "It is 2815, not another."}],
        "x-found-at": [LON, LAT],
    }
    corner = {
        "layer": "scene",
        "label": "Larkspur Terrace and Heron Avenue, Kenosha, WI",
        "precision": "intersection",
        "radius_m": 20,
        "status": "confirmed",
        "verbatim": "Larkspur Terrace and Heron Avenue",
        "sources": [{"publisher": "The Paper"}],
    }
    hydrant = {"layer": "facility", "label": "A hydrant", "precision": "poi_small", "candidate_for": HOUSE}
    features = [
        _feature(HOUSE, (LON, LAT), house),
        _feature(CORNER, AT_CORNER, corner),
        _feature("hydrant", (LON + 1e-6, LAT), hydrant),
    ]
    said = {"type": "FeatureCollection", "id": MAP, "title": "A kitchen burned", "features": features}
    return json.dumps(said).encode()


def _feature(place_id: str, at: tuple[float, float], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": at}
    return {
        "type": "Feature",
        "id": place_id,
        "geometry": geometry,
        "properties": properties,
        "bbox": [*at, *at],
    }


def _tile(at: tuple[float, float], z: int) -> Tile:
    """The tile that holds a position."""
    across = (1 - math.asinh(math.tan(math.radians(at[1]))) / math.pi) / 2
    return Tile(z, int((at[0] + 180) / 360 * 2**z), int(across * 2**z))


def _places_tile(at: tuple[float, float], z: int) -> PlacesTile:
    """The tile of places that holds a position."""
    found = _tile(at, z - 1)
    return PlacesTile(z, found.x, found.y)


def _addresses(app: Flask, desk: Desk) -> Iterator[str]:
    """Every GET address with everything that could stand in it, and each as it was at some time."""
    newest = max(one.number for one in desk.incidents.history(MAP))
    known = [one.id for one in desk.known_places.all()]
    values: dict[str, list[Any]] = {
        "incident_id": [MAP, "kenosha-2020-08-23"],
        "place_id": [HOUSE, CORNER, "masked-place", "hydrant", "scene"],
        "refused_id": [1, 2, 3],
        "revision": list(range(1, newest + 1)),
        "known_id": known,
        "other_id": known,
        "filename": ["css/newsroom.css"],
        "form": [f"place {MAP} {HOUSE}"],
        "version": ["000000000000"],
        "digest": ["000000000000"],
        "language": list(LANGUAGES),
        "name": ["page.svg", "card.png"],
        "kind": ["json", "xml"],
        "number": [2],
        "tile": [_places_tile(at, z) for at in SPOTS for z in (8, 14, 17)],
        "drawn": ["phone", "page-dark"],
    }
    seen: set[str] = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        if str(rule).removeprefix("/<language>").startswith(("/basemap/", "/tiles/")):
            # Tiles know nothing of places, which a test of their own holds; pictures are somebody else's.
            continue
        # A new kind of address needs a value here, so that it is searched as well.
        names = sorted(rule.arguments)
        for each in product(*(values[name] for name in names)):
            filled = dict(zip(names, each, strict=True))
            address = app.url_map.bind("localhost").build(rule.endpoint, filled, method="GET")
            if address in seen:
                continue
            seen.add(address)
            yield address
            if filled.get("incident_id", MAP) == MAP and not address.startswith("/es/"):
                yield from (f"{address}?{query}" for query in _queries(address, desk))


def _queries(address: str, desk: Desk) -> Iterator[str]:
    """What may follow an address: an earlier time, a search, a phrase."""
    if address.endswith("/history/compare"):
        pairs = product(range(1, len(desk.incidents.history(MAP)) + 1), repeat=2)
        yield from (f"before={before}&after={after}" for before, after in pairs if before < after)
    elif address.startswith(("/maps/", "/embed/")) and "/000000000000/" not in address:
        yield from (f"at={at}" for at in sorted({one.saved_at for one in desk.incidents.history(MAP)}))
        if address.endswith(".html"):
            yield "archive"
    elif address.startswith("/newsroom/known-places/"):
        yield "q=Larkspur"
    elif address.endswith("/add"):
        yield "phrase=Larkspur+Terrace+and+Heron+Avenue%2C+Kenosha%2C+WI"


def _told(app: Flask, desk: Desk, clients: list[FlaskClient]) -> dict[str, set[str]]:
    """What is given out of the hidden words and numbers, by address."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    # The same is sent to many addresses, an archive to each time that it is asked for as of.
    in_bodies: dict[tuple[bytes, str], set[str]] = {}
    for client in clients:
        for address in _addresses(app, desk):
            # Who asks for an old address is told so in its own words.
            own_words = HOUSE if HOUSE in address else ""
            response = client.get(address)
            key = sha256(response.data).digest(), own_words
            if key not in in_bodies:
                in_bodies[key] = _found(_text(response), own_words)
            if found := in_bodies[key] | _found(str(response.headers), own_words):
                told[address] |= found
    return dict(told)


def _text(response: Response) -> str:
    is_pdf = response.mimetype == "application/pdf"
    return text_of(response.data) if is_pdf else response.data.decode(errors="replace")


def _found(text: str, but: str) -> set[str]:
    """What a text gives out, `but` left out."""
    given = _CHANCE.sub("", text)
    return set(_SEEN.findall(given.replace(but, "") if but else given))


@pytest.fixture
def clients(app: Flask, client: FlaskClient, auth: Auth) -> list[FlaskClient]:
    """Someone who has signed in, and a reader."""
    auth.enter()
    return [client, app.test_client()]


def _edited(desk: Desk, base: int, label: str, status: str = "reported") -> None:
    quote = Source("The Paper", "https://paper.example/2815-larkspur", "It burned at 2815.")
    fields = PlaceFields(label, status=status, verbatim="at 2815 Larkspur Terrace", sources=(quote,))
    desk.incidents.edit_place(BEN, MAP, base, HOUSE, fields)


def _after_a_while(desk: Desk) -> None:
    """Several revisions, two publications and a version that came too late."""
    desk.incidents.add_document(ADA, _document())
    desk.publishing.publish(ADA, MAP, 1)
    _edited(desk, 1, "2815 Larkspur Terrace, Kenosha", "confirmed")
    desk.incidents.move_place(ADA, MAP, 2, HOUSE, lon=MOVED[0], lat=MOVED[1])
    desk.publishing.correct(ADA, MAP, 3, "It was at 2815 Larkspur Terrace.")
    with pytest.raises(StaleRevision):
        _edited(desk, 2, "No. 2815 Larkspur Terrace")


def _mask_both(desk: Desk) -> None:
    for place_id, label in ((HOUSE, "A house in Kenosha"), (CORNER, "A meeting point")):
        desk.masks.mask(
            ADA, MAP, place_id, radius_m=1_000, reason="People were threatened there.", label=label
        )


def test_before_it_is_masked_it_is_found_all_over(app: Flask, desk: Desk, clients: list[FlaskClient]) -> None:
    _after_a_while(desk)
    told = _told(app, desk, clients)
    assert any(address.startswith("/embed/") and "places.json" in address for address in told)
    for address in (f"/maps/{MAP}.geojson", f"/newsroom/maps/{MAP}/history", f"/newsroom/maps/{MAP}/kept/1"):
        assert told[address]
    assert "/newsroom/known-places/places.json" in told
    found = " ".join(one for each in told.values() for one in each)
    assert all(one in found for one in (NUMBER, "87.834", "42.59", "87.851"))


def test_a_masked_place_is_nowhere_to_be_found(
    app: Flask, clients: list[FlaskClient], auth: Auth, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for font_maker in ("fontTools", "fpdf"):
        caplog.set_level(logging.INFO, font_maker)
    desk = app.extensions["desk"]
    _after_a_while(desk)
    # What readers have been sent is kept ready for the next of them.
    for client in clients:
        assert NUMBER in client.get(f"/maps/{MAP}").text
        assert NUMBER in client.get(f"/maps/{MAP}.geojson").text

    _mask_both(desk)
    caplog.clear()
    assert _told(app, desk, clients) == {}

    # Whoever had the form open goes on, too late, and puts what they changed on top.
    with pytest.raises(StaleRevision):
        _edited(desk, 1, "At 2815 Larkspur Terrace", "disputed")
    for kept in (1, 2):
        chosen = {"base": desk.incidents.get(MAP).revision, "keep-masked-place": "mine"}
        assert auth.post(f"/newsroom/maps/{MAP}/kept/{kept}", **chosen).status_code == 302
    newest = desk.incidents.get(MAP)
    assert next(one for one in newest.places if one.id == "masked-place").status is Status.DISPUTED
    desk.incidents.save(ADA, newest, "Looked through")
    assert _told(app, desk, clients) == {}

    desk.publishing.correct(ADA, MAP, desk.incidents.get(MAP).revision, "A place is shown only roughly.")
    assert _told(app, desk, clients) == {}
    # An earlier revision, brought back.
    restored = desk.incidents.restore(ADA, MAP, desk.incidents.get(MAP).revision, 2)
    desk.publishing.correct(ADA, MAP, restored.revision, "As it was.")
    assert _told(app, desk, clients) == {}

    entries = desk._store.audit.latest()
    assert "masked a place" in {one.deed for one in entries}
    audit = " ".join(f"{one.subject} {one.detail}" for one in entries)
    logged = " ".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert set(_SEEN.findall(audit + logged)) == set()


def test_a_masked_place_is_not_in_a_crowd_either(
    app: Flask, desk: Desk, clients: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "CROWD", 2)
    monkeypatch.setattr(features, "STANDING_OUT", 0)
    monkeypatch.setattr(listing, "PAGE", 1)
    _after_a_while(desk)
    reader = clients[1:]
    told = _told(app, desk, reader)
    assert any("/places/17/" in one for one in told)
    assert any(one.endswith(f"{MAP}/places/2") for one in told)
    _mask_both(desk)
    assert _told(app, desk, reader) == {}


def test_no_command_tells_of_a_masked_place(desk: Desk, runner: CliRunner) -> None:
    _after_a_while(desk)
    assert _commands(runner)
    _mask_both(desk)
    assert _commands(runner) == set()


def _commands(runner: CliRunner) -> set[str]:
    """What the commands that read the newsroom tell of it."""
    phrase = "Larkspur Terrace and Heron Avenue, Kenosha, WI"
    told = set()
    for command in (
        ["init"],
        ["streets", "list"],
        ["user", "list"],
        ["geocode", phrase],
        ["geocode", "--json", phrase],
    ):
        done = runner.invoke(main, command)
        told |= set(_SEEN.findall(done.output))
    return told


def test_what_is_masked_as_it_is_added_was_never_anywhere(
    app: Flask, desk: Desk, clients: list[FlaskClient]
) -> None:
    desk.incidents.add_document(ADA, _document())
    _mask_both(desk)
    home = PlaceFields("2815 Heron Avenue, Kenosha", what="At 2815.", verbatim="at 2815 Heron Avenue")
    answer = desk.finder.geocode(f"{LAT}, {LON}")
    override = Override(role="residence", residence_reason="The family asked for it.")
    added = desk.incidents.add_place(ADA, MAP, 3, home, answer.candidates[0], override=override)
    assert added.places[-1].label == "A place in Kenosha"
    assert _told(app, desk, clients) == {}


def test_tiles_do_not_depend_on_the_places(app: Flask, desk: Desk, client: FlaskClient) -> None:
    tiles = [_tile((LON, LAT), z) for z in (8, 12, 14)]
    addresses = [f"/basemap/x/{one.z}/{one.x}/{one.y}.json" for one in tiles]
    before = [client.get(one).data for one in addresses]
    _after_a_while(desk)
    assert [client.get(one).data for one in addresses] == before
