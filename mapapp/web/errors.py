"""Errors as people read them: a page in plain words, or JSON where JSON was asked for."""

import secrets
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from mapapp.errors import InvalidDocument, MapappError, meaning
from mapapp.incident.tongue import translatable
from mapapp.web.resend import expired_form, failed_form

_TITLES = {
    400: translatable("That cannot be used"),
    401: translatable("Sign in first"),
    403: translatable("Not allowed"),
    404: translatable("Not found"),
    405: translatable("Not in this way"),
    409: translatable("Someone else was first"),
    410: translatable("Retracted"),
    413: translatable("Too large"),
    500: translatable("Something went wrong"),
    503: translatable("Not available at the moment"),
    507: translatable("No room left"),
}
_SENTENCES = {
    404: translatable(
        "There is nothing at this address. It may have been mistyped, or the map is no longer published."
    ),
    405: translatable("This address cannot be used in that way. Go back and use the buttons on the page."),
    413: translatable(
        "What was sent is larger than this newsroom accepts. Make it smaller and send it again."
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error of `app` with a page or a JSON object, never with a traceback."""
    app.register_error_handler(MapappError, _explained)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _plain)
    app.register_error_handler(Exception, _unforeseen)


def wants_json() -> bool:
    """Whether the caller is a program: by the address it asked for, or by what it accepts."""
    if request.path.endswith((".json", ".geojson")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/geo+json"])
    return best is not None and best != "text/html"


def answer(status: int, message: str, **more: Any) -> tuple[Any, int]:
    """One sentence with a status, as a page or as `{"error": {...}}`."""
    if wants_json():
        return jsonify(error={"status": status, "message": message, **more}), status
    return render_template("error.html", status=status, title=_title(status), message=message, **more), status


def _title(status: int) -> str:
    return str(gettext(_TITLES[status])) if status in _TITLES else HTTPStatus(status).phrase


def _explained(error: MapappError) -> tuple[Any, int]:
    status = meaning(error).http
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.warning("%s %s: %s", request.method, request.path, error)
        if request.method == "POST" and not wants_json() and request.endpoint != "sign_in.enter":
            return failed_form(status, _title(status), str(error))
    more = {"path": error.path} if isinstance(error, InvalidDocument) and error.path else {}
    return answer(status, str(error), **more)


def _expired(error: CSRFError) -> ResponseReturnValue:
    if wants_json():
        return answer(400, str(error.description))
    if request.endpoint == "sign_in.enter":
        flash("This page had been open for too long. Please sign in again.", "warn")
        return redirect(url_for("sign_in.sign_in", next=request.form.get("next", "")[:2_000]))
    return expired_form()


def _plain(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    known = _SENTENCES.get(error.code)
    said = gettext(known) if known else error.description or HTTPStatus(error.code).description
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return (*answer(error.code, said), headers)


def _unforeseen(error: Exception) -> tuple[Any, int]:
    """A defect of ours: the log holds the traceback, the page only the number to find it by."""
    number = secrets.token_hex(4)
    current_app.logger.error("Error %s at %s %s", number, request.method, request.path, exc_info=error)
    message = gettext(
        "The fault is ours, not yours. Tell whoever runs this site: error %(number)s.", number=number
    )
    return answer(500, message, number=number)
