"""What other sites take to show a map: the code to paste, the addresses to ask, the card of a link."""

from dataclasses import dataclass
from textwrap import shorten

from flask import url_for
from markupsafe import Markup

from mapapp.incident.model import Incident
from mapapp.web.addresses import absolute, public_root
from mapapp.web.published import PublishedMap

WIDTH, HEIGHT = 720, 640
"""What a frame gets in pixels where nothing else is asked for: the list and a map large enough to use."""

OEMBED_TYPES = {"json": "application/json+oembed", "xml": "text/xml+oembed"}

_FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="100%" height="{height}" loading="lazy"'
    ' style="border:0;width:100%"></iframe>\n'
    '<p><a href="{page}">{title}</a></p>'
)
_SCRIPT = Markup('<script src="{}" async></script>')
_CARD = (1200, 630)
_ALT_LETTERS = 400


@dataclass(frozen=True)
class Sharing:
    """A map's addresses for others, all of them whole, and its picture with what it shows in words."""

    page: str
    oembed: tuple[tuple[str, str], ...]
    image: str
    image_size: tuple[int, int]
    image_alt: str

    @property
    def link_header(self) -> str:
        """The oEmbed addresses for whoever reads no HTML (RFC 8288)."""
        return ", ".join(f'<{url}>; rel="alternate"; type="{kind}"' for kind, url in self.oembed)


def sharing(published: PublishedMap) -> Sharing:
    """Where a published map is to be had; the picture's address is another as soon as the map is."""
    incident = published.incident
    page = absolute("reader.page", incident_id=incident.id)
    ask = {
        kind: absolute("oembed.of_map", incident_id=incident.id, form=form, url=page)
        for form, kind in OEMBED_TYPES.items()
    }
    image = absolute("pictures.named", incident_id=incident.id, name="card.png", v=published.version)
    return Sharing(page, tuple(ask.items()), image, _CARD, _in_words(published))


def frame_code(incident: Incident, height: int = HEIGHT, at: str | None = None) -> str:
    """HTML to paste into an article: a frame that needs no script, and a link for where frames are dropped.

    The link stands beside the frame, since browsers never show what is inside of one.
    """
    found = {"incident_id": incident.id, "at": at}
    src, page = absolute("reader.embed", **found), absolute("reader.page", **found)
    return str(_FRAME.format(src=src, page=page, title=f"Map: {incident.title}", height=height))


def script_code() -> str:
    """HTML for an article's page, once, that lets its frames be as high as what is in them."""
    # No version in this address: articles keep it for as long as they are kept themselves.
    return str(_SCRIPT.format(public_root() + url_for("reader.index") + "static/js/embed.js"))


def _in_words(published: PublishedMap) -> str:
    said = "; ".join(f"{one.number}: {one.label}, {one.precision}" for one in published.drawing.places)
    return shorten(f"Map: {published.incident.title}. {said}", _ALT_LETTERS, placeholder=" …")
