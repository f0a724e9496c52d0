"""Signing in to the newsroom and out of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.errors import SignInFailed, TooManyTries
from mapapp.web import access
from mapapp.web.context import desk
from mapapp.web.forms import Form

sign_in = Blueprint("sign_in", __name__, url_prefix="/newsroom")


@sign_in.get("/sign-in", endpoint="sign_in")
def ask() -> ResponseReturnValue:
    """The sign-in page; someone who is signed in already goes straight on."""
    going_to = access.safe_next(request.args.get("next", ""))
    if access.signed_in():
        return redirect(going_to)
    return _page(Form({"next": going_to}))


@sign_in.post("/sign-in", endpoint="enter")
def enter() -> ResponseReturnValue:
    """Begin a session for a name and password that go together."""
    form = Form.typed()
    try:
        token = desk().people.sign_in(
            form.value("name"),
            request.form.get("password", ""),
            address=request.remote_addr or "",
            browser=request.user_agent.string,
        )
    except TooManyTries as error:
        form.refuse(error)
        return _page(form), 429, {"Retry-After": str(error.wait_s)}
    except SignInFailed as error:
        form.refuse(error)
        return _page(form), 403
    access.begin(token)
    return redirect(access.safe_next(form.value("next")))


@sign_in.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    access.end()
    flash("You are signed out.", "ok")
    return redirect(url_for("sign_in.sign_in"))


def _page(form: Form) -> str:
    return render_template("newsroom/sign_in.html", form=form)
