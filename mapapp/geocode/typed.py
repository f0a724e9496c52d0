"""What somebody is about to write, read before it is whole: a street, a corner, a block. Pure."""

import re
from dataclasses import dataclass

from mapapp.geocode.plain_text import MAX_PHRASE, clean

_LEAD = re.compile(
    r"(?:(?:near|at|by|around|outside|inside|in|on|the|(?:\w+ )?corner of|intersection of) )+", re.IGNORECASE
)
_JOINED = re.compile(r"(.*\S)(?: (?:and|at|near) | ?[&@/] ?)(.*)", re.IGNORECASE)
_ENDS_JOINED = re.compile(r"(.*\S) and$", re.IGNORECASE)
_BLOCK = re.compile(
    r"(\d{3,6})(?:-\d{1,6})? (?:(?:b|bl|blo|bloc|blk|block)(?: (?:o|of))? )?(\S.*)", re.IGNORECASE
)
_BLOCK_BEGUN = re.compile(r"(?:b|bl|blo|bloc|blk|block)(?: (?:o|of))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed so far: `lead`, the words before the place ("near "), and `said`, the others.

    `first` is the first street of a corner, `rest` what was typed of its second; `hundred` the block whose
    street `rest` begins; `head` what stands before the comma behind which `rest` begins a locality. With none
    of them `rest` begins anything.
    """

    lead: str
    said: str
    rest: str
    first: str = ""
    hundred: int | None = None
    head: str = ""


def read_typed(text: str) -> Typed | None:
    """What is about to be written; None for fewer than two letters or digits, and for far too many."""
    if len(text) > MAX_PHRASE or sum(map(str.isalnum, text)) < 2:
        return None
    line = f"{clean(text)} " if text[-1:].isspace() else clean(text)
    found = _LEAD.match(line)
    lead = found[0] if found and line[found.end() :].strip() else ""
    return _read(lead, line[len(lead) :])


def _read(lead: str, said: str) -> Typed:
    joined = _JOINED.fullmatch(said) or _ENDS_JOINED.fullmatch(said)
    first, rest = (joined[1], joined[2] if joined.lastindex == 2 else "") if joined else ("", said)
    if "," in rest:
        head, _, locality = said.rpartition(",")
        return Typed(lead, said, locality.strip(), head=head.strip())
    if joined:
        return Typed(lead, said, rest.strip(), first=first)
    block = _BLOCK.fullmatch(rest)
    if block and not _BLOCK_BEGUN.fullmatch(block[2].strip()):
        return Typed(lead, said, block[2].strip(), hundred=int(block[1]) // 100 * 100)
    return Typed(lead, said, rest.strip())
