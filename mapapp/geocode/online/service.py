"""A geopy class made ready for polite use: every request of it through the gate, once, and within a time.

Left to itself geopy repeats requests up to twice, follows redirects, and sleeps through Retry-After
in its connection pool (https://github.com/geopy/geopy/blob/2.5.0/geopy/adapters.py, `max_retries=2`).
"""

import copy
import hashlib
import json
import math
import queue
import re
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import shapely
from geopy.adapters import RequestsAdapter
from geopy.exc import ConfigurationError, GeocoderNotFound, GeocoderParseError, GeocoderTimedOut
from geopy.geocoders import Nominatim, get_geocoder_for_service
from shapely.errors import ShapelyError
from shapely.geometry import shape

from mapapp.errors import BadInput
from mapapp.geocode.online.gate import Gate

# For the connection and for each wait for a further byte; and for the whole of a request.
STALL_S = 10.0
WHOLE_S = 15.0

# The most results that Nominatim gives at once (https://nominatim.org/release-docs/latest/api/Search/).
MOST_RESULTS = 40

# Servers that everybody shares, and whose interval no setting may shorten.
PUBLIC = frozenset({"nominatim.openstreetmap.org", "photon.komoot.io"})

# This one's policy asks for a contact (https://operations.osmfoundation.org/policies/nominatim/).
_ASKS_WHO = "nominatim.openstreetmap.org"
_CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+", re.I)

_NOT_SECRET = frozenset({"domain", "scheme", "timeout"})


# West, south, east, north in degrees.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Found:
    """One result of a service: degrees, its own label, and everything it said about it."""

    lon: float
    lat: float
    label: str
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """What a service is asked: free text, within `box` if one is given.

    `pieces` when every piece of a street is wanted with its line, but for those of the `known` ids.
    """

    text: str
    box: Box | None = None
    pieces: bool = False
    known: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The question as the key of its answer."""
        return json.dumps({**vars(self), "text": " ".join(self.text.casefold().split())}, sort_keys=True)


class Service:
    """One online geocoder by geopy's name for it.

    Raises BadInput for a name, options or a contact that cannot be used.
    """

    def __init__(
        self,
        name: str,
        contact: str,
        options: Mapping[str, Any],
        *,
        folder: Path | None = None,
        interval_s: float = 1.0,
        patience_s: float = 30.0,
    ) -> None:
        if contact and not _CONTACT.fullmatch(contact):
            raise BadInput(f"MAPAPP_CONTACT={contact!r} is neither an e-mail nor a web address.")
        agent = f"mapapp ({contact})" if contact else "mapapp"
        try:
            kind = _extended(get_geocoder_for_service(name))
            settings = {"timeout": STALL_S, **options}
            self._geopy = kind(user_agent=agent, adapter_factory=self._adapter, **settings)
        except (GeocoderNotFound, ConfigurationError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(f"The online geocoder {name!r} cannot be used: {error}") from error
        self.name = name
        self.kind = str(kind.__name__)
        self.host = _host(self._geopy) or self.kind.lower()
        self.gives_lines = isinstance(self._geopy, Nominatim)
        server = self.host.partition(":")[0]
        if server == _ASKS_WHO and not contact:
            raise BadInput(
                f"{_ASKS_WHO} wants to know who asks: set MAPAPP_CONTACT to an e-mail or web address of "
                "the newsroom's, or name a server of your own in MAPAPP_GEOCODER_OPTIONS."
            )
        if server in PUBLIC:
            interval_s = max(interval_s, 1.0)
        folder = folder or Path(tempfile.gettempdir())
        key = _fingerprint(options)
        self.gate = Gate(_gate_file(folder, self.host), interval_s, key=key, patience_s=patience_s)

    def ask(self, question: Question) -> list[Found]:
        """The service's results, none when it knows none; only inside a turn of the gate.

        Raises geopy's exceptions, and ValueError or the like for an answer that cannot be read.
        """
        service = self._geopy
        more: dict[str, Any] = {}
        if self.gives_lines:
            service = copy.copy(service)
            service.extra = _extra(question)
            more = _parameters(question)
        answer = service.geocode(question.text, exactly_one=False, **more)
        return [_found(one) for one in answer or ()]

    def _adapter(self, *, proxies: Any, ssl_context: Any) -> "_PoliteAdapter":
        return _PoliteAdapter(self._send, proxies=proxies, ssl_context=ssl_context)

    def _send(self, call: Callable[[], Any]) -> Any:
        response = self.gate.send(lambda: _within(WHOLE_S, call))
        if self.gives_lines:
            _check_places(response)
        return response


class _PoliteAdapter(RequestsAdapter):  # type: ignore[misc]
    """One request for each call, through `send`; no repetition and no redirect behind its back."""

    def __init__(self, send: Callable[[Callable[[], Any]], Any], *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context, max_retries=0)
        self.session.max_redirects = 0
        # A connection that is kept open and has gone stale looks like an outage.
        self.session.headers["Connection"] = "close"
        self._send = send

    def _request(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        request = super()._request
        return self._send(lambda: request(url, timeout=timeout, headers=headers))


def _parameters(question: Question) -> dict[str, Any]:
    """The question in geopy's words for Nominatim."""
    more: dict[str, Any] = {"limit": MOST_RESULTS if question.pieces else 10, "addressdetails": True}
    if question.pieces:
        more |= {"namedetails": True, "geometry": "geojson"}
    if question.box:
        west, south, east, north = question.box
        more |= {"viewbox": [(north, west), (south, east)], "bounded": True}
    return more


