"""What a route reaches for: the parts of the app that serves the request."""

from typing import cast

from flask import current_app

from mapapp.desk import Desk
from mapapp.maps.providers import TileProvider
from mapapp.maps.raster import RasterFile
from mapapp.settings import Settings
from mapapp.web.published import Published


def desk() -> Desk:
    """The desk of the running app."""
    return cast("Desk", current_app.extensions["desk"])


def settings() -> Settings:
    """The settings of the running app."""
    return cast("Settings", current_app.extensions["settings"])


def published_maps() -> Published:
    """The published maps of the running app."""
    return cast("Published", current_app.extensions["published"])


def chosen() -> TileProvider | RasterFile | None:
    """The tiles of the running app that are not our own basemap, if it is set to show any."""
    return cast("TileProvider | RasterFile | None", current_app.extensions["tiles"])
