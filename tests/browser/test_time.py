"""The time slider, the legend and the link to a view, by mouse, keyboard and touch, at every size."""

import re
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Response
from playwright.sync_api import Browser, Locator, Page, expect

from mapapp.desk import Desk
from tests.browser.conftest import DESKTOP, PHONE, Visitor, served
from tests.people import ADA
from tests.unit.maps.documents import incident, place

ROAD = {"type": "LineString", "coordinates": [[-87.85, 42.59], [-87.84, 42.592], [-87.832, 42.5925]]}
TOWN = {
    "type": "Polygon",
    "coordinates": [[[-87.83, 42.58], [-87.815, 42.58], [-87.815, 42.59], [-87.83, 42.59], [-87.83, 42.58]]],
}
CALL, MARCH, NOON, LAST = (
    "By Sunday, August 23, 2020, 5:15 p.m. CDT",
    "By Sunday, August 23, 2020, 8 p.m. CDT",
    "By Monday, August 24, 2020, noon CDT",
    "Whole story, until Tuesday, August 25, 2020, 9:30 a.m. CDT",
)
VIEW = "[map_1.getCenter().lat, map_1.getCenter().lng, map_1.getZoom()]"
ACTIVE = "document.activeElement"
STEP_MS = 1_800


@pytest.fixture
def story(desk: Desk) -> str:
    """The id of a published map of three days: two with times, one date alone, one place without a time."""
    line: dict[str, Any] = {"layer": "route", "precision": "road", "status": "disputed"}
    document = incident(
        place("corner", -87.8433, 42.6008, occurred_at="2020-08-23T17:15:00-05:00", radius_m=160),
        {**place("road", 0, 0, occurred_at="2020-08-24T01:00:00Z", **line), "geometry": ROAD},
        place("court", -87.8205, 42.5855, layer="facility", occurred_at="2020-08-24T12:00:00-05:00"),
        {**place("town", 0, 0, layer="area", occurred_at="2020-08-24", precision="place"), "geometry": TOWN},
        place("block", -87.825, 42.595, layer="facility", precision="block", radius_m=120),
        place("clinic", -87.9, 43.03, layer="facility", occurred_at="2020-08-25T09:30:00-05:00"),
        {**place("gone", 0, 0, status="retracted"), "geometry": None},
        title="Three days in Kenosha",
    )
    created = desk.incidents.create(ADA, document.title, timezone="America/Chicago")
    document = replace(document, id=created.id, revision=created.revision, timezone=created.timezone)
    saved = desk.incidents.save(ADA, document)
    desk.publishing.publish(ADA, saved.id, saved.revision)
    return saved.id


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Time in the story")


def said(page: Page) -> Locator:
    return page.locator("[data-timeline] .said")


def on_map(page: Page) -> set[str]:
    names = page.locator(".leaflet-marker-icon").evaluate_all("all => all.map(one => one.ariaLabel)")
    return {one.split(":")[0] for one in names}


def in_list(page: Page) -> set[str]:
    return set(page.locator("[data-place]:visible [data-name]").all_inner_texts())


def marker(page: Page, name: str) -> Locator:
    return page.locator(f'.leaflet-marker-icon[aria-label^="{name}:"]')


def test_the_story_is_stepped_through_on_the_map_and_in_the_list(visitor: Visitor, story: str) -> None:
    page = visitor.open(f"/embed/{story}")
    everything = {"corner", "road", "court", "town", "block", "clinic"}
    expect(said(page)).to_have_text(LAST)
    assert on_map(page) == everything
    assert in_list(page) == {*everything, "gone"}
    expect(page.locator("[data-timeline]")).to_contain_text("Places without a time are always shown.")

    slider(page).focus()
    steps = []
    for key in ("Home", "ArrowRight", "ArrowRight", "End"):
        page.keyboard.press(key)
        steps.append((said(page).inner_text(), on_map(page)))
        assert in_list(page) == {*on_map(page), "gone"}
    assert [one for one, _ in steps] == [CALL, MARCH, NOON, LAST]
    always = {"block"}
    assert steps[0][1] == {"corner"} | always
    assert steps[1][1] == {"corner", "road"} | always
    assert steps[2][1] == everything - {"clinic"}, "a date alone is there as soon as its day is"
    expect(slider(page)).to_have_attribute("aria-valuetext", f"{LAST}: 5 of 5 places")

    page.get_by_role("button", name="The time before").press("Enter")
    expect(said(page)).to_have_text(NOON)
    expect(page.locator("[data-timeline] [role=status]")).to_have_text(NOON)
    page.get_by_role("checkbox", name="Related facilities").uncheck()
    assert on_map(page) == {"corner", "road", "town"}
    page.get_by_role("button", name="The time before").click()
    page.get_by_role("checkbox", name="Related facilities").check()
    assert on_map(page) == steps[1][1]
    expect(page.locator("[data-group=context] h2")).to_be_visible()
    slider(page).press("Home")
    expect(page.locator("[data-group=context]")).to_be_hidden()