def _extra(question: Question) -> dict[str, str]:
    """What geopy has no words for: of a street's many ways Nominatim gives only one unless told otherwise."""
    known = {"exclude_place_ids": ",".join(question.known)} if question.known else {}
    return {"dedupe": "0", **known} if question.pieces else known


def _extended(kind: Any) -> Any:
    """The class itself; one of Nominatim's with parameters of its interface that geopy has no words for."""
    if not issubclass(kind, Nominatim):
        return kind

    def construct_url(self: Any, base_api: str, params: Mapping[str, Any]) -> Any:
        return kind._construct_url(self, base_api, {**params, **getattr(self, "extra", {})})

    return type(kind.__name__, (kind,), {"_construct_url": construct_url})


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """The result of the call, made in a thread that is left behind when it takes too long.

    The library's time-outs bound each wait, but neither looking a name up nor a body that trickles in.
    """
    results: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((call(), None))
        except BaseException as error:  # noqa: BLE001 (raised again where it is waited for)
            results.put((None, error))

    threading.Thread(target=run, name="online request", daemon=True).start()
    try:
        result, error = results.get(timeout=seconds)
    except queue.Empty:
        raise GeocoderTimedOut("Service timed out") from None
    if error is not None:
        raise error
    return result


def _check_places(response: Any) -> None:
    """Raise for what is no list of places; geopy takes most of that for an empty one, or for 0° N, 0° E."""
    try:
        for one in list.copy(response.json()):
            _check_position(float(one["lon"]), float(one["lat"]))
            _check_extent(one)
    except (ShapelyError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise GeocoderParseError("no list of places") from error


def _check_extent(place: Mapping[str, Any]) -> None:
    """Raise for a box or a figure that is none."""
    box = [float(one) for one in place.get("boundingbox", (0, 0, 0, 0))]
    figure = shapely.get_coordinates(shape(place["geojson"])).ravel() if "geojson" in place else ()
    if len(box) != 4 or not all(map(math.isfinite, (*box, *figure))):
        raise ValueError("an extent that is none")


def _check_position(lon: float, lat: float) -> None:
    """Raise for a position that is none; 0° N, 0° E is where geopy puts what has none."""
    if not (abs(lon) <= 180 and abs(lat) <= 90) or (lon, lat) == (0, 0):
        raise ValueError("a position that is none")


def _found(location: Any) -> Found:
    lon, lat = float(location.longitude), float(location.latitude)
    _check_position(lon, lat)
    if not isinstance(location.address, str) or not isinstance(location.raw, dict):
        raise TypeError("a place without a name")
    return Found(lon, lat, location.address, location.raw)


def _host(service: Any) -> str:
    """The server that a geopy object asks, with its port."""
    return next(
        (urlsplit(one).netloc.rpartition("@")[2].lower() for one in _addresses(service) if "://" in one), ""
    )


def _addresses(service: Any) -> list[str]:
    named = [getattr(service, one, "") for one in ("api", "geocode_api", "api_base")]
    return [one for one in named if isinstance(one, str)]


def _gate_file(folder: Path, host: str) -> Path:
    return folder / f"mapapp-{re.sub(r'[^a-z0-9.-]', '_', host)[:100]}.gate"


def _fingerprint(options: Mapping[str, Any]) -> str:
    """Tells clients with different keys apart without giving them away; empty without any."""
    secret = {name: value for name, value in options.items() if name not in _NOT_SECRET}
    said = json.dumps(secret, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:12] if secret else ""
