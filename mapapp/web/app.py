"""The Flask application, put together."""

import gc
from datetime import timedelta
from pathlib import Path

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from mapapp.desk import Desk
from mapapp.maps.providers import chosen_tiles
from mapapp.settings import Settings
from mapapp.web import access, answers, assets, converters, errors, headers, tongues
from mapapp.web.archives import archives
from mapapp.web.newsroom import pages
from mapapp.web.oembed import oembed
from mapapp.web.pictures import pictures
from mapapp.web.reader import reader

MAX_FORM_BYTES = 2_000_000
MAX_DOCUMENT_BYTES = 21_000_000

_TEMPLATES = Path(__file__).parent.parent.parent / "templates"


def create_app(settings: Settings | None = None) -> Flask:
    """The app that serves one newsroom; `settings` are read from the environment when not given.

    Raises NotFound when the newsroom's home was never initialised, BadInput for tiles that cannot be shown.
    """
    settings = settings or Settings.from_env()
    tiles = chosen_tiles(settings.tiles, settings.tiles_attribution)
    desk = Desk.open(settings)
    app = Flask("mapapp", template_folder=str(_TEMPLATES), static_folder=None)
    app.config.update(_config(settings), SECRET_KEY=desk.setup.secret_key())
    app.extensions.update(desk=desk, settings=settings, tiles=tiles)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    converters.init_app(app)
    tongues.init_app(app, settings)
    assets.init_app(app)
    access.init_app(app)
    app.before_request(_make_room)
    CSRFProtect(app)
    headers.init_app(app, settings, tiles)
    errors.init_app(app)
    app.register_blueprint(reader)
    app.register_blueprint(pictures)
    app.register_blueprint(archives)
    app.register_blueprint(oembed)
    pages.init_app(app, settings)
    answers.init_app(app, app.extensions["published"].edition)
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def create_worker(settings: Settings | None = None) -> Flask:
    """`create_app` for a server process, which looks through long-lived objects for garbage less often.

    Reading a document of 10,000 places makes half a million objects; looking through them as they are made
    takes two fifths of the time.
    """
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return app


def _config(settings: Settings) -> dict[str, object]:
    """Flask's own settings; a session is not refreshed by reading, so that public pages set no cookie."""
    lasts = timedelta(hours=settings.session_hours)
    return {
        "SESSION_COOKIE_NAME": "newsroom",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": lasts,
        "WTF_CSRF_TIME_LIMIT": int(lasts.total_seconds()),
        "MAX_CONTENT_LENGTH": MAX_FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES,
    }


def _make_room() -> None:
    """Only a whole document may be large, and only from someone who has signed in."""
    if request.endpoint == "newsroom.import_map":
        request.max_content_length = request.max_form_memory_size = MAX_DOCUMENT_BYTES
