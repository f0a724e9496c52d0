"""Readers' pages as a phone and a desktop show them, for docs/screenshots: `python -m tests.screenshots`."""

import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from mapapp.desk import Desk
from mapapp.settings import Settings
from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.library import Library
from mapapp.streets.report import silent
from mapapp.web.app import create_app
from tests.browser.chromium import find
from tests.browser.conftest import DESKTOP, PHONE, served

ROOT = Path(__file__).parents[1]
_FOLDER = ROOT / "docs" / "screenshots"
_MAP = "kenosha-2020-08-23"
_COUNTY = "55059"
_QUALITY = 82


class Shot(NamedTuple):
    """A page, how it is looked at, and what its picture is called."""

    name: str
    path: str
    size: tuple[int, int]
    dark: bool = False
    scripts: bool = True


SHOTS = (
    Shot("embed-desktop-light", f"/embed/{_MAP}", DESKTOP),
    Shot("embed-desktop-dark", f"/embed/{_MAP}", DESKTOP, dark=True),
    Shot("embed-phone-light", f"/embed/{_MAP}", PHONE),
    Shot("embed-phone-dark", f"/embed/{_MAP}", PHONE, dark=True),
    Shot("embed-phone-without-scripts", f"/embed/{_MAP}", PHONE, scripts=False),
    Shot("embed-desktop-without-scripts", f"/embed/{_MAP}", DESKTOP, scripts=False),
    Shot("embed-phone-spanish", f"/es/embed/{_MAP}", PHONE),
    Shot("page-desktop-light", f"/maps/{_MAP}", DESKTOP),
    Shot("page-phone-dark", f"/maps/{_MAP}", PHONE, dark=True),
    Shot("popup-desktop-light", f"/embed/{_MAP}#map=15.0/42.6008/-87.8433&place=scene", DESKTOP),
    Shot("national-desktop-light", f"/embed/{_MAP}#map=6.0/41.5/-88.5", DESKTOP),
)


def main() -> None:
    """Take every picture anew, of a newsroom as its first start leaves it."""
    path = find()
    if path is None:
        raise SystemExit("There is no Chromium here: on Debian, sudo apt install chromium")
    _FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = create_app(_newsroom(Path(folder)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with served(app) as address:
            for shot in SHOTS:
                _take(browser, address, shot)
        browser.close()
        app.extensions["published"].close()
        app.extensions["desk"].close()


def _newsroom(home: Path) -> Settings:
    """With the streets of the first map, where MAPAPP_TIGER_URL names a folder that has them."""
    settings = Settings(home=home)
    with closing(Desk(settings)) as desk:
        desk.setup.initialise(ROOT / "data")
    tiger = os.environ.get("MAPAPP_TIGER_URL", "")
    if tiger:
        library = Library(settings.streets_folder)
        add_county(library, find_county(_COUNTY), TigerSource(tiger), settings.cache_folder, silent)
    return settings


def _take(browser: Browser, address: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        java_script_enabled=shot.scripts,
        reduced_motion="reduce",
        has_touch=shot.size == PHONE,
    )
    page = context.new_page()
    page.goto(address + shot.path, wait_until="networkidle")
    if shot.scripts:
        page.locator(".drawn.is-open").wait_for()
        page.wait_for_timeout(500)
    page.screenshot(path=_FOLDER / f"{shot.name}.jpg", type="jpeg", quality=_QUALITY)
    context.close()


if __name__ == "__main__":
    main()
