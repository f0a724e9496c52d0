"""Street names in one canonical form, so that the index and a phrase compare equal."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mapapp.streets.vocabulary import (
    ARTICLES,
    BASE_WORDS,
    DIRECTIONS,
    INITIALS,
    NUMBER_TENS,
    NUMBER_UNITS,
    ROUTE_CLASSES,
    ROUTE_MODIFIERS,
    STATE_CODES,
    STATE_NAMES,
    STREET_TYPES,
    TITLES,
)

MAX_NAME = 200

_ORDINAL = re.compile(r"0*(\d{1,5})(?:st|nd|rd|th)")
_GLUED_ROUTE = re.compile(r"([a-z]{1,4})(\d{1,4}[a-z]?)")
_ROUTE_NUMBER = re.compile(r"\d{1,4}[a-z]{0,2}")
_ROUTE_LETTERS = re.compile(r"[a-z]{1,3}")
# Iowa's "County Road E41", Florida's "State Road A1A".
_ROUTE_CODE = re.compile(r"[a-z]\d{1,3}[a-z]?")
_NO_WORD = re.compile(r"[^\w/]|_")
_DOT = re.compile(r"\.(?=[^\W\d_]{2})")
# A slash in "13 1/2 St" parts nothing, nor does the comma in "Mill Road, NW".
_ALTERNATES = re.compile(
    r"[;()\[\]]|(?<!\d)/|/(?!\d)|,(?! ?(?:[NS]\.?[EW]?|[EW])\.? ?(?:$|[,;/()\[\]]))", re.I
)
_INITIALS = [(re.compile(pattern), name) for pattern, name in INITIALS]
_PRE_TYPES = frozenset({"ave", "blvd", "cll", "cam", "via", "pso", "rue", "calz"})
# "Business 41" is a route; "Spur 8" or "Loop 610" may be a street's own name.
_LOCAL_MODIFIERS = frozenset({"business", "bus", "alternate", "alt", "bypass"})
_LINKS = frozenset({"of", "de", "del", "des", "la", "las", "los", "el"})


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street name taken apart, lower case and canonical; a part that is not there is empty.

    `pre_dir`, `post_dir`: n s e w ne nw se sw. `type`: the USPS abbreviation. `pre_type`: a type that
    stands first (`Avenue A`), or a class of route: `i`, `us`, `st_rte`, `co_rte`, `twp_rte`, `fm`, `rm`,
    `forest_rte`, and `hwy` where the words do not say whose. `base`: the rest, numbers as bare digits.
    """

    pre_dir: str = ""
    pre_type: str = ""
    base: str = ""
    type: str = ""
    post_dir: str = ""

    @property
    def is_route(self) -> bool:
        """Whether this is a numbered or lettered highway."""
        return self.pre_type in ROUTE_CLASSES

    @property
    def is_numbered(self) -> bool:
        """Whether the name proper holds a number, which must never be matched loosely."""
        return any(one.isdigit() for one in self.base)


def alternate_names(text: str) -> tuple[str, ...]:
    """The names in a field that holds several: `296th Avenue (Co Hwy B)`, `Co Hwy G, 30th Ave`."""
    return tuple(one.strip() for one in _ALTERNATES.split(text) if one.strip())


@lru_cache(maxsize=65_536)
def parse_name(text: str) -> StreetName:
    """Take a street name apart; never fails, and what it cannot place is part of `base`.

    "Twenty-Eighth Avenue", "28TH AVE." and "28th ave" are one name. Text beyond 200 characters is dropped.
    """
    words = name_words(text[:MAX_NAME])
    return _route(words) or _street(list(_numbers(words)))


def joined_keys(name: StreetName) -> tuple[str, ...]:
    """The name without spaces, titles, articles, middle initials and direction: "Mac Arthur" and "MacArthur".

    Numbered names and routes have no such keys: a slip there would be another street.
    """
    if name.is_route or name.is_numbered:
        return ()
    words = [one for one in name.base.split() if one not in TITLES]
    keys = ("".join(words), _shortened(words))
    return tuple(one for one in dict.fromkeys(keys) if len(one) > 2)


def typed_key(name: StreetName) -> str:
    """The joined key with the type taken in, spelled out, for names like "Oak Ridge" that hold one."""
    before, after = (BASE_WORDS.get(one, one) for one in (name.pre_type, name.type))
    typed = bool(before or after) and joined_keys(name)
    return f"{before}{typed[-1]}{after}" if typed else ""


