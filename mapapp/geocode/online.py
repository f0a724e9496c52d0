"""Asking an online geocoder through geopy, politely: one request a second for the whole machine."""

import fcntl
import getpass
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geopy.exc import ConfigurationError, GeocoderNotFound, GeopyError
from geopy.geocoders import get_geocoder_for_service

from mapapp.errors import BadInput
from mapapp.geocode.answer import Answer, Candidate, Outcome, Provenance
from mapapp.geocode.explain import distinct_labels, quoted
from mapapp.geocode.faults import score
from mapapp.incident.geodesy import distance_m
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import PIN_PRECISIONS, Precision

TIMEOUT_S = 10.0
CLOCK_GRAIN_S = 0.001

# What Nominatim calls a result (its `addresstype`) and how exactly that names a place. Only a house is a pin.
_PRECISIONS: Mapping[str, Precision] = {
    "house": Precision.ADDRESS, "house_number": Precision.ADDRESS, "building": Precision.ADDRESS,
    "road": Precision.ROAD, "highway": Precision.ROAD, "amenity": Precision.POI_LARGE,
    "tourism": Precision.POI_LARGE, "leisure": Precision.POI_LARGE, "shop": Precision.POI_LARGE,
    "office": Precision.POI_LARGE, "aeroway": Precision.POI_LARGE, "railway": Precision.POI_LARGE,
    "suburb": Precision.NEIGHBOURHOOD, "neighbourhood": Precision.NEIGHBOURHOOD,
    "quarter": Precision.NEIGHBOURHOOD, "county": Precision.COUNTY,
}  # fmt: skip

# Least radius in metres for each precision, where the service's box is smaller or missing.
_LEAST_RADIUS_M = {Precision.ADDRESS: 30.0, Precision.POI_LARGE: 250.0, Precision.ROAD: 500.0}
_UNKNOWN_RADIUS_M = 5_000.0


class Gate:
    """Lets one caller through every `interval_s` seconds, of all threads and processes that share a file."""

    def __init__(self, path: Path, interval_s: float = 1.0) -> None:
        self._path = path
        self._interval_s = interval_s

    def wait(self) -> float:
        """Return when it is this caller's turn, with the time of it in seconds since 1970."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(self._path, flags, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            pause = self._pause(file.read(32))
            if pause > 0:
                time.sleep(pause + CLOCK_GRAIN_S)
            turn = time.time()
            file.seek(0)
            file.truncate()
            file.write(repr(turn))
        return turn

    def _pause(self, last: str) -> float:
        """Seconds left since the last turn; a clock that was set back never makes it more than one turn."""
        try:
            return min(self._interval_s, float(last) + self._interval_s - time.time())
        except ValueError:
            return 0.0


class Online:
    """An online geocoder by geopy's name for it, behind the machine-wide gate.

    `contact` (an e-mail or web address) tells the service who is asking. The gate's file lies in `folder`,
    by default the machine's own for temporary files; one request passes it in `interval_s`. `options` go to
    geopy's class as they are (`domain`, `scheme`, `api_key`). Raises BadInput for a name or options that
    geopy does not know.
    """

    def __init__(
        self,
        service: str,
        contact: str = "",
        folder: Path | None = None,
        *,
        interval_s: float = 1.0,
        **options: Any,
    ) -> None:
        agent = f"mapapp ({contact})" if contact else "mapapp"
        try:
            kind = get_geocoder_for_service(service)
            self._service = kind(user_agent=agent, timeout=TIMEOUT_S, **options)
        except (GeocoderNotFound, ConfigurationError, TypeError) as error:
            raise BadInput(f"The online geocoder {service!r} cannot be used: {error}") from error
        self._name = service
        folder = folder or Path(tempfile.gettempdir())
        self._gate = Gate(folder / f"mapapp-{getpass.getuser()}-online.gate", interval_s)

    def ask(self, phrase: str, near: str | None) -> Answer:
        """The service's answer to the phrase and its context; `unavailable` when it gives none."""
        words = " ".join(phrase.split())
        query = f"{words}, {near}" if near and near.casefold() not in words.casefold() else words
        try:
            self._gate.wait()
            found = self._service.geocode(query, exactly_one=False) or []
            candidates = [
                _candidate(one.raw, (one.longitude, one.latitude), one.address, self._name) for one in found
            ]
        except GeopyError as error:
            return self._unavailable(phrase, str(error) or type(error).__name__)
        except OSError as error:
            return self._unavailable(phrase, f"its gate cannot be used: {error}")
        except (AttributeError, KeyError, TypeError, ValueError):
            return self._unavailable(phrase, "its answer could not be read")
        return _answer(phrase, self._name, candidates)

    def _unavailable(self, phrase: str, reason: str) -> Answer:
        why = f"The online geocoder {self._name} does not answer ({reason}). Try again later."
        return Answer(phrase, Outcome.UNAVAILABLE, (), why)


def _answer(phrase: str, service: str, candidates: Iterable[Candidate]) -> Answer:
    told = distinct_labels(list(candidates)[:8])
    if not told:
        why = f"{service} knows no place called {quoted(phrase)} either."
        return Answer(phrase, Outcome.NOT_FOUND, (), why)
    if len(told) > 1:
        return Answer(
            phrase, Outcome.AMBIGUOUS, told, f"{service} offers {len(told)} places; choose the one meant."
        )
    pin = told[0].precision in PIN_PRECISIONS
    why = f"{told[0].label}, according to {service}."
    return Answer(phrase, Outcome.RESOLVED if pin else Outcome.AREA, told, why)


def _candidate(raw: Mapping[str, Any], at: tuple[float, float], label: str, service: str) -> Candidate:
    precision = _PRECISIONS.get(str(raw.get("addresstype") or raw.get("type")), Precision.PLACE)
    licence = str(raw.get("licence", ""))
    key = [str(raw[name]) for name in ("osm_type", "osm_id") if name in raw]
    faults = ("from_online",)
    return Candidate(
        lon=at[0],
        lat=at[1],
        geometry=Geometry.point(at[0], at[1]),
        precision=precision,
        radius_m=round(max(_LEAST_RADIUS_M.get(precision, 0.0), _box_radius_m(raw, at)), 1),
        score=score(faults),
        label=label,
        provenance=Provenance("online geocoder", service, "", licence, ("/".join(key),) if key else ()),
        faults=faults,
    )


def _box_radius_m(raw: Mapping[str, Any], at: tuple[float, float]) -> float:
    """Metres to the farthest corner of the service's bounding box (south, north, west, east)."""
    box = raw.get("boundingbox")
    if not box:
        return _UNKNOWN_RADIUS_M
    south, north, west, east = map(float, box)
    return max(
        distance_m(at, corner) for corner in ((west, south), (east, north), (west, north), (east, south))
    )
