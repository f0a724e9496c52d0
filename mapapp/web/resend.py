"""A form that came too late is not lost: it is shown again, ready to be sent once more."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request

_NOT_SHOWN = frozenset({"csrf_token", "password"})


def expired_form(*, signed_out: bool = False) -> tuple[Any, int]:
    """The page for a form whose token or sign-in has expired.

    What was typed is offered for sending again only when our own page sent it, so that
    another site cannot have a person confirm what they never typed.
    """
    fields = list(_typed()) if _from_here() else []
    status = 401 if signed_out else 400
    return render_template("newsroom/expired.html", fields=fields, signed_out=signed_out), status


def _typed() -> Iterator[tuple[str, str]]:
    for name, values in request.form.lists():
        if name not in _NOT_SHOWN:
            yield from ((name, value) for value in values)


def _from_here() -> bool:
    return request.headers.get("Origin") == request.host_url.rstrip("/")
