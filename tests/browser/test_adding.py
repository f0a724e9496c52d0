import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, Route, expect

from mapapp.desk import Desk
from mapapp.incident.geodesy import distance_m, length_m
from mapapp.incident.model import Place, Precision
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_newsroom import SMALL_TARGETS

KENOSHA = "/newsroom/maps/kenosha-2020-08-23"
ADD, DRAW, NEARBY = f"{KENOSHA}/add", f"{KENOSHA}/draw", f"{KENOSHA}/places/scene/nearby"

Reporter = Callable[..., Page]


def _last(app: Flask) -> Place:
    desk = app.extensions["desk"]
    assert isinstance(desk, Desk)
    return desk.incidents.get("kenosha-2020-08-23").places[-1]


def _drawn(page: Page) -> dict[str, object]:
    """What the form would send."""
    value = page.locator("[name=geometry]").input_value()
    found = json.loads(value) if value else {}
    assert isinstance(found, dict)
    return found


# Suggestions


@pytest.mark.usefixtures("streets")
def test_a_corner_is_added_by_choosing_a_suggestion_by_keys(reporter: Reporter, app: Flask) -> None:
    page = reporter(ADD)
    field = page.get_by_role("combobox", name="Where, in the words of the source")
    page.get_by_label("City or county").fill("Kenosha, WI")
    field.focus()
    page.keyboard.type("28 ave and 4")
    expect(page.get_by_role("option")).to_have_count(6)
    expect(page.get_by_text("6 suggestions, arrow keys to choose.")).to_be_attached()
    expect(field).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("28th Avenue and 40th Street")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(field).to_have_value("28 ave and 4")
    page.keyboard.press("Enter")
    expect(field).to_have_value("28th Avenue and 40th Street")
    expect(page.get_by_role("listbox")).to_be_hidden()

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found")).to_be_visible()
    page.get_by_label("Publisher").fill("The Paper")
    page.get_by_role("button", name="Add the place").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("was added.")
    assert _last(app).precision is Precision.INTERSECTION


@pytest.mark.usefixtures("streets")
def test_escape_and_tab_keep_what_was_typed(reporter: Reporter) -> None:
    page = reporter(ADD)
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("sheridan r")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("sheridan r")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("sheridan r")
    expect(page.get_by_label("City or county")).to_be_focused()


@pytest.mark.usefixtures("streets")
def test_a_suggestion_is_chosen_by_touch(reporter: Reporter) -> None:
    page = reporter(ADD, PHONE)
    field = page.get_by_role("combobox")
    field.press_sequentially("green b")
    option = page.get_by_role("option", name="Green Bay Road")
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.click()
    expect(field).to_have_value("Green Bay Road")
    expect(field).to_be_focused()


@pytest.mark.usefixtures("streets")
def test_an_answer_that_comes_too_late_is_dropped(reporter: Reporter) -> None:
    page = reporter(ADD)
    held: list[Route] = []
    # A bound method of a list is not taken for a handler.
    page.route("**/suggest.json?q=28th*", lambda route: held.append(route))  # noqa: PLW0108
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.insert_text("28th")
    page.wait_for_timeout(300)
    assert len(held) == 1
    field.fill("sheridan")
    expect(page.get_by_role("option", name="Sheridan Road")).to_be_visible()
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("option").first).to_contain_text("Sheridan")
    expect(page.get_by_role("option", name="28th")).to_have_count(0)


@pytest.mark.usefixtures("streets")
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop", "phone"])
def test_open_suggestions_are_accessible(reporter: Reporter, size: tuple[int, int], dark: bool) -> None:
    page = reporter(ADD, size, dark=dark)
    page.get_by_role("combobox").press_sequentially("ken")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


# Drawing


