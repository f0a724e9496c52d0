"""What readers are sent of published maps, now or as of a time, each body made once per revision."""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from mapapp.desk import Desk, Publication, PublicationKind
from mapapp.errors import Gone, NotFound
from mapapp.incident.geojson import dumps
from mapapp.incident.model import Incident
from mapapp.incident.tongue import Tongue, translatable
from mapapp.maps.basemap import Basemap
from mapapp.maps.crowd import PlacesTile, has_tile, tile_json
from mapapp.maps.embed import CLOSEST, Ground, map_script
from mapapp.maps.extent import Bounds, surroundings
from mapapp.maps.features import Drawing, draw, for_readers, places_json
from mapapp.maps.grid import Tile
from mapapp.maps.tile import MAX_ZOOM, MIN_ZOOM
from mapapp.maps.when import when_words
from mapapp.web.caching import Packed, Shelf, short_digest
from mapapp.web.moments import utc_moment

_SHIPPED = Path(__file__).parent.parent.parent / "data" / "basemap"
_TILE_EFFORT = 5
_TILES_KEPT = 4_096
"""More than there are around one map, which its archive needs in each language and publishing once more."""
_CLOSEST_WITHOUT_STREETS = 10
_TILES_MADE = 2
"""How tiles of places are made: another number whenever the same document gives other bytes."""

REVISION = "int(max=2147483647)"
"""The converter of a revision's number in an address."""

JSON = "application/json"
GEOJSON = "application/geo+json"
SCRIPT = "text/javascript"
PAGE = "text/html"

_NOTHING_THEN = {
    None: translatable("Nothing was shown then: readers have seen this map since %(since)s."),
    PublicationKind.UNPUBLISHED: translatable(
        "Nothing was shown then: it had been unpublished on %(since)s."
    ),
    PublicationKind.RETRACTED: translatable("Nothing was shown then: it had been retracted on %(since)s."),
}


class PublishedMap:
    """One published revision, in one language, and what is made of it.

    `masks` says how often a place of the map has been masked or unmasked.
    """

    def __init__(self, incident: Incident, tongue: Tongue, masks: int) -> None:
        self.incident = incident
        self.tongue = tongue
        self.version = short_digest(incident.id, incident.revision, incident.updated_at, masks)
        """A word that is another as soon as anything about the map is."""
        self._scripts: Shelf[tuple[str, Ground], Packed] = Shelf(limit=4)
        self._pages: Shelf[tuple[str, ...], tuple[Packed, Mapping[str, str]]] = Shelf(limit=32)
        self._places: Shelf[str, Packed] = Shelf(limit=4)
        self._tiles: Shelf[PlacesTile, Packed] = Shelf(limit=128)

    @cached_property
    def drawing(self) -> Drawing:
        """The places in words and figures."""
        return draw(self.incident, self.tongue)

    @cached_property
    def geojson(self) -> Packed:
        """The document itself, without what was taken back."""
        return Packed(dumps(for_readers(self.incident)).encode(), GEOJSON)

    def places(self, tiles_url: str) -> Packed:
        """The places for the map's script; of a crowd what stands out, and where the rest is."""
        return self._places.get(tiles_url, lambda: Packed(places_json(self.drawing, tiles_url), JSON))

    @cached_property
    def tiles_digest(self) -> str:
        """What tells the tiles of places from those of any other document."""
        return short_digest(self.version, self.tongue.language, self.tongue.units, _TILES_MADE)

    def places_tile(self, tile: PlacesTile) -> Packed:
        """A tile of the places; raises NotFound where the map has none."""
        if not has_tile(self.drawing, tile):
            raise NotFound("There is no such tile.")
        return self._tiles.get(tile, lambda: Packed(tile_json(self.drawing, tile), JSON, _TILE_EFFORT))

    @property
    def timezone(self) -> str:
        """The zone that its times are said in."""
        return self.incident.timezone

    def script(self, places_url: str, ground: Ground) -> Packed:
        """The map's script."""

        def make() -> Packed:
            return Packed(map_script(self.drawing, places_url, ground).encode(), SCRIPT)

        return self._scripts.get((places_url, ground), make)

    def page(
        self, key: tuple[str, ...], make: Callable[[], tuple[str, Mapping[str, str]]]
    ) -> tuple[Packed, Mapping[str, str]]:
        """A page about the map, with headers; `key` tells it from the others and holds all it depends on."""

        def packed() -> tuple[Packed, Mapping[str, str]]:
            html, headers = make()
            return Packed(html.encode(), PAGE), headers

        return self._pages.get(key, packed)


class PastMap(NamedTuple):
    """What readers saw at `moment` (RFC 3339 in UTC), and whether they see something else by now."""

    map: PublishedMap
    moment: str
    has_changed: bool


