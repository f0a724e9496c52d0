"""In which language a page speaks: the one in the path of its address, `/es/embed/…`.

An article is in one language and its map with it, whoever reads it, so browsers are not asked what they
would rather have; and a cache or a folder of files holds one answer to one address.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar, cast

from babel import Locale
from babel.numbers import format_decimal
from flask import Blueprint, Flask, current_app, has_request_context, request, url_for
from flask.typing import RouteCallable
from flask_babel import Babel, Domain
from werkzeug.utils import cached_property

from mapapp.incident.tongue import ENGLISH, Tongue, Units
from mapapp.settings import LANGUAGES, Settings
from mapapp.web import catalogs
from mapapp.web.addresses import absolute

_IN_LANGUAGE = f"/<any({', '.join(LANGUAGES)}):language>"

V = TypeVar("V", bound=RouteCallable)


class Tongues:
    """Everything that a newsroom's pages can speak; `own` is the language where an address names none."""

    def __init__(self, settings: Settings) -> None:
        self.own = settings.language
        self.words = {language: catalogs.words(language) for language in LANGUAGES}
        units = Units.AMERICAN if settings.units == "auto" else Units(settings.units)
        self._tongues = {language: _tongue(language, units, self.words[language]) for language in LANGUAGES}

    def of(self, language: str) -> Tongue:
        """The tongue of a language that is shipped."""
        return self._tongues[language]


class Alternate(NamedTuple):
    """The page that is shown, in a language."""

    language: str
    name: str
    address: str


def init_app(app: Flask, settings: Settings) -> None:
    """Let the templates of `app` speak by Flask-Babel, and links stay in the language of their page."""
    app.extensions["tongues"] = Tongues(settings)
    _Babel(app, locale_selector=lambda: LANGUAGES[language()])
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(language=language, alternates=alternates, script_words=script_words)

    @app.url_value_preprocessor
    def take_language(_: str | None, values: dict[str, Any] | None) -> None:
        if values:
            values.pop("language", None)

    @app.url_defaults
    def add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = _readers_language()


def spoken(blueprint: Blueprint, rule: str) -> Callable[[V], V]:
    """Register a view for GET at `rule` in the newsroom's own language, and below `/es` and so on in each.

    An address that names the newsroom's own language leads to the shorter one.
    """

    def register(view: V) -> V:
        endpoint = view.__name__
        blueprint.record(
            lambda state: state.add_url_rule(
                rule, endpoint, view, defaults={"language": state.app.extensions["tongues"].own}
            )
        )
        blueprint.add_url_rule(_IN_LANGUAGE + rule, endpoint, view)
        return view

    return register


def language() -> str:
    """The language of the page that is made: for readers that of its address, for the newsroom English."""
    in_newsroom = has_request_context() and request.path.startswith("/newsroom")
    return ENGLISH.language if in_newsroom else _readers_language()


def tongue() -> Tongue:
    """The tongue of the page that is made."""
    return _tongues().of(language())


def tongue_of(language: str) -> Tongue:
    """The tongue of a language that an address may name."""
    return _tongues().of(language)


def script_words() -> catalogs.ScriptWords:
    """What the page's scripts say in its language; nothing for English, which they have."""
    return _tongues().words[language()].for_scripts


def alternates(*, external: bool = False) -> Iterator[Alternate]:
    """The page in each language, its own included; none of a page that has one only.

    The addresses are this site's or, `external`, whole.
    """
    if not current_app.url_map.is_endpoint_expecting(request.endpoint or "", "language"):
        return
    at = request.args.get("at")
    address = absolute if external else url_for
    for one in LANGUAGES:
        values = {**(request.view_args or {}), "language": one, "at": at}
        yield Alternate(one, _name(one), address(str(request.endpoint), **values))


def _name(of: str) -> str:
    """What a language calls itself, as a heading."""
    return str(Locale(of).get_language_name()).capitalize()


def _readers_language() -> str:
    first = request.path.split("/", 2)[1] if has_request_context() else ""
    return first if first in LANGUAGES else _tongues().own


def _tongues() -> Tongues:
    return cast("Tongues", current_app.extensions["tongues"])


def _tongue(of: str, units: Units, words: catalogs.Words) -> Tongue:
    locale = LANGUAGES[of]

    def number(value: float, digits: int) -> str:
        return format_decimal(value, f"#,##0.{'0' * digits}" if digits else "#,##0", locale)

    said = words.translations
    return Tongue(of, locale, units, said.gettext, said.ngettext, number)


class _Domain(Domain):  # type: ignore[misc]
    """The catalogs that are in memory; Flask-Babel's own would look for compiled files."""

    def get_translations(self) -> object:
        return _tongues().words[language()].translations


class _Babel(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> Domain:
        return _Domain()