def _shortened(words: list[str]) -> str:
    """The words joined, without articles and the initials between a first name and a last."""
    first, *rest = [one for one in words if one not in ARTICLES] or [""]
    return "".join([first, *(one for one in rest[:-1] if len(one) > 1), *rest[-1:]])


def name_words(text: str) -> list[str]:
    """The words of a name: lower case, without accents, dots or apostrophes; hyphens part words."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("½", " 1/2").replace("’", ""))
        text = "".join(one for one in decomposed if not unicodedata.combining(one))
    text = _DOT.sub(". ", text.lower()).replace(".", "").replace("'", "").replace("⁄", "/")
    return _NO_WORD.sub(" ", text).split()


def plain_words(text: str) -> list[str]:
    """The words of a name, every number in digits or words as bare digits: `twenty-eighth` -> `28`."""
    return list(_numbers(name_words(text[:MAX_NAME])))


def _route(words: list[str]) -> StreetName | None:
    """The name as a highway: [direction] [old] class reference [modifier] [direction], and nothing else."""
    words = _unglued(words)
    pre_dir, words = _direction_first(words)
    old = words[:1] == ["old"]
    words = words[1:] if old else words
    early, words = _modifier_first(words)
    numbered = early and _ROUTE_NUMBER.fullmatch(words[0])
    found = ("hwy", words) if numbered else _route_class(words)
    if not found:
        return None
    pre_type, rest = found
    base, *rest = rest
    if len(base) == 1 and rest and len(rest[0]) == 1 and rest[0] not in DIRECTIONS:
        base, rest = base + rest[0], rest[1:]
    late = [ROUTE_MODIFIERS[one] for one in rest if one in ROUTE_MODIFIERS]
    rest = [one for one in rest if one not in ROUTE_MODIFIERS]
    if len(rest) > 1 or (rest and rest[0] not in DIRECTIONS):
        return None
    modifiers = sorted({*early, *late})
    parts = [*(["old"] if old else []), _plain_number(base), *modifiers]
    return StreetName(pre_dir, pre_type, " ".join(parts), "", DIRECTIONS[rest[0]] if rest else "")


def _unglued(words: list[str]) -> list[str]:
    """`i94` and `sr50` as two words, where the letters are those of a route."""
    parted: list[str] = []
    for word in words:
        glued = _GLUED_ROUTE.fullmatch(word)
        if glued and (glued[1] in _ROUTE_STARTS or glued[1] in STATE_CODES):
            parted += [glued[1], glued[2]]
        else:
            parted.append(word)
    return parted


def _direction_first(words: list[str]) -> tuple[str, list[str]]:
    if len(words) > 2 and words[0] in DIRECTIONS:
        return DIRECTIONS[words[0]], words[1:]
    return "", words


def _modifier_first(words: list[str]) -> tuple[list[str], list[str]]:
    if len(words) > 1 and words[0] in ROUTE_MODIFIERS and (len(words) > 2 or words[0] in _LOCAL_MODIFIERS):
        return [ROUTE_MODIFIERS[words[0]]], words[1:]
    return [], words


def _route_class(words: list[str]) -> tuple[str, list[str]] | None:
    """The class that the first words name, and the words from its reference on."""
    for length in range(min(5, len(words) - 1), 0, -1):
        pre_type = _ROUTE_STARTS.get(" ".join(words[:length]))
        if pre_type and _is_reference(words[length], pre_type):
            return pre_type, words[length:]
    if words and words[0] in STATE_CODES:
        return _state_route(words[1:])
    for length in range(1, 4):
        if " ".join(words[:length]) in STATE_NAMES:
            return _state_route(words[length:])
    return None


def _state_route(words: list[str]) -> tuple[str, list[str]] | None:
    """What follows a state's name: `Wisconsin 31`, `Wisconsin Highway 31`, `Wisconsin State Route 31`."""
    if words and _ROUTE_NUMBER.fullmatch(words[0]) and not _ORDINAL.fullmatch(words[0]):
        return "st_rte", words
    found = _route_class(words) if words and words[0] not in STATE_CODES else None
    return ("st_rte", found[1]) if found and found[0] in ("hwy", "st_rte") else None


def _is_reference(word: str, pre_type: str) -> bool:
    if _ORDINAL.fullmatch(word):
        return False
    if _ROUTE_NUMBER.fullmatch(word):
        return True
    lettered = _ROUTE_LETTERS.fullmatch(word) or _ROUTE_CODE.fullmatch(word)
    coded = pre_type in ("co_rte", "hwy", "st_rte") and lettered
    return bool(coded) and word not in STREET_TYPES and word not in ROUTE_MODIFIERS


