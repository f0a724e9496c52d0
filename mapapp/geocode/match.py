"""A written street name against the streets of one index: every one it could mean, with its faults."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mapapp.geocode.faults import FAULTS, forbids, score
from mapapp.geocode.slips import RawName, raw_names, route_names, written_as
from mapapp.geocode.spelling import has_odd_ordinal
from mapapp.streets.index import StreetIndex
from mapapp.streets.names import StreetName, joined_keys, parse_name, typed_key
from mapapp.streets.records import NamedStreet
from mapapp.streets.vocabulary import (
    BASE_DIRECTIONS,
    DIRECTIONS,
    FAMILIAR_NAMES,
    ROUTE_CLASSES,
    STATE_ABBREVIATIONS,
    STATES,
)

Faults = tuple[str, ...]

# Typing errors allowed in a name of so many letters.
_ONE_EDIT_FROM = 3
_TWO_EDITS_FROM = 9

# With one of these a match may be a slip of the pen for another street.
_ODD_DIRECTIONS = frozenset({"direction_moved", "direction_not_in_data"})

# In a name of so few letters one slip alone may be forgiven, but not together with another doubt; in one of
# even fewer only a letter left out of the one name that is so near.
_SHORT = 5
_VERY_SHORT = 4


# "St" alone is no street, unless one is called just so ("Parkway"); "Court" and "Pike" are names of many.
_MERE_TYPES = frozenset(
    {"saint", "street", "avenue", "road", "dr", "drive", "boulevard", "lane", "highway", "freeway", "parkway"}
)


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
        familiar = FAMILIAR_NAMES.get(written.base)
        if familiar and all(one.forbidden for one in found):
            found += self._joined(replace(written, base=familiar), shared_dir)
        if all(one.forbidden for one in found):
            found += self._sided(written, shared_dir)
            found += self._misspelt(written, shared_dir)
        if all(one.forbidden or _ODD_DIRECTIONS & set(one.faults) for one in found):
            found += self._miswritten(text, shared_dir)
        if not found:
            found += self._misspelt_and_miswritten(text, shared_dir)
        if has_odd_ordinal(text):
            found = [_with_fault(one, "number_odd") for one in found]
        return tuple(sorted(_best_of_each(found), key=lambda one: -one.score))

    def _exact(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        only_a_type = written.base in _MERE_TYPES and written == StreetName(base=written.base)
        for street in self._index.streets_named(written.base):
            if not only_a_type or street.name == written:
                yield from self._compared(written, street, shared_dir)

    def _sided(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        """`South Temple`, where the direction is the first word of the name proper: "E South Temple"."""
        side = BASE_DIRECTIONS.get(written.pre_dir)
        if side:
            yield from self._exact(replace(written, pre_dir="", base=f"{side} {written.base}"), shared_dir)

    def _joined(self, written: StreetName, shared_dir: str) -> Iterator[StreetMatch]:
        """Streets that differ in spaces and titles, or where a type belongs to the name proper."""
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
        similar = self._index.similar_bases(written.base, most_edits)
        for base, edits in similar:
            sure = len(similar) == 1 and len(base) > _VERY_SHORT
            fault = self._slip(written.base, base, edits, sure=sure)
            # A slip seldom hits the first letter (Pollock and Zamora, 1984): "Horton" alone is no "Morton".
            if base[0] != written.base[0] and not (written.type or written.pre_type):
                fault = "look_alike"
            for street in self._index.streets_named(base):
                yield from self._compared(written, street, shared_dir, (fault,))

    def _miswritten(self, text: str, shared_dir: str) -> Iterator[StreetMatch]:
        """Streets whose type or direction the words have with a typing error or two."""
        for raw in raw_names(text):
            for street in self._index.streets_named(raw.base):
                yield from self._slipped(raw, street, shared_dir)
        for route in route_names(text):
            for street in self._index.streets_named(route.base):
                yield from self._compared(route, street, shared_dir, ("misspelt",))

    def _misspelt_and_miswritten(self, text: str, shared_dir: str) -> Iterator[StreetMatch]:
        """As `_miswritten`, where the name proper has a typing error too."""
        for raw in raw_names(text):
            long = len(raw.base) > _SHORT and raw.tail and not any(map(str.isdigit, raw.base))
            for base, edits in self._index.similar_bases(raw.base, 1) if long else ():
                fault = self._slip(raw.base, base, edits, sure=False)
                for street in self._index.streets_named(base):
                    yield from self._slipped(raw._replace(base=base), street, shared_dir, (fault,))

    def _slipped(
        self, raw: RawName, street: NamedStreet, shared_dir: str, faults: Faults = ()
    ) -> Iterator[StreetMatch]:
        found = written_as(raw, street.name, self._index.region.prefixes, self._index.region.suffixes)
        if found:
            name, slips = found
            yield from self._compared(name, street, shared_dir, (*faults, *("misspelt",) * slips))

    def _slip(self, written: str, base: str, edits: int, *, sure: bool) -> str:
        """What a difference in spelling means: of a word that is a name, or a very short one that is not
        `sure` to have lost a letter, another street.
        """
        if (len(written) <= _VERY_SHORT and not sure) or self._is_name(written):
            return "look_alike"
        if any(one in DIRECTIONS or self._is_name(one) for one in _other_words(written, base)):
            return "look_alike"
        if _is_longer_by_words(written.split(), base.split()):
            return "look_alike"
        if edits > 1:
            return "misspelt_twice"
        return "misspelt_short" if len(written) <= _SHORT else "misspelt"

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
        misplaced = _is_grid(name) and written.post_dir not in ("", name.post_dir)
        if wanted == has and not misplaced:
            return ("direction_moved",)
        if misplaced or (wanted - has and has - wanted):
            return ("direction_wrong",)
        if wanted - has:
            alike = [one for one in kin if not written.type or one.type == name.type]
            return (self._without_direction(wanted - has, name, alike),)
        if shared_dir and len(name.post_dir) == 2:
            return () if name.post_dir == shared_dir else ("quadrant_differs",)
        return ("direction_missing",)

    def _without_direction(self, wanted: set[str], name: StreetName, kin: Iterable[StreetName]) -> str:
        """What it means that the data has a street without the direction that is written.

        Numbers and letters are used again in every quadrant; a name proper seldom is.
        """
        repeated = (name.is_numbered or len(name.base) == 1) and any(len(one) == 2 for one in wanted)
        if repeated or any(one.pre_dir or one.post_dir for one in kin):
            return "direction_dropped"
        used = all(self._index.uses_direction(one) for one in wanted if len(one) == 2)
        return "direction_not_in_data" if used else "direction_unknown_here"


def _is_grid(name: StreetName) -> bool:
    """Whether a name is a number and a side of the axis: "S 700 East" is not "E 700 South"."""
    return bool(name.post_dir) and not name.type and name.base.isdigit()


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
        return () if bool(written.pre_type) == bool(name.pre_type) else ("type_moved",)
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


def _other_words(written: str, base: str) -> Iterator[str]:
    """Which of several written words differ: "west" of "perimeter west" beside "perimeter east"."""
    words, others = written.split(), base.split()
    if len(words) == len(others) > 1:
        yield from (one for one, other in zip(words, others, strict=True) if one != other)


def _is_longer_by_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one name is the other with whole words more: "g washington", "sherman l"."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(longer) > len(shorter) and (
        longer[: len(shorter)] == shorter or longer[len(longer) - len(shorter) :] == shorter
    )


def _aligned(written: StreetName, name: StreetName) -> tuple[StreetName, StreetName]:
    """Both names with a type moved into the base where the other has it there: "Oak Ridge", "Oakridge Rd"."""
    keys = joined_keys(name)
    if set(joined_keys(written)) & set(keys):
        return written, name
    if typed_key(written) in keys:
        return replace(written, pre_type="", type=""), name
    return written, replace(name, pre_type="", type="")


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
