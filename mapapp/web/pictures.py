"""A published map as a picture: SVG for pages and print, PNG for cards and messages."""

from collections.abc import Mapping
from typing import Any, cast, get_args

from flask import Blueprint, Response, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

from mapapp.errors import BadInput
from mapapp.incident.tongue import Tongue
from mapapp.maps.locator import FORMAT, Size, locator
from mapapp.maps.palette import DARK, LIGHT, Palette
from mapapp.maps.paper import Paper, Printed, pdf
from mapapp.maps.picture import MAX_SCALE, png
from mapapp.web.addresses import absolute, public_root
from mapapp.web.caching import REVALIDATE, Packed, Shelf, kept_if, respond, short_digest
from mapapp.web.published import REVISION, Published, PublishedMap
from mapapp.web.tongues import spoken, tongue

SVG = "image/svg+xml"
PNG = "image/png"
PDF = "application/pdf"

SIZES: Mapping[str, Size] = {
    "page": Size(720, 480),
    "small": Size(520, 400),
    "phone": Size(320, 360),
    "card": Size(1200, 630),
    "square": Size(800, 800),
}
_PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}

PAGE_PICTURES: Mapping[str, tuple[str, str]] = {
    f"{size}{'-dark' if theme == 'dark' else ''}": (size, theme)
    for size in ("page", "small", "phone")
    for theme in _PALETTES
}
"""The drawings of a page by name: size and theme, a size for each width at which its letters can be read
(css/reader.css)."""

_DRAWN = f"any({', '.join(map(repr, PAGE_PICTURES))})"
_PAPERS: Mapping[str, object] = dict.fromkeys(get_args(Paper))
_SCALES: Mapping[str, object] = {str(one): one for one in range(1, MAX_SCALE + 1)}

pictures = Blueprint("pictures", __name__)

_Key = tuple[str, str, Tongue, str, str, int]


class Pictures:
    """Draws the pictures of published maps, each once; threads may share it."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._drawn: Shelf[_Key, Packed] = Shelf(limit=128)

    def shown(self, incident_id: str, tongue: Tongue, revision: int | None = None) -> PublishedMap:
        """The map that readers see now, or a revision that they saw; raises as `Published.map`."""
        return self._published.map(incident_id, tongue, revision)

    def svg(self, shown: PublishedMap, size: str, theme: str) -> Packed:
        """The map as SVG in one of the sizes and themes."""
        key = (*self._edition(shown), size, theme, 0)
        return self._drawn.get(key, lambda: Packed(self._draw(shown, size, theme).encode(), SVG))

    def png(self, shown: PublishedMap, size: str, theme: str, scale: int) -> Packed:
        """The map as PNG, `scale` pixels to each of the SVG's."""
        key = (*self._edition(shown), size, theme, scale)
        return self._drawn.get(key, lambda: Packed(png(self._draw(shown, size, theme), scale), PNG))

    def digest(self, shown: PublishedMap) -> str:
        """A word for an address, another as soon as any of the map's pictures may be."""
        return short_digest(FORMAT, *self._edition(shown))

    def pdf(self, shown: PublishedMap, paper: Paper) -> Packed:
        """The map for print, with the address that it is to be had at."""
        key = (*self._edition(shown), paper, public_root(), 0)
        return self._drawn.get(key, lambda: Packed(pdf(self._printed(shown), paper), PDF))

    def _printed(self, shown: PublishedMap) -> Printed:
        address = absolute("reader.page", incident_id=shown.incident.id, language=shown.tongue.language)
        svg = self._draw(shown, "page", "light")
        return Printed(
            shown.incident, shown.drawing, svg, self._published.credits(shown), address, shown.tongue
        )

    def _edition(self, shown: PublishedMap) -> tuple[str, str, Tongue]:
        return shown.version, self._published.basemap.version(), shown.tongue

    def _draw(self, shown: PublishedMap, size: str, theme: str) -> str:
        return locator(
            shown.drawing,
            self._published.basemap.features,
            shown.incident.title,
            "; ".join(self._published.credits(shown)),
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


@spoken(pictures, f"/maps/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/<{_DRAWN}:drawn>.svg")
def page_picture(incident_id: str, revision: int, digest: str, drawn: str) -> Response:
    """The picture that a page shows before its map, under an address that names all it depends on."""
    shown = _pictures().shown(incident_id, tongue(), revision)
    is_current = digest == _pictures().digest(shown)
    packed = _pictures().svg(shown, *PAGE_PICTURES[drawn])
    return respond(request, packed, kept_if(is_current))


def page_pictures(shown: PublishedMap) -> dict[str, str]:
    """Where a page finds the pictures of its map: the address of each by its name."""
    found: dict[str, Any] = {
        "incident_id": shown.incident.id,
        "revision": shown.incident.revision,
        "digest": _pictures().digest(shown),
    }
    return {drawn: url_for("pictures.page_picture", **found, drawn=drawn) for drawn in PAGE_PICTURES}


@spoken(pictures, "/maps/<slug:incident_id>.png")
def picture(incident_id: str) -> Response:
    """The map as pixels."""
    size, theme = _asked("size", SIZES, "page"), _asked("theme", _PALETTES, "light")
    scale = int(_asked("scale", _SCALES, "1"))
    return respond(
        request, _pictures().png(_pictures().shown(incident_id, tongue()), size, theme, scale), REVALIDATE
    )


@spoken(pictures, "/maps/<slug:incident_id>.pdf")
def printed(incident_id: str) -> Response:
    """The map for print, on `paper` letter or a4: the picture as vectors, and everything in words."""
    paper: Paper = "a4" if _asked("paper", _PAPERS, "letter") == "a4" else "letter"
    return respond(request, _pictures().pdf(_pictures().shown(incident_id, tongue()), paper), REVALIDATE)


@spoken(pictures, "/maps/<slug:incident_id>/<picture:name>")
def named(incident_id: str, name: str) -> Response:
    """The same by path alone, such as `card@2x.png`, for whoever looks at no query: a file server, a card."""
    drawn, _, kind = name.rpartition(".")
    drawn, _, times = drawn.partition("@")
    size, _, theme = drawn.partition("-")
    shown = _pictures().shown(incident_id, tongue())
    if kind == "svg":
        return respond(request, _pictures().svg(shown, size, theme or "light"), REVALIDATE)
    scale = int(times.rstrip("x") or 1)
    return respond(request, _pictures().png(shown, size, theme or "light", scale), REVALIDATE)


def _asked(name: str, known: Mapping[str, object], otherwise: str) -> str:
    """One of the words an address may ask for; raises BadInput naming them."""
    asked = request.args.get(name, otherwise)
    if asked not in known:
        raise BadInput(f"The {name} of a picture is one of {', '.join(known)}.")
    return asked


def _pictures() -> Pictures:
    return cast("Pictures", current_app.extensions["pictures"])