def test_play_steps_to_the_end_and_stops_there(visitor: Visitor, story: str) -> None:
    page = visitor.open("/")
    page.clock.install()
    page.goto(f"{visitor.address}/embed/{story}", wait_until="networkidle")
    page.clock.run_for(1_000)
    play = page.locator("[data-timeline] button").first
    play.focus()
    page.keyboard.press("Space")
    expect(play).to_have_text("Pause")
    expect(said(page)).to_have_text(CALL)
    page.clock.run_for(STEP_MS)
    expect(said(page)).to_have_text(MARCH)
    page.keyboard.press("Space")
    page.clock.run_for(5 * STEP_MS)
    expect(said(page)).to_have_text(MARCH)
    expect(page.locator("[data-timeline] [role=status]")).to_have_text("")
    page.keyboard.press("Space")
    page.clock.run_for(5 * STEP_MS)
    expect(said(page)).to_have_text(LAST)
    expect(play).to_have_text("Play")
    expect(play).to_be_focused()
    expect(page.locator("[data-timeline] [role=status]")).to_have_text(LAST)


def test_a_correction_keeps_the_time_and_the_focus(visitor: Visitor, desk: Desk, story: str) -> None:
    page = visitor.open("/")
    page.clock.install()
    page.goto(f"{visitor.address}/embed/{story}", wait_until="networkidle")
    slider(page).press("Home")
    slider(page).press("ArrowRight")
    marker(page, "road").focus()

    shown = desk.incidents.get(story)
    places = [one for one in shown.places if one.id != "road"]
    places[0] = replace(places[0], occurred_at="2020-08-23T18:00:00-05:00")
    saved = desk.incidents.save(ADA, replace(shown, places=tuple(places)))
    desk.publishing.correct(ADA, story, saved.revision, "Nobody walked there.")
    page.clock.run_for(30_000)

    expect(page.get_by_role("heading", name="Correction", exact=True)).to_be_visible()
    expect(said(page)).to_have_text("By Sunday, August 23, 2020, 6 p.m. CDT")
    assert on_map(page) == {"corner", "block"}
    assert in_list(page) == {"corner", "block", "gone"}
    expect(page.locator("#map_1")).to_be_focused()
    page.locator("[data-place=corner] button").focus()
    shown = desk.incidents.get(story)
    saved = desk.incidents.save(ADA, replace(shown, places=shown.places[1:]))
    desk.publishing.correct(ADA, story, saved.revision, "Nor was anybody at the corner.")
    page.clock.run_for(30_000)
    expect(page.locator("[data-place=corner]")).to_have_count(0)
    expect(page.locator("[data-scroller]")).to_be_focused()
    # What had the focus and is no longer shown leaves it to the map, also when a link's time hides it.
    slider(page).press("End")
    marker(page, "court").press("Enter")
    page.evaluate("map_1.closePopup(); mapapp.current.until(0)")
    expect(page.locator("#map_1")).to_be_focused()
    assert on_map(page) == {"block"}


def test_a_link_keeps_view_layers_time_and_place(visitor: Visitor, story: str) -> None:
    page = visitor.open(f"/maps/{story}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = page.url
    slider(page).press("ArrowLeft")
    page.get_by_role("checkbox", name="Context").uncheck()
    marker(page, "court").click()
    page.evaluate("map_1.setView([42.59, -87.83], 14, { animate: false })")
    assert page.url == address
    page.get_by_role("button", name="Copy a link to this view").click()
    expect(page.locator(".share")).to_contain_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}#map=14/42.59")
    assert "&layers=scenes,facilities&at=" in link
    assert link.endswith("&place=court")
    assert page.url == link
    other = visitor.open(link.removeprefix(visitor.address), PHONE)
    expect(said(other)).to_have_text(NOON)
    expect(other.get_by_role("checkbox", name="Context")).not_to_be_checked()
    expect(other.get_by_role("dialog", name="court")).to_be_visible()
    assert on_map(other) == {"corner", "court", "block"}
    popup, frame = other.locator(".leaflet-popup").bounding_box(), other.locator("#map_1").bounding_box()
    assert popup
    assert frame
    assert popup["y"] >= frame["y"], "it can be read from its beginning"
    other.evaluate("location.hash = location.hash.replace('&place=court', '')")
    expect(other.get_by_role("dialog")).to_have_count(0)
    assert other.evaluate(VIEW) == [pytest.approx(42.59, abs=1e-4), pytest.approx(-87.83, abs=1e-4), 14]
    # What a fragment says wrongly is as if it had not been said.
    other.evaluate("location.hash = '#map=99x/1/2&layers=scenes,%3Cb%3E&at=soon&place=nowhere'")
    expect(said(other)).to_have_text(LAST)
    expect(other.get_by_role("dialog")).to_have_count(0)
    expect(other.get_by_role("checkbox", name="Context")).not_to_be_checked()
    assert other.evaluate(VIEW)[2] == 14
    other.evaluate("location.hash = '#map=12/42.6/-87.9&layers='")
    expect(other.locator(".leaflet-marker-icon")).to_have_count(0)


