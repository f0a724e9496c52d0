"""One's own account, the people of the newsroom, and what they did."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import Right, StaffRole, may, require
from mapapp.errors import BadInput, Conflict, SignInFailed, TooManyTries
from mapapp.web import access
from mapapp.web.access import person
from mapapp.web.context import desk
from mapapp.web.forms import Form

people = Blueprint("people", __name__, url_prefix="/newsroom")

ROLE_WORDS = {
    StaffRole.REPORTER: "Reporter",
    StaffRole.EDITOR: "Editor",
    StaffRole.ADMIN: "Administrator",
}


@people.get("/account")
def account() -> ResponseReturnValue:
    """One's own account: the password, and where one is signed in."""
    return _account_page(Form())


@people.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    # Passwords are taken as they were typed; a form's fields are stripped.
    current, new, again = (request.form.get(name, "") for name in ("current", "new", "again"))
    form = Form()
    if new != again:
        form.refusal = "The two new passwords are not the same."
        return _account_page(form), 400
    try:
        desk().people.change_password(person(), current, new, access.token())
    except (BadInput, SignInFailed, TooManyTries) as error:
        form.refuse(error)
        return _account_page(form), 400
    flash("Your password was changed. Everywhere else you were signed out.", "ok")
    return redirect(url_for("people.account"))


@people.post("/account/sign-ins/<handle>/end")
def end_sign_in(handle: str) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    desk().people.end_sign_in(person(), handle)
    flash("That sign-in was ended.", "ok")
    return redirect(url_for("people.account"))


@people.post("/account/sign-ins/end-others")
def end_others() -> ResponseReturnValue:
    """End one's own sign-ins but this one."""
    desk().people.end_other_sign_ins(person(), access.token())
    flash("You are signed out everywhere but here.", "ok")
    return redirect(url_for("people.account"))


@people.get("/people")
def index() -> ResponseReturnValue:
    """Everyone who has an account."""
    return _people_page(_blank())


@people.post("/people")
def add() -> ResponseReturnValue:
    """Add somebody; the password is on the page that answers, and nowhere else."""
    form = Form.typed()
    try:
        password = desk().people.add(person(), form.value("name"), role=_role(form.value("role")))
    except (BadInput, Conflict) as error:
        form.faults["name"] = str(error)
        return _people_page(form), 400
    return _people_page(_blank(), told=(form.value("name"), password))


@people.post("/people/<int:person_id>/<deed>")
def change(person_id: int, deed: str) -> ResponseReturnValue:
    """Change somebody's role or password, let them sign in or not, or sign them out."""
    found = next((one.person for one in desk().people.list() if one.person.id == person_id), None)
    name = found.name if found else ""
    try:
        password = _changed(deed, name)
    except (BadInput, Conflict) as error:
        form = _blank()
        form.refuse(error)
        return _people_page(form), 409 if isinstance(error, Conflict) else 400
    if password:
        return _people_page(_blank(), told=(name, password))
    flash(f"{name}: {_DEEDS[deed]}", "ok")
    return redirect(url_for("people.index"))


@people.get("/audit")
def audit() -> ResponseReturnValue:
    """Who did what, the newest first."""
    by, about = request.args.get("by", ""), request.args.get("about", "")
    before = request.args.get("before", type=int)
    entries = desk().audit.latest(person(), before=before, by=by, about=about)
    return render_template("newsroom/audit.html", entries=entries, by=by, about=about, section="audit")


_DEEDS = {
    "role": "the role was changed.",
    "password": "there is a new password.",
    "disable": "cannot sign in any more.",
    "enable": "can sign in again.",
    "sign-out": "signed out everywhere.",
}


def _changed(deed: str, name: str) -> str:
    """Do it, and return the new password where there is one; raises BadInput for what is no deed."""
    people_of = desk().people
    match deed:
        case "role":
            people_of.set_role(person(), name, _role(request.form.get("role", "")))
        case "password":
            return people_of.set_password(person(), name)
        case "disable" | "enable":
            people_of.set_disabled(person(), name, disabled=deed == "disable")
        case "sign-out":
            people_of.end_sign_ins(person(), name)
        case _:
            raise BadInput("There is no such button.")
    return ""


def _blank() -> Form:
    return Form({"role": StaffRole.REPORTER.value})


def _role(word: str) -> StaffRole:
    try:
        return StaffRole(word)
    except ValueError as error:
        raise BadInput(f"A role is one of {', '.join(StaffRole)}.") from error


def _account_page(form: Form) -> str:
    return render_template(
        "newsroom/account.html",
        form=form,
        sign_ins=desk().people.sign_ins(person()),
        handle=desk().people.handle(access.token()),
        role=ROLE_WORDS[person().role],
        section="account",
    )


def _people_page(form: Form, told: tuple[str, str] | None = None) -> str:
    require(person(), Right.MANAGE_PEOPLE)
    return render_template(
        "newsroom/people.html",
        form=form,
        accounts=desk().people.list(),
        told=told,
        role_choices=[(one.value, words) for one, words in ROLE_WORDS.items()],
        section="people",
    )


def rights() -> dict[str, bool]:
    """What the person who is signed in may do, by the right's name in small letters."""
    return {one.name.lower(): may(person(), one) for one in Right}
