from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mapapp.settings import Settings
from mapapp.web.app import create_app
from tests.browser.conftest import Visitor, Windows, served
from tests.photos import picture

EMBED = "/embed/kenosha-2020-08-23"


class Tiles:
    """Somebody else's tile server, which remembers who referred to it."""

    def __init__(self) -> None:
        self.referrers: list[str] = []

    def __call__(self, environ: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
        self.referrers.append(environ.get("HTTP_REFERER", ""))
        body = picture()
        start("200 OK", [("Content-Type", "image/png"), ("Content-Length", str(len(body)))])
        return [body]


def test_a_third_party_is_asked_for_nothing_before_the_reader_says_so(
    windows: Windows, settings: Settings
) -> None:
    tiles = Tiles()
    with served(tiles) as theirs:
        host = urlsplit(theirs).netloc
        app = create_app(replace(settings, tiles=f"{theirs}/{{z}}/{{x}}/{{y}}.png", tiles_attribution="© Co"))
        with served(app) as ours:
            visitor = Visitor(windows, ours)
            page = visitor.open(EMBED)
            choice = page.get_by_role("group", name="Background of the map")
            expect(choice).to_contain_text(
                f"Load the map’s background from {host}? It will see your address."
            )
            page.get_by_role("button", name="Zoom out").click()
            page.wait_for_load_state("networkidle")
            assert visitor.hosts() == {urlsplit(ours).netloc}
            assert page.locator("canvas.leaflet-tile").count()
            found = Axe().run(page, context="#map_1")
            assert found.response["violations"] == []

            choice.get_by_role("button", name="Load it").press("Enter")
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
            expect(page.locator("canvas.leaflet-tile")).to_have_count(0)
            expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Co")
            assert visitor.hosts() == {urlsplit(ours).netloc, host}
            assert set(tiles.referrers) == {f"{ours}/"}

            # Theirs come first: the map does not wait for ours, which are taken away then.
            page.route("**/basemap/**", lambda _route: None)
            page.reload(wait_until="load")
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
            page.unroute("**/basemap/**")

            page.reload(wait_until="networkidle")
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
            choice.get_by_role("button", name="Do not load it").click()
            expect(page.locator("canvas.leaflet-tile").first).to_be_visible()
            expect(page.locator("img.leaflet-tile")).to_have_count(0)
            asked = len(tiles.referrers)
            page.reload(wait_until="networkidle")
            expect(choice).to_contain_text("It will see your address.")
            assert len(tiles.referrers) == asked

            visitor.close()
            assert visitor.complaints == []
        app.extensions["desk"].close()
