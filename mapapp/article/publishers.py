"""What may be named as the source of somebody's words: never the name of a private person. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mapapp.streets.vocabulary import STATE_NAMES

A_PERSON = "a person who is quoted"

_OUTLETS = frozenset(
    """
    ap reuters afp upi bloomberg cnn bbc npr pbs nbc abc cbs msnbc cnbc cbc axios politico buzzfeed
    huffpost propublica tmz univision telemundo newsweek bellingcat storyful newsday oregonian newsmax
    news times journal sentinel herald tribune gazette tv radio chronicle register inquirer dispatch
    examiner observer independent courier daily weekly magazine telegraph ledger republic enquirer
    intelligencer bulletin argus statesman newswire broadcasting network newshour eyewitness associated
    jazeera newspapers
    """.split()  # noqa: SIM905
)
# Newspapers are called so, and people: these need an article, or three words.
_OUTLETS_OR_SURNAMES = frozenset(
    """
    post press star globe mercury bee record mirror guardian standard reporter advocate beacon messenger
    mail today review democrat citizen eagle banner monitor pilot leader reader sun patch voice world
    """.split()  # noqa: SIM905
)
# What may follow it: "Fox 6 Now"; after any other word somebody's name may follow.
_OUTLET_TAILS = frozenset({"now", "tv", "news", "online", "live"})
_LINKS = frozenset({"of", "for", "with", "from", "at", "and"})
_ACRONYM = re.compile(r"[A-Z]{3,6}")
_CALLED = re.compile(
    r"\b[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?(?!\w)|\w\.(?:com|org|net)(?!\w)"
    r"|\b(?:[Ff]ox|FOX|NBC|ABC|CBS|Channel|CW|Local|Action|News)\s?\d{1,2}(?!\w)"
)

BODIES = frozenset(
    """
    police sheriff's department departments dept office offices bureau agency patrol trooper troopers
    marshals rescue authorities official officials commission district administration service services
    hospital coroner's examiner's prosecutors county division officers deputies firefighters investigators
    detectives paramedics dispatchers health institute association survey university transportation
    ministry company council responders fbi atf dea ntsb noaa usgs fema faa epa utility energy electric
    corp inc llc enforcement documents records complaint affidavit logs filings attorney's
    """.split()  # noqa: SIM905
)
_BODIES_OR_SURNAMES = frozenset(
    "fire court guard union center state city school schools college army navy medical board crews".split()  # noqa: SIM905
)
_BODIES_OF = frozenset(
    {
        "city",
        "town",
        "village",
        "county",
        "department",
        "departments",
        "dept",
        "division",
        "bureau",
        "university",
        "board",
        "institute",
    }
)

# "And" goes on with the name of an agency before these, and not with somebody's.
_AFTER_AND = frozenset(
    f"and {one}"
    for one in (
        "human", "wildlife", "recreation", "families", "family", "prevention", "safety", "rescue", "welfare",
        "corrections", "rehabilitation", "conservation", "firearms", "environment", "forestry",
        "transportation",
    )
)  # fmt: skip

# Ranks speak for their agency, offices for themselves.
RANKS = frozenset(
    """
    sgt sergeant lt lieutenant capt captain cpl corporal maj major det detective officer trooper deputy
    inspector cmdr commander spokesman spokeswoman spokesperson agent chief superintendent supt
    undersheriff director meteorologist commissioner marshal
    """.split()  # noqa: SIM905
)
OFFICES = frozenset(
    """
    sheriff mayor governor gov general coroner attorney prosecutor senator sen representative rep alderman
    alderwoman ald councilman councilwoman president executive judge lawyer doctor dr administrator
    manager principal
    """.split()  # noqa: SIM905
)
_IN_FULL = {
    "gov": "governor", "sgt": "sergeant", "lt": "lieutenant", "capt": "captain", "cpl": "corporal",
    "maj": "major", "det": "detective", "cmdr": "commander", "ald": "alderperson", "sen": "senator",
    "rep": "representative", "dr": "doctor", "supt": "superintendent",
}  # fmt: skip
_OFFICE_LEADS = frozenset(
    """
    district attorney police fire battalion assistant deputy general county state vice city u.s us family
    defense school hospital lieutenant interim acting medical district lt
    """.split()  # noqa: SIM905
)

_PLAIN_LEADS = frozenset({"law", "local", "criminal", "court", "emergency", "federal", "several", "two"})

_KIN = frozenset(
    """
    mother father brother sister son daughter wife husband aunt uncle cousin grandmother grandfather
    parent parents relative relatives family fiancee fiance girlfriend boyfriend
    """.split()  # noqa: SIM905
)
PRIVATE = _KIN | frozenset(
    """
    neighbor neighbors neighbour neighbours witness witnesses eyewitness eyewitnesses bystander bystanders
    resident residents homeowner homeowners friend friends teacher teachers student students driver
    drivers passenger passengers motorist motorists victim victims survivor survivors customer customers
    employee employees worker workers owner owners clerk tenant tenants landlord protester protesters
    demonstrator demonstrators man woman boy girl caller callers shopper shoppers pastor coworker viewer
    viewers runner runners patient nurse bartender hiker hikers organizer organizers user users person
    people man's woman's
    """.split()  # noqa: SIM905
)


class Speaker(NamedTuple):
    """What may be named, and which sort it is: "outlet", "agency", "person"."""

    publisher: str
    sort: str


def speaker_of(tokens: Sequence[str], aside: Sequence[str] = ()) -> Speaker:
    """Who speaks, of the words that name the speaker, and of those in commas after them.

    An outlet or an agency by its name, an officer by agency or office ("Kenosha County Sheriff"), a private
    person by what they are ("a neighbor"), everybody else as "a person who is quoted".
    """
    words = [*tokens]
    private = next((one for one in words if _is_private(one, first=one is words[0])), "")
    if private and not {plain(one) for one in words} & {"attorney", "lawyer"}:
        return Speaker(_someone(private), "person")
    for read in (_outlet, _officer, _agency):
        found = read(words)
        if found:
            return found
    if aside:
        return speaker_of(aside)
    return Speaker(A_PERSON, "person")


def plain(token: str) -> str:
    """A word without its punctuation and case."""
    return token.strip('.,;:"“”()').lower().replace("’", "'")


def without_article(words: Sequence[str]) -> list[str]:
    """The words without "the" or "a" before them."""
    return [*words[1:]] if words and words[0].lower() in ("the", "a", "an") else [*words]


def _is_private(token: str, *, first: bool) -> bool:
    return plain(token) in PRIVATE and (first or token[:1].islower())


def _someone(word: str) -> str:
    who = plain(word).removesuffix("'s")
    if who in _KIN:
        return "a relative"
    if who.endswith("s") and not who.endswith("witness"):
        return who
    return who if who == "people" else f"{'an' if who[0] in 'aeiou' else 'a'} {who}"


def _outlet(words: Sequence[str]) -> Speaker | None:
    """An outlet up to the last word that makes it one: who reports for it is left out."""
    name = _after_link(words, lambda one: plain(one) in _OUTLETS | _OUTLETS_OR_SURNAMES)
    is_articled = len(without_article(name)) < len(name)
    name = without_article(name)
    found = [i for i, one in enumerate(name) if _is_outlet(name, i)]
    if found or is_articled or len(name) > 2:
        found += [i for i, one in enumerate(name) if plain(one) in _OUTLETS_OR_SURNAMES and one[:1].isupper()]
    last = max(found, default=None)
    if last is None or {plain(one) for one in name[:last]} & (RANKS | OFFICES):
        return None
    while last + 1 < len(name) and (name[last + 1].isdigit() or plain(name[last + 1]) in _OUTLET_TAILS):
        last += 1
    return Speaker(" ".join(name[: last + 1]).strip(",."), "outlet")


def _is_outlet(name: Sequence[str], at: int) -> bool:
    word = name[at]
    if not (word[:1].isupper() or "." in word):
        return False
    called = _CALLED.search(" ".join([word, *name[at + 1 : at + 2]]))
    if called and called[0].isupper() and called[0].isalpha() and any(map(str.isupper, name[:at])):
        called = None  # A name in capitals: "JANE WARD".
    return bool(set(plain(word).split("-")) & _OUTLETS or (called and called.start() <= len(word)))


def _officer(words: Sequence[str]) -> Speaker | None:
    """One who speaks by office; the name goes, the agency or the office stays."""
    titles = RANKS | OFFICES
    at = next((i for i, one in enumerate(words) if plain(one) in titles), None)
    if at is None:
        return None
    while at + 1 < len(words) and plain(words[at + 1]) in titles:
        at += 1
    before = without_article(words[:at])
    agency = _agency_after(words[at + 1 :])
    if plain(words[at]) in RANKS and len(before) > 1 and _is_body(before[-1]):
        agency = agency or " ".join(before).removesuffix("'s").removesuffix("’s")
    return Speaker(agency or _title(before, words[at:], articled=len(before) < at), "agency")


def _title(before: list[str], rest: Sequence[str], *, articled: bool) -> str:
    """The office with what it is of: "Kenosha County sheriff", "the police chief"."""
    title = _in_full(rest[0])
    while before and _leads_title(before):
        title = f"{_in_full(before.pop())} {title}"
    # "Robert Sheriff" may be a name; with a name after it, or an article before, it is an office.
    is_name = len(rest) == 1 and not articled
    if not before or is_name or any(not one[:1].isupper() or _is_owner(one) for one in before):
        return f"the {title}"
    return f"{' '.join(before)} {title}"


def _in_full(word: str) -> str:
    return _IN_FULL.get(plain(word), plain(word))


def _leads_title(before: Sequence[str]) -> bool:
    word = before[-1]
    if len(before) > 1 and plain(word) in ("county", "city", "state") and word[:1].isupper():
        return False  # The end of a name: "Kenosha County sheriff".
    return plain(word) in _OFFICE_LEADS | RANKS | OFFICES or (word.islower() and _is_body(word))


def _agency_after(words: Sequence[str]) -> str | None:
    """The agency in "… of the Kenosha Police Department"."""
    at = next((i for i, one in enumerate(words) if one in _LINKS), None)
    found = _agency(words[at + 1 :]) if at is not None else None
    return found.publisher if found else None


def _agency(words: Sequence[str]) -> Speaker | None:
    """An agency up to the last word that makes it one, with "of Justice" or "in Kenosha" after it."""
    said = _before_link(_after_link(words, _is_body))
    name = without_article(said)
    last = max((i for i, one in enumerate(name) if _is_body(one)), default=None)
    if last is None:
        return Speaker(" ".join(name), "agency") if _is_acronym(name) else None
    is_surname = plain(name[last]) in _BODIES_OR_SURNAMES and name[last][:1].isupper()
    if is_surname and len(name) < 3 and len(name) == len(said):
        return None
    end = _with_place(name, last)
    start = max((i + 1 for i in range(last) if _is_owner(name[i]) and name[last].islower()), default=0)
    return Speaker(_as_said(name[start:end]), "agency")


def _with_place(name: Sequence[str], last: int) -> int:
    """Where an agency's name ends whose last word is known: after "of Justice", "in Kenosha" too."""
    joint = name[last + 1] if last + 1 < len(name) else ""
    if not (joint == "in" or (joint == "of" and plain(name[last]) in _BODIES_OF)):
        return last + 1
    end = last + 2
    while end < len(name) and (name[end][:1].isupper() or plain(" ".join(name[end : end + 2])) in _AFTER_AND):
        end += 1
    return end


