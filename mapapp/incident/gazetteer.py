"""What a newsroom knows by name: places it has confirmed, and facilities from published lists."""

from dataclasses import dataclass, field

from mapapp.incident.model import Precision


@dataclass(frozen=True)
class KnownPlace:
    """A place this newsroom has confirmed: `name` as people write it, `locality` as "City, ST".

    `aliases` are other ways to write the name; `radius_m` is the radius of 95 % confidence in metres;
    `source` says who stated the position, `confirmed_by` who of the newsroom confirmed it and `confirmed_at`
    when (RFC 3339, UTC), both empty for what it started with. `id` is its key in the newsroom, 0 without one.
    """

    name: str
    locality: str
    lon: float
    lat: float
    precision: Precision
    radius_m: float
    source: str
    aliases: tuple[str, ...] = ()
    confirmed_by: str = ""
    confirmed_at: str = ""
    id: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """With its locality: "28th Avenue & 40th Street, Kenosha, WI"."""
        return f"{self.name}, {self.locality}" if self.locality else self.name


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
