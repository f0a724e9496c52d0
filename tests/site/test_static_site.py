import gzip
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner
from flask import Flask
from fsspec.implementations.memory import MemoryFileSystem

from mapapp.cli.commands import main
from mapapp.desk import Desk
from mapapp.errors import BadInput, StorageFailed, Unavailable
from mapapp.settings import Settings
from mapapp.site import addresses
from mapapp.site.static_site import KEPT_DAYS, Summary, publish
from mapapp.site.target import Target
from mapapp.web.asking import Readers, readers
from tests.conftest import Fresh
from tests.many import MANY
from tests.once import once
from tests.people import ADA
from tests.web.test_crowd import publish as publish_crowd

MAP = "kenosha-2020-08-23"
MEMORY = "memory://maps"
URL = "https://maps.example.org"
_LASTING = re.compile(r"(?:/[a-z]{2})?/(?:static|embed|basemap)/[^\"'\s?#]*[0-9a-f]{12}/[^\"'\s?#{]+\.\w+")

pytestmark = pytest.mark.usefixtures("kept_tiles")

Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store of objects of this test's own, and few tiles."""
    monkeypatch.setattr(MemoryFileSystem, "store", {})
    monkeypatch.setattr(MemoryFileSystem, "pseudo_dirs", [""])
    monkeypatch.setattr(addresses, "MOST_TILES", 30)
    return


