"""A published map as a picture: SVG for pages and print, PNG for cards and messages."""

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from mapapp.errors import BadInput
from mapapp.incident.tongue import Tongue
from mapapp.maps.locator import Size, locator
from mapapp.maps.palette import DARK, LIGHT, Palette
from mapapp.maps.picture import png
from mapapp.web.caching import REVALIDATE, Packed, Shelf, respond
from mapapp.web.published import Published, PublishedMap
from mapapp.web.tongues import spoken, tongue

SVG = "image/svg+xml"
PNG = "image/png"

SIZES: Mapping[str, Size] = {
    "page": Size(720, 480),
    "card": Size(1200, 630),
    "square": Size(800, 800),
}
_PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}

pictures = Blueprint("pictures", __name__)

_Key = tuple[str, str, Tongue, str, str, int]


class Pictures:
    """Draws the pictures of published maps, each once; threads may share it."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._drawn: Shelf[_Key, Packed] = Shelf(limit=128)

    def shown(self, incident_id: str, tongue: Tongue) -> PublishedMap:
        """The map that readers see now; raises as `Published.map`."""
        return self._published.map(incident_id, tongue)

    def svg(self, shown: PublishedMap, size: str, theme: str) -> Packed:
        """The map as SVG in one of the sizes and themes."""
        key = (*self._edition(shown), size, theme, 0)
        return self._drawn.get(key, lambda: Packed(self._draw(shown, size, theme).encode(), SVG))

    def png(self, shown: PublishedMap, size: str, theme: str, scale: int) -> Packed:
        """The map as PNG, `scale` pixels to each of the SVG's."""
        key = (*self._edition(shown), size, theme, scale)
        return self._drawn.get(key, lambda: Packed(png(self._draw(shown, size, theme), scale), PNG))

    def _edition(self, shown: PublishedMap) -> tuple[str, str, Tongue]:
        return shown.version, self._published.basemap.version(), shown.tongue

    def _draw(self, shown: PublishedMap, size: str, theme: str) -> str:
        basemap, incident = self._published.basemap, shown.incident
        credit = "; ".join(dict.fromkeys((*incident.credits, *basemap.credits())))
        return locator(
            shown.drawing,
            basemap.features,
            incident.title,
            credit,
            size=SIZES[size],
            palette=_PALETTES[theme],
        )


@pictures.record_once
def _set_up(state: BlueprintSetupState) -> None:
    extensions = state.app.extensions
    extensions["pictures"] = Pictures(extensions["published"])


@spoken(pictures, "/maps/<slug:incident_id>.svg")
def svg(incident_id: str) -> Response:
    """The map as a picture that enlarges without loss."""
    size, theme = _asked("size", SIZES, "page"), _asked("theme", _PALETTES, "light")
    return respond(
        request, _pictures().svg(_pictures().shown(incident_id, tongue()), size, theme), REVALIDATE
    )


@spoken(pictures, "/maps/<slug:incident_id>.png")
def picture(incident_id: str) -> Response:
    """The map as pixels."""
    size, theme = _asked("size", SIZES, "page"), _asked("theme", _PALETTES, "light")
    scale = request.args.get("scale", 1, type=int)
    return respond(
        request, _pictures().png(_pictures().shown(incident_id, tongue()), size, theme, scale), REVALIDATE
    )


def _asked(name: str, known: Mapping[str, object], otherwise: str) -> str:
    """One of the words an address may ask for; raises BadInput naming them."""
    asked = request.args.get(name, otherwise)
    if asked not in known:
        raise BadInput(f"The {name} of a picture is one of {', '.join(known)}.")
    return asked


def _pictures() -> Pictures:
    return cast("Pictures", current_app.extensions["pictures"])
