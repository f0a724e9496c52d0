"""What an embed costs a reader beside a plain folium page of the same places: bytes, requests, time.

Both are served by nginx, compressed, from one address, to a Chromium that is slowed down to a phone. That
favours folium's page: in the wild its assets come from several hosts of others, and the pictures of its
ground, which are empty here, from one more. Two of its style sheets are in no package; they count as nothing.

`PEER` may give the address of another program's embed of the same places, if it too is made with Leaflet.
What it asks of others by HTTPS is counted, and answered at once with an empty picture, in its favour again.
"""

import base64
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import folium
from playwright.sync_api import Browser, CDPSession, sync_playwright

from mapapp.maps.picture import png
from tests.browser.chromium import find

from . import nginx
from .figure import Figure
from .files import published
from .serving import EMBED

# Where folium's pages have their assets from, by a part of the address, and the package that has the same.
_PACKAGES: Mapping[str, tuple[str, str]] = {
    "/leaflet@1.9.3/dist/": ("leaflet@1.9.3", "leaflet/dist/"),
    "/jquery-3.7.1.min.js": ("jquery@3.7.1", "jquery/dist/jquery.min.js"),
    "/bootstrap@5.2.2/dist/": ("bootstrap@5.2.2", "bootstrap/dist/"),
    "/fontawesome-free@6.2.0/": ("@fortawesome/fontawesome-free@6.2.0", "@fortawesome/fontawesome-free/"),
    "/Leaflet.awesome-markers/2.0.2/": ("leaflet.awesome-markers@2.0.5", "leaflet.awesome-markers/dist/"),
}
_SERVED = """
gzip_static on;
types { text/html html; text/css css; text/javascript js; image/png png; font/woff2 woff2; }
"""
_ADDRESS = re.compile(r'(?<=[("\'])https://[^"\')\\]+')
_IS_DRAWN = "document.querySelector('.leaflet-marker-icon') && document.querySelector('.leaflet-tile-loaded')"
_GROUND = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"></svg>'
_ROUNDS = 3
_PHONE = {"width": 375, "height": 740}
_MOBILE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""Milliseconds and bytes a second: what Lighthouse takes for a slow mobile network."""
_SLOWER = 4


class Loaded(NamedTuple):
    """One load: bytes and requests of the page's own server, requests to others, milliseconds to its map."""

    bytes: int
    requests: int
    of_others: int
    map_ms: float


def figures(home: Path) -> Iterator[Figure]:
    """Each page, the median of three loads with nothing in the cache."""
    chromium, site, peer = find(), home / "site", home / "peer"
    if chromium is None or nginx.found() is None or shutil.which("npm") is None:
        print("Chromium, nginx or npm is not installed: an embed is not measured beside folium's page.")
        return
    if not site.exists():
        list(published(home, site))
    _write_folium_page(site, peer)
    with (
        nginx.serving(site, home / "nginx-site") as ours,
        nginx.serving(peer, home / "nginx-peer", _SERVED) as theirs,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for what, address in _addresses(ours, theirs):
            yield from _figures(what, [_load(browser, address) for _ in range(_ROUNDS)])
        browser.close()


def _addresses(ours: int, theirs: int) -> Iterator[tuple[str, str]]:
    yield "our embed", f"http://127.0.0.1:{ours}{EMBED}"
    yield "folium's page of the same places", f"http://127.0.0.1:{theirs}/index.html"
    if peer := os.environ.get("PEER"):
        yield "the peer's embed", peer
    else:
        print("PEER gives no address: no other program's embed is measured.")


def _figures(what: str, loads: list[Loaded]) -> Iterator[Figure]:
    size, requests, of_others, took = (statistics.median(column) for column in zip(*loads, strict=True))
    target = "target 110 kB" if what.startswith("our") else ""
    yield Figure(f"{what}: over the network", f"{size / 1000:.0f} kB, {requests:.0f} requests", target)
    if of_others:
        yield Figure("  beside these, requests to servers of others", f"{of_others:.0f}")
    yield Figure("  time to the map, slow mobile network, 4x CPU", f"{took / 1000:.1f} s")


def _load(browser: Browser, address: str) -> Loaded:
    # The page's own policy would keep us from looking at it.
    context = browser.new_context(viewport=_PHONE, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    _slow_down(session)
    _answer_for_others(session)
    session.on(
        "Network.requestWillBeSent", lambda one: asked.update({one["requestId"]: one["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished", lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]})
    )
    page.goto(address)
    page.wait_for_function(_IS_DRAWN, polling="raf", timeout=60_000)
    took = float(page.evaluate("performance.now()"))
    page.wait_for_load_state("networkidle", timeout=60_000)
    context.close()
    hosts = {key: urlsplit(url).hostname for key, url in asked.items()}
    own = [int(size) for key, size in sizes.items() if hosts[key] == "127.0.0.1"]
    return Loaded(sum(own), len(own), sum(host not in {None, "127.0.0.1"} for host in hosts.values()), took)


def _answer_for_others(session: CDPSession) -> None:
    """Servers of others cannot be reached here: what is asked of them by HTTPS gets an empty picture."""
    picture = base64.b64encode(png(_GROUND, 1)).decode()
    said = {"responseCode": 200, "responseHeaders": [{"name": "Content-Type", "value": "image/png"}]}

    def answer(paused: dict[str, Any]) -> None:
        session.send("Fetch.fulfillRequest", {"requestId": paused["requestId"], "body": picture, **said})

    session.on("Fetch.requestPaused", answer)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})


def _slow_down(session: CDPSession) -> None:
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _MOBILE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})


def _write_folium_page(site: Path, peer: Path) -> None:
    """What a newsroom gets that saves folium's map of these places, with its assets beside it."""
    peer.mkdir()
    _install(peer)
    text = _ADDRESS.sub(lambda found: _here(found[0]), _folium_page(site))
    (peer / "index.html").write_text(text)
    (peer / "tile.png").write_bytes(png(_GROUND, 1))
    for path in [*peer.rglob("*.js"), *peer.rglob("*.css"), peer / "index.html"]:
        (path.parent / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _folium_page(site: Path) -> str:
    drawn = json.loads(next(site.glob(f"{EMBED.lstrip('/')}/*/*/places.json")).read_bytes())
    page = folium.Map()
    spots = []
    for one in drawn["features"]:
        lon, lat = one["properties"]["centre"]
        spots.append((lat, lon))
        folium.Marker((lat, lon), popup=one["properties"]["label"]).add_to(page)
    lats, lons = zip(*spots, strict=True)
    page.fit_bounds([(min(lats), min(lons)), (max(lats), max(lons))])
    return str(page.get_root().render())


def _install(peer: Path) -> None:
    names = [name for name, _ in _PACKAGES.values()]
    quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(peer)]
    subprocess.run(["npm", "install", *quiet, *names], check=True, stdout=subprocess.DEVNULL)


def _here(address: str) -> str:
    """The same asset under nginx; a picture of the ground for whatever has a place for a tile's number."""
    for part, (_, inside) in _PACKAGES.items():
        if part in address:
            return f"/node_modules/{inside}{address.partition(part)[2]}"
    return "/tile.png" if "{z}" in address else "data:,"
