"""The newsroom's database: the only SQL in the house."""

from sqlalchemy import Engine

from mapapp.store import schema
from mapapp.store.audit import AuditStore
from mapapp.store.clock import Clock, stamp
from mapapp.store.drafts import DraftStore
from mapapp.store.engine import make_engine
from mapapp.store.gazetteer import GazetteerStore
from mapapp.store.incidents import IncidentStore
from mapapp.store.jobs import JobStore
from mapapp.store.known_places import KnownPlaceStore
from mapapp.store.masks import MaskStore
from mapapp.store.online_answers import OnlineAnswerStore
from mapapp.store.people import PeopleStore
from mapapp.store.publications import PublicationStore
from mapapp.store.sign_in_failures import SignInFailureStore
from mapapp.store.stories import StoryStore
from mapapp.store.watch import Watch


class Store:
    """One database, by its SQLAlchemy address; threads and processes may share it.

    Every method of its parts is one transaction and raises StorageFailed when the disk is full,
    damaged or cannot be written, and Unavailable when others hold the lock for `patience_s` seconds.
    What readers see, `now` decides.
    """

    def __init__(self, url: str, patience_s: float = 10.0, now: Clock = stamp) -> None:
        self._engine: Engine = make_engine(url, patience_s)
        self._watch = Watch(self._engine)
        self.incidents = IncidentStore(self._engine, now)
        self.publications = PublicationStore(self._engine, now)
        self.masks = MaskStore(self._engine, self.incidents)
        self.people = PeopleStore(self._engine)
        self.sign_in_failures = SignInFailureStore(self._engine)
        self.gazetteer = GazetteerStore(self._engine)
        self.known_places = KnownPlaceStore(self._engine)
        self.jobs = JobStore(self._engine)
        self.stories = StoryStore(self._engine)
        self.drafts = DraftStore(self._engine)
        self.audit = AuditStore(self._engine)
        self.online_answers = OnlineAnswerStore(self._engine)

    def migrate(self) -> None:
        """Create the tables or bring them up to date; safe to repeat. Conflict for a newer database."""
        schema.migrate(self._engine)

    def is_current(self) -> bool:
        """Whether the tables are there in the form this version uses."""
        return schema.version(self._engine) == schema.HEAD

    def version(self) -> int | None:
        """A number that is another whenever any process has written; None where the database has no such."""
        return self._watch.version()

    def close(self) -> None:
        """Let go of every connection."""
        self._watch.close()
        self._engine.dispose()
