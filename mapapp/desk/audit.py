"""Reading the audit log, and writing the deeds that the database does not see."""

from collections.abc import Iterator

from mapapp.desk.rights import Right, require
from mapapp.store import AuditEntry, Person, Store

PAGE = 100


class Audit:
    """Who did what in this newsroom; only ever added to."""

    def __init__(self, store: Store) -> None:
        self._store = store.audit

    def add(self, who: Person, deed: str, subject: str, detail: str = "") -> None:
        """Add a deed by itself: one that changes files, not the database."""
        self._store.add(who.name, deed, subject, detail)

    def latest(
        self, who: Person, *, before: int | None = None, by: str = "", about: str = "", most: int = PAGE
    ) -> tuple[AuditEntry, ...]:
        """The last deeds, newest first: of one person, about one subject, before an entry. Raises Denied."""
        require(who, Right.READ_AUDIT)
        return self._store.latest(before=before, by=by, about=about, most=most)

    def all(self, who: Person, *, by: str = "", about: str = "") -> Iterator[AuditEntry]:
        """Every deed, newest first. Raises Denied."""
        before: int | None = None
        while page := self.latest(who, before=before, by=by, about=about, most=1_000):
            yield from page
            before = page[-1].id
