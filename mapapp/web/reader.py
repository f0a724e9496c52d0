"""What readers see: the list of maps, a map's page, its embed, its data and the tiles under it."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from mapapp.errors import Gone, MapappError, NotFound, meaning
from mapapp.maps.crowd import PlacesTile
from mapapp.maps.embed import ELEMENT_ID, Ground
from mapapp.maps.extent import Bounds
from mapapp.maps.grid import Tile
from mapapp.maps.legend import legend
from mapapp.maps.listing import listing
from mapapp.maps.providers import provider_of
from mapapp.maps.raster import RasterFile
from mapapp.maps.when import when_words
from mapapp.web.addresses import public_root
from mapapp.web.caching import REVALIDATE, Packed, kept_if, respond
from mapapp.web.context import chosen, desk, published_maps
from mapapp.web.embedding import frame_code, link_header, script_code, sharing
from mapapp.web.pictures import SIZES, page_pictures
from mapapp.web.published import PAGE, REVISION, PastMap, Published, PublishedMap
from mapapp.web.tongues import spoken, tongue

_PAST_EFFORT = 4
_NOT_INDEXED = {"X-Robots-Tag": "noindex"}

_NUMBER = "int(min=2,max=100000)"

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


@spoken(reader, f"/maps/<slug:incident_id>/places/<{_NUMBER}:number>")
def page_of_places(incident_id: str, number: int) -> Response:
    """A further page of a map with many places: the same, with the places that follow in the list."""
    return _send_page("reader/map.html", incident_id, number)


@spoken(reader, f"/embed/<slug:incident_id>/places/<{_NUMBER}:number>")
def embed_of_places(incident_id: str, number: int) -> Response:
    """A further page of an embed with many places."""
    return _send_page("embed/map.html", incident_id, number)


@spoken(reader, f"/embed/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/map.js")
def map_script(incident_id: str, revision: int, digest: str) -> Response:
    """The script that draws the map."""
    packed = _script(published_maps().map(incident_id, tongue(), revision))
    return respond(request, packed, kept_if(digest == packed.version))


@spoken(reader, f"/embed/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/places.json")
def places(incident_id: str, revision: int, digest: str) -> Response:
    """The places in words and figures, for the script."""
    packed = _places(published_maps().map(incident_id, tongue(), revision))
    return respond(request, packed, kept_if(digest == packed.version))


@spoken(reader, f"/embed/<slug:incident_id>/<{REVISION}:revision>/<digest:digest>/places/<places:tile>.json")
def places_tile(incident_id: str, revision: int, digest: str, tile: PlacesTile) -> Response:
    """Some of many places, for the script."""
    shown = published_maps().map(incident_id, tongue(), revision)
    packed = shown.places_tile(tile)
    return respond(request, packed, kept_if(digest == shown.tiles_digest))


@spoken(reader, "/embed/<slug:incident_id>/state.json")
def state(incident_id: str) -> Response:
    """Whether the map is still the one that an open page shows."""
    return respond(request, published_maps().state(incident_id, tongue()), REVALIDATE)


@reader.get("/maps/<slug:incident_id>.geojson")
def geojson(incident_id: str) -> Response:
    """The document, for anybody's use; with `at` as it was then."""
    at = request.args.get("at")
    shown = published_maps().seen(incident_id, tongue(), at)
    packed = shown.geojson
    headers = {
        **({} if at is None else _NOT_INDEXED),
        "Content-Disposition": f'attachment; filename="{incident_id}.geojson"',
    }
    return respond(request, packed, REVALIDATE, headers)


@reader.get("/basemap/<version>/<int:z>/<int:x>/<int:y>.json")
def tile(version: str, z: int, x: int, y: int) -> Response:
    """A tile of the basemap; an outdated version is answered with the current tile, not to be kept."""
    packed = published_maps().tile(Tile(z, x, y))
    return respond(request, packed, kept_if(version == published_maps().basemap.version()))


@reader.get("/tiles/<version>/<int:z>/<int:x>/<int:y>.<ending>")
def raster(version: str, z: int, x: int, y: int, ending: str) -> Response:
    """A picture of a tile, where the newsroom has its background in a file of its own."""
    file = chosen()
    if not isinstance(file, RasterFile) or ending != file.ending:
        raise NotFound("There is no such tile.")
    headers = {"Cache-Control": kept_if(version == file.version)}
    return Response(file.tile(Tile(z, x, y)), mimetype=file.mimetype, headers=headers)


@reader.get("/healthz")
def health() -> tuple[Response, int]:
    """Whether maps can be served, for a monitor."""
    try:
        count = len(desk().incidents.published())
    except MapappError as error:
        return jsonify(status="failing", message=str(error)), meaning(error).http
    return jsonify(status="ok", maps=count), 200


def _when_words(occurred_at: str, timezone: str) -> str:
    """A date or time in the language of the page that is made."""
    return when_words(occurred_at, timezone, tongue())


