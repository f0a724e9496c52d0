"""What a newsroom knows by name: places it has confirmed, and facilities from published lists."""

from dataclasses import dataclass

from mapapp.incident.model import Precision


@dataclass(frozen=True)
class KnownPlace:
    """A place this newsroom has confirmed: `name` as people write it, `locality` as "City, ST".

    `radius_m` is the radius of 95 % confidence in metres; `source` says who stated the position.
    """

    name: str
    locality: str
    lon: float
    lat: float
    precision: Precision
    radius_m: float
    source: str


@dataclass(frozen=True)
class Facility:
    """A hospital, police station, court or school; `dataset_id` is its key in `dataset`.

    `state` is a two-letter code; `trauma` is "LEVEL I" to "LEVEL V" or empty; `beds` None when not stated.
    """

    dataset: str
    dataset_id: str
    name: str
    kind: str
    address: str
    city: str
    state: str
    lon: float
    lat: float
    source: str
    trauma: str = ""
    helipad: bool | None = None
    beds: int | None = None


@dataclass(frozen=True)
class KeptAnswer:
    """What an online service answered: `results` as JSON, under which licence, and when (RFC 3339, UTC)."""

    results: str
    licence: str
    got_at: str
