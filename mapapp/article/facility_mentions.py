"""Recognising hospitals, schools, parks and other sites, with a name or without. Pure."""

from mapapp.article.found import Found
from mapapp.article.lexicon import AT_WORDS, EVENT_WORDS, PEOPLE_NOUNS, PERSON_TITLES, SPEECH
from mapapp.article.model import MentionKind
from mapapp.article.place_mentions import PlaceReader
from mapapp.article.street_names import is_person
from mapapp.article.tokens import Tokens
from mapapp.streets.vocabulary import STATE_NAMES

_CARE_NOUNS = frozenset({"hospital", "clinic", "infirmary"})
_SITE_NOUNS = frozenset({
    "school", "academy", "airport", "courthouse", "library", "church", "cathedral", "mosque", "temple",
    "synagogue", "jail", "capitol", "statehouse", "prison", "mall", "stadium", "arena", "park", "zoo",
    "museum", "hotel", "motel", "inn", "casino", "theater", "theatre", "bridge", "tunnel", "station",
    "terminal", "harbor", "marina", "beach", "plaza", "apartments", "campground", "cemetery", "fairgrounds",
    "racetrack", "college", "university", "institute", "headquarters", "tower", "cafe", "restaurant", "bar",
    "tavern", "pub", "grill", "diner", "market", "supermarket", "warehouse", "plant", "factory", "mill",
    "refinery", "dam", "playground", "pool", "lounge", "club", "penitentiary", "center", "centre",
    "building", "hall",
})  # fmt: skip
_INSTITUTIONS = frozenset(
    {
        "university",
        "college",
        "institute",
        "center",
        "centre",
        "building",
        "hall",
        "club",
        "plant",
        "market",
        "tower",
        "bar",
    }
)
_DETAINING = frozenset({"correctional", "detention", "penal"})
_LINKS = frozenset({"all", "our", "of", "the", "'s", "&", "for", "de", "at", "and"})
_CARE_AT_END = frozenset({"center", "centre", "campus"})
_UNNAMED = (
    ("trauma", "center"),
    ("medical", "center"),
    ("hospital",),
    ("hospitals",),
    ("burn", "center"),
)
_UNNAMED_PLACED = (
    ("police", "station"),
    ("police", "headquarters"),
    ("county", "courthouse"),
    ("courthouse",),
    ("high", "school"),
    ("middle", "school"),
    ("elementary", "school"),
    ("school",),
    ("county", "jail"),
    ("jail",),
)
_DETERMINERS = frozenset({"a", "an", "another", "one", "two", "three"})
_VAGUE = frozenset({"local", "area", "nearby", "regional", "undisclosed", "unnamed", "level", "different"})
_DETACHED = _VAGUE | {"i", "ii", "major", "university", "suburban", "1", "trauma", "children's", "burn"}
_TRANSPORT = frozenset({
    "taken", "airlifted", "flown", "transported", "rushed", "brought", "driven", "carried", "transferred",
    "moved", "sent", "admitted", "treated", "helicopter", "ambulance", "hospitalized", "transport",
})  # fmt: skip
_LEADS = frozenset({
    "to", "from", "of", "into", "searched", "left", "visited", "evacuated", "closed", "close", "closes",
    "entered", "reached",
    "hit", "damaged", "struck", "destroyed", "burned",
})  # fmt: skip
_MOST_WORDS = 8


def facility_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """A facility that begins at token `at`."""
    return (
        unnamed_at(tokens, at, places) or _named_at(tokens, at, places) or _transported_to(tokens, at, places)
    )


