"""Finds a Chromium for the browser tests, or gets one: `python -m tests.browser.chromium`.

An installed one first; then Playwright's own download; then Debian's package, where this user may
install it. Where none can be had it says so loudly, and the browser tests are skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What Playwright's own driver is linked with comes along.
PACKAGES = ("chromium", "libatomic1")
DOWNLOAD_SECONDS = 180
PACKAGE_SECONDS = 600


def find() -> str | None:
    """The path of a Chromium that is here and that Playwright can drive, or None."""
    own = _playwrights_own()
    if own is None:
        return None
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in installed if path), None) or (own if os.access(own, os.X_OK) else None)


def get() -> str | None:
    """The path of a Chromium, fetched if there is none; None where none can be had."""
    return find() or _by_download() or _by_package()


def _playwrights_own() -> str | None:
    """Where Playwright would keep a Chromium; None where Playwright itself cannot run."""
    try:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path
    except Exception as error:  # noqa: BLE001 (its driver raises nothing narrower when it does not start)
        print(f"Playwright does not start here: {error}", flush=True)
        return None


def _by_download() -> str | None:
    print("No Chromium here; trying Playwright's own download…", flush=True)
    done = _run([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS)
    return find() if done else None


def _by_package() -> str | None:
    apt = shutil.which("apt-get")
    if not apt:
        return None
    print("Trying Debian's package…", flush=True)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    _run([*root, apt, "update", "-qq"], PACKAGE_SECONDS)
    done = _run([*root, apt, "install", "-y", "-qq", *PACKAGES], PACKAGE_SECONDS)
    return find() if done else None


def _run(command: Sequence[str], seconds: int) -> bool:
    environment = {
        **os.environ,
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    try:
        finished = subprocess.run(command, env=environment, timeout=seconds, check=False, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def main() -> None:
    path = get()
    if path:
        print(f"Browser tests use {path}.")
    else:
        print("*" * 78)
        print("NO CHROMIUM CAN BE HAD HERE: THE BROWSER TESTS WILL BE SKIPPED.")
        print("Install one (on Debian: sudo apt install chromium) and run again.")
        print("*" * 78)


if __name__ == "__main__":
    main()