def _after_link(words: Sequence[str], belongs: Callable[[str], bool]) -> Sequence[str]:
    """The words after "of", "for", "and" where what is before is no part of the name: a person may be."""
    known = next((i for i, one in enumerate(words) if belongs(one)), len(words))
    at = max((i for i, one in enumerate(words[:known]) if one in _LINKS), default=-1)
    return words[at + 1 :]


def _before_link(words: Sequence[str]) -> Sequence[str]:
    """The words up to the "and" or "with" after an agency that leads to another name."""
    first = next((i for i, one in enumerate(words) if _is_body(one)), len(words))
    for i in range(first + 1, len(words) - 1):
        is_part = words[i] == "of" and plain(words[i - 1]) in _BODIES_OF
        is_part = is_part or plain(" ".join(words[i : i + 2])) in _AFTER_AND
        if words[i] in _LINKS and words[i + 1][:1].isupper() and not is_part:
            return words[:i]
    return words


def _as_said(name: Sequence[str]) -> str:
    """A name as it stands; plain nouns as they stand within a sentence."""
    first, *rest = name
    if (
        plain(first) in _OFFICE_LEADS | BODIES | _PLAIN_LEADS
        and all(one.islower() for one in rest)
        and not first.isupper()
    ):
        first = first.lower()
    return " ".join([first, *rest]).strip(",")


def _is_owner(token: str) -> bool:
    """Whether it is somebody's: "Doe's office"."""
    return token.endswith(("'s", "’s", "s'", "s’")) and not _is_body(token)


def _is_body(token: str) -> bool:
    return plain(token) in BODIES or plain(token) in _BODIES_OR_SURNAMES


def _is_acronym(name: Sequence[str]) -> bool:
    """Whether it is "NWS", or "Wisconsin DNR"; the last of other words may be a surname in capitals."""
    *before, last = name or [""]
    return bool(_ACRONYM.fullmatch(last)) and " ".join(before).lower() in ("", "u.s.", *STATE_NAMES)
