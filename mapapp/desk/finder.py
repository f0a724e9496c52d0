"""Finding a phrase on the ground: the geocoder with what this newsroom has installed and knows."""

import json
import threading

from mapapp.desk.placing import block_around
from mapapp.geocode.answer import Answer, Candidate
from mapapp.geocode.geocoder import Geocoder, OnlineGeocoder
from mapapp.incident.model import Precision
from mapapp.settings import Settings
from mapapp.store import Store
from mapapp.streets.index import DamagedIndex, StreetIndex, one_of_each, open_regions
from mapapp.streets.library import Library

_Version = tuple[str, int]


class Finder:
    """Answers phrases from the installed street indexes, the known places and the facilities.

    The geocoder is kept until one of these changes, in whichever process; threads may share it.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store.gazetteer
        self._known = store.known_places
        self._settings = settings
        self._library = Library(settings.streets_folder)
        self._answers = store.online_answers
        self._online: OnlineGeocoder | None = None
        self._lock = threading.Lock()
        self._kept: dict[bool, tuple[_Version, Geocoder]] = {}

    def geocode(self, phrase: str, near: str | None = None, *, online: bool = False) -> Answer:
        """Where `phrase` is, with `near` as its context; asks the network only when `online`.

        Raises BadInput for a phrase that is empty or too long, and for settings with which the online
        geocoder cannot be used.
        """
        return self.geocoder(online=online).geocode(phrase, near)

    def plottable(self, candidate: Candidate) -> Candidate:
        """What of a candidate may stand on a map: an address becomes its block, anything else stays.

        The block is the stretch of its street that bears the numbers of the same hundred, or a circle
        where the streets do not tell.
        """
        if candidate.precision is not Precision.ADDRESS:
            return candidate
        circle = block_around(candidate)
        edges = set(candidate.provenance.ids)
        stretches = (one for one in self.geocode(circle.label).candidates if one.precision is Precision.BLOCK)
        return next((one for one in stretches if edges & set(one.provenance.ids)), circle)

    def geocoder(self, *, online: bool = False) -> Geocoder:
        """The geocoder for what is installed and known at this moment."""
        version = (self._library.version(), self._store.version())
        with self._lock:
            kept = self._kept.get(online)
            if kept is None or kept[0] != version:
                kept = (version, self._built(self._service() if online else None))
                self._kept[online] = kept
            return kept[1]

    def _built(self, service: OnlineGeocoder | None) -> Geocoder:
        indexes: list[StreetIndex] = []
        damages = []
        for path in self._library.files():
            try:
                indexes += open_regions(path)
            except DamagedIndex as damage:
                damages.append(str(damage))
        known, facilities = self._known.all(), self._store.facilities()
        return Geocoder(one_of_each(indexes), known, facilities, service, damages)

    def _service(self) -> OnlineGeocoder:
        """The online geocoder of the settings, the same one for as long as the program runs."""
        # geopy is slow to load and only needed by those who ask for it.
        from mapapp.geocode.online import Online  # noqa: PLC0415

        if self._online is None:
            self._online = Online(
                self._settings.geocoder,
                self._settings.contact,
                options=json.loads(self._settings.geocoder_options or "{}"),
                licence=self._settings.geocoder_licence,
                cache=self._answers,
                interval_s=self._settings.geocoder_interval,
            )
        return self._online
