"""What is stored of an answer: files for a server to choose among, or one object that is sent as it is."""

from collections.abc import Mapping
from typing import NamedTuple

from mapapp.web.asking import Answer
from mapapp.web.caching import REVALIDATE, Packed, is_text

ENDINGS = (".gz", ".br")
"""Of the compressed files beside a plain one."""

_EFFORT = 5


class Body(NamedTuple):
    """Bytes to store under a name and `ending`, and the headers to send with them, if a store keeps any."""

    ending: str
    body: bytes
    headers: Mapping[str, str]


def as_files(answer: Answer) -> list[Body]:
    """The answer, and compressed what is smaller then; the plain one last, so that who finds it finds all."""
    packed = _packed(answer)
    bodies = {".gz": packed.gzipped, ".br": packed.brotlied} if packed else {}
    smaller = [Body(ending, body, {}) for ending, body in bodies.items() if len(body) < len(answer.body)]
    return [*smaller, Body("", answer.body, {})]


def as_object(answer: Answer) -> list[Body]:
    """The answer as a browser is to be sent it, since nobody is there to choose: texts as gzip.

    Not those that people download to keep: what fetches them may know no encodings.
    """
    headers = {"Cache-Control": REVALIDATE, **answer.headers}
    packed = _packed(answer)
    if packed is None or "Content-Disposition" in headers or len(packed.gzipped) >= len(answer.body):
        return [Body("", answer.body, headers)]
    return [Body("", packed.gzipped, {**headers, "Content-Encoding": "gzip"})]


def _packed(answer: Answer) -> Packed | None:
    """The answer in every encoding; None for what is compressed by nature."""
    return Packed(answer.body, answer.mimetype, _EFFORT) if is_text(answer.mimetype) else None
