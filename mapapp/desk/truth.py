"""Tables of phrases whose true places are known: their columns, under whichever usual heading."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from mapapp.errors import BadInput
from mapapp.geocode.evaluation import Truth

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "phrase": ("phrase", "location", "address", "intersection"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "near": ("near",),
}


@dataclass(frozen=True)
class TruthColumns:
    """Under which headings a table has what is needed."""

    phrase: str
    lat: str
    lon: str
    near: str

    @classmethod
    def found(cls, headings: Collection[str]) -> Self:
        """The columns among a table's headings; raises BadInput naming the one that is not there."""
        return cls(**{role: _column(role, headings) for role in _HEADINGS})

    def truth(self, number: int, row: Mapping[Any, Any], near: str | None) -> Truth:
        """What a row of a CSV reader says; its own `near` comes first. Raises BadInput."""
        own = {self.phrase, self.lat, self.lon, self.near}
        extra = tuple(
            (str(name), str(value)) for name, value in row.items() if value and name and name not in own
        )
        return Truth(
            row=number,
            phrase=row.get(self.phrase) or "",
            lon=_degrees(row, self.lon, 180),
            lat=_degrees(row, self.lat, 90),
            near=row.get(self.near) or near,
            extra=extra,
        )


def _column(role: str, headings: Collection[str]) -> str:
    """The heading for a role: its own name, else the first of the usual others."""
    by_key = {one.strip().lower(): one for one in reversed(list(headings))}
    found = next((by_key[one] for one in _HEADINGS[role] if one in by_key), "")
    if not found and role != "near":
        needed = "phrase, lat and lon"
        raise BadInput(f"The table has no column `{role}`; its first line must name {needed}.")
    return found


def _degrees(row: Mapping[Any, Any], column: str, most: int) -> float:
    text = row.get(column) or ""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise BadInput(f"{column}: {text[:40]!r} is not a number of degrees from -{most} to {most}.")
    return value