def test_an_embed_gives_the_link_to_the_page_even_where_it_may_not_copy(
    visitor: Visitor, browser: Browser, story: str
) -> None:
    page = browser.new_page()
    frame = f'<iframe src="{visitor.address}/embed/{story}" width="800" height="900"></iframe>'
    with served(Response(frame, content_type="text/html")) as site:
        page.goto(site, wait_until="networkidle")
        embed = page.frame_locator("iframe")
        embed.get_by_role("button", name="Copy a link to this view").click()
        link = embed.get_by_role("textbox", name="Link to this view")
        expect(link).to_be_focused()
        expect(link).to_have_value(re.compile(f"^{visitor.address}/maps/{story}#map=1\\d/42[^&]*$"))
        page.close()


FRAGMENTS: dict[str, dict[str, Any]] = {
    "#map=14.2/42.6008/-87.8433": {"view": {"zoom": 14.2, "lat": 42.6008, "lon": -87.8433}},
    "#map=3/0/-190&layers=&at=-86400": {
        "view": {"zoom": 3, "lat": 0, "lon": -190},
        "layers": [],
        "at": -86400,
    },
    "#map=3/91/0&layers=a,b%2C": {"layers": ["a", "b"]},
    "#map=3/1/2/4&at=1e9&place=a%26b": {"place": "a&b"},
    "#map=/1/2&at=&place=": {},
    "": {},
}


def test_fragments_and_times_are_read_strictly(visitor: Visitor, story: str) -> None:
    page = visitor.open(f"/embed/{story}")
    nothing = {"view": None, "layers": None, "at": None, "place": None}
    for fragment, read in FRAGMENTS.items():
        assert page.evaluate("text => mapapp.readView(text)", fragment) == {**nothing, **read}, fragment
    view = {"view": {"zoom": 9, "lat": -1.5, "lon": 2}, "layers": ["a&b", "c"], "at": 7, "place": "d/é ="}
    written = page.evaluate("view => mapapp.writeView(view)", view)
    assert page.evaluate("text => mapapp.readView(text)", written) == view
    steps = [page.evaluate(f"mapapp.stepAt([{{ at: -5 }}, {{ at: 5 }}], {at})") for at in (-6, -5, 4, 9)]
    assert steps == [-1, 0, 0, 1]


