"""A form that could not be taken is not lost: it is shown again, ready to be sent once more."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request

from mapapp.web.forms import Form

_NOT_SENT = frozenset({"csrf_token", "password"})
_NOT_WORDS = frozenset({"base", "pick", "facility", "online", "draft"})


def expired_form(*, signed_out: bool = False) -> tuple[Any, int]:
    """The page for a form whose token or sign-in has expired."""
    if signed_out:
        advice = "Sign in again in a new tab, come back to this page, and send it once more."
        return _page(401, "Your sign-in has expired", advice, signed_out=True)
    return _page(400, "Your form expired", "Look it over and send it once more.")


def failed_form(status: int, title: str, reason: str) -> tuple[Any, int]:
    """The page for a form that could not be kept for a `reason` that has nothing to do with what it says."""
    return _page(status, title, "Send it once more when that is mended.", reason=reason)


def _page(
    status: int, title: str, advice: str, *, reason: str = "", signed_out: bool = False
) -> tuple[Any, int]:
    """What was typed is offered for sending again only when our own page sent it.

    So another site cannot have a person confirm what they never typed. A file cannot be offered again.
    """
    fields = list(_typed()) if _from_here() and not request.files else []
    page = render_template(
        "newsroom/resend.html",
        title=title,
        reason=reason,
        advice=advice,
        fields=fields,
        words=[(Form.label(name), value) for name, value in fields if value and name not in _NOT_WORDS],
        signed_out=signed_out,
    )
    return page, status


def _typed() -> Iterator[tuple[str, str]]:
    for name, values in request.form.lists():
        if name not in _NOT_SENT:
            yield from ((name, value) for value in values)


def _from_here() -> bool:
    return request.headers.get("Origin") == request.host_url.rstrip("/")
