"""Bodies that are made once and sent many times: kept, compressed, and answered with 304 when known."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from functools import cached_property
from typing import Generic, TypeVar

import brotli
from flask import Request, Response

from mapapp.web.converters import DIGEST_LENGTH

YEAR_S = 31_536_000
IMMUTABLE = f"public, max-age={YEAR_S}, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
"""Kept, but asked about before each use: a reader never sees what has been corrected."""

_BROTLI_BEST_BYTES = 200_000
"""Above this brotli's best effort would take seconds."""

_TEXTS = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/javascript",
    "application/xml",
    "image/svg+xml",
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Packed:
    """A body in the encodings a browser may ask for; the same bytes in every process.

    `brotli_quality` is 0 to 11; the last steps cost ten times the time for a tenth of the size, so
    they are for what is sent often.
    """

    def __init__(self, body: bytes, mimetype: str, brotli_quality: int = 11) -> None:
        self.body = body
        self.mimetype = mimetype
        self._quality = brotli_quality if len(body) <= _BROTLI_BEST_BYTES else min(brotli_quality, 6)
        self.digest = hashlib.sha256(body).hexdigest()[:24]

    @property
    def version(self) -> str:
        """A short word for an address, another as soon as the body is."""
        return self.digest[:DIGEST_LENGTH]

    @cached_property
    def gzipped(self) -> bytes:
        """The body as gzip, without a timestamp."""
        return gzip.compress(self.body, compresslevel=9, mtime=0)

    @cached_property
    def brotlied(self) -> bytes:
        """The body as brotli."""
        return bytes(brotli.compress(self.body, quality=self._quality))

    def encoded(self, encoding: str) -> bytes:
        """The body as `br`, `gzip` or `identity`."""
        if encoding == "br":
            return self.brotlied
        return self.gzipped if encoding == "gzip" else self.body

    def etag(self, encoding: str) -> str:
        """A strong entity tag; RFC 9110 section 8.8.3.3 wants one per encoding."""
        return self.digest if encoding == "identity" else f"{self.digest}-{encoding}"


def is_text(mimetype: str) -> bool:
    """Whether a body is worth compressing: pictures and papers are compressed by nature."""
    return mimetype.startswith(_TEXTS)


def short_digest(*told: object) -> str:
    """A short word for what a body depends on, known before the body is made."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:DIGEST_LENGTH]


def kept_if(is_current: bool) -> str:
    """The Cache-Control of what its address names for good, if that is what it leads to still."""
    return IMMUTABLE if is_current else REVALIDATE


def respond(
    request: Request, packed: Packed, cache_control: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The response in the best encoding the caller accepts, or 304 when the caller has it already."""
    has_encodings = is_text(packed.mimetype)
    encoding = _best_encoding(request) if has_encodings else "identity"
    asked = request.if_none_match
    # Weakly, as RFC 9110 section 13.1.2 compares: a proxy that recompresses marks our tags as weak.
    known = any(asked.contains_weak(packed.etag(one)) for one in ("br", "gzip", "identity"))
    response = Response(status=304) if known else Response(packed.encoded(encoding))
    response.mimetype = packed.mimetype
    if encoding != "identity" and not known:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(packed.etag(encoding))
    response.headers["Cache-Control"] = cache_control
    if has_encodings:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers.update(headers or {})
    return response


def _best_encoding(request: Request) -> str:
    """The smallest of the encodings accepted with the highest quality."""
    accepted = request.accept_encodings
    offered = [(accepted[one], one) for one in ("br", "gzip") if accepted[one] > 0]
    return max(offered, key=lambda pair: pair[0])[1] if offered else "identity"


class Shelf(Generic[K, V]):
    """Keeps the `limit` values last asked for; each is made once, however many threads ask at a time."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, Future[V]] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` if it is not there; what that raises is raised and not kept."""
        kept, is_new = self._reserve(key)
        if is_new:
            self._fill(key, kept, make)
        return kept.result()

    def __len__(self) -> int:
        return len(self._kept)

    def _reserve(self, key: K) -> tuple["Future[V]", bool]:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept, False
            fresh: Future[V] = Future()
            self._kept[key] = fresh
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
            return fresh, True

    def _fill(self, key: K, kept: "Future[V]", make: Callable[[], V]) -> None:
        try:
            kept.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is kept:
                    del self._kept[key]
            kept.set_exception(error)
            raise
