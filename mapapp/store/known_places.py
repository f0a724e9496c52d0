"""The places that the newsroom knows by name: those it started with, and those its people have confirmed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from mapapp.errors import Conflict, NotFound
from mapapp.incident.gazetteer import KnownPlace
from mapapp.incident.geodesy import distance_m
from mapapp.incident.model import Place, Precision
from mapapp.store import tables as t
from mapapp.store.audit import record
from mapapp.store.clock import stamp
from mapapp.store.engine import reading, writing
from mapapp.store.gazetteer import count_change

_GONE: dict[str, Any] = {
    "lon": 0.0,
    "lat": 0.0,
    "aliases": "[]",
    "source": "",
    "confirmed_by": "",
    "confirmed_at": "",
    "edited": True,
    "gone": True,
}


class KnownPlaceStore:
    """Keeps known places by (name, locality); every change is counted and written to the audit log."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[KnownPlace, ...]:
        """Every known place, by name."""
        with reading(self._engine) as connection:
            return tuple(_places(connection))

    def get(self, place_id: int) -> KnownPlace:
        """One of them; raises NotFound."""
        with reading(self._engine) as connection:
            found = next((one for one in _places(connection) if one.id == place_id), None)
        if found is None:
            raise _missing()
        return found

    def load(self, places: Iterable[KnownPlace]) -> None:
        """Add or replace what the newsroom starts with, all or none; its people's own edits stay."""
        with writing(self._engine) as connection:
            for place in {(one.name, one.locality): one for one in places}.values():
                if not _is_ours(connection, place):
                    _put(connection, place, edited=False)
            count_change(connection)

    def remember(self, place: KnownPlace, who: str, detail: str = "") -> None:
        """Add a place that `who` confirms now, or put the one of that name and locality there.

        `detail` is for the audit log, which is told of a place that is new or was put elsewhere.
        """
        place = replace(place, confirmed_by=who, confirmed_at=stamp())
        with writing(self._engine) as connection:
            if _put(connection, place, edited=True) or detail:
                record(connection, who, "remembered a known place", place.title, detail)
            count_change(connection)

    def edit(self, place: KnownPlace, who: str, detail: str) -> None:
        """Change the place of that id; raises NotFound, and Conflict when its name and locality are taken."""
        with writing(self._engine) as connection:
            before = _row_of(connection, place.id)
            _update(connection, place)
            if (before["name"], before["locality"]) != (place.name, place.locality):
                # What it was called is not to come back from a file.
                connection.execute(insert(t.known_place).values({**_without_id(before), **_GONE}))
            record(connection, who, "edited a known place", place.title, detail)
            count_change(connection)

    def merge(self, kept: KnownPlace, other: KnownPlace, who: str, detail: str) -> None:
        """Keep `kept` as it is given and let `other` go; raises NotFound."""
        with writing(self._engine) as connection:
            _forget(connection, other.id)
            _update(connection, kept)
            record(connection, who, "merged known places", kept.title, detail)
            count_change(connection)

    def delete(self, place: KnownPlace, who: str) -> None:
        """Forget a place; what the newsroom starts with does not bring it back. Raises NotFound."""
        with writing(self._engine) as connection:
            _forget(connection, place.id)
            record(connection, who, "deleted a known place", place.title)
            count_change(connection)

    def forget(self, place: Place, who: str) -> None:
        """Forget what people confirmed where `place` lies, since it was taken back."""
        with writing(self._engine) as connection:
            forget_at(connection, place, who)


def forget_at(connection: Connection, place: Place, who: str) -> None:
    """Forget the known places that a person confirmed and within whose radius `place` lies."""
    if place.geometry is None:
        return
    at = place.geometry.representative_point()
    near = [
        one
        for one in _places(connection)
        if one.confirmed_by and distance_m((one.lon, one.lat), at) <= one.radius_m
    ]
    for one in near:
        _forget(connection, one.id)
        record(connection, who, "forgot a known place", one.title, "It was masked or taken back on a map.")
    if near:
        count_change(connection)


def _places(connection: Connection) -> Iterator[KnownPlace]:
    query = select(t.known_place).where(~t.known_place.c.gone)
    for row in connection.execute(query.order_by(t.known_place.c.name, t.known_place.c.locality)).mappings():
        said = {name: row[name] for name in row if name not in ("edited", "gone")}
        aliases = tuple(json.loads(row["aliases"]))
        yield KnownPlace(**{**said, "precision": Precision(row["precision"]), "aliases": aliases})


def _is_ours(connection: Connection, place: KnownPlace) -> bool:
    """Whether people of the newsroom have edited or deleted it, or merged it into another."""
    query = select(t.known_place.c.id).where(
        t.known_place.c.edited, t.known_place.c.name == place.name, t.known_place.c.locality == place.locality
    )
    return connection.execute(query).first() is not None


def _put(connection: Connection, place: KnownPlace, *, edited: bool) -> bool:
    """Write a place over the one of its name and locality; tells whether it is new."""
    values = {**_row(place), "edited": edited, "gone": False}
    there = (t.known_place.c.name == place.name) & (t.known_place.c.locality == place.locality)
    gone = connection.execute(select(t.known_place.c.gone).where(there)).scalar()
    if gone is None:
        connection.execute(insert(t.known_place).values(values))
    else:
        connection.execute(update(t.known_place).where(there).values(values))
    return gone is not False


def _update(connection: Connection, place: KnownPlace) -> None:
    there = (t.known_place.c.name == place.name) & (t.known_place.c.locality == place.locality)
    connection.execute(delete(t.known_place).where(there, t.known_place.c.gone))
    if connection.execute(select(t.known_place.c.id).where(there, t.known_place.c.id != place.id)).first():
        raise Conflict(
            "Another known place has that name and locality; merge the two, or choose another name."
        )
    _change(connection, place.id, {**_row(place), "edited": True})


def _row_of(connection: Connection, place_id: int) -> dict[str, Any]:
    row = connection.execute(select(t.known_place).where(t.known_place.c.id == place_id)).mappings().first()
    if row is None or row["gone"]:
        raise _missing()
    return dict(row)


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _forget(connection: Connection, place_id: int) -> None:
    _change(connection, place_id, _GONE)


def _change(connection: Connection, place_id: int, values: dict[str, Any]) -> None:
    there = (t.known_place.c.id == place_id) & ~t.known_place.c.gone
    if not connection.execute(update(t.known_place).where(there).values(values)).rowcount:
        raise _missing()


def _missing() -> NotFound:
    return NotFound("There is no such known place; it may have been merged or deleted.")


def _row(place: KnownPlace) -> dict[str, Any]:
    return {
        "name": place.name,
        "locality": place.locality,
        "lon": place.lon,
        "lat": place.lat,
        "precision": place.precision.value,
        "radius_m": place.radius_m,
        "source": place.source,
        "aliases": json.dumps(list(place.aliases)),
        "confirmed_by": place.confirmed_by,
        "confirmed_at": place.confirmed_at,
    }
