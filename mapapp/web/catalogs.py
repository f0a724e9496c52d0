"""The catalogs of translations, read as text when the program starts: nothing compiled can be out of date."""

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

_FOLDER = Path(__file__).parent.parent / "translations"

ScriptWords = dict[str, str | list[str]]
"""What scripts say: by the English words the translation, for a plural (by its singular) its forms."""


class Words(NamedTuple):
    """A catalog as gettext uses it, and the part of it that scripts say."""

    translations: NullTranslations
    for_scripts: ScriptWords


def shipped() -> list[str]:
    """The languages that have a catalog, by their tag."""
    return sorted(one.name for one in _FOLDER.iterdir() if one.is_dir())


def catalog(language: str) -> Catalog:
    """The catalog of a language that is shipped."""
    path = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def words(language: str) -> Words:
    """What a language says; English, which has no catalog, says what is written in the code."""
    if language not in shipped():
        return Words(NullTranslations(), {})
    found = catalog(language)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return Words(Translations(compiled), _for_scripts(found))


def _for_scripts(found: Catalog) -> ScriptWords:
    """The sentences that the catalog's comments place in a script."""
    said: ScriptWords = {}
    for one in found:
        if one.id and any(file.endswith(".js") for file, _ in one.locations):
            key = one.id if isinstance(one.id, str) else one.id[0]
            said[key] = one.string if isinstance(one.string, str) else list(one.string or ())
    return said
