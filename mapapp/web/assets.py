"""The static files: our own, and Leaflet's from the XStatic-Leaflet package under `leaflet/`."""

import mimetypes
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.security import safe_join
from xstatic.pkg import leaflet

from mapapp.web.caching import IMMUTABLE, REVALIDATE, Packed, Shelf, respond

_OWN = Path(__file__).parent.parent / "static"
_LEAFLET = "leaflet/"
_UNKNOWN = "application/octet-stream"


class Assets:
    """The files that `/static/…` serves, read and compressed once until they change."""

    def __init__(self) -> None:
        self._packed: Shelf[tuple[Path, int], Packed] = Shelf(limit=256)

    def packed(self, filename: str) -> Packed | None:
        """The file of a static name, or None; never one outside the two folders."""
        path = _path(filename)
        if path is None:
            return None
        key = path, path.stat().st_mtime_ns
        return self._packed.get(
            key, lambda: Packed(path.read_bytes(), mimetypes.guess_type(path.name)[0] or _UNKNOWN)
        )

    def version(self, filename: str) -> str | None:
        """A short word that changes whenever the file's bytes do, or None when there is no such file."""
        packed = self.packed(filename)
        return packed.digest[:12] if packed else None


def init_app(app: Flask) -> None:
    """Serve `/static/…` and let `url_for("static", filename=…)` carry the file's version."""
    assets = Assets()

    @app.get("/static/<path:filename>", endpoint="static")
    def static(filename: str) -> Response:
        packed = assets.packed(filename)
        if packed is None:
            abort(404)
        is_this_version = request.args.get("v") == assets.version(filename)
        return respond(request, packed, IMMUTABLE if is_this_version else REVALIDATE)

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values and (version := assets.version(values["filename"])):
            values["v"] = version


def _path(filename: str) -> Path | None:
    folder, name = str(_OWN), filename
    if filename.startswith(_LEAFLET):
        folder, name = leaflet.BASE_DIR, filename.removeprefix(_LEAFLET)
    joined = safe_join(folder, name)
    path = Path(joined) if joined else None
    return path if path and path.is_file() else None
