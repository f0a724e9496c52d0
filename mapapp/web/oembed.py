"""oEmbed 1.0 (oembed.com): by a map's address, what another site needs to show it.

`/oembed` takes any address of a map; the two files beside a map's page say the same of that map alone, so
that a plain file server can answer too.
"""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, current_app, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from mapapp.errors import BadInput, MapappError, NotFound, meaning
from mapapp.incident.tongue import Tongue
from mapapp.maps.xml import as_xml
from mapapp.web.addresses import is_ours, public_root
from mapapp.web.caching import REVALIDATE, Packed, respond
from mapapp.web.context import published_maps
from mapapp.web.embedding import HEIGHT, WIDTH, oembed_code, sharing
from mapapp.web.published import PublishedMap
from mapapp.web.tongues import spoken, tongue, tongue_of

CACHE_SECONDS = 3_600
"""How long others may keep an answer; the frame in it is always the map as it is now."""

_OF_MAPS = frozenset({"reader.page", "reader.embed"})
_UNKNOWN_FORMAT = "The format of an answer is json or xml."

oembed = Blueprint("oembed", __name__)


@oembed.get("/oembed")
def ask() -> Response:
    """What shows the map at `url`, within `maxwidth` and `maxheight` pixels, as `format` json or xml."""
    return _explained(lambda: _by_address(request.args.get("url", "")))


@spoken(oembed, "/maps/<slug:incident_id>/oembed.<any(json, xml):kind>")
def of_map(incident_id: str, kind: str) -> Response:
    """The same of one map, whatever `url` is asked for."""
    return _explained(lambda: _answer(published_maps().map(incident_id, tongue()), None, kind))


def _by_address(address: str) -> Response:
    form = request.args.get("format", "json")
    if form not in _WRITERS:
        return _refused(HTTPStatus.NOT_IMPLEMENTED, _UNKNOWN_FORMAT)
    incident_id, spoken_in, at = _map_at(address)
    return _answer(published_maps().seen(incident_id, spoken_in, at), at, form)


def _map_at(address: str) -> tuple[str, Tongue, str | None]:
    """The map that an address of ours leads to, its language and the time asked for; raises NotFound."""
    if not is_ours(address):
        raise NotFound("This address is not one of this newsroom's maps.")
    parts = urlsplit(address)
    path = parts.path.removeprefix(urlsplit(public_root()).path).rstrip("/")
    endpoint, found = _route(path)
    if endpoint not in _OF_MAPS:
        raise NotFound("There is no map at this address.")
    return found["incident_id"], tongue_of(found["language"]), parse_qs(parts.query).get("at", [None])[0]


def _route(path: str) -> tuple[str, Mapping[str, Any]]:
    """The endpoint of a path and what is named in it; nothing where it leads nowhere."""
    try:
        return current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect as moved:
        return _route(urlsplit(moved.new_url).path)
    except HTTPException:
        return "", {}


def _answer(shown: PublishedMap, at: str | None, form: str) -> Response:
    mimetype, write = _WRITERS[form]
    return respond(request, Packed(write(_facts(shown, at)).encode(), mimetype), REVALIDATE)


def _facts(shown: PublishedMap, at: str | None) -> dict[str, str | int]:
    """An answer of the type `rich`; a picture only where it keeps to the size that was asked for."""
    widest, highest = _most("maxwidth"), _most("maxheight")
    height = min(HEIGHT, highest or HEIGHT)
    share = sharing(shown)
    facts: dict[str, str | int] = {
        "type": "rich",
        "version": "1.0",
        "title": shown.incident.title,
        "provider_name": urlsplit(public_root()).netloc,
        "provider_url": public_root() + "/",
        "cache_age": CACHE_SECONDS,
        "html": oembed_code(shown, height, at),
        "width": min(WIDTH, widest or WIDTH),
        "height": height,
    }
    wide, high = share.image_size
    if wide <= (widest or wide) and high <= (highest or high):
        facts |= {"thumbnail_url": share.image, "thumbnail_width": wide, "thumbnail_height": high}
    return facts


def _most(name: str) -> int | None:
    """A limit in pixels, or None where there is none; raises BadInput for what is no such number."""
    asked = request.args.get(name)
    if asked is None:
        return None
    if not (asked.isdecimal() and len(asked) < 7 and int(asked)):
        raise BadInput(f"{name} is a number of pixels.")
    return int(asked)


def _xml(facts: Mapping[str, str | int]) -> str:
    fields = (Markup("<{0}>{1}</{0}>").format(name, as_xml(str(it))) for name, it in facts.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{"".join(fields)}</oembed>'


def _json(facts: Mapping[str, str | int]) -> str:
    return json.dumps(facts, ensure_ascii=False)


_WRITERS: Mapping[str, tuple[str, Callable[[Mapping[str, str | int]], str]]] = {
    "json": ("application/json", _json),
    "xml": ("text/xml", _xml),
}


def _explained(answer: Callable[[], Response]) -> Response:
    """Errors as programs read them, whatever the caller says it accepts: consumers seldom say."""
    try:
        return answer()
    except MapappError as error:
        return _refused(meaning(error).http, str(error))


def _refused(status: int, said: str) -> Response:
    body = json.dumps({"error": {"status": int(status), "message": said}}, ensure_ascii=False)
    return Response(body, status, {"Cache-Control": REVALIDATE}, mimetype="application/json")
