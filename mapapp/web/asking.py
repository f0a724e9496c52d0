"""Asking the app, in this process, for what readers would be sent, to make files of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client

from mapapp.errors import BadInput, MapappError, NotFound
from mapapp.settings import Settings, web_address
from mapapp.web.app import create_app
from mapapp.web.archives import ARCHIVE_PATH

_FAULT = 500


class Answer(NamedTuple):
    """What a reader would be sent of an address."""

    status: int
    mimetype: str
    body: bytes


class Readers:
    """Everyone who has not signed in, at the address `url` (http or https, perhaps with a folder).

    Raises BadInput when that is no such address.
    """

    def __init__(self, app: Flask, url: str) -> None:
        try:
            self.url = web_address(url)
        except ValueError as error:
            said = "is no address of a site; write it like https://maps.example.org/folder"
            raise BadInput(f"{url!r} {said}") from error
        self.app = app
        self.folder = urlsplit(self.url).path
        self._client = Client(app)

    def ask(self, path: str) -> Answer:
        """The answer to GET `path`, which begins with a slash; raises MapappError where the app fails."""
        response = self._client.get(path, base_url=self.url)
        answer = Answer(response.status_code, response.mimetype or "", response.get_data())
        response.close()
        if answer.status >= _FAULT:
            raise MapappError(f"{path} cannot be made: the app answers with {answer.status}.")
        return answer


@contextmanager
def readers(settings: Settings, url: str = "") -> Iterator[Readers]:
    """The readers of a newsroom, who know it by `url`, else as it is set, else by the address of `serve`."""
    known_by = url.rstrip("/") or settings.public_url or f"http://{settings.host}:{settings.port}"
    app = create_app(replace(settings, public_url=known_by))
    try:
        yield Readers(app, known_by)
    finally:
        app.extensions["published"].close()
        app.extensions["desk"].close()


def archive_of(settings: Settings, incident_id: str, url: str = "") -> bytes:
    """A published map as one file; raises NotFound when readers see no such map."""
    with readers(settings, url) as known:
        answer = known.ask(ARCHIVE_PATH.format(id=incident_id))
    if answer.status != 200:
        raise NotFound(f"There is no published map with the id {incident_id!r}.")
    return answer.body
