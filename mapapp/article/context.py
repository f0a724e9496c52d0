"""The context that resolves a mention: what its own sentence says, else the place the story is of. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from mapapp.article.found import Found
from mapapp.article.lexicon import DIRECTION_WORDS
from mapapp.article.model import MentionKind
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.tokens import Tokens
from mapapp.article.towns import Town, code_of, state_title
from mapapp.incident.geodesy import LonLat, distance_m

_AREAS = (MentionKind.PLACE, MentionKind.COUNTY)
_HOLDING = (MentionKind.AGENCY, MentionKind.RELATIVE, MentionKind.NEIGHBOURHOOD)
_MOST_GAP = 4
_BETWEEN = frozenset(
    {"in", "the", "city", "of", "village", "town", ",", "downtown", "nearby", *DIRECTION_WORDS}
)
# A town of so many people needs no state to be known by; one so near (metres) needs none either.
_WELL_KNOWN = 100_000
_NEARBY_M = 100_000.0
# A headline says more than a mention in passing.
_HEADLINE_WEIGHT = 3
_LEAD_WORDS = 80


class Contexts:
    """The contexts of one text's mentions."""

    def __init__(self, tokens: Tokens, founds: Sequence[Found], places: PlaceReader, near: str) -> None:
        self._tokens = tokens
        self._founds = founds
        self._places = places
        self._said: dict[int, str] = {}
        self._story_state = ""
        self.story = near or self._story_place()
        self._story_state = code_of(self.story.rpartition(",")[2])

    def near(self, at: int) -> str:
        """The context of the mention of that number; empty where its words need none or nothing tells.

        To be asked in the order of the text, since what is said of one spot is carried on to the next.
        """
        found = self._founds[at]
        if found.kind is MentionKind.AGENCY:
            return ""
        if found.kind in _AREAS:
            return self._near_area(found)
        if found.kind is MentionKind.FACILITY:
            return self._said_after(at) or self._own_town(found) or self._said_before(at) or self.story
        said = self._said_after(at) or self._said_before(at) or self._carried(at)
        self._said[at] = said
        return said or self.story

    def title(self, found: Found) -> str:
        """A town or county with its state where that is known: "Kenosha, Wisconsin"."""
        name = self._places.name_of(found)
        if self.asked(found) != (found.phrase or self._tokens.words(found.start, found.end)):
            return self.asked(found)
        state = state_title(found.state or self._places.state_of(name, self._story_state))
        return f"{name}, {state}" if state else name

    def timezone(self) -> ZoneInfo:
        """The time zone of the story's place; UTC where that is not known."""
        name, _, state = self.story.rpartition(", ")
        towns = self._places.towns(name or state)
        zones = [one.timezone for one in towns if one.timezone and one.state == self._story_state]
        return ZoneInfo(zones[0] if zones else "UTC")

    def asked(self, found: Found) -> str:
        """What to ask for a mention: its words, and the story's state where only far towns have its name.

        A story says the state of a small town far away; where it says none, one nearby is meant.
        """
        words = found.phrase or self._tokens.words(found.start, found.end)
        if found.kind is not MentionKind.PLACE or found.state or not self._story_state:
            return words
        name = self._places.name_of(found)
        if name.lower() in self._places.shown and self._places.shown[name.lower()]:
            return words
        towns = self._places.towns(name)
        if not towns or any(self._is_likely(one) for one in towns):
            return words
        return f"{words}, {state_title(self._story_state)}"

    def _is_likely(self, town: Town) -> bool:
        """Whether a town is in the story's state, near its place, or known all over the country."""
        if town.state == self._story_state or town.population >= _WELL_KNOWN:
            return True
        return any(distance_m((town.lon, town.lat), one) <= _NEARBY_M for one in self._centres())

    def _centres(self) -> Sequence[LonLat]:
        name = self.story.partition(",")[0]
        return [(one.lon, one.lat) for one in self._places.towns(name) if one.state == self._story_state]

    def is_of_story(self, found: Found) -> bool:
        """Whether a town is the one the story is of."""
        name = self._places.name_of(found).lower()
        return bool(name) and name == self.story.partition(",")[0].strip().lower()

    def _near_area(self, found: Found) -> str:
        if found.state:
            return ""
        if self.is_of_story(found):
            return self.story
        name = self._places.name_of(found)
        state = self._places.shown.get(name.lower(), "")
        return state_title(state) or self.story

    def _with_state(self, found: Found) -> str:
        """The title where its state is known; else it may be a part of the story's place, which says more."""
        title = self.title(found)
        return title if "," in title else ""

    def _own_town(self, found: Found) -> str:
        """The town with which a facility's name begins: `Kenosha Medical Center`."""
        town = self._places.leading_town(found.start)
        whole = self._tokens.words(found.start, found.end)
        if town == whole or town.lower() not in self._places.shown:
            return ""
        state = state_title(self._places.state_of(town, self._story_state)) if town else ""
        return f"{town}, {state}" if state else town

    def _said_after(self, at: int) -> str:
        """`A and B in Racine`, `A and B, Racine`: with no other place between."""
        found = self._founds[at]
        for nxt in self._founds[at + 1 : at + 2]:
            gap = self._tokens.lows(found.end, nxt.start)
            same = self._tokens.sentence(found.end - 1) == self._tokens.sentence(nxt.start)
            if nxt.kind in _AREAS and same and gap and len(gap) <= _MOST_GAP and set(gap) <= _BETWEEN:
                return self._with_state(nxt)
        return ""

    def _said_before(self, at: int) -> str:
        """`In Racine, a fire at A and B`: the last town that the sentence says something is in."""
        found = self._founds[at]
        sentence = self._tokens.sentence(found.start)
        for i in range(at - 1, max(-1, at - 6), -1):
            other = self._founds[i]
            if self._tokens.sentence(other.start) != sentence:
                return ""
            if other.kind in _AREAS and "in" in self._tokens.back(other.start, 2):
                return self._with_state(other)
            if other.kind in _AREAS and self.is_of_story(other):
                return ""
        return ""

    def _carried(self, at: int) -> str:
        """What was said of the spot before it in the same paragraph, if no other town stands between."""
        last = at - 1
        if last >= 0 and self._founds[last].kind in _AREAS:
            last -= 1
        if last < 0 or "\n" in self._tokens.lows(self._founds[last].end, self._founds[at].start):
            return ""
        return self._said.get(last, "")

    def _story_place(self) -> str:
        """The place of the dateline, else the one that is named most, a headline's counting thrice."""
        dateline = next((one for one in self._founds if one.dateline), None)
        if dateline:
            return self.title(dateline)
        counts: Counter[str] = Counter()
        titles: dict[str, str] = {}
        for found in self._founds:
            for name, title, weight in self._named_in(found):
                counts[name] += weight
                titles.setdefault(name, title)
        name = max(counts, key=lambda one: counts[one], default="")
        return titles.get(name, "")

    def _named_in(self, found: Found) -> Iterator[tuple[str, str, int]]:
        """The towns or counties that a mention names, each with its title and weight as the story's place."""
        if found.kind in _AREAS:
            weight = self._weight(found)
            if weight:
                yield self._places.name_of(found).lower(), self.title(found), weight
            return
        if found.kind in _HOLDING:
            leads = found.kind is not MentionKind.RELATIVE
            town = self._places.leading_town(found.start) if leads else ""
            inner = self._places.county_at(found.start) if leads else None
            for one in [town, self._last_town(found)] if not inner else []:
                if one:
                    state = state_title(self._places.state_of(one))
                    yield one.lower(), f"{one}, {state}" if state else one, 1

    def _last_town(self, found: Found) -> str:
        """The town from which a relative place is measured, or of which a neighbourhood is a part."""
        if found.kind is MentionKind.AGENCY:
            return ""
        for at in range(max(found.start + 1, found.end - 4), found.end):
            town = self._places.town_at(at)
            if town and town.end >= found.end:
                return self._places.name_of(town)
        return ""

    def _weight(self, found: Found) -> int:
        """How much a mention tells of the story's place; nothing where people come from there or go to it."""
        if self._tokens.in_headline(found.start):
            return _HEADLINE_WEIGHT
        before = self._tokens.back(found.start, 2)
        passing = bool(before) and before[-1] in ("from", "to", "of", "toward", "for")
        # Late in a story, a state is told with a town that is not its own.
        far = bool(found.state) and found.start > _LEAD_WORDS
        return 1 if not far and (found.state or not passing) else 0