def unnamed_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`a hospital in Milwaukee`, `a Milwaukee hospital`, `area hospitals`."""
    low = tokens.low(at)
    determined = low in _DETERMINERS
    here = at + determined
    vague = False
    while (
        tokens.low(here) in _DETACHED
        and here < at + 5
        and not (tokens.low(here) in ("trauma", "burn") and tokens.low(here + 1) in ("center", "centre"))
    ):
        vague = True
        here += 1
    town = places.attributive_at(here)
    if town:
        here = town
    if not (determined or vague or town) or not tokens.joined(at):
        return None
    noun = next((one for one in _UNNAMED if tokens.starts_with(here, *one)), None)
    placed_noun = next((one for one in _UNNAMED_PLACED if tokens.starts_with(here, *one)), None)
    if (not noun and not placed_noun) or tokens.is_capital(here):
        return None
    end = here + len(noun or placed_noun or ())
    if (
        not tokens.joined(end - 2)
        or tokens.low(end) in PEOPLE_NOUNS
        or tokens.low(end) in ("bed", "room", "bill")
    ):
        return None
    inside = places.in_town_end(end)
    if not noun and not (town or inside):
        return None
    return Found(at, inside or end, MentionKind.FACILITY, unnamed=True)


def _named_at(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`Froedtert Hospital`, `Bradford High School`, `Petrifying Springs Park`."""
    if tokens.in_headline(at) or not tokens.is_name_word(at) or tokens.low(at) in PERSON_TITLES:
        return None
    if at and tokens.joined(at - 1) and tokens.is_name_word(at - 1):
        return None
    run = _run_end(tokens, at)
    noun = run if tokens.word(run) == "station" and tokens.joined(run - 1) else _last_noun(tokens, at, run)
    if noun is None or _is_of_people(tokens, noun + 1) or places.is_town_name(at, noun + 1):
        return None
    if not _is_care(tokens, at, noun + 1):
        vague = tokens.low(noun) in _INSTITUTIONS and not _has_event(tokens, at)
        if vague or not _is_placed(tokens, at):
            return None
    return Found(at, noun + 1, MentionKind.FACILITY)


def _is_of_people(tokens: Tokens, end: int) -> bool:
    """Whether those who speak for it are meant, not the place: `hospital spokesman`, `hospital said`."""
    after = tokens.low(end)
    return after in PEOPLE_NOUNS or after in SPEECH or tokens.low(end + 1) in PEOPLE_NOUNS


def _run_end(tokens: Tokens, at: int) -> int:
    end = at + 1
    while end < at + _MOST_WORDS and tokens.joined(end - 1):
        linked = tokens.low(end) in _LINKS and tokens.is_name_word(end + 1) and tokens.joined(end)
        named = tokens.is_name_word(end)
        if tokens.low(end) in ("at", "and") and not _joins_care(tokens, at, end):
            break
        if not linked and not named:
            break
        end += 1
    return end


def _joins_care(tokens: Tokens, at: int, end: int) -> bool:
    """`Froedtert & the Medical College`: "and" and "at" join only inside the name of a hospital."""
    return (
        any(one in ("hospital", "medical", "health") for one in tokens.lows(end, end + 4))
        and (not any(one in _CARE_NOUNS for one in tokens.lows(at, end)))
        and tokens.low(end) == "&"
    )


def _last_noun(tokens: Tokens, at: int, end: int) -> int | None:
    """The last word of the run that says what it is, not the first word of it."""
    for here in range(end - 1, at, -1):
        low = tokens.low(here)
        prison = low in ("institution", "facility") and tokens.low(here - 1) in _DETAINING
        if low in _CARE_NOUNS or low in _SITE_NOUNS or prison or (low in ("of", "the")):
            if low in ("of", "the"):
                continue
            return here if here == end - 1 or low in _CARE_NOUNS else None
        if low in _INSTITUTIONS:
            return here
    if tokens.low(at) == "university" and tokens.low(at + 1) == "of" and end > at + 2:
        return end - 1
    return None


def _is_care(tokens: Tokens, at: int, end: int) -> bool:
    lows = tokens.lows(at, end)
    return lows[-1] in _CARE_NOUNS or (
        lows[-1] in _CARE_AT_END
        and any(one in ("medical", "hospital", "health", "trauma", "cancer") for one in lows)
    )


def _is_placed(tokens: Tokens, at: int) -> bool:
    before = tokens.back(at, 2)
    if before and before[-1] == "the":
        before.pop()
    return bool(before) and (before[-1] in AT_WORDS or before[-1] in _LEADS)


def _has_event(tokens: Tokens, at: int) -> bool:
    lows = tokens.back(at, 25)
    return any(one in EVENT_WORDS for one in lows)


def _transported_to(tokens: Tokens, at: int, places: PlaceReader) -> Found | None:
    """`taken to Froedtert South`: a name after such words; only a list of facilities can tell."""
    if tokens.low(at - 1) not in ("to", "at") or not tokens.is_name_word(at) or tokens.in_headline(at):
        return None
    if not _TRANSPORT & set(tokens.back(at - 1, 6)) or places.town_at(at):
        return None
    end = at + 1
    while tokens.joined(end - 1) and end < at + 5 and (tokens.is_name_word(end) or tokens.low(end) == "'s"):
        end += 1
    if tokens.low(at) in STATE_NAMES or is_person(tokens, at, end):
        return None
    return Found(at, end, MentionKind.FACILITY, doubtful=end == at + 1)
