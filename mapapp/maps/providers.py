"""Other tiles than ours, by setting: an xyzservices name, an XYZ address, or a PMTiles file on this disk."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import xyzservices

from mapapp.errors import BadInput
from mapapp.maps.raster import RasterFile

_FAMOUS = "OpenStreetMap.Mapnik"
_SCHEMES = {"http", "https"}


@dataclass(frozen=True)
class Credit:
    """A part of what a provider wants to be said: text, and an address where it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class TileProvider:
    """Pictures of tiles: an XYZ address as Leaflet takes it, and the credit that goes with them.

    A provider at an address of its own is a third party: readers' browsers would speak to its `host`.
    """

    url: str
    credit: tuple[Credit, ...] = ()
    min_zoom: int = 0
    max_zoom: int = 19
    subdomains: str = "abc"

    @property
    def host(self) -> str:
        """Whom a browser asks for the tiles; empty for our own server."""
        name = urlsplit(self.url.replace("{s}.", "")).netloc
        return name.rpartition("@")[2]

    @property
    def origin(self) -> str:
        """The same as a source of a content security policy, any subdomain with `{s}`; empty for our own."""
        parts = urlsplit(self.url.replace("{s}", "*"))
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def credit_html(self) -> str:
        """The credit as HTML that holds nothing but text and links."""
        return "".join(map(_html, self.credit))


def _html(part: Credit) -> str:
    text = escape(part.text)
    return f'<a href="{escape(part.href)}">{text}</a>' if part.href else text


def chosen_tiles(tiles: str, attribution: str) -> TileProvider | RasterFile | None:
    """What the settings `tiles` and `tiles_attribution` mean; None for our own basemap.

    Raises BadInput, with a sentence that says what to do, for what cannot be shown.
    """
    if not tiles:
        return None
    if urlsplit(tiles).path.endswith(".pmtiles"):
        if urlsplit(tiles).scheme in _SCHEMES:
            raise BadInput(
                f"MAPAPP_TILES={tiles}: a PMTiles file is read from this server's own disk; "
                "download it and name its path."
            )
        return RasterFile(Path(tiles).expanduser().resolve(), attribution)
    if "{z}" in tiles:
        return _by_address(tiles, attribution)
    return _by_name(tiles, attribution)


def _by_address(tiles: str, attribution: str) -> TileProvider:
    parts = urlsplit(tiles)
    if parts.scheme not in _SCHEMES or not parts.netloc or "{x}" not in tiles or "{y}" not in tiles:
        raise BadInput(
            f"MAPAPP_TILES={tiles} is no tile address: it is https://…, with {{z}}, {{x}} and {{y}} in it."
        )
    if not all(one.isascii() and one.isprintable() and one not in " ;,'\"" for one in parts.netloc):
        raise BadInput(f"MAPAPP_TILES={tiles}: its host cannot be read.")
    return TileProvider(tiles, (Credit(attribution or TileProvider(tiles).host),))


def _by_name(name: str, attribution: str) -> TileProvider:
    try:
        found = xyzservices.providers.query_name(name)
    except ValueError as error:
        raise BadInput(
            f"MAPAPP_TILES={name} is no tile provider: give a name that xyzservices knows ({_FAMOUS}), "
            "an address with {z}, {x} and {y} in it, or the path of a PMTiles file."
        ) from error
    if found.requires_token():
        raise BadInput(
            f"MAPAPP_TILES={name}: {found.name} asks for a key of yours; give its whole address, with "
            f"the key in it, instead: {_template(found)}"
        )
    credit = (Credit(attribution),) if attribution else _credits(str(found.get("html_attribution", "")))
    return TileProvider(
        _template(found),
        credit or (Credit(found.name),),
        int(found.get("min_zoom", 0)),
        int(found.get("max_zoom", 19)),
        "".join(found.get("subdomains", "abc")),
    )


def provider_of(file: RasterFile, url: str) -> TileProvider:
    """The tiles of a file as our own server gives them out at `url`."""
    first, last = file.zooms
    return TileProvider(url, _credits(file.credit), first, last)


def _template(provider: Any) -> str:
    """The provider's address with Leaflet's own placeholders left in it."""
    kept = {one: f"{{{one}}}" for one in ("x", "y", "z", "s", "r")}
    return str(provider.url.format(**{**provider, **kept}))


def _credits(html: str) -> tuple[Credit, ...]:
    """A provider's HTML as text and web links; whatever else is in it goes."""
    reader = _CreditReader()
    reader.feed(html)
    reader.close()
    return tuple(reader.parts)


class _CreditReader(HTMLParser):
    """Collects the text of a credit, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Credit] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and urlsplit(href).scheme in _SCHEMES:
            self._href = href

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(Credit(data, self._href))
