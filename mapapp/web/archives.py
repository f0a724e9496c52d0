"""A published map as one file that needs nothing else: it opens from a disk, without a network, for good."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from mapapp.desk import Publication, PublicationKind
from mapapp.incident.model import Incident
from mapapp.incident.tongue import translatable
from mapapp.maps.coverage import levels
from mapapp.maps.crowd import tree_json
from mapapp.maps.embed import ELEMENT_ID, Ground, map_script
from mapapp.maps.grid import Tile
from mapapp.maps.legend import legend
from mapapp.maps.listing import whole
from mapapp.web.addresses import absolute, public_root
from mapapp.web.assets import Assets
from mapapp.web.caching import REVALIDATE, Packed, Shelf, respond
from mapapp.web.context import desk, published_maps
from mapapp.web.pictures import Pictures
from mapapp.web.published import PAGE, Published, PublishedMap
from mapapp.web.seal import as_data, sealed, sha256
from mapapp.web.tongues import script_words, spoken, tongue

TILE_BYTES = 2_000_000
"""The most that the basemap of an archive may weigh; then its closest zooms are left out."""

ARCHIVE_PATH = "/maps/{id}/archive.html"

_PLACES_URL = "places.json"
_CROWD_URL = "places/{z}/{x}/{y}"
_TILE_URL = "basemap/{z}/{x}/{y}.json"
_STYLES = ("css/base.css", "css/reader.css", "leaflet/leaflet.css", "css/map.css", "css/archive.css")
_SCRIPTS = ("js/say.js", "leaflet/leaflet.js", "js/map.js", "js/archive.js")
_SCRIPTS_OF_CROWDS = ("js/crowds.js", "js/whole.js")
_PICTURES_OF_STYLES = re.compile(r"url\([^)]*\)")
_ENDS_SCRIPT = re.compile(r"<(?=/script|!--)", re.IGNORECASE)

_ACTS = {
    PublicationKind.PUBLISHED: translatable("published"),
    PublicationKind.CORRECTED: translatable("corrected"),
    PublicationKind.RETRACTED: translatable("retracted"),
    PublicationKind.UNPUBLISHED: translatable("unpublished"),
}

archives = Blueprint("archives", __name__)


@dataclass(frozen=True)
class _Ground:
    """The tiles that an archive carries; `deepest` is the closest zoom among them, None without any."""

    tiles: Mapping[Tile, bytes]
    deepest: int | None
    is_whole: bool


@archives.record_once
def _set_up(state: BlueprintSetupState) -> None:
    made: Shelf[tuple[object, ...], Packed] = Shelf(limit=8)
    state.app.extensions["archives"] = made


@spoken(archives, "/maps/<slug:incident_id>/archive.html")
def archive(incident_id: str) -> Response:
    """The map as one file."""
    published = published_maps()
    shown = published.map(incident_id, tongue())
    log = _log(shown.incident)
    made = cast("Shelf[tuple[object, ...], Packed]", current_app.extensions["archives"])
    packed = made.get(
        (shown.geojson.digest, published.basemap.version(), tongue(), log, public_root()),
        lambda: Packed(sealed(_page(published, shown, log)), PAGE, brotli_quality=5),
    )
    headers = {
        "Content-Disposition": f'inline; filename="{incident_id}.html"',
        "Content-Security-Policy": _policy_in(packed.body),
        "X-Robots-Tag": "noindex",
    }
    return respond(request, packed, REVALIDATE, headers)


@spoken(archives, "/maps/<slug:incident_id>.html")
def page(incident_id: str) -> BaseResponse:
    """With `archive` asked for, that; otherwise to the map's page."""
    if "archive" in request.args:
        return archive(incident_id)
    return redirect(url_for("reader.page", incident_id=incident_id))


def _log(incident: Incident) -> tuple[Publication, ...]:
    """What readers were shown and told, and when, the first first; nothing that is yet to come."""
    return tuple(desk().publishing.in_effect(incident.id))[::-1]


