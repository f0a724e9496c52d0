"""What readers see: the list of maps, a map's page, its embed, its data and the tiles under it."""

from typing import cast

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from mapapp.errors import Gone, MapappError, meaning
from mapapp.maps.embed import ELEMENT_ID, Ground, OwnBasemap, TileProvider
from mapapp.maps.grid import Tile
from mapapp.maps.legend import legend
from mapapp.maps.when import when_words
from mapapp.web.addresses import public_root
from mapapp.web.caching import IMMUTABLE, REVALIDATE, Packed, respond
from mapapp.web.context import desk, settings
from mapapp.web.converters import DIGEST_LENGTH
from mapapp.web.embedding import frame_code, link_header, script_code, sharing
from mapapp.web.pictures import SIZES, page_pictures
from mapapp.web.published import PAGE, REVISION, PastMap, Published, PublishedMap
from mapapp.web.tongues import spoken, tongue

_PAST_EFFORT = 4
_NOT_INDEXED = {"X-Robots-Tag": "noindex"}

reader = Blueprint("reader", __name__)


@reader.record_once
def _set_up(state: BlueprintSetupState) -> None:
    app = state.app
    app.jinja_env.globals["when_words"] = _when_words
    app.extensions["published"] = Published(app.extensions["desk"], app.extensions["settings"].streets_folder)


@spoken(reader, "/")
def index() -> str:
    """The list of published maps."""
    return render_template("reader/index.html", maps=desk().incidents.published())


@spoken(reader, "/maps/<slug:incident_id>")
def page(incident_id: str) -> Response:
    """The page of a map: words, map, list of places, data and embed code; with `at` as it was then."""
    return _send_page("reader/map.html", incident_id)


@spoken(reader, "/embed/<slug:incident_id>")
def embed(incident_id: str) -> Response:
    """The bare map for another page's iframe."""
    return _send_page("embed/map.html", incident_id)


@spoken(reader, f"/embed/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/map.js")
def map_script(incident_id: str, revision: int, digest: str) -> Response:
    """The script that draws the map."""
    packed = _script(_published().map(incident_id, tongue(), revision))
    return respond(request, packed, _kept_for(packed, digest))


@spoken(reader, f"/embed/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/places.json")
def places(incident_id: str, revision: int, digest: str) -> Response:
    """The places in words and figures, for the script."""
    packed = _published().map(incident_id, tongue(), revision).places
    return respond(request, packed, _kept_for(packed, digest))


@spoken(reader, "/embed/<slug:incident_id>/state.json")
def state(incident_id: str) -> Response:
    """Whether the map is still the one that an open page shows."""
    return respond(request, _published().state(incident_id, tongue()), REVALIDATE)


@reader.get("/maps/<slug:incident_id>.geojson")
def geojson(incident_id: str) -> Response:
    """The document, for anybody's use; with `at` as it was then."""
    at = request.args.get("at")
    shown = _shown(incident_id, at)
    packed = shown.geojson
    headers = {
        **({} if at is None else _NOT_INDEXED),
        "Content-Disposition": f'attachment; filename="{incident_id}.geojson"',
    }
    return respond(request, packed, REVALIDATE, headers)


@reader.get("/basemap/<version>/<int:z>/<int:x>/<int:y>.json")
def tile(version: str, z: int, x: int, y: int) -> Response:
    """A tile of the basemap; an outdated version is answered with the current tile, not to be kept."""
    packed = _published().tile(Tile(z, x, y))
    is_current = version == _published().basemap.version()
    return respond(request, packed, IMMUTABLE if is_current else REVALIDATE)


@reader.get("/healthz")
def health() -> tuple[Response, int]:
    """Whether maps can be served, for a monitor."""
    try:
        count = len(desk().incidents.published())
    except MapappError as error:
        return jsonify(status="failing", message=str(error)), meaning(error).http
    return jsonify(status="ok", maps=count), 200


def _published() -> Published:
    return cast("Published", current_app.extensions["published"])


def _shown(incident_id: str, at: str | None) -> PublishedMap:
    if at is None:
        return _published().map(incident_id, tongue())
    return _published().at(incident_id, tongue(), at).map


def _when_words(occurred_at: str, timezone: str) -> str:
    """A date or time in the language of the page that is made."""
    return when_words(occurred_at, timezone, tongue())


def _send_page(template: str, incident_id: str) -> Response:
    """A page as readers see it now or, with `at`, as they saw it then; of a retracted map, that it was."""
    at = request.args.get("at")
    try:
        if at is None:
            return _send_present(template, _published().map(incident_id, tongue()))
        return _send_past(template, _published().at(incident_id, tongue(), at))
    except Gone as error:
        bare = template.startswith("embed/")
        page = render_template("reader/retracted.html", title=error.title, said=str(error), bare=bare)
        return Response(page, meaning(error).http, {**_NOT_INDEXED, "Cache-Control": REVALIDATE})


def _send_present(template: str, published: PublishedMap) -> Response:
    """Rendered once for all it depends on; readers' browsers ask each time whether it is the same."""
    key = (template, public_root(), _published().basemap.version())
    packed = published.page(key, lambda: _render(template, published))
    return respond(request, packed, REVALIDATE, {"Link": link_header(published)})


def _send_past(template: str, past: PastMap) -> Response:
    packed = Packed(_render(template, past.map, past).encode(), PAGE, _PAST_EFFORT)
    return respond(request, packed, REVALIDATE, _NOT_INDEXED)


def _render(template: str, published: PublishedMap, past: PastMap | None = None) -> str:
    incident = published.incident
    return render_template(
        template,
        incident=incident,
        past=past,
        version=published.version,
        pictures=page_pictures(published) if published.drawing.opening else {},
        sizes=SIZES,
        drawing=published.drawing,
        legend=legend(published.drawing),
        element_id=ELEMENT_ID,
        script_url=_address("reader.map_script", published, _script(published)),
        places_url=_address("reader.places", published, published.places),
        credits=incident.credits if settings().tiles_url else _published().credits(published),
        sharing=sharing(published),
        embed_code=frame_code(published),
        embed_script=script_code(),
    )


def _script(published: PublishedMap) -> Packed:
    return published.script(_address("reader.places", published, published.places), ground())


def streets_version() -> str:
    """A short word that changes whenever the installed streets do."""
    return _published().basemap.version()


def ground() -> Ground:
    """What lies under every map: our own tiles, or those of the configured provider."""
    if settings().tiles_url:
        return TileProvider(settings().tiles_url, settings().tiles_attribution)
    version = _published().basemap.version()
    return OwnBasemap(f"{request.script_root}/basemap/{version}/{{z}}/{{x}}/{{y}}.json")


def _address(endpoint: str, published: PublishedMap, packed: Packed) -> str:
    """An address that names revision and content, so that what it leads to never changes."""
    incident = published.incident
    return url_for(endpoint, incident_id=incident.id, revision=incident.revision, digest=_short(packed))


def _kept_for(packed: Packed, digest: str) -> str:
    return IMMUTABLE if digest == _short(packed) else REVALIDATE


def _short(packed: Packed) -> str:
    return packed.digest[:DIGEST_LENGTH]
