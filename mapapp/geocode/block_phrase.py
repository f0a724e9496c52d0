"""Reading a block: "the 2800 block of 40th Street", "800 - 899 BLK H ST", "28XX 40th Street". Pure."""

import re
from dataclasses import dataclass

_LIST = re.compile(r"(?<!\S)(\d{1,6})(?:, \d{1,6}){1,5},? (?:and|&) (\d{1,6})(?=[ -]blocks?\b)", re.I)
_SPACED_RANGE = re.compile(r"(?<=\d) - (?=\d)")
_SLASHED_RANGE = re.compile(r"(?<!\S)(\d{1,6}) ?/ ?(\d{1,6})(?=[ -](?:block|blk)s?\b)", re.I)
# "28XX 40th Street" as police logs write it.
_MASKED = re.compile(r"(?<!\S)(\d{1,4})xx(?: (?:block|blk)\.?)?(?: of)?(?= \S)", re.I)
_BLOCK = re.compile(
    r"(?:(?P<low>\d{1,6})(?:th|'s)?|unit|zero)(?P<hundred>[ -]hundred)?"
    r"(?: ?(?:-|to|through|and|&) ?(?P<high>\d{1,6}))?"
    r"[ -](?:blocks?|blks?)\.?(?: of)? (?P<street>\S.*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class BlockWords:
    """House numbers from `low` to `high`, the words from the street on, and those before the number."""

    low: int
    high: int
    street: str
    before: str


def plain_blocks(text: str) -> str:
    """The text with several blocks as a range, and digits that are crossed out as noughts."""
    text = _SPACED_RANGE.sub("-", text)
    lower = text.lower()
    if "bl" not in lower and "xx" not in lower:
        return text
    text = _MASKED.sub(r"\g<1>00 block of", text)
    return _SLASHED_RANGE.sub(r"\1-\2", _LIST.sub(r"\1 to \2", text))


def find_block(text: str) -> BlockWords | None:
    """The first block that a text names; one number stands for its hundred."""
    found = _BLOCK.search(text)
    if not found or text[: found.start()][-1:].strip():
        return None
    low = int(found["low"] or 0)
    low *= 100 if found["hundred"] and low < 100 else 1
    high = int(found["high"] or low)
    low, high = min(low, high), max(low, high)
    if not found["high"] or high % 100 == 0:
        low, high = low - low % 100, high - high % 100 + 99
    return BlockWords(low, high, found["street"], text[: found.start()].strip())
