"""What a route reaches for: the desk and the settings of the app that serves the request."""

from typing import cast

from flask import current_app

from mapapp.desk import Desk
from mapapp.settings import Settings


def desk() -> Desk:
    """The desk of the running app."""
    return cast("Desk", current_app.extensions["desk"])


def settings() -> Settings:
    """The settings of the running app."""
    return cast("Settings", current_app.extensions["settings"])
