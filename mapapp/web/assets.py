"""The static files: our own, minified and some bundled, and Leaflet's from the XStatic-Leaflet package."""

import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from flask import Flask, Response, abort, request
from werkzeug.security import safe_join
from xstatic.pkg import leaflet

from mapapp.web.caching import Packed, Shelf, kept_if, respond

_OWN = Path(__file__).parent.parent / "static"
_LEAFLET = "leaflet/"
_UNKNOWN = "application/octet-stream"

# Leaflet is one function, which browsers would skim, then read again as it is called: the comment has
# Chromium read it once, beside the page's thread. And it asks for Internet Explorer's namespaces; where
# they are missing that is an error, and all of the function is read anew to tell where. Both took longer
# than all that Leaflet does.
_AHEAD_OF_LEAFLET = b"//# allFunctionsCalledOnLoad\ndocument.namespaces??={add(){}};\n"

_BASEMAP = ("ground", "along", "lettering", "basemap")

BUNDLES: Mapping[str, tuple[str, ...]] = {
    "js/reader.js": ("say", "turns", "heights", "live", "opening", "height"),
    "js/map.js": (
        "load",
        "page",
        "controls",
        "gestures",
        *_BASEMAP,
        "spots",
        "popups",
        "list",
        "pointers",
        "rove",
        "layers",
        "timeline",
        "share",
        "places",
        "drawn",
    ),
    "js/basemap.js": _BASEMAP,
    "js/crowds.js": ("counts", "pages", "crowd"),
}
"""Scripts that are sent as one: what every page of a map has, what its map needs, its basemap alone, and what
a map of very many places needs besides."""

_MINIFIED: Mapping[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}


class Assets:
    """The files that `/static/…` serves, read and compressed once until they change."""

    def __init__(self) -> None:
        self._packed: Shelf[tuple[str, tuple[int, ...]], Packed] = Shelf(limit=256)

    def packed(self, filename: str) -> Packed | None:
        """The file of a static name, or None; never one outside the two folders."""
        paths = _paths(filename)
        if not paths:
            return None
        mimetype = mimetypes.guess_type(filename)[0] or _UNKNOWN
        key = filename, tuple(one.stat().st_mtime_ns for one in paths)
        return self._packed.get(key, lambda: Packed(b"\n".join(map(_body, paths)), mimetype))

    def version(self, filename: str) -> str | None:
        """A short word that changes whenever the file's bytes do, or None when there is no such file."""
        packed = self.packed(filename)
        return packed.version if packed else None


def init_app(app: Flask) -> None:
    """Serve `/static/…` and let `url_for("static", filename=…)` carry the file's version."""
    assets = Assets()
    app.extensions["assets"] = assets

    @app.get("/static/<digest:version>/<path:filename>", endpoint="static")
    @app.get("/static/<path:filename>", endpoint="static")
    def static(filename: str, version: str | None = None) -> Response:
        packed = assets.packed(filename)
        if packed is None:
            abort(404)
        return respond(request, packed, kept_if(version == packed.version))

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (version := assets.version(values["filename"])):
            values.setdefault("version", version)


def _paths(filename: str) -> tuple[Path, ...]:
    """The files that a static name stands for; none for a name that leads nowhere."""
    if filename in BUNDLES:
        return tuple(_OWN / "js" / f"{one}.js" for one in BUNDLES[filename])
    folder, name = str(_OWN), filename
    if filename.startswith(_LEAFLET):
        folder, name = leaflet.BASE_DIR, filename.removeprefix(_LEAFLET)
    joined = safe_join(folder, name)
    path = Path(joined) if joined else None
    return (path,) if path and path.is_file() else ()


def _body(path: Path) -> bytes:
    """What is sent of a file: of scripts and style sheets without comments and needless spaces."""
    minified = _MINIFIED.get(path.suffix)
    # Leaflet's script is minified already, and its one comment is its licence.
    if path.suffix == ".js" and not path.is_relative_to(_OWN):
        return _AHEAD_OF_LEAFLET + path.read_bytes()
    if minified is None:
        return path.read_bytes()
    return minified(path.read_text(encoding="utf-8")).encode()
