"""The desk: every use-case of one newsroom, reached by its subject."""

from typing import Self

from mapapp.desk.audit import Audit
from mapapp.desk.bulk import Bulk
from mapapp.desk.drafts import Drafts
from mapapp.desk.facilities import Facilities
from mapapp.desk.finder import Finder
from mapapp.desk.incidents import Incidents
from mapapp.desk.known_places import KnownPlaces
from mapapp.desk.masks import Masks
from mapapp.desk.people import People
from mapapp.desk.publishing import Publishing
from mapapp.desk.reading import Reader
from mapapp.desk.setup import Setup
from mapapp.desk.stories import Stories
from mapapp.desk.streets import Streets
from mapapp.desk.suggesting import Suggesting
from mapapp.errors import NotFound
from mapapp.settings import Settings
from mapapp.store import Store


class Desk:
    """One newsroom, as its settings say; threads may share it.

    Every method of its parts raises StorageFailed or Unavailable when the database cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = Store(settings.database_url)
        self.setup = Setup(settings, self._store)
        self.finder = Finder(self._store, settings)
        self.suggesting = Suggesting(self._store, self.finder)
        self.bulk = Bulk(self.finder, settings)
        self.reader = Reader(self.finder)
        self.known_places = KnownPlaces(self._store, self.finder)
        self.incidents = Incidents(self._store, self.finder, self.known_places)
        self.masks = Masks(self._store)
        self.stories = Stories(self._store, self.incidents, self.reader, self.finder)
        self.drafts = Drafts(self._store)
        self.audit = Audit(self._store)
        self.publishing = Publishing(self._store, self.known_places)
        self.people = People(self._store, settings)
        self.facilities = Facilities(self._store)
        self.streets = Streets(self._store, settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The newsroom in `settings.home`; raises NotFound when it was never set up by this version."""
        desk = cls(settings)
        try:
            if desk.setup.is_done():
                return desk
        except BaseException:
            desk.close()
            raise
        desk.close()
        raise NotFound(
            f"There is no newsroom of this version in {settings.home}; run `python -m mapapp init` first."
        )

    def version(self) -> int | None:
        """A number that is another whenever anything was written; None for a database that has no such."""
        return self._store.version()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
