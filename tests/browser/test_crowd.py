"""A map of many places in a real browser: counts that open, places that are found, popups that stay."""

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor
from tests.many import MANY
from tests.web.test_crowd import publish

DRAWN = "() => globalThis.mapapp.current.crowd.settled()"
MOST_MARKERS = 300


def on_map(page: Page) -> int:
    """How many places the map counts or shows."""
    page.evaluate(DRAWN)
    counts = page.locator(".leaflet-marker-icon .count").all_inner_texts()
    alone = page.locator(".leaflet-marker-icon:not(:has(.count))").count()
    return sum(int(one.replace(",", "")) for one in counts) + alone


def test_a_crowd_is_counted_opened_found_and_switched_by_keyboard(visitor: Visitor, app: Flask) -> None:
    publish(app, 2_000)
    page = visitor.open(f"/embed/{MANY}")
    page.evaluate(DRAWN)
    assert page.locator(".leaflet-marker-icon").count() < MOST_MARKERS
    page.get_by_role("button", name="Every place").click()
    assert on_map(page) == 2_000

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
    # Among counts its number would pass for one.
    expect(page.locator(".spot .symbol:not(.scenes)").first).to_be_attached()
    expect(page.locator(".spot .symbol:not(.scenes) .number")).to_have_count(0)
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
    everything = on_map(page)
    page.get_by_role("checkbox", name="Context").uncheck()
    assert 0 < on_map(page) < everything
    assert visitor.complaints == []


def test_the_time_of_a_crowd_is_walked_through_by_keyboard(visitor: Visitor, app: Flask) -> None:
    publish(app, 2_000)
    begins = {one.id: one.occurred_at for one in app.extensions["desk"].incidents.get(MANY).places}
    page = visitor.open(f"/embed/{MANY}")
    page.evaluate(DRAWN)
    page.get_by_role("button", name="Every place").click()
    assert on_map(page) == 2_000
    asked = len(visitor.requests)

    slider = page.get_by_role("slider", name="Time in the story")
    said = page.locator("[data-timeline] .said")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^By Monday, June 1, 2026, 3 p.m. CDT: \d+ of 2,000 places$"))
    by = "2026-06-01T15:00:00-05:00"
    there = [one for one, begin in begins.items() if begin <= by]
    assert 0 < len(there) < 200
    assert said.inner_text().split(": ")[1] == f"{len(there)} of 2,000 places"
    assert on_map(page) == len(there)
    assert len(visitor.requests) == asked, "what is there at a time is known already"
    listed = page.locator("[data-place]:visible")
    on_page = listed.evaluate_all("all => all.map((one) => one.dataset.place)")
    assert on_page == [one for one in on_page if one in there]
    expect(page.locator(".pages .there")).to_have_text(
        f"{len(on_page)} of the 50 places on this page are shown."
    )

    # Another zoom counts the same time, and so does the next page of the list and a link.
    page.get_by_role("region", name="Map of the places listed here").focus()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(300)
    page.evaluate(DRAWN)
    alone = page.evaluate(
        "() => mapapp.current.spots.filter((one) => mapapp.current.isOn(one)).map(({ id }) => id)"
    )
    assert set(alone) <= set(there)
    page.get_by_role("checkbox", name="Related facilities").uncheck()
    page.get_by_role("link", name="Next").press("Enter")
    page.wait_for_url(re.compile("/places/2#map="))
    expect(said).to_have_text(re.compile("^By Monday, June 1, 2026, 3 p.m. CDT:"))
    expect(page.get_by_role("checkbox", name="Related facilities")).not_to_be_checked()
    expect(page.locator("[data-place]:visible")).to_have_count(0)
    expect(page.locator(".pages .there")).to_have_text("0 of the 50 places on this page are shown.")

    # Play goes on from there, and stops when it is asked to.
    play = page.locator("[data-timeline] button").first
    play.press("Enter")
    expect(said).not_to_have_text(re.compile("^By Monday, June 1, 2026, 3 p.m. CDT:"))
    play.press("Enter")
    stopped = said.inner_text()
    page.wait_for_timeout(2_500)
    expect(said).to_have_text(stopped)


def test_a_link_to_an_open_place_of_a_crowd_opens_it_with_its_time(visitor: Visitor, app: Flask) -> None:
    publish(app, 2_000)
    page = visitor.open(f"/maps/{MANY}")
    page.evaluate(DRAWN)
    page.get_by_role("slider", name="Time in the story").press("PageDown")
    button = page.locator("[data-place]:visible [data-shows]").nth(3)
    name = button.inner_text()
    button.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(name)
    page.get_by_role("button", name="Copy a link to this view").click()
    fragment = page.url.split("#")[1]
    assert "&at=" in fragment
    assert "&place=" in fragment
    other = visitor.open(f"/embed/{MANY}#{fragment}")
    expect(other.get_by_role("dialog")).to_contain_text(name)
    expect(other.locator("[data-timeline] .said")).to_have_text(
        page.locator("[data-timeline] .said").inner_text()
    )


def test_the_archive_of_a_crowd_counts_as_the_map_does_with_the_network_cut(
    browser: Browser, app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    publish(app, 1_000)
    file = tmp_path / "kept.html"
    file.write_bytes(client.get(f"/maps/{MANY}/archive.html").data)
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: failed.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(file.as_uri())
    page.evaluate("() => globalThis.mapapp.current.ready")
    page.get_by_role("button", name="Every place").click()
    assert on_map(page) == 1_000
    assert page.locator(".leaflet-marker-icon").count() < MOST_MARKERS

    # A further part of the list opens; from it a place is found on the map.
    page.locator("summary", has_text="Places 951 to 1,000 of 1,000").press("Enter")
    button = page.get_by_role("button", name="Report", exact=False).last
    name = button.inner_text()
    button.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(name)
    page.keyboard.press("Escape")

    slider = page.get_by_role("slider", name="Time in the story")
    page.get_by_role("button", name="Every place").click()
    slider.press("Home")
    said = page.locator("[data-timeline] .said").inner_text()
    there = int(re.findall(r": (\d+) of 1,000 places", said)[0])
    assert on_map(page) == there
    page.locator("summary", has_text="Places 901 to 950 of 1,000").press("Enter")
    assert page.locator("[data-place]:visible").count() < there + 1
    assert asked == [file.as_uri()]
    assert failed == []
    context.close()


def test_the_archive_of_a_crowd_keeps_its_picture_where_its_places_cannot_be_read(
    browser: Browser, app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    """An old browser shows no map without places; its list is whole, and without scripts as well."""
    publish(app, 200)
    file = tmp_path / "kept.html"
    file.write_bytes(client.get(f"/maps/{MANY}/archive.html").data)
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        context.add_init_script("delete globalThis.DecompressionStream")
        page = context.new_page()
        page.goto(file.as_uri())
        expect(page.locator("figure.picture > svg")).to_be_visible()
        expect(page.locator(".map")).to_be_hidden()
        page.locator("summary", has_text="Places 151 to 200 of 200").click()
        expect(page.locator("[data-name]").last).to_be_visible()
        context.close()
