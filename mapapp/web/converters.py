"""The parts of addresses that are more than a word: anything else leads nowhere before it is looked up."""

from flask import Flask
from werkzeug.routing import BaseConverter

DIGEST_LENGTH = 12


class Slug(BaseConverter):
    """An incident's id."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?"


class Digest(BaseConverter):
    """The start of a digest of what the address leads to, which therefore never changes."""

    regex = f"[0-9a-f]{{{DIGEST_LENGTH}}}"


def init_app(app: Flask) -> None:
    """Let routes of `app` hold `<slug:…>` and `<digest:…>`."""
    app.url_map.converters.update(slug=Slug, digest=Digest)
