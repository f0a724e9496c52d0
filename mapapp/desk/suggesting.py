"""Suggestions while somebody types a phrase, from what this newsroom has installed and knows."""

import threading

from mapapp.desk.finder import Finder
from mapapp.geocode.answer import Outcome
from mapapp.geocode.geocoder import Geocoder
from mapapp.geocode.suggest import Suggester, Suggestion
from mapapp.store import Store
from mapapp.streets.index import DamagedIndex

_ANSWERED = (Outcome.RESOLVED, Outcome.AMBIGUOUS, Outcome.AREA)


class Suggesting:
    """Suggests phrases; asks nobody. Threads may share it."""

    def __init__(self, store: Store, finder: Finder) -> None:
        self._store = store.gazetteer
        self._known = store.known_places
        self._finder = finder
        self._lock = threading.Lock()
        self._kept: tuple[Geocoder, Suggester] | None = None

    def suggest(self, typed: str, near: str = "") -> tuple[Suggestion, ...]:
        """Up to eight phrases that begin with what was typed, near the story's place first.

        None for fewer than two letters, for more than a phrase may have, and where an index is damaged; the
        answer to the phrase itself will say so.
        """
        try:
            return self._suggester().suggest(typed, near.strip())
        except DamagedIndex:
            return ()

    def _suggester(self) -> Suggester:
        """The suggester for what is installed and known at this moment."""
        geocoder = self._finder.geocoder()
        with self._lock:
            if self._kept is None or self._kept[0] is not geocoder:
                self._kept = (geocoder, self._built(geocoder))
            return self._kept[1]

    def _built(self, geocoder: Geocoder) -> Suggester:
        return Suggester(
            [one.index for one in geocoder.context("").scopes],
            self._known.all(),
            self._store.facilities(),
            geocoder.context,
            lambda phrase, near: geocoder.geocode(phrase, near or None).outcome in _ANSWERED,
        )
