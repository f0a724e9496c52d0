"""What readers are sent of published maps, each body made once per revision."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from mapapp.desk import Desk
from mapapp.errors import NotFound
from mapapp.incident.geojson import dumps
from mapapp.incident.model import Incident
from mapapp.maps.basemap import Basemap
from mapapp.maps.embed import Ground, map_script
from mapapp.maps.features import Drawing, draw, for_readers, places_json
from mapapp.maps.grid import Tile
from mapapp.maps.tile import MAX_ZOOM, MIN_ZOOM
from mapapp.web.caching import Packed, Shelf

_SHIPPED = Path(__file__).parent.parent.parent / "data" / "basemap"
_TILE_EFFORT = 5

JSON = "application/json"
GEOJSON = "application/geo+json"
SCRIPT = "text/javascript"
PAGE = "text/html"


class PublishedMap:
    """One published revision and what is made of it."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self._scripts: Shelf[tuple[str, Ground], Packed] = Shelf(limit=4)
        self._pages: Shelf[tuple[str, ...], Packed] = Shelf(limit=8)

    @cached_property
    def drawing(self) -> Drawing:
        """The places in words and figures."""
        return draw(self.incident)

    @cached_property
    def geojson(self) -> Packed:
        """The document itself, without what was taken back."""
        return Packed(dumps(for_readers(self.incident)).encode(), GEOJSON)

    @cached_property
    def places(self) -> Packed:
        """The places for the map's script."""
        return Packed(places_json(self.drawing), JSON)

    def script(self, places_url: str, ground: Ground) -> Packed:
        """The map's script."""

        def make() -> Packed:
            return Packed(map_script(self.drawing, places_url, ground).encode(), SCRIPT)

        return self._scripts.get((places_url, ground), make)

    def page(self, key: tuple[str, ...], render: Callable[[], str]) -> Packed:
        """A page about the map; `key` tells it from the other pages and holds all it depends on."""
        return self._pages.get(key, lambda: Packed(render().encode(), PAGE))


class Published:
    """The published maps of one newsroom and the basemap under them; threads may share it."""

    def __init__(self, desk: Desk, streets_folder: Path) -> None:
        self._desk = desk
        self._maps: Shelf[tuple[str, int, int], PublishedMap] = Shelf(limit=64)
        self._tiles: Shelf[tuple[str, Tile], Packed] = Shelf(limit=512)
        self.basemap = Basemap(streets_folder, sorted(_SHIPPED.glob("*.geojson")))

    def map(self, incident_id: str, revision: int | None = None) -> PublishedMap:
        """The map that readers see now; raises NotFound when they see none, or another revision."""
        current = self._desk.incidents.published_revision(incident_id)
        if revision not in (None, current):
            raise NotFound("This map has been corrected since; load the page again.")
        find = self._desk.incidents.published_incident
        # A revision never changes, but what of it may be shown does, when a place is masked.
        key = incident_id, current, self._desk.masks.changes(incident_id)
        return self._maps.get(key, lambda: PublishedMap(find(incident_id, current)))

    def close(self) -> None:
        """Let go of the basemap's files."""
        self.basemap.close()

    def tile(self, tile: Tile) -> Packed:
        """A tile of the basemap; raises NotFound where the grid has none."""
        if not (MIN_ZOOM <= tile.z <= MAX_ZOOM and tile.exists):
            raise NotFound("There is no such tile.")

        def make() -> Packed:
            return Packed(self.basemap.tile(tile), JSON, _TILE_EFFORT)

        return self._tiles.get((self.basemap.version(), tile), make)
