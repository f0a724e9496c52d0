r"""The checksums of an archived map: what it is sealed with, and how a file is held against them.

The last line of the file is `<!-- sha256 of the lines above: … -->`, so `head -n -1 FILE | sha256sum` says
the same without this program. The document lies in the file as it is served, but for `<`, which is written as
the JSON escape `\u003c`: its checksum is that of the bytes that `/maps/<id>.geojson` sends.
"""

import hashlib
import re
from typing import NamedTuple

from mapapp.errors import BadInput

DOCUMENT_OPENS = '<script type="application/geo+json" id="document">'

_SEAL = re.compile(rb"\n<!-- sha256 of the lines above: ([0-9a-f]{64}) -->\n\Z")
_DOCUMENT = re.compile(re.escape(DOCUMENT_OPENS.encode()) + rb"([^<]*)</script>")
_STATED = re.compile(rb'<code id="document-sha256">([0-9a-f]{64})</code>')
_ESCAPE = re.compile(rb"\\(u003c|.)", re.DOTALL)


class Seal(NamedTuple):
    """The SHA-256, in hexadecimal, of an archive's lines but the last, and of the document in it."""

    file: str
    document: str


def sha256(body: bytes) -> str:
    """The SHA-256 of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def as_data(json_text: bytes) -> bytes:
    """JSON for a data block of a page: no `<` in it, so that nothing in it ends the block."""
    return json_text.replace(b"<", rb"\u003c")


def sealed(page: str) -> bytes:
    """The page with its seal as the last line."""
    body = page.rstrip("\n").encode() + b"\n"
    return body + f"<!-- sha256 of the lines above: {sha256(body)} -->\n".encode()


def verify(archive: bytes) -> Seal:
    """The seal of an archive that is as it was made; raises BadInput for one that was changed or is none."""
    found = _SEAL.search(archive)
    documents, stated = _DOCUMENT.findall(archive), _STATED.findall(archive)
    if found is None or len(documents) != 1 or len(stated) != 1:
        raise BadInput("This is no archive of a map, or its end or its document is missing.")
    file = sha256(archive[: found.start() + 1])
    if file != found[1].decode():
        raise BadInput("This file was changed since it was made: its checksum is another.")
    document = sha256(_ESCAPE.sub(_unescaped, documents[0]))
    if document != stated[0].decode():
        raise BadInput("The document in this file is not the one that its checksum was taken of.")
    return Seal(file, document)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return b"<" if escape[1] == b"u003c" else escape[0]
