"""The configuration in docs/nginx.conf, run by a real nginx, gives readers what the app gives them."""

from pathlib import Path

import pytest
import requests
from flask import Flask

from mapapp.site import addresses
from mapapp.site.static_site import publish
from mapapp.site.target import Target
from mapapp.web.asking import Readers
from tests.bench import nginx

pytestmark = pytest.mark.usefixtures("kept_tiles")

MAP = "kenosha-2020-08-23"
_HEADERS = (
    "Content-Type",
    "Cache-Control",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Access-Control-Allow-Origin",
)


def _plain(header: str) -> str:
    return header.replace("; charset=utf-8", "")


@pytest.mark.skipif(nginx.found() is None, reason="nginx is not installed")
def test_nginx_answers_like_the_app(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_TILES", 15)
    site = tmp_path / "site"
    url = "https://maps.example.org"
    publish(Readers(app, url), Target(str(site)), lambda *_: None)
    client = app.test_client()
    script = next(site.glob(f"embed/{MAP}/1/*/map.js"))
    asked = ["/", f"/maps/{MAP}", f"/embed/{MAP}", f"/es/embed/{MAP}", f"/embed/{MAP}/state.json"]
    asked += [f"/maps/{MAP}.geojson", f"/maps/{MAP}.png", f"/{script.relative_to(site)}"]
    with nginx.serving(site, tmp_path / "nginx") as port:
        at = f"http://127.0.0.1:{port}"
        for address in asked:
            served, own = requests.get(at + address, timeout=10), client.get(address, base_url=url)
            assert (served.status_code, served.content) == (200, own.data), address
            assert (
                "gzip" in served.headers.get("Content-Encoding", "")
                or len(own.data) < 200
                or address.endswith(".png")
            )
            for name in _HEADERS:
                # A policy is for what a browser shows; it does nothing to a picture or to data.
                if name in own.headers and (own.mimetype == "text/html" or not name.endswith("Policy")):
                    assert _plain(served.headers.get(name, "")) == _plain(own.headers[name]), (address, name)
            known = {
                "If-None-Match": served.headers["ETag"],
                "If-Modified-Since": served.headers["Last-Modified"],
            }
            assert requests.get(at + address, headers=known, timeout=10).status_code == 304
        kept = requests.get(f"{at}/maps/{MAP}.html?archive", timeout=10)
        assert kept.content == (site / "maps" / MAP / "archive.html").read_bytes()
        assert "Content-Security-Policy" not in kept.headers
        moved = requests.get(f"{at}/maps/{MAP}.html", timeout=10, allow_redirects=False)
        assert (moved.status_code, moved.headers["Location"]) == (302, f"{at}/maps/{MAP}")
        assert requests.get(f"{at}/maps/nothing", timeout=10).status_code == 404
        assert requests.get(f"{at}/newsroom", timeout=10).status_code == 404
