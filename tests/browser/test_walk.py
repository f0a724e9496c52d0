"""The whole way of a story, as a reporter walks it, with a reader who has an article open meanwhile."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, served
from tests.web.test_newsroom_story import TEXT

Reporter = Callable[..., Page]

HALF_A_MINUTE = 30_000


@pytest.fixture
def article(live: str) -> Iterator[str]:
    """The address of an article on another site, whose `?map=` is embedded in it."""
    site = Flask("article")

    @site.get("/<incident_id>")
    def story(incident_id: str) -> str:
        return (
            f'<!doctype html><html lang="en"><title>An article</title><p>Words of the article.</p>'
            f'<iframe src="{live}/embed/{incident_id}" title="Map" width="700" height="640"></iframe>'
        )

    with served(site) as address:
        yield address


def _accept(page: Page, words: str) -> None:
    accepted = page.locator(".story-card.accepted").count()
    page.locator(".mention", has_text=words).first.click()
    page.keyboard.press("a")
    expect(page.locator(".story-card.accepted")).to_have_count(accepted + 1)


@pytest.mark.usefixtures("streets")
def test_from_the_pasted_story_to_a_corrected_map_in_an_open_article(
    reporter: Reporter, visitor: Visitor, article: str, app: Flask
) -> None:
    page = reporter("/newsroom/story")
    page.get_by_label("The story").fill(TEXT)
    page.get_by_label("Published by").fill("The Paper")
    page.get_by_label("Day it appeared").fill("2026-11-02")
    page.get_by_label("Time zone").select_option("America/Chicago")
    page.get_by_role("button", name="Read the story").click()
    page.wait_for_load_state("networkidle")
    incident_id = page.url.split("/")[5]

    _accept(page, "28th Avenue and 40th Street")
    _accept(page, "a hospital in Milwaukee")
    # One is put right: the words of the story name no block that is meant, the reporter knows the corner.
    page.locator(".mention", has_text="Kenosha, Wisconsin").first.click()
    page.keyboard.press("e")
    page.keyboard.type("30th Avenue and 40th Street, Kenosha")
    page.keyboard.press("Enter")
    expect(page.locator(".story-card > details[open] .outcome-line")).to_contain_text("30th Ave")
    page.keyboard.press("Escape")
    page.locator(".story-card > details[open] button", has_text="Accept").last.click()
    expect(page.locator(".story-card.accepted")).to_have_count(3)

    page.goto(f"{visitor.address}/newsroom/maps/{incident_id}", wait_until="networkidle")
    page.get_by_role("button", name="Publish", exact=False).first.click()
    page.wait_for_load_state("networkidle")

    context = page.context.browser.new_context()  # type: ignore[union-attr]
    reader = context.new_page()
    reader.clock.install()
    reader.goto(f"{article}/{incident_id}", wait_until="networkidle")
    frame = reader.frame_locator("iframe")
    expect(frame.get_by_text("A hospital in Milwaukee", exact=False).first).to_be_visible()
    reader.evaluate("window.same = true")

    desk = app.extensions["desk"]
    scene = desk.incidents.get(incident_id).places[0]
    page.goto(f"{visitor.address}/newsroom/maps/{incident_id}/places/{scene.id}", wait_until="networkidle")
    page.get_by_label("Label").fill("Near 28th Avenue and 40th Street, as the fire department now says")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("Note for readers", exact=False).first.fill("The fire department named the corner.")
    page.get_by_role("button", name="Correct", exact=False).first.click()
    page.wait_for_load_state("networkidle")

    reader.clock.run_for(HALF_A_MINUTE)
    expect(frame.get_by_text("as the fire department now says", exact=False).first).to_be_visible()
    assert reader.evaluate("window.same") is True, "the article was not loaded again"
    context.close()
