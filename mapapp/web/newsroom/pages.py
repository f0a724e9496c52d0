"""The newsroom's pages, put together: what they share, and the modules they come from."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, g, request, session

from mapapp.desk import Job, JobState
from mapapp.desk.streets import KIND
from mapapp.incident.words import LAYER_TITLES, STATUS_WORDS
from mapapp.settings import Settings
from mapapp.web.context import desk
from mapapp.web.newsroom import sketches, words
from mapapp.web.newsroom.drafts import drafts
from mapapp.web.newsroom.draw import drawing
from mapapp.web.newsroom.history import history
from mapapp.web.newsroom.known_places import known_places
from mapapp.web.newsroom.maps import newsroom
from mapapp.web.newsroom.masks import masks
from mapapp.web.newsroom.merging import merging
from mapapp.web.newsroom.nearby import nearby
from mapapp.web.newsroom.people import people, rights
from mapapp.web.newsroom.places import places
from mapapp.web.newsroom.publishing import publishing
from mapapp.web.newsroom.sign_in import sign_in
from mapapp.web.newsroom.story import story
from mapapp.web.newsroom.streets import streets
from mapapp.web.newsroom.suggest import suggest
from mapapp.web.reader import own_ground

_PAGES: tuple[Blueprint, ...] = (
    sign_in,
    newsroom,
    places,
    masks,
    publishing,
    history,
    merging,
    known_places,
    streets,
    story,
    drafts,
    people,
    suggest,
    drawing,
    nearby,
)

_SECTIONS = {"streets": "streets", "known_places": "known places"}


def init_app(app: Flask, settings: Settings) -> None:
    """Add the newsroom to `app`."""
    words.init_app(app)
    sketches.init_app(app, settings.streets_folder)
    app.context_processor(_shared)
    for pages in _PAGES:
        app.register_blueprint(pages)


@dataclass(frozen=True)
class StreetJobs:
    """Work on streets for every page: the last job of each county, where it runs or failed.

    `last_id` is the number of the newest job of all, so that a page can tell which came after it.
    """

    noteworthy: tuple[Job, ...]
    last_id: int


def _shared() -> dict[str, Any]:
    """What every newsroom page shows: who is signed in, work on streets, and what lies under its maps."""
    person = g.get("person")
    if person is None:
        return {"person": None, "rights": {}}
    section = _SECTIONS.get(request.blueprint or "", "maps")
    jobs = _street_jobs(desk().streets.jobs())
    return {
        "person": person,
        "rights": rights(),
        "section": section,
        "street_jobs": jobs,
        "ground": own_ground(),
        "layers": [(one.value, title) for one, title in LAYER_TITLES.items()],
        "statuses": [(one.value, words) for one, words in STATUS_WORDS.items()],
    }


def _street_jobs(jobs: tuple[Job, ...]) -> StreetJobs:
    last: dict[str, Job] = {}
    for job in jobs:
        last.setdefault(job.subject, job)
    put_aside = session.get("put_aside", [])
    shown = [one for one in last.values() if _is_noteworthy(one) and one.id not in put_aside]
    return StreetJobs(tuple(shown), max((one.id for one in jobs), default=0))


def _is_noteworthy(job: Job) -> bool:
    """Whether it runs, or failed and can be tried again from a page."""
    return job.state is JobState.RUNNING or (job.state is JobState.FAILED and job.kind == KIND)
