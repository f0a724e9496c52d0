"""The use-cases of what readers see: publish now or at a time, correct, retract, unpublish."""

from collections.abc import Iterator
from datetime import UTC, datetime

from mapapp.desk.house_numbers import block_words
from mapapp.desk.incidents import checked_note
from mapapp.desk.known_places import KnownPlaces, remember_each
from mapapp.errors import BadInput
from mapapp.incident.changes import Changes, changes, corrected
from mapapp.incident.model import Incident, Place
from mapapp.incident.publishable import missing
from mapapp.store import Act, Person, Publication, PublicationKind, Store

_NOT_SHOWN = "Readers do not see this map."


class Publishing:
    """What readers see of each map, in time.

    A map that readers have seen is never changed silently: what changed reaches them as a correction with a
    note. Methods that change something raise NotFound for what was never saved, and Conflict when someone
    else decided, or an embargo passed, in the meantime. `who` does it; the audit log holds the name.
    """

    def __init__(self, store: Store, known: KnownPlaces) -> None:
        self._incidents = store.incidents
        self._known = known
        self._store = store.publications

    def now(self) -> str:
        """The present time, as publications hold it: RFC 3339 in UTC, to the second."""
        return self._store.now()

    def standing(self, incident_id: str, at: str = "") -> Publication | None:
        """What holds at that time (RFC 3339 in UTC), now when none is given; None before the first."""
        return self._store.standing(incident_id, at)

    def pending(self, incident_id: str) -> Publication | None:
        """The publication that waits for its time, if there is one."""
        return self._store.pending(incident_id)

    def all_of(self, incident_id: str) -> tuple[Publication, ...]:
        """Every publication of a map, the last to take effect first, one that waits before it."""
        return self._store.all_of(incident_id)

    def shown(self, incident_id: str) -> Iterator[Publication]:
        """The publications by which readers have seen a map, the last first."""
        return (one for one in self.in_effect(incident_id) if one.kind.shows)

    def in_effect(self, incident_id: str) -> Iterator[Publication]:
        """The publications whose time has come, the last first."""
        now = self._store.now()
        return (one for one in self._store.all_of(incident_id) if one.at <= now)

    def news(self, incident: Incident) -> Changes | None:
        """What readers have not been told of this version; None where they have seen none at all."""
        last = next(self.shown(incident.id), None)
        if last is None:
            return None
        is_same = last.revision == incident.revision
        return told(incident if is_same else self._incidents.load(incident.id, last.revision), incident)

    def publish(self, who: Person, incident_id: str, revision: int, at: str = "") -> None:
        """Let readers see that revision, unchanged, from `at` on (RFC 3339), at once when empty.

        Raises BadInput when the map lacks something, when that time has passed, and when readers have seen
        it otherwise: then it takes `correct`.
        """
        incident = self._incidents.load(incident_id, revision)
        standing = self.standing(incident_id)
        _refuse_silent_edit(standing, self.news(incident))
        _refuse_incomplete(incident)
        act = Act(PublicationKind.PUBLISHED, who.name, revision, at=self._later(at))
        self._store.add(incident_id, act, standing)
        remember_each(self._known, who, incident.places)

    def correct(self, who: Person, incident_id: str, revision: int, note: str) -> Incident:
        """Bring what changed up to that revision, the current one, to readers, and return what they see.

        The `note` and what changed are kept in the map itself, for readers. Raises BadInput for a note that
        is missing or too long, when nothing has changed, and when the map lacks something.
        """
        incident, note = self._incidents.load(incident_id, revision), _needed(note)
        standing, news = self.standing(incident_id), self.news(incident)
        if standing is None or news is None:
            raise BadInput("Readers have not seen this map yet; publish it.")
        if standing.kind.shows and not news.sentences:
            raise BadInput("Nothing has changed since readers saw this map.")
        _refuse_incomplete(incident)
        following = corrected(incident, news, self._store.now(), note)
        seen = self._store.correct(following, who.name, note, standing)
        remember_each(self._known, who, seen.places)
        return seen

    def retract(self, who: Person, incident_id: str, note: str) -> None:
        """Take the map back before readers' eyes: they see its title, that it was retracted, and the note."""
        standing, note = self._shown_now(incident_id), _needed(note)
        act = Act(PublicationKind.RETRACTED, who.name, standing.revision, note)
        self._store.add(incident_id, act, standing)

    def unpublish(self, who: Person, incident_id: str) -> None:
        """Let readers see nothing of the map any more, not even that it was there."""
        standing = self.standing(incident_id)
        if standing is None or standing.kind is PublicationKind.UNPUBLISHED:
            self._incidents.summary(incident_id)
            raise BadInput(_NOT_SHOWN)
        self._store.add(incident_id, Act(PublicationKind.UNPUBLISHED, who.name), standing)

    def withdraw(self, who: Person, incident_id: str) -> None:
        """Take back the publication that waits for its time."""
        self._store.withdraw(incident_id, who.name)

    def _shown_now(self, incident_id: str) -> Publication:
        standing = self.standing(incident_id)
        if standing is None or not standing.kind.shows:
            self._incidents.summary(incident_id)
            raise BadInput(_NOT_SHOWN)
        return standing

    def _later(self, at: str) -> str:
        """A time yet to come as the store holds times; empty stays empty."""
        if not at:
            return ""
        try:
            moment = datetime.fromisoformat(at)
            later = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment.tzinfo else ""
        except (ValueError, OverflowError):
            later = ""
        if not later:
            raise BadInput(f"{at[:40]!r} is not a day and time to publish at.")
        if later <= self._store.now():
            raise BadInput("That time has passed; give a later one, or publish now.")
        return later


def told(before: Incident, after: Incident) -> Changes:
    """What `after` changed of `before`, as readers may be told: a house number is said as its block."""
    return changes(before, after, _without_house_number)


def _without_house_number(place: Place) -> str:
    return block_words(place.label)


def _refuse_silent_edit(standing: Publication | None, news: Changes | None) -> None:
    if standing and standing.kind is PublicationKind.RETRACTED:
        raise BadInput("This map was retracted; bring it back as a correction, with a note that says why.")
    if news and news.sentences:
        raise BadInput(
            "Readers have seen this map otherwise; bring what changed as a correction, with a note."
        )
    if standing and standing.kind.shows:
        raise BadInput("Readers see this already.")


def _refuse_incomplete(incident: Incident) -> None:
    lacking = missing(incident)
    if lacking:
        more = f" And {len(lacking) - 1} more." if len(lacking) > 1 else ""
        raise BadInput(f"This map cannot be published yet: {lacking[0].sentence}{more}")


def _needed(note: str) -> str:
    note = checked_note(note.strip())
    if not note:
        raise BadInput("Say in a note what was wrong or has changed; readers will see it.")
    return note
