"""Asking the app, in this process, for what readers would be sent: the door for who makes files of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

from mapapp.desk import Desk
from mapapp.errors import BadInput, Gone, MapappError, NotFound
from mapapp.maps.raster import RasterFile
from mapapp.settings import Settings, web_address
from mapapp.web.access import OPEN
from mapapp.web.app import create_app
from mapapp.web.archives import ARCHIVE_PATH
from mapapp.web.published import Published, PublishedMap
from mapapp.web.tongues import Tongues

_FAULT = 500
_OF_THE_BODY = ("Content-Type", "Content-Disposition", "Cache-Control")
_OF_THE_SERVER = frozenset({"reader.health"})
"""What is open to everyone and tells of the server, not of the maps."""


class Answer(NamedTuple):
    """What a reader would be sent of an address; `headers` are those about the body itself."""

    status: int
    mimetype: str
    body: bytes
    headers: Mapping[str, str]


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
        self.folder = urlsplit(self.url).path
        self._client = Client(app)
        self._rules = app.url_map.bind("localhost")
        self.desk = cast("Desk", app.extensions["desk"])
        self._published = cast("Published", app.extensions["published"])
        self._tiles = app.extensions["tiles"]
        self._tongues = cast("Tongues", app.extensions["tongues"])

    @property
    def language(self) -> str:
        """The language of pages whose address names none."""
        return self._tongues.own

    @property
    def pictures(self) -> RasterFile | None:
        """The file of pictures that lie under the maps instead of our own basemap, if that is so."""
        return self._tiles if isinstance(self._tiles, RasterFile) else None

    @property
    def basemap_version(self) -> str:
        """The word that the addresses of the basemap's tiles have in them."""
        return self._published.basemap.version()

    def ask(self, path: str) -> Answer:
        """The answer to GET `path`, which begins with a slash; raises MapappError where the app fails."""
        response = self._client.get(path, base_url=self.url)
        headers = {name: response.headers[name] for name in _OF_THE_BODY if name in response.headers}
        answer = Answer(response.status_code, response.mimetype or "", response.get_data(), headers)
        response.close()
        if answer.status >= _FAULT:
            raise MapappError(f"{path} cannot be made: the app answers with {answer.status}.")
        return answer

    def seen(self, incident_id: str, language: str) -> PublishedMap | None:
        """The map that readers see; None where they see none, or are told that it was retracted."""
        try:
            return self._published.map(incident_id, self._tongues.of(language))
        except (NotFound, Gone):
            return None

    def endpoints(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Every endpoint that readers ask, by each set of values that its addresses are made of."""
        for rule in self._rules.map.iter_rules():
            if rule.endpoint in OPEN - _OF_THE_SERVER and "GET" in (rule.methods or ()):
                yield rule.endpoint, frozenset(rule.arguments)

    def address(self, endpoint: str, **values: object) -> str:
        """The address of an endpoint, beginning with a slash."""
        return self._rules.build(endpoint, values)

    def leads_to(self, address: str) -> Mapping[str, Any] | None:
        """The values that an address of readers holds; None where it is none."""
        try:
            endpoint, values = self._rules.match(address, "GET")
        except HTTPException:
            return None
        return values if endpoint in OPEN - _OF_THE_SERVER else None


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
