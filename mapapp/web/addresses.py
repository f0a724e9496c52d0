"""Addresses as others need them to find the way back: whole, and by the name that readers know us by."""

from typing import Any
from urllib.parse import urlsplit

from flask import request, url_for

from mapapp.web.context import settings


def public_root() -> str:
    """The address of the list of maps, without its last slash: as it is set, else as the request says it."""
    return settings().public_url or request.url_root.rstrip("/")


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of an endpoint, for another site to use."""
    return public_root() + url_for(endpoint, **values).removeprefix(request.script_root)


def is_ours(address: str) -> bool:
    """Whether an address leads to this newsroom's host, by either of the web's schemes."""
    try:
        asked, own = urlsplit(address), urlsplit(public_root())
    except ValueError:
        return False
    return asked.scheme in ("http", "https") and asked.netloc.lower() == own.netloc.lower()
