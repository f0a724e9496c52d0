"""Which words are the name of a town: of the gazetteer's cities and of the installed indexes' places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mapapp.geocode.areas import UNLISTED
from mapapp.geocode.gazetteer import City, Gazetteer, place_key
from mapapp.streets.index import StreetIndex


@dataclass(frozen=True, slots=True)
class TownName:
    """A town: `state` is a two-letter code, degrees, `timezone` an IANA name or empty.

    `local` when an installed index has it.
    """

    name: str
    state: str
    lon: float
    lat: float
    population: int
    timezone: str
    local: bool


class Towns:
    """The towns by name."""

    def __init__(self, indexes: Iterable[StreetIndex], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._local = {
            (place_key(place.name), index.region.state): (place.name, index.region.centre)
            for index in indexes
            for place in index.places
            if place.kind in ("place", "cousub")
        }
        self._states = sorted({state for _, state in self._local})

    def named(self, name: str) -> Sequence[TownName]:
        """The towns of that name, those of an installed index first, then by population."""
        key = place_key(name)
        towns = {one.state: self._of_city(one, key) for one in reversed(self._gazetteer.cities(key))}
        for state in self._states:
            if (key, state) in self._local and state not in towns:
                title, (lon, lat) = self._local[key, state]
                towns[state] = TownName(title, state, lon, lat, UNLISTED, "", local=True)
        return sorted(towns.values(), key=lambda one: (not one.local, -one.population))

    def _of_city(self, city: City, key: str) -> TownName:
        local = (key, city.state) in self._local
        return TownName(
            city.name, city.state, city.lon, city.lat, city.population, city.timezone, local=local
        )
