"""Recognising towns, counties and neighbourhoods, with the guards against people, teams and papers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapapp.article.found import Found
from mapapp.article.lexicon import (
    DASHES,
    DIRECTION_WORDS,
    PERSON_TITLES,
    RESIDENT_NOUNS,
    SPEECH,
    STATE_WORDS,
    SURE_TOWN_WORDS,
    TOWN_WORDS,
)
from mapapp.article.model import MentionKind
from mapapp.article.street_names import is_person
from mapapp.article.tokens import Tokens
from mapapp.article.towns import Cities, Town
from mapapp.streets.vocabulary import COMMON_STREET_NAMES, STATE_NAMES

_MOST_TOWN_WORDS = 4
_MOST_STATE_WORDS = 3
_MOST_ASIDE = 9
_LARGE_TOWN = 50_000
_MUNICIPALITIES = frozenset({"city", "village", "town", "township", "borough"})
_METROPOLIS = 500_000
# Parts of Washington are named by stations on these ("Benning Road"); a story means the street.
_STREETS = frozenset({"road", "street", "avenue"})
_CAPITAL_CITY = "Washington"
# Hardly a park bears the name of a larger town ("Overland Park").
_LARGER_THAN_PARKS = 75_000
_FAR_BETTER_KNOWN = 20
# Words between which and a noun a town stands ("its Charlotte store"), and verbs of travel.
_BEFORE_TOWNS = frozenset({
    "its", "their", "his", "her", "a", "an", "the", "visited", "left", "reached", "leaving", "visiting",
    "leave", "visit", "reach", "entered", "that", "nearby", "neighboring", "suburban", "downtown",
})  # fmt: skip

_SMALL_LINKS = frozenset({"du", "of", "the", "la", "de", "on", "sur", "des"})


class PlaceReader:
    """Recognises the towns of one text; what the text once ties to a state is known in all of it."""

    def __init__(self, tokens: Tokens, cities: Cities) -> None:
        self._tokens = tokens
        self._cities = cities
        self._persons = frozenset(_surnames(tokens))
        self._found: dict[str, Sequence[Town]] = {}
        # Names that the text itself shows to be towns, with their states where it says them.
        self.shown: dict[str, str] = {}
        self._learn()

    def towns(self, name: str) -> Sequence[Town]:
        """The towns of a name, the likeliest first."""
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = tuple(self._cities.find(name))
        return known

    def state_of(self, name: str, nearby: str = "") -> str:
        """The state of a town by what the text says, else where only one can be meant; two letters.

        Of several towns the one in the state `nearby` is meant, unless another is far better known.
        """
        said = self.shown.get(name.lower(), "")
        if said:
            return said
        towns = self.towns(name)
        if not towns:
            return ""
        most = max(one.population for one in towns)
        close = (one for one in towns if one.state == nearby and one.population * _FAR_BETTER_KNOWN >= most)
        meant = next(close, towns[0] if len(towns) == 1 or _stands_out(towns) else None)
        return meant.state if meant else ""

    def town_at(self, at: int) -> Found | None:
        """A town's name, with its state where that follows; whatever stands before it."""
        return next(self._towns_at(at), None)

    def mention_at(self, at: int) -> Found | None:
        """A town that is meant as such: tied to a state, led by a word such as "in", or known by then."""
        for found in self._towns_at(at):
            if self._is_meant(found):
                if self._is_in_capital(found) and self._tokens.low(found.end - 1) in _STREETS:
                    return None
                kind = MentionKind.NEIGHBOURHOOD if self._is_in_capital(found) else MentionKind.PLACE
                return replace(found, doubtful=False, kind=kind)
        return None

    def county_at(self, at: int) -> Found | None:
        """`Kenosha County`."""
        tokens = self._tokens
        if not tokens.is_name_word(at):
            return None
        for end in range(at + 1, at + 4):
            if not tokens.joined(end - 1):
                return None
            if tokens.low(end) in ("county", "parish") and tokens.is_capital(end):
                state = self._state_end(end + 1)
                closed, code = state or (end + 1, "")
                goes_on = (
                    tokens.is_name_word(closed) and tokens.joined(closed - 1) and not tokens.in_headline(at)
                )
                return None if goes_on and not state else Found(at, closed, MentionKind.COUNTY, state=code)
            if not tokens.is_name_word(end) and tokens.low(end) not in ("du", "of", "la", "'s"):
                return None
        return None

    def counties_at(self, at: int) -> Found | None:
        """The first of `Racine and Kenosha counties`; the second is found when its turn comes."""
        tokens = self._tokens
        if not tokens.is_name_word(at):
            return None
        single = tokens.low(at + 1) == "counties"
        pair = (
            tokens.low(at + 1) in ("and", ",")
            and tokens.is_name_word(at + 2)
            and (
                tokens.low(at + 3) == "counties"
                or (tokens.low(at + 3) == "and" and tokens.low(at + 5) == "counties")
            )
        )
        if not (single or pair) or not tokens.joined(at):
            return None
        return Found(at, at + 1, MentionKind.COUNTY, f"{tokens.words(at, at + 1)} County")

    def is_shown(self, name: str) -> bool:
        """Whether the text shows somewhere that a name is a town's."""
        return name.lower() in self.shown

    def is_known(self, found: Found) -> bool:
        """Whether a town is local, large, or shown by the text: one that has parts a story names."""
        if found.state or self.is_shown(self.name_of(found)):
            return True
        best = self.towns(self.name_of(found))[:1]
        return any(one.local or one.population >= _LARGE_TOWN for one in best)

    def dateline_at(self, at: int) -> Found | None:
        """`KENOSHA, Wis. (AP) —` where a paragraph begins."""
        tokens = self._tokens
        if at and tokens.low(at - 1) != "\n":
            return None
        for found in self._towns_at(at, dateline=True):
            end = found.end
            if tokens.low(end) == "(":
                end = next((i + 1 for i in range(end, end + 6) if tokens.low(i) == ")"), end)
            alone = tokens.low(end) in ("", "\n") and tokens.word(at).isupper()
            if tokens.word(end) in DASHES or alone:
                name = _proper(tokens.words(at, found.end))
                kind = MentionKind.COUNTY if " County" in name else MentionKind.PLACE
                return Found(at, found.end, kind, name, state=found.state, dateline=True)
        return None

    def _is_in_capital(self, found: Found) -> bool:
        """Whether it is a part of Washington, the one city of the District of Columbia: `Anacostia`."""
        towns = self.towns(self.name_of(found))
        if found.state or not towns or self.name_of(found) == _CAPITAL_CITY:
            return False
        likely = towns if self.is_shown(_CAPITAL_CITY) else towns[:1]
        return any(one.state == "DC" for one in likely)

    def is_town_name(self, start: int, end: int) -> bool:
        """Whether a name that ends like a site's is a town's: "Winthrop Harbor", but not "Lincoln Park"."""
        words = self._tokens.words(start, end)
        towns = self.towns(words)
        if not towns or self.shown.get(words.lower()):
            return bool(towns)
        park = self._tokens.low(end - 1) == "park"
        return not park or towns[0].local or towns[0].population >= _LARGER_THAN_PARKS

    def leading_town(self, at: int) -> str:
        """The name of the town with which a longer name begins ("Kenosha Police"); empty where none does."""
        tokens = self._tokens
        for end in range(at + _MOST_TOWN_WORDS - 1, at, -1):
            if self._may_be_town(at, end) and self.towns(tokens.words(at, end)):
                return tokens.words(at, end)
        return ""

    def attributive_at(self, at: int) -> int | None:
        """The token after a town that describes what follows: `Milwaukee`, `Milwaukee-area`."""
        tokens = self._tokens
        word = tokens.word(at)
        if word.lower().endswith("-area") and self.towns(word[: -len("-area")]):
            return at + 1
        found = self.town_at(at)
        if not found or found.state or not tokens.joined(found.end - 1):
            return None
        return found.end + (tokens.low(found.end) == "area")

    def in_town_end(self, at: int) -> int | None:
        """The token after `in Milwaukee`, `in downtown Milwaukee, Wis.`, which begins at `at`."""
        tokens = self._tokens
        if tokens.low(at) != "in" or not tokens.joined(at - 1):
            return None
        here = at + 1
        while tokens.low(here) in ("downtown", "nearby", "suburban", "the", "city", "of"):
            here += 1
        place = self.county_at(here) or self.town_at(here)
        return place.end if place and tokens.sentence(here) == tokens.sentence(at) else None

    def name_of(self, found: Found) -> str:
        """The town's name without its state."""
        words = found.phrase or self._tokens.words(found.start, found.end)
        return words.partition(",")[0]

    def _learn(self) -> None:
        """What the text ties to a state, and the towns that something is said to be in."""
        tokens = self._tokens
        for at in range(len(tokens)):
            if not tokens.is_capital(at):
                continue
            found = self.dateline_at(at) or self.town_at(at)
            if not found:
                continue
            name = self.name_of(found).lower()
            if found.state:
                self.shown[name] = found.state
            elif found.dateline or self._is_led(found, SURE_TOWN_WORDS):
                self.shown.setdefault(name, "")

    def _towns_at(self, at: int, *, dateline: bool = False) -> Iterator[Found]:
        tokens = self._tokens
        if not tokens.is_name_word(at) or (self._is_inside_name(at) and not dateline):
            return
        if self._is_district(at) and not self._goes_on(at + 1):
            yield Found(at, at + 1, MentionKind.PLACE, "Washington, D.C.", state="DC")
            return
        for end in range(min(at + _MOST_TOWN_WORDS, len(tokens)), at, -1):
            if not self._may_be_town(at, end):
                continue
            state = self._state_end(end)
            known = bool(self.towns(tokens.words(at, end)))
            closes = state is not None and not (
                tokens.word(state[0])[:1].isalpha() and tokens.joined(state[0] - 1)
            )
            if state and (known or (closes and not tokens.in_headline(at))):
                yield Found(at, state[0], MentionKind.PLACE, state=state[1], doubtful=not known)
            elif known and (dateline or not self._goes_on(end)):
                yield Found(at, end, MentionKind.PLACE)

    def _is_district(self, at: int) -> bool:
        """`D.C.`, and `the District` in a story of Washington."""
        low = self._tokens.low(at)
        district = low == "district" and self._tokens.low(at - 1) == "the" and self.is_shown(_CAPITAL_CITY)
        return district or (low == "dc" and self._tokens.word(at).isupper())

    def _may_be_town(self, at: int, end: int) -> bool:
        tokens = self._tokens
        if tokens.sentence(end - 1) != tokens.sentence(at) or not tokens.is_name_word(end - 1):
            return False
        if tokens.starts_with(at, "university", "of"):
            return False
        if tokens.low(at) in STATE_NAMES and end == at + 1 and not self.towns(tokens.words(at, end)):
            return False
        return all(
            tokens.is_name_word(i) or (tokens.low(i) in _SMALL_LINKS and i > at) for i in range(at, end)
        )

    def _is_inside_name(self, at: int) -> bool:
        """Whether the word before belongs to the same name: "Whitney Houston"."""
        tokens = self._tokens
        before = at - 1
        if before < 0 or not tokens.joined(before) or tokens.in_headline(at):
            return False
        if tokens.low(before) in DIRECTION_WORDS or tokens.low(before) in ("downtown", "greater", "uptown"):
            return False
        if tokens.low(before) == "of":
            return tokens.is_name_word(before - 1) and tokens.low(before - 1) not in _MUNICIPALITIES
        return tokens.is_name_word(before) and tokens.low(before) not in _MUNICIPALITIES

    def _goes_on(self, end: int) -> bool:
        """Whether the name goes on: "Milwaukee Bucks", "Kenosha News"."""
        tokens = self._tokens
        if not tokens.joined(end - 1):
            return False
        if tokens.in_headline(end):
            return False
        return tokens.is_name_word(end) or (tokens.word(end) in ("-", "&") and tokens.is_name_word(end + 1))

    def _state_end(self, at: int) -> tuple[int, str] | None:
        """The token after `, Wisconsin` (and a closing comma left out), and the state's code."""
        tokens = self._tokens
        if tokens.low(at) != "," or not tokens.joined(at - 1) or not tokens.is_capital(at + 1):
            return None
        for length in range(_MOST_STATE_WORDS, 0, -1):
            words = " ".join(tokens.lows(at + 1, at + 1 + length))
            code = STATE_WORDS.get(words)
            word = tokens.word(at + 1)
            if code and (len(words) > 2 or word.isupper() or word.endswith(".") or tokens.low(at + 2) == "."):
                return at + 1 + length, code.upper()
        return None

    def _is_led(self, found: Found, words: frozenset[str]) -> bool:
        before = self._tokens.back(found.start, 3)
        while before and before[-1] in ("downtown", "the", "greater", "uptown", *DIRECTION_WORDS):
            before.pop()
        if before[-2:] and before[-1] == "of" and before[-2:-1] in (["city"], ["village"], ["town"]):
            return True
        return bool(before) and before[-1] in words

    def _is_meant(self, found: Found) -> bool:
        tokens = self._tokens
        if found.state:
            return not found.doubtful or self._is_led(found, TOWN_WORDS | {"at", ","})
        name = self.name_of(found).lower()
        if tokens.in_headline(found.start):
            return name in self.shown and name not in self._persons
        if self._is_led(found, SURE_TOWN_WORDS):
            return not self._is_person(found)
        if name in self._persons or self._is_person(found):
            return False
        if name in self.shown:
            return True
        return self._is_likely(found, name)

    def _is_person(self, found: Found) -> bool:
        person = is_person(self._tokens, found.start, found.end)
        after = self._tokens.low(found.end)
        described = after == "," and self._is_led(found, TOWN_WORDS)
        spoken = after in SPEECH and self._is_led(found, SURE_TOWN_WORDS)
        return person and not described and not spoken

    def _is_likely(self, found: Found, name: str) -> bool:
        """Whether a name that the text does not show to be a town's is one, by the world at large."""
        tokens = self._tokens
        best = self.towns(self.name_of(found))[0]
        if tokens.low(found.start - 1) == "the" and not best.local:
            return False
        led = self._is_led(found, TOWN_WORDS) or (" " in name and self._is_led(found, frozenset({"at"})))
        if name in COMMON_STREET_NAMES or name in STATE_NAMES:
            known = best.local or best.population >= _METROPOLIS
            resident = tokens.low(found.end) in ("resident", "residents")
            return (led and known) or resident or self._is_beside_town(found)
        if led or best.local or self._is_beside_town(found):
            return True
        if best.population < _LARGE_TOWN or not tokens.joined(found.start - 1):
            return False
        before = tokens.low(found.start - 1)
        described = before in _BEFORE_TOWNS or before.endswith("-old")
        return " " in name or described or tokens.low(found.end) in RESIDENT_NOUNS

    def _is_beside_town(self, found: Found) -> bool:
        """Whether it goes on a list of towns: `in Houston, Dallas and San Antonio`."""
        tokens = self._tokens
        if tokens.low(found.start - 1) not in (",", "and") or not tokens.joined(found.start - 1):
            return False
        end = found.start - 1 - (tokens.low(found.start - 2) == ",")
        for at in range(max(0, end - 3), end):
            other = self.town_at(at)
            if other and other.end == end:
                return self._is_led(other, TOWN_WORDS) or tokens.low(at - 1) in (",", "and")
        return self._is_after_aside(found.start)

    def _is_after_aside(self, at: int) -> bool:
        """`from Buffalo, about 75 miles west, and Syracuse`: a list that goes on after a distance."""
        before = self._tokens.back(at, _MOST_ASIDE)
        if before[-2:] != [",", "and"] or not {"mile", "miles"} & set(before):
            return False
        first = at - len(before) + before.index(",")
        return any(
            (other := self.town_at(i)) is not None and other.end == first and self._is_led(other, TOWN_WORDS)
            for i in range(max(0, first - 3), first)
        )


def _stands_out(towns: Sequence[Town]) -> bool:
    """Whether the likeliest is meant without saying so: an index has it, or it is far the largest."""
    first, second = towns[0], towns[1]
    if first.local != second.local:
        return first.local
    return first.population >= 5 * second.population


def _surnames(tokens: Tokens) -> Iterator[str]:
    """The last names of the people whom the text names: after a title, before an age or "said"."""
    for at in range(len(tokens)):
        if not tokens.is_name_word(at) or not tokens.joined(at):
            continue
        titled = tokens.low(at) in PERSON_TITLES and tokens.is_name_word(at + 1)
        last = at + 1
        if not titled and not tokens.is_name_word(at + 1):
            continue
        if tokens.is_name_word(at + 2) and tokens.joined(at + 1):
            last = at + 2
        after = tokens.forward(last + 1, 3, at)
        aged = after[:1] == [","] and after[2:] in ([","], ["."]) and after[1].isdigit()
        if titled or aged or (after and after[0] in SPEECH):
            yield tokens.low(last)


def _proper(words: str) -> str:
    """`KENOSHA, Wis.` -> `Kenosha, Wis.`."""
    name, comma, state = words.partition(",")
    return (name.title() if name.isupper() else name) + comma + state
