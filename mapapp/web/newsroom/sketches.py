"""The small maps of the newsroom's cards, drawn once for each spot and edition of the streets."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from markupsafe import Markup

from mapapp.errors import BadInput
from mapapp.incident.geodesy import distance_m
from mapapp.maps.sketch import Mark, Sketchbook
from mapapp.web.caching import Shelf

# What is farther across than this shows no streets worth drawing; the large map does.
_WIDEST_M = 4_000.0


class Sketches:
    """Draws small maps from the installed street indexes; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: Shelf[tuple[str, tuple[Mark, ...], str], Markup] = Shelf(limit=512)

    def sketch(self, marks: Sequence[Mark], words: str, version: str) -> Markup:
        """A small map of spots that are close together, as SVG; empty where they are not, or without streets.

        `version` is that of the installed streets; `words` say what it shows to who cannot see it.
        """
        if not marks or max(one.radius_m for one in marks) > _WIDEST_M / 2 or _width_m(marks) > _WIDEST_M:
            return Markup()
        return self._drawn.get((version, tuple(marks), words), lambda: self._draw(marks, words))

    def _draw(self, marks: Sequence[Mark], words: str) -> Markup:
        paths = sorted(self._folder.glob("*.gpkg"))
        if not paths:
            return Markup()
        try:
            with Sketchbook(paths) as book:
                return book.sketch(marks, words)
        except BadInput:
            return Markup()


def init_app(app: Flask, folder: Path) -> None:
    """Let the pages of `app` draw from the street indexes in `folder`."""
    app.extensions["sketches"] = Sketches(folder)


def sketches() -> Sketches:
    """The sketches of the running app."""
    return cast("Sketches", current_app.extensions["sketches"])


def _width_m(marks: Sequence[Mark]) -> float:
    west, east = min(one.lon for one in marks), max(one.lon for one in marks)
    south, north = min(one.lat for one in marks), max(one.lat for one in marks)
    return distance_m((west, south), (east, north))
