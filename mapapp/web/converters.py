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


class Picture(BaseConverter):
    """A picture beside a map's page: its size, whether dark, how many pixels to each of its own, its kind."""

    regex = r"(?:page|card|square)(?:-dark)?(?:(?:@[23]x)?\.png|\.svg)"


def init_app(app: Flask) -> None:
    """Let routes of `app` hold `<slug:…>`, `<digest:…>` and `<picture:…>`."""
    app.url_map.converters.update(slug=Slug, digest=Digest, picture=Picture)
