"""A map of many places in a real browser: counts that open, places that are found, popups that stay."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.many import MANY
from tests.web.test_crowd import publish

DRAWN = "() => globalThis.mapapp.current.crowd.settled()"
MOST_MARKERS = 300


def counted(page: Page) -> int:
    """How many places the map counts or shows, the scene aside."""
    page.evaluate(DRAWN)
    counts = page.locator(".leaflet-marker-icon .count").all_inner_texts()
    alone = page.locator(".leaflet-marker-icon:not(:has(.count))").count()
    return sum(int(one.replace(",", "")) for one in counts) + alone - 1


def test_a_crowd_is_counted_opened_found_and_switched_by_keyboard(visitor: Visitor, app: Flask) -> None:
    publish(app, 2_000)
    page = visitor.open(f"/embed/{MANY}")
    page.evaluate(DRAWN)
    assert page.locator(".leaflet-marker-icon").count() < MOST_MARKERS
    page.get_by_role("button", name="Every place").click()
    assert counted(page) == 1_999

    # Closer and closer, by Enter alone: the focus goes on to a part of what was opened.
    zoom = "() => globalThis.mapapp.current._map.getZoom()"
    first = page.locator('.leaflet-marker-icon[aria-label$="; zoom in"]').first
    first.focus()
    before = page.evaluate(zoom)
    page.keyboard.press("Enter")
    page.wait_for_function(f"({zoom})() > {before}")
    page.evaluate(DRAWN)
    expect(page.locator(".leaflet-marker-icon:focus")).to_have_count(1)

    # A place of the list that the map did not show, then its popup's Escape gives the focus back.
    button = page.get_by_role("button", name="Report 9", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("A tree lay across the road.")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()

    # Reports that are told to be at the very same spot are read one after the other.
    page.evaluate("() => globalThis.mapapp.current._map.setView([42.59, -87.84], 18, { animate: false })")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate(DRAWN)
    spot = page.locator('.leaflet-marker-icon[aria-label$="at this spot"]')
    spot.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Report").nth(1).click()
    expect(dialog).to_contain_text("How exactly")
    dialog.get_by_role("button", name="Back to the places at this spot").click()
    page.keyboard.press("Escape")
    expect(spot).to_be_focused()

    # A layer that is switched off is not counted.
    page.get_by_role("button", name="Every place").click()
    everything = counted(page)
    page.get_by_role("checkbox", name="Context").uncheck()
    assert 0 < counted(page) < everything
    assert visitor.complaints == []
