"""The newsroom's pages about what readers see, history and merging, as people use them."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from mapapp.desk import Desk
from mapapp.incident.geometry import Geometry
from mapapp.incident.model import Status
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.test_newsroom import SMALL_TARGETS
from tests.people import BEN

ID = "kenosha-2020-08-23"
KENOSHA = f"/newsroom/maps/{ID}"

Reporter = Callable[..., Page]


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk, after the scene was moved and confirmed in revision 2."""
    found = app.extensions["desk"]
    assert isinstance(found, Desk)
    first = found.incidents.get(ID)
    scene = replace(
        first.places[0], status=Status.CONFIRMED, geometry=Geometry.point(-87.8421, 42.6016), radius_m=100.0
    )
    found.incidents.save(BEN, replace(first, places=(scene, *first.places[1:])), "Moved the scene")
    return found


def _stale(desk: Desk, page: Page) -> None:
    """Ada edits the place that Ben has moved meanwhile."""
    page.get_by_label("Label").fill("28th Avenue and 40th Street")
    current = desk.incidents.get(ID)
    scene = replace(current.places[0], geometry=Geometry.point(-87.8425, 42.6012))
    desk.incidents.save(BEN, replace(current, title="Ben's title", places=(scene, *current.places[1:])))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Someone else saved first")).to_be_visible()


def _history(desk: Desk) -> None:
    """A history with an act of every kind."""
    desk.publishing.correct(BEN, ID, 2, "The police gave another corner.")
    desk.publishing.retract(BEN, ID, "It was another day.")
    desk.publishing.unpublish(BEN, ID)
    desk.publishing.publish(BEN, ID, 3, at="2999-01-01T12:00:00Z")


def _missing(desk: Desk) -> None:
    current = desk.incidents.get(ID)
    bare = replace(current.places[0], sources=(), geometry=None)
    desk.incidents.save(BEN, replace(current, places=(bare, *current.places[1:])))


STATES: dict[str, tuple[str, Callable[[Desk], None]]] = {
    "changed": (KENOSHA, lambda _: None),
    "missing": (KENOSHA, _missing),
    "retracted": (KENOSHA, lambda desk: desk.publishing.retract(BEN, ID, "It was another day.")),
    "scheduled": (KENOSHA, _history),
    "history": (f"{KENOSHA}/history", _history),
    "compare": (f"{KENOSHA}/history/compare?before=1&after=2", lambda _: None),
    "list": ("/newsroom/", _history),
}


def _check(page: Page, width: int) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop-light", "phone-dark"]
)
def test_every_state_is_accessible_and_fits(
    reporter: Reporter,
    desk: Desk,
    state: tuple[str, Callable[[Desk], None]],
    size: tuple[int, int],
    dark: bool,
) -> None:
    path, prepare = state
    prepare(desk)
    page = reporter(path, size, dark=dark)
    page.evaluate("document.querySelectorAll('.publish details').forEach((one) => (one.open = true))")
    _check(page, size[0])


@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desktop-light", "phone-dark"]
)
def test_two_versions_are_merged_place_by_place(
    reporter: Reporter, visitor: Visitor, desk: Desk, size: tuple[int, int], dark: bool
) -> None:
    page = reporter(f"{KENOSHA}/places/scene", size, dark=dark)
    _stale(desk, page)
    _check(page, size[0])
    scene = page.get_by_role("group", name="28th Avenue and 40th Street")
    expect(scene.get_by_role("radio", name="Both, together")).to_be_checked()
    expect(
        page.get_by_role("group", name="About the story").get_by_role("radio", name="As saved by Ben")
    ).to_be_checked()
    page.get_by_role("group", name="About the story").get_by_role("radio", name="As in your version").check()
    page.get_by_role("button", name="Save what is chosen").click()
    expect(page.get_by_role("status").first).to_contain_text("Your changes were saved on top")
    now = desk.incidents.get(ID)
    assert now.title == desk.incidents.get(ID, 2).title
    assert (now.places[0].label, now.places[0].geometry) == (
        "28th Avenue and 40th Street",
        Geometry.point(-87.8425, 42.6012),
    )
    assert all("409" in one for one in visitor.complaints)
    visitor.complaints.clear()


def test_both_maps_of_a_comparison_move_in_step(reporter: Reporter, desk: Desk) -> None:
    page = reporter(f"{KENOSHA}/history/compare?before=1&after=2")
    views = "[...mapapp.maps.values()].map((one) => [one.getCenter().lat.toFixed(4), "
    views += "one.getCenter().lng.toFixed(4), one.getZoom()])"
    first, second = page.evaluate(views)
    assert first == second
    maps = page.locator(".two-maps .map")
    for which in (0, 1):
        before = page.evaluate(views)
        maps.nth(which).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
        first, second = page.evaluate(views)
        assert first == second
        assert first != before[0]
    for which in (0, 1):
        expect(maps.nth(which).locator(".symbol.scene")).to_be_in_viewport()


def test_a_correction_and_an_undo_by_keyboard_and_without_scripts(reporter: Reporter, desk: Desk) -> None:
    page = reporter(KENOSHA, scripts=False)
    expect(page.get_by_role("region", name="Readers")).to_contain_text(
        re.compile(r"28th Avenue and 40th Street, Kenosha moved about 1\d0 m north-east")
    )
    page.get_by_label("Note for readers").first.fill("The police gave another corner.")
    page.get_by_role("button", name="Publish the correction").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Readers now see revision 3, and your note.")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Revision 2 was restored, as revision 4.")
    assert desk.incidents.get(ID).corrections == desk.incidents.get(ID, 3).corrections