@pytest.fixture(scope="module")
def site(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first run, which makes every picture, archive and tile: so once per run."""

    def make(folder: Path) -> None:
        shutil.copytree(fresh.home, folder / "home")
        with pytest.MonkeyPatch.context() as patch, readers(Settings(home=folder / "home"), URL) as known:
            patch.setattr(addresses, "MOST_TILES", 30)
            publish(known, Target(str(folder / "site")), lambda *_: None)

    return once(tmp_path_factory, "site", make) / "site"


@pytest.fixture
def first(memory: None, site: Path) -> Files:
    """A first run's files, which lie in the store as if the test had published them."""
    files = {str(one.relative_to(site)): one.read_bytes() for one in site.rglob("*") if one.is_file()}
    store = MemoryFileSystem()
    store.pipe({f"/maps/{path}": body for path, body in files.items()})
    return files


def _publish(app: Flask, target: str = MEMORY, url: str = URL) -> Summary:
    return publish(Readers(app, url), Target(target), lambda *_: None)


def _files() -> Files:
    return {path.removeprefix("/maps/"): file.getvalue() for path, file in MemoryFileSystem.store.items()}


def _pages(files: Files) -> dict[str, str]:
    return {path: html.unescape(body.decode()) for path, body in files.items() if path.endswith("index.html")}


def _named(files: Files) -> set[str]:
    """The lasting files that the pages, and the scripts that these name, name."""
    in_pages = {one for text in _pages(files).values() for one in _LASTING.findall(text)}
    scripts = [files.get(one.lstrip("/"), b"").decode() for one in in_pages if one.endswith("map.js")]
    return {
        one.lstrip("/") for one in (*in_pages, *(name for text in scripts for name in _LASTING.findall(text)))
    }


def _is_consistent(files: Files) -> bool:
    return _named(files) <= files.keys()


def _correct(desk: Desk, what: str, note: str = "A word was wrong.") -> None:
    current = desk.incidents.get(MAP)
    scene = replace(current.places[0], what=what)
    saved = desk.incidents.save(ADA, replace(current, places=(scene, *current.places[1:])))
    desk.publishing.correct(ADA, MAP, saved.revision, note)


def _state(language: str = "") -> dict[str, str]:
    found: dict[str, str] = json.loads(_files()[f"{language}embed/{MAP}/state.json"])
    return found


def test_what_is_written_is_what_the_app_answers_and_only_what_changed(app: Flask, desk: Desk) -> None:
    done = _publish(app)
    files = _files()
    assert done.written == len(files) - 1
    assert done.bytes == sum(map(len, files.values())) - len(files["published.json"])
    client = app.test_client()
    for path, address in {
        "index.html": "/",
        f"maps/{MAP}/index.html": f"/maps/{MAP}",
        f"maps/{MAP}/archive.html": f"/maps/{MAP}/archive.html",
        f"maps/{MAP}.geojson": f"/maps/{MAP}.geojson",
        f"maps/{MAP}.png": f"/maps/{MAP}.png",
        f"embed/{MAP}/index.html": f"/embed/{MAP}",
        f"es/embed/{MAP}/index.html": f"/es/embed/{MAP}",
        f"embed/{MAP}/state.json": f"/embed/{MAP}/state.json",
    }.items():
        assert files[path] == client.get(address, base_url="https://maps.example.org").data, path
    assert len([one for one in files if re.search(r"/1/.*map\.js$", one)]) == 2
    assert len([one for one in files if one.startswith("basemap/") and one.endswith(".json")]) > 20
    assert _named(files)
    assert _is_consistent(files)
    packed = [one for one in files if one.endswith(".gz")]
    assert all(gzip.decompress(files[one]) == files[one.removesuffix(".gz")] for one in packed)
    assert all(brotli.decompress(files[f"{one[:-3]}.br"]) == files[one[:-3]] for one in packed)
    assert {f"embed/{MAP}/index.html.gz", f"maps/{MAP}.geojson.gz"} <= set(packed)
    assert f"maps/{MAP}.png.gz" not in files

    again = _publish(app)
    assert (again.written, again.removed, again.bytes) == (0, 0, 0)
    assert again.unchanged == done.written
    assert _files() == files

    _correct(desk, "Other words")
    changed = _publish(app)
    assert 0 < changed.written < 100
    assert changed.removed == 0
    after = _files()
    assert "Other words" in after[f"embed/{MAP}/index.html"].decode()
    # Pages that are open may still ask for what they named.
    assert _named(files) <= after.keys()
    assert _state()["version"] in after[f"embed/{MAP}/index.html"].decode()


def test_what_no_page_names_is_pruned_after_a_while(
    app: Flask, desk: Desk, first: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _named(_files())
    _correct(desk, "Other words")
    _publish(app)
    gone = old - _named(_files())
    assert gone
    monkeypatch.setattr(desk.publishing, "now", lambda: f"2999-01-{KEPT_DAYS + 1:02}T00:00:00Z")
    assert _publish(app).removed >= len(gone)
    assert not gone & _files().keys()
    assert _is_consistent(_files())
    assert _publish(app).written == 0


def test_a_map_that_was_taken_back_says_so_and_its_data_goes(app: Flask, desk: Desk, first: Files) -> None:
    desk.publishing.retract(ADA, MAP, "It was another day.")
    _publish(app)
    files = _files()
    for page in (f"maps/{MAP}/index.html", f"embed/{MAP}/index.html"):
        assert "It was another day." in files[page].decode()
    assert (_state()["state"], _state("es/")["state"]) == ("retracted", "retracted")
    of_map = {one for one in files if MAP in one and not one.endswith((".gz", ".br"))}
    assert {one.rsplit("/", 1)[-1] for one in of_map} == {"index.html", "state.json"}

    desk.publishing.unpublish(ADA, MAP)
    _publish(app)
    assert {one for one in _files() if MAP in one and not one.endswith((".gz", ".br"))} == {
        f"embed/{MAP}/state.json",
        f"es/embed/{MAP}/state.json",
    }
    assert _state()["state"] == "unpublished"
    assert MAP not in _files()["index.html"].decode()


def test_a_mask_is_laid_over_what_is_kept_of_earlier_revisions(app: Flask, desk: Desk, first: Files) -> None:
    _correct(desk, "At 2815, by the blue gate.")
    _publish(app)
    _correct(desk, "Other words")
    _publish(app)
    assert any(b"blue gate" in body for path, body in _files().items() if path.endswith("places.json"))
    desk.masks.mask(
        ADA, MAP, "scene", radius_m=1_000, reason="People were threatened there.", label="A place in Kenosha"
    )
    _publish(app)
    bodies = [gzip.decompress(b) if p.endswith(".gz") else b for p, b in _files().items() if ".br" not in p]
    assert not any(b"blue gate" in body for body in bodies)


def test_an_embargo_ends_with_the_next_run(app: Flask, desk: Desk) -> None:
    desk.publishing.unpublish(ADA, MAP)
    desk.publishing.publish(ADA, MAP, 1, "2999-01-01T00:00:00Z")
    _publish(app)
    assert f"maps/{MAP}/index.html" not in _files()


def test_a_run_that_is_cut_short_leaves_a_site_that_works_and_the_next_one_mends_it(
    app: Flask, desk: Desk, first: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    _correct(desk, "Other words")
    write, cuts = Target.write, 0
    before = dict(MemoryFileSystem.store)
    for most in range(0, len(first), 4):
        MemoryFileSystem.store.clear()
        MemoryFileSystem.store.update(before)
        left = most

        def cut(target: Target, path: str, body: bytes, headers: Mapping[str, str]) -> None:
            nonlocal left
            if left == 0:
                raise Unavailable("cut short")
            left -= 1
            write(target, path, body, headers)

        monkeypatch.setattr(Target, "write", cut)
        try:
            _publish(app)
            break
        except Unavailable:
            cuts += 1
        finally:
            monkeypatch.setattr(Target, "write", write)
        files = _files()
        assert _is_consistent(files)
        page = files[f"embed/{MAP}/index.html"].decode()
        # Open pages hear of the correction when its page is there, not before.
        assert _state()["version"] in page or "Other words" in page
        if most % 20 == 8:
            _publish(app)
            mended = _files()
            assert mended[f"embed/{MAP}/index.html"].decode().count("Other words")
            assert _publish(app).written == 0
    assert cuts > 8


def test_a_crowd_has_its_pages_and_tiles(app: Flask, first: Files) -> None:
    publish_crowd(app, 200)
    _publish(app)
    files = _files()
    for language in ("", "es/"):
        further = [one for one in files if re.fullmatch(f"{language}embed/{MANY}/places/.*html", one)]
        assert sorted(further) == [f"{language}embed/{MANY}/places/{i}/index.html" for i in (2, 3, 4)]
    (overview,) = (files[one] for one in files if re.fullmatch(f"embed/{MANY}/1/[0-9a-f]+/places.json", one))
    tile = files[json.loads(overview)["tiles"].format(z=0, x=0, y=0).lstrip("/")]
    assert sum(json.loads(tile)["items"][0]["counts"].values()) == 199


def test_others_files_are_left_alone(app: Flask, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("somebody's site")
    with pytest.raises(BadInput, match="not published from here"):
        _publish(app, str(site))
    assert [one.name for one in site.iterdir()] == ["index.html"]


def test_a_file_that_changes_twice_in_a_second_is_another_to_a_file_server(tmp_path: Path) -> None:
    target = Target(str(tmp_path / "site"))
    file = tmp_path / "site" / "state.json"
    seconds = []
    for body in (b"one", b"two", b"six"):
        target.write("state.json", body)
        seconds.append(int(file.stat().st_mtime))
    assert file.read_bytes() == b"six"
    assert len(set(seconds)) == 3


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "a//b", ".ssh/x", "a/./b", "a\\..\\b", ""])
def test_no_file_is_written_outside(tmp_path: Path, path: str) -> None:
    target = Target(str(tmp_path / "site"))
    for deed in (lambda: target.write(path, b"x"), lambda: target.remove([path])):
        with pytest.raises(BadInput):
            deed()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_site_is_in_every_address(app: Flask, tmp_path: Path) -> None:
    site = tmp_path / "site"
    _publish(app, str(site), "https://example.org/news/maps")
    page = (site / "embed" / MAP / "index.html").read_text()
    assert 'src="/news/maps/static/' in page
    assert f'data-state="/news/maps/embed/{MAP}/state.json"' in page
    assert (site / "maps" / MAP / "index.html").read_text().count("https://example.org/news/maps/embed/")
    assert not [one for one in site.rglob("*") if one.name.startswith(".")]
    locked = site / "maps"
    shutil.rmtree(locked)
    locked.write_text("in the way")
    with pytest.raises(StorageFailed):
        _publish(app, str(site), "https://example.org/news/maps")


@pytest.mark.parametrize(
    "words", [["nosuch://y"], ["site", "--url", "maps.example.org"], ["site", "--url", "ftp://x"]]
)
def test_where_nothing_can_be_published_is_said(runner: CliRunner, words: list[str], tmp_path: Path) -> None:
    done = runner.invoke(main, ["publish", *words])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_killed_run_is_taken_up_by_the_next(settings: Settings, tmp_path: Path, app: Flask) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "mapapp", "publish", str(site), "--url", "https://maps.example.org"]
    environment = {**os.environ, "MAPAPP_HOME": str(settings.home)}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and not list(site.glob("basemap/*/7/*/*.json")):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert (site / "published.json").is_file()
    assert not (site / "index.html").exists()
    assert _publish(app, str(site)).written > 0
    files = {str(one.relative_to(site)): one.read_bytes() for one in site.rglob("*") if one.is_file()}
    assert _is_consistent(files)
    assert _publish(app, str(site)).written == 0
