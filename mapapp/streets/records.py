"""What a street index holds, as records."""

from dataclasses import dataclass
from typing import Literal

from shapely.geometry import LineString

from mapapp.streets.names import StreetName

CrossingKind = Literal["node", "overpass", "near_miss"]
MarkKind = Literal["exit", "milepost"]
PlaceKind = Literal["place", "cousub", "county", "neighbourhood"]
AddressRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NamedStreet:
    """A street under one of its names: `title` as the source writes it, `name` taken apart.

    `rank` is 1 for a motorway, 2 a main road, 3 a local street, 4 anything lesser.
    """

    street_id: int
    title: str
    name: StreetName
    rank: int
    alias: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two streets cross: centre (degrees) and radius (metres) of the circle around their nodes."""

    lon: float
    lat: float
    radius_m: float
    kind: CrossingKind
    nodes: tuple[str, ...]
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A street between two nodes; `left` and `right` are house numbers from its start to its end."""

    fid: int
    line: LineString
    node_from: int
    node_to: int
    left: AddressRange | None
    right: AddressRange | None
    zips: tuple[str, ...]
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """An exit or a milepost of a street: its number as the sign says it, and where it is, in degrees."""

    kind: MarkKind
    number: str
    street_id: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A municipality, a county or a neighbourhood: "Kenosha", "Kenosha city"."""

    place_id: int
    name: str
    long_name: str
    kind: PlaceKind
    geoid: str