def _route_starts() -> Iterator[tuple[str, str]]:
    for pre_type, starts in ROUTE_CLASSES.items():
        for start in starts:
            yield start, pre_type


_ROUTE_STARTS: Mapping[str, str] = dict(_route_starts())


def _numbers(words: list[str]) -> Iterator[str]:
    """The words with ordinals and number words as bare digits: `twenty eighth` -> `28`."""
    at = 0
    while at < len(words):
        value, used = _spelled_number(words, at)
        if used:
            yield str(value)
            at += used
            continue
        yield _plain_number(words[at])
        at += 1


def _spelled_number(words: list[str], at: int) -> tuple[int, int]:
    """A number in words up to 999 from `at`: its value and how many words it took, 0 when there is none."""
    start, hundreds = at, 0
    if at + 1 < len(words) and words[at + 1] in ("hundred", "hundredth") and words[at] in NUMBER_UNITS:
        hundreds, at = 100 * NUMBER_UNITS[words[at]], at + 2
        if words[at - 1] == "hundredth":
            return hundreds, 2
        if at + 1 < len(words) and words[at] == "and" and _below_hundred(words, at + 1)[1]:
            at += 1
    value, used = _below_hundred(words, at)
    return hundreds + value, at + used - start


def _below_hundred(words: list[str], at: int) -> tuple[int, int]:
    word = words[at] if at < len(words) else ""
    if word in NUMBER_UNITS:
        return NUMBER_UNITS[word], 1
    if word not in NUMBER_TENS:
        return 0, 0
    unit = NUMBER_UNITS.get(words[at + 1], 0) if at + 1 < len(words) and not word.endswith("th") else 0
    return (NUMBER_TENS[word] + unit, 2) if 0 < unit < 10 else (NUMBER_TENS[word], 1)


def _plain_number(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return ordinal[1]
    return word.lstrip("0") or "0" if word.isdigit() else word


def _street(words: list[str]) -> StreetName:
    """Peel directions and the type off both ends; something always stays as the base."""
    words, post_dir = _direction_off_end(words)
    words, kind = _type_off_end(words)
    words, pre_dir = _direction_off_start(words, kind)
    words, pre_type = _type_off_start(words, kind)
    if pre_type and not words:
        words, post_dir = [post_dir], ""
    return StreetName(pre_dir, pre_type, _base(words), kind, post_dir)


def _direction_off_end(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 3 and words[-2] in ("n", "s") and words[-1] in ("e", "w"):
        words = [*words[:-2], words[-2] + words[-1]]
    if len(words) > 1 and words[-1] in DIRECTIONS and not _is_lettered(words):
        return words[:-1], DIRECTIONS[words[-1]]
    return words, ""


def _is_lettered(words: list[str]) -> bool:
    """`Avenue E`: the letter is the name, not a direction."""
    return len(words) == 2 and len(words[1]) == 1 and STREET_TYPES.get(words[0]) in _PRE_TYPES


def _type_off_end(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and words[-1] in STREET_TYPES:
        return words[:-1], STREET_TYPES[words[-1]]
    return words, ""


def _direction_off_start(words: list[str], kind: str) -> tuple[list[str], str]:
    if len(words) > 2 and words[0] in ("n", "s") and words[1] in ("e", "w"):
        words = [words[0] + words[1], *words[2:]]
    typed = len(words) > 2 and bool(_type_off_start(words[1:], kind)[1])
    if len(words) > 1 and words[0] in DIRECTIONS and (kind or typed or words[1] not in STREET_TYPES):
        return words[1:], DIRECTIONS[words[0]]
    return words, ""


def _type_off_start(words: list[str], kind: str) -> tuple[list[str], str]:
    """A leading type: `Avenue A`, `Loop 410`, `Avenue of the Americas`."""
    if kind or len(words) < 2 or words[0] not in STREET_TYPES:
        return words, ""
    pre_type, follower = STREET_TYPES[words[0]], words[1]
    numbered = len(words) == 2 and (follower[0].isdigit() or len(follower) == 1)
    if numbered or (pre_type in _PRE_TYPES and (follower in _LINKS or words[0] not in ("via", "rue"))):
        return words[1:], pre_type
    return words, ""


def _base(words: list[str]) -> str:
    text = " ".join(words)
    for pattern, name in _INITIALS:
        text = pattern.sub(name, text)
    return " ".join(BASE_WORDS.get(one, one) for one in text.split())