def test_markers_are_one_stop_of_the_tab_key_and_in_step_with_the_list(visitor: Visitor, story: str) -> None:
    page = visitor.open(f"/embed/{story}")
    page.locator("#map_1").focus()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"{ACTIVE}.ariaLabel ?? {ACTIVE}.innerText"))
        if stops[-1] == "Play":
            break
    assert stops[-1] == "Play"
    assert sum(":" in one for one in stops) == 1
    marker(page, "corner").focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "End", "ArrowRight", "ArrowLeft", "Home", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate(f"{ACTIVE}.ariaLabel.split(':')[0]"))
        expect(page.locator(".place.pointed [data-name]")).to_have_text(walked[-1])
        expect(marker(page, walked[-1])).to_be_in_viewport()
    assert walked == ["court", "block", "town", "corner", "town", "corner", "town"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(marker(page, "town")).to_be_focused()
    page.locator(".places").get_by_role("button", name="court").hover()
    expect(marker(page, "court")).to_have_class(re.compile("pointed"))
    # With the map in focus the keys move and zoom it.
    before = page.evaluate(VIEW)
    page.locator("#map_1").focus()
    for key in ("+", "ArrowDown"):
        page.keyboard.press(key)
    after = page.evaluate(VIEW)
    assert after[2] == before[2] + 1
    assert after[0] < before[0]


@pytest.mark.parametrize("path", ["/maps/", "/embed/"])
def test_everything_fits_at_four_hundred_per_cent(visitor: Visitor, story: str, path: str) -> None:
    """A screen of 1280 × 1024 at 400 % is 320 × 256; nothing is wider, taller or too small for a finger."""
    page = visitor.open(path + story, (320, 256))
    page.get_by_text("What the symbols and words mean").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    frame = page.locator("#map_1").bounding_box()
    assert frame
    assert frame["height"] <= 256 - 32
    for name in ("corner", "clinic"):
        page.locator(".places").get_by_role("button", name=name).click()
        popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        frame = page.locator("#map_1").bounding_box()
        assert popup
        assert frame
        assert frame["x"] <= popup["x"]
        assert frame["y"] <= popup["y"]
        assert popup["x"] + popup["width"] <= frame["x"] + frame["width"]
        assert popup["y"] + popup["height"] <= frame["y"] + frame["height"]
        page.keyboard.press("Escape")
    small = page.evaluate(
        "[...document.querySelectorAll('.story-map :is(button, input[type=range], summary, .choice, .spot)')]"
        ".filter((one) => one.getClientRects().length && Math.min(one.offsetWidth, one.offsetHeight) < 43)"
        ".map((one) => one.outerHTML)"
    )
    assert small == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_whatever_is_open(visitor: Visitor, story: str, size: tuple[int, int]) -> None:
    page = visitor.open(f"/embed/{story}", size)
    page.get_by_text("What the symbols and words mean").click()
    slider(page).press("ArrowLeft")
    page.locator(".places").get_by_role("button", name="corner").click()
    wanted: list[dict[str, Any]] = [
        {"color_scheme": "dark"},
        {"color_scheme": "light", "contrast": "more"},
        {"contrast": "no-preference", "forced_colors": "active"},
    ]
    for media in [{}, *wanted]:
        page.emulate_media(**media)
        found = Axe().run(page)
        assert found.violations_count == 0, (media, found.generate_report())


def test_without_colours_symbols_keep_their_meaning(visitor: Visitor, story: str) -> None:
    page = visitor.open(f"/embed/{story}")
    page.emulate_media(forced_colors="active")
    look = """(id) => {
      const { borderStyle, borderRadius, backgroundColor, outlineStyle } = getComputedStyle(
        document.querySelector(`[data-place=${id}] .symbol`));
      return [borderStyle, borderRadius, backgroundColor, outlineStyle].join();
    }"""
    looks = [page.evaluate(look, one) for one in ("corner", "court", "block", "road", "town", "gone")]
    assert len(set(looks)) == len(looks)
    slider(page).press("Home")
    marker(page, "corner").focus()
    assert page.evaluate(f"getComputedStyle({ACTIVE}).outlineStyle") == "solid"


def _swipe(page: Page, *fingers: tuple[float, float], up: int) -> None:
    """Fingers that come down where they are said, and go up the screen together by so many pixels."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, by: float) -> None:
        points = [{"x": x, "y": y - by} for x, y in fingers]
        session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else points}
        )
        page.wait_for_timeout(16)

    send("touchStart", 0)
    for step in range(1, 16):
        send("touchMove", up * step / 15)
    send("touchEnd", up)


def test_one_finger_scrolls_the_page_two_fingers_and_a_mouse_move_the_map(
    browser: Browser, visitor: Visitor, story: str
) -> None:
    """On one machine that has a touch screen and a mouse."""
    screen: dict[str, Any] = {"viewport": {"width": 1100, "height": 600}, "reduced_motion": "reduce"}
    context = browser.new_context(has_touch=True, **screen)
    page = context.new_page()
    page.goto(f"{visitor.address}/maps/{story}", wait_until="networkidle")
    view = page.evaluate(VIEW)
    _swipe(page, (300, 400), up=150)
    expect(page.locator(".hint-over")).to_have_text("Use two fingers to move the map")
    scroll = page.evaluate("scrollY")
    assert scroll > 80
    assert page.evaluate(VIEW) == view
    _swipe(page, (200, 400), (400, 400), up=120)
    moved = page.evaluate(VIEW)
    assert moved[0] < view[0]
    assert page.evaluate("scrollY") < scroll + 20
    page.mouse.move(300, 400)
    page.mouse.down()
    page.mouse.move(380, 400, steps=5)
    page.mouse.up()
    assert page.evaluate(VIEW)[1] < moved[1]
    assert page.evaluate("scrollY") < scroll + 20
    context.close()
