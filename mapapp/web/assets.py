"""The static files: our own, and Leaflet's from the XStatic-Leaflet package under `leaflet/`."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request, send_file
from werkzeug.security import safe_join
from xstatic.pkg import leaflet

YEAR_S = 31_536_000

_OWN = Path(__file__).parent.parent / "static"


def init_app(app: Flask) -> None:
    """Serve `/static/…` and let `url_for("static", filename=…)` carry the file's version."""
    app.add_url_rule("/static/<path:filename>", "static", _serve)

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values and (path := find(values["filename"])):
            values["v"] = version(path)


def find(filename: str) -> Path | None:
    """The file behind a static name, or None; never one outside the two folders."""
    folder, name = _OWN, filename
    if filename.startswith("leaflet/"):
        folder, name = Path(leaflet.BASE_DIR), filename.removeprefix("leaflet/")
    joined = safe_join(str(folder), name)
    path = Path(joined) if joined else None
    return path if path and path.is_file() else None


def version(path: Path) -> str:
    """A short word that changes whenever the file's bytes do."""
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _serve(filename: str) -> Response:
    """A static file; kept for a year where the address names its version."""
    path = find(filename)
    if path is None:
        abort(404)
    versioned = request.args.get("v") == version(path)
    response = send_file(path, max_age=YEAR_S if versioned else 3600)
    response.cache_control.public = True
    response.cache_control.immutable = versioned or None
    return response
