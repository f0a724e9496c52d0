"""What other sites take to show a map: the code to paste, the addresses to ask, the card of a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from textwrap import shorten

from markupsafe import Markup

from mapapp.web.addresses import absolute, public_root
from mapapp.web.published import PublishedMap

WIDTH, HEIGHT = 720, 640
"""What a frame gets in pixels where nothing else is asked for: the list and a map large enough to use."""

OEMBED_TYPES = {"json": "application/json+oembed", "xml": "text/xml+oembed"}

_FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="100%" height="{height}" loading="lazy"'
    ' frameborder="0" style="border:0;width:100%"></iframe>'
)
_PASTED = _FRAME + Markup('\n<p><a href="{page}">{title}</a></p>')
_ANSWERED = Markup('<blockquote><a href="{page}">{title}</a></blockquote>\n') + _FRAME
_SCRIPT = Markup('<script src="{}" async></script>')
_CARD = (1200, 630)
_ALT_LETTERS = 400
_ALT_PLACES = 20


@dataclass(frozen=True)
class Sharing:
    """A map's addresses for others, all of them whole, and its picture with what it shows in words."""

    page: str
    oembed: Mapping[str, str]
    image: str
    image_size: tuple[int, int]
    image_alt: str


def sharing(published: PublishedMap) -> Sharing:
    """Where a published map is to be had; the picture's address is another as soon as the map is."""
    image = absolute("pictures.named", **_found(published), name="card.png", v=published.version)
    page = absolute("reader.page", **_found(published))
    return Sharing(page, _oembed_addresses(published), image, _CARD, _in_words(published))


def link_header(published: PublishedMap) -> str:
    """Where oEmbed tells of a map, for whoever reads no HTML (RFC 8288)."""
    addresses = _oembed_addresses(published)
    return ", ".join(f'<{url}>; rel="alternate"; type="{kind}"' for kind, url in addresses.items())


def frame_code(published: PublishedMap) -> str:
    """HTML to paste into an article: a frame that needs no script, and a link for where frames are dropped.

    The link stands beside the frame, since browsers never show what is inside of one.
    """
    return _coded(_PASTED, published, HEIGHT, None)


def oembed_code(published: PublishedMap, height: int, at: str | None) -> str:
    """The same for oEmbed, in the order that WordPress expects: it shows the link until the frame speaks.

    Only with a link of this kind does it listen for the height of what is in the frame.
    """
    return _coded(_ANSWERED, published, height, at)


def script_code() -> str:
    """HTML for an article's page, once, that lets its frames be as high as what is in them."""
    # No version in this address: articles keep it for as long as they are kept themselves.
    return str(_SCRIPT.format(f"{public_root()}/static/js/embed.js"))


def _coded(code: Markup, published: PublishedMap, height: int, at: str | None) -> str:
    src, page = (absolute(one, **_found(published), at=at) for one in ("reader.embed", "reader.page"))
    return str(code.format(src=src, page=page, title=_named(published), height=height))


def _oembed_addresses(published: PublishedMap) -> dict[str, str]:
    """By type; the page is in them since consumers expect a question."""
    page = absolute("reader.page", **_found(published))
    return {
        mimetype: absolute("oembed.of_map", **_found(published), kind=kind, url=page)
        for kind, mimetype in OEMBED_TYPES.items()
    }


def _found(published: PublishedMap) -> dict[str, str]:
    return {"incident_id": published.incident.id, "language": published.tongue.language}


def _named(published: PublishedMap) -> str:
    return published.tongue.text("Map: %(title)s", title=published.incident.title)


def _in_words(published: PublishedMap) -> str:
    places = islice(published.drawing.places, _ALT_PLACES)
    said = "; ".join(f"{one.number}: {one.label}, {one.precision}" for one in places)
    return shorten(f"{_named(published)}. {said}", _ALT_LETTERS, placeholder=" …")
