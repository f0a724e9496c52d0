"""What outlasts the newsroom's server: a map in one file, and the published maps on a plain file server."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from mapapp.desk import Desk
from mapapp.site.static_site import publish
from mapapp.site.target import Target
from mapapp.web.asking import Readers
from tests.browser.conftest import DESKTOP, PHONE
from tests.fileserver import file_server
from tests.people import ADA

MAP = "kenosha-2020-08-23"
SCENE = "Near 28th Avenue and 40th Street, Kenosha"
_INK = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((one, at) => at % 4 === 3 && one > 0).length;
}"""


class _Watched:
    """A page with what it asked for, what failed and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.failed: list[str] = []
        page.on("request", lambda one: None if one.url.startswith("data:") else self.asked.append(one.url))
        page.on("requestfailed", lambda one: self.failed.append(one.url))
        page.on("response", lambda one: self.failed.append(one.url) if one.status >= 400 else None)
        page.on("console", lambda one: self.failed.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self.failed.append(str(error)))


def _is_a_map(page: Page) -> None:
    """The map is drawn, moves, names its streets or towns, and its places open by keyboard."""
    marker = page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')
    expect(marker).to_be_visible()
    marker.press("Enter")
    expect(page.get_by_role("dialog", name=SCENE)).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("map_1.setZoom(12, { animate: false })")
    # Looked for each time: another canvas takes its place when names are set anew.
    page.wait_for_function(f"() => ({_INK})(document.querySelector('.leaflet-names-pane canvas')) > 0")


@pytest.mark.usefixtures("streets")
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)])
def test_an_archive_opens_from_a_disk_with_the_network_cut(
    browser: Browser, client: FlaskClient, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    file = tmp_path / "kept.html"
    file.write_bytes(client.get(f"/maps/{MAP}.html?archive").data)
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_offline(True)
    page = context.new_page()
    watched = _Watched(page)
    page.goto(file.as_uri())
    _is_a_map(page)
    # Closer than there are tiles, and far from every place: something coarser is there.
    for view in ("[42.6008, -87.8433], 19", "[42.3, -88.9], 14"):
        page.evaluate(f"map_1.setView({view}, {{ animate: false }})")
        expect(page.locator("canvas.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator("figure.picture")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("figure.picture > svg")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()
    page.emulate_media(media="screen")
    assert watched.asked == [file.as_uri()]
    assert watched.failed == []
    assert Axe().run(page).violations_count == 0
    context.close()


def _opened(browser: Browser, address: str) -> Page:
    """An embed whose clock the test moves on, with everything there that it asked for, from one server."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page.clock.install()
    watched = _Watched(page)
    page.goto(address, wait_until="networkidle")
    page.clock.run_for(1_000)
    expect(page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_be_visible()
    assert watched.failed == []
    assert {urlsplit(one).netloc for one in watched.asked} == {urlsplit(address).netloc}
    return page


def test_plain_files_serve_readers_and_corrections_while_the_newsroom_is_down(
    browser: Browser, app: Flask, tmp_path: Path
) -> None:
    desk = app.extensions["desk"]
    assert isinstance(desk, Desk)
    with file_server(tmp_path / "site") as address:

        def write() -> None:
            publish(Readers(app, address), Target(str(tmp_path / "site")), lambda *_: None)

        write()
        spanish = _opened(browser, f"{address}/es/embed/{MAP}")
        expect(spanish.locator("html")).to_have_attribute("lang", "es")
        spanish.close()
        page = _opened(browser, f"{address}/embed/{MAP}")
        _is_a_map(page)

        view = page.evaluate("[map_1.getCenter().lat, map_1.getZoom()]")
        current = desk.incidents.get(MAP)
        scene = replace(current.places[0], what="Other words")
        saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
        desk.publishing.correct(ADA, MAP, saved.revision, "A word was wrong.")
        write()
        page.clock.run_for(30_000)
        expect(page.get_by_role("status")).to_contain_text("A word was wrong.")
        expect(page.locator("[data-place=scene]")).to_contain_text("Other words")
        assert page.evaluate("[map_1.getCenter().lat, map_1.getZoom()]") == view

        desk.publishing.retract(ADA, MAP, "It was another day.")
        write()
        page.clock.run_for(30_000)
        expect(page.get_by_role("status")).to_contain_text("It was another day.")
        page.close()