def _send_page(template: str, incident_id: str, number: int = 1) -> Response:
    """A page as readers see it now or, with `at`, as they saw it then; of a retracted map, that it was.

    `number` is the page of the list of places.
    """
    at = request.args.get("at")
    try:
        if at is None:
            return _send_present(template, published_maps().map(incident_id, tongue()), number)
        return _send_past(template, published_maps().at(incident_id, tongue(), at), number)
    except Gone as error:
        bare = template.startswith("embed/")
        page = render_template("reader/retracted.html", title=error.title, said=str(error), bare=bare)
        return Response(page, meaning(error).http, {**_NOT_INDEXED, "Cache-Control": REVALIDATE})


def _send_present(template: str, published: PublishedMap, number: int) -> Response:
    """Rendered once for all it depends on; readers' browsers ask each time whether it is the same."""
    key = (template, public_root(), published_maps().basemap.version(), str(number))
    packed, headers = published.page(
        key,
        lambda: (
            _render(template, published, number),
            {"Link": link_header(published), **({} if number == 1 else _NOT_INDEXED)},
        ),
    )
    return respond(request, packed, REVALIDATE, headers)


def _send_past(template: str, past: PastMap, number: int) -> Response:
    packed = Packed(_render(template, past.map, number, past).encode(), PAGE, _PAST_EFFORT)
    return respond(request, packed, REVALIDATE, _NOT_INDEXED)


def _render(template: str, published: PublishedMap, number: int, past: PastMap | None = None) -> str:
    incident = published.incident
    return render_template(
        template,
        incident=incident,
        past=past,
        version=published.version,
        pictures=page_pictures(published) if published.drawing.opening else {},
        sizes=SIZES,
        drawing=published.drawing,
        listing=listing(published.drawing, number),
        page_url=partial(_page_url, template, incident.id, past),
        now_url=_page_url(template, incident.id, None, 1),
        legend=legend(published.drawing),
        element_id=ELEMENT_ID,
        map_scripts=_map_scripts(published),
        script_url=_address("reader.map_script", published, _script(published)),
        places_url=_address("reader.places", published, _places(published)),
        credits=published_maps().credits(published),
        sharing=sharing(published),
        embed_code=frame_code(published),
        embed_script=script_code(),
    )


def _map_scripts(published: PublishedMap) -> list[str]:
    """The static scripts that a map's own script needs, in their order."""
    ground = _ground(published.drawing.opening)
    asks = ground.provider is not None and bool(ground.provider.host)
    wanted = {
        "leaflet/leaflet.js": True,
        "js/map.js": True,
        "js/consent.js": asks,
        "js/crowds.js": published.drawing.is_crowded,
    }
    return [name for name, is_needed in wanted.items() if is_needed]


def _page_url(template: str, incident_id: str, past: PastMap | None, number: int) -> str:
    """Where a page of the list of places is, now or at the time that is shown."""
    first, further = (
        ("reader.embed", "reader.embed_of_places")
        if template.startswith("embed/")
        else ("reader.page", "reader.page_of_places")
    )
    at = past.moment if past else None
    if number == 1:
        return url_for(first, incident_id=incident_id, at=at)
    return url_for(further, incident_id=incident_id, number=number, at=at)


def _script(published: PublishedMap) -> Packed:
    places_url = _address("reader.places", published, _places(published))
    return published.script(places_url, _ground(published.drawing.opening))


def _places(published: PublishedMap) -> Packed:
    digest = published.tiles_digest
    incident = published.incident
    whole = url_for("reader.embed", incident_id=incident.id)
    return published.places(f"{whole}/{incident.revision}/{digest}/places/{{z}}/{{x}}/{{y}}.json")


def streets_version() -> str:
    """A short word that changes whenever the installed streets do."""
    return published_maps().basemap.version()


def own_ground() -> Ground:
    """Our own basemap."""
    version = published_maps().basemap.version()
    return Ground(f"{request.script_root}/basemap/{version}/{{z}}/{{x}}/{{y}}.json")


def _ground(opening: Bounds | None) -> Ground:
    """What lies under a reader's map: our own basemap, and the configured provider's tiles beside it."""
    tiles, own = chosen(), own_ground()
    if not tiles:
        return replace(own, closest=published_maps().closest_opening(opening))
    if isinstance(tiles, RasterFile):
        address = f"{request.script_root}/tiles/{tiles.version}/{{z}}/{{x}}/{{y}}.{tiles.ending}"
        return replace(own, provider=provider_of(tiles, address))
    return replace(own, provider=tiles)


def _address(endpoint: str, published: PublishedMap, packed: Packed) -> str:
    """An address that names revision and content, so that what it leads to never changes."""
    incident = published.incident
    return url_for(endpoint, incident_id=incident.id, revision=incident.revision, digest=packed.version)
