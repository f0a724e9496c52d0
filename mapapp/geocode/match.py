"""A written street name against the streets of one index: every one it could mean, with its faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mapapp.geocode.cues import STATE_ABBREVIATIONS
from mapapp.geocode.faults import FAULTS, forbids, score
from mapapp.geocode.spelling import has_odd_ordinal
from mapapp.streets.index import NamedStreet, StreetIndex
from mapapp.streets.names import StreetName, joined_keys, parse_name
from mapapp.streets.vocabulary import BASE_WORDS, ROUTE_CLASSES, STATES

Faults = tuple[str, ...]

# Typing errors allowed in a name of so many letters; shorter names are too close to one another.
_ONE_EDIT_FROM = 4
_TWO_EDITS_FROM = 9

# In a name of so few letters one slip alone may be forgiven, but not together with another doubt.
_SHORT = 5


@dataclass(frozen=True, slots=True)
class StreetMatch:
    """A street that written words could mean, and where the two differ."""

    street: NamedStreet
    faults: Faults
    score: float
    forbidden: bool

    @property
    def strayed(self) -> float:
        """What type and direction cost: they tell streets of one name apart, unlike spelling or spacing."""
        return sum(FAULTS[one].cost for one in self.faults if one.startswith(("type_", "direction_")))


class StreetMatcher:
    """Matches written names in one index; remembers what it found for so many as are to be `kept`.

    `is_name` says of a name that the index does not have whether it may well be another street's.
    """

    def __init__(
        self, index: StreetIndex, is_name: Callable[[str], bool] = lambda _: False, kept: int = 8_192
    ) -> None:
        self._index = index
        self._is_name = is_name
        # One cache per instance, dropped with it.
        self.matches = lru_cache(maxsize=kept)(self._matches)

    def _matches(self, text: str, shared_dir: str = "") -> tuple[StreetMatch, ...]:
        """The streets that `text` could mean, best first; `shared_dir` is the other street's quadrant."""
        written = parse_name(text)
        if not written.base:
            return ()
        found = list(self._exact(written, shared_dir))
        found += self._joined(written, shared_dir)
        found += self._abbreviated(text, shared_dir)
        if all(one.forbidden for one in found):
            found += self._misspelt(written, shared_dir)
        if has_odd_ordinal(text):
            found = [_with_fault(one, "number_odd") for one in found]
        return tuple(sorted(_best_of_each(found), key=lambda one: -one.score))

    def _exact(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        for street in self._index.streets_named(written.base):
            yield from self._compared(written, street, shared_dir)

    def _joined(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        """Streets that differ in spaces and honorifics, or where a type belongs to the name proper."""
        for street in self._index.streets_joined(written):
            if street.name.base != written.base:
                one, other = _aligned(written, street.name)
                yield from self._compared(one, street, shared_dir, ("abbreviated",), other)

    def _abbreviated(self, text: str, shared_dir: str) -> Iterator[StreetMatch]:
        """`NY Ave`, `Penn Ave`: a state's name written short."""
        first, _, rest = text.partition(" ")
        word = first.lower().rstrip(".")
        code = word if word in STATES else STATE_ABBREVIATIONS.get(word, "")
        if not code:
            return
        written = parse_name(f"{STATES[code]} {rest}")
        if written.is_route:
            return
        for street in self._index.streets_named(written.base):
            yield from self._compared(written, street, shared_dir, ("abbreviated",))

    def _misspelt(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        length = len(written.base)
        if written.is_numbered or written.is_route or length < _ONE_EDIT_FROM:
            return
        most_edits = 2 if length >= _TWO_EDITS_FROM else 1
        for base, edits in self._index.similar_bases(written.base, most_edits):
            fault = self._slip(written.base, edits)
            for street in self._index.streets_named(base):
                yield from self._compared(written, street, shared_dir, (fault,))

    def _slip(self, base: str, edits: int) -> str:
        """What a difference in spelling means: of a short word, or one that is a name, another street."""
        if len(base) <= _ONE_EDIT_FROM or self._is_name(base):
            return "look_alike"
        if edits > 1:
            return "misspelt_twice"
        return "misspelt_short" if len(base) <= _SHORT else "misspelt"

    def _compared(
        self,
        written: StreetName,
        street: NamedStreet,
        shared_dir: str,
        faults: Faults = (),
        name: StreetName | None = None,
    ) -> Iterator[StreetMatch]:
        name = name or street.name
        kin = [one.name for one in self._index.streets_named(name.base)]
        kind = _kind_faults(written, name, kin)
        if kind is None:
            return
        directions = self._direction_faults(written, name, shared_dir, kin)
        alias = ("alias",) if street.alias else ()
        every = (*faults, *kind, *directions, *alias)
        yield StreetMatch(street, every, score(every), forbids(every))

    def _direction_faults(
        self, written: StreetName, name: StreetName, shared_dir: str, kin: Iterable[StreetName]
    ) -> Faults:
        if (written.pre_dir, written.post_dir) == (name.pre_dir, name.post_dir):
            return ()
        wanted = {one for one in (written.pre_dir, written.post_dir) if one}
        has = {one for one in (name.pre_dir, name.post_dir) if one}
        if wanted == has:
            return ("direction_moved",)
        if wanted - has and has - wanted:
            return ("direction_wrong",)
        if wanted - has:
            alike = (one for one in kin if not written.type or one.type == name.type)
            return (self._without_direction(wanted - has, alike),)
        if shared_dir and len(name.post_dir) == 2:
            return () if name.post_dir == shared_dir else ("quadrant_differs",)
        return ("direction_missing",)

    def _without_direction(self, wanted: set[str], kin: Iterable[StreetName]) -> str:
        """What it means that the data has a street without the direction that is written."""
        if any(one.pre_dir or one.post_dir for one in kin):
            return "direction_dropped"
        used = all(self._index.uses_direction(one) for one in wanted if len(one) == 2)
        return "direction_not_in_data" if used else "direction_unknown_here"


def _kind_faults(written: StreetName, name: StreetName, kin: Iterable[StreetName]) -> Faults | None:
    """Where types and classes of route differ; None when the two are no kin at all ("Hwy 50", "50th St").

    `kin` are all streets of that base: what the data stores without a type is only sure when alone.
    """
    if written.is_route or name.is_route:
        return _route_faults(written.pre_type, name.pre_type)
    wanted, has = written.type or written.pre_type, name.type or name.pre_type
    alone = has or not any(one.type or one.pre_type for one in kin if not one.is_route)
    if wanted == has:
        if not alone:
            return ("type_missing",)
        return () if bool(written.pre_type) == bool(name.pre_type) else ("direction_moved",)
    if not wanted:
        return ("type_missing",)
    if has:
        return ("type_wrong",)
    return ("type_not_in_data",) if alone else ("type_dropped",)


def _route_faults(wanted: str, has: str) -> Faults | None:
    if wanted not in ROUTE_CLASSES or has not in ROUTE_CLASSES:
        return None
    if wanted == has:
        return ()
    return ("route_class_missing",) if "hwy" in (wanted, has) else ("route_class_wrong",)


def _aligned(written: StreetName, name: StreetName) -> tuple[StreetName, StreetName]:
    """Both names with a type moved into the base where the other has it there: "Oak Ridge", "Oakridge Rd"."""
    short, other = joined_keys(written)[0], joined_keys(name)[0]
    if short == other:
        return written, name
    if other == short + BASE_WORDS.get(written.type, written.type):
        return _untyped(written), name
    return written, _untyped(name)


def _untyped(name: StreetName) -> StreetName:
    return StreetName(name.pre_dir, name.pre_type, name.base, "", name.post_dir)


def _with_fault(match: StreetMatch, fault: str) -> StreetMatch:
    faults = (*match.faults, fault)
    return StreetMatch(match.street, faults, score(faults), forbids(faults))


def _best_of_each(found: Iterable[StreetMatch]) -> Iterable[StreetMatch]:
    best: dict[int, StreetMatch] = {}
    for one in found:
        known = best.get(one.street.street_id)
        if known is None or one.score > known.score:
            best[one.street.street_id] = one
    return best.values()
