"""How well stories are read, on stories marked by hand.

A found mention matches a marked one when their kinds agree and their spans overlap and begin or end together,
or share 0.6 of their union; each is matched once. Roles, outcomes and verdicts are counted over what matched.
`stories/development` are the stories that the rules were written with; `stories/held_out` are not looked at.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mapapp.article.model import Role, Span, Verdict
from mapapp.desk import Desk, Outcome
from mapapp.incident.geodesy import METRES_PER_MILE, distance_m
from mapapp.settings import Settings
from mapapp.streets.library import IndexInfo
from tests.accuracy.marked import MarkedStory, Score, parse, same_span, score, stories_in

_STORIES = Path(__file__).parent / "stories"
_DATA = Path(__file__).parents[2] / "data"

_FLOORS = {
    "development": {
        "mention precision": 0.949,
        "mention recall": 0.949,
        "role accuracy": 0.939,
        "outcome accuracy": 0.952,
        "moment precision": 0.908,
        "moment recall": 0.955,
    },
    "held_out": {
        "mention precision": 0.93,
        "mention recall": 0.84,
        "role accuracy": 0.76,
        "outcome accuracy": 0.94,
        "claim precision": 0.88,
        "moment precision": 0.87,
    },
}


@pytest.fixture(scope="session")
def desk(
    kenosha_index: IndexInfo, dc_index: IndexInfo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A newsroom with the streets of Kenosha County and Washington, and the facilities it starts with."""
    settings = Settings(home=tmp_path_factory.mktemp("reading") / "home")
    settings.streets_folder.mkdir(parents=True)
    for index in (kenosha_index, dc_index):
        shutil.copy(index.path, settings.streets_folder)
    desk = Desk(settings)
    desk.setup.initialise(_DATA)
    yield desk
    desk.close()


def scored(desk: Desk, stories: list[MarkedStory]) -> Score:
    """The score of a newsroom's readings of stories."""
    return score(
        (
            one,
            desk.reader.read(
                one.text,
                published=date.fromisoformat(one.head["published"]) if "published" in one.head else None,
                timezone=one.head.get("timezone", ""),
            ),
        )
        for one in stories
    )


@pytest.mark.parametrize("folder", sorted(_FLOORS))
def test_stories_are_read_well(desk: Desk, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    stories = stories_in(_STORIES / folder)
    if not stories:
        pytest.skip(f"there are no stories in {folder}")
    found = scored(desk, stories)
    with capsys.disabled():
        print(f"\n{len(stories)} stories, {folder}\n{found.lines()}")
    for name, floor in _FLOORS[folder].items():
        assert found.figures[name] >= floor, f"{name}\n" + "\n".join(found.misses)


_STORY = """kind: crash
published: 2020-08-24

A crash at {{A and B
streets|intersection|scene|?}}, [[a mile from {{C|place|other|area|C, Wis.}}|distance|?]],
<<Sunday|2020-08-23>>."""


def test_marks_are_taken_out_of_a_story_and_keep_their_spans() -> None:
    story = parse(_STORY)
    assert story.head == {"kind": "crash", "published": "2020-08-24"}
    assert story.text == "A crash at A and B\nstreets, a mile from C,\nSunday."
    assert [one.text for one in story.mentions] == ["A and B\nstreets", "C"]
    assert story.mentions[1].phrase == "C, Wis."
    assert story.claims[0].text == "a mile from C"
    assert story.moments[0].value == "2020-08-23"


@pytest.mark.parametrize("text", ["\n\n{{a|place|other|?", "\n\na}}", "\n\n[[a {{b]] c}}"])
def test_marks_that_do_not_close_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="clos"):
        parse(text)


def test_spans_are_the_same_when_they_begin_or_end_together_or_share_most() -> None:
    assert same_span(Span(0, 10), Span(0, 3))
    assert same_span(Span(4, 10), Span(8, 10))
    assert same_span(Span(0, 10), Span(1, 9))
    assert not same_span(Span(0, 10), Span(5, 20))
    assert not same_span(Span(0, 5), Span(5, 10))


