"""The newsroom's pages, put together: what they share, and the modules they come from."""

from typing import Any

from flask import Blueprint, Flask, g, request, session

from mapapp.desk import Job, JobState
from mapapp.web import newsroom_words
from mapapp.web.context import desk
from mapapp.web.newsroom_history import history
from mapapp.web.newsroom_maps import newsroom
from mapapp.web.newsroom_places import places
from mapapp.web.newsroom_sign_in import sign_in
from mapapp.web.newsroom_streets import streets

_PAGES: tuple[Blueprint, ...] = (sign_in, newsroom, places, history, streets)


def init_app(app: Flask) -> None:
    """Add the newsroom to `app`."""
    newsroom_words.init_app(app)
    app.context_processor(_shared)
    for pages in _PAGES:
        app.register_blueprint(pages)


def _shared() -> dict[str, Any]:
    """What every newsroom page shows: who is signed in, and street work that runs or has failed."""
    person = g.get("person")
    if person is None:
        return {"person": None}
    section = "streets" if request.blueprint == "streets" else "maps"
    return {"person": person, "section": section, "street_jobs": _noteworthy(desk().streets.jobs())}


def _noteworthy(jobs: tuple[Job, ...]) -> list[Job]:
    """The last job of each county, where it still runs, or failed and was not put aside."""
    last: dict[str, Job] = {}
    for job in jobs:
        last.setdefault(job.subject, job)
    put_aside = session.get("put_aside", [])
    return [one for one in last.values() if one.state is not JobState.DONE and one.id not in put_aside]
