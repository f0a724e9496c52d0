"""Who may see what: everything is the newsroom's unless it is named here as public."""

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import Person
from mapapp.web.context import desk
from mapapp.web.errors import answer, wants_json
from mapapp.web.resend import expired_form

PUBLIC = frozenset(
    {
        "static",
        "reader.index",
        "reader.page",
        "reader.embed",
        "reader.page_of_places",
        "reader.embed_of_places",
        "reader.map_script",
        "reader.places",
        "reader.places_tile",
        "reader.state",
        "reader.geojson",
        "reader.tile",
        "reader.raster",
        "reader.health",
        "archives.archive",
        "archives.page",
        "pictures.svg",
        "pictures.page_picture",
        "pictures.picture",
        "pictures.named",
        "pictures.printed",
        "oembed.ask",
        "oembed.of_map",
        "sign_in.sign_in",
        "sign_in.enter",
    }
)

OPEN = PUBLIC - {"sign_in.sign_in", "sign_in.enter"}
"""What any page may read: it is the same for everyone, since none of it looks at who asks."""

_TOKEN = "token"  # noqa: S105 (the name of a session member, not a password)


def is_public(endpoint: str | None) -> bool:
    """Whether anyone may call an endpoint; an address that leads nowhere is anyone's."""
    return endpoint is None or endpoint in PUBLIC


def init_app(app: Flask) -> None:
    """Guard every endpoint of `app` that is not named public."""
    app.before_request(_guard)


def person() -> Person:
    """The person who is signed in; only for guarded endpoints."""
    found = g.person
    if not isinstance(found, Person):
        raise TypeError("A public endpoint asked who is signed in.")
    return found


def signed_in() -> Person | None:
    """The person whose sign-in the session carries, if it still holds."""
    carried = session.get(_TOKEN)
    return desk().people.person(carried) if isinstance(carried, str) else None


def begin(fresh: str) -> None:
    """Start a fresh session for a person who has just signed in; nothing of an earlier one survives."""
    session.clear()
    session[_TOKEN] = fresh
    session.permanent = True


def token() -> str:
    """The token of the sign-in that the session carries; only for guarded endpoints."""
    return str(session[_TOKEN])


def end() -> None:
    """End the sign-in, here and in the newsroom's records: here even when those cannot be written."""
    carried = session.get(_TOKEN)
    session.clear()
    if isinstance(carried, str):
        desk().people.sign_out(carried)


def safe_next(path: str) -> str:
    """Where to go after signing in: a newsroom page of ours, never another host."""
    inside = path.startswith("/newsroom") and path.isprintable() and "\\" not in path
    return path if inside else url_for("newsroom.index")


def _guard() -> ResponseReturnValue | None:
    if is_public(request.endpoint):
        return None
    g.person = signed_in()
    if g.person is not None:
        return None
    if wants_json():
        return answer(401, "Your sign-in has expired, or you never signed in. Sign in first.")
    if request.method == "POST":
        return expired_form(signed_out=True)
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))
