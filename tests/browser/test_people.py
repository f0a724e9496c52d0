from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

Admin = Callable[..., Page]


@pytest.mark.parametrize("path", ["/newsroom/account", "/newsroom/people", "/newsroom/audit"])
@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (DESKTOP, False)], ids=["phone, dark", "desktop, light"]
)
def test_the_pages_of_people_are_accessible_and_fit(
    admin: Admin, path: str, size: tuple[int, int], dark: bool
) -> None:
    page = admin(path, size, dark=dark)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_somebody_is_added_and_the_password_told_once(admin: Admin) -> None:
    page = admin("/newsroom/people")
    page.get_by_label("Name").fill("Flo")
    page.get_by_label("Role", exact=True).last.select_option("editor")
    page.get_by_role("button", name="Add").press("Enter")
    told = page.locator(".password")
    expect(told).to_be_visible()
    password = told.inner_text()
    assert Axe().run(page).violations_count == 0
    page.goto(page.url, wait_until="networkidle")
    assert password not in page.content()
