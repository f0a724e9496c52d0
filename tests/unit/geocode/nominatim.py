"""A Nominatim on the loopback, over the real streets of an index: it logs when it is asked, and misbehaves.

It answers as the real one does: pieces of a street are different ways, of which only one is given unless
`dedupe=0`; no more than `limit`, and none of `exclude_place_ids`; lines only with `polygon_geojson=1`.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from shapely.geometry import box, mapping

from mapapp.streets.index import StreetIndex
from mapapp.streets.names import parse_name
from mapapp.streets.records import NamedStreet

LICENCE = "Data © OpenStreetMap contributors, ODbL 1.0. https://osm.org/copyright"

Query = Mapping[str, str]
Fault = Callable[["_Handler"], None]


class Nominatim(ThreadingHTTPServer):
    """`asked` holds every request as (time in seconds, query, headers); `faults` come before answers."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, index: StreetIndex | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._index = index
        self.asked: list[tuple[float, Query, Mapping[str, str]]] = []
        self.faults: list[Fault] = []
        self.says: list[Any] | None = None
        self.stopped = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error here."""

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def options(self) -> dict[str, str]:
        return {"domain": self.domain, "scheme": "http"}

    def gaps(self) -> list[float]:
        """Seconds between requests, as they came."""
        times = sorted(one[0] for one in self.asked)
        return [later - earlier for earlier, later in pairwise(times)]

    def results(self, query: Query) -> list[Any]:
        """What it knows, by the rules of the interface."""
        if self.says is not None:
            return self.says
        excluded = set(query.get("exclude_place_ids", "").split(","))
        found = [one for one in self._ways(query) if str(one["place_id"]) not in excluded]
        if query.get("dedupe") != "0":
            found = list({one["display_name"]: one for one in found}.values())
        return found[: int(query.get("limit", "10"))]

    def _ways(self, query: Query) -> Iterator[dict[str, Any]]:
        if self._index is None:
            return
        street, _, place = query["q"].partition(",")
        asked, city = parse_name(street), re.sub(r"[ ,]+WI$", "", place).strip()
        for named in self._index.streets_named(asked.base):
            if asked.type in ("", named.name.type) and asked.is_route == named.name.is_route:
                yield from self._pieces(self._index, named, city, query)

    def _pieces(
        self, index: StreetIndex, named: NamedStreet, city: str, query: Query
    ) -> Iterator[dict[str, Any]]:
        for edge in index.edges(named.street_id):
            place = index.place(edge.place_id)
            town = place.name if place else index.region.title.partition(",")[0]
            county = index.region.title.partition(",")[0]
            if city and city.lower() not in (town.lower(), county.lower()):
                continue
            middle = edge.line.interpolate(0.5, normalized=True)
            if "viewbox" in query and not box(*map(float, query["viewbox"].split(","))).contains(middle):
                continue
            yield {
                "place_id": edge.fid, "osm_type": "way", "osm_id": edge.fid, "licence": LICENCE,
                "lat": str(middle.y), "lon": str(middle.x), "class": "highway",
                "type": "motorway" if named.rank == 1 else "residential",
                "addresstype": "road", "name": named.title, "display_name": f"{named.title}, {town}",
                "boundingbox": [str(edge.line.bounds[i]) for i in (1, 3, 0, 2)],
                "address": {"road": named.title, "city": town, "county": county,
                            "ISO3166-2-lvl4": f"US-{index.region.state}", "country_code": "us"},
                **({"namedetails": {"name": named.title}} if query.get("namedetails") else {}),
                **({"geojson": mapping(edge.line)} if query.get("polygon_geojson") else {}),
            }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    server: Nominatim

    def do_GET(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append((time.monotonic(), query, dict(self.headers)))
        if self.server.faults:
            self.server.faults.pop(0)(self)
        else:
            self.answer(200, json.dumps(self.server.results(query)).encode())

    def answer(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        said = {"Content-Type": "application/json", "Content-Length": str(length or len(body))}
        for name, value in {**said, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def status(code: int, body: str = "sorry", **headers: str) -> Fault:
    """Answer with that status and body."""
    return lambda handler: handler.answer(code, body.encode(), **headers)


def retry_after_date(seconds: float) -> Fault:
    """Too many requests: come back at a date so many seconds from now."""
    return lambda handler: handler.answer(
        429, b"", Retry_After=formatdate(time.time() + seconds, usegmt=True)
    )


def truncated(handler: _Handler) -> None:
    """Promise more than is sent."""
    handler.answer(200, b'[{"lat": "1"', length=1_000)


def cut_off(handler: _Handler) -> None:
    """Close the connection without an answer."""
    handler.connection.close()


def silent(handler: _Handler) -> None:
    """Take the request and never answer."""
    handler.server.stopped.wait(30)


def trickling(handler: _Handler) -> None:
    """Send one byte at a time, often enough for a time-out that looks at single bytes."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopped.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def slow(seconds: float) -> Fault:
    """Think for a while and then answer that there is nothing."""

    def fault(handler: _Handler) -> None:
        handler.server.stopped.wait(seconds)
        handler.answer(200, b"[]")

    return fault


N_ = TypeVar("N_", bound=Nominatim)


@contextmanager
def serving(index: StreetIndex | None = None, kind: type[N_] = Nominatim) -> Iterator[N_]:
    """A server on a free port, gone afterwards."""
    server = kind(index)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
