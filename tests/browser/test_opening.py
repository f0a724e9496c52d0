"""The picture comes first, the map takes its place when it has drawn, and stays away where anything fails."""

import shutil
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from mapapp.streets.library import IndexInfo
from mapapp.web.pictures import SIZES
from tests.browser.conftest import DESKTOP, PHONE, Visitor, wait_for_map
from tests.people import ADA

FOUNDING = "kenosha-2020-08-23"
EMBED = f"/embed/{FOUNDING}"
FIRST_PAINT_BYTES, WHOLE_BYTES = 30_000, 110_000

SHIFTS = """
  globalThis.shifts = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (shifts += one.value)))
    .observe({ type: "layout-shift", buffered: true });
"""
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"


def _weighed(browser: Browser, address: str, *, scripts: bool) -> int:
    """What came over the wire for a page and all it asked for, heads included, as gzip."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=scripts
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
    page.goto(address, wait_until="networkidle")
    if scripts:
        wait_for_map(page)
    context.close()
    return round(sum(sizes))


def test_a_map_is_light(browser: Browser, live: str) -> None:
    for path in (EMBED, f"/maps/{FOUNDING}"):
        assert 8_000 < _weighed(browser, live + path, scripts=False) <= FIRST_PAINT_BYTES
        assert 60_000 < _weighed(browser, live + path, scripts=True) <= WHOLE_BYTES


def test_a_map_with_all_streets_of_a_county_is_light(
    browser: Browser, live: str, app: Flask, kenosha_index: IndexInfo
) -> None:
    folder = app.extensions["settings"].streets_folder
    folder.mkdir()
    shutil.copy(kenosha_index.path, folder)
    assert 8_000 < _weighed(browser, live + EMBED, scripts=False) <= FIRST_PAINT_BYTES
    assert 60_000 < _weighed(browser, live + EMBED, scripts=True) <= WHOLE_BYTES


@pytest.mark.parametrize("size", [PHONE, (800, 700), DESKTOP], ids=["phone", "tablet", "desktop"])
def test_the_map_takes_the_picture_s_place_and_nothing_moves(visitor: Visitor, size: tuple[int, int]) -> None:
    page = visitor.open("/", size)
    page.add_init_script(SHIFTS)
    page.goto(visitor.address + EMBED, wait_until="networkidle")
    wait_for_map(page)
    picture, map_ = page.locator(".picture").bounding_box(), page.locator("#map_1").bounding_box()
    assert picture == map_
    assert page.evaluate("shifts") == 0


def test_the_letters_of_the_picture_can_be_read_at_every_width(visitor: Visitor) -> None:
    page = visitor.open("/", scripts=False)
    for width in (320, 375, 479, 480, 640, 767, 768, 1023, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(visitor.address + EMBED, wait_until="networkidle")
        shown, src = page.locator(".picture img").evaluate("one => [one.clientWidth, one.currentSrc]")
        drawn = SIZES[src.rpartition("/")[2].removesuffix(".svg")].width
        assert 0.8 <= shown / drawn <= 1.8, width


def _failing(visitor: Visitor, abort: str) -> tuple[Page, list[Route]]:
    """A page on which whatever an address matches is not to be had."""
    page = visitor.open("/")
    stopped: list[Route] = []

    def stop(route: Route) -> None:
        stopped.append(route)
        route.abort()

    page.route(abort, stop)
    page.goto(visitor.address + EMBED, wait_until="networkidle")
    return page, stopped


NEEDED = ["leaflet.css", "map.css", "leaflet.js", "js/map.js", "embed/**/map.js", "places.json", "basemap/**"]


@pytest.mark.parametrize("needed", NEEDED)
def test_where_anything_fails_the_picture_stays_and_a_button_tries_again(
    visitor: Visitor, needed: str
) -> None:
    abort = f"**/{needed}"
    page, stopped = _failing(visitor, abort)
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(page.get_by_text("The map could not be loaded.")).to_be_visible()
    expect(page.get_by_role("img", name="Map: Police shooting")).to_be_visible()
    expect(page.locator("#map_1")).to_be_hidden()
    expect(page.locator(".places").get_by_role("button")).to_have_count(12)
    assert stopped
    page.unroute(abort)
    again.press("Enter")
    wait_for_map(page)
    expect(page.locator("#map_1")).to_be_focused()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(12)
    visitor.complaints.clear()


def test_leaflet_starts_without_an_error(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    assert page.evaluate("document.namespaces.add('lvml') === undefined")


def test_a_phone_lays_out_all_of_the_list_soon(visitor: Visitor) -> None:
    page = visitor.open(EMBED, PHONE)
    expect(page.locator(".place.laid")).to_have_count(12)
    last = page.locator(".place").last
    laid = last.evaluate("one => getComputedStyle(one).contentVisibility")
    assert laid == "visible"
    bare = visitor.open(EMBED, PHONE, scripts=False)
    expect(bare.locator(".place.laid")).to_have_count(0)
    height = last.evaluate("one => one.offsetHeight")
    bare.locator(".place").last.scroll_into_view_if_needed()
    expect(bare.locator(".place").last).to_have_js_property("offsetHeight", height)


def test_the_key_that_zooms_is_the_one_on_the_readers_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.add_init_script("Object.defineProperty(navigator, 'platform', { value: 'MacIntel' })")
    page.goto(visitor.address + EMBED, wait_until="networkidle")
    wait_for_map(page)
    expect(page.locator("[data-said]")).to_have_text("Hold ⌘ and turn the wheel to zoom the map.")


def test_a_page_without_its_scripts_shows_the_picture_and_no_dead_button(visitor: Visitor) -> None:
    page, _ = _failing(visitor, "**/reader.js")
    expect(page.get_by_role("img", name="Map: Police shooting")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    visitor.complaints.clear()


def test_who_saves_data_is_sent_the_map_only_on_demand(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.add_init_script(SAVE_DATA)
    page.goto(visitor.address + EMBED, wait_until="networkidle")
    page.wait_for_timeout(1_500)
    assert not any("leaflet" in one.url for one in visitor.requests)
    page.locator(".places").get_by_role("button", name="Froedtert").press("Enter")
    wait_for_map(page)
    expect(page.get_by_role("dialog")).to_contain_text("Froedtert")


def test_a_map_below_the_fold_waits_until_it_comes_into_view(visitor: Visitor, app: Flask) -> None:
    desk = app.extensions["desk"]
    current = desk.incidents.get(FOUNDING)
    saved = desk.incidents.save(ADA, replace(current, summary="A long story. " * 400))
    desk.publishing.correct(ADA, FOUNDING, saved.revision, "Told at length.")
    page = visitor.open(f"/maps/{FOUNDING}", PHONE, waits=False)
    page.wait_for_timeout(1_500)
    assert not any("leaflet" in one.url for one in visitor.requests)
    page.locator("[data-opening]").scroll_into_view_if_needed()
    wait_for_map(page)


def test_a_correction_renews_the_picture_and_what_the_map_will_show(visitor: Visitor, app: Flask) -> None:
    page = visitor.open("/")
    page.add_init_script(SAVE_DATA)
    page.goto(visitor.address + EMBED, wait_until="networkidle")
    before = page.locator(".picture img").get_attribute("src")
    desk = app.extensions["desk"]
    current = desk.incidents.get(FOUNDING)
    scene = replace(current.places[0], label="Another corner")
    saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
    desk.publishing.correct(ADA, FOUNDING, saved.revision, "The corner was another.")
    page.evaluate("mapapp.look()")
    expect(page.locator("[data-announce]")).to_contain_text("The corner was another.")
    assert page.locator(".picture img").get_attribute("src") != before
    page.get_by_role("button", name="Another corner").click()
    wait_for_map(page)
    expect(page.get_by_role("dialog", name="Another corner")).to_be_visible()
