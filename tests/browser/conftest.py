import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from mapapp.desk import PROGRAM, StaffRole
from tests.browser.chromium import find
from tests.conftest import Fresh

PHONE = (375, 740)
DESKTOP = (1280, 860)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium that asks nobody for anything; without one the tests are skipped, loudly."""
    path = find()
    if path is None:
        pytest.skip("NO CHROMIUM HERE: on Debian, sudo apt install chromium")
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """The log of a test run is for failures."""


@contextmanager
def served(app: Callable[..., Iterable[bytes]]) -> Iterator[str]:
    """The address of an application that is really served, on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:  # a test that fails must not leave the thread, which would keep the run from ending
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the test's newsroom."""
    with served(app) as address:
        yield address


def wait_for_map(page: Page) -> None:
    """Until the map has taken the place of its picture, on a page that has one."""
    expect(page.locator("[data-opening]:not(.is-open)")).to_have_count(0, timeout=20_000)
    page.wait_for_load_state("networkidle")


class Window(NamedTuple):
    """A browser of its own, with an empty page that keeps it open, and a line to it."""

    kind: str
    context: BrowserContext
    line: CDPSession


class Windows:
    """Browsers that are as good as fresh: to open one costs a second, to empty one nothing."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Window]] = {}

    def take(self, **options: Any) -> Window:
        """A browser that remembers nothing, with these options."""
        free = self._free.get(repr(options))
        if free:
            return free.pop()
        context = self._browser.new_context(**options)
        return Window(repr(options), context, context.new_cdp_session(context.new_page()))

    def give_back(self, window: Window, origin: str) -> None:
        """Let it forget what it was told and sent."""
        for page in window.context.pages[1:]:
            page.close()
        window.context.clear_cookies()
        window.context.clear_permissions()
        window.line.send("Network.clearBrowserCache")
        window.line.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._free.setdefault(window.kind, []).append(window)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The browsers of this run's visitors."""
    return Windows(browser)


class Visitor:
    """Opens pages of the live newsroom, and remembers what they asked for and complained of."""

    def __init__(self, windows: Windows, address: str) -> None:
        self.address = address
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self._windows = windows
        self._taken: list[Window] = []

    def open(
        self,
        path: str,
        size: tuple[int, int] = DESKTOP,
        *,
        dark: bool = False,
        scripts: bool = True,
        pixels: float = 1,
        motion: bool = False,
        waits: bool = True,
        session: str = "",
    ) -> Page:
        """A page in a fresh browser, signed in with `session`; at rest and, if it `waits`, its map open."""
        window = self._windows.take(java_script_enabled=scripts, device_scale_factor=pixels)
        self._taken.append(window)
        context = window.context
        context.on("request", self._note)
        if session:
            context.add_cookies([{"name": "newsroom", "value": session, "url": self.address}])
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(
            color_scheme="dark" if dark else "light", reduced_motion="no-preference" if motion else "reduce"
        )
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path, wait_until="networkidle")
        if scripts and waits:
            wait_for_map(page)
        return page

    def hosts(self) -> set[str]:
        """Every host that was asked for anything."""
        return {urlsplit(one.url).netloc for one in self.requests if not one.url.startswith("data:")}

    def close(self) -> None:
        for window in self._taken:
            window.context.remove_listener("request", self._note)
            self._windows.give_back(window, self.address)
        self._taken.clear()

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def visitor(windows: Windows, live: str) -> Iterator[Visitor]:
    """A reader or reporter with a browser; fails a test whose pages complained or asked another host."""
    visitor = Visitor(windows, live)
    yield visitor
    visitor.close()
    assert visitor.complaints == []
    assert visitor.hosts() <= {urlsplit(live).netloc}


def _session(app: Flask, token: str) -> str:
    """The value of the cookie of a person who has signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"token": token}))


@pytest.fixture
def reporter(visitor: Visitor, app: Flask, fresh: Fresh) -> Callable[..., Page]:
    """Opens a newsroom page as Ada, in a browser of her own each time."""
    return partial(visitor.open, session=_session(app, fresh.token))


@pytest.fixture
def admin(visitor: Visitor, app: Flask) -> Callable[..., Page]:
    """Opens a newsroom page as an admin, in a browser of its own each time."""
    desk = app.extensions["desk"]
    desk.people.add(PROGRAM, "Dee", "correct horse battery", StaffRole.ADMIN)
    token = desk.people.sign_in("Dee", "correct horse battery")
    return partial(visitor.open, session=_session(app, token))
