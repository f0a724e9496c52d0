"""The sentences that readers are told, found in templates, scripts and rooms: `python -m tests.words`
brings the catalogs up to date with them, and a test holds that they are."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from mapapp.web.catalogs import catalog, shipped

ROOT = Path(__file__).parents[1]
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "text": None,
    "plural": (1, 2),
    "translatable": None,
    "say": None,
    "sayCount": (1, 2),
}
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "trimmed": "true", "silent": "false"}
_IDLE_HEADERS = tuple(
    f'"{name}-'.encode() for name in ("Project", "Report", "POT", "PO", "Last", "Language", "Generated")
)
# The newsroom speaks English; its templates are not looked at, nor is what else calls something `text`.
_SOURCES = (
    ("templates", [("base.html", "jinja2"), ("error.html", "jinja2"), ("reader/**.html", "jinja2"),
                   ("embed/**.html", "jinja2")]),
    ("mapapp/static/js", [("newsroom*.js", "ignore"), ("**.js", "javascript")]),
    ("mapapp/incident", [("geojson.py", "ignore"), ("**.py", "python")]),
    ("mapapp/maps", [("**.py", "python")]),
    ("mapapp/web", [("newsroom/**.py", "ignore"), ("**.py", "python")]),
)  # fmt: skip


class Said(NamedTuple):
    """A sentence, or its two for a plural, and the file that says it."""

    file: str
    id: str | tuple[str, str]


def said() -> Iterator[Said]:
    """Everything that readers may be told."""
    for folder, methods in _SOURCES:
        found = extract_from_dir(
            ROOT / folder, methods, {"**.html": _JINJA}, keywords=_KEYWORDS, strip_comment_tags=True
        )
        for file, _, message, _, _ in found:
            yield Said(f"{folder}/{file}", message if isinstance(message, str) else tuple(message))


def template() -> Catalog:
    """A catalog of everything that readers may be told, without any translation."""
    made = Catalog()
    for one in said():
        made.add(one.id, locations=[(one.file, 1)])
    return made


def path(language: str) -> Path:
    """Where the catalog of a language lies."""
    return ROOT / "mapapp" / "translations" / language / "LC_MESSAGES" / "messages.po"


def _written(known: Catalog) -> bytes:
    """The catalog as a file, without line numbers and dates: those would change with every edit."""
    file = BytesIO()
    write_po(file, known, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(one for one in lines if not one.startswith(_IDLE_HEADERS)).lstrip()


def main() -> None:
    """Bring every catalog up to date; what is new is left empty, what nobody says is taken out."""
    for language in shipped():
        known = catalog(language)
        known.update(template(), no_fuzzy_matching=True, update_creation_date=False)
        path(language).write_bytes(_written(known))
        missing = [one.id for one in known if one.id and not one.string]
        print(f"{language}: {len(known)} sentences, {len(missing)} to translate")


if __name__ == "__main__":
    main()
