"""An open map learns that it was corrected or taken back, and its reader loses nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response
from playwright.sync_api import Browser, Frame, Page, expect

from mapapp.desk import Desk
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Place, Status
from tests.browser.conftest import DESKTOP, Visitor, served, wait_for_map
from tests.people import ADA

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FOUNDING = "kenosha-2020-08-23"
EMBED = f"/embed/{FOUNDING}"
SCENE = "Near 28th Avenue and 40th Street, Kenosha"
HALF_A_MINUTE = 30_000
VIEW = "[map_1.getCenter().lat, map_1.getCenter().lng, map_1.getZoom()]"


Correct = Callable[..., None]


@pytest.fixture
def correct(desk: Desk) -> Correct:
    """Changes the founding map's scene, and brings it to readers."""

    def correct(note: str, **changes: object) -> None:
        current = desk.incidents.get(FOUNDING)
        scene: Place = replace(current.places[0], **changes)  # type: ignore[arg-type]
        saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
        desk.publishing.correct(ADA, FOUNDING, saved.revision, note)

    return correct


def _open(visitor: Visitor, path: str, size: tuple[int, int] = DESKTOP) -> Page:
    """A page whose clock the test moves on, and that remembers being the same page."""
    page = visitor.open("/", size)
    page.clock.install()
    page.goto(visitor.address + path, wait_until="networkidle")
    page.clock.run_for(1_000)
    wait_for_map(page)
    page.evaluate("document.body.dataset.mark = 'not reloaded'")
    return page


def _is_the_same_page(page: Page | Frame) -> bool:
    return bool(page.evaluate("document.body.dataset.mark === 'not reloaded'"))


def test_a_correction_arrives_within_half_a_minute_and_the_view_stays(
    visitor: Visitor, correct: Correct
) -> None:
    page = _open(visitor, EMBED)
    page.get_by_role("group", name="Show").get_by_role("checkbox", name="Facilities it could be").uncheck()
    page.evaluate("map_1.setView([42.6, -87.84], 13, { animate: false })")
    page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]').press("Enter")
    expect(page.get_by_role("dialog", name=SCENE)).to_be_visible()
    scroller = page.locator("[data-scroller]")
    scroller.evaluate("one => (one.scrollTop = 120)")
    page.clock.run_for(1_000)
    before = page.evaluate(VIEW)

    correct(
        "The police confirmed the corner.",
        status=Status.CONFIRMED,
        geometry=Geometry.point(-87.8421, 42.6016),
    )
    page.clock.run_for(HALF_A_MINUTE)

    expect(page.get_by_role("status")).to_contain_text("This map was corrected on ")
    expect(page.get_by_role("status")).to_contain_text("The police confirmed the corner.")
    expect(page.get_by_role("dialog", name=SCENE)).to_contain_text("confirmed")
    expect(page.locator(".leaflet-popup .popup")).to_be_focused()
    expect(page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_have_attribute(
        "aria-label", f"{SCENE}: a street corner, within about 160 m; confirmed"
    )
    expect(page.locator("[data-place=scene]")).to_contain_text("The police confirmed the corner.")
    expect(page.locator("[data-place=scene]")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("heading", name="Correction", exact=True)).to_be_visible()
    expect(page.get_by_text(f"{SCENE} moved about 130 m north-east.")).to_be_visible()
    assert page.evaluate(VIEW) == before
    assert scroller.evaluate("one => one.scrollTop") == 120
    expect(page.get_by_role("checkbox", name="Facilities it could be")).not_to_be_checked()
    expect(page.locator("[data-group=candidates]")).to_be_hidden()
    expect(page.locator('.leaflet-marker-icon[aria-label^="Froedtert"]')).to_have_count(0)
    assert _is_the_same_page(page)
    assert Axe().run(page).violations_count == 0

    page.keyboard.press("Escape")
    expect(page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_be_focused()


def test_the_focus_in_the_list_and_the_list_s_buttons_stay(visitor: Visitor, correct: Correct) -> None:
    page = _open(visitor, EMBED)
    button = page.locator("[data-place=police-department] button, [data-place] button").nth(1)
    name = button.inner_text()
    button.focus()
    correct("A word was wrong.", what="Other words")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-place=scene]")).to_contain_text("Other words")
    expect(page.locator(".places").get_by_role("button", name=name)).to_be_focused()
    page.locator(".places").get_by_role("button", name=SCENE).click()
    expect(page.get_by_role("dialog", name=SCENE)).to_contain_text("Other words")


def test_asking_costs_a_304_and_a_hidden_page_does_not_ask(visitor: Visitor, app: Flask) -> None:
    page = _open(visitor, EMBED)
    answered: list[tuple[int, int]] = []

    asked = app.wsgi_app

    def noted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def starting(status: str, headers: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            if environ["PATH_INFO"].endswith("/state.json"):
                answered.append((int(status[:3]), int(dict(headers).get("Content-Length", 0))))
            return start_response(status, headers, *failed)

        return asked(environ, starting)

    app.wsgi_app = noted  # type: ignore[method-assign]
    for _ in range(3):
        with page.expect_response("**/state.json"):
            page.clock.run_for(HALF_A_MINUTE)
    assert answered[1:] == [(304, 0), (304, 0)]

    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.run_for(10 * HALF_A_MINUTE)
    page.wait_for_load_state("networkidle")
    assert len(answered) == 3
    with page.expect_response("**/state.json"):
        page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    assert _is_the_same_page(page)


def test_a_server_that_does_not_answer_is_asked_less_and_less(visitor: Visitor) -> None:
    page = _open(visitor, EMBED)
    page.route("**/state.json", lambda route: route.abort())
    waits = []
    for _ in range(5):
        waited = 0
        with page.expect_request("**/state.json") as asked:
            while not asked._future.done():  # type: ignore[attr-defined]
                page.clock.run_for(2_000)
                waited += 2
        waits.append(waited)
        page.wait_for_timeout(50)
    visitor.complaints.clear()
    assert waits[0] <= 30
    assert waits == sorted(waits)
    assert waits[-1] > 200


@pytest.mark.parametrize("path", [EMBED, f"/maps/{FOUNDING}"])
def test_a_map_that_is_taken_back_is_replaced_by_the_sentence(
    visitor: Visitor, desk: Desk, path: str
) -> None:
    page = _open(visitor, path)
    desk.publishing.retract(ADA, FOUNDING, "It was another day.")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("main > [role=status]")).to_contain_text("This map was retracted on ")
    expect(page.get_by_role("status")).to_contain_text("It was another day.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Police shooting in Kenosha")
    expect(page.locator(".leaflet-container, [data-place]")).to_have_count(0)
    assert _is_the_same_page(page)
    assert Axe().run(page).violations_count == 0

    desk.publishing.correct(ADA, FOUNDING, 1, "It was that day after all.")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.get_by_text("It was that day after all.").first).to_be_visible()


