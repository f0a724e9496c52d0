"""What a reader's browser does with an embed: bytes, requests, long tasks, and what Lighthouse says of it.

Lighthouse is measured where `LIGHTHOUSE` names its program (`npm install lighthouse`, anywhere but here).
Both depend on what else the machine does, so tasks are told by processor time too: that is of the page alone.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import find

from .figure import Figure
from .serving import EMBED, served

PHONE = {"width": 375, "height": 740}
SLOWER = 4
LONG_MS = 50
ROUNDS = 7

_NOTE_TASKS = """
  globalThis.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask", buffered: true });
"""


def figures(home: Path) -> Iterator[Figure]:
    """An embed in Chromium, as far as there is one here."""
    path = find()
    if path is None:
        print("There is no Chromium here: what readers' browsers do is not measured.")
        return
    static = home / "static"
    static.mkdir(exist_ok=True)
    with served(home, static) as port:
        address = f"http://127.0.0.1:{port}{EMBED}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield from _weights(browser, address)
            yield from _tasks(browser, address)
            browser.close()
        yield from _lighthouse(address, path)


def _weights(browser: Browser, address: str) -> Iterator[Figure]:
    for scripts, what, most in ((False, "first paint, no scripts", 30), (True, "with the map", 110)):
        context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        session = context.new_cdp_session(page)
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda one, sizes=sizes: sizes.append(one["encodedDataLength"]))
        session.send("Network.enable")
        session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
        _visit(page, address, scripts=scripts)
        measured = f"{sum(sizes) / 1000:.1f} kB, {len(sizes)} requests"
        yield Figure(f"an embed, {what}, gzip", measured, f"at most {most} kB")
        context.close()


def _tasks(browser: Browser, address: str) -> Iterator[Figure]:
    """The rounds' best, since other work on the machine makes a task longer, and the middle one."""
    rounds = sorted((_noted(browser, address) for _ in range(ROUNDS)), key=sum)
    for name, slowed in (("best", rounds[0]), ("median", rounds[ROUNDS // 2])):
        longest = f"{len(slowed)}, longest {max(slowed, default=0):.0f} ms"
        yield Figure(f"tasks over {LONG_MS} ms on load at {SLOWER}x, {name} of {ROUNDS}", longest, "none")
    own = min(_processor_ms(browser, address) for _ in range(ROUNDS))
    yield Figure("longest task on load, processor time", f"{own:.0f} ms", f"at most {LONG_MS / SLOWER:g} ms")


def _noted(browser: Browser, address: str) -> list[float]:
    """The long tasks of a load with the processor slowed down, in milliseconds of the clock."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(_NOTE_TASKS)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _visit(page, address, scripts=True)
    noted: list[float] = page.evaluate("tasks")
    context.close()
    return noted


def _processor_ms(browser: Browser, address: str) -> float:
    """The longest task of a load on the page's thread, in milliseconds of its own processor time."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        browser.start_tracing(page=page, path=trace)
        page.goto(address)
        page.wait_for_timeout(6_000)  # looking at the page would be a task of its own
        browser.stop_tracing()
        events = json.loads(trace.read_bytes())["traceEvents"]
    context.close()
    return max(_durations(events), default=0.0)


def _durations(events: list[dict[str, Any]]) -> Iterator[float]:
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one.get("name") == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    for one in events:
        if one.get("name", "").endswith("RunTask") and (one["pid"], one["tid"]) in threads:
            yield one.get("tdur", 0) / 1000


def _visit(page: Page, address: str, *, scripts: bool) -> None:
    page.goto(address, wait_until="networkidle")
    if scripts:
        page.locator(".is-open").wait_for(timeout=120_000)
        page.wait_for_load_state("networkidle")


def _lighthouse(address: str, chromium: str) -> Iterator[Figure]:
    program = os.environ.get("LIGHTHOUSE", "")
    if not program:
        print("LIGHTHOUSE names no program: its scores are not measured.")
        return
    flags = "--headless=new --no-sandbox --disable-background-networking"
    asked = [program, address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    categories = "--only-categories=performance,accessibility"
    environment = {**os.environ, "CHROME_PATH": chromium}
    said = subprocess.run([*asked, categories], env=environment, check=True, capture_output=True)
    for name, one in json.loads(said.stdout)["categories"].items():
        yield Figure(f"Lighthouse, {name}, phone", f"{one['score'] * 100:.0f}", "at least 95")
