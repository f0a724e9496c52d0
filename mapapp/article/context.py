"""The context that resolves a mention: what its own sentence says, else the place the story is of. Pure."""

from collections import Counter
from collections.abc import Sequence

from mapapp.article.found import Found
from mapapp.article.lexicon import DIRECTION_WORDS
from mapapp.article.model import MentionKind
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.tokens import Tokens
from mapapp.article.towns import state_title

_AREAS = (MentionKind.PLACE, MentionKind.COUNTY)
_MOST_GAP = 4
_BETWEEN = frozenset(
    {"in", "the", "city", "of", "village", "town", ",", "downtown", "nearby", *DIRECTION_WORDS}
)
# A headline says more than a mention in passing.
_HEADLINE_WEIGHT = 3


class Contexts:
    """The contexts of one text's mentions."""

    def __init__(self, tokens: Tokens, founds: Sequence[Found], places: PlaceReader, near: str) -> None:
        self._tokens = tokens
        self._founds = founds
        self._places = places
        self.story = near or self._story_place()

    def near(self, at: int) -> str:
        """The context of the mention of that number; empty where its words need none or nothing tells."""
        found = self._founds[at]
        if found.kind is MentionKind.AGENCY:
            return ""
        if found.kind in _AREAS:
            return self._near_area(found)
        return self._said_after(at) or self._said_before(at) or self.story

    def title(self, found: Found) -> str:
        """A town or county with its state where that is known: "Kenosha, Wisconsin"."""
        name = self._places.name_of(found)
        state = state_title(found.state or self._places.state_of(name))
        return f"{name}, {state}" if state else name

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

    def _said_after(self, at: int) -> str:
        """`A and B in Racine`, `A and B, Racine`: with no other place between."""
        found = self._founds[at]
        for nxt in self._founds[at + 1 : at + 2]:
            gap = self._tokens.lows(found.end, nxt.start)
            same = self._tokens.sentence(found.end - 1) == self._tokens.sentence(nxt.start)
            if nxt.kind in _AREAS and same and gap and len(gap) <= _MOST_GAP and set(gap) <= _BETWEEN:
                return self.title(nxt)
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
                return self.title(other)
        return ""

    def _story_place(self) -> str:
        """The place of the dateline, else of the headline with its state, else the one named most."""
        towns = [one for one in self._founds if one.kind is MentionKind.PLACE]
        for found in towns:
            if found.dateline:
                return self.title(found)
        counts: Counter[str] = Counter()
        for found in towns:
            counts[self._places.name_of(found)] += (
                _HEADLINE_WEIGHT if self._tokens.in_headline(found.start) else 1
            )
        for found in self._founds:
            name = self._agency_town(found)
            if name:
                counts[name] += 1
        if counts:
            name = max(counts, key=lambda one: counts[one])
            first = next((one for one in towns if self._places.name_of(one) == name), None)
            state = state_title(self._places.state_of(name))
            return self.title(first) if first else f"{name}, {state}" if state else name
        county = next((one for one in self._founds if one.kind is MentionKind.COUNTY), None)
        return self.title(county) if county else ""

    def _agency_town(self, found: Found) -> str:
        """`Kenosha` of `Kenosha police`."""
        if found.kind is not MentionKind.AGENCY:
            return ""
        return self._places.leading_town(found.start)
