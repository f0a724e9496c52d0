import re
from pathlib import Path

from flask import Flask

DOCS = Path(__file__).parents[2] / "docs"
_ROW = re.compile(r"^\| `(/.*?)` \| ([A-Z, ]+) \| \S", re.MULTILINE)


def test_every_address_is_documented_and_no_other(app: Flask) -> None:
    served: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^:>]+:", "<", str(rule)).removeprefix("/<language>")
        served.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    documented = {
        path: set(methods.split(", ")) for path, methods in _ROW.findall((DOCS / "addresses.md").read_text())
    }
    assert documented == served