def test_a_map_that_is_unpublished_is_gone_from_open_pages(visitor: Visitor, desk: Desk) -> None:
    page = _open(visitor, EMBED)
    desk.publishing.unpublish(ADA, FOUNDING)
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.get_by_role("status")).to_have_text("This map is no longer published.")
    expect(page.locator("[data-place]")).to_have_count(0)


@contextmanager
def _another_site(visitor: Visitor, browser: Browser) -> Iterator[Page]:
    """A page of another site that embeds the founding map."""
    code = visitor.open(f"/maps/{FOUNDING}").locator("#embed-code").input_value()
    page = browser.new_page()
    page.clock.install()
    with served(Response(code, content_type="text/html")) as site:
        page.goto(site, wait_until="networkidle")
        yield page
        page.close()


def test_a_correction_reaches_the_page_of_another_site(
    visitor: Visitor, browser: Browser, correct: Correct
) -> None:
    with _another_site(visitor, browser) as page:
        embed = page.frame_locator("iframe")
        expect(embed.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_be_visible()
        [frame] = [one for one in page.frames if EMBED in one.url]
        frame.evaluate("document.body.dataset.mark = 'not reloaded'")
        correct("The police took it back.", status=Status.RETRACTED)
        page.clock.run_for(HALF_A_MINUTE)
        expect(embed.get_by_role("status")).to_contain_text("The police took it back.")
        expect(embed.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_have_count(0)
        expect(embed.locator("[data-place=scene] s")).to_have_text(SCENE)
        assert _is_the_same_page(frame)


def test_a_map_of_the_past_does_not_move(visitor: Visitor, desk: Desk, correct: Correct) -> None:
    page = _open(visitor, f"{EMBED}?at={desk.publishing.now()}")
    expect(page.locator("main")).to_contain_text("As it stood at")
    expect(page.locator(f'.leaflet-marker-icon[aria-label^="{SCENE}"]')).to_be_visible()
    correct("Confirmed.", status=Status.CONFIRMED)
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-place=scene]")).to_contain_text("reported, not confirmed")
    assert Axe().run(page).violations_count == 0
