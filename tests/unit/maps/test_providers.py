from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from mapapp.errors import BadInput, NotFound
from mapapp.maps.grid import Tile
from mapapp.maps.providers import Credit, TileProvider, chosen_tiles, provider_of
from mapapp.maps.raster import RasterFile


def provider(tiles: str, attribution: str = "") -> TileProvider:
    found = chosen_tiles(tiles, attribution)
    assert isinstance(found, TileProvider)
    return found


def test_nothing_set_is_our_own_basemap() -> None:
    assert chosen_tiles("", "anything") is None


def test_a_name_brings_its_address_its_zooms_and_its_credit_with_links() -> None:
    found = provider("OpenStreetMap.Mapnik")
    assert found.url == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert (found.host, found.origin) == ("tile.openstreetmap.org", "https://tile.openstreetmap.org")
    assert Credit("OpenStreetMap", "https://www.openstreetmap.org/copyright") in found.credit
    assert found.max_zoom == 19
    assert provider("openstreetmap mapnik") == found


def test_leaflets_own_placeholders_are_left_to_leaflet() -> None:
    found = provider("OpenStreetMap.HOT")
    assert "{s}" in found.url
    assert "{variant}" not in provider("Esri.WorldImagery").url
    assert "*" not in found.host
    assert found.origin.startswith("https://*.")


@pytest.mark.parametrize(
    ("tiles", "says"),
    [
        ("CartoDB.Positron", "asks for a key"),
        ("Nobody.Knows", "xyzservices"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "https"),
        ("https://tiles.example/{z}.png", "{x}"),
        ("/{z}/{x}/{y}.png", "https"),
        ("https://tiles.example; script-src *\\{z}/{x}/{y}", "host"),
        ("https://tiles.example/planet.pmtiles", "own disk"),
        ("/nowhere/planet.pmtiles", "planet.pmtiles"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(tiles: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        chosen_tiles(tiles, "")


def test_an_address_is_credited_as_set_or_by_its_host() -> None:
    address = "https://user@{s}.tile.example:8443/{z}/{x}/{y}{r}.png?key=1"
    assert provider(address, "© <i>Us</i>").credit_html == "© &lt;i&gt;Us&lt;/i&gt;"
    assert provider("https://{s}.tile.example/{z}/{x}/{y}.png").credit_html == "tile.example"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


@given(st.text(), st.text())
def test_a_credit_holds_nothing_but_text_and_one_link(text: str, href: str) -> None:
    tags = _Tags()
    tags.feed(TileProvider("", (Credit(text, f"https://{href}"), Credit(text))).credit_html)
    tags.close()
    assert [(tag, [name for name, _ in attrs]) for tag, attrs in tags.seen] == [("a", ["href"])]


def pmtiles(path: Path, kind: TileType, **metadata: str) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        for zoom in (0, 1):
            writer.write_tile(zxy_to_tileid(zoom, 0, 0), b"picture %d" % zoom)
        header = {"tile_type": kind, "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 1}
        corners = {"min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0}
        middle = {"center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}
        writer.finalize({**header, **corners, **middle}, metadata)
    return path


def test_a_file_of_pictures_is_read_from_the_disk(tmp_path: Path) -> None:
    path = pmtiles(tmp_path / "a.pmtiles", TileType.PNG, attribution='<a href="https://us.example">Us</a>')
    found = chosen_tiles(str(path), "")
    assert isinstance(found, RasterFile)
    assert found.mimetype == "image/png"
    assert found.tile(Tile(1, 0, 0)) == b"picture 1"
    for missing in (Tile(1, 1, 1), Tile(2, 0, 0), Tile(0, 5, 5), Tile(60, 0, 0)):
        with pytest.raises(NotFound):
            found.tile(missing)
    shown = provider_of(found, "/tiles/1/{z}/{x}/{y}")
    assert (shown.host, shown.origin, shown.max_zoom) == ("", "", 1)
    assert shown.credit_html == '<a href="https://us.example">Us</a>'


def test_vector_tiles_and_what_is_no_such_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="vector tiles"):
        RasterFile(pmtiles(tmp_path / "v.pmtiles", TileType.MVT))
    for content in (b"", b"PMTiles", b"\xff" * 200, b"PMTiles\x02" + bytes(200)):
        path = tmp_path / "no.pmtiles"
        path.write_bytes(content)
        with pytest.raises(BadInput, match="not a PMTiles file"):
            RasterFile(path)
