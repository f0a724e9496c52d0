"""The newsroom's facilities, each under its data set's key, and the count of all changes of the gazetteer."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, bindparam, delete, insert, select, update

from mapapp.incident.gazetteer import Facility
from mapapp.store import tables as t
from mapapp.store.engine import reading, writing

_SUBJECT = "gazetteer"

FacilityKey = tuple[str, str]


class GazetteerStore:
    """Keeps facilities by (dataset, id); a later row replaces."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_checked_facilities(self, facilities: Iterable[Facility]) -> None:
        """Add or replace facilities in the newsroom's own wording, all or none."""
        rows = [{**asdict(one), "checked": True} for one in facilities]
        with writing(self._engine) as connection:
            _replace(connection, t.facility, rows)
            count_change(connection)

    def put_listed_facilities(self, facilities: Iterable[Facility], gone: Iterable[FacilityKey]) -> int:
        """Add or replace facilities from a published list and forget those `gone`, all or none.

        Checked facilities stay as they are. Returns how many were added or replaced.
        """
        with writing(self._engine) as connection:
            checked = _checked(connection)
            rows = [asdict(one) for one in facilities if (one.dataset, one.dataset_id) not in checked]
            _forget(connection, t.facility, [_facility_key(one) for one in gone if one not in checked])
            _replace(connection, t.facility, [{**row, "checked": False} for row in rows])
            count_change(connection)
        return len(rows)

    def facilities(self) -> tuple[Facility, ...]:
        """Every facility, by data set and id."""
        columns = (column for column in t.facility.c if column.name != "checked")
        query = select(*columns).order_by(t.facility.c.dataset, t.facility.c.dataset_id)
        with reading(self._engine) as connection:
            return tuple(Facility(**row) for row in connection.execute(query).mappings())

    def version(self) -> int:
        """A number that grows with every change of facilities and known places, in whichever process."""
        query = select(t.change.c.number).where(t.change.c.subject == _SUBJECT)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar() or 0


def _checked(connection: Connection) -> set[FacilityKey]:
    query = select(t.facility.c.dataset, t.facility.c.dataset_id).where(t.facility.c.checked)
    return {(row.dataset, row.dataset_id) for row in connection.execute(query)}


def _facility_key(key: FacilityKey) -> dict[str, str]:
    return {"dataset": key[0], "dataset_id": key[1]}


def _key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _forget(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        same = and_(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))
        keys = [{f"key_{name}": row[name] for name in _key(table)} for row in rows]
        connection.execute(delete(table).where(same), keys)


def _replace(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Upsert in the SQL that every database has: the last row of each key wins."""
    last = list({tuple(row[name] for name in _key(table)): row for row in rows}.values())
    _forget(connection, table, last)
    if last:
        connection.execute(insert(table), last)


def count_change(connection: Connection) -> None:
    """Tell every process that known places or facilities have changed."""
    counted = connection.execute(
        update(t.change).where(t.change.c.subject == _SUBJECT).values(number=t.change.c.number + 1)
    )
    if not counted.rowcount:
        connection.execute(insert(t.change).values(subject=_SUBJECT, number=1))
