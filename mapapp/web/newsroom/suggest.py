"""What a phrase may be about to say, for the fields in which one is typed."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from mapapp.web.context import desk

suggest = Blueprint("suggest", __name__, url_prefix="/newsroom")


@suggest.get("/suggest.json")
def phrases() -> ResponseReturnValue:
    """Up to eight phrases that begin with `q`, those near `near` first, each with what it names."""
    found = desk().suggesting.suggest(request.args.get("q", ""), request.args.get("near", ""))
    return {"suggestions": [{"phrase": one.phrase, "kind": one.kind.value} for one in found]}
