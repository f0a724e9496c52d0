from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mapapp.desk import Desk
from tests.browser.conftest import DESKTOP, PHONE, Visitor

SCENE = "/newsroom/maps/kenosha-2020-08-23"
KNOWN = "/newsroom/known-places"

Admin = Callable[..., Page]


def test_a_place_is_masked_and_a_known_place_moved_by_keyboard(
    admin: Admin, visitor: Visitor, desk: Desk
) -> None:
    page = admin(f"{SCENE}/places/scene/mask")
    page.get_by_role("radio", name="2 km").check()
    circle = page.locator(".map path").last
    wide = circle.bounding_box()
    expect(circle).to_be_visible()
    assert wide is not None
    page.get_by_label("Label").fill("A corner in Kenosha")
    page.get_by_label("Reason").fill("People were threatened there.")
    page.get_by_role("button", name="Mask this place").press("Enter")
    expect(page.locator(".announcements")).to_contain_text("The place is masked, as revision 2")
    expect(page.locator("#place-scene")).to_contain_text("masked")
    page.goto(visitor.address + "/maps/kenosha-2020-08-23", wait_until="networkidle")
    expect(page.get_by_text("A corner in Kenosha").first).to_be_visible()

    known = desk.known_places.all()[0]
    page = admin(f"{KNOWN}/{known.id}")
    page.get_by_role("button", name="Position: arrow keys").press("Shift+ArrowUp")
    expect(page.locator("output")).to_contain_text("Moved 50 m north.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".announcements")).to_contain_text("was saved.")
    assert desk.known_places.get(known.id).lat == pytest.approx(known.lat + 0.00045, abs=1e-5)


@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (DESKTOP, False)], ids=["phone, dark", "desktop, light"]
)
def test_the_pages_of_masks_and_known_places_are_accessible(
    admin: Admin, visitor: Visitor, desk: Desk, size: tuple[int, int], *, dark: bool
) -> None:
    first, second = (one.id for one in desk.known_places.all())
    pages = [
        f"{SCENE}/places/scene/mask",
        f"{KNOWN}/",
        f"{KNOWN}/{first}",
        f"{KNOWN}/{first}/merge?with={second}",
        f"{KNOWN}/{first}/delete",
    ]
    page = admin(f"{KNOWN}/", size, dark=dark)
    for path in pages:
        page.goto(visitor.address + path, wait_until="networkidle")
        violations = Axe().run(page).response["violations"]
        assert violations == [], f"{path}: {[one['id'] for one in violations]}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], f"{path} is {width} px wide"
