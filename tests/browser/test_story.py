from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.web.test_newsroom_story import TEXT

Reporter = Callable[..., Page]


def _paste(page: Page, text: str = TEXT) -> None:
    page.get_by_label("The story").fill(text)
    page.get_by_label("Published by").fill("The Paper")
    page.get_by_label("Time zone").select_option("America/Chicago")
    page.get_by_role("button", name="Read the story").click()
    page.wait_for_load_state("networkidle")


def _open_words(page: Page) -> str:
    return page.locator(".story-card > details[open] .card-title strong").inner_text()


@pytest.mark.usefixtures("streets")
def test_a_story_is_decided_by_keys_alone(reporter: Reporter) -> None:
    page = reporter("/newsroom/story")
    _paste(page)
    expect(page.locator(".story-bar label")).to_contain_text("0 of")
    while _open_words(page) != "28th Avenue and 40th Street":
        page.keyboard.press("j")
    expect(page.locator(".mention[aria-current]").first).to_contain_text("28th Avenue")
    page.keyboard.press("a")
    expect(page.locator(".story-card.accepted")).to_have_count(1)
    expect(page.locator("[data-said]")).to_contain_text("is on the map")
    assert page.evaluate("document.activeElement.matches('.story-card summary')")
    page.keyboard.press("d")
    expect(page.locator(".story-card.dropped")).to_have_count(1)
    page.keyboard.press("k")
    page.locator(".story-card.dropped summary").click()
    page.keyboard.press("u")
    expect(page.locator(".story-card.dropped")).to_have_count(0)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "phrase"
    page.keyboard.type("jjaadd")
    expect(page.locator(".story-card.accepted")).to_have_count(1)


@pytest.mark.usefixtures("streets")
def test_words_card_and_map_move_together(reporter: Reporter) -> None:
    page = reporter("/newsroom/story")
    _paste(page)
    page.locator(".mention", has_text="hospital in Milwaukee").click()
    assert _open_words(page).endswith("hospital in Milwaukee")
    expect(page.locator(".map .facility-mark").first).to_be_attached()
    page.locator(".mention", has_text="Kenosha, Wisconsin").first.click()
    page.locator(".map .card-mark[title='28th Avenue and 40th Street']").click()
    assert _open_words(page) == "28th Avenue and 40th Street"
    expect(page.locator(".mention[aria-current]").first).to_contain_text("28th Avenue")


def test_a_refused_decision_stays_open_with_what_was_typed(reporter: Reporter, visitor: Visitor) -> None:
    page = reporter("/newsroom/story")
    _paste(page)
    page.locator(".mention", has_text="28th Avenue").click()
    card = page.locator(".story-card:has(> details[open])")
    card.get_by_label("Label").fill(" ")
    card.get_by_role("button", name="Accept").click()
    expect(card.get_by_role("alert")).to_contain_text("Label")
    expect(card.get_by_role("alert")).to_be_focused()
    assert len(visitor.complaints) == 1, "the browser tells of the refusal, and of nothing else"
    visitor.complaints.clear()


def test_without_scripts_a_story_is_decided_too(reporter: Reporter) -> None:
    page = reporter("/newsroom/story", scripts=False)
    _paste(page)
    page.locator(".story-card", has_text="28th Avenue and 40th Street").locator("summary").first.click()
    page.locator(".story-card > details[open] button", has_text="Accept").last.click()
    expect(page.locator(".story-card.accepted")).to_have_count(1)


def test_what_was_typed_and_left_is_offered_again(reporter: Reporter) -> None:
    page = reporter("/newsroom/story")
    with page.expect_response(lambda one: one.request.method == "PUT"):
        page.get_by_label("The story").fill("Half a story")
    page.goto(page.url.replace("/story", "/"))
    page.goto(page.url.rstrip("/") + "/story", wait_until="networkidle")
    expect(page.get_by_text("You left this unfinished")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("The story")).to_have_value("Half a story")


@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (DESKTOP, False)], ids=["phone, dark", "desktop, light"]
)
@pytest.mark.usefixtures("streets")
def test_the_story_pages_are_accessible_and_fit(
    reporter: Reporter, size: tuple[int, int], dark: bool
) -> None:
    page = reporter("/newsroom/story", size, dark=dark)
    _check(page)
    _paste(page)
    _check(page)
    page.keyboard.press("a")
    expect(page.locator(".story-card.accepted")).to_have_count(1)
    _check(page)
    page.get_by_role("link", name="Change the text").click()
    page.wait_for_load_state("networkidle")
    _check(page)


def _check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