def _aim(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.usefixtures("streets")
def test_a_line_is_drawn_by_keys_alone(reporter: Reporter, app: Flask) -> None:
    page = reporter(DRAW)
    page.get_by_role("radio", name="A pin").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="A line")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application", name="Map to draw on")).to_be_focused()
    said = page.locator("[data-said]")

    page.keyboard.press("Enter")
    expect(said).to_contain_text("1 point. A line needs two points or more.")
    _aim(page, "Shift+ArrowRight", "Shift+ArrowRight")
    expect(said).to_contain_text(re.compile(r"The cross is at 42\.\d+, −87\.\d+\."))
    page.keyboard.press("Enter")
    _aim(page, "Shift+ArrowUp")
    page.keyboard.press(" ")
    expect(said).to_contain_text(re.compile(r"A line of 3 points, about .* long\."))
    page.keyboard.press("Backspace")
    expect(said).to_contain_text("A line of 2 points")
    _aim(page, "Shift+ArrowDown", "Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("It is finished.")

    first = page.get_by_role("button", name="Point 1 of 3")
    before = _drawn(page)["coordinates"][0]  # type: ignore[index]
    first.press("Shift+ArrowUp")
    after = _drawn(page)["coordinates"][0]  # type: ignore[index]
    assert distance_m(before, after) == pytest.approx(50, abs=1)
    expect(first).to_be_focused()

    page.get_by_label("Label").fill("The way they went")
    page.get_by_role("button", name="Add the place").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The way they went was added.")
    place = _last(app)
    assert place.precision is Precision.SEGMENT
    assert place.geometry is not None
    assert place.geometry.type == "LineString"
    assert length_m(place.geometry.coordinates) > 100


@pytest.mark.usefixtures("streets")
def test_an_area_is_drawn_by_clicks_dragged_and_abandoned(reporter: Reporter) -> None:
    page = reporter(DRAW)
    page.get_by_role("radio", name="An area").check()
    box = page.locator("[data-map]").bounding_box()
    assert box is not None
    x, y, said = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, page.locator("[data-said]")
    for east, south in ((-100, -80), (100, -80), (100, 80)):
        page.mouse.click(x + east, y + south)
    expect(said).to_contain_text(re.compile(r"An area of 3 points, about .* square .*, about .* around\."))
    page.mouse.click(x - 100, y - 80)
    expect(said).to_contain_text("It is finished.")
    page.mouse.click(x - 100, y + 60)
    expect(said).to_contain_text("It is finished. Move its points, or start over.")
    before = _drawn(page)
    assert before["type"] == "Polygon"

    page.mouse.move(x + 100, y + 80)
    page.mouse.down()
    page.mouse.move(x + 140, y + 100, steps=4)
    page.mouse.up()
    expect(page.locator("[name=geometry]")).not_to_have_value(json.dumps(before, separators=(",", ":")))
    page.get_by_role("application").focus()
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Nothing is drawn yet.")
    assert _drawn(page) == {}


@pytest.mark.usefixtures("streets")
def test_a_pin_is_dropped_and_drawn_as_a_ring(reporter: Reporter, app: Flask) -> None:
    page = reporter(DRAW, PHONE)
    page.get_by_role("application").click()
    expect(page.locator("[data-said]")).to_contain_text("drawn as a ring of 100 m.")
    page.get_by_label("Label").fill("The field")
    page.get_by_role("button", name="Add the place").click()
    expect(page.get_by_role("status").first).to_contain_text("The field was added.")
    assert (_last(app).precision, _last(app).radius_m) == (Precision.BLOCK, 100)


@pytest.mark.usefixtures("streets")
def test_what_was_pasted_is_shown_and_can_be_moved(reporter: Reporter) -> None:
    page = reporter(DRAW)
    page.get_by_role("radio", name="An area").check()
    page.get_by_label("Or paste coordinates").fill("42.600, -87.840\n42.600, -87.830\n42.610, -87.830")
    page.get_by_role("button", name="Show it on the map").click()
    expect(page.locator("[data-said]")).to_contain_text("An area of 3 points, about 0.46 square kilometres")
    page.get_by_role("button", name="Point 2 of 3").press("ArrowRight")
    assert _drawn(page)["coordinates"][0][1][0] > -87.83  # type: ignore[index]


@pytest.mark.usefixtures("streets")
def test_pasting_works_without_scripts(reporter: Reporter, app: Flask) -> None:
    page = reporter(DRAW, scripts=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    page.get_by_label("Or paste coordinates").fill("POINT (-87.843 42.601)")
    page.get_by_label("Label").fill("The field")
    page.get_by_role("button", name="Add the place").click()
    assert _last(app).label == "The field"


# Facilities nearby


@pytest.mark.usefixtures("streets")
def test_facilities_nearby_are_ticked_on_the_map_and_added(reporter: Reporter, app: Flask) -> None:
    page = reporter(NEARBY)
    page.get_by_label("Takes helicopters", exact=True).check()
    page.get_by_label("Within miles").fill("20")
    page.get_by_role("button", name="Show them").click()
    page.wait_for_load_state("networkidle")
    box = page.get_by_role("checkbox", name=re.compile("United Hospital System Kenosha"))
    expect(box).not_to_be_checked()
    number = box.get_attribute("data-number")
    page.locator(".facility-mark", has_text=re.compile(rf"^{number}$")).click()
    expect(box).to_be_checked()
    page.get_by_role("button", name="Add ticked").click()
    expect(page.get_by_role("status").first).to_contain_text("1 facility was added.")
    assert _last(app).label == "United Hospital System Kenosha Medical Center, Kenosha, WI"


@pytest.mark.usefixtures("streets")
@pytest.mark.parametrize("path", [DRAW, NEARBY], ids=["draw", "nearby"])
@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (DESKTOP, False)], ids=["phone, dark", "desktop, light"]
)
def test_the_pages_are_accessible_and_fit(
    reporter: Reporter, path: str, size: tuple[int, int], dark: bool
) -> None:
    page = reporter(path, size, dark=dark)
    if path == DRAW:
        page.get_by_role("radio", name="A line").check()
        page.get_by_role("application").focus()
        _aim(page, "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
        expect(page.locator("[data-said]")).to_contain_text("A line of 2 points")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(SMALL_TARGETS) == []
