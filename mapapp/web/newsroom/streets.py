"""The newsroom's streets: which counties are installed, adding one, and how that goes."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from mapapp.desk import Job, JobState
from mapapp.errors import BadInput, Unavailable
from mapapp.web.access import person
from mapapp.web.context import desk, settings
from mapapp.web.forms import Form
from mapapp.web.newsroom.background import start_adding_streets

streets = Blueprint("streets", __name__, url_prefix="/newsroom/streets")


@streets.get("/")
def index() -> ResponseReturnValue:
    """What is installed, the work under way, and a form to add a county."""
    return _page(Form())


@streets.post("/")
def add() -> ResponseReturnValue:
    """Start adding a county, or all of a state, in the background."""
    form = Form.typed()
    try:
        (adding,) = desk().streets.additions([form.value("county")])
        if _is_running(adding.title):
            flash(f"The streets of {adding.title} are being added already.", "warn")
        else:
            start_adding_streets(settings(), adding.name)
            desk().audit.add(person(), "asked for streets", adding.title)
            flash(f"The streets of {adding.title} are being added. You can go on working meanwhile.", "ok")
    except (BadInput, Unavailable) as error:
        form.faults["county"] = str(error)
        return _page(form), 400
    return redirect(url_for("streets.index"))


@streets.post("/<name>/remove")
def remove(name: str) -> ResponseReturnValue:
    """Remove an index; it can be added again at any time."""
    desk().streets.remove(name)
    desk().audit.add(person(), "removed streets", name)
    flash("The streets were removed. Places that were found with them stay where they are.", "ok")
    return redirect(url_for("streets.index"))


@streets.post("/jobs/<int:job_id>/put-aside")
def put_aside(job_id: int) -> ResponseReturnValue:
    """Show a failed piece of work no more in this sign-in."""
    session["put_aside"] = [*session.get("put_aside", []), job_id][-20:]
    return redirect(url_for("streets.index"))


@streets.get("/jobs.json")
def jobs() -> ResponseReturnValue:
    """How the work goes, for the page to show without a reload."""
    return {"jobs": [_job_json(one) for one in desk().streets.jobs()[:20]]}


def _page(form: Form) -> str:
    return render_template(
        "newsroom/streets.html",
        form=form,
        installed=desk().streets.installed(),
        left_out=desk().streets.left_out(),
        jobs=desk().streets.jobs()[:5],
    )


def _is_running(subject: str) -> bool:
    return any(one.subject == subject and one.state is JobState.RUNNING for one in desk().streets.jobs())


def _job_json(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "subject": job.subject,
        "state": job.state.value,
        "message": job.message,
        "fraction": job.fraction,
    }
