"""A story as it was read, for the terminal."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from mapapp.desk import ReadClaim, Reading, ReadMention, checked_words
from mapapp.errors import BadInput, NotFound
from mapapp.incident.words import PRECISION_WORDS, within_words

_WIDTH = 34


def story_in(path: str) -> str:
    """The text of a file, or of standard input for "-". Raises NotFound and BadInput."""
    try:
        read = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text.") from error


def as_json(reading: Reading) -> str:
    """The reading as one JSON object on one line."""
    return json.dumps(reading.as_json(), ensure_ascii=False)


def as_text(reading: Reading) -> str:
    """The reading as a person reads it: the place, the mentions, the claims, the times."""
    return "\n".join(_lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    yield f"place: {reading.article.place or 'not told'}"
    yield f"\n{len(reading.mentions)} mentions"
    for one in reading.mentions:
        yield from _mention_lines(one)
    yield f"\n{len(reading.claims)} claims"
    for claim in reading.claims:
        yield from _claim_lines(claim, reading)
    if reading.article.moments:
        yield f"\n{len(reading.article.moments)} times"
    for moment in reading.article.moments:
        yield f"  {_one_line(moment.text):{_WIDTH}} {moment.hedge} {moment.value}".rstrip()


def _mention_lines(read_mention: ReadMention) -> Iterator[str]:
    mention, answer = read_mention.mention, read_mention.answer
    outcome = answer.outcome.value.replace("_", " ") if answer else "-"
    yield f"  {_one_line(mention.text):{_WIDTH}} {mention.kind:13} {mention.role:11} {outcome}"
    if answer is None:
        return
    asked = f"{mention.phrase} ({mention.near})" if mention.near else mention.phrase
    if asked != _one_line(mention.text):
        yield f"      asked as: {asked}"
    if answer.candidates:
        best = answer.candidates[0]
        yield f"      {best.label}: {PRECISION_WORDS[best.precision]}, {within_words(best.radius_m)}"
    else:
        yield f"      {answer.explanation}"
    if mention.attribution:
        yield f"      said by: {mention.attribution.publisher}"


def _claim_lines(read_claim: ReadClaim, reading: Reading) -> Iterator[str]:
    claim, checked = read_claim.claim, read_claim.checked
    yield f"  {_one_line(claim.text):{_WIDTH}} {checked.verdict.value.replace('_', ' ')}"
    mentions = reading.article.mentions
    if claim.reference is not None and claim.subject is not None:
        start, end = mentions[claim.reference].text, mentions[claim.subject].text
        yield f"      from {_one_line(start)} to {_one_line(end)}"
    yield f"      {checked_words(checked)}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