class Published:
    """The published maps of one newsroom and the basemap under them; threads may share it."""

    def __init__(self, desk: Desk, streets_folder: Path) -> None:
        self._desk = desk
        self._maps: Shelf[tuple[str, int, int, Tongue], PublishedMap] = Shelf(limit=64)
        self._tiles: Shelf[tuple[str, Tile], Packed] = Shelf(limit=_TILES_KEPT)
        self._with_streets: Shelf[tuple[str, Bounds], bool] = Shelf(limit=512)
        self.basemap = Basemap(streets_folder, sorted(_SHIPPED.glob("*.geojson*")))

    def map(self, incident_id: str, tongue: Tongue, revision: int | None = None) -> PublishedMap:
        """The map that readers see now, or by number an earlier revision that they saw.

        Raises NotFound when they see none or never saw that revision, and Gone when it was retracted.
        """
        standing = self._desk.publishing.standing(incident_id)
        if standing is None or standing.kind is PublicationKind.UNPUBLISHED:
            raise _none_published(incident_id, tongue)
        if standing.kind is PublicationKind.RETRACTED:
            title = self._of(incident_id, standing, tongue).incident.title
            raise Gone(title, self._retraction(incident_id, standing, tongue))
        if revision in (None, standing.revision):
            return self._of(incident_id, standing, tongue)
        for one in self._desk.publishing.shown(incident_id):
            if one.revision == revision:
                return self._of(incident_id, one, tongue)
        raise NotFound(tongue.text("Readers have not seen this revision of the map."))

    def at(self, incident_id: str, tongue: Tongue, text: str) -> PastMap:
        """The map as readers saw it at a time, which is local to it unless `text` says otherwise.

        Raises NotFound when they saw nothing then or see nothing now, Gone when it was retracted since, and
        BadInput for what is no time that has passed.
        """
        now = self.map(incident_id, tongue)
        moment = utc_moment(text, now.timezone, self._desk.publishing.now(), tongue)
        then = self._desk.publishing.standing(incident_id, moment)
        if then is None or not then.kind.shows:
            *_, first = self._desk.publishing.shown(incident_id)
            since = when_words((then or first).at, now.timezone, tongue)
            raise NotFound(tongue.text(_NOTHING_THEN[then.kind if then else None], since=since))
        shown = self._of(incident_id, then, tongue)
        return PastMap(shown, moment, shown is not now)

    def seen(self, incident_id: str, tongue: Tongue, at: str | None) -> PublishedMap:
        """What readers see now or, with a time, what they saw then; raises as `map` and `at`."""
        return self.map(incident_id, tongue) if at is None else self.at(incident_id, tongue, at).map

    def state(self, incident_id: str, tongue: Tongue) -> Packed:
        """What a page that is open somewhere needs to know: whether the map is another by now, and why."""
        standing = self._desk.publishing.standing(incident_id)
        if standing is None:
            raise _none_published(incident_id, tongue)
        return Packed(json.dumps(self._state(incident_id, standing, tongue)).encode(), JSON)

    def _state(self, incident_id: str, standing: Publication, tongue: Tongue) -> dict[str, str]:
        if standing.kind is PublicationKind.UNPUBLISHED:
            return {"state": "unpublished", "said": tongue.text("This map is no longer published.")}
        if standing.kind is PublicationKind.RETRACTED:
            return {"state": "retracted", "said": self._retraction(incident_id, standing, tongue)}
        shown = self._of(incident_id, standing, tongue)
        last = shown.incident.corrections[-1:]
        said = [
            tongue.text(
                "This map was corrected on %(day)s: %(note)s",
                day=when_words(one.at, shown.timezone, tongue),
                note=one.note,
            )
            for one in last
        ]
        return {"state": "published", "version": shown.version, "said": "".join(said)}

    def _retraction(self, incident_id: str, standing: Publication, tongue: Tongue) -> str:
        day = when_words(standing.at, self._of(incident_id, standing, tongue).timezone, tongue)
        return tongue.text("This map was retracted on %(day)s: %(note)s", day=day, note=standing.note)

    def _of(self, incident_id: str, shown: Publication, tongue: Tongue) -> PublishedMap:
        """The map of a publication that has a revision."""
        number = shown.revision or 0
        find = self._desk.incidents.get
        # A revision never changes, but what of it may be shown does, when a place is masked.
        key = incident_id, number, self._desk.masks.changes(incident_id), tongue
        return self._maps.get(key, lambda: PublishedMap(find(incident_id, number), tongue, key[2]))

    def edition(self) -> Hashable | None:
        """What all that readers are sent depends on; None where that cannot be told at once."""
        written = self._desk.version()
        return None if written is None else (written, self._desk.publishing.now(), self.basemap.touched())

    def credits(self, shown: PublishedMap) -> tuple[str, ...]:
        """Whose data a map and the basemap around its places are."""
        view = surroundings([one.extent for one in shown.drawing.places if one.extent])
        return tuple(dict.fromkeys((*shown.incident.credits, *self.basemap.credits(view))))

    def closest_opening(self, opening: Bounds | None) -> int:
        """The zoom that our own basemap lets a map open on at most: less where it knows no streets."""
        if opening is None:
            return CLOSEST
        key = self.basemap.version(), opening
        has_streets = self._with_streets.get(key, lambda: self.basemap.has_streets(opening))
        return CLOSEST if has_streets else _CLOSEST_WITHOUT_STREETS

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


def _none_published(incident_id: str, tongue: Tongue) -> NotFound:
    return NotFound(tongue.text("There is no published map with the id %(id)s.", id=repr(incident_id)))
