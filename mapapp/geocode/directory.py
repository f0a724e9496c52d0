"""Which of many street indexes have a place, a state, a ZIP code or a position, asking none of them."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mapapp.geocode.gazetteer import place_key
from mapapp.geocode.locality import LocalityName
from mapapp.streets.index import StreetIndex
from mapapp.streets.records import IndexPlace

Places = dict[int, list[IndexPlace]]


class Directory:
    """A directory of indexes, by their numbers in the order given."""

    def __init__(self, indexes: Sequence[StreetIndex]) -> None:
        self._bounds = np.array([one.region.bounds for one in indexes]).reshape(-1, 4).T
        self._by_state: defaultdict[str, list[StreetIndex]] = defaultdict(list)
        self._by_zip: defaultdict[str, list[StreetIndex]] = defaultdict(list)
        self._towns: defaultdict[str, Places] = defaultdict(dict)
        self._counties: defaultdict[str, Places] = defaultdict(dict)
        for at, index in enumerate(indexes):
            self._by_state[index.region.state].append(index)
            for code in index.zips:
                self._by_zip[code].append(index)
            for place in index.places:
                self._enter(at, place)

    def _enter(self, at: int, place: IndexPlace) -> None:
        key = place_key(place.name)
        if place.kind != "county":
            self._towns[key].setdefault(at, []).append(place)
            return
        for name in {key, key.removesuffix(" county").removesuffix(" parish")}:
            self._counties[name].setdefault(at, []).append(place)

    def named(self, name: LocalityName) -> Places:
        """The places of that name, by the number of their index."""
        return (self._counties if name.county else self._towns).get(name.key, {})

    def of_state(self, state: str) -> Sequence[StreetIndex]:
        """The indexes of a state."""
        return self._by_state.get(state, ())

    def with_zip(self, zip_code: str) -> Sequence[StreetIndex]:
        """The indexes with streets in a ZIP code."""
        return self._by_zip.get(zip_code, ())

    def reaching(self, lon: float, lat: float) -> set[int]:
        """The numbers of the indexes inside whose bounds a position (degrees) lies."""
        west, south, east, north = self._bounds
        inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        return set(np.flatnonzero(inside).tolist())
