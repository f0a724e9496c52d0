import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapapp.desk import Desk, Job, JobState
from mapapp.desk.streets import KIND
from mapapp.desk.work import Work
from mapapp.errors import BadInput
from mapapp.settings import Settings
from mapapp.streets.build import build_index
from mapapp.streets.library import IndexInfo
from mapapp.web.newsroom.background import start_adding_streets
from tests import state
from tests.conftest import Auth

STREETS = "/newsroom/streets/"
PATIENCE_S = 120


@pytest.fixture(autouse=True)
def signed_in(auth: Auth) -> None:
    auth.enter()


def _ended(desk: Desk) -> Job:
    """The job, once it has ended."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if (jobs := desk.streets.jobs()) and jobs[0].state is not JobState.RUNNING:
            return jobs[0]
        time.sleep(0.2)
    pytest.fail("the work did not end")


def _let_processes_end() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("streets "):
            thread.join(PATIENCE_S)


def test_installed_streets_are_listed_and_can_be_removed(
    client: FlaskClient, auth: Auth, streets: IndexInfo
) -> None:
    page = client.get(STREETS).text
    assert "Kenosha County, WI" in page
    assert f"{streets.streets:,} streets" in page
    assert "TIGER/Line" in page

    auth.post(f"{STREETS}55059/remove")

    page = client.get(STREETS).text
    assert "The streets were removed." in page
    assert "None yet." in page
    assert auth.post(f"{STREETS}55059/remove").status_code == 404


def test_an_index_of_several_counties_lists_them(client: FlaskClient, auth: Auth, settings: Settings) -> None:
    settings.streets_folder.mkdir(parents=True)
    build_index(state.counties(2, 2_000), settings.streets_folder / "two.gpkg")
    (settings.streets_folder / "junk.gpkg").write_bytes(b"junk")
    page = client.get(STREETS).text
    assert "2 counties of KS" in page
    assert f"{state.county(0).title}; {state.county(1).title}" in page
    assert "junk.gpkg is not a street index" in page

    auth.post(f"{STREETS}two/remove")

    assert "None yet." in client.get(STREETS).text


@pytest.mark.parametrize("county", ["Kenosha Countyy", "99999", "", "; rm -rf /", "../../etc", "x" * 5_000])
def test_a_county_that_does_not_exist_is_refused_beside_the_field(
    auth: Auth, desk: Desk, county: str
) -> None:
    refused = auth.post(STREETS, county=county)

    assert refused.status_code == 400
    assert 'id="fault-county"' in refused.text
    assert desk.streets.jobs() == ()


def test_work_that_fails_is_told_on_every_page_until_it_is_put_aside(
    client: FlaskClient, auth: Auth, desk: Desk
) -> None:
    started = auth.post(STREETS, county="Kenosha County, WI")
    assert started.headers["Location"] == STREETS
    job = _ended(desk)
    _let_processes_end()
    assert job.state is JobState.FAILED

    page = client.get("/newsroom/").text
    assert "The streets of Kenosha County, WI could not be added." in page
    assert "Everything else works." in page
    assert "Try again" in page

    auth.post(f"{STREETS}jobs/{job.id}/put-aside")
    assert "could not be added" not in client.get("/newsroom/").text


def test_files_that_could_not_be_used_are_no_matter_for_every_page(client: FlaskClient, desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.streets.build([Path("/nowhere.zip")])
    assert desk.streets.jobs()[0].state is JobState.FAILED
    assert "nowhere.zip" not in client.get("/newsroom/").text
    assert "nowhere.zip" in client.get(STREETS).text


def test_work_that_runs_is_shown_and_not_begun_twice(client: FlaskClient, auth: Auth, desk: Desk) -> None:
    with Work(desk._store, KIND, "Kenosha County, WI"):
        page = client.get("/newsroom/").text
        assert "The streets of Kenosha County, WI are being added." in page
        assert "<progress" in page

        auth.post(STREETS, county="55059")

        assert len(desk.streets.jobs()) == 1
        assert "are being added already." in client.get(STREETS).text


def test_streets_are_added_by_a_process_of_their_own(
    settings: Settings, desk: Desk, tiger: Path, client: FlaskClient
) -> None:
    start_adding_streets(Settings(home=settings.home, tiger_url=str(tiger)), "55059")

    job = _ended(desk)
    _let_processes_end()

    assert (job.subject, job.state) == ("Kenosha County, WI", JobState.DONE)
    assert [one.name for one in desk.streets.installed()] == ["55059"]
    told = client.get(f"{STREETS}jobs.json").get_json()["jobs"][0]
    assert (told["subject"], told["state"], told["fraction"]) == ("Kenosha County, WI", "done", 1.0)
    assert "could not be added" not in client.get("/newsroom/").text
