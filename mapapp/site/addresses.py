"""The addresses that readers' browsers ask for, and the files that stand for them."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from mapapp.maps.coverage import levels, picture_levels
from mapapp.maps.crowd import tiles
from mapapp.maps.embed import MAX_ZOOM
from mapapp.maps.grid import Tile
from mapapp.maps.listing import listing
from mapapp.settings import LANGUAGES
from mapapp.web.asking import Answer, Readers
from mapapp.web.published import PublishedMap

MOST_TILES = 3_000
"""Of what lies under one map; then its closest zooms are left out."""

_LASTING = frozenset({"digest", "version"})
_NAMED = re.compile(r"""["'(\s](?:https?://[^"'()\s<>?#/]+)?(/[^"'()\s{}<>?#]*)""")
_IN_STYLE = re.compile(r"""url\(["']?([^"')#?]+)""")


class Told(NamedTuple):
    """An address and the map it is of, if of one."""

    address: str
    incident_id: str


def told_addresses(readers: Readers) -> list[Told]:
    """Every public address that a map's id and a language make, for each map that was ever published."""
    desk = readers.desk
    ids = [one.id for one in desk.incidents.all() if desk.publishing.standing(one.id)]
    told = {
        one
        for endpoint, values in readers.endpoints()
        if values <= {"incident_id", "language"}
        for one in _of(readers, endpoint, values, ids)
    }
    return sorted(told.union(_further_pages(readers)))


def _of(readers: Readers, endpoint: str, values: frozenset[str], ids: list[str]) -> Iterator[Told]:
    for incident_id in ids if "incident_id" in values else [""]:
        for language in LANGUAGES if "language" in values else [""]:
            known = {"incident_id": incident_id, "language": language}
            yield Told(readers.address(endpoint, **{one: known[one] for one in values}), incident_id)


def _further_pages(readers: Readers) -> Iterator[Told]:
    """The pages of the list of places that follow on the first."""
    for language, shown in _shown(readers):
        values = {"incident_id": shown.incident.id, "language": language}
        for number in range(2, listing(shown.drawing).pages + 1):
            for endpoint in ("reader.page_of_places", "reader.embed_of_places"):
                yield Told(readers.address(endpoint, **values, number=number), shown.incident.id)


def crowd_addresses(readers: Readers) -> Iterator[str]:
    """The tiles of places of every map that has so many."""
    for language, shown in _shown(readers):
        values = {
            "incident_id": shown.incident.id,
            "language": language,
            "revision": shown.incident.revision,
            "digest": shown.tiles_digest,
        }
        for tile in tiles(shown.drawing) if shown.drawing.is_crowded else ():
            yield readers.address("reader.places_tile", **values, tile=tile)


def _shown(
    readers: Readers, languages: Iterable[str] = tuple(LANGUAGES)
) -> Iterator[tuple[str, PublishedMap]]:
    """Every map that readers see, in each of the languages."""
    for one in readers.desk.incidents.published():
        for language in languages:
            if shown := readers.seen(one.id, language):
                yield language, shown


def publications(readers: Readers, incident_id: str) -> bytes:
    """What was done so far about what readers see of a map, to tell whether it is the same still."""
    done = [f"{one.id} {one.note}" for one in readers.desk.publishing.in_effect(incident_id)]
    return "\n".join(done).encode() if incident_id else b""


def tile_addresses(readers: Readers) -> Iterator[str]:
    """What lies under every map that is shown, our basemap or pictures: whole zooms, as many as have room."""
    pictures, version = readers.pictures, readers.basemap_version
    for _, shown in _shown(readers, [readers.language]):  # the ground is the same in each
        if pictures is None:
            for tile in _within(MOST_TILES, levels(shown.drawing)):
                yield f"/basemap/{version}/{tile.z}/{tile.x}/{tile.y}.json"
            continue
        first, last = pictures.zooms
        for tile in _within(MOST_TILES, picture_levels(shown.drawing, (first, min(last, MAX_ZOOM)))):
            if pictures.has(tile):
                yield f"/tiles/{pictures.version}/{tile.z}/{tile.x}/{tile.y}.{pictures.ending}"


def _within(room: int, zooms: Iterable[tuple[Tile, ...]]) -> Iterator[Tile]:
    for level in zooms:
        room -= len(level)
        if room < 0:
            return
        yield from level


def named(readers: Readers, address: str, answer: Answer) -> Iterator[Told]:
    """The files of ours that a page, a script or a style sheet names."""
    text = answer.body.decode(errors="replace")
    if answer.mimetype == "text/css":
        found = {urljoin(address, one) for one in _IN_STYLE.findall(text)}
    elif answer.mimetype in ("text/html", "text/javascript"):
        within = readers.folder + "/"
        found = {
            one.removeprefix(readers.folder)
            for one in _NAMED.findall(unescape(text))
            if one.startswith(within)
        }
    else:
        return
    for one in sorted(found):
        if not is_page(one) and (values := readers.leads_to(one)) is not None:
            yield Told(one, str(values.get("incident_id", "")))


def is_lasting(readers: Readers, address: str) -> bool:
    """Whether an address has the digest in it of what it leads to, which therefore never changes."""
    return bool(_LASTING & (readers.leads_to(address) or {}).keys())


def is_of_a_map(address: str) -> bool:
    """Whether a lasting address leads to something of a map, which may have to be hidden one day."""
    return not address.startswith(("/static/", "/basemap/", "/tiles/"))


def is_state(address: str) -> bool:
    """Whether it is what open pages ask whether they are up to date."""
    return address.endswith("/state.json")


def is_published(address: str, answer: Answer) -> bool:
    """Whether there is to be a file: a map that was taken back keeps its pages, which say so."""
    return answer.status == 200 or (answer.status == 410 and is_page(address))


def file_of(address: str) -> str:
    """The path of the file that stands for an address: of a page the index of a folder."""
    path = address.strip("/")
    return f"{path}/index.html".lstrip("/") if is_page(address) else path


def object_of(address: str) -> str:
    """The name of the object that stands for an address, which is the address: a store knows no folders.

    Only a name with a slash at its end cannot be asked for everywhere.
    """
    return file_of(address) if address.endswith("/") else address.lstrip("/")


def is_page(address: str) -> bool:
    """Whether an address is a page's: those of files have an ending."""
    return "." not in address.rsplit("/", 1)[-1]