def _page(published: Published, shown: PublishedMap, log: Sequence[Publication]) -> str:
    ground = _ground(published, shown)
    under = Ground(_TILE_URL, closest=published.closest_opening(shown.drawing.opening))
    files = (*_SCRIPTS, *(_SCRIPTS_OF_CROWDS if shown.drawing.is_crowded else ()))
    scripts = [*map(_script, files), map_script(shown.drawing, _PLACES_URL, under)]
    styles = [_style(one) for one in _STYLES]
    return render_template(
        "reader/archive.html",
        incident=shown.incident,
        drawing=shown.drawing,
        legend=legend(shown.drawing),
        listings=whole(shown.drawing),
        page_url=None,
        element_id=ELEMENT_ID,
        picture=Markup(_picture(shown)),  # noqa: S704 (drawn by us, its words escaped)
        credits=published.credits(shown),
        log=log,
        acts={kind: tongue().text(said) for kind, said in _ACTS.items()},
        ground=ground,
        address=absolute("reader.page", incident_id=shown.incident.id),
        document=_block(shown.geojson.body),
        document_sha256=sha256(shown.geojson.body),
        words=_block(json.dumps(script_words()).encode()),
        kept=_block(_kept(shown, ground)),
        crowd=_packed_crowd(shown),
        policy=_policy(styles, scripts if shown.drawing.opening else ()),
        styles=[Markup(one) for one in styles],  # noqa: S704 (our own files)
        scripts=[Markup(one) for one in scripts],  # noqa: S704 (our own files, and what folium wrote)
    )


def _ground(published: Published, shown: PublishedMap) -> _Ground:
    """As many whole zooms as there is room for, so that what lies closer is its coarser picture enlarged."""
    tiles: dict[Tile, bytes] = {}
    room, deepest = TILE_BYTES, None
    for level in levels(shown.drawing):
        fresh: dict[Tile, bytes] = {}
        for one in level:
            fresh[one] = published.tile(one).body
            room -= len(fresh[one])
            if room < 0:
                return _Ground(tiles, deepest, is_whole=False)
        tiles |= fresh
        deepest = level[0].z
    return _Ground(tiles, deepest, is_whole=True)


def _kept(shown: PublishedMap, ground: _Ground) -> bytes:
    """What the map's script would fetch, by its address."""
    bodies = {_PLACES_URL: shown.places(_CROWD_URL).body}
    bodies |= {_TILE_URL.format(z=one.z, x=one.x, y=one.y): body for one, body in ground.tiles.items()}
    return b"{" + b",\n".join(json.dumps(url).encode() + b":" + body for url, body in bodies.items()) + b"}"


def _packed_crowd(shown: PublishedMap) -> str:
    """A crowd's places as gzip in base64: they say much that is alike, and the list says it in the open."""
    if not shown.drawing.is_crowded:
        return ""
    return base64.b64encode(gzip.compress(tree_json(shown.drawing), mtime=0)).decode()


def _block(json_text: bytes) -> Markup:
    return Markup(as_data(json_text).decode())  # noqa: S704 (without any `<`)


def _picture(shown: PublishedMap) -> str:
    pictures = cast("Pictures", current_app.extensions["pictures"])
    return pictures.svg(shown, "page", "light").body.decode()


def _style(filename: str) -> str:
    """A style sheet without the pictures that it would fetch."""
    return _PICTURES_OF_STYLES.sub("none", _text(filename))


def _script(filename: str) -> str:
    return _ENDS_SCRIPT.sub(r"<\\", _text(filename))


def _text(filename: str) -> str:
    packed = cast("Assets", current_app.extensions["assets"]).packed(filename)
    if packed is None:
        raise FileNotFoundError(filename)
    # A byte order mark and carriage returns would not be what a browser takes the hash of.
    return packed.body.decode("utf-8-sig").replace("\r\n", "\n")


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Nothing runs or is applied but what the file was made with, and nothing is fetched."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_hashes(scripts))}",
            f"style-src {' '.join(_hashes(styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: Sequence[str]) -> Iterator[str]:
    for one in texts:
        yield f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"


_POLICY_IN = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


def _policy_in(body: bytes) -> str:
    """The policy that an archive states, for the header; there it may also say who frames it."""
    found = _POLICY_IN.search(body)
    stated = found[1].decode().replace("&#39;", "'") if found else "default-src 'none'"
    return f"{stated}; frame-ancestors 'none'"