def test_the_founding_story(desk: Desk, shared: Path) -> None:
    text = (shared / "stories" / "kenosha-2020-08-23.txt").read_text(encoding="utf-8")
    reading = desk.reader.read(text, published=date(2020, 8, 24))
    assert reading.article.place == "Kenosha, Wisconsin"
    placed = {one.mention.text: one for one in reading.mentions if one.answer}
    assert set(placed) == {"Kenosha, Wisconsin", "28th Avenue and 40th Street", "a hospital in Milwaukee"}

    corner = placed["28th Avenue and 40th Street"]
    assert (corner.mention.role, corner.mention.hedge) == (Role.SCENE, "near")
    assert corner.mention.near == "Kenosha, Wisconsin"
    assert corner.mention.attribution is not None
    assert corner.mention.attribution.publisher == "Fox 6 Now"
    assert corner.answer is not None
    assert corner.answer.outcome is Outcome.RESOLVED
    best = corner.answer.candidates[0]
    assert distance_m((best.lon, best.lat), (-87.843258, 42.600802)) <= best.radius_m
    assert best.radius_m >= 150

    hospital = placed["a hospital in Milwaukee"]
    assert hospital.mention.role is Role.DESTINATION
    assert hospital.answer is not None
    assert hospital.answer.outcome is Outcome.AREA
    flown = desk.finder.geocode("airlifted to a hospital in Milwaukee", "Kenosha, Wisconsin")
    assert hospital.answer.candidates == flown.candidates

    agencies = {one.mention.text for one in reading.mentions if one.answer is None}
    assert agencies == {
        "Kenosha police",
        "Kenosha Police",
        "Kenosha Sheriff's Department",
        "Wisconsin State Patrol",
        "Wisconsin Department of Justice",
    }
    (claim,) = reading.claims
    assert claim.claim.text == "close to 40 miles to the north"
    assert claim.checked.verdict is Verdict.CONSISTENT_BY_ROAD_ESTIMATED
    assert claim.checked.straight_m == pytest.approx(31.6 * METRES_PER_MILE, rel=0.005)
    assert [one.value for one in reading.article.moments] == ["2020-08-23", "2020-08-23T17:15:00-05:00"]


def test_a_reading_as_json_has_the_members_that_others_build_on(desk: Desk) -> None:
    text = (
        "KENOSHA, Wis. — Racine police found a car near 28th Avenue and 40th Street, "
        "10 miles south of Racine."
    )
    told = desk.reader.read(text, title="A car").as_json()
    assert json.loads(json.dumps(told)) == told
    assert (told["title"], told["place"], told["moments"]) == ("A car", "Kenosha, Wisconsin", [])
    dateline, agency, corner, racine = told["mentions"]
    assert (agency["outcome"], agency["candidates"]) == (None, [])
    assert text[corner["start"] : corner["end"]] == corner["text"] == "28th Avenue and 40th Street"
    assert (corner["kind"], corner["role"], corner["outcome"]) == ("intersection", "scene", "resolved")
    assert corner["candidates"][0]["precision"] == "intersection"
    assert (dateline["role"], racine["phrase"]) == ("dateline", "Racine")
    (claim,) = told["claims"]
    assert (claim["from"], claim["to"]) == ("Racine", "28th Avenue and 40th Street")
    assert claim["verdict"] == "consistent_straight_line"
    assert claim["straight_miles"] == pytest.approx(claim["straight_m"] / METRES_PER_MILE, abs=0.1)
    assert claim["road_miles"][0] < claim["road_miles"][1]
    assert 170 < claim["bearing"] < 215


def test_a_corner_that_does_not_exist_is_told_and_a_doubtful_one_is_no_mention(desk: Desk) -> None:
    sure = desk.reader.read("KENOSHA, Wis. — A fire at 30th Avenue and 31st Avenue was put out.")
    assert sure.mentions[1].answer is not None
    assert sure.mentions[1].answer.outcome is Outcome.NO_SUCH_INTERSECTION
    doubtful = desk.reader.read("KENOSHA, Wis. — A fire at 60th Street and Progress was put out.")
    assert [one.mention.kind.value for one in doubtful.mentions] == ["place"]


HOSTILE = (
    "28th Avenue and ",
    "Kenosha ",
    "Kenosha, Wis. ",
    "in Kenosha, ",
    "A and B ",
    "between ",
    "St. ",
    "Main and Pine streets, ",
    "28th Avenue between 1st Street and ",
    "Department of ",
    "police said 40 miles north of ",
    "Hospital ",
    "“a” ",
    "Avenue of the ",
    "(",
    "\n",
)


@pytest.mark.parametrize("part", HOSTILE)
def test_four_times_the_text_is_four_times_the_work(desk: Desk, part: str) -> None:
    short, long = (_steps(desk, part * (size // len(part))) for size in (2_000, 8_000))
    assert long <= 5 * short


def _steps(desk: Desk, text: str) -> int:
    """How many functions reading a text calls, our own and Python's."""
    desk.reader.read(text)
    count = 0

    def counted(_frame: object, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        desk.reader.read(text)
    finally:
        sys.setprofile(None)
    return count
