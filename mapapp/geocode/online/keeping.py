"""What may be kept and published of a service's answers, and where answers are kept."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from mapapp.incident.gazetteer import KeptAnswer

OSM_LICENCE = "Data © OpenStreetMap contributors, ODbL 1.0. https://osm.org/copyright"

# Open data may be kept for good; after this long it is asked for anew because streets change.
OPEN = timedelta(days=90)

# That nothing was found is believed for a day: it may be added any time.
NOTHING = timedelta(days=1)

# Where nothing says that answers may be stored they are remembered while the program runs, this long at most.
SESSION = timedelta(minutes=10)


@dataclass(frozen=True)
class KeepingRule:
    """For how long a service's answers may be stored, not at all when None; and whether they may stand in a
    map that is stored, published and given away. `licence` is named where the answer itself names none.

    `remembered` when they may be held in memory for a while though not stored.
    """

    stored: timedelta | None
    published: bool
    licence: str = ""
    remembered: bool = True


_NOT_KNOWN = KeepingRule(None, published=False)

# By the name of geopy's class. Each says where the rule is written down.
_RULES: Mapping[str, KeepingRule] = {
    # https://operations.osmfoundation.org/policies/nominatim/: ODbL, attribution, and "cache requests".
    "Nominatim": KeepingRule(OPEN, published=True, licence=OSM_LICENCE),
    # https://github.com/komoot/photon: OpenStreetMap's data.
    "Photon": KeepingRule(OPEN, published=True, licence=OSM_LICENCE),
    # https://opencagedata.com/faq: results may be stored for as long as one likes; open data.
    "OpenCage": KeepingRule(OPEN, published=True, licence="OpenCage: https://opencagedata.com/credits"),
    # https://www.geonames.org/export/: CC BY 4.0.
    "GeoNames": KeepingRule(OPEN, published=True, licence="GeoNames, CC BY 4.0"),
    # https://cloud.google.com/maps-platform/terms/maps-service-terms: coordinates for up to 30 days, then
    # deleted; no use with a map that is not Google's. A published map cannot forget.
    "GoogleV3": KeepingRule(timedelta(days=30), published=False, licence="Google Maps Platform terms"),
    # https://docs.mapbox.com/help/dive-deeper/understand-temporary-vs-permanent-geocoding/: geopy asks for
    # temporary results, which may be shown but not stored or cached.
    "MapBox": KeepingRule(None, published=False, licence="Mapbox temporary geocoding", remembered=False),
    # https://developers.arcgis.com/rest/geocode/: not stored unless asked with forStorage, as geopy never
    # does.
    "ArcGIS": KeepingRule(None, published=False, licence="Esri terms of use", remembered=False),
}


def rule_for(service: str, licence: str = "") -> KeepingRule:
    """The rule for geopy's class of that name; a `licence` that the newsroom has by contract beats it."""
    if licence:
        return KeepingRule(OPEN, published=True, licence=licence)
    return _RULES.get(service, _NOT_KNOWN)


class AnswerCache(Protocol):
    """Keeps the answers of online services, for threads and processes that share it."""

    def get(self, service: str, question: str) -> KeptAnswer | None:
        """What was kept, unless its time has passed."""
        ...

    def put(self, service: str, question: str, answer: KeptAnswer, keep: timedelta) -> None:
        """Keep an answer for so long, in place of an earlier one."""
        ...


class Memory:
    """An AnswerCache that ends with the program and never holds more than `most` answers."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[float, KeptAnswer]] = OrderedDict()

    def get(self, service: str, question: str) -> KeptAnswer | None:
        """What was kept, unless its time has passed."""
        with self._lock:
            until, answer = self._kept.get((service, question), (0.0, None))
            return answer if until > time.monotonic() else None

    def put(self, service: str, question: str, answer: KeptAnswer, keep: timedelta) -> None:
        """Keep an answer for so long; of too many the oldest goes."""
        with self._lock:
            self._kept.pop((service, question), None)
            self._kept[service, question] = (time.monotonic() + keep.total_seconds(), answer)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
