"""The settings: one frozen record, read from the environment when asked, never at import."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path

from mapapp.errors import BadInput

PREFIX = "MAPAPP_"

LANGUAGES: Mapping[str, str] = {"en": "en_US", "es": "es_US"}
"""The languages that are shipped, with the patterns of their dates and numbers: as in the United States."""


def _flag(text: str) -> bool:
    values = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    return values[text.strip().lower()]


def _json_object(text: str) -> str:
    json.loads(text).items()
    return text


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3_600:
        raise ValueError(text)
    return seconds


def _language(text: str) -> str:
    return {one: one for one in LANGUAGES}[text.strip().lower()]


def web_address(text: str) -> str:
    """An address that pages can be at, without its last slash; raises ValueError for any other."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _units(text: str) -> str:
    return {"auto": "auto", "miles": "miles", "km": "km"}[text.strip().lower()]


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _data_folder() -> Path:
    return user_data_path("mapapp", appauthor=False)


def _setting(default: Any, says: str, parse: Callable[[str], Any]) -> Any:
    """A field with its sentence for the README; a callable default is asked when the record is made."""
    metadata = {"says": says, "parse": parse}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, each by the environment variable `MAPAPP_` + its name."""

    home: Path = _setting(
        _data_folder,
        "the folder that holds everything the program keeps",
        _folder,
    )
    host: str = _setting("127.0.0.1", "the address to serve on", str)
    port: int = _setting(8000, "the port to serve on", int)
    https: bool = _setting(
        False,
        "`1` when readers reach it by HTTPS through a proxy: secure cookies, trusted proxy headers",
        _flag,
    )
    public_url: str = _setting(
        "",
        "the address that readers reach it by, for whatever leads back to it: embed codes, oEmbed, cards",
        web_address,
    )
    session_hours: int = _setting(12, "hours until a sign-in expires", int)
    frame_ancestors: str = _setting("*", "who may embed a map, as in the CSP directive of that name", str)
    language: str = _setting(
        "en", "the language of readers' pages whose address names none: `en` or `es`", _language
    )
    units: str = _setting(
        "auto",
        "lengths for readers: `miles`, `km`, or `auto` for miles between places and metres for how exactly",
        _units,
    )
    tiger_url: str = _setting(
        "https://www2.census.gov/geo/tiger",
        "where TIGER/Line lies: an http(s) address or a folder",
        str,
    )
    tiger_year: int | None = _setting(
        None, "the vintage to use; otherwise the newest that has the county", int
    )
    online: bool = _setting(
        False, "`1` when the newsroom's pages may offer to ask the online geocoder, as `--online` does", _flag
    )
    geocoder: str = _setting(
        "nominatim", "the geopy geocoder that is asked online, by geopy's name for it", str
    )
    geocoder_options: str = _setting(
        "",
        "options for it as a JSON object: the `domain` and `scheme` of a server of your own, an `api_key`",
        _json_object,
    )
    geocoder_interval: float = _setting(
        1.0,
        "the least seconds between two requests to it; below 1 only for a server of your own",
        _seconds,
    )
    geocoder_licence: str = _setting(
        "", "the licence, by your contract with it, to keep and publish what it answers", str
    )
    contact: str = _setting(
        "",
        "an e-mail or web address that tells an online geocoder who is asking; the public Nominatim needs it",
        str,
    )
    tiles: str = _setting(
        "",
        "another background: an xyzservices name, a tile address with `{z}`, `{x}` and `{y}`, or the path of "
        "a PMTiles file of pictures; empty means our own basemap",
        str,
    )
    tiles_attribution: str = _setting("", "the credit for it, where it does not bring its own", str)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings from `environ` (the process's own by default).

        Raises BadInput when a value cannot be read; an unset or empty variable means the default.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for one in fields(cls):
            name = PREFIX + one.name.upper()
            if text := environ.get(name, ""):
                values[one.name] = _parsed(name, text, one.metadata["parse"])
        return cls(**values)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the newsroom's database."""
        return f"sqlite:///{self.home / 'newsroom.sqlite'}"

    @property
    def streets_folder(self) -> Path:
        """Where the installed street indexes lie."""
        return self.home / "streets"

    @property
    def cache_folder(self) -> Path:
        """Where what can be fetched or made again lies."""
        return self.home / "cache"


def _parsed(name: str, text: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text)
    except (ValueError, KeyError, AttributeError) as error:
        raise BadInput(f"{name}={text!r} cannot be read; see the list of settings in the README.") from error
