from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.desk import Desk, JobState
from mapapp.errors import BadInput, NotFound
from mapapp.settings import Settings
from tests.unit.streets import centreline_files


@pytest.fixture
def on_tiger(desk: Desk, settings: Settings, shared: Path) -> Iterator[Desk]:
    """The newsroom, with a folder of real TIGER/Line files."""
    real = Desk(replace(settings, tiger_url=str(shared / "tiger")))
    yield real
    real.close()


@pytest.fixture
def on_nothing(desk: Desk, settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """The newsroom, with a source that has no file."""
    (tmp_path / "empty").mkdir()
    empty = Desk(replace(settings, tiger_url=str(tmp_path / "empty")))
    yield empty
    empty.close()


def test_a_county_is_added_and_removed(on_tiger: Desk, desk: Desk) -> None:
    steps: list[tuple[object, ...]] = []
    added = on_tiger.streets.add("Kenosha County, WI", lambda *step: steps.append(step))
    assert (added.name, added.title) == ("55059", "Kenosha County, WI")
    assert len({stage for stage, _done, _total in steps}) > 1
    assert desk.streets.installed() == (added,)
    (job,) = desk.streets.jobs()
    assert (job.subject, job.state, job.fraction) == ("Kenosha County, WI", JobState.DONE, 1.0)
    assert job.message == f"{added.summary()}."
    desk.streets.remove("55059")
    assert on_tiger.streets.installed() == ()
    with pytest.raises(NotFound):
        desk.streets.remove("55059")


def test_a_county_that_cannot_be_had_leaves_a_failed_job(on_nothing: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        on_nothing.streets.add("55059")
    (job,) = on_nothing.streets.jobs()
    assert (job.state, job.message) == (JobState.FAILED, str(caught.value))
    assert on_nothing.streets.installed() == ()


def test_a_county_that_does_not_exist_is_no_job(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.streets.add("Atlantis County, WI")
    with pytest.raises(BadInput):
        desk.streets.county("99999")
    assert desk.streets.county("55059").title == "Kenosha County, WI"
    assert desk.streets.jobs() == ()


def test_what_is_to_be_added_is_known_before_anything_starts(desk: Desk) -> None:
    county, whole = desk.streets.additions(["Kenosha County, WI", "wisconsin"])
    assert (county.name, county.title, len(county.counties)) == ("55059", "Kenosha County, WI", 1)
    assert (whole.name, whole.title, len(whole.counties)) == ("wi", "Wisconsin", 72)
    (together,) = desk.streets.additions(["55059", "55101", "Kenosha, WI"], "se-wisconsin")
    assert [one.fips for one in together.counties] == ["55059", "55101"]
    (capital,) = desk.streets.additions(["DC"])
    assert (capital.name, capital.title) == ("11001", "District of Columbia, DC")
    with pytest.raises(BadInput):
        desk.streets.additions(["55059", "Atlantis"])
    with pytest.raises(BadInput, match="small letters"):
        desk.streets.additions(["55059"], "South East")
    assert desk.streets.jobs() == ()


def test_an_index_is_built_from_files(desk: Desk, tmp_path: Path) -> None:
    rows = [{"FULLNAME": "Main St", "geometry": centreline_files.at((0, 0), (1, 1))}]
    path = centreline_files.write(tmp_path / "town.gpkg", rows)
    notes: list[str] = []
    built = desk.streets.build([path], title="Gridley, WI", note=notes.append)
    assert desk.streets.installed() == (built,)
    assert len(notes) == 1
    (job,) = desk.streets.jobs()
    assert (job.subject, job.state, job.message) == ("Gridley, WI", JobState.DONE, f"{built.summary()}.")
    with pytest.raises(BadInput):
        desk.streets.build([])
    desk.streets.remove("gridley-wi")
