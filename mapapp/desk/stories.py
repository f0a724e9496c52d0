"""The use-cases of a pasted story: read it, and decide place by place what goes on the map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from textwrap import shorten

from mapapp.article.model import Claim, Moment, Role
from mapapp.desk.cards import Card, cards
from mapapp.desk.care import Override
from mapapp.desk.finder import Finder
from mapapp.desk.incidents import Incidents
from mapapp.desk.placing import PlaceFields
from mapapp.desk.reading import ReadClaim, Reader, Reading
from mapapp.errors import BadInput, Conflict, NotFound, StaleRevision, TooLarge
from mapapp.geocode.answer import Candidate
from mapapp.incident.geodesy import LonLat
from mapapp.incident.geojson import checked_timezone
from mapapp.incident.model import Incident, Layer
from mapapp.store import Decision, DecisionState, Person, Store, Story

MOST_BYTES = 200_000
_MOST_TITLE = 200
# How often a place is put on top of what others save meanwhile; adding one contradicts nothing.
_TRIES = 5


@dataclass(frozen=True)
class StoryRead:
    """A story as it stands: its text, how it was read, and a card for each place that it names."""

    story: Story
    reading: Reading
    cards: tuple[Card, ...]

    @property
    def open(self) -> int:
        """How many places wait for a decision."""
        return sum(one.is_open for one in self.cards)

    @property
    def to_decide(self) -> int:
        """How many places wanted one, decided or not."""
        decided = sum(one.decision.state is not DecisionState.PENDING for one in self.cards)
        return self.open + decided

    def moment_of(self, card: Card) -> Moment | None:
        """When it happened at a scene: as its sentence says, else the only time of day in the story."""
        if card.role is not Role.SCENE or card.layer is Layer.AREA:
            return None
        clocked = [one for one in self.reading.article.moments if "T" in one.value]
        return card.moment or (clocked[0] if len(clocked) == 1 else None)

    def claims_about(self, card: Card) -> tuple[ReadClaim, ...]:
        """The claims whose subject a card names, or what they count from where no subject is named."""
        mentions = self.reading.article.mentions
        numbers = {n for n, one in enumerate(mentions) if one in card.mentions}
        claims = self.reading.claims
        return tuple(one for one in claims if _about(one.claim) in numbers)

    def card(self, key: str) -> Card:
        """The card of that key; raises NotFound when the story names no such place any more."""
        for one in self.cards:
            if one.key == key:
                return one
        raise NotFound("The story does not name this place any more; load the page again.")


class Stories:
    """The stories of a newsroom's maps, and what was decided about the places they name."""

    def __init__(self, store: Store, incidents: Incidents, reader: Reader, finder: Finder) -> None:
        self._store = store.stories
        self._masks = store.masks
        self._incidents = incidents
        self._reader = reader
        self._finder = finder
        self._kept = lru_cache(maxsize=32)(self._read_now)

    def start(self, who: Person, story: Story, timezone: str) -> Incident:
        """A new map made from a story: titled by its headline, at the time of its scene.

        Raises BadInput for an empty text or a date that is none, TooLarge beyond 200 kB.
        """
        _check(story)
        checked_timezone(timezone, "timezone")
        article = self._read(story, timezone).article
        headline = article.title or story.text.strip().partition("\n")[0]
        title = shorten(headline, _MOST_TITLE, placeholder=" …")
        moments = (one.moment for one in article.mentions if one.role is Role.SCENE and one.moment)
        when = next((one.value for one in moments if one.value), "")
        incident = self._incidents.create(who, title, timezone=timezone, occurred_at=when)
        self._store.put(replace(story, incident_id=incident.id), who.name)
        return incident

    def put(self, who: Person, story: Story) -> None:
        """Change the text of a map's story, or give it one; what was decided stays where the words stay.

        Raises as `start`, and NotFound for a map that is not there.
        """
        _check(story)
        self._incidents.summary(story.incident_id)
        self._store.put(story, who.name)

    def find(self, incident_id: str) -> Story | None:
        """The story of a map, None where it was made without one."""
        return self._store.find(incident_id)

    def standing(self, incident_id: str) -> StoryRead | None:
        """How far the decisions about a map's story are, without answers; None where it has none."""
        return self._unanswered(incident_id) if self._store.find(incident_id) else None

    def read(self, incident_id: str) -> StoryRead:
        """The story of a map as it was read, with what was decided; NotFound where there is none."""
        read = self._unanswered(incident_id)
        return replace(read, cards=tuple(self._answered(one, read.reading) for one in read.cards))

    def card(self, incident_id: str, key: str) -> Card:
        """One card of a map's story with its answer; raises NotFound as `read` and `StoryRead.card` do."""
        read = self._unanswered(incident_id)
        return self._answered(read.card(key), read.reading)

    def accept(
        self,
        who: Person,
        incident_id: str,
        key: str,
        fields: PlaceFields,
        candidate: Candidate | None,
        *,
        at: LonLat | None = None,
        may_be: Sequence[Candidate] = (),
        override: Override | None = None,
    ) -> Incident:
        """Put what a card names on the map, as `Incidents.add_place` does, on top of what is there now.

        Raises BadInput for a place where somebody lives, unless an editor's `override` says otherwise, and as
        `add_place` does.
        """
        card = self._unanswered(incident_id).card(key)
        if card.is_residence and override is None:
            raise BadInput("It is where a person lives, which is not plotted. Change its role if it is not.")
        had = {one.id for one in self._incidents.get(incident_id).places}
        changed = self._on_top(
            incident_id,
            lambda base: self._incidents.add_place(
                who, incident_id, base, fields, candidate, at=at, may_be=may_be, override=override
            ),
        )
        place = next(one for one in changed.places if one.id not in had and not one.candidate_for)
        self._decide(who, incident_id, card, DecisionState.ACCEPTED, place.id)
        return changed

    def same(self, who: Person, incident_id: str, key: str, place_id: str) -> None:
        """Say that a card names a place that is on the map already. Raises NotFound when it is not."""
        card = self._unanswered(incident_id).card(key)
        if all(one.id != place_id for one in self._incidents.get(incident_id).places):
            raise NotFound("There is no such place on this map; it may have been removed.")
        self._decide(who, incident_id, card, DecisionState.ACCEPTED, place_id)

    def drop(self, who: Person, incident_id: str, key: str) -> None:
        """Leave what a card names off the map; a place that was put there for it goes."""
        self._leave(who, incident_id, key, DecisionState.DROPPED)

    def reopen(self, who: Person, incident_id: str, key: str) -> None:
        """Take a decision back; a place that was put on the map for it goes."""
        self._leave(who, incident_id, key, DecisionState.PENDING)

    def adjust(self, who: Person, incident_id: str, key: str, *, phrase: str, near: str, role: str) -> Card:
        """Ask for other words in another context, or see another role in it; empty means as it was read.

        Raises BadInput for words that cannot be asked.
        """
        card = self._unanswered(incident_id).card(key)
        if phrase:
            self._finder.geocode(phrase, near or None)
        changed = replace(
            card.decision,
            phrase="" if phrase == card.first.phrase else phrase,
            near="" if near == card.first.near else near,
            role="" if role in ("", replace(card, decision=Decision(key)).role.value) else Role(role).value,
        )
        self._store.decide(incident_id, changed, who.name)
        return self.card(incident_id, key)

    def _leave(self, who: Person, incident_id: str, key: str, state: DecisionState) -> None:
        card = self._unanswered(incident_id).card(key)
        place_id = card.decision.place_id
        if place_id and self._masks.holds(incident_id, place_id):
            raise Conflict("This place is masked. Unmask it before you take the decision back.")
        self._decide(who, incident_id, card, state, "")
        decisions = self._store.decisions(incident_id).values()
        there = any(one.id == place_id for one in self._incidents.get(incident_id).places)
        if there and all(one.place_id != place_id for one in decisions):
            self._on_top(
                incident_id, lambda base: self._incidents.remove_place(who, incident_id, base, place_id)
            )

    def _decide(self, who: Person, incident_id: str, card: Card, state: DecisionState, place_id: str) -> None:
        decision = replace(card.decision, state=state, place_id=place_id)
        self._store.decide(incident_id, decision, who.name)

    def _on_top(self, incident_id: str, deed: Callable[[int], Incident]) -> Incident:
        """Do something to the current revision, and again where another was saved in between."""
        for _ in range(_TRIES - 1):
            try:
                return deed(self._incidents.summary(incident_id).revision)
            except StaleRevision:
                continue
        return deed(self._incidents.summary(incident_id).revision)

    def _unanswered(self, incident_id: str) -> StoryRead:
        """The story with what was decided; its cards have no answers yet."""
        story = self._store.get(incident_id)
        reading = self._read(story, self._incidents.summary(incident_id).timezone)
        found = cards(reading.article, self._store.decisions(incident_id))
        return StoryRead(story, reading, tuple(found))

    def _answered(self, card: Card, reading: Reading) -> Card:
        if card.is_agency:
            return card
        if card.is_adjusted:
            return replace(card, answer=self._finder.geocode(card.phrase, card.near or None))
        asked = next(one for one in reading.mentions if one.mention is card.first)
        return replace(card, answer=asked.answer)

    def _read(self, story: Story, timezone: str) -> Reading:
        return self._kept(story.text, story.published, story.near, timezone, self._finder.geocoder())

    def _read_now(self, text: str, published: str, near: str, timezone: str, _geocoder: object) -> Reading:
        """Read a text; the geocoder is only here so that another one reads anew."""
        day = date.fromisoformat(published) if published else None
        return self._reader.read(text, published=day, timezone=timezone, near=near)


def _check(story: Story) -> None:
    if not story.text.strip():
        raise BadInput("Paste the text of the story.")
    if len(story.text.encode(errors="replace")) > MOST_BYTES:
        raise TooLarge(
            f"A story is a text of {MOST_BYTES // 1_000} kB at most; paste only the article itself."
        )
    if "\x00" in story.text or any("\ud800" <= one <= "\udfff" for one in story.text):
        raise BadInput("The text holds a character that is not text; paste it anew.")
    try:
        date.fromisoformat(story.published or "2020-08-23")
    except ValueError as error:
        raise BadInput(f"{story.published!r} is not a day such as 2020-08-23.") from error


def _about(claim: Claim) -> int | None:
    return claim.reference if claim.subject is None else claim.subject
