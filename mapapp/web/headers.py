"""The headers that every response carries, decided in this one place."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, request

from mapapp.settings import Settings
from mapapp.web.access import OPEN, is_public

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask, settings: Settings) -> None:
    """Set the security headers on every response of `app`, errors included."""
    sources = _sources(settings)

    @app.after_request
    def secure(response: Response) -> Response:
        embeddable = request.endpoint == "reader.embed"
        ancestors = settings.frame_ancestors if embeddable else "'none'"
        policy = _policy({**sources, "frame-ancestors": ancestors})
        # An archive runs what is in it and nothing else, which only it can name.
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.update(_ALWAYS)
        private = request.path.startswith("/newsroom") or not is_public(request.endpoint)
        response.headers["Referrer-Policy"] = "same-origin" if private else "strict-origin-when-cross-origin"
        if private:
            response.headers["Cache-Control"] = "no-store"
        if request.endpoint in OPEN:
            # A sandboxed embed has no origin of its own, so what it fetches from here is foreign to it.
            response.headers["Access-Control-Allow-Origin"] = "*"
        if settings.https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _sources(settings: Settings) -> dict[str, str]:
    """The policy without its frame-ancestors; `data:` images are Leaflet's and the form controls'."""
    images = " ".join(["'self'", "data:", *_tile_origins(settings.tiles_url)])
    return {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": images,
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }


def _tile_origins(tiles_url: str) -> list[str]:
    """The one host that a configured tile address speaks to; its `{s}` becomes a wildcard."""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
