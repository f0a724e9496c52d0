import json
import multiprocessing
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mapapp.errors import BadInput
from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.online import Gate, Online
from mapapp.incident.model import PIN_PRECISIONS, Precision
from mapapp.streets.index import StreetIndex

HOUSE = {
    "lat": "42.6", "lon": "-87.8", "display_name": "1000, 55th Street, Kenosha", "addresstype": "house",
    "osm_type": "node", "osm_id": 7, "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
    "boundingbox": ["42.5999", "42.6001", "-87.8001", "-87.7999"],
}  # fmt: skip
ROAD = HOUSE | {
    "addresstype": "road", "osm_id": 8, "display_name": "55th Street, Kenosha",
    "boundingbox": ["42.58", "42.62", "-87.9", "-87.7"],
}  # fmt: skip


class Service(ThreadingHTTPServer):
    """A Nominatim that says what it is told to say, and keeps the requests it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.body = 200, "[]"
        self.requests: list[tuple[str, str]] = []

    def says(self, *results: Any, status: int = 200, body: str | None = None) -> None:
        self.status, self.body = status, json.dumps(results) if body is None else body


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)["q"][0]
        self.server.requests.append((query, self.headers["User-Agent"]))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def online(service: Service, tmp_path: Path) -> Online:
    host, port = service.server_address[:2]
    return Online(
        "nominatim", "desk@example.org", tmp_path, interval_s=0.0, domain=f"{host!s}:{port}", scheme="http"
    )


def test_it_tells_who_asks_and_what(service: Service, online: Online) -> None:
    online.ask("1000  55th Street", "Kenosha, WI")
    online.ask("1000 55th Street, Kenosha, WI", "Kenosha, WI")
    assert service.requests == [("1000 55th Street, Kenosha, WI", "mapapp (desk@example.org)")] * 2


def test_a_house_is_a_pin_with_its_licence(service: Service, online: Online) -> None:
    service.says(HOUSE)
    answer = online.ask("1000 55th Street, Kenosha", None)
    (found,) = answer.candidates
    assert answer.outcome is Outcome.RESOLVED
    assert (found.lon, found.lat, found.precision) == (-87.8, 42.6, Precision.ADDRESS)
    assert found.radius_m >= 30
    assert found.faults == ("from_online",)
    assert "ODbL" in found.provenance.licence
    assert found.provenance.ids == ("node/7",)


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("road", Precision.ROAD),
        ("city", Precision.PLACE),
        ("county", Precision.COUNTY),
        ("suburb", Precision.NEIGHBOURHOOD),
        ("amenity", Precision.POI_LARGE),
        ("something new", Precision.PLACE),
    ],
)
def test_what_is_no_house_is_never_a_pin(
    service: Service, online: Online, kind: str, precision: Precision
) -> None:
    service.says(ROAD | {"addresstype": kind})
    answer = online.ask("somewhere", None)
    assert answer.outcome is Outcome.AREA
    assert answer.candidates[0].precision is precision
    assert answer.candidates[0].precision not in PIN_PRECISIONS
    assert answer.candidates[0].radius_m > 2_000


def test_several_results_are_a_choice(service: Service, online: Online) -> None:
    service.says(HOUSE, ROAD)
    assert online.ask("55th Street", None).outcome is Outcome.AMBIGUOUS


def test_nothing_found_is_not_found(service: Service, online: Online) -> None:
    service.says()
    assert online.ask("nothing", None).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, "[]"), (429, "[]"), (500, ""), (503, "<html>"), (200, "<html>not json"),
        (200, '{"error": "no"}'),
        (200, '[{"lat": "x"}]'), (200, '["junk"]'), (200, '[{"lat": "1", "lon": "2", "display_name": 3, '
         '"boundingbox": ["a"]}]'),
    ],
)  # fmt: skip
def test_an_outage_is_never_not_found(service: Service, online: Online, status: int, body: str) -> None:
    service.says(status=status, body=body)
    answer = online.ask("1000 55th Street", None)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "nominatim" in answer.explanation


def test_a_service_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    nobody = Online("nominatim", "", tmp_path, interval_s=0.0, domain="127.0.0.1:9", scheme="http")
    assert nobody.ask("1000 55th Street", None).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("name", ["no-such-geocoder", "", "__init__"])
def test_an_unknown_service_is_bad_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        Online(name, "", tmp_path)


def test_it_is_asked_only_for_what_the_rest_does_not_know(
    town_index: StreetIndex, service: Service, online: Online
) -> None:
    geocoder = Geocoder([town_index], online=online)
    service.says(HOUSE)
    assert geocoder.geocode("28th Avenue and 40th Street, Quillby").outcome is Outcome.RESOLVED
    assert geocoder.geocode("29th Avenue and 40th Street, Quillby").outcome is Outcome.NOT_FOUND
    assert service.requests == []
    assert geocoder.geocode("1000 55th Street, Milwaukee").candidates[0].provenance.dataset == "nominatim"
    assert len(service.requests) == 1


def _take_turns(path: Path, times: Any) -> None:
    gate = Gate(path, interval_s=0.1)
    for _ in range(4):
        times.append(gate.wait())


def test_turns_are_kept_apart_across_processes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        times = manager.list()
        workers = [context.Process(target=_take_turns, args=(tmp_path / "gate", times)) for _ in range(3)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        taken = sorted(times)
    assert len(taken) == 12
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(taken))


def test_a_clock_that_was_set_back_does_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "gate"
    path.write_text(repr(time.time() + 3_600))
    Gate(path, interval_s=0.01).wait()
    assert float(path.read_text()) < time.time() + 1


def test_a_gate_that_holds_nonsense_opens(tmp_path: Path) -> None:
    path = tmp_path / "gate"
    path.write_text("nonsense")
    Gate(path, interval_s=0.01).wait()
    assert float(path.read_text()) > 0


def test_a_gate_does_not_follow_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep me")
    (tmp_path / "gate").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic"):
        Gate(tmp_path / "gate").wait()
    assert (tmp_path / "precious").read_text() == "keep me"
