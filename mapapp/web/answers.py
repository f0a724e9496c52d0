"""What readers were answered last, sent again for as long as nothing has changed.

Where thousands read one map, asking the database and Flask anew for each costs fifty times the sending. What
anyone may read looks at nobody (`access.OPEN`): the same question has the same answer until the database, the
installed streets or the second changes. The second, because a publication may have waited for it.
"""

from collections.abc import Callable, Hashable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask, Response, request

from mapapp.web.access import OPEN

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ASKED = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "SCRIPT_NAME",
    "PATH_INFO",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
)
"""All that an answer without a query depends on."""

_IS_KEPT = "mapapp.answer_is_kept"
_KEPT_STATUS = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


class _Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Answers:
    """Asks `inner`, and keeps what it may send again while `edition` is the same; None is never the same."""

    def __init__(self, inner: "WSGIApplication", edition: Callable[[], Hashable | None]) -> None:
        self._inner = inner
        self._edition = edition
        self._kept: tuple[Hashable, dict[tuple[Any, ...], _Answer]] = (None, {})

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI (PEP 3333) has it."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
            return self._inner(environ, start_response)
        # Asked for before the answer is made, so that what is written meanwhile outdates it.
        edition = self._edition()
        if edition is None:
            return self._inner(environ, start_response)
        kept = self._of(edition)
        asked = tuple(map(environ.get, _ASKED))
        found = kept.get(asked)
        if found is None:
            return self._ask(environ, start_response, kept, asked)
        start_response(found.status, found.headers.copy())
        return [found.body]

    def _of(self, edition: Hashable) -> dict[tuple[Any, ...], _Answer]:
        """What is kept of an edition; what was kept of the one before is dropped."""
        last, kept = self._kept
        if last != edition:
            kept = {}
            self._kept = edition, kept
        return kept

    def _ask(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        kept: dict[tuple[Any, ...], _Answer],
        asked: tuple[Any, ...],
    ) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def starting(status: str, headers: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            begun[:] = [(status, headers.copy())]
            return start_response(status, headers, *failed)

        answer = self._inner(environ, starting)
        if not environ.get(_IS_KEPT):
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        kept[asked] = _Answer(*begun[0], body)
        return [body]


def init_app(app: Flask, edition: Callable[[], Hashable | None]) -> None:
    """Let `app` send again what anyone may read, while `edition` stays the same."""

    @app.after_request
    def mark(response: Response) -> Response:
        if request.endpoint in OPEN and response.status_code in _KEPT_STATUS:
            request.environ[_IS_KEPT] = not response.is_streamed
        return response

    app.wsgi_app = Answers(app.wsgi_app, edition)  # type: ignore[method-assign]
