"""The use-cases of an incident: read, create, change its places, restore."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from textwrap import shorten

from mapapp.desk.care import Override, check
from mapapp.desk.finder import Finder
from mapapp.desk.known_places import KnownPlaces
from mapapp.desk.placing import (
    PlaceFields,
    described,
    drawn,
    facility_places,
    hidden_home,
    is_there,
    moved,
    moved_block,
    placed,
    possible,
)
from mapapp.desk.rights import Right, may
from mapapp.desk.slugs import free_slug, slug_of
from mapapp.errors import BadInput, Conflict, InvalidDocument, NotFound
from mapapp.geocode.answer import Candidate
from mapapp.incident.changes import restored
from mapapp.incident.confirming import confirmed_alone
from mapapp.incident.credits import with_places
from mapapp.incident.gazetteer import Facility
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geojson import loads
from mapapp.incident.geometry import Geometry
from mapapp.incident.masking import suggested_label
from mapapp.incident.model import Incident, Place, Precision
from mapapp.incident.words import is_masked
from mapapp.store import Deed, IncidentSummary, Person, Refused, Revision, Store, Wanted

MAX_NOTE = 2_000
_MOST_OF_LABEL = 200
_MOST_TWINS = 1_000


class Incidents:
    """The incidents of a newsroom.

    Methods that change one take the revision they start from as `base` and return the new revision;
    when another came first they raise StaleRevision, and the refused version is kept.
    `who` does it; history shows the name.
    """

    def __init__(self, store: Store, finder: Finder, known: KnownPlaces) -> None:
        self._store = store.incidents
        self._masks = store.masks
        self._finder = finder
        self._known = known

    def published(self) -> tuple[IncidentSummary, ...]:
        """What readers see, the latest event first."""
        return self._store.published()

    def all(self) -> tuple[IncidentSummary, ...]:
        """Every incident by its current revision, the last saved first."""
        return self._store.all()

    def summary(self, incident_id: str) -> IncidentSummary:
        """The current revision of an incident in a line; raises NotFound."""
        return self._store.summary(incident_id)

    def get(self, incident_id: str, revision: int | None = None) -> Incident:
        """The current or another revision, published or not; raises NotFound."""
        return self._store.load(incident_id, revision)

    def place(self, incident_id: str, place_id: str, revision: int | None = None) -> tuple[Incident, Place]:
        """A place of the current or another revision, with that revision; raises NotFound.

        A place that has another id since it was masked is found by the former one, so that a form that was
        open meanwhile can still be sent.
        """
        incident = self.get(incident_id, revision)
        shown = {one.id: one for one in incident.places}
        found = shown.get(place_id) or shown.get(self._masks.shown_as(incident_id, place_id))
        if found is None:
            raise NotFound("There is no such place on this map; it may have been removed.")
        return incident, found

    def history(self, incident_id: str) -> tuple[Revision, ...]:
        """Every revision, the newest first; raises NotFound."""
        return self._store.history(incident_id)

    def refused(self, incident_id: str, refused_id: int) -> Refused:
        """A version that came too late, as StaleRevision named it; raises NotFound."""
        return self._store.refused(incident_id, refused_id)

    def create(
        self, who: Person, title: str, summary: str = "", timezone: str = "UTC", occurred_at: str = ""
    ) -> Incident:
        """A new incident without places; its id is made from title and date. Raises InvalidDocument."""
        stem = slug_of(title, occurred_at[:10])
        draft = Incident(stem, title.strip(), summary.strip(), timezone, occurred_at)
        return self._create(who, draft, "Created")

    def add_document(self, who: Person, document: bytes) -> Incident:
        """A new incident read from GeoJSON text, under its own id or, where that is taken, one made from it.

        Raises InvalidDocument or TooLarge, naming the path of the bad value.
        """
        return self._create(who, loads(document), "Read from a GeoJSON document")

    def save(self, who: Person, incident: Incident, note: str = "", deed: Deed | None = None) -> Incident:
        """Save what follows on revision `incident.revision`, however edited; the audit log hears a `deed`.

        Raises StaleRevision, BadInput for a note that is too long, InvalidDocument when the incident
        breaks the document's rules, and NotFound.
        """
        checked = checked_note(note)
        if not may(who, Right.CONFIRM_ALONE):
            _check_confirmed(self.get(incident.id, incident.revision), incident)
        return self._store.save(incident, who.name, checked, deed)

    def edit(
        self,
        who: Person,
        incident_id: str,
        base: int,
        *,
        title: str,
        summary: str,
        timezone: str,
        occurred_at: str,
    ) -> Incident:
        """Change what the incident says of itself."""
        changed = replace(
            self.get(incident_id, base),
            title=title.strip(),
            summary=summary.strip(),
            timezone=timezone,
            occurred_at=occurred_at,
        )
        return self.save(who, changed, "Edited the description")

    def add_place(
        self,
        who: Person,
        incident_id: str,
        base: int,
        fields: PlaceFields,
        candidate: Candidate | None = None,
        *,
        at: LonLat | None = None,
        may_be: Sequence[Candidate] = (),
        override: Override | None = None,
    ) -> Incident:
        """Add a place where `candidate` says, or without a position, then the facilities that it `may_be`.

        `at` puts it by hand at (lon, lat) in degrees instead. An address becomes its block and a residence is
        refused, unless an editor's `override` says otherwise, with a reason. Whose data a position comes from
        is credited. Raises BadInput or InvalidDocument, StaleRevision, NotFound, Denied.
        """
        override = override or Override()
        exact_reason, home_reason = check(override, who, candidate)
        incident = self.get(incident_id, base)
        taken = {one.id for one in incident.places}
        place = self._placed(fields, candidate, at, taken, exact=bool(exact_reason))
        if home_reason:
            return self._add_home(who, incident, hidden_home(place), override, home_reason)
        others = possible(place, may_be, {*taken, place.id})
        changed = with_places(incident, (*incident.places, place, *others))
        if exact_reason:
            deed = Deed("plotted an exact house number", exact_reason)
            saved = self.save(who, changed, f"Plotted an exact house number: {exact_reason}", deed)
        else:
            saved = self.save(who, changed, _note("Added", place))
        self._known.remember(who, place)
        return saved

    def _placed(
        self,
        fields: PlaceFields,
        candidate: Candidate | None,
        at: LonLat | None,
        taken: Collection[str],
        *,
        exact: bool,
    ) -> Place:
        shown = candidate if candidate is None or exact else self._finder.plottable(candidate)
        place = placed(fields, shown, taken, exact=exact)
        if at is None:
            return place
        hides = candidate is not None and candidate.precision is Precision.ADDRESS and not exact
        return (moved_block if hides else moved)(place, *at)

    def _add_home(
        self, who: Person, incident: Incident, home: Place, override: Override, reason: str
    ) -> Incident:
        """Add somebody's home, masked at once or as its block."""
        if override.mask_m:
            label = override.mask_label.strip() or suggested_label(home.label)
            return self._masks.add(incident.id, home, Wanted(override.mask_m, label, "", reason), who.name)
        deed = Deed("plotted a residence", reason)
        changed = with_places(incident, (*incident.places, home))
        return self.save(who, changed, f"Added a residence as its block: {reason}", deed)

    def add_drawn(
        self,
        who: Person,
        incident_id: str,
        base: int,
        fields: PlaceFields,
        geometry: Geometry,
        *,
        precision: Precision | None = None,
    ) -> Incident:
        """Add a place that a person drew: a pin, which gets a ring, a line, or an area.

        `precision` says what the line or the area is, as `drawn` takes it. Raises BadInput or
        InvalidDocument, StaleRevision, NotFound.
        """
        incident = self.get(incident_id, base)
        taken = {one.id for one in incident.places}
        place = drawn(placed(fields, None, taken), geometry, precision)
        return self.save(who, with_places(incident, (*incident.places, place)), _note("Drew", place))

    def add_facilities(
        self, who: Person, incident_id: str, base: int, facilities: Sequence[Facility]
    ) -> Incident:
        """Add facilities as places of their own, each with its list as source; those on the map are left.

        Raises BadInput when none is left to add, StaleRevision, NotFound.
        """
        incident = self.get(incident_id, base)
        new = [one for one in facilities if not is_there(one, incident.places)]
        if not new:
            raise BadInput("Tick the facilities that are to be added; those on the map are there already.")
        places = facility_places(new, {one.id for one in incident.places})
        note = _note("Added", places[0]) if len(places) == 1 else f"Added {len(places)} facilities nearby"
        return self.save(who, with_places(incident, (*incident.places, *places)), note)

    def edit_place(
        self, who: Person, incident_id: str, base: int, place_id: str, fields: PlaceFields
    ) -> Incident:
        """Change what is said of a place; its position stays. Raises NotFound."""
        incident, before = self.place(incident_id, place_id, base)
        place = described(before, fields)
        saved = self.save(who, _with(incident, place), _note("Edited", place))
        self._known.remember(who, place)
        return saved

    def move_place(
        self, who: Person, incident_id: str, base: int, place_id: str, *, lon: float, lat: float
    ) -> Incident:
        """Put a place by hand at (lon, lat) in degrees; how it was placed before is kept.

        Raises NotFound, and Conflict for a place that is masked.
        """
        incident, before = self.place(incident_id, place_id, base)
        if is_masked(before):
            raise Conflict("This place is masked. Unmask it before you move it; an editor can.")
        place = moved(before, lon, lat)
        saved = self.save(who, _with(incident, place), _note("Moved", place))
        self._known.remember(who, place)
        return saved

    def remove_place(self, who: Person, incident_id: str, base: int, place_id: str) -> Incident:
        """Leave a place and its candidates out from now on; earlier revisions keep them. Raises NotFound."""
        incident, gone = self.place(incident_id, place_id, base)
        kept = (one for one in incident.places if gone.id not in (one.id, one.candidate_for))
        return self.save(who, with_places(incident, kept), _note("Removed", gone))

    def restore(self, who: Person, incident_id: str, base: int, revision: int) -> Incident:
        """Say again what an earlier revision said; what readers were told of corrections stays."""
        old = self.get(incident_id, revision)
        return self.save(who, restored(self.get(incident_id, base), old), f"Restored revision {revision}")

    def _create(self, who: Person, draft: Incident, note: str) -> Incident:
        """Under the id of the draft or, where that is taken, the next that is free."""
        if not may(who, Right.CONFIRM_ALONE):
            _check_confirmed(None, draft)
        for incident_id in islice(free_slug(draft.id), _MOST_TWINS):
            if not self._store.exists(incident_id):
                with suppress(Conflict):
                    return self._store.create(replace(draft, id=incident_id), who.name, note)
        raise Conflict("There are too many maps of that name; choose another.")


def _check_confirmed(before: Incident | None, after: Incident) -> None:
    """Raise InvalidDocument for a place that has become confirmed on one source."""
    alone = confirmed_alone(before, after)
    if alone:
        raise InvalidDocument(
            f"features[{alone[0]}].properties.status",
            "confirmed needs two different sources, or an editor; add the second source or ask one",
        )


def checked_note(note: str) -> str:
    """The note, or BadInput for one that is too long."""
    if len(note) > MAX_NOTE or "\x00" in note:
        raise BadInput(f"A note is a text of {MAX_NOTE:,} characters at most.")
    return note


def _note(deed: str, place: Place) -> str:
    """What was done to a place, in a line; whether its label will do is for the document to say."""
    return f"{deed} {shorten(place.label.replace(chr(0), ' '), _MOST_OF_LABEL, placeholder='…')}"


def _with(incident: Incident, place: Place) -> Incident:
    return with_places(incident, (place if one.id == place.id else one for one in incident.places))
