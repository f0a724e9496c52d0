"""Whatever a published page leads to is there, on a file server that knows nothing of maps."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.site import addresses
from mapapp.site.static_site import publish
from mapapp.site.target import Target
from mapapp.web import archives
from mapapp.web.app import create_app
from mapapp.web.asking import Readers
from tests.conftest import Fresh
from tests.fileserver import file_server
from tests.many import MANY
from tests.people import ADA
from tests.photos import photos
from tests.web.test_crowd import publish as publish_crowd

pytestmark = pytest.mark.usefixtures("kept_tiles")

MAP = "kenosha-2020-08-23"
GONE = "taken-back"
_IN_SCRIPTS = re.compile(r'"(/[^"\s<>]+)"')


class Site(NamedTuple):
    """The published files, where they are served, and the readers whom the app itself would answer."""

    folder: Path
    address: str
    readers: Readers


class _Addresses(HTMLParser):
    """Everything in a page that could be an address of the site, in whatever attribute."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self.site = site
        self.found: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            words = (value or "").replace(",", " ").split() if name != "alt" else []
            self.found |= {
                one.partition("#")[0] for one in words if re.match(rf"(?:{re.escape(self.site)})?/[^/]", one)
            }


@pytest.fixture(scope="module", params=["our basemap", "pictures"])
def site(
    request: pytest.FixtureRequest, fresh: Fresh, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A map, one of many places and one that was taken back, published to a folder that is served."""
    place = tmp_path_factory.mktemp("links")
    shutil.copytree(fresh.home, place / "home")
    has_pictures = request.param == "pictures"
    tiles = str(photos(place / "photos.pmtiles", 9)) if has_pictures else ""
    app = create_app(Settings(home=place / "home", tiles=tiles))
    desk = app.extensions["desk"]
    assert isinstance(desk, Desk)
    publish_crowd(app, 160)
    publish_crowd(app, 2, GONE)
    desk.publishing.retract(ADA, GONE, "It was another day.")
    folder = place / "site"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch, file_server(folder) as address:
        patch.setattr(addresses, "MOST_TILES", 500 if has_pictures else 60)
        patch.setattr(archives, "TILE_BYTES", 20_000)
        readers = Readers(app, address)
        publish(readers, Target(str(folder)), lambda *_: None)
        yield Site(folder, address, readers)
    app.extensions["published"].close()
    desk.close()


def _named(text: str, is_page: bool, address: str) -> set[str]:
    if not is_page:
        return set(_IN_SCRIPTS.findall(text))
    parser = _Addresses(address)
    parser.feed(text)
    return parser.found


def test_no_page_leads_nowhere(site: Site) -> None:
    pages = {f"/{one.parent.relative_to(site.folder)}" for one in site.folder.rglob("index.html")}
    waiting, asked, dead = {one.replace("/.", "/") for one in pages}, set[str](), []
    assert {"/", "/es", f"/maps/{MAP}", f"/embed/{MANY}/places/2", f"/es/embed/{GONE}"} <= waiting
    while fresh := waiting - asked:
        path = min(fresh)
        asked.add(path)
        answer = requests.get(site.address + path, timeout=10)
        # A file server looks at no query, so none may ask for something else.
        if answer.status_code != 200 or ("?" in path and answer.content != site.readers.ask(path).body):
            dead.append(path)
        kind = answer.headers["Content-Type"].partition(";")[0]
        if kind in ("text/html", "text/javascript") and not path.endswith(("archive.html", "leaflet.js")):
            found = _named(answer.text, kind == "text/html", site.address)
            waiting |= {one.removeprefix(site.address) for one in found if "{" not in one}
    assert dead == []
    assert any("?" in one for one in asked)
    assert len(asked) > 50


def test_the_tiles_that_a_map_names_are_there_around_its_places(site: Site) -> None:
    folder = site.folder
    script = next(folder.glob(f"embed/{MAP}/1/*/map.js")).read_text()
    pattern = re.search(r'"/((?:tiles|basemap)/[^"]*\{y\}\.\w+)"', script)
    assert pattern
    ground = pattern[1].partition("/")[0]
    assert {one.name for one in folder.iterdir()} & {"tiles", "basemap"} == {ground}
    zooms = {int(one.name) for one in (folder / pattern[1].partition("{")[0]).iterdir()}
    assert zooms == (set(range(10)) if ground == "tiles" else set(range(min(zooms), max(zooms) + 1)))
    if ground == "tiles":
        # Where the map opens, as many zooms up as there are.
        assert all(
            (folder / pattern[1].format(z=z, x=65 >> 8 - z, y=94 >> 8 - z)).is_file() for z in range(9)
        )
