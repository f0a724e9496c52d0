"""The headers of security and privacy, decided in this one place."""

from http import HTTPStatus

from flask import Flask, Response, request

from mapapp.maps.providers import TileProvider
from mapapp.maps.raster import RasterFile
from mapapp.settings import Settings
from mapapp.web.access import OPEN, is_public
from mapapp.web.caching import REVALIDATE

_OF_DOCUMENTS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_PARTS = frozenset({"static", "reader.map_script", "reader.places", "reader.state", "reader.tile"})
"""What pages are made of, a dozen for a map: a policy means something for documents only."""

_EMBEDS = frozenset({"reader.embed", "reader.embed_of_places"})
"""What other sites may show in a frame, as far as the setting lets them."""

_WITH_MAPS = _EMBEDS | {"reader.page", "reader.page_of_places"}
"""The pages that may show a configured provider's tiles."""


def init_app(app: Flask, settings: Settings, tiles: TileProvider | RasterFile | None) -> None:
    """Set the security headers on every response of `app`, errors included.

    They go by the endpoint that answers, not by the address, since a page has one address for each language.
    """

    @app.after_request
    def secure(response: Response) -> Response:
        endpoint = request.endpoint
        response.headers["X-Content-Type-Options"] = "nosniff"
        if endpoint not in _PARTS or response.status_code >= HTTPStatus.BAD_REQUEST:
            # An archive runs what is in it and nothing else, which only it can name.
            response.headers.setdefault("Content-Security-Policy", _policy_of(endpoint, settings, tiles))
            response.headers.update(_OF_DOCUMENTS)
        private = request.path.startswith("/newsroom") or not is_public(endpoint)
        # A provider may ask to know which site shows its tiles (OpenStreetMap does), never which page.
        response.headers["Referrer-Policy"] = "same-origin" if private else "strict-origin-when-cross-origin"
        if private:
            response.headers["Cache-Control"] = "no-store"
        elif response.status_code >= HTTPStatus.BAD_REQUEST:
            # By itself a cache may keep that there is nothing, or no more (RFC 9110 section 15.1).
            response.headers.setdefault("Cache-Control", REVALIDATE)
        if request.endpoint in OPEN:
            # A sandboxed embed has no origin of its own, so what it fetches from here is foreign to it.
            response.headers["Access-Control-Allow-Origin"] = "*"
        if settings.https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _policy_of(endpoint: str | None, settings: Settings, tiles: TileProvider | RasterFile | None) -> str:
    ancestors = settings.frame_ancestors if endpoint in _EMBEDS else "'none'"
    images = _images(tiles if endpoint in _WITH_MAPS else None)
    directives = {**_SOURCES, "img-src": images, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _images(tiles: TileProvider | RasterFile | None) -> str:
    """Our own images, and the one host of a provider; `data:` images are Leaflet's and the form controls'."""
    origin = tiles.origin if isinstance(tiles, TileProvider) else ""
    return " ".join(["'self'", "data:", *([origin] if origin else [])])
