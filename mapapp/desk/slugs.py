"""Identifiers that people can read, made from titles and labels."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

MOST = 80

_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(text: str, suffix: str = "", otherwise: str = "map") -> str:
    """Lower-case letters, digits and hyphens from `text`, then `suffix`; 72 at most, to leave room."""
    end = _plain(suffix)
    room = MOST - 8 - (len(end) + 1 if end else 0)
    stem = _plain(text)[:room].strip("-") or otherwise
    return f"{stem}-{end}" if end else stem


def free_slug(stem: str) -> Iterator[str]:
    """`stem`, then `stem-2`, `stem-3` and so on, 80 characters at most."""
    yield stem
    for number in count(2):
        yield f"{stem[: MOST - 8].rstrip('-')}-{number}"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text[:1_000]).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", decomposed.lower()).strip("-")
