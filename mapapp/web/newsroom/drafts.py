"""What is typed into the newsroom's forms, kept while it is typed."""

from http import HTTPStatus

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from mapapp.errors import BadInput
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.newsroom.words import when

drafts = Blueprint("drafts", __name__, url_prefix="/newsroom/drafts")


@drafts.after_app_request
def sent(response: Response) -> Response:
    """Forget what was left in a form once the form has been taken: then its answer leads on."""
    if request.method == "POST" and response.status_code == HTTPStatus.FOUND and g.get("person") is not None:
        desk().drafts.forget(person(), request.form.get("draft", ""))
    return response


@drafts.get("/<path:form>")
def left(form: str) -> ResponseReturnValue:
    """What was left in a form, for its own page to offer again."""
    draft = desk().drafts.left(person(), form)
    if draft is None:
        return {"fields": None, "saved": ""}
    return {"fields": dict(draft.fields), "saved": f"on {when(draft.saved_at)}"}


@drafts.put("/<path:form>")
def keep(form: str) -> ResponseReturnValue:
    """Keep what stands in a form."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not all(isinstance(one, str) for one in sent.values()):
        raise BadInput("A draft is the fields of a form, each a text.")
    desk().drafts.keep(person(), form, sent)
    return "", 204


@drafts.delete("/<path:form>")
def forget(form: str) -> ResponseReturnValue:
    """Forget what was left in a form."""
    desk().drafts.forget(person(), form)
    return "", 204
