"""The map on pages of other sites: pasted as code, and by its address as WordPress does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response
from oembedpy import consumer, discovery
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Visitor, served
from tests.pdf import text_of

PAGE = "/maps/kenosha-2020-08-23"
MARKERS = ".leaflet-marker-icon"
LIAR = """<iframe id="liar" srcdoc="<script>
  parent.postMessage({ type: 'mapapp:height', height: 3000 }, '*');
</script>"></iframe>"""

# What WordPress makes of an answer of a provider that it does not know, and what its page listens for.
AS_WORDPRESS = """
<script>
addEventListener("message", ({ data, source }) => {
  const frame = document.querySelector(`iframe[data-secret="${data.secret}"]`);
  if (!frame || frame.contentWindow !== source) return;
  frame.removeAttribute("style");
  document.querySelector("blockquote").style.display = "none";
  if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
  if (data.message === "link") location.href = data.value;
});
</script>
"""
HIDDEN = "position: absolute; clip: rect(1px, 1px, 1px, 1px);"


@contextmanager
def _article(browser: Browser, html: str, *, scripts: bool = True) -> Iterator[Page]:
    """A page of another site; what it and the frames in it complain of fails the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with served(Response(f'<link rel="icon" href="data:,">{html}', content_type="text/html")) as site:
        page.goto(site, wait_until="networkidle")
        yield page
        context.close()
    assert complaints == []


def test_pasted_code_shows_the_map_at_a_fixed_height_or_as_high_as_it_is(
    visitor: Visitor, browser: Browser
) -> None:
    page = visitor.open(PAGE)
    code, script = (page.locator(one).input_value() for one in ("#embed-code", "#embed-script"))

    with _article(browser, code) as article:
        expect(article.frame_locator("iframe").locator(MARKERS).first).to_be_visible()
        frame = article.locator("iframe")
        assert frame.bounding_box()["height"] == 640  # type: ignore[index]
        expect(article.get_by_role("link", name="Map: Police shooting")).to_be_visible()
        article.set_viewport_size({"width": 400, "height": 900})
        assert article.evaluate("document.documentElement.scrollWidth <= innerWidth")

    with _article(browser, LIAR + code + script) as article:
        frame = article.locator("iframe[title^='Map:']")
        inside = article.frame_locator("iframe[title^='Map:']")
        article.wait_for_function("document.querySelector('iframe[title]').style.height")
        for width in (1000, 400, 330):
            article.set_viewport_size({"width": width, "height": 900})
            article.wait_for_timeout(300)
            content = inside.locator("body").evaluate("one => one.getBoundingClientRect().height")
            assert abs(frame.bounding_box()["height"] - content) <= 1  # type: ignore[index]
        assert article.locator("#liar").evaluate("one => one.style.height") == ""
        article.evaluate("postMessage({ type: 'mapapp:height', height: 250 }, '*')")
        article.wait_for_timeout(100)
        assert frame.bounding_box()["height"] > 640  # type: ignore[index]


def test_the_map_works_in_the_sandbox_that_wordpress_puts_it_in(
    visitor: Visitor, browser: Browser, live: str
) -> None:
    answer = consumer.fetch_content(*discovery.find_from_content(live + PAGE))
    html = answer.html.replace(
        "<iframe ", f'<iframe sandbox="allow-scripts" data-secret="a1B2" style="{HIDDEN}" '
    )
    html = html.replace('" title', '#?secret=a1B2" title').replace('loading="lazy"', "")
    with _article(browser, AS_WORDPRESS + html) as article:
        inside = article.frame_locator("iframe")
        expect(inside.locator(MARKERS).first).to_be_visible()
        [frame] = [one for one in article.frames if "/embed/" in one.url]
        assert frame.evaluate("self.origin") == "null"
        expect(article.get_by_role("blockquote")).to_be_hidden()
        assert inside.locator("canvas.leaflet-tile").count() > 0
        inside.get_by_role("link", name="Full page and data").click()
        article.wait_for_url(live + PAGE)

    with _article(browser, html, scripts=False) as article:
        expect(article.get_by_role("link", name="Map: Police shooting")).to_have_attribute(
            "href", live + PAGE
        )


def test_on_paper_are_the_picture_the_list_and_the_addresses(visitor: Visitor) -> None:
    page = visitor.open("/embed/kenosha-2020-08-23", PHONE, dark=True)
    expect(page.locator(MARKERS).first).to_be_visible()
    picture = page.locator("img.on-paper")
    assert not any("page.svg" in one.url for one in visitor.requests)
    printed = page.pdf(format="Letter")
    assert any("page.svg" in one.url for one in visitor.requests)
    text = text_of(printed)
    for said in (
        "Near 28th Avenue and 40th Street, Kenosha",
        "Wheaton Franciscan Healthcare St. Joseph",
        "(https://www.openstreetmap.org/copyright)",
        "US Census TIGER/Line",
        f"{visitor.address}{PAGE} · Updated ",
    ):
        assert said in text
    for button in ("The scene", "Every place", "Show", "Full page and data"):
        assert button not in text
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 28, 26)"
    assert picture.bounding_box()["width"] > 300  # type: ignore[index]
    assert page.locator(".map").is_hidden()
