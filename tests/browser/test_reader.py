import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from mapapp.streets.library import IndexInfo
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.people import ADA
from tests.unit.maps.documents import incident, place

FOUNDING = "kenosha-2020-08-23"
EMBED = f"/embed/{FOUNDING}"
PAGE = f"/maps/{FOUNDING}"
SCENE = "Near 28th Avenue and 40th Street, Kenosha"
HTTPS = "https://example.org/"
HOSTILE = "${alert(1)}</script><img src=x onerror=alert(1)>`\\\"'"

COLOURS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer).filter((one) => one >>> 24);
  return new Set(pixels).size;
}"""
"""How many colours were really painted on a canvas."""

READS_FORWARDS = """(words) => {
  const at = (offset) => {
    const range = document.createRange();
    range.setStart(words.firstChild, offset);
    range.setEnd(words.firstChild, offset + 1);
    return range.getBoundingClientRect().left;
  };
  return at(0) < at(4);
}"""
"""Whether the first letter stands before the fifth."""


def marker(page: Page, label: str) -> Locator:
    return page.locator(f'.leaflet-marker-icon[aria-label^="{label}"]')


def checkbox(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Show").get_by_role("checkbox", name=name)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_map_appears_with_streets_and_names_under_it(
    visitor: Visitor, size: tuple[int, int], dark: bool
) -> None:
    page = visitor.open(EMBED, size, dark=dark)
    expect(marker(page, SCENE)).to_be_visible()
    tiles = page.locator("canvas.leaflet-tile")
    assert max(tiles.nth(i).evaluate(COLOURS) for i in range(tiles.count())) > 5
    assert page.locator(".leaflet-names-pane canvas").evaluate(COLOURS) > 5


def test_dark_and_light_maps_differ(visitor: Visitor) -> None:
    land = "(box) => getComputedStyle(box).backgroundColor"
    light, dark = (visitor.open(EMBED, dark=one).locator("#map_1").evaluate(land) for one in (False, True))
    assert light != dark


def test_no_more_than_what_is_needed_is_asked_for_and_nobody_else(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    page.get_by_role("button", name="Every place").click()
    marker(page, "Froedtert").click()
    page.wait_for_load_state("networkidle")
    assert len(visitor.hosts()) == 1
    assert len(visitor.requests) == len({one.url for one in visitor.requests})


def test_no_tiles_are_fetched_on_the_way_to_the_opening_view(visitor: Visitor) -> None:
    visitor.open(EMBED, motion=True)
    zooms = {one.url.split("/")[-3] for one in visitor.requests if "/basemap/" in one.url}
    assert len(zooms) == 1


def test_layers_are_switched_by_mouse(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    police = marker(page, "Kenosha Police Department")
    expect(police).to_be_visible()
    page.get_by_text("Related facilities", exact=True).first.click()
    expect(police).to_have_count(0)
    expect(page.get_by_role("heading", name="Related facilities")).to_be_hidden()
    expect(marker(page, SCENE)).to_be_visible()
    page.get_by_text("Related facilities", exact=True).first.click()
    expect(police).to_be_visible()


def test_layers_are_switched_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    for name in ("Scenes", "Related facilities", "Context", "Facilities it could be"):
        expect(checkbox(page, name)).to_be_checked()
    page.locator("body").press("Tab")
    for _ in range(4):
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
        page.keyboard.press("Tab")
    expect(checkbox(page, "Scenes")).to_be_focused()
    page.keyboard.press("Space")
    expect(marker(page, SCENE)).to_have_count(0)
    page.keyboard.press("Space")
    expect(marker(page, SCENE)).to_be_visible()


def test_a_popup_says_what_when_how_exactly_status_and_sources(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    marker(page, SCENE).click()
    popup = page.get_by_role("dialog", name=SCENE)
    for words in (
        "Police shooting during a response to a domestic call",
        "Sunday, August 23, 2020, 5:15 p.m. CDT",
        "a street corner, within about 160 m",
        "reported, not confirmed",
        "Fox 6 Now",
        "near 28th Avenue and 40th Street in the city",
    ):
        expect(popup).to_contain_text(words)


def test_markers_work_by_keyboard_and_give_the_focus_back(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    for key in ("Enter", "Space"):
        marker(page, SCENE).focus()
        page.keyboard.press(key)
        popup = page.get_by_role("dialog", name=SCENE)
        expect(popup).to_be_visible()
        expect(popup.locator(".popup")).to_be_focused()
        page.keyboard.press("Escape")
        expect(popup).to_have_count(0)
        expect(marker(page, SCENE)).to_be_focused()


def test_every_marker_has_a_name(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    names = page.locator(".leaflet-marker-icon").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert len(names) == 12
    assert all("within" in one or "as a whole" in one for one in names)
    assert page.locator(".leaflet-marker-icon[role='button']").count() == 12
    assert page.locator(".leaflet-marker-icon[tabindex='0']").count() == 1


def test_the_list_and_the_map_are_in_step(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    checkbox(page, "Facilities it could be").uncheck()
    expect(page.get_by_role("button", name="Froedtert Memorial Lutheran Hospital")).to_be_hidden()
    checkbox(page, "Facilities it could be").check()
    button = page.locator(".places").get_by_role("button", name="Froedtert Memorial Lutheran Hospital")
    button.click()
    expect(page.get_by_role("dialog")).to_contain_text("Froedtert")
    expect(marker(page, "Froedtert")).to_be_in_viewport()
    expect(page.locator("[data-place][aria-current]")).to_contain_text("Froedtert")
    page.keyboard.press("Escape")
    expect(page.locator("[data-place][aria-current]")).to_have_count(0)
    expect(button).to_be_focused()


def test_what_lies_outside_the_view_is_pointed_to(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    pointer = page.locator(".pointer", has_text="A hospital in Milwaukee")
    expect(marker(page, "A hospital in Milwaukee")).not_to_be_in_viewport()
    pointer.click()
    expect(marker(page, "A hospital in Milwaukee")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="The scene", exact=True).click()
    expect(marker(page, SCENE)).to_be_in_viewport()


def test_a_pin_is_only_drawn_for_an_exact_place(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    page.get_by_role("button", name="Every place").click()
    expect(marker(page, SCENE).locator(".symbol.pin")).to_have_count(1)
    hollow = marker(page, "Froedtert")
    expect(hollow.locator(".symbol.ring")).to_have_count(1)
    assert "small" in (hollow.get_attribute("class") or "")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    page.locator(".places").get_by_role("button", name="Froedtert").click()
    expect(hollow).not_to_have_class("small")


def test_the_page_scrolls_past_the_map(visitor: Visitor) -> None:
    page = visitor.open(PAGE)
    page.locator("#map_1").hover()
    page.mouse.wheel(0, 600)
    expect(page.locator(".hint-over")).to_have_text("Hold Ctrl to zoom the map")
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_without_scripts_the_words_are_all_there(visitor: Visitor) -> None:
    page = visitor.open(EMBED, scripts=False)
    expect(page.get_by_role("heading", name=SCENE)).to_be_visible()
    expect(page.get_by_text("a street corner, within about 160 m")).to_be_visible()
    expect(page.locator("#map_1")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("img", name="Map: Police shooting in Kenosha")).to_be_visible()
    for kind in ("GeoJSON", "SVG", "PNG"):
        expect(page.get_by_role("link", name=kind)).to_be_visible()
    page.get_by_text("Wheaton Franciscan Healthcare St. Joseph").scroll_into_view_if_needed()


@pytest.mark.parametrize("path", ["/", PAGE, EMBED], ids=["list", "page", "embed"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(visitor: Visitor, path: str, size: tuple[int, int]) -> None:
    page = visitor.open(path, size)
    if path != "/":
        page.locator(".places button").first.click()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", [PAGE, EMBED])
def test_nothing_is_wider_than_the_screen(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, (320, 640))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_is_wider_than_the_screen_whatever_words_are_long(visitor: Visitor, app: Flask) -> None:
    desk, long = app.extensions["desk"], "https://example.org/" + "long" * 30
    made = desk.incidents.create(ADA, f"A map {long}", summary=long)
    source = {"publisher": long, "quote": long, "url": long}
    near = place("a", -87.84, 42.6, label=long, what=long, sources=[source])
    far = place("b", -87.9, 43.0, label="Long" * 10, layer="facility")
    told = incident(near, far, credits=[long])
    shown = replace(made, places=told.places, credits=told.credits)
    desk.publishing.publish(ADA, made.id, desk.incidents.save(ADA, shown).revision)
    for path in ("maps", "embed"):
        page = visitor.open(f"/{path}/{made.id}", (320, 640))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        pointer = page.locator(".pointer")
        assert pointer.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_map_at_400_percent_is_as_wide_as_the_page(visitor: Visitor) -> None:
    page = visitor.open(EMBED, (320, 180))
    frame = page.locator(".frame").bounding_box()
    assert frame
    assert (frame["width"] > 280, frame["height"] <= 180) == (True, True)


def test_a_source_written_backwards_turns_no_other_words(visitor: Visitor, app: Flask) -> None:
    desk, backwards = app.extensions["desk"], "The Paper\u202e"
    sources = [{"publisher": backwards, "quote": "seen there", "url": one} for one in (HTTPS, "")]
    made = desk.incidents.create(ADA, "A map")
    shown = replace(made, places=incident(place("a", -87.84, 42.6, sources=sources)).places)
    desk.publishing.publish(ADA, made.id, desk.incidents.save(ADA, shown).revision)
    page = visitor.open(f"/embed/{made.id}")

    marker(page, "a:").click()
    quotes = [*page.locator(".places q").all(), *page.get_by_role("dialog").locator("q").all()]
    assert [one.evaluate(READS_FORWARDS) for one in quotes] == [True] * 4


def test_hostile_text_stays_text(visitor: Visitor, app: Flask) -> None:
    words = {"label": HOSTILE, "what": HOSTILE, "verbatim": HOSTILE}
    source = {"publisher": HOSTILE, "quote": HOSTILE, "url": "https://example.org/?a=\"'<b>"}
    document = incident(
        place("a", -87.84, 42.6, sources=[source], **words), title=HOSTILE, summary=HOSTILE, credits=[HOSTILE]
    )
    desk = app.extensions["desk"]
    created = desk.incidents.create(ADA, HOSTILE)
    saved = desk.incidents.save(ADA, replace(document, id=created.id, revision=created.revision))
    desk.publishing.publish(ADA, saved.id, saved.revision)
    for path in ("/", f"/maps/{saved.id}", f"/embed/{saved.id}"):
        page = visitor.open(path)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        expect(page.get_by_text(HOSTILE).first).to_be_visible()
        if path != "/":
            page.locator(".leaflet-marker-icon").click()
            expect(page.locator(".popup h2")).to_have_text(HOSTILE)
            expect(page.locator(".popup .sources a")).to_have_text(HOSTILE)
            expect(page.locator(".popup .sources a")).to_have_attribute("rel", "noopener")
        assert page.locator("main img[onerror]").count() == 0
    assert visitor.complaints == []


def test_an_installed_index_is_drawn_beyond_the_shipped_streets(
    visitor: Visitor, app: Flask, kenosha_index: IndexInfo
) -> None:
    def painted() -> int:
        page = visitor.open(EMBED)
        page.evaluate("map_1.setView([42.53, -88.1], 14)")
        page.wait_for_load_state("networkidle")
        colours: int = page.locator("canvas.leaflet-tile").first.evaluate(COLOURS)
        return colours

    assert painted() <= 1
    folder = app.extensions["settings"].streets_folder
    folder.mkdir()
    shutil.copy(kenosha_index.path, folder)
    assert painted() > 5


@pytest.mark.parametrize("pixels", [1, 2, 3])
def test_dense_screens_are_drawn_on_pixel_for_pixel(visitor: Visitor, pixels: int) -> None:
    page = visitor.open(EMBED, PHONE, pixels=pixels)
    measured = page.locator("canvas.leaflet-tile").first.evaluate("one => [one.width, one.offsetWidth]")
    assert measured == [512 * pixels, 512]


def test_beyond_the_deepest_tile_streets_are_drawn_larger_not_blurred(visitor: Visitor) -> None:
    page = visitor.open(EMBED)
    page.evaluate("map_1.setView([42.600802, -87.843258], 19)")
    page.wait_for_load_state("networkidle")
    tiles = [one.url for one in visitor.requests if "/basemap/" in one.url]
    assert {int(one.split("/")[-3]) for one in tiles} == {13, 16}
    assert (
        page.locator("canvas.leaflet-tile")
        .first.evaluate("one => one.style.transform")
        .startswith("translate3d")
    )
    assert page.locator(".leaflet-names-pane canvas").evaluate(COLOURS) > 5


def test_the_founding_map_is_fit_to_print(visitor: Visitor, streets: IndexInfo, tmp_path: Path) -> None:
    """Also takes the README's picture: `PICTURES_TO=docs` keeps what is drawn here."""
    page = visitor.open(EMBED, (1100, 720))
    folder = Path(os.environ.get("PICTURES_TO", tmp_path))
    page.screenshot(path=folder / "kenosha.png")
    for name in ("Near 28th Avenue", "Kenosha Police Department", "Kenosha County Courthouse"):
        expect(marker(page, name)).to_be_in_viewport(ratio=1)
    pin, pointer = marker(page, SCENE).bounding_box(), page.locator(".pointer").bounding_box()
    assert pin
    assert pointer
    assert pointer["y"] + pointer["height"] <= pin["y"] or pointer["x"] >= pin["x"] + pin["width"]
